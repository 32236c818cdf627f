#!/bin/sh
# Written reports of the units of an agenda (handbook M4.4): two sections and the three batches of projects, handed in before the event by
# the unit or by the office for it, read by jurors behind their codes, and left alone once the jurors have them.
set -eu
. tests/flow/lib/hall.sh
city
says 0 "$B" person add --as system --unit 611021 --title 联络员 --login luonan
says 0 "$B" person grant luonan --role liaison --unit 611021 --as system
for p in shangzhou luonan; do echo "a sentence of $p" | says 0 "$B" person password $p; done
debrief 半年述职
start
enter() { web 303 -c "$T/jar.$1" -d login="$1" --data-urlencode "password=a sentence of $1" "$base/in"; }
enter shangzhou; enter luonan
unit() { "$B" unit list --as clerk --json --limit 10000 | jq -r --arg c "$1" 'select(.code == $c) | .id'; }
S=$(unit 611002) L=$(unit 611021) D=$(unit 611022) Y=$(unit 611024)
DONE='上半年完成固定资产投资四点一亿元，十八个老旧小区开工十五个。'
write() { # exit code, as, unit, more…
	want=$1 who=$2 u=$3; shift 3
	says "$want" "$B" report write 半年述职 --unit "$u" --done "$DONE" --ahead 下半年抓好三个一批和汛期安全，逐项销号。 --as "$who" "$@"
}
list() { "$B" report list 半年述职 --as "$1" --json | jq -s .; }

# ---- whose it is -------------------------------------------------------------------------------------------------------------
write 6 shangzhou 611021                                                # another unit's
write 3 clerk 611024; blames unit:                                      # not on the agenda
write 6 leader 611002                                                   # reading is not writing
write 0 shangzhou 611002 --sign_projects 12 --sign_money 45.6 --start_projects 20 --run_projects 0
write 3 shangzhou 611002 --run_money 3; blames run_projects:
says 3 "$B" report write 半年述职 --unit 611002 --done 好 --ahead "$DONE" --as shangzhou; blames done:
write 0 clerk 611022
is '["false 12 45.6 20 0","false null null null null","true null null null null"]' \
	"$(list clerk | jq -c 'map("\(.behalf) \(.sign_projects) \(.sign_money) \(.start_projects) \(.run_projects)")')" "what the office sees of three counties"
is 1 "$(list shangzhou | jq length)" "reports that a county sees"
is 商州区 "$(list shangzhou | jq -r '.[0].unit_name')" "whose it sees"
write 0 shangzhou 611002 --sign_projects 13
is '2 13' "$(list clerk | jq -r '.[0] | "\(.no) \(.sign_projects)"')" "the second text replaces the first"

# ---- the pages ---------------------------------------------------------------------------------------------------------------
web 200 -b "$T/jar" "$base/events/$EVENT"; has "/events/$EVENT/reports"
web 200 -b "$T/jar" "$base/events/$EVENT/reports"; has 洛南县; has '2.*3'
web 200 -b "$T/jar.luonan" "$base/events/$EVENT/reports"; has 洛南县; hasnt 丹凤县
web 404 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$S"
web 404 -b "$T/jar" "$base/events/$EVENT/reports/$Y"
web 200 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$L"; has "/events/$EVENT/reports/$L/write"
web 200 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$L/write"; c=$(hidden csrf) k=$(hidden key)
web 422 -b "$T/jar.luonan" -d "csrf=$c" -d "key=$k" --data-urlencode "done=$DONE" -d ahead= -d start_money=2 "$base/events/$EVENT/reports/$L/write"
has 'id="e-ahead"'; has 十八个老旧小区                                 # what was typed is still there
web 303 -b "$T/jar.luonan" -d "csrf=$(hidden csrf)" -d "key=$(hidden key)" --data-urlencode "done=$DONE" --data-urlencode 'ahead=下半年第一是项目，第二是秋粮。' -d start_projects=3 -d start_money=2 \
	"$base/events/$EVENT/reports/$L/write"
web 200 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$L"; has 秋粮; has '<td[^>]*>3<'
web 404 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$S/write"

# ---- jurors read it before they vote, and then it stays ------------------------------------------------------------------------
codes 2; first=$(sed -n 1p "$T/codes")
web 200 "$base/v/$first/facts"; has 秋粮; has 十八个老旧小区
says 0 "$B" event begin 半年述职 --as clerk
write 5 shangzhou 611002                                                # they have read it
web 409 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$L/write"
web 200 -b "$T/jar.luonan" "$base/events/$EVENT/reports/$L"; hasnt "$L/write"; has 不再改动\\\|stays
says 0 "$B" event cancel 半年述职 --reason 改期 --as clerk
says 5 "$B" report write "#$EVENT" --unit 611002 --done "$DONE" --ahead "$DONE" --as clerk

# ---- a rehearsal is the office's own ------------------------------------------------------------------------------------------
debrief 彩排 --rehearsal
says 6 "$B" report write 彩排 --unit 611002 --done "$DONE" --ahead "$DONE" --as shangzhou
says 0 "$B" report write 彩排 --unit 611002 --done "$DONE" --ahead "$DONE" --as clerk

stop
says 0 "$B" verify
says 0 "$B" rebuild --check
