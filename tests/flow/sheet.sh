#!/bin/sh
# The juror's sheet beyond the secret ballot on a phone: criteria and steps of marks, sheets signed by seat number, own units that are
# not on a sheet, codes that are void, paper typed in by two, rules of validity, sheets that come late.
set -eu
. tests/flow/lib/base.sh
RULE=商洛市现场观摩评分办法

enter() { web 303 -c "$T/jar.$1" -d login="$1" --data-urlencode "password=a sentence of $1" "$base/in"; }
hall() { web 200 -b "$T/jar.${WHO:-clerk}" "$base/votes/$ID"; }
press() { # what, expected status, more fields…: one of the forms of the vote's page
	what=$1; status=$2; shift 2
	hall
	web "$status" -b "$T/jar.${WHO:-clerk}" -d "csrf=$(hidden csrf)" -d "key=$what-$(date +%N)" "$@" "$base/votes/$ID/$what"
}
codes() { # more fields…: the codes go to $T/codes
	press codes 200 "$@"
	sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/codes"
}
inbox() { # ballots, codes: what the host's console says of them
	web 200 -b "$T/jar.clerk" "$base/events/$("$B" event show "$EV" --as clerk --json | jq -r .id)/stage"
	is "$1 $2" "$(tr -d '\n' <"$T/out" | sed 's/<table/\n&/g; s/<\/table>/&\n/g' | grep '^<table.*已投票数' | grep -o '>[0-9][0-9]*<' | tr -d '<>' | tr '\n' ' ' | sed 's/ $//')" "ballots and codes at the console"
}
code() { sed -n "${1}p" "$T/codes"; }
sheet() { # expected status, code, more fields: a1=…
	status=$1; c=$2; shift 2
	web "$status" $(for f in "$@"; do printf -- '--data-urlencode %s ' "$f"; done) "$base/v/$c"
}
cast() { # the same of who means it: what is left open is confirmed where that is asked
	open=
	[ "$1" != 200 ] || open=$(c=$2; shift 2; curl -s $(for f in "$@"; do printf -- '--data-urlencode %s ' "$f"; done) "$base/v/$c" | sed -n 's/.*name="_open" value="\([0-9,]*\)".*/\1/p')
	sheet "$@" ${open:+_open=$open}
}
refuses() { # exit code, word in what is said, command…
	want=$1; word=$2; shift 2
	says "$want" "$@"
	grep -q -- "$word" "$T/err" || { echo "no $word in:"; cat "$T/err"; exit 1; }
}
gather() { # name, more…: an event with three counties
	name=$1; shift
	says 0 "$B" event plan --owner 6110 --name "$name" --kind tour --day 2023-06-10 --agenda "$COUNTIES" --as clerk "$@"
}
plan() { # exit code, word in what is said, event, item, more…
	want=$1; word=$2; event=$3; item=$4; shift 4
	got=0; "$B" vote plan --event "$event" --period 2023年上半年 --ruleset $RULE --item "$item" --as clerk "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: plan $event $*"; cat "$T/out" "$T/err"; exit 1; }
	[ "$want" = 0 ] || grep -q -- "$word" "$T/err" || { echo "no $word in:"; cat "$T/err"; exit 1; }
	[ "$want" != 0 ] || ID=$("$B" vote show "$event" --as clerk --json | jq -r .id)
}
release() {
	says 0 "$B" event release "$1" --as leader
	n=0; until [ "$("$B" vote results "$1" --as clerk --json)" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
}
# An item of a period has one tally: what this event counted makes room for the next one's.
room() { # item
	n=0; until [ $n = 50 ] || "$B" tally refuse "2023年上半年 $1" --reason 演示 --as head >"$T/out" 2>&1; do sleep 0.1; n=$((n + 1)); done
	[ $n -lt 50 ] || { cat "$T/out"; exit 1; }
}
counts() { "$B" vote counts "$1" --as clerk --json --limit 1000; }
COUNTIES='商州区 | 区委书记 | 东关社区
洛南县 | 县委书记 | 西河村
丹凤县 | 县委书记 | 建材园'
OTHERS='商南县 | 县委书记 | 富水镇
山阳县 | 县委书记 | 漫川镇
镇安县 | 县委书记 | 云盖寺'

says 0 "$B" init --name 商洛市督查室 --simulated=2023-07-01
says 0 "$B" unit import data/demo/units.csv --as system
for p in "科员 clerk clerk" "副科 second clerk" "主任 head office_head" "分管副市长 leader leader"; do
	set -- $p
	says 0 "$B" person add --as system --unit 6110 --title "$1" --login "$2"
	says 0 "$B" person grant "$2" --role "$3" --unit 6110 --as system
done
for p in clerk second; do echo "a sentence of $p" | says 0 "$B" person password $p; done
says 0 "$B" ruleset draft tests/flow/sheet.rule --owner 6110 --as clerk
says 0 "$B" ruleset adopt $RULE --basis_doc 样例〔2022〕6号 --advice_read yes --as head
says 0 "$B" period open --owner 6110 --name 2023年上半年 --from 2023-01-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
start
enter clerk; enter second

# ---- criteria and steps ------------------------------------------------------------------------------------------------------
CRITERIA='项目规模 40
形象进度（35）
群众感受 25'
EV=第一次观摩; gather $EV
plan 3 criteria\\\|项目\\\|第.*2 $EV 观摩评分 --criteria '项目规模 40
形象进度'
plan 3 99 $EV 观摩评分 --criteria '项目规模 40
形象进度 59'
plan 3 0.01 $EV 观摩评分 --step 0.001
plan 3 100 $EV 观摩评分 --step 3
plan 3 40.25 $EV 观摩评分 --step 0.5 --criteria '项目规模 40.25
形象进度 59.75'
plan 3 "" $EV 观摩票 --criteria "$CRITERIA"
plan 3 "" $EV 观摩票 --step 1
plan 3 "" $EV 校正评分                             # corrected by juror: no secret sheet can be
plan 0 "" $EV 观摩评分 --step 0.5 --criteria "$CRITERIA"
is "项目规模 40 形象进度 35 群众感受 25" "$("$B" vote show $EV --as clerk --json | jq -r .criteria | tr '\n' ' ' | sed 's/ $//')" criteria
codes -d number=6
press open 303
web 200 "$base/v/$(code 1)"; has '再投\|again'; has 'max="35"'; has 'step="0.5"'; has 形象进度; has 'name="a3_3"'
# the slip as it is printed: its address alone, and the code as people copy it from paper
for at in v x; do
	for u in $at $at/; do web 200 "$base/$u"; has 'name="code"'; hasnt 'href="/"'; ! grep -qi set-cookie "$T/head" || bad "a cookie on a juror's way"; done
	web 422 -d code= "$base/$at"; has 必填\\\|filled\ in
	web 404 --data-urlencode 'code=12？4' "$base/$at"; has 'name="code"'
	web 404 "$base/$at/00000000000000000000000000000000"; has 'name="code"'; hasnt 'href="/"'
	web 404 "$base/$at/!!"; has 'name="code"'; hasnt 'href="/"'
done
for what in facts rules opinion; do web 404 "$base/v/00000000000000000000000000000000/$what"; has 'name="code"'; hasnt 'href="/"'; done
spoken=$(code 1 | sed 's/..../& /g' | tr 'A-F' 'a-f')
broad=$(code 1 | sed 's/0/０/g; s/1/１/g; s/2/２/g; s/7/７/g; s/A/Ａ/g; s/B/ｂ/g; s/..../&　/')
for typed in "$spoken" "$broad" "$base/v/$(code 1)"; do
	web 303 --data-urlencode "code=$typed" "$base/v"; grep -qi "^location: .*/v/$(code 1)" "$T/head" || { cat "$T/head"; bad "where $typed leads"; }
done
web 303 "$base/v/$(echo "$spoken" | sed 's/ /%20/g')?lang=en"; grep -qi "^location: .*/v/$(code 1)?lang=en" "$T/head" || bad "where the code with its blanks leads"
cast 422 "$(code 1)" a1_1=38 a1_2=36 a1_3=20; has 'id="e-a1_2"'; has 'value="38"'; has '1\. [^<]*商州区 · 形象进度[：:]'
cast 422 "$(code 1)" a1_1=38 a1_2=30; has 'id="e-a1_3"'
cast 422 "$(code 1)" a1_1=38.3 a1_2=30 a1_3=20; has 'id="e-a1_1"'
cast 422 "$(code 1)" a1_1=
web 200 "$base/v/$(code 1)/rules"; has '100 分折成 40 分'; has 不按零分计; has '<pre'
# a secret ballot that leaves somebody open is asked back once, naming whom, and only then lies in the box
inbox 0 6
sheet 422 "$(code 1)" a1_1=38 a1_2=30.5 a1_3=20 a2_1=40 a2_2=35 a2_3=25; has '3\. [^<]*丹凤县'; has '弃权\|abstention'; has 'name="_open" value="3"'; has 'value="38"'; inbox 0 6
sheet 422 "$(code 1)" a1_1=38 a1_2=30.5 a1_3=20 _open=3; has 'name="_open" value="2,3"'; inbox 0 6   # other ones than were confirmed
cast 200 "$(code 1)" a1_1=38 a1_2=30.5 a1_3=20 a2_1=40 a2_2=35 a2_3=25
cast 200 "$(code 2)" a1_1=30 a1_2=30 a1_3=20 a2_1=30 a2_2=25 a2_3=20 a3_1=0 a3_2=0 a3_3=0
for k in 3 4 5; do cast 200 "$(code $k)" a1_1=38 a1_2=30.5 a1_3=20 a2_1=1 a2_2=1 a2_3=1; done
press close 303 -d attended=5 -d attended_again=5
release $EV
is "80 88.5" "$(counts $EV | jq -sr 'map(select(.unit_name|test("商州")))|map(select(.missing == "").value)|unique|join(" ")')" "sums of the criteria"
is withheld "$(counts $EV | jq -sr 'map(select(.unit_name|test("丹凤")))|map(.missing)|join(" ")')" "what one ballot of five gave"
is 0 "$("$B" vote results $EV --as clerk --json | jq -sr '.[] | select(.unit_name|test("丹凤")) | .points')" "nought is a mark, and a line left open is none"

# ---- signed sheets: seats, own units, recusals ---------------------------------------------------------------------------------
n=0
for u in 6110 611002 611021 611022; do
	n=$((n + 1))
	says 0 "$B" person add --as system --unit $u --title 评委$n --login judge$n
done
EV=第二次观摩; gather $EV
plan 0 "" $EV 校正评分 --sheet signed --criteria "$CRITERIA"
press open 409
refuses 3 没有这一类\\\|class "$B" vote seats $EV --voters 市级领导 --posts judge1 --as clerk
says 0 "$B" vote seats $EV --posts judge1,judge2,judge3 --as clerk
refuses 3 席位\\\|seat "$B" vote seats $EV --posts judge2 --as clerk
says 0 "$B" vote seats $EV --posts judge4 --as clerk
refuses 3 9 "$B" vote recuse $EV --seat 9 --unit 611021 --reason 亲属 --as clerk
refuses 3 参评\\\|contestant "$B" vote recuse $EV --seat 1 --unit 611024 --reason 亲属 --as clerk
says 6 "$B" vote recuse $EV --seat 1 --unit 611022 --reason 亲属 --as judge2
says 0 "$B" vote recuse $EV --seat 1 --unit 611022 --reason 亲属 --as clerk
refuses 3 回避\\\|recused "$B" vote recuse $EV --seat 1 --unit 611022 --reason 亲属 --as clerk
press open 409; has 票码\\\|codes
codes; is 4 "$(wc -l <"$T/codes" | tr -d ' ')" "codes of seats"
press codes 422
press open 303
is "丹凤县|商州区|洛南县|丹凤县" "$("$B" vote panel $EV --as clerk --json | jq -sr 'map(.recused)|join("|")')" "who is recused from whom"
says 5 "$B" vote recuse $EV --seat 2 --unit 611021 --reason 亲属 --as clerk
web 200 "$base/v/$(code 1)"; has 'name="a1_1"'; has 'name="a2_1"'; hasnt 'name="a3_1"'; has 亲属
web 200 "$base/v/$(code 2)"; hasnt 'name="a1_1"'; has 'name="a3_1"'
before=$(cat "$T/city/bixue.db" "$T/city/bixue.db-wal" "$T/city/secret.db" 2>/dev/null | cksum)
cast 200 "$(code 1)" a1_1=30 a1_2=30 a1_3=20 a2_1=35 a2_2=35 a2_3=20 a3_1=1 a3_2=1 a3_3=1
is "$before" "$(cat "$T/city/bixue.db" "$T/city/bixue.db-wal" "$T/city/secret.db" 2>/dev/null | cksum)" "what stands beside the box"
web 200 "$base/v/$(code 1)"; has 'value="35"'                # it shows what was saved, and can be changed
cast 200 "$(code 1)" a1_1=31 a1_2=30 a1_3=20 a2_1=35 a2_2=35 a2_3=20
hall; is 2 "$(grep -c s-tick "$T/out" | tr -d ' ')" "seats that are in, and the shape itself"
hasnt 'value="31"'
GATHERING=$("$B" event show "$EV" --as clerk --json | jq -r .id)
web 200 -b "$T/jar.clerk" "$base/events/$GATHERING/stage"; has 尚未交表的评委 # the host hears who is missing
is 4 "$(sed -n '/尚未交表/,/<\/table>/p' "$T/out" | grep -c '<tr' | tr -d ' ')" "jurors that are missing, and the head of the table"
cast 200 "$(code 2)" a2_1=40 a2_2=35 a2_3=25 a3_1=20 a3_2=20 a3_3=20
cast 200 "$(code 3)" a1_1=40 a1_2=30 a1_3=20
press close 303 -d attended=4 -d attended_again=4
# what comes after the lock is kept and shown, and never counted by itself
web 200 "$base/v/$(code 1)"; has 'value="31"'; has 迟到\\\|late
cast 200 "$(code 1)" a1_1=31 a1_2=30 a1_3=20 a2_1=35 a2_2=35 a2_3=20          # the same as was counted: nothing is late
is 0 "$("$B" vote late_sheets $EV --as clerk --json | wc -l | tr -d ' ')" "late sheets"
cast 422 "$(code 4)" a1_1=41 a1_2=30 a1_3=20
cast 200 "$(code 4)" a1_1=40 a1_2=30 a1_3=20; has 迟到\\\|late
cast 200 "$(code 4)" a1_1=40 a1_2=30 a1_3=20                                  # sent again: once
cast 200 "$(code 1)" a1_1=40 a1_2=30 a1_3=20
is "4 false,1 true" "$("$B" vote late_sheets $EV --as clerk --json | jq -sr 'map("\(.seat) \(.counted)")|join(",")')" "late sheets"
is null "$("$B" vote late_sheets $EV --as clerk --json | jq -sr '.[0].sheet')" "a late sheet before the release"
hall; has 迟到\\\|截止后\\\|after\ the\ lock
says 6 "$B" vote late_sheets $EV --as judge2
release $EV
"$B" vote late_sheets $EV --as clerk --json | grep -q '40+30+20' || bad "no late sheet after the release"
hall; has '商州区 90'
is "1:81 2:recused 3:90 4:absent" "$(counts $EV | jq -sr 'map(select(.unit_name|test("商州")))|map("\(.seat):\(if .missing == "" then .value else .missing end)")|sort|join(" ")')" "marks of the first, seat by seat"
is "1:90 2:100 3:recused 4:absent" "$(counts $EV | jq -sr 'map(select(.unit_name|test("洛南")))|map("\(.seat):\(if .missing == "" then .value else .missing end)")|sort|join(" ")')" "marks of the second, seat by seat"
n=0; until "$B" tally list --as clerk --json | grep -q 校正评分 || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
is "recused" "$("$B" tally cells --tally "2023年上半年 校正评分" --as clerk --json --limit 100 | jq -sr 'map(select(.judge == "2" and (.unit_name|test("商州"))))|.[0].missing')" "a recusal in the tally"
says 0 "$B" tally confirm "2023年上半年 校正评分" --as head

# ---- whoever holds another post in a contestant's unit does not judge it ----------------------------------------------------------
says 0 "$B" person add --as system --unit 6110 --title 特邀评委 --holder 兼职者 --login twice
says 0 "$B" person add --as system --unit 611021 --title 兼任书记 --holder 兼职者 --login county
EV=兼职评委; gather $EV
plan 5 '已有计票单\|has a tally' $EV 校正评分 --sheet signed              # what it counts could not enter
plan 0 "" $EV 观摩名次 --sheet signed
says 0 "$B" vote seats $EV --posts twice,judge1 --as clerk
codes -d _print=sheets; cp "$T/codes" "$T/both"; is 2 "$(grep -c 'class="paper-sign"' "$T/out" | tr -d ' ')" "sheets with a line for the signature"; has 回避\\\|recused   # on paper as on the phone
# one was seated by mistake, and its slip printed: the slip opens nothing any more, and its number is nobody else's
says 0 "$B" vote seats $EV --posts judge2 --as clerk
codes; is 1 "$(wc -l <"$T/codes" | tr -d ' ')" "codes of the seat that had none"
refuses 3 9 "$B" vote unseat $EV --seat 9 --reason 误排 --as clerk
says 6 "$B" vote unseat $EV --seat 3 --reason 误排 --as judge2
says 0 "$B" vote unseat $EV --seat 3 --reason 误排 --as clerk
web 409 "$base/v/$(code 1)"
says 0 "$B" vote seats $EV --posts judge2 --as clerk
is "1 2 4" "$("$B" vote panel $EV --as clerk --json | jq -s -r 'map(.no)|join(" ")')" "seats after one was taken away"
says 0 "$B" vote unseat $EV --seat 4 --reason 误排 --as clerk
cp "$T/both" "$T/codes"; press open 303
says 5 "$B" vote unseat $EV --seat 1 --reason 误排 --as clerk
is "洛南县|" "$("$B" vote panel $EV --as clerk --json | jq -sr 'map(.recused)|join("|")')" "who is recused by another post"
web 200 "$base/v/$(code 1)"; has 'name="a1"'; hasnt 'name="a2"'; has 'name="a3"'
says 0 "$B" vote cancel $EV --reason 试排 --as clerk

# ---- ballots of places, and of approval ------------------------------------------------------------------------------------------
results() { "$B" vote results "$1" --as clerk --json | jq -sr 'map("\(.unit_name) \(.points) \(.place)")|join(", ")' | sed 's/[^ ,]*商州区/商州区/; s/[^ ,]*洛南县/洛南县/; s/[^ ,]*丹凤县/丹凤县/'; }
EV=名次投票; gather $EV
plan 3 "" $EV 观摩名次 --first_most 1                                    # of grades alone
plan 0 "" $EV 观摩名次
codes -d number=5; press open 303
web 200 "$base/v/$(code 1)"; has 'name="a3"'; has 1.*3
cast 422 "$(code 1)" a1=1 a2=1 a3=2                                      # a place twice
cast 422 "$(code 1)" a1=1 a2=2                                           # one left open
cast 422 "$(code 1)" a1=1 a2=2 a3=4; has 'id="e-a3"'
k=0; for places in '1 2 3' '2 1 3' '1 3 2' '1 2 3' '3 1 2'; do
	k=$((k + 1)); set -- $places
	cast 200 "$(code $k)" a1=$1 a2=$2 a3=$3
done
press close 303 -d attended=5 -d attended_again=5
release $EV
is "1:3 2:1 3:1" "$(counts $EV | jq -sr 'map(select(.unit_name|test("商州")))|map("\(.place):\(.votes)")|sort|join(" ")')" "places of the first"
is "商州区 18.8 1, 洛南县 18.4 2, 丹凤县 16.8 3" "$(results $EV)" "20, 18 and 16 points for the places, divided by five"
room 观摩名次
EV=推荐投票; gather $EV
plan 0 "" $EV 推荐票
codes -d number=5; press open 303
web 200 "$base/v/$(code 1)"; has 'value="不赞成"'
k=0; for said in '赞成 赞成' '赞成 赞成' '赞成 赞成' '赞成 不赞成' '不赞成 -'; do
	k=$((k + 1)); set -- $said
	cast 200 "$(code $k)" a1=$1 $([ $2 = - ] || echo a2=$2) a3=不赞成
done
press close 303 -d attended=5 -d attended_again=5
release $EV
is "商州区 16 1, 洛南县 15 2, 丹凤县 0 3" "$(results $EV)" "four of five, three of four, none of five approve, out of 20"
room 推荐票

# ---- own units in secret ballots -------------------------------------------------------------------------------------------------
shangzhou=$("$B" unit list --as clerk --json --limit 1000 2>/dev/null | jq -r 'select(.code == "611002") | .id' | head -1)
other=$("$B" unit list --as clerk --json --limit 1000 2>/dev/null | jq -r 'select(.code == "611024") | .id' | head -1)
# who may judge nobody is told so, and gets no sheet that nothing can be said on
EV=只评一家; says 0 "$B" event plan --owner 6110 --name $EV --kind tour --day 2023-06-10 --agenda '商州区 | 区委书记' --as clerk
plan 0 "" $EV 观摩票
codes -d number=5 -d own=$shangzhou; press open 303
web 409 "$base/v/$(code 1)"; has 都应回避\\\|recused\ from\ every; hasnt '<form'
cast 409 "$(code 1)" a1=优秀; has 都应回避\\\|recused\ from\ every
says 0 "$B" vote cancel $EV --reason 试排 --as clerk
EV=第三次观摩; gather $EV
plan 0 "" $EV 观摩票 --first_most 1
press codes 422 -d number=3 -d own=$other
codes -d number=12; cp "$T/codes" "$T/any"
press void 422 -d code=0123 -d reason=退回
press void 422 -d "code=$(sed -n 4p "$T/any")"                          # why?
press void 303 --data-urlencode "code=$(sed -n 4p "$T/any" | sed 's/..../& /g' | tr 'A-F' 'a-f')" -d reason=退回
press void 422 -d "code=$(sed -n 4p "$T/any")" -d reason=退回
codes -d number=2 -d own=$shangzhou; has 商州区; has 至少\\\|advised
cp "$T/codes" "$T/own"
press open 303
web 200 "$base/v/$(sed -n 1p "$T/own")"; hasnt 'name="a1"'; has 'name="a2"'; has 本单位\\\|own\ unit
web 200 "$base/v/$(sed -n 1p "$T/any")"; has 'name="a1"'
cast 422 "$(sed -n 1p "$T/own")" a1=优秀
# the bytes of the box follow from the last ballots: not from how often, by which page or from what device one voted
box() { cksum <"$T/city/ballots/$ID.box"; }
json() { # expected status, code, body
	web "$1" -H 'Content-Type: application/json' -d "$3" "$base/v/$2"
}
cast 200 "$(sed -n 1p "$T/any")" a1=较差 a2=优秀; one=$(box)
cast 200 "$(sed -n 1p "$T/any")" a1=优秀; [ "$(box)" != "$one" ] || bad "another ballot is not in the box"
json 422 "$(sed -n 1p "$T/any")" '{"a1":"优秀","a2":"优秀"}'; has '"ok":false'; has '"text":"'
# what is no text would be taken for nothing: it is refused by its name
for wrong in 1 '["良好"]' null '{"x":"良好"}' true; do json 422 "$(sed -n 1p "$T/any")" "{\"a1\":$wrong,\"a2\":\"优秀\"}"; has '"field":"a1"'; done
json 422 "$(sed -n 1p "$T/any")" '["优秀"]'
json 200 "$(sed -n 1p "$T/any")" '{"a1":"较差","a2":"优秀","device":"00112233","revision":7}'; is '{"faults":[],"ok":true}' "$(cat "$T/out")" "what a phone is told"
is "$one" "$(box)" "bytes of the box"
cast 200 "$(sed -n 1p "$T/own")" a1=优秀 a2=优秀 a3=一般
cast 422 "$(sed -n 2p "$T/own")" a2=优秀 a3=优秀
cast 200 "$(sed -n 2p "$T/own")" a2=良好
cast 200 "$(sed -n 1p "$T/any")" a1=较差 a2=良好
# a slip handed back after its ballot: nothing of it counts, and the codes of a class are accounted for
cast 409 "$(sed -n 4p "$T/any")" a1=优秀; web 409 "$base/v/$(sed -n 4p "$T/any")"; has 作废\\\|void
cast 200 "$(sed -n 2p "$T/any")" a1=优秀 a2=良好
WHO=second press void 303 -d "code=$base/v/$(sed -n 2p "$T/any")" -d reason=领错
cast 409 "$(sed -n 2p "$T/any")" a1=优秀
for k in 5 6; do cast 200 "$(sed -n ${k}p "$T/any")" a2=良好; done
for k in 7 8 9 10 11 12; do cast 200 "$(sed -n ${k}p "$T/any")" a1=较差 a2=良好 a3=一般; done
inbox 11 12
press close 303 -d attended=12 -d attended_again=12
is "14 11 2" "$("$B" vote show $EV --as clerk --json | jq -r '.codes[0]|"\(.codes) \(.used) \(.void)"')" "codes, used, void"
hall; has 未用\\\|Not\ used
press void 409 -d "code=$(sed -n 3p "$T/any")" -d reason=退回
release $EV
is "较差:7 recused:2 abstain:2" "$(counts $EV | jq -sr 'map(select(.unit_name|test("商州")))|map("\(.grade)\(.missing):\(.votes)")|sort|join(" ")' | tr ' ' '\n' | LC_ALL=C sort -r | tr '\n' ' ' | sed 's/ $//')" "the jurors' own unit"
is "一般:7 abstain:4" "$(counts $EV | jq -sr 'map(select(.unit_name|test("丹凤")))|map("\(.grade)\(.missing):\(.votes)")|.[]' | LC_ALL=C sort -r | tr '\n' ' ' | sed 's/ $//')" "another"

# ---- codes that no page could show are not made: they would count for ever, and nobody would have them -------------------------------
room 观摩评分; EV=六十处观摩
says 0 "$B" event plan --owner 6110 --name $EV --kind tour --day 2023-06-10 --agenda "$(for k in $(seq 60); do echo "商州区 | 区委书记 | 第$k处"; done)" --as clerk
plan 0 "" $EV 观摩评分 --criteria '项目规模 25
形象进度 25
群众感受 25
示范作用 25'
press codes 413 -d number=500 -d _print=sheets; has 分批\\\|fewer; hasnt '<code>'
is 0 "$("$B" vote show $EV --as clerk --json | jq -r ".codes | length")" "codes that nobody has seen"
hall; hasnt '>500<'
codes -d number=5 -d _print=sheets; is 5 "$(wc -l <"$T/codes" | tr -d ' ')" "codes of sheets that fit"
says 0 "$B" vote cancel $EV --reason 试排 --as clerk
# ---- paper is equal ----------------------------------------------------------------------------------------------------------------
echo 'a sentence of head' | says 0 "$B" person password head; enter head
paper() { # who, expected status, code, a1=…: one reading
	who=$1; status=$2; c=$3; shift 3
	web 200 -b "$T/jar.$who" "$base/votes/$ID/paper"
	web "$status" -b "$T/jar.$who" -d "csrf=$(hidden csrf)" -d "key=paper-$(date +%N)" -d "code=$c" -d _keep=1 \
		$(for f in "$@"; do printf -- '--data-urlencode %s ' "$f"; done) "$base/votes/$ID/paper"
}
room 观摩票; EV=第四次观摩; gather $EV
plan 0 "" $EV 观摩票 --first_most 1
codes -d number=5 -d own=$shangzhou -d _print=sheets; has 优秀; has □; has 回避\\\|recused; hasnt 至少\\\|advised
is 5 "$(grep -c '<section class="paper-sheet"' "$T/out" | tr -d ' ')" "sheets of paper"
# the page is there once: nothing on it leads to a page that cannot show it again, and every sheet says what it is of
hasnt 'action="/prefs"'; has data-print; is 5 "$(grep -c "<p class=\"paper-when\">.*$EV" "$T/out" | tr -d ' ')" "sheets that say of which event"
hasnt 'paper-sign'; web 303 -b "$T/jar.clerk" "$base/votes/$ID/codes"
cp "$T/codes" "$T/own"
codes -d number=9; cp "$T/codes" "$T/any"; p=$(sed -n 1p "$T/any") q=$(sed -n 2p "$T/any") r=$(sed -n 3p "$T/any")
web 409 -b "$T/jar.clerk" "$base/votes/$ID/paper"
press open 303
before=$(cat "$T/city/bixue.db" "$T/city/bixue.db-wal" "$T/city/secret.db" 2>/dev/null | cksum)
web 303 "$base/votes/$ID/paper"                                          # nobody is signed in
paper clerk 422 0123 a1=优秀; has 'id="e-code"'
paper clerk 422 $p a1=优秀 a2=优秀                                        # the same rules as on a phone
glance() { # who, code: the sheet before anything is typed
	web 200 -b "$T/jar.$1" "$base/votes/$ID/paper"
	web 200 -b "$T/jar.$1" -d "csrf=$(hidden csrf)" -d "key=glance-$(date +%N)" --data-urlencode "code=$2" "$base/votes/$ID/paper"
}
web 200 -b "$T/jar.clerk" "$base/votes/$ID/paper"
web 422 -b "$T/jar.clerk" -d "csrf=$(hidden csrf)" -d key=none -d code= "$base/votes/$ID/paper"; has 必填\\\|filled\ in
glance clerk "$(echo $p | sed 's/0/０/g')"; has "票码 $(echo $p | sed 's/..../& /g; s/ $//')"; hasnt 您已录过
paper clerk 200 $p a1=优秀 a2=良好 a3=一般; has 一遍\\\|once
glance clerk $p; has 您已录过\\\|already; hasnt checked; glance second $p; hasnt 您已录过\\\|already
hall; has 待第二遍录入\\\|second\ reading
press close 409 -d attended=9 -d attended_again=9; has 纸质票\\\|Paper
paper clerk 200 $p a1=优秀 a2=良好 a3=良好; has 一遍\\\|once               # the same person reads again: still once
paper second 200 $p a1=优秀 a2=良好 a3=较差; has 不一致\\\|differ; has 较差; has 良好; hasnt '<td>优秀'; hasnt 科员\ 良好
press close 409 -d attended=9 -d attended_again=9
paper head 422 $p a1=优秀 a2=良好 a3=优秀                                 # neither of the two says so
paper head 200 $p a1=优秀 a2=良好 a3=较差; has 一致\\\|agree
paper second 409 $p a1=优秀 a2=良好 a3=较差
glance second $p; has 不用再录\\\|no\ further; hasnt 'name="a1"'
# whoever misread reads again, and then both agree
paper clerk 200 $q a1=较差 a2=良好; paper second 200 $q a1=较差 a2=优秀; has 不一致\\\|differ
paper clerk 200 $q a1=较差 a2=优秀; has 一致\\\|agree
# the last one counts: paper after a phone, a phone after paper
cast 200 $r a1=优秀 a2=良好 a3=良好; paper clerk 200 $r a3=优秀; paper second 200 $r a3=优秀; has 一致\\\|agree
own=$(sed -n 1p "$T/own"); paper clerk 200 $own a2=优秀; cast 200 $own a2=一般
is "$before" "$(cat "$T/city/bixue.db" "$T/city/bixue.db-wal" "$T/city/secret.db" 2>/dev/null | cksum)" "what stands beside the box"
cast 200 "$(sed -n 4p "$T/any")" a1=优秀
for k in 5 6 7 8; do cast 200 "$(sed -n ${k}p "$T/any")" a1=优秀 a3=较差; done
press close 303 -d attended=9 -d attended_again=9
is "9 3" "$("$B" vote show $EV --as clerk --json | jq -r '"\(.votes) \(.paper)"')" "ballots, and of them paper"
release $EV
is "优秀:6 较差:1 abstain:1 recused:1" "$(counts $EV | jq -sr 'map(select(.unit_name|test("商州")))|map("\(.grade)\(.missing):\(.votes)")|join(" ")')" "phones and paper counted together"
is "优秀:1 较差:5 abstain:3" "$(counts $EV | jq -sr 'map(select(.unit_name|test("丹凤")))|map("\(.grade)\(.missing):\(.votes)")|join(" ")')" "phones and paper counted together"

