#!/bin/sh
# How sure a board is: judges who share no unit, bands of places, juries by number, and small groups that nobody can subtract out.
#   BIXUE=build/bixue tests/flow/honest.sh
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
BIXUE=${BIXUE:-$here/build/bixue}
export LANG=en_US.UTF-8
work=$(mktemp -d)
T=$work; . "$(dirname "$0")/lib/end.sh"
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
# Where the rules only advise, there is a board, and it says that it has no bands and why.
sed 's/^版本：1/版本：2/; s/^  名次区间：95%/&\n  评委不连通：提示/' "$work/demo/honest.rule" >"$work/advise.rule"
code "rules that only advise" 0 "$BIXUE" ruleset draft "$work/advise.rule" --owner 530426201 --as clerk
second=$("$BIXUE" ruleset list --as clerk --json | jq -r 'select(.state == "draft") | .id')
code "… are adopted" 0 "$BIXUE" ruleset adopt "#$second" --basis_doc 岔政发〔2022〕32号 --advice_read true --as head
code "… make a board" 0 "$BIXUE" board compose --period 2022年度 --ruleset "#$second" --kind village --within 530426201 --dry-run --json --as clerk
same "… that is told to be one of two sides, without bands" "board.apart_said board.bands_none" \
	"$(jq -r '.findings[].id' "$work/out" | grep 'apart\|bands' | tr '\n' ' ' | sed 's/ $//')"
same "… and bears none" 0 "$(jq '[.rows[] | select(.yield.band.first)] | length' "$work/out")"
rm -rf "$work/data" "$work/data.keys"

# ---- bands ---------------------------------------------------------------------------------------------------------------
cat "$here/tests/flow/honest-on.story" >>"$work/demo/story.txt"
code "the whole story" 0 "$BIXUE" demo --build-only --from "$work/demo"
"$BIXUE" board rows --board 观摩榜 --as head --json >"$work/rows"
row() { jq -r "select(.unit_name | startswith(\"$1\")) | $2" "$3"; }
same "places, the places that the marks leave open, tiers" "1 1–2 1, 2 1–2 1, 3 3–5 2, 4 3–5 2, 5 3–5 2, 6 6 3, 7 7 4" \
	"$(jq -r '"\(.rank) \(.band) \(.tier)"' "$work/rows" | tr '\n' ',' | sed 's/,$//; s/,/, /g')"
same "the units see the same beside their places" "$(jq -r '"\(.rank) \(.band)"' "$work/rows")" \
	"$("$BIXUE" board rows --board 观摩榜 --as anju --json | jq -r '"\(.rank) \(.band)"')"
same "nine judges by number, with what is odd" "9 true" \
	"$("$BIXUE" board jury --board 观摩榜 --as head --json | jq -r 'select(.flat) | "\(.number) \(.flat)"')"
same "… and by how much they differ" 9 "$("$BIXUE" board jury --board 观摩榜 --as head --json | wc -l | tr -d ' ')"
"$BIXUE" board findings --board 观摩榜 --as head --json >"$work/findings"
same "what the office is told" "board.jury_spread board.jury_flat board.few_voters" "$(jq -r .id "$work/findings" | tr '\n' ' ' | sed 's/ $//')"

# ---- small groups -----------------------------------------------------------------------------------------------------------
# 安居村: 9 judges, 3 leaders and 30 villagers, 4 of the people.  Four are too few; the class that subtraction would leave alone
# with them goes too, and that is the smallest, the judges'.  Of the debrief the points stand, but neither class of its voters.
"$BIXUE" board rows --board 观摩榜 --as anju --json >"$work/unit"
kept() { jq -r "select(.unit_name | startswith(\"$1\")) | [.classes[] | select(.kept) | .name] | join(\" \")" "$2"; }
same "two classes of 安居村 are kept back" "现场观摩 群众评价" "$(kept 安居 "$work/unit")"
same "… nothing of 青河村, where 40 voted" "" "$(kept 青河 "$work/unit")"
same "… and nothing from the office" "" "$(kept 安居 "$work/rows")"
same "totals stand" "$(jq -r '"\(.unit_name) \(.total)"' "$work/rows")" "$(jq -r '"\(.unit_name) \(.total)"' "$work/unit")"
same "… but not how 安居村's adds up" '""' "$(row 安居 '.arithmetic | @json' "$work/unit")"
"$BIXUE" board line --board 观摩榜 --unit 安居村 --as anju --json >"$work/mine"
"$BIXUE" board line --board 观摩榜 --unit 安居村 --as head --json >"$work/all"
at() { jq -c "select(.item == \"$1\")" "$2"; }
same "four ballots show neither points nor votes" "true null 0 \"\"" \
	"$(at 群众评价票 "$work/mine" | jq -r '"\(.kept) \(.points) \(.inputs | length) \(.arithmetic | @json)"')"
