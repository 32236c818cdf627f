#!/bin/sh
# Asks every build in build/same the same questions and compares what each says with the first, byte for byte.
#   sh tests/calc/compilers.sh "BUILDS" "BUILDS THAT ONLY ANSWER QUESTIONS" "PROGRAMS OF TEXT CASES"
set -e
first=${1%% *}
node tests/calc/questions.mjs "build/same/$first/ask" > build/same/questions
bad=0
for s in $1 $2; do
	build/same/$s/ask < build/same/questions > build/same/$s/answers
	case " $1 " in
	*" $s "*)
		for c in $3; do # BIXUE_SHOW: all that came out is printed, not only what differs
			BIXUE_SHOW=1 build/same/$s/cases/$c 2>&1 || { echo "$s: the cases of $c fail"; bad=1; }
		done > build/same/$s/shown ;;
	esac
	for f in answers shown; do
		[ -f build/same/$s/$f ] || continue
		cmp -s build/same/$first/$f build/same/$s/$f && continue
		bad=1
		echo "$s says otherwise than $first in $(diff build/same/$first/$f build/same/$s/$f | grep -c '^>') lines of $f:"
		diff build/same/$first/$f build/same/$s/$f | head -n "${LINES_SHOWN:-4}" | cut -c 1-400
	done
done
[ $bad = 0 ] && echo "ok $(wc -l < build/same/questions) questions and the text cases: the same from $1 $2"
exit $bad
