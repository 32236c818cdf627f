#!/bin/sh
# Checks every #include against src/DEPS: layers go down only, nouns know each other by their faces along the
# arrows, a third-party header stands in one file, and the first include of x.c is x.h.
cd "$(dirname "$0")/.." || exit 1
find src -name '*.c' -o -name '*.h' -o -name '*.tmpl' | sort | xargs awk '
BEGIN {
	while ((getline line < "src/DEPS") > 0) {
		sub(/#.*/, "", line)
		if (line ~ /^third:/) { split(line, t, /[ \t]+/); third[t[2]] = t[3]; continue }
		if (line !~ /:/) continue
		name = line; sub(/:.*/, "", name); rest = line; sub(/^[^:]*:/, "", rest)
		known[name] = 1
		n = split(rest, w, /[ \t]+/)
		for (i = 1; i <= n; i++) if (w[i] != "") may[name, w[i]] = 1
	}
}
FNR == 1 {
	file = FILENAME; sub(/^src\//, "", file)
	layer = file; sub(/\/.*/, "", layer)
	noun = ""
	if (layer == "app") { noun = file; sub(/^app\//, "", noun); sub(/\/.*/, "", noun)
		if (!(("app/" noun) in known)) { print FILENAME ": app/" noun " is not listed in src/DEPS"; bad = 1; known["app/" noun] = 1 } }
	first = 1
}
match($0, /^(#include|\{% include) [<"][^">]+[">]/) {
	inc = $0; sub(/^[^<"]*[<"]/, "", inc); sub(/[">].*/, "", inc)
	if (inc in third) {
		if (file != third[inc]) { print FILENAME ":" FNR ": " inc " belongs into src/" third[inc] " alone"; bad = 1 }
		next
	}
	to = inc; sub(/\/.*/, "", to)
	if (!(to in known) || inc !~ /\//) next
	if (first && FILENAME ~ /\.c$/) {
		own = file; sub(/\.c$/, ".h", own)
		if ((getline dummy < ("src/" own)) >= 0 && inc != own && inc !~ /\.(sql|tmpl)\.h$/) {
			print FILENAME ":" FNR ": the first include must be \"" own "\""; bad = 1 }
		close("src/" own)
	}
	first = 0
	if (to != layer && !((layer, to) in may)) { print FILENAME ":" FNR ": " layer " may not include " inc; bad = 1 }
	if (to == "app" && layer == "app") {
		split(inc, p, "/")
		if (p[2] != noun) {
			if (inc != "app/" p[2] "/" p[2] ".h") { print FILENAME ":" FNR ": only the face app/" p[2] "/" p[2] ".h may be included"; bad = 1 }
			if (!(("app/" noun, p[2]) in may)) { print FILENAME ":" FNR ": app/" noun " has no arrow to " p[2] " in src/DEPS"; bad = 1 }
		}
	}
}
END { exit bad }'