same "… nor the judges' nine marks beside them" "true null 0" "$(at 观摩评分 "$work/mine" | jq -r '"\(.kept) \(.points) \(.inputs | length)"')"
same "of the debrief the points alone" "null 0 \"\"" "$(at 述职评议票 "$work/mine" | jq -r '"\(.kept) \(.inputs | length) \(.arithmetic | @json)"')"
same "… which are those of the office" "$(at 述职评议票 "$work/all" | jq -r .points)" "$(at 述职评议票 "$work/mine" | jq -r .points)"
same "the office sees each vote" "3 9" "$(at 群众评价票 "$work/all" | jq -r '.inputs | length') $(at 观摩评分 "$work/all" | jq -r '.inputs | length')"
# Whoever subtracts all that he is shown from the total is left with 9 + 4 voters together, never with 4 alone.
rest=$(jq -rs '(map(select(.unit_name | startswith("安居"))) | .[0]) as $r | ($r.total | tonumber) - ([$r.classes[] | select(.kept | not) | .score | tonumber] | add)' "$work/unit")
own=$(jq -rs '(map(select(.unit_name | startswith("安居"))) | .[0].classes[] | select(.name == "群众评价") | .score | tonumber)' "$work/rows")
same "subtraction does not find the four" 1 "$(awk -v a="$rest" -v b="$own" 'BEGIN { print (a - b > 1) }')"
code "a line is not opened by its records either" 0 "$BIXUE" board export 观摩榜 --as anju --out "$work/board.xlsx"
same "nor is the workbook" 0 "$(unzip -p "$work/board.xlsx" xl/worksheets/sheet1.xml | grep -c ">$own<" || true)"

# ---- the same over the web: every page, paper and answer ----------------------------------------------------------------------
for who in anju head; do echo "a sentence of $who" | "$BIXUE" person password $who >/dev/null; done
"$BIXUE" serve --listen 127.0.0.1:0 >"$work/log" 2>&1 & server=$!
for i in $(seq 60); do grep -q 'http://127' "$work/log" && break; sleep 0.1; done
base=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/log" | head -1)
for who in anju head; do curl -s -o "$work/out" -c "$work/$who.jar" -d login=$who --data-urlencode "password=a sentence of $who" "$base/in"; done
board=$(curl -s -b "$work/head.jar" "$base/api/v1/views/board.list" | jq -r '.items[0].id')
unit=$(jq -r 'select(.unit_name | startswith("安居")) | .unit' "$work/rows")
# 43.72 are the judges' points in 安居村's total, 87.44 their mean; 17 and 85 those of the four.
found() { # who, path: which of the four numbers stand there
	[ "$(curl -s -b "$work/$1.jar" -o "$work/page" -w '%{http_code}' "$base$2")" = 200 ] || echo "no page"
	case $2 in *.xlsx) unzip -p "$work/page" 'xl/*.xml' >"$work/text" ;; *) cp "$work/page" "$work/text" ;; esac
	grep -o '43\.72\|87\.44\|[^0-9.]17\.00[^0-9]\|"17"\|>17<\|+85[^0-9]\|"85"' "$work/text" | tr -d '<>"+ ' | sort -u | tr '\n' ' '
}
for page in "/boards/$board" "/boards/$board/print" "/boards/$board/poster" "/boards/$board/long" "/boards/$board.xlsx" "/boards/$board/units/$unit" \
	"/boards/$board/units/$unit/long" "/u/530426201205" "/api/v1/views/board.rows?board=%23$board" "/api/v1/views/board.line?board=%23$board&unit=530426201205"; do
	same "a unit is not shown them on $(echo "$page" | sed 's/[0-9][0-9][0-9]*/N/g')" "" "$(found anju "$page")"
done
for page in "/boards/$board" "/boards/$board/print" "/boards/$board.xlsx" "/boards/$board/units/$unit" \
	"/api/v1/views/board.line?board=%23$board&unit=530426201205"; do
	same "the office is, on $(echo "$page" | sed 's/[0-9][0-9][0-9]*/N/g')" yes "$(found head "$page" | sed 's/.*43\.72.*/yes/; s/.*87\.44.*/yes/')"
done
same "a screen reader hears the band in words, three times" 3 "$(curl -s -b "$work/anju.jar" "$base/boards/$board" | grep -c '，按打分第3到第5名都有可能，与另外2家分不出先后，第2梯队')"
stop

code "recompute" 0 "$BIXUE" board recompute 观摩榜
code "rebuild --check" 0 "$BIXUE" rebuild --check
code "verify" 0 "$BIXUE" verify
[ $failed = 0 ] && echo "honest: all as told" || { echo "honest: FAILED"; exit 1; }
