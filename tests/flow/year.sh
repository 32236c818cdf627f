#!/bin/sh
# A yearly board: a month's board, targets and ballots composed by a rule of grammar 2, with the numbers worked by hand.
#   BIXUE=build/bixue tests/flow/year.sh
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
cp "$here/rules/chahe.rule" "$work/demo/rules.rule"
cp "$here/tests/flow/year.rule" "$work/demo/year.rule"
cp "$here/tests/flow/year.story" "$work/demo/story.txt"
cat >"$work/demo/ballots.csv" <<'END'
岔河乡2022年度村级述职评议计票单,,,,,,
票组,述职对象,好,较好,一般,差,废票
乡领导,青河村,8,2,0,0,0
乡领导,棚租坝村,5,5,0,0,0
乡领导,河外村,4,4,2,0,0
乡领导,文山村,9,1,0,0,0
乡领导,安居村,8,2,0,0,0
乡领导,云美村,7,3,0,0,0
乡领导,谢札村,5,4,1,0,0
村民代表,青河村,20,10,0,0,0
村民代表,棚租坝村,15,12,3,0,0
村民代表,河外村,15,10,4,1,0
村民代表,文山村,24,5,0,0,1
村民代表,安居村,20,10,0,0,0
村民代表,云美村,18,12,0,0,0
村民代表,谢札村,15,15,0,0,0
合计,,,,,,
END
sed 's/^乡领导,安居村,8,2/乡领导,安居村,9,1/' "$work/demo/ballots.csv" >"$work/demo/ballots2.csv"
sed 's/^乡领导,安居村,8,2/乡领导,安居村,√,2/; s/^村民代表,云美村/群众,云雾村/' "$work/demo/ballots.csv" >"$work/demo/ballots-wrong.csv"

code "the story" 0 "$BIXUE" demo --build-only --from "$work/demo"

# ---- the sheet, cell by cell -----------------------------------------------------------------------------------------
ask="--period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票"
code "what cannot be read is told" 3 "$BIXUE" tally import "$work/demo/ballots-wrong.csv" $ask --dry-run --as clerk
"$BIXUE" tally import "$work/demo/ballots-wrong.csv" $ask --dry-run --as clerk --json >"$work/seen" 2>/dev/null || true
same "… each cell by its place" "7/3 15/2" \
	"$(jq -rs '.[0] | [.cells[] | select(.wrong != "") | "\(.row)/\(.column)"] | join(" ")' "$work/seen")"
code "figures of an item without any" 3 "$BIXUE" tally import "$work/demo/chahe-pledge.csv" $ask --dry-run --as clerk
same "the first tally was withdrawn, the second replaced, the third counts" "counted replaced withdrawn" \
	"$("$BIXUE" tally list --as clerk --json | jq -r .state | tr '\n' ' ' | sed 's/ $//')"
code "a unit finds no tally" 6 "$BIXUE" tally list --as anju

# ---- by hand: 安居村 -------------------------------------------------------------------------------------------------
# March 121, the mean of one month × 50 % = 60.5.  Income 100 × 15.675 ÷ 16.5 = 95, × 60 % = 57.
# Ballots: leaders (8 × 100 + 2 × 80) ÷ 10 = 96 × 60 % + villagers (20 × 100 + 10 × 80) ÷ 30 = 93.333333 × 40 % = 94.93, × 40 % = 37.97.
# The year's end (57 + 37.97) × 50 % = 47.485; 60.5 + 47.485 = 107.985 → 107.99.
# Corrected: leaders 98 × 60 % + 37.333333 = 96.13, × 40 % = 38.45; (57 + 38.45) × 50 % = 47.725; 108.225 → 108.23.
total() { "$BIXUE" board line --board 2022年终村榜 --unit "$1" --version "$2" --as head --json | jq -r .points | awk '{ s += $1 } END { printf "%.2f", s }'; }
same "安居村 before the correction" 107.99 "$(total 安居村 1)"
same "安居村 after it" 108.23 "$(total 安居村 2)"
"$BIXUE" board line --board 2022年终村榜 --unit 安居村 --as head --json >"$work/lines"
measure() { jq -c "select(.item == \"$1\") | select(.inputs | length > 0)" "$work/lines"; }
same "income opens to target and final value" "actual 15.675 false, target 16.5 false" \
	"$(measure 村集体经济收入 | jq -r '[.inputs[] | "\(.kind) \(.value) \(.estimated)"] | sort | join(", ")')"
same "… of the target's own record" 1 "$(measure 村集体经济收入 | jq -r '.inputs[].record' | sed 's,/.*,,' | sort -u | grep -c '^target:')"
same "ballots open to counts by class of voters" "乡领导 好 9, 乡领导 较好 1, 村民代表 好 20, 村民代表 较好 10" \
	"$(measure 述职评议票 | jq -r '[.inputs[] | "\(.group) \(.grade) \(.votes)"] | sort | join(", ")')"
same "… and to no juror" 0 "$(grep -c judge "$work/lines" || true)"
same "the month opens to its board" "三月村榜 121 3" \
	"$(jq -r '.inputs[] | select(.kind == "score") | "\(.source) \(.value) \(.period)"' "$work/lines")"

