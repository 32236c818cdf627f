# Sourced by flows of votes in a hall.  Makes a city with its clerk, head and leader, an adopted rule and a period; serves it; prints
# codes, opens, votes, closes.
. tests/flow/lib/base.sh
RULE=商洛市县区半年述职评议办法
THREE='商州区 | 区委书记 | 半年述职 | 8 | 县区组；洛南县 | 县委书记 | 半年述职 | 8 | 县区组；丹凤县 | 县委书记 | 半年述职 | 8 | 县区组'

start() {
	up
	web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
}
city() {
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
	says 0 "$B" ruleset adopt $RULE --basis_doc 样例〔2022〕1号 --advice_read yes --as head
	says 0 "$B" period open --owner 6110 --name 2023年上半年 --from 2023-01-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
}
# A debrief of three counties and its vote, both called NAME; ID is the vote's number, EVENT the gathering's.
debrief() { # name, more of event plan…
	name=$1; shift
	says 0 "$B" event plan --owner 6110 --name "$name" --kind debrief --day 2023-06-30 --begins 9:00 --agenda "$THREE" --as clerk "$@"
	says 0 "$B" vote plan --event "$name" --name "$name" --period 2023年上半年 --ruleset $RULE --item 述职评议票 --as clerk
	ID=$("$B" vote show "$name" --as clerk --json | jq -r .id) EVENT=$("$B" event show "$name" --as clerk --json | jq -r .id)
}
press() { # what, expected status, more fields…: one of the forms of the vote's page
	what=$1; status=$2; shift 2
	web 200 -b "$T/jar" "$base/votes/$ID"
	web "$status" -b "$T/jar" -d "csrf=$(hidden csrf)" -d "key=$what-$(date +%N)" "$@" "$base/votes/$ID/$what"
}
codes() { # how many of each class: the codes go to $T/codes
	: >"$T/codes"
	for voters in 市级领导 县区 市直部门; do
		press codes 200 --data-urlencode "voters=$voters" -d "number=$1"
		sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >>"$T/codes"
	done
}
vote() { # expected status, code, grades…; an empty one is left open, and meant so
	code=$2
	web "$1" $(i=0 open=; shift 2; for g in "$@"; do i=$((i + 1)); [ "$g" ] || open=$open,$i; printf -- '--data-urlencode a%d=%s ' $i "$g"; done; printf -- '-d _open=%s ' "${open#,}") "$base/v/$code"
}
