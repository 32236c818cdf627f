#!/bin/sh
# Opinions of jurors: in a box of their own while the vote is open, shuffled when it is emptied, read through, released in bulk.
set -eu
. tests/flow/lib/hall.sh
city
debrief 述职
start
codes 3
first=$(sed -n 1p "$T/codes") second=$(sed -n 2p "$T/codes") third=$(sed -n 3p "$T/codes")
web 409 "$base/v/$first/opinion"                      # not open yet
press open 303
before=$(cat "$T"/city/*.db "$T"/city/*.db-wal 2>/dev/null | cksum)
say() { web "$1" --data-urlencode "text=$3" "$base/v/$2/opinion"; }
web 200 "$base/v/$first/opinion"; has 意见\\\|pinion
! grep -qi set-cookie "$T/head" || bad "a cookie on a juror's way"
say 422 $first ''
say 422 $first '请打13800000000找我'                  # no phones: what is said stands in the journal for ever
say 200 $first '商州区的沿河步道值得推广'
hasnt 沿河步道                                         # the receipt shows nothing
web 200 "$base/v/$first/opinion"; hasnt 沿河步道
say 200 $second '报告太长，请只讲问题'
say 200 $third '第三张的意见'
say 200 $first '商州区的做法值得各县学'                # a later one replaces it
web 404 --data-urlencode text=什么 "$base/v/00000000000000000000000000000000/opinion"
for c in $(cat "$T/codes"); do vote 200 $c 好 较好 一般; done
is "$before" "$(cat "$T"/city/*.db "$T"/city/*.db-wal 2>/dev/null | cksum)" "what stands beside the boxes"
for w in 值得 只讲问题 第三张; do ! grep -rq "$w" "$T/city" || bad "an opinion stands readable in the folder"; done
web 200 -b "$T/jar" "$base/votes/$ID/opinions"; hasnt 值得
web 200 -b "$T/jar" "$base/votes/$ID"; token=$(hidden csrf)
web 409 -b "$T/jar" -d "csrf=$token" -d key=k1 "$base/votes/$ID/opinions"   # still open
press close 303 -d attended=9 -d attended_again=9
say 409 $first 太迟了
web 200 -b "$T/jar" "$base/votes/$ID/opinions"
web 303 -b "$T/jar" -d "csrf=$(hidden csrf)" -d key=k2 "$base/votes/$ID/opinions"
[ -z "$(ls "$T/city/ballots")" ] || bad "a box is still there"
web 200 -b "$T/jar" "$base/votes/$ID/opinions"; has 只讲问题; has 各县学; hasnt 沿河步道
web 409 -b "$T/jar" -d "csrf=$(hidden csrf)" -d key=k3 "$base/votes/$ID/opinions"
# in the order of their bytes, whoever said them and when
is "$(printf '商州区的做法值得各县学\n报告太长，请只讲问题\n第三张的意见\n' | LC_ALL=C sort | tr '\n' ' ')" \
	"$(grep -o '商州区的做法值得各县学\|报告太长，请只讲问题\|第三张的意见' "$T/out" | tr '\n' ' ')" "order of the opinions"
is "" "$("$B" opinion list 述职 --as leader --json)" "what others read before the release"
says 5 "$B" opinion release 述职 --as clerk             # the results come first
says 6 "$B" opinion withhold 述职 --no 1 --reason 试试 --as shangzhou
says 0 "$B" event release 述职 --as leader
says 0 "$B" opinion withhold 述职 --no 3 --reason 与工作无关 --as clerk
says 5 "$B" opinion withhold 述职 --no 3 --reason 再来一次 --as clerk
says 3 "$B" opinion withhold 述职 --no 4 --reason 没有这一条 --as clerk
says 0 "$B" opinion release 述职 --as head
says 5 "$B" opinion release 述职 --as head
is 2 "$("$B" opinion list 述职 --as leader --json | grep -c text)" "opinions that were released"
# who audits sees that they were collected, not what they say before their own page tells it
says 0 "$B" person add --as system --unit 6110 --title 审计员 --login auditor
says 0 "$B" person grant auditor --role auditadmin --unit 6110 --as system
echo 'a sentence of an auditor' | says 0 "$B" person password auditor
web 303 -c "$T/audit" -d login=auditor --data-urlencode 'password=a sentence of an auditor' "$base/in"
seq=$(curl -s -b "$T/audit" "$base/api/v1/events?limit=1000&after=1700" | jq -r '.items[] | select(.act == "opinion.collect") | .seq' | tail -1)
[ "$seq" ] || bad "no opinion.collect in the journal"
web 200 -b "$T/audit" "$base/audit/$seq"; hasnt 第三张; hasnt 只讲问题
# cancelled while it is open: the box goes with it
debrief 又一场 --rehearsal
codes 1; press open 303
web 200 --data-urlencode text=一条意见 "$base/v/$(sed -n 1p "$T/codes")/opinion"
is 2 "$(ls "$T/city/ballots" | wc -l | tr -d ' ')" "boxes of an open vote"
says 0 "$B" vote cancel 又一场 --reason 停电 --as clerk
stop; start
n=0; until [ -z "$(ls "$T/city/ballots")" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
[ -z "$(ls "$T/city/ballots")" ] || bad "the boxes of a cancelled vote are still there"
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "opinion: ok"
