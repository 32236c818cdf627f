#!/bin/sh
# A debrief's secret ballot on the spot: planned, codes printed once, opened, voted on by phones without account, closed by one act,
# counted, confirmed as a tally and read by a board.  While it is open nothing but the box changes, and nothing of it is told.
set -eu
. tests/flow/lib/base.sh
RULE=商洛市县区半年述职评议办法

state() { "$B" vote show "$EV" --as clerk --json | jq -r .state; }
hall() { web 200 -b "$T/jar" "$base/votes/$ID"; }
press() { # what, expected status, more fields…: one of the forms of the vote's page
	what=$1; status=$2; shift 2
	hall
	web "$status" -b "$T/jar" -d "csrf=$(hidden csrf)" -d "key=$what-$(date +%N)" "$@" "$base/votes/$ID/$what"
}
codes() { # class, how many: the codes go to $T/codes
	press codes 200 --data-urlencode "voters=$1" -d "number=$2"
	sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >>"$T/codes"
}
vote() { # expected status, code, grades…; an empty one is left open, and meant so
	code=$2
	web "$1" $(i=0 open=; shift 2; for g in "$@"; do i=$((i + 1)); [ "$g" ] || open=$open,$i; printf -- '--data-urlencode a%d=%s ' $i "$g"; done; printf -- '-d _open=%s ' "${open#,}") "$base/v/$code"
}

says 0 "$B" init --name 商洛市督查室 --simulated=2023-07-01
says 0 "$B" unit import data/demo/units.csv --as system
for p in "科员 clerk clerk" "主任 head office_head" "分管副市长 leader leader"; do
	set -- $p
	says 0 "$B" person add --as system --unit 6110 --title "$1" --login "$2"
	says 0 "$B" person grant "$2" --role "$3" --unit 6110 --as system
done
says 0 "$B" person add --as system --unit 611002 --title 联络员 --login shangzhou
says 0 "$B" person grant shangzhou --role liaison --unit 611002 --as system
echo 'a sentence of a clerk' | says 0 "$B" person password clerk
says 0 "$B" ruleset draft data/demo/shangluo-debrief.rule --owner 6110 --as clerk
says 0 "$B" period open --owner 6110 --name 2023年上半年 --from 2023-01-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
gather() { # name, agenda, more…
	name=$1; agenda=$2; shift 2
	"$B" event plan --owner 6110 --name "$name" --kind debrief --day 2023-06-30 --begins 9:00 --agenda "$agenda" --as clerk "$@" >"$T/out" 2>"$T/err"
}
plan() { # event, more…
	event=$1; shift
	"$B" vote plan --event "$event" --period 2023年上半年 --ruleset $RULE --as clerk "$@" >"$T/out" 2>"$T/err"
}
COUNTIES='商州区 | 区委书记 | 半年述职 | 8 | 县区组
洛南县 | 县委书记 | 半年述职 | 8 | 县区组
丹凤县 | 县委书记 | 半年述职 | 8 | 县区组'

# ---- what cannot be planned -----------------------------------------------------------------------------------------------
EV=商洛市2023年上半年述职评议
got=0; gather $EV '商州区 | 书记 | 述职 | 0' || got=$?; is 3 $got "a slot of no minutes"
got=0; gather $EV '没有这个县 | 书记' || got=$?; is 3 $got "a unit that is none"
grep -q '1' "$T/err" || bad "the line is not named"
got=0; gather $EV '商州区' --begins 25:00 || got=$?; is 2 $got "an option given twice"
got=0; gather $EV "$COUNTIES
 | | 休息 | 10" || got=$?; is 0 $got "the event ($(cat "$T/err"))"
