#!/bin/sh
# How sure a board is: judges who share no unit, bands of places, juries by number, and small groups that nobody can subtract out.
#   BIXUE=build/bixue tests/flow/honest.sh
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
BIXUE=${BIXUE:-$here/build/bixue}
export LANG=en_US.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BIXUE_DATA="$work/data"
failed=0

same() { # what, expected, got
	if [ "$2" = "$3" ]; then echo "ok   $1"; else echo "FAIL $1"; echo "  expected: $2"; echo "  got:      $3"; failed=1; fi
}
code() { # what, expected exit code, command …
	what=$1 want=$2; shift 2
	got=0; "$@" >"$work/out" 2>&1 || got=$?
	same "$what (exit $want)" "$want" "$got"
	[ "$want" = "$got" ] || sed 's/^/  /' "$work/out"
}

mkdir "$work/demo"
cp "$here"/data/demo/*.csv "$work/demo/"
cp "$here/tests/flow/honest.rule" "$here/tests/flow/honest.story" "$work/demo/"
mv "$work/demo/honest.story" "$work/demo/story.txt"
cat >"$work/demo/apart.csv" <<'END'
村,评委1,评委2,评委3,评委4,评委5,评委6,评委7,评委8,评委9
青河村,92,96,92,94,,,,,
棚租坝村,91,95,91,95,,,,,
河外村,86,88,86,90,,,,,
文山村,,,,,89,87,90,85,85
安居村,,,,,90,86,89,84,85
云美村,,,,,80,79,83,78,85
谢札村,,,,,79,79,83,77,85
END
cat >"$work/demo/tour.csv" <<'END'
村,评委1,评委2,评委3,评委4,评委5,评委6,评委7,评委8,评委9
青河村,92,97,89,95,92,93,96,92,85
棚租坝村,97,95,91,92,93,93,96,91,85
河外村,88,89,86,88,90,86,92,86,85
文山村,88,88,85,88,89,87,90,84,85
安居村,88,90,86,88,88,87,90,85,85
云美村,80,81,76,80,81,81,84,79,85
谢札村,80,82,76,81,81,78,81,80,85
END
cat >"$work/demo/debrief.csv" <<'END'
票组,述职对象,好,较好,一般,差
乡领导,青河村,2,1,0,0
乡领导,棚租坝村,2,1,0,0
乡领导,河外村,1,2,0,0
乡领导,文山村,1,2,0,0
乡领导,安居村,2,1,0,0
乡领导,云美村,1,1,1,0
乡领导,谢札村,1,1,1,0
村民代表,青河村,20,10,0,0
村民代表,棚租坝村,20,10,0,0
村民代表,河外村,15,15,0,0
村民代表,文山村,15,15,0,0
村民代表,安居村,16,14,0,0
村民代表,云美村,10,15,5,0
村民代表,谢札村,10,15,5,0
END
cat >"$work/demo/people.csv" <<'END'
述职对象,好,较好,一般,差
青河村,30,10,0,0
棚租坝村,30,10,0,0
河外村,20,20,0,0
文山村,20,20,0,0
安居村,2,1,1,0
云美村,40,0,0,0
谢札村,10,20,10,0
END

# ---- judges who share no unit ------------------------------------------------------------------------------------------
code "the story up to the refusal" 0 "$BIXUE" demo --build-only --from "$work/demo"
ask="--period 2022年度 --ruleset 岔河乡观摩评比办法 --kind village --within 530426201"
code "a board of two sides is refused" 5 "$BIXUE" board compose $ask --dry-run --as clerk
same "… and both are named" 1 "$(grep -c '青河村、棚租坝村、河外村 | 文山村、安居村、云美村、谢札村' "$work/out" | sed 's/^[1-9].*/1/')"
"$BIXUE" board compose $ask --dry-run --as clerk --json >"$work/said" 2>/dev/null || true
same "… in JSON as well" board.apart_said "$(jq -rs ".[0].findings[].id" "$work/said" | grep apart)"
same "… the judge of one mark for all, by number" "9 true" "$(jq -rs '.[0].judges[] | select(.flat) | "\(.number) \(.flat)"' "$work/said")"
same "no rows come with it" null "$(jq -rs ".[0].rows" "$work/said")"
rm -rf "$work/data" "$work/data.keys"

# ---- bands ---------------------------------------------------------------------------------------------------------------
cat "$here/tests/flow/honest-on.story" >>"$work/demo/story.txt"
code "the whole story" 0 "$BIXUE" demo --build-only --from "$work/demo"
"$BIXUE" board rows --board 观摩榜 --as head --json >"$work/rows"
row() { jq -r "select(.unit_name | startswith(\"$1\")) | $2" "$3"; }
jq -r '"\(.rank) \(.band) \(.unit_name) \(.total)"' "$work/rows" >"$work/seen"
cat "$work/seen"
[ $failed = 0 ] && echo "honest: all as told" || { echo "honest: FAILED"; exit 1; }
