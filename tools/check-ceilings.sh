#!/bin/sh
# Files up to 600 lines, functions up to 70, lines up to 130 columns: beyond that a room wants a wall.
cd "$(dirname "$0")/.." || exit 1
bad=0
for f in $(find src tools -name '*.c' -o -name '*.h' -o -name '*.tmpl' | grep -v 'core/workdays.c'); do
	n=$(wc -l < "$f"); [ "$n" -gt 600 ] && { echo "$f has $n lines (600 at most)"; bad=1; }
done
awk 'FNR==1 { name="" }
/^[a-z].*\)$/ || /^[a-z].*\) *$/ || /^\t* *[a-z].*\)$/ && prev ~ /^[a-z]/ { name=$0; at=FNR }
/^{$/ { start=FNR }
/^}$/ { if (start && FNR-start > 71) { print FILENAME ":" start ": a function of " FNR-start-1 " lines (70 at most)"; bad=1 } start=0 }
{ prev=$0 }
END { exit bad }' $(find src -name '*.c') || bad=1
exit $bad