got=0; plan $EV --item 述职评议票 || got=$?; is 5 $got "a vote by a draft rule"
says 4 "$B" ruleset show $RULE --as shangzhou      # a draft judges nobody yet
[ -z "$("$B" ruleset list --as shangzhou --json)" ] || bad "a draft stands in the list of a unit"
says 0 "$B" ruleset show $RULE --as leader
says 0 "$B" ruleset adopt $RULE --basis_doc 样例〔2022〕1号 --advice_read yes --as head
got=0; plan $EV --item 没有这一项 || got=$?; is 3 $got "an item that the rules do not have"
got=0; plan $EV --item 述职评议票 --group 没有这一组 || got=$?; is 3 $got "a group that is not on the agenda"
got=0; plan $EV --item 述职评议票 --first_most 2 --name $EV || got=$?; is 0 $got "the plan ($(cat "$T/err"))"
got=0; plan $EV --item 述职评议票 || got=$?; is 5 $got "a second vote for the same place in the rules"
is planned "$(state)" "state of the plan"
says 6 "$B" vote cancel $EV --reason 试试 --as shangzhou
ID=$("$B" vote show $EV --as clerk --json | jq -r .id) GATHERING=$("$B" event show $EV --as clerk --json | jq -r .id)
says 0 "$B" vote show "$ID" --as clerk           # the number of a list will do
says 0 "$B" ruleset show $RULE --as shangzhou

# ---- codes, once, on paper alone --------------------------------------------------------------------------------------------
start
web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
web 404 "$base/v/00000000000000000000000000000000"
press codes 422 --data-urlencode voters=市级领导 -d number=0
press codes 422 --data-urlencode voters=没有这一组 -d number=5
press open 409
codes 市级领导 6; codes 县区 8
press open 409                                  # a class that the rules weigh has no codes
has 市直部门
codes 市直部门 7
is 21 "$(sort -u "$T/codes" | wc -l | tr -d ' ')" "codes printed"
first=$(sed -n 1p "$T/codes")
web 409 "$base/v/$first"; has 尚未开始\\\|not\ open                 # not open yet: the page asks again by itself, and has what may be read before
has 'http-equiv="refresh"'; has "/v/$first/facts"
web 200 "$base/v/$first/facts"; has 商州区
web 200 "$base/v/$first/rules?lang=zh"; has 等次票; hasnt SM3
for c in $(cat "$T/codes"); do ! grep -rqi "$c" "$T/city" || bad "a code stands in the folder"; done
says 0 "$B" event agenda $EV --agenda "$COUNTIES
商州区 | 区长 | 再讲一次 | 8" --drop true --as clerk
press open 422                                  # one county stands on the agenda twice: grades are given once
says 0 "$B" event agenda $EV --agenda "洛南县 | 县委书记 | 半年述职 | 8 | 县区组
商州区 | 区委书记 | 半年述职 | 8 | 县区组
丹凤县 | 县委书记 | 半年述职 | 8 | 县区组" --drop true --as clerk
press open 303
is open "$(state)" "state after the opening"
[ -f "$T/city/ballots/$ID.box" ] || bad "there is no box"
press codes 409 --data-urlencode voters=县区 -d number=1
says 5 "$B" event agenda $EV --agenda "$COUNTIES" --as clerk

# ---- votes -----------------------------------------------------------------------------------------------------------------
before=$(cat "$T/city/bixue.db" "$T/city/bixue.db-wal" "$T/city/secret.db" "$T/city/volatile.db" "$T/city/volatile.db-wal" 2>/dev/null | cksum)
web 200 "$base/v/$first"; cp "$T/out" "$T/fresh"
has 洛南县\\\|洛南
web 200 "$base/v/$first/facts"; has 商州区; hasnt "$first.*$first.*$first"
! grep -qi set-cookie "$T/head" || bad "a cookie on a juror's way"
web 404 "$base/v/00000000000000000000000000000000/facts"
web 200 "$base/v/$first/rules"; has "$("$B" vote show $EV --as clerk --json | jq -r .rule_digest)"
web 404 "$base/v/00000000000000000000000000000000/rules"
vote 422 $first 好 优 一般; has 等次\\\|grades
vote 422 $first '' '' ''
vote 422 $first 好 好 好                        # at most two in the first grade
vote 200 $first 好 好 一般; cp "$T/out" "$T/receipt"
hasnt 一般; hasnt "$first.*$first.*$first.*$first"
! grep -qi set-cookie "$T/head" || bad "a cookie on a juror's way"
web 200 "$base/v/$first"; cmp -s "$T/out" "$T/fresh" || bad "the sheet tells that this code has voted"
k=0
for c in $(sed 1d "$T/codes"); do
	k=$((k + 1)); [ $k -le 18 ] || break
	case $((k % 3)) in 0) vote 200 $c 好 较好 一般 ;; 1) vote 200 $c 较好 好 较差 ;; 2) vote 200 $c 好 较好 '' ;; esac
	sed "s/$c/CODE/g" "$T/out" >"$T/one"; sed "s/$first/CODE/g" "$T/receipt" | cmp -s - "$T/one" || bad "two receipts differ"