# ---- what is missing is told, never zero ----------------------------------------------------------------------------------
"$BIXUE" board rows --board 2022年终村榜 --as head --json >"$work/rows"
same "谢札村 is not ranked" "缺村集体经济收入 — true" "$(jq -r 'select(.unit_name | startswith("谢札")) | "\(.reason) \(.rank) \(.unranked)"' "$work/rows")"
same "… with its gap by name" 村集体经济收入 "$(jq -r 'select(.unit_name | startswith("谢札")) | .yield.gaps[]' "$work/rows")"
same "six are ranked" 6 "$(jq -r 'select(.unranked | not) | .rank' "$work/rows" | wc -l | tr -d ' ')"
same "one is excellent of six, by quota" "优秀 1" "$(jq -r .yield.grade "$work/rows" | grep -c 优秀 | sed 's/^/优秀 /')"

# ---- a source that is not out yet is told -------------------------------------------------------------------------------------
late() { "$BIXUE" board findings --board 2022年终村榜 --as head --json | jq -r '.id + " " + .text' | grep -c "^board.source_waits “四月村榜”" || true; }
same "the month that is not published is told" 1 "$(late)"
code "… until it is discarded" 0 "$BIXUE" board discard 四月村榜 --reason 不再公布 --as clerk
same "… and then no more" 0 "$(late)"

# ---- for ever -------------------------------------------------------------------------------------------------------------------
code "recompute" 0 "$BIXUE" board recompute 2022年终村榜
code "recompute the version before" 0 "$BIXUE" board recompute 2022年终村榜 --version 1
code "recompute the month" 0 "$BIXUE" board recompute 三月村榜
code "rebuild --check" 0 "$BIXUE" rebuild --check
code "verify" 0 "$BIXUE" verify

# ---- the second program -----------------------------------------------------------------------------------------------------------
V=${BIXUE_VERIFY:-$(dirname "$BIXUE")/bixue-verify}
"$BIXUE" checkpoint >/dev/null
"$BIXUE" checkpoint --public-key >"$work/key.pem"
code "prove" 0 "$BIXUE" board prove 2022年终村榜 --out "$work/year.json" --as head
code "bixue-verify" 0 "$V" "$work/year.json" --key "$work/key.pem"
same "… all in order" 0 "$(grep -c '^[×？]' "$work/out" || true)"
same "… each input with the acts that brought it in" 1 "$(grep -c '^√ 来源：54 项数据出自 15 份记录' "$work/out")"
receipt=$("$BIXUE" board show 2022年终村榜 --as head --json | sed -n 's/.*"receipt": *"\([^"]*\)".*/\1/p')
code "… the code on the board is the one that comes out" 0 "$V" "$work/year.json" --receipt "$receipt"
"$BIXUE" board prove 2022年终村榜 --out "$work/again.json" --as head >/dev/null
code "… the same bytes each time" 0 cmp "$work/year.json" "$work/again.json"
same "no person and no file of a tally leaves the house" 0 "$(grep -c 'ballots\|"person_' "$work/year.json" || true)"
same "persons are told apart, and not known by their numbers" "1 2 3" \
	"$(jq -r --argjson b "$(jq .board.id "$work/year.json")" '[.acts[] | select(.subject == $b).payload | select(.person).person] | map(tostring) | join(" ")' "$work/year.json" | sed 's/^1 1/1/')"
flip() { # what, a word of the line that names it, a change of the document
	jq -c "$3" "$work/year.json" >"$work/flipped.json"
	code "flipped: $1" 7 "$V" "$work/flipped.json" --key "$work/key.pem"
	same "… is named" true "$(grep -q "^× $2" "$work/out" && echo true)"
}
yearly='.acts[] | select(.act == "board.correct" and .subject == $b).payload'
flip "one vote more" 动作内容 '.board.id as $b | (first('"$yearly"'.inputs[] | select(.votes)).votes) += 1'
flip "another target" 动作内容 '.board.id as $b | (first('"$yearly"'.inputs[] | select(.kind == "target")).value) = "17"'
flip "an estimate called final" 动作内容 '.board.id as $b | (first('"$yearly"'.inputs[] | select(.kind == "actual")).estimated) = true'
flip "the month's total" 动作内容 '(first(.acts[] | select(.act == "board.compose").payload.rows[]).total) = "99"'
flip "a grade" 动作内容 '.board.id as $b | (first('"$yearly"'.rows[]).yield.grade) = "合格"'
flip "a source without its second person" 来源 '(first(.sources[] | select(.record | startswith("tally:"))) | .counted) as $c | (.sources[] | select(.record | startswith("tally:")) | .counted) = .sources[0].made'
flip "a source less" 来源 '.sources |= .[1:]'
jq -c '.board.id as $b | (first(.acts[] | select(.act == "board.approve" and .subject == $b).payload.person)) = 3' "$work/year.json" >"$work/flipped.json"
code "flipped: two approvals by one person" 7 "$V" "$work/flipped.json"
same "… is named" true "$(grep -q '^× 程序' "$work/out" && echo true)"
flip "the rule" 细则 '.rule.text |= sub("60%"; "50%")'

[ $failed = 0 ] && echo "year: all as told" || { echo "year: FAILED"; exit 1; }