# ---- what makes a sheet and a vote valid --------------------------------------------------------------------------------------------
EV=第五次观摩; gather $EV
plan 3 "" $EV 观摩票 --last_grades 2
plan 3 "" $EV 观摩票 --last_least 1 --last_grades 4
plan 3 "" $EV 观摩票 --above 90 --above_most 1
plan 3 "" $EV 观摩评分 --last_least 1
plan 3 "" $EV 观摩评分 --above 90
plan 3 "" $EV 观摩评分 --above 100 --above_most 1
plan 3 "" $EV 观摩评分 --below_least 1
plan 0 "" $EV 观摩评分 --above 90 --above_most 1 --below 70 --below_least 4 --least 3
codes -d number=4
press open 409                                                         # four of three cannot be
says 0 "$B" vote cancel $EV --reason 规则写错 --as clerk
plan 0 "" $EV 观摩评分 --above 90 --above_most 1 --below 70 --below_least 1 --least 3
ID=$("$B" vote list --as clerk --json | jq -r 'select(.state == "planned") | .id' | head -1)
codes -d number=4; press open 303
web 200 "$base/v/$(code 1)"; has 90; has 70
cast 422 "$(code 1)" a1=91 a2=92 a3=60
cast 422 "$(code 1)" a1=91 a2=90 a3=70
cast 200 "$(code 1)" a1=91 a2=90                                         # what is left open may still be below
cast 200 "$(code 2)" a1=60 a2=60 a3=60
press close 409 -d attended=4 -d attended_again=4; has 3
hall; has 满\ 3\\\|from\ 3
cast 200 "$(code 3)" a1=60 a3=60
press close 303 -d attended=4 -d attended_again=4
! "$B" vote show $ID --as clerk --json | grep -q flat || bad "the count is told before the release"
release $EV
is 2 "$("$B" vote show $ID --as clerk --json | jq -r .flat)" "sheets that give everybody the same"
hall; has 全部打一样\\\|same
room 观摩票; EV=第六次观摩; gather $EV
plan 0 "" $EV 观摩票 --last_least 2 --last_grades 2
codes -d number=2; press open 303
web 200 "$base/v/$(code 1)"; has 一般、较差
cast 422 "$(code 1)" a1=优秀 a2=优秀 a3=较差
cast 200 "$(code 1)" a1=优秀 a2=一般 a3=较差
press close 303 -d attended=2 -d attended_again=2
# ---- end of validity ----
# ---- when jurors may judge: after the last report, or each from its own ----------------------------------------------------------------
on() { says 0 "$B" stage cue $EV --step "$1" --as clerk; }
room 观摩评分; EV=第七次观摩; gather $EV
plan 0 "" $EV 观摩评分 --opens last
codes -d number=2; press open 409; has 商州区
on slot-3; press open 409                                                # keys that are tried before it begins
says 0 "$B" event begin $EV --as clerk
on slot-1; press open 409
on slot-3; press open 409; has '2. '                                     # who was leapt over was not heard
on slot-2; on cover
says 0 "$B" event agenda $EV --agenda "$OTHERS" --drop true --as clerk; press open 409; has 商南县 # nobody of another agenda was heard yet
on slot-1; says 0 "$B" event agenda $EV --agenda "$COUNTIES
商南县 | 县委书记 | 富水镇
商州区 | 区委书记 | 第二处" --drop true --as clerk; press open 409; has '5. 商州区'      # who has a second slot is heard there once more
says 0 "$B" event agenda $EV --agenda "$COUNTIES" --drop true --as clerk; press open 303
web 200 "$base/v/$(code 1)"
says 0 "$B" vote cancel $EV --reason 试排 --as clerk
EV=第八次观摩; gather $EV
plan 3 opens $EV 观摩评分 --opens slot                                  # of a secret ballot only the last one is there
plan 0 "" $EV 观摩评分 --opens slot --sheet signed
says 0 "$B" vote seats $EV --posts judge1,second --as clerk
says 0 "$B" event begin $EV --as clerk
is slot "$("$B" vote show $EV --as clerk --json | jq -r .opens)" "when jurors may judge"
says 0 "$B" event agenda $EV --agenda "$OTHERS" --drop true --as clerk; on slot-3; on cover
says 0 "$B" event agenda $EV --agenda "$COUNTIES" --drop true --as clerk            # others were on in these slots
codes; press open 303
web 200 "$base/v/$(code 1)"; has 述职开始后才能评
cast 422 "$(code 1)" a1=80; has 'id="e-a1"'
on slot-2; cast 200 "$(code 1)" a2=90                                    # whoever is here first speaks first
cast 422 "$(code 1)" a1=80 a2=90; has 'id="e-a1"'; hasnt 'id="e-a2"'
on slot-1; cast 200 "$(code 1)" a1=80 a2=90
on cover; cast 200 "$(code 1)" a1=81 a2=90                               # who was heard may still be judged otherwise
on votes; cast 422 "$(code 2)" a1=70 a2=75 a3=95; has 'id="e-a3"'
for who in clerk head; do paper $who 422 "$(code 2)" a1=70 a2=75 a3=95; done
on slot-3; paper clerk 200 "$(code 2)" a1=70 a2=75 a3=90
inbox 1 2; is 2 "$(sed -n '/尚未交表/,/<\/table>/p' "$T/out" | grep -c '<tr' | tr -d ' ')" "whose paper was read once is missing, and the head"
cast 200 "$(code 2)" a1=70 a2=75 a3=95; inbox 2 2
press close 303 -d attended=2 -d attended_again=2
release $EV
is "70 75 81 90 95" "$(counts $EV | jq -sr 'map(select(.missing == ""))|map(.value)|sort|join(" ")')" "marks taken in turn"
# ---- of few secret ballots nothing is shown apart: two who agree would be read off ---------------------------------------------------------
room 观摩评分; EV=第九次观摩; gather $EV
plan 0 "" $EV 观摩评分
codes -d number=4; press open 303
cast 200 "$(code 1)" a1=61 a2=62 a3=63; cast 200 "$(code 2)" a1=71 a2=72 a3=73
press close 303 -d attended=2 -d attended_again=2
release $EV
is 3 "$("$B" vote results $EV --as clerk --json | grep -c '"points"' | tr -d ' ')" "results are told"
is "withheld withheld withheld" "$(counts $EV | jq -sr 'map(.missing)|join(" ")')" "what few ballots gave, as counted"
tally=$("$B" tally list --as clerk --json --limit 1000 | jq -r --arg n $EV 'select(.source == $n) | .id')
is "withheld withheld withheld" "$("$B" tally cells --tally "#$tally" --as head --json --limit 1000 | jq -sr 'map(.missing)|join(" ")')" "and in the tally"
for page in votes/$ID tallies/$tally; do
	web 200 -b "$T/jar.clerk" "$base/$page"; has '票数太少\|too few'; hasnt '61\.00\|>61<\|71\.00'
done
# ---- marks corrected by juror come to a board as the hall had them ----------------------------------------------------------------------
hallpoints=$("$B" vote results 第二次观摩 --as clerk --json | jq -sr 'map(select(.points)|"\(.unit_name)=\(.points|tonumber)")|sort|join(" ")')
stop
says 0 "$B" tally refuse "2023年上半年 观摩评分" --reason 只看校正评分 --as head
says 0 "$B" period close 2023年上半年 --as clerk
says 0 "$B" board compose --period 2023年上半年 --ruleset $RULE --kind county --within 6110 --name 观摩榜 --as clerk
is "$hallpoints" "$("$B" board rows --board 观摩榜 --as clerk --json | jq -sr 'map(select((.total|tonumber) > 0)|"\(.unit_name)=\(.total|tonumber)")|sort|join(" ")')" "points in the hall and on the board"
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "sheet: ok"