done
vote 200 $first 较好 好 一般                     # once more: the last one counts
web 404 -d a1=好 "$base/v/00000000000000000000000000000001"
after=$(cat "$T/city/bixue.db" "$T/city/bixue.db-wal" "$T/city/secret.db" "$T/city/volatile.db" "$T/city/volatile.db-wal" 2>/dev/null | cksum)
is "$before" "$after" "what stands beside the box after 19 votes"
hall; grep -q "^19$\|>19\b\|\b19<" "$T/out" || bad "no 19 in:"
hasnt 较好

# two worlds that differ in a ballot alone look the same from everywhere
world() { # what the office, a list, the API and a juror get, without the tokens of each page
	for u in /events /events/$GATHERING /votes/$ID /api/v1/views/event.list "/api/v1/views/event.show?_subject=$GATHERING" /api/v1/views/vote.list "/api/v1/views/vote.show?_subject=$ID" "/api/v1/views/vote.counts?_subject=$ID" "/api/v1/views/vote.results?_subject=$ID"; do
		curl -s -i -b "$T/jar" "$base$u"
	done | sed 's/value="[0-9a-f]\{32\}"//g; /^Date:/d'
	curl -s -i "$base/v/$first" | sed '/^Date:/d'
}
second=$(sed -n 2p "$T/codes")
vote 200 $second 好 较差 一般; world >"$T/one"
vote 200 $second 较差 好 ''; world >"$T/two"
cmp "$T/one" "$T/two" || bad "something outside the box follows from a ballot"
vote 200 $second 较好 好 较差                    # as it was

# killed and started again: what was acknowledged lies in the box
kill -9 $server; wait $server 2>/dev/null || true; server=
start
web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
hall; grep -q "^19$\|>19\b\|\b19<" "$T/out" || bad "no 19 in:"

