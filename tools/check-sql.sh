#!/bin/sh
# Statements write the tables of their own noun only, and read another noun's only along the arrows of src/DEPS (the
# store's own tables, journal and the like, may be read by all).  What apply may use is narrower still: its noun's tables.
cd "$(dirname "$0")/.." || exit 1
find src -name '*.sql' | sort | xargs awk '
function room(file,   r) { r = file; sub(/^src\//, "", r); sub(/\/[^\/]*$/, "", r); return r }
BEGIN {
	while ((getline line < "src/DEPS") > 0) {
		sub(/#.*/, "", line)
		if (line !~ /^app\/[a-z]+:/) continue
		name = line; sub(/:.*/, "", name); rest = line; sub(/^[^:]*:/, "", rest)
		n = split(rest, w, /[ \t]+/)
		for (i = 1; i <= n; i++) if (w[i] != "") may[name, "app/" w[i]] = 1
	}
}
{ line = $0; sub(/--.*/, "", line) }
match(line, /CREATE (VIRTUAL )?TABLE [a-z_]+/) { t = substr(line, RSTART, RLENGTH); sub(/.* /, "", t); owner[t] = room(FILENAME) }
{
	text = line
	while (match(text, /(FROM|JOIN|INTO|UPDATE) +[a-z_]+/)) {
		w1 = substr(text, RSTART, RLENGTH); verb = w1; sub(/ .*/, "", verb); t = w1; sub(/.* /, "", t)
		before = substr(text, 1, RSTART - 1)
		if (verb == "FROM" && before ~ /DELETE *$/) verb = "DELETE"
		use[++uses] = verb SUBSEP t SUBSEP FILENAME SUBSEP FNR
		text = substr(text, RSTART + RLENGTH)
	}
}
END {
	for (i = 1; i <= uses; i++) {
		split(use[i], u, SUBSEP)
		here = room(u[3]); there = owner[u[2]]
		if (there == "" || there == here) continue
		if (u[1] == "INTO" || u[1] == "UPDATE" || u[1] == "DELETE") {
			print u[3] ":" u[4] ": " here " may not write " u[2] ", which is " there "\047s"; bad = 1
		} else if (there ~ /^app\// && !((here, there) in may)) {
			print u[3] ":" u[4] ": " here " has no arrow to " there " and reads its table " u[2]; bad = 1
		}
	}
	exit bad
}'
