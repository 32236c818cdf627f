#!/bin/sh
# Few secret ballots of a class (trust.md 2.4): what they gave is shown nowhere, not in the count, the tally or the audit, cannot be found by
# subtraction, and is not told by gaps in the numbers of rows.  And whole numbers too large for any record are refused where they come in.
set -eu
. tests/flow/lib/hall.sh
city
says 0 "$B" person add --as system --unit 6110 --title 审计员 --login auditor
says 0 "$B" person grant auditor --role auditadmin --unit 6110 --as system
echo 'a sentence of an auditor' | says 0 "$B" person password auditor
echo 'a sentence of shangzhou' | says 0 "$B" person password shangzhou
start
# nobody votes: the next vote of the item has a tally of its own all the same
debrief 无人到会; codes 1; press open 303; press close 303 -d attended=0 -d attended_again=0
says 0 "$B" event release 无人到会 --as leader
E=述职; debrief $E
web 303 -c "$T/audit" -d login=auditor --data-urlencode 'password=a sentence of an auditor' "$base/in"
web 303 -c "$T/liaison" -d login=shangzhou --data-urlencode 'password=a sentence of shangzhou' "$base/in"

# ---- numbers that no record can hold: an answer, and the server goes on -------------------------------------------------------------
X=9007199254740993
alive() { kill -0 $server 2>/dev/null || { echo "the server ended at $1"; tail -1 "$T/log"; exit 1; }; }
for u in "/api/v1/events?after=$X" "/api/v1/events?limit=$X" "/votes/$X" "/events/$X" "/matters?after=$X" "/events?series=%23$X" "/m/$X"; do
	for who in liaison jar; do curl -s -o /dev/null -b "$T/$who" "$base$u"; alive "$u"; done
done
says 0 "$B" series plan --owner 6110 --name 系列 --kind tour --rhythm monthly --hosts 611002,611021 --as clerk
S=$("$B" series list --as clerk --json | jq -r .id)
curl -s -o /dev/null -b "$T/jar" "$base/series/$S/votes?unit=$X"; alive "the votes of a season"
press codes 422 --data-urlencode voters=县区 -d number=2 -d own=$X; alive "own unit"
press codes 422 --data-urlencode voters=县区 -d number=$X; alive "number of codes"
curl -s -o /dev/null -X POST -H 'Content-Type: application/json' -d "{\"device\":\"aa\",\"revision\":$X,\"a1\":\"好\"}" "$base/v/00000000000000000000000000000000"; alive "a revision"
says 0 "$B" event begin $E --as clerk
for what in questions notes stage; do
	web 200 -b "$T/jar" "$base/events/$EVENT/$what"; c=$(hidden csrf)
	curl -s -o /dev/null -b "$T/jar" -d "csrf=$c" -d "key=$(date +%N)" -d kind=progress -d text=试试看 -d slot=$X -d question=$X -d do=deck "$base/events/$EVENT/$what"; alive "$what"
done
printf '%%PDF-1.4\n%%%%EOF\n' >"$T/a.pdf"
curl -s -o /dev/null -b "$T/jar" -F "csrf=$c" -F "key=$(date +%N)" -F slot=$X -F "file=@$T/a.pdf" "$base/events/$EVENT/stage/deck"; alive "slides"

# ---- one ballot, one ballot, six ---------------------------------------------------------------------------------------------------
: >"$T/all"
for c in "市级领导 1" "县区 1" "市直部门 6"; do
	set -- $c
	press codes 200 --data-urlencode "voters=$1" -d "number=$2"
	sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >>"$T/all"
done
press open 303
k=0; for c in $(cat "$T/all"); do
	k=$((k + 1))
	case $k in 1) vote 200 $c 好 较好 较差 ;; 2) vote 200 $c 较差 好 一般 ;; *) vote 200 $c 好 好 较好 ;; esac
done
press close 303 -d attended=8 -d attended_again=8
says 0 "$B" event release $E --as leader
n=0; until "$B" tally list --as clerk --json | grep -q 述职评议票 || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
"$B" vote counts $E --as clerk --json --limit 1000 | jq -s . >"$T/counts"
is '9 ["withheld"] [1,2,3,4,5,6,7,8,9]' "$(jq -r '"\(length) \(map(.missing) | unique) \(map(.no))"' "$T/counts")" "counts: nothing that subtraction could use, and no gaps"
n=0; until web 200 -b "$T/jar" "$base/votes/$ID" && grep -q '/tallies/' "$T/out" || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
has /tallies/
is '["withheld"]' "$("$B" tally cells --tally "2023年上半年 述职评议票" --as clerk --json --limit 1000 | jq -sc 'map(.missing) | unique')" "the tally's cells"
"$B" vote counts $E --as clerk --json --limit 4 >"$T/part"
is 4 "$(grep -c withheld "$T/part")" "the first page of the count"
units=$(wc -l <data/demo/units.csv | tr -d ' ') # the first rows of the journal are theirs
for act in vote.close vote.result tally.enter; do
	seq=$(curl -s -b "$T/audit" "$base/api/v1/events?limit=1000&after=$units" | jq -r ".items[] | select(.act == \"$act\") | .seq" | tail -1)
	[ "$seq" ] || bad "no $act in the journal"
	web 200 -b "$T/audit" "$base/audit/$seq"; hasnt '"grade"'; hasnt arithmetic; hasnt '100) ÷'
done
is 3 "$("$B" vote results $E --as clerk --json | grep -c points)" "results of the three"
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "veil: ok"
