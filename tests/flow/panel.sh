#!/bin/sh
# A panel of seats (handbook 2.6, fairness.md 1 and 2): the hall announces what the board will count, marks corrected by juror and places as the
# rule has them; contestants without a common juror get no places; a count that nobody was told of can be annulled; sites are told apart.
set -eu
. tests/flow/lib/hall.sh
city
RULE=商洛市现场观摩评分办法
sed 's/^  红榜：前2名/  排名：并列不占位\n  红榜：前2名/' tests/flow/sheet.rule >"$T/dense.rule"
says 0 "$B" ruleset draft "$T/dense.rule" --owner 6110 --as clerk
says 0 "$B" ruleset adopt $RULE --basis_doc 样例〔2022〕6号 --advice_read yes --as head
for n in 1 2 3 4; do says 0 "$B" person add --as system --unit 6110 --title 评委$n --login judge$n; done
start
panel() { # name, item, agenda, posts…: a signed vote with its codes; ID is its number
	E=$1
	says 0 "$B" event plan --owner 6110 --name "$E" --kind tour --day 2023-06-30 --agenda "$3" --as clerk
	says 0 "$B" vote plan --event "$E" --name "$E" --period 2023年上半年 --ruleset $RULE --item "$2" --sheet "${SHEET:-signed}" --as clerk
	ID=$("$B" vote show "$E" --as clerk --json | jq -r .id)
	[ -z "${4:-}" ] || says 0 "$B" vote seats "$E" --posts "$4" --as clerk
}
slips() { press codes 200 "$@"; sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/codes"; }
cast() { # code's number, a1=… a2=…
	c=$(sed -n "$1p" "$T/codes"); shift
	web 200 $(for f in "$@"; do printf -- '-d %s ' "$f"; done) "$base/v/$c"
}
closed() { press close 303 -d "attended=$1" -d "attended_again=$1"; }
released() {
	says 0 "$B" event release "$E" --as leader
	n=0; until [ "$("$B" vote results "$E" --as clerk --json)" ] || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
}
results() { "$B" vote results "$E" --as clerk --json | jq -sr 'map("\(.points // "-") \(.place)")|join(", ")'; }
COUNTIES='商州区 | 区委书记 | 东关社区；洛南县 | 县委书记 | 西河村；丹凤县 | 县委书记 | 建材园'

# ---- marks corrected by juror: the hall says what the board counts -----------------------------------------------------------------
# juror 1 gives everybody 90, which says nothing; by the standard score the third contestant stands before the second
panel 校正场 校正评分 "$COUNTIES" judge1,judge2,judge3
slips; press open 303
cast 1 a1=90 a2=90 a3=90; cast 2 a1=80 a2=70 a3=60; cast 3 a1=95 a2=94 a3=99
press close 422 -d attended=3 -d attended_again=4; has 3; has 4           # two scrutineers count apart
press close 409 -d attended=9 -d attended_again=9; has 'name="_sure"'; has 9 # more jurors than codes: asked once
closed 3
released
is "34.48 1, 33.71 3, 34.21 2" "$(results)" "the hall's points and places"
n=0; until says 0 "$B" tally list --as clerk --json && grep -q 校正评分 "$T/out" || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
web 200 -b "$T/jar" "$base/votes/$ID"; has '评委1'; has '<td[^>]*>90'    # seats beside contestants
says 0 "$B" tally confirm "2023年上半年 校正评分" --as head

# ---- places: the next one is not skipped where the rule says so -----------------------------------------------------------------------
says 0 "$B" event plan --owner 6110 --name 票决场 --kind tour --day 2023-06-30 --agenda "$COUNTIES；商南县 | 县委书记 | 富水镇" --as clerk
E=票决场
says 0 "$B" vote plan --event $E --name $E --period 2023年上半年 --ruleset $RULE --item 观摩票 --as clerk
ID=$("$B" vote show $E --as clerk --json | jq -r .id)
slips -d number=6; press open 303
for k in 1 2 3 4 5 6; do cast $k a1=优秀 a2=优秀 a3=良好 a4=一般; done
closed 6
# what is closed and told to nobody can be given up, by the head or a leader alone, and held anew
says 6 "$B" vote annul $E --reason 票条被复印 --as clerk
says 5 "$B" vote plan --event $E --name 再投 --period 2023年上半年 --ruleset $RULE --item 观摩票 --as clerk
ANNULLED=$ID
says 0 "$B" vote annul $E --reason 票条被复印 --as head
is "0 0" "$("$B" vote show "#$ANNULLED" --as clerk --json | jq -r '"\(.votes) \(.attended)"')" "what is told of a count that was given up"
says 0 "$B" vote plan --event $E --name 再投 --period 2023年上半年 --ruleset $RULE --item 观摩票 --as clerk
ID=$("$B" vote show 再投 --as clerk --json | jq -r .id)
slips -d number=6; press open 303
for k in 1 2 3 4 5; do cast $k a1=优秀 a2=优秀 a3=良好 a4=一般; done
cast 6 a1=良好 a2=良好 a3=一般 a4=一般
closed 6
released; E=再投
is "1 1 2 3" "$("$B" vote results $E --as clerk --json | jq -sr 'map(.place)|join(" ")')" "places without a gap"
says 5 "$B" vote annul $E --reason 太晚了 --as head
# six who all say the same are kept back like few: each of them would be known
is "withheld" "$("$B" vote counts $E --as clerk --json --limit 100 | jq -sr 'map(select(.unit_name|test("商南")))|map(.missing)|join(" ")')" "a class of one mind"
is "优秀:5 良好:1" "$("$B" vote counts $E --as clerk --json --limit 100 | jq -sr 'map(select(.unit_name|test("商州")))|map("\(.grade):\(.votes)")|join(" ")')" "a class that differs"
web 200 -b "$T/jar" "$base/votes/$ID"; has '全部相同\|all alike'

says 5 "$B" vote counts "#$ANNULLED" --as clerk; says 5 "$B" vote results "#$ANNULLED" --as clerk
is null "$("$B" vote show "#$ANNULLED" --as clerk --json | jq -r .flat)" "nor after the release of the other"

# ---- two votes of one item in one event: each tally is veiled by its own vote ----------------------------------------------------------
says 0 "$B" event plan --owner 6110 --name 两组 --kind tour --day 2023-06-30 --agenda '山阳县 | 县委书记 | 漫川镇 | 8 | 甲组；镇安县 | 县委书记 | 云盖寺 | 8 | 甲组；柞水县 | 县委书记 | 营盘镇 | 8 | 乙组；商南县 | 县委书记 | 富水镇 | 8 | 乙组' --as clerk
for g in 甲组 乙组; do
	says 0 "$B" vote plan --event 两组 --name $g --group $g --period 2023年上半年 --ruleset $RULE --item 观摩名次 --as clerk
	ID=$("$B" vote show $g --as clerk --json | jq -r .id)
	slips -d number=6; press open 303
	for k in 1 2 3 4 5 6; do if [ $g = 甲组 ] && [ $k -gt 3 ]; then cast $k a1=2 a2=1; else cast $k a1=1 a2=2; fi; done
	closed 6
done
E=两组; says 0 "$B" event release 两组 --as leader
n=0; until [ "$("$B" tally list --as clerk --json | grep -c '"观摩名次"')" = 2 ] || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
kept() { "$B" tally cells --tally "#$("$B" tally list --as clerk --json | jq -r --arg s "$1" 'select(.source == $s) | .id')" --as clerk --json --limit 100 | jq -sr 'map(.missing)|unique|join(" ")'; }
is "" "$(kept 甲组)" "a group whose jurors differ"
is withheld "$(kept 乙组)" "one of one mind"
for t in 甲组 乙组; do says 0 "$B" tally confirm "#$("$B" tally list --as clerk --json | jq -r --arg s $t 'select(.source == $s) | .id')" --as head; done

# ---- nobody is compared whom no juror joins --------------------------------------------------------------------------------------------
panel 不相连 观摩评分 '商州区 | 区委书记 | 东关社区；洛南县 | 县委书记 | 西河村' judge1,judge2
says 0 "$B" vote recuse 不相连 --seat 1 --unit 611002 --reason 亲属 --as clerk
says 0 "$B" vote recuse 不相连 --seat 2 --unit 611021 --reason 亲属 --as clerk
slips; press open 409; has 商州区; has 洛南县
says 0 "$B" vote cancel 不相连 --reason 改期 --as clerk
# … nor has anybody a seat who may judge no one
panel 无人可评 观摩评分 '商州区 | 区委书记 | 东关社区；洛南县 | 县委书记 | 西河村' judge1,judge2
for u in 611002 611021; do says 0 "$B" vote recuse 无人可评 --seat 2 --unit $u --reason 亲属 --as clerk; done
slips; press open 409; has 2
says 0 "$B" vote unseat 无人可评 --seat 2 --reason 回避 --as clerk
says 0 "$B" vote cancel 无人可评 --reason 改期 --as clerk
# who was to join them stays away: points stand in the books, places in none
panel 缺了人 观摩评分 '商州区 | 区委书记 | 东关社区；洛南县 | 县委书记 | 西河村' judge1,judge2,judge3
says 0 "$B" vote recuse 缺了人 --seat 1 --unit 611002 --reason 亲属 --as clerk
says 0 "$B" vote recuse 缺了人 --seat 2 --unit 611021 --reason 亲属 --as clerk
slips; press open 303; cast 1 a2=80; cast 2 a1=90; closed 2; released
is "- 0, - 0" "$(results)" "no places"
web 200 -b "$T/jar" "$base/votes/$ID"; has '没有共同的评委\|no juror in common'
web 200 -b "$T/jar" "$base/events/$("$B" event show 缺了人 --as clerk --json | jq -r .id)/result"; has '没有共同的评委\|no juror in common'; hasnt '并列'
n=0; until "$B" tally refuse "2023年上半年 观摩评分" --reason 评委不足 --as head >"$T/out" 2>&1 || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done

# ---- several sites of one unit: each with its mean --------------------------------------------------------------------------------------
panel 分点位 观摩评分 '商州区 | 区委书记 | 东关社区；商州区 | 区委书记 | 桥头村；洛南县 | 县委书记 | 西河村' judge1,judge2
slips; press open 303; cast 1 a1=80 a2=90 a3=70; cast 2 a1=81 a2=95 a3=75; closed 2; released
web 200 -b "$T/jar" "$base/votes/$ID"; has 桥头村; has '92\.50'; has '80\.50'

# ---- session after session in one period: each with other contestants, a juror known by the post -----------------------------------------
n=0; until says 0 "$B" tally list --as clerk --json && grep -q 分点位 "$T/out" || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
says 5 "$B" vote plan --event 不相连 --name 同一县 --period 2023年上半年 --ruleset $RULE --item 观摩评分 --as clerk; blames '计票单\|tally'
panel 下一周 观摩评分 '丹凤县 | 县委书记 | 建材园' judge2,judge3
says 0 "$B" event plan --owner 6110 --name 换了人 --kind tour --day 2023-06-30 --agenda '山阳县 | 县委书记 | 漫川镇' --as clerk
says 0 "$B" vote plan --event 换了人 --name 换了人 --period 2023年上半年 --ruleset $RULE --item 观摩评分 --as clerk
says 0 "$B" event agenda 换了人 --agenda '丹凤县 | 县委书记 | 建材园' --drop true --as clerk
slips; press open 409; has 换了人\\\|#                                 # another vote has come to count that county
says 0 "$B" vote cancel 换了人 --reason 改期 --as clerk
press open 303; cast 1 a1=88; cast 2 a1=92; closed 2; released
n=0; until says 0 "$B" tally list --as clerk --json && grep -q 下一周 "$T/out" || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
cells() { "$B" tally cells --tally "#$("$B" tally list --as clerk --json | jq -r --arg s "$1" 'select(.source == $s) | .id')" --as clerk --json --limit 100 | jq -sr 'map("\(.judge):\(.value)")|join(" ")'; }
is "2:88 3:92" "$(cells 下一周)" "seats 1 and 2, whose posts are the second and a new juror"
panel 新班子 观摩评分 '山阳县 | 县委书记 | 漫川镇' judge4
slips; press open 409; has '参加过\|sat in the sessions'                  # a board could not compare them
says 0 "$B" vote cancel 新班子 --reason 换评委 --as clerk
says 5 "$B" tally confirm "2023年上半年 观摩评分" --as head              # which of the two?
[ -z "$("$B" tally list --as clerk --json | jq -r 'select(.source == "下一周") | .cells // empty')" ] || bad "how many cells a hall's count has"
for t in 分点位 下一周; do says 0 "$B" tally confirm "#$("$B" tally list --as clerk --json | jq -r --arg s $t 'select(.source == $s) | .id')" --as head; done
stop
says 0 "$B" period close 2023年上半年 --as clerk
n=0; until "$B" tally refuse "#$("$B" tally list --as clerk --json | jq -r 'select(.state == "proposed") | .id' | head -1)" --reason 演示 --as head >"$T/out" 2>&1 || [ $n = 3 ]; do n=$((n + 1)); done
says 0 "$B" board compose --period 2023年上半年 --ruleset $RULE --kind county --within 6110 --name 观摩榜 --as clerk
says 0 "$B" board rows --board 观摩榜 --as clerk --json
is 3 "$(jq -s 'map(select((.total|tonumber) > 60)) | length' "$T/out")" "counties with marks of two sessions and the panel's"
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "panel: ok"
