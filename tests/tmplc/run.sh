#!/bin/sh
# Holds the template compiler to NAME.expected.c (what is made) or NAME.expected.err (what is refused; the
# type-… ones by gcc).  `run.sh accept` takes what comes out now.
set -u
cd "$(dirname "$0")/../.."
make -s build/tools/tmplc build/tools/pocomp || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
flags='-std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wformat-nonliteral
	-Wmissing-prototypes -Werror -Isrc -fsyntax-only -fno-diagnostics-show-caret'
bad=0
compare() { # expected got
	if [ "$mode" = accept ]; then
		cp "$2" "$1"
	elif ! diff -u "$1" "$2"; then
		bad=$((bad + 1))
	fi
}
mode=${1:-}
for t in tests/tmplc/*.tmpl; do
	name=$(basename "$t" .tmpl)
	if build/tools/tmplc "$t" "$tmp/$name.tmpl" 2>"$tmp/err"; then
		case $name in
		err-*) echo "$t: was not refused" && bad=$((bad + 1)) ;;
		type-*)
			# shellcheck disable=SC2086
			${CC:-gcc} $flags "$tmp/$name.tmpl.c" 2>"$tmp/err" && echo "$t: gcc took it" && bad=$((bad + 1))
			grep -oE "^$t:[0-9]+" "$tmp/err" | sort -u >"$tmp/lines"
			compare "tests/tmplc/$name.expected.err" "$tmp/lines"
			;;
		*)
			compare "tests/tmplc/$name.expected.c" "$tmp/$name.tmpl.c"
			# shellcheck disable=SC2086
			${CC:-gcc} $flags "$tmp/$name.tmpl.c" || bad=$((bad + 1))
			;;
		esac
	else
		compare "tests/tmplc/$name.expected.err" "$tmp/err"
	fi
done
# The catalogue: each bad .po is refused with its line, and texts in sources are found.
for po in tests/tmplc/*.po; do
	build/tools/pocomp "$tmp/po.c" "$po" >"$tmp/out" 2>&1
	compare "${po%.po}.expected.err" "$tmp/out"
done
build/tools/pocomp --missing tests/tmplc/good.po -- tests/tmplc/texts.in.c tests/tmplc/texts.tmpl >"$tmp/out" 2>&1
compare tests/tmplc/texts.expected.missing "$tmp/out"
[ $bad = 0 ] || { echo "$bad differ" >&2; exit 1; }
