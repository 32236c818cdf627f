#!/bin/sh
# How many branches of each file of core the last run took; with a prefix, only those files, and below 95 % it fails.
# usage: coverage.sh OBJDIR [PREFIX]
cd "$(dirname "$0")/.." || exit 1
bad=0
for o in $(find "$1/core" -name "${2:-}*.gcda" | sort); do
	f=src/core/$(echo "${o#"$1"/core/}" | sed 's/gcda$/c/')
	n=$(gcov -b -n -o "${o%.gcda}.o" "$f" 2>/dev/null | awk -v f="$f" '
		/^File/ { on = index($0, f) > 0 }
		on && /^Taken at least once/ { sub(/.*:/, ""); sub(/%.*/, ""); print; exit }
		on && /^No branches/ { print 100; exit }')
	printf '%6s %%  %s\n' "${n:-?}" "$f"
	[ -n "$2" ] && [ "$(echo "${n:-0} < 95" | bc 2>/dev/null || awk -v n="${n:-0}" 'BEGIN { print (n < 95) }')" = 1 ] && bad=1
done
exit $bad
