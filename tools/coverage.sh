#!/bin/sh
# How many branches of each file of core the last run took.  The second figure leaves out lines that only hand a
# failure on (TRY) and the branches that a macro makes inside a printed text (SV_ARG of nothing, a text not asked for):
# it is the one that must reach 95 % where a prefix names the files.  usage: coverage.sh OBJDIR [PREFIX]
cd "$(dirname "$0")/.." || exit 1
bad=0
for o in $(find "$1/core" -name "${2:-}*.gcda" | sort); do
	f=src/core/$(echo "${o#"$1"/core/}" | sed 's/gcda$/c/')
	gcov -b -t -o "${o%.gcda}.o" "$f" 2>/dev/null | awk -v f="$f" -v ask="${2:-}" '
		/^ *-: *0:Source:/ { on = index($0, f) > 0 }
		/^ *[0-9#=-]+[*]?: *[0-9]+:/ { text = $0; sub(/^[^:]*:[^:]*:/, "", text)
			own = text !~ /TRY\(|SV_ARG|SAY\(|scorer_overflow|return overflow|return ok \?/ }
		on && /^branch/ { all++; hit = $0 ~ /taken [1-9]/; took += hit; if (own) { mine++; took_own += hit } }
		END { a = all ? 100 * took / all : 100; m = mine ? 100 * took_own / mine : 100
			printf "%6.2f %%  %6.2f %%  %s\n", a, m, f; exit ask != "" && m < 95 }' || bad=1
done
exit $bad