# ---- closed ------------------------------------------------------------------------------------------------------------------
press close 422 -d attended=18 -d attended_again=18; has 19
is open "$(state)" "state after a count that was too small"
vote 200 $first 较好 好 一般                     # a refused closing leaves the vote open
press close 303 -d attended=20 -d attended_again=20
is closed "$(state)" "state after the closing"
[ ! -f "$T/city/ballots/$ID.box" ] || bad "the box is still there"
web 409 "$base/v/$first"; vote 409 $first 好 好 好
press close 409 -d attended=20 -d attended_again=20
says 5 "$B" vote counts $EV --as clerk            # counted, and told to nobody before the chair releases it
says 5 "$B" vote results $EV --as leader
[ -z "$("$B" tally list --as clerk --json)" ] || bad "a tally before the release"
# nor one that is typed beside it: it would keep the count out of the books for ever
printf '%s\n' 述职评议计票单,,,,, 票组,述职对象,好,较好,一般,较差 市级领导,商州区,8,2,0,0 县区,商州区,8,2,0,0 市直部门,商州区,8,2,0,0 >"$T/typed.csv"
says 5 "$B" tally import "$T/typed.csv" --period 2023年上半年 --ruleset $RULE --item 述职评议票 --source 手工计票 --day 2023-06-30 --as clerk
grep -q "#$ID \| $ID " "$T/err" || bad "the vote is not named: $(cat "$T/err")"
says 0 "$B" period close 2023年上半年 --as clerk   # a tally may come to a closed period, none to a frozen one
says 5 "$B" period freeze 2023年上半年 --as head; blames $EV
says 6 "$B" event release $EV --as clerk
says 6 "$B" event release $EV --as shangzhou
says 0 "$B" event release $EV --as leader
says 5 "$B" event release $EV --as leader
n=0; until [ "$("$B" vote results $EV --as clerk --json)" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
counts=$("$B" vote counts $EV --as clerk --json --limit 1000 | jq -sr 'map(select(.unit_name|test("洛南")))|group_by(.grade)|map("\(.[0].grade):\(map(.votes)|add)")|join(" ")')
is "好:12 较好:7" "$counts" "votes for the first on the agenda"
says 6 "$B" vote counts $EV --as shangzhou
"$B" vote results $EV --as shangzhou --json >"$T/results"   # a unit of the agenda sees points and places, not the votes
is 3 "$(grep -c points "$T/results")" "units with a result"
is 1,2,3 "$(jq -sr 'map(.place)|sort|join(",")' <"$T/results")" "places"
says 0 "$B" person add --as system --unit 6110 --title 审计员 --login auditor
says 0 "$B" person grant auditor --role auditadmin --unit 6110 --as system
echo 'a sentence of an auditor' | says 0 "$B" person password auditor
web 303 -c "$T/audit" -d login=auditor --data-urlencode 'password=a sentence of an auditor' "$base/in"
seq=$(curl -s -b "$T/audit" "$base/api/v1/events?limit=1000&after=1700" | jq -r '.items[] | select(.act == "vote.close") | .seq' | tail -1)
[ "$seq" ] || bad "no vote.close in the journal"
web 200 -b "$T/audit" "$base/audit/$seq"; hasnt attended; hasnt '0|1|2'; hasnt '1|0|2'; hasnt '1|0|3'
n=0; until "$B" tally list --as clerk --json | grep -q 述职评议票 || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
says 5 "$B" period freeze 2023年上半年 --as head   # the tally would never count
says 0 "$B" tally confirm "2023年上半年 述职评议票" --as head
tally=$("$B" tally list --as clerk --json | jq -sr 'map(select(.item == "述职评议票"))[0].id')
n=0; until hall && grep -q "/tallies/$tally" "$T/out" || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
has "/tallies/$tally"; has '待核对的计票单\|waits as a tally'   # count and tally lead to each other
web 200 -b "$T/jar" "$base/tallies/$tally"; has "/votes/$ID"
stop
says 0 "$B" board compose --period 2023年上半年 --ruleset $RULE --kind county --within 6110 --name 述职评议榜 --as clerk
says 0 "$B" board rows --board 述职评议榜 --as clerk --json
is 3 "$(jq -s 'map(select((.total | tonumber) > 0)) | length' <"$T/out")" "counties with a score"
# the hall's points are those that the board counts by
is "$(jq -sr 'map(.points)|sort|join(" ")' <"$T/results")" "$(jq -sr 'map(select((.total|tonumber)>0)|.total)|sort|join(" ")' <"$T/out")" "points in the hall and on the board"

# ---- a rehearsal counts nowhere, a cancelled vote has no box --------------------------------------------------------------------
got=0; gather 彩排 "$COUNTIES" --rehearsal || got=$?; is 0 $got "a rehearsal"
got=0; plan 彩排 --item 述职评议票 || got=$?; is 0 $got "its vote ($(cat "$T/err"))"
EV=彩排; ID=$("$B" vote show $EV --as clerk --json | jq -r .id); : >"$T/codes"
start
web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
for c in 市级领导 县区 市直部门; do codes $c 2; done
press open 303
web 200 "$base/v/$(sed -n 1p "$T/codes")"; has 彩排
for c in $(cat "$T/codes"); do vote 200 $c 好 较好 一般; done
tallies=$("$B" tally list --as clerk --json | wc -l)
press close 303 -d attended=6 -d attended_again=6
says 0 "$B" event release $EV --as leader
n=0; until [ "$("$B" vote results $EV --as clerk --json)" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
is "$tallies" "$("$B" tally list --as clerk --json | wc -l)" "tallies after a rehearsal"
got=0; gather 又一次彩排 "$COUNTIES" --rehearsal || got=$?; is 0 $got "another rehearsal"
got=0; plan 又一次彩排 --item 述职评议票 || got=$?; is 0 $got "its vote"
EV=又一次彩排; ID=$("$B" vote show $EV --as clerk --json | jq -r .id)
for c in 市级领导 县区 市直部门; do codes $c 2; done
press open 303
says 0 "$B" verify
mv "$T/city/ballots/$ID.box" "$T/away.box"; says 7 "$B" verify; has "$ID"
# a folder that was put back without it: no juror learns where it lay, and the office what to do
stop; start
web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
vote 409 "$(sed -n 1p "$T/codes")" 好 较好 一般; hasnt "$T/city"
hall; has '重新组织\|hold it anew'
stop; mv "$T/away.box" "$T/city/ballots/$ID.box"; start
web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
# an item has one tally in a period, and so one vote, by whatever version of the rules; where nobody votes there is none
says 0 "$B" period open --owner 6110 --name 2022年下半年 --from 2022-07-01 --to 2022-12-31 --publish_on 2023-07-05 --as clerk
got=0; gather 补评 "$COUNTIES" || got=$?; is 0 $got "an event for an earlier period"
late() { "$B" vote plan --event 补评 --period 2022年下半年 --item 述职评议票 --as clerk "$@" >"$T/out" 2>"$T/err"; }
got=0; late --name 补评一 --ruleset $RULE || got=$?; is 0 $got "a vote by the first version"
sed 's/^版本：1/版本：2/; s/^生效：.*/生效：2022-07-01/' data/demo/shangluo-debrief.rule >"$T/second.rule"
says 0 "$B" ruleset draft "$T/second.rule" --owner 6110 --as clerk --json; SECOND=$(jq -r .subject "$T/out")
says 0 "$B" ruleset adopt "#$SECOND" --basis_doc 样例〔2023〕1号 --advice_read yes --as head
got=0; late --name 补评二 --ruleset "#$SECOND" || got=$?; is 5 $got "a second vote by the second version"
says 0 "$B" vote cancel 补评一 --reason 细则已更新 --as clerk
got=0; late --name 补评二 --ruleset "#$SECOND" || got=$?; is 0 $got "the vote by the second version"
REHEARSED=$ID ID=$("$B" vote show 补评二 --as clerk --json | jq -r .id); : >"$T/codes"
for c in 市级领导 县区 市直部门; do codes $c 2; done
press open 303; press close 303 -d attended=0 -d attended_again=0
says 0 "$B" event release 补评 --as leader
n=0; until [ "$("$B" vote results 补评二 --as clerk --json)" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
hall; has '无人投票\|No vote was cast'; hasnt '待核对的计票单\|waits as a tally'
# the same vote open in earnest holds the period; one that is planned does not, and cannot be opened once the period is frozen
: >"$T/codes"
got=0; gather 补票 "$COUNTIES" || got=$?; is 0 $got "another event"
got=0; plan 补票 --item 述职评议票 || got=$?; is 5 $got "a vote on what has its tally"
plan() { # event, more…
	"$B" vote plan --event "$1" --period 2022年下半年 --ruleset "#$SECOND" --as clerk --item 述职评议票 >"$T/out" 2>"$T/err" ${2:+--name "$2"}
}
got=0; plan 补票 || got=$?; is 0 $got "its vote"
ID=$("$B" vote show 补票 --as clerk --json | jq -r .id)
for c in 市级领导 县区 市直部门; do codes $c 2; done
press open 303
says 0 "$B" period close 2022年下半年 --as clerk
says 5 "$B" period freeze 2022年下半年 --as head; blames 补票
says 0 "$B" vote cancel 补票 --reason 停电 --as clerk
got=0; plan 补票 再补票 || got=$?; is 0 $got "a vote anew"
ID=$("$B" vote show 再补票 --as clerk --json | jq -r .id)
for c in 市级领导 县区 市直部门; do codes $c 2; done
says 0 "$B" period freeze 2022年下半年 --as head
says 0 "$B" period freeze 2023年上半年 --as head  # the rehearsal that is open holds nothing
press open 409
ID=$REHEARSED
says 0 "$B" vote cancel $EV --reason 停电 --as clerk
stop; start
n=0; until [ ! -f "$T/city/ballots/$ID.box" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
[ ! -f "$T/city/ballots/$ID.box" ] || bad "the box of a cancelled vote is still there"
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "vote: ok"
