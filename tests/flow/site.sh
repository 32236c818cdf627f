#!/bin/sh
# An observation tour from the pool of sites to the season's points: nominated, checked on paper, confirmed by another person; a route
# that is proposed exactly, drawn by commitment and public word so that sha256sum alone repeats it, delayed and marked on the road;
# its agenda, its votes, and the series as it is cited.
set -eu
. tests/flow/lib/base.sh

enter() { web 303 -c "$T/$1" -d login=$1 --data-urlencode "password=a sentence of $1" "$base/in"; }

says 0 "$B" init --name 商洛市督查室 --simulated=2023-07-01
says 0 "$B" unit import data/demo/units.csv --as system
for p in "科员 clerk clerk 6110" "主任 head office_head 6110" "分管副市长 leader leader 6110" "联络员 shangzhou liaison 611002" "联络员 luonan liaison 611021" \
	"项目科科长 reform unit_head 6110-D031" "用地科科员 land verifier 6110-D041"; do
	set -- $p
	says 0 "$B" person add --as system --unit "$4" --title "$1" --login "$2"
	says 0 "$B" person grant "$2" --role "$3" --unit "$4" --as system
	echo "a sentence of $2" | says 0 "$B" person password "$2"
done
says 0 "$B" matter draft --kind project --title 东关棚户区改造 --owner 6110 --leads 611002 --due 2023-12-31 --issue true --as clerk
says 0 "$B" matter draft --kind project --title 洛南县标准化厂房 --owner 6110 --leads 611021 --due 2023-12-31 --issue true --as clerk

# ---- the pool ---------------------------------------------------------------------------------------------------------------
nominate() { # as, unit, name, line, place, more…
	who=$1; unit=$2; name=$3; line=$4; place=$5; shift 5
	says 0 "$B" site nominate --owner 6110 --unit "$unit" --name "$name" --line "$line" --place "$place" --why typical --reason 做法可以复制 --as "$who" "$@"
}
says 3 "$B" site nominate --owner 6110 --unit 611002001002 --name 东关社区 --line livelihood --place seat --why big_change --as shangzhou; blames reason
says 3 "$B" site nominate --owner 6110 --unit 611002001002 --name 东关社区 --line livelihood --place seat --reason 没有类别 --as shangzhou --why nice; blames why
says 6 "$B" site nominate --owner 6110 --unit 611002001002 --name 东关社区 --line livelihood --place seat --why big_change --reason 前后变化大 --as luonan
says 3 "$B" site nominate --owner 6110 --unit 611002001002 --name '东关|社区' --line livelihood --place seat --why big_change --reason 前后变化大 --as shangzhou; blames name
says 3 "$B" site nominate --owner 6110 --unit 611002001002 --name 东关社区 --line livelihood --place seat --why big_change --reason 前后变化大 --matter 2 --as shangzhou; blames matter
says 0 "$B" site nominate --owner 6110 --unit 611002001002 --name 东关社区 --line livelihood --topic 城市更新 --place seat --why big_change --reason '从棚户区到花园社区' \
	--presenter 社区书记 --matter 1 --figures '投资 1280 万元
户数 214' --as shangzhou
says 5 "$B" site nominate --owner 6110 --unit 611002001002 --name 东关社区 --line livelihood --place seat --why typical --reason 再报一次 --as shangzhou
says 5 "$B" site confirm 东关社区 --as head                    # nobody has checked it
says 6 "$B" site check 东关社区 --department 6110-D031 --result pass --as luonan
says 6 "$B" site ask 东关社区 --departments 6110-D031 --as shangzhou
says 4 "$B" site show 东关社区 --as reform                      # a department sees what it is asked about, nothing else
says 5 "$B" site ask 东关社区 --departments 6110-D031,6110-D031 --as clerk
says 0 "$B" site ask 东关社区 --departments 6110-D031,6110-D041 --as clerk
says 0 "$B" site show 东关社区 --as reform
says 4 "$B" site show 东关社区 --as luonan
says 3 "$B" site check 东关社区 --department 6110-D031 --result fail --as reform; blames note
says 0 "$B" site check 东关社区 --department 6110-D031 --result fail --note 缺用地手续 --as reform
says 5 "$B" site confirm 东关社区 --as head
says 6 "$B" site check 东关社区 --department 6110-D041 --result pass --as reform
says 0 "$B" site check 东关社区 --department 6110-D041 --result pass --as land
is checked "$("$B" site show 东关社区 --as clerk --json | jq -r .state)" "state after all answers"
says 5 "$B" site confirm 东关社区 --as head; blames 缺用地手续
says 0 "$B" site check 东关社区 --department 6110-D031 --result pass --as reform
says 6 "$B" site confirm 东关社区 --as shangzhou
says 0 "$B" site confirm 东关社区 --as head
says 5 "$B" site decline 东关社区 --reason 不行 --as clerk

nominate clerk 611002002 大赵峪产业园 enterprise township --topic 主导产业
says 0 "$B" site ask 大赵峪产业园 --departments 6110-D031 --as clerk
says 0 "$B" site check 大赵峪产业园 --department 6110-D031 --result pass --as reform
says 6 "$B" site confirm 大赵峪产业园 --as clerk               # whoever nominates does not confirm
says 0 "$B" site confirm 大赵峪产业园 --as head
ready() { # the same for the others: unit, name, line, place, more…
	nominate clerk "$@"
	says 0 "$B" site ask "$2" --departments 6110-D031 --as clerk
	says 0 "$B" site check "$2" --department 6110-D031 --result pass --as reform
	says 0 "$B" site confirm "$2" --as head
}
ready 611021 洛河湿地 ecology township --topic 秦岭山水乡村
ready 611021 洛南标准化厂房 project township --topic 标准化厂房 --matter 2
ready 611022 丹凤老街 livelihood seat --topic 城市更新
ready 611022 棣花古镇 ecology township --topic 秦岭山水乡村
ready 611024 山阳滨河步道 livelihood seat --topic 城市更新 --presenter 住建局局长
ready 611025 镇安抽水蓄能 project township --topic 重点项目
nominate clerk 611026 柞水木耳小镇 enterprise township
says 0 "$B" site decline 柞水木耳小镇 --reason 去年刚看过 --as clerk
is 8 "$("$B" site list --state confirmed --as clerk --json | wc -l | tr -d ' ')" "confirmed sites"
is 2 "$("$B" site list --as luonan --json | wc -l | tr -d ' ')" "sites that Luonan sees"
is 2 "$("$B" site list --unit 611002 --as clerk --json | wc -l | tr -d ' ')" "sites of Shangzhou"
id() { "$B" site list --state confirmed --limit 100 --as clerk --json | jq -r "select(.name == \"$1\") | .id"; }

# ---- roads, a proposal, the route ----------------------------------------------------------------------------------------------
says 0 "$B" series plan --owner 6110 --name 周末现场会 --kind tour --rhythm monthly --hosts 611002,611021,611022 --document 样例〔2022〕5号 --as clerk
says 0 "$B" event plan --owner 6110 --kind tour --name 第八次现场会 --day 2023-07-01 --begins 8:30 --series 周末现场会 --as clerk
says 0 "$B" event plan --owner 6110 --kind meeting --name 周例会 --day 2023-07-01 --as clerk
EV=第八次现场会
says 5 "$B" tour route 周例会 --stops '东关社区 | 20' --as clerk
says 3 "$B" tour route $EV --stops '没有这个点 | 20' --as clerk; blames 没有这个点
says 3 "$B" tour route $EV --stops '柞水木耳小镇 | 20' --as clerk
says 3 "$B" tour route $EV --stops '东关社区 | 20
东关社区 | 20 | 5' --as clerk
says 3 "$B" tour route $EV --stops '东关社区 | 20
大赵峪产业园 | 20' --as clerk; blames 2                          # nobody has said how long the road is
says 6 "$B" tour route $EV --stops '东关社区 | 20' --as shangzhou
cat >"$T/roads" <<'END'
start | 东关社区 | 9
start | 大赵峪产业园 | 31
start | 洛河湿地 | 47
start | 洛南标准化厂房 | 52
start | 丹凤老街 | 38
start | 棣花古镇 | 26
东关社区 | 大赵峪产业园 | 24
东关社区 | 洛河湿地 | 41
东关社区 | 洛南标准化厂房 | 55
东关社区 | 丹凤老街 | 33
东关社区 | 棣花古镇 | 22
大赵峪产业园 | 洛河湿地 | 35
大赵峪产业园 | 洛南标准化厂房 | 44
大赵峪产业园 | 丹凤老街 | 61
大赵峪产业园 | 棣花古镇 | 49
洛河湿地 | 洛南标准化厂房 | 13
洛河湿地 | 丹凤老街 | 71
洛河湿地 | 棣花古镇 | 58
洛南标准化厂房 | 丹凤老街 | 66
洛南标准化厂房 | 棣花古镇 | 63
丹凤老街 | 棣花古镇 | 17
END
says 3 "$B" tour travel $EV --table '东关社区 | 东关社区 | 5' --as clerk
says 3 "$B" tour travel $EV --table '东关社区 | 大赵峪产业园 | 很久' --as clerk
says 0 "$B" tour travel $EV --table "$(cat "$T/roads")" --as clerk
is "$(awk 'END { print NR }' "$T/roads") start 东关社区 9" "$("$B" tour roads $EV --as clerk --json --limit 1000 | jq -sr '"\(length) \(.[0].from) \(.[0].to) \(.[0].minutes)"')" "roads as they were written"
SIX=东关社区,大赵峪产业园,洛河湿地,洛南标准化厂房,丹凤老街,棣花古镇
best() { # budget: most sites, then the earliest end, of all orders of all choices, without the program
	awk -F' *[|] *' -v budget="$1" '
	{ d[$1 "|" $2] = $3; d[$2 "|" $1] = $3 }
	function walk(at, clock, n, seat, town,   i, t) {
		if (seat && town && (n > most || (n == most && clock < end))) { most = n; end = clock }
		for (i = 1; i <= 6; i++) {
			t = clock + d[at "|" s[i]] + 25
			if (used[i] || t > budget) continue
			used[i] = 1; walk(s[i], t, n + 1, seat || place[i] == "seat", town || place[i] != "seat"); used[i] = 0
		}
	}
	END { split("东关社区,大赵峪产业园,洛河湿地,洛南标准化厂房,丹凤老街,棣花古镇", s, ","); place[1] = place[5] = "seat"; most = -1; walk("start", 0, 0, 0, 0); print most, end }' "$T/roads"
}
for budget in 480 300 200 120; do
	"$B" tour proposal $EV --sites $SIX --budget $budget --as clerk --json >"$T/plan"
	want=$(best $budget)
	got=$(jq -sr 'map(select(.no > 0)) | "\(length) \(map(.stay + .travel) | add)"' <"$T/plan")
	is "$want" "$got" "the best route within $budget minutes"
	is true "$(jq -sr 'map(.exact) | all' <"$T/plan")" "all orders compared"
done
says 5 "$B" tour proposal $EV --sites $SIX --budget 30 --as clerk
says 6 "$B" tour proposal $EV --sites $SIX --as shangzhou
"$B" tour proposal $EV --sites $SIX --as clerk --json | jq -r 'select(.no > 0) | "\(.site) | \(.stay)"' >"$T/stops"
says 0 "$B" tour route $EV --stops "$(cat "$T/stops")" --as clerk
says 0 "$B" tour show $EV --as clerk
"$B" tour show $EV --as clerk --json >"$T/show"
is "$(best 480 | cut -d' ' -f2)" "$(jq -sr '.[-1].leave | split(":") | (.[0]|tonumber) * 60 + (.[1]|tonumber) - 510' <"$T/show")" "the end of the timetable"
check() { "$B" tour checks "$1" --as clerk --json | jq -r "select(.check == \"$2\") | .ok"; }
is true "$(check $EV points)" "six points"; is true "$(check $EV mix)" "county seat and townships"; is true "$(check $EV again)" "nothing shown again"
# another route keeps a shift with its stop, whatever number that has now
clock() { "$B" tour show $EV --as clerk --json | jq -r '"\(.arrive)-\(.leave)"' | tr '\n' ' '; }
says 0 "$B" tour route $EV --stops '东关社区 | 25 | 9
大赵峪产业园 | 25 | 10' --as clerk
says 0 "$B" tour delay $EV --stop 2 --minutes 25 --as clerk; is "8:39-9:04 9:39-10:04 " "$(clock)" "a shift"
says 0 "$B" tour route $EV --stops '东关社区 | 25 | 9
洛河湿地 | 20 | 40
大赵峪产业园 | 25 | 10' --as clerk
is "8:39-9:04 9:44-10:04 10:39-11:04 " "$(clock)" "the shift of what is the third stop now"
says 0 "$B" tour delay $EV --stop 3 --minutes -33 --as clerk
says 0 "$B" tour route $EV --stops '大赵峪产业园 | 25 | 5
东关社区 | 25 | 9' --as clerk
is "8:30-8:55 9:04-9:29 " "$(clock)" "no earlier than it sets out"
says 0 "$B" tour route $EV --stops '洛河湿地 | 20 | 40' --as clerk   # few and only a township: warned, not refused
is false "$(check $EV points)" "one point"; is false "$(check $EV mix)" "townships alone"

# ---- the draw: commitment first, a public word, then sha256sum alone ---------------------------------------------------------------
says 0 "$B" tour route $EV --stops '东关社区 | 25
大赵峪产业园 | 25
draw | 20 | 30
抽签 | 20 | 30
丹凤老街 | 25 | 30' --as clerk
is false "$(check $EV drawn)" "stops that wait for the draw"
SECRET=4f1e7c2a9b3d5e60 LIST=洛河湿地,洛南标准化厂房,棣花古镇,山阳滨河步道,镇安抽水蓄能
DIGEST=$(printf %s $SECRET | sha256sum | cut -c1-64)
says 3 "$B" tour commit $EV --candidates $LIST --seed_digest xyz --as clerk
says 5 "$B" tour commit $EV --candidates 东关社区,$LIST --seed_digest "$DIGEST" --as clerk    # stands on the route
says 3 "$B" tour commit $EV --candidates 洛河湿地,棣花古镇 --seed_digest "$DIGEST" --as clerk   # no choice
says 6 "$B" tour commit $EV --candidates $LIST --seed_digest "$DIGEST" --as luonan
says 5 "$B" tour reveal $EV --seed $SECRET --word 秦岭 --as clerk                              # nothing is published yet
says 0 "$B" tour commit $EV --candidates $LIST --seed_digest "$DIGEST" --as clerk
says 5 "$B" tour commit $EV --candidates $LIST --seed_digest "$DIGEST" --as clerk             # a second draw would be a choice
"$B" tour draw $EV --as clerk --json >"$T/draw"
IDS=$(jq -r '.candidates[].site' <"$T/draw")
is "$(printf '%s\n' $IDS | sha256sum | cut -c1-64)" "$(jq -r .list_digest <"$T/draw")" "digest of the frozen list"
is "$(printf '%s\n' $IDS | sort -n | tr '\n' ' ')" "$(printf '%s\n' $IDS | tr '\n' ' ')" "order of the list"
says 5 "$B" tour route $EV --stops '东关社区 | 25
棣花古镇 | 20 | 30
draw | 20 | 30
draw | 20 | 30' --as clerk                                     # a candidate is not put there by hand
says 5 "$B" tour route $EV --stops '东关社区 | 25
draw | 20 | 30' --as clerk
says 3 "$B" tour reveal $EV --seed ffffffffffffffff --word 秦岭 --as clerk; blames seed
says 3 "$B" tour reveal $EV --seed $SECRET --word "a'b" --as clerk; blames word
says 0 "$B" tour reveal $EV --seed $SECRET --word 秦岭 --as clerk
says 5 "$B" tour reveal $EV --seed $SECRET --word 商山 --as clerk
says 5 "$B" tour void $EV --reason 不满意 --as clerk
mine=$(for i in $IDS; do printf '%s %s\n' "$(printf %s "$SECRET,秦岭,$i" | sha256sum | cut -c1-64)" $i; done | sort | head -n 2)
"$B" tour draw $EV --as clerk --json >"$T/draw"
is "$mine" "$(jq -r '.candidates | sort_by(.place)[] | select(.picked) | "\(.ticket) \(.site)"' <"$T/draw")" "the picks, made with sha256sum"
is "$(echo "$mine" | cut -d' ' -f2 | tr '\n' ' ')" "$("$B" tour show $EV --as clerk --json | jq -r 'select(.drawn) | .id' | tr '\n' ' ')" "drawn stops on the route"
is true "$(check $EV drawn)" "all is drawn"
first=$("$B" tour show $EV --as clerk --json | jq -r 'select(.drawn) | .site' | head -1); second=$("$B" tour show $EV --as clerk --json | jq -r 'select(.drawn) | .site' | tail -1)
says 5 "$B" tour route $EV --stops "东关社区 | 25
$first | 20 | 30" --as clerk                                   # what was drawn stays
says 0 "$B" tour route $EV --stops "东关社区 | 25
$second | 20 | 30
大赵峪产业园 | 25 | 20
$first | 20 | 30
丹凤老街 | 25 | 30" --as clerk
is 2 "$("$B" tour show $EV --as clerk --json | jq -r 'select(.drawn) | .id' | wc -l | tr -d ' ')" "drawn stops after a change of order"

# ---- on the road ---------------------------------------------------------------------------------------------------------------------
says 0 "$B" tour escort $EV --people 34 --cars 2 --as clerk
says 5 "$B" tour arrive $EV --stop 1 --as clerk                # it has not begun
says 0 "$B" event begin $EV --as clerk
says 3 "$B" tour arrive $EV --stop 9 --as clerk
says 6 "$B" tour arrive $EV --stop 1 --as shangzhou
says 5 "$B" tour leave $EV --stop 1 --as clerk
says 0 "$B" tour arrive $EV --stop 1 --as clerk                 # at 9:00 and some, planned for 8:39
late=$("$B" tour show $EV --as clerk --json | jq -r 'select(.no == 1) | .late')
is 21 "$late" "minutes late"
says 5 "$B" tour arrive $EV --stop 1 --as clerk
says 0 "$B" tour unmark $EV --stop 1 --as clerk
says 0 "$B" tour arrive $EV --stop 1 --as clerk
is "8:39-9:04 9:34-9:54 10:14-10:39 11:09-11:29 11:59-12:24 " "$(clock)" "times as planned"
says 5 "$B" tour delay $EV --stop 1 --minutes 5 --as clerk      # has been reached
says 3 "$B" tour delay $EV --stop 2 --minutes -60 --as clerk
says 0 "$B" tour delay $EV --stop 2 --minutes 21 --as clerk
says 0 "$B" tour delay $EV --stop 4 --minutes -6 --as clerk
is "8:39-9:04 9:55-10:15 10:35-11:00 11:24-11:44 12:14-12:39 " "$(clock)" "times after two shifts"
says 0 "$B" tour leave $EV --stop 1 --as clerk
says 5 "$B" tour route $EV --stops '大赵峪产业园 | 25' --as clerk; blames 东关社区   # where the bus has been stands

# ---- pages: cards, pictures, the route, its agenda ------------------------------------------------------------------------------------
start
enter clerk; enter shangzhou; enter luonan; enter leader
SITE=$(id 东关社区) GATHERING=$("$B" event show $EV --as clerk --json | jq -r .id)
web 200 -b "$T/clerk" "$base/sites"; has 东关社区; has 柞水木耳小镇
web 200 -b "$T/clerk" "$base/sites?state=confirmed&line=ecology"; has 洛河湿地; hasnt 东关社区; hasnt 柞水木耳小镇
web 200 -b "$T/luonan" "$base/sites"; has 洛南标准化厂房; hasnt 东关社区
web 404 -b "$T/luonan" "$base/sites/$SITE"
nominate clerk 611023 金丝峡景区 ecology township
says 0 "$B" site ask 金丝峡景区 --departments 6110-D041,6110-D031 --as clerk
enter reform
web 200 -b "$T/reform" "$base/sites"; has 金丝峡景区; hasnt 柞水木耳小镇
web 200 -b "$T/reform" "$base/sites/$("$B" site show 金丝峡景区 --as clerk --json | jq -r .id)"; has 'department=6110-D031'; hasnt 'site.confirm'
web 200 -b "$T/shangzhou" "$base/sites/$SITE"; has 从棚户区到花园社区; has 社区书记; has '户数 214'; has /m/0001; has '台账数据（0001 号事项）'; has 推荐单位提供; hasnt '<img'
picture() { # side, expected status, more…
	side=$1; status=$2; shift 2
	web 200 -b "$T/shangzhou" "$base/sites/$SITE"
	web "$status" -b "$T/shangzhou" -F "csrf=$(hidden csrf)" -F "key=p$(date +%N)" -F "side=$side" -F viewpoint=桥头 "$@" "$base/sites/$SITE/pictures"
}
picture before 422 -F day=2021-08-19
picture before 422 -F day=2024-01-01 -F "file=@tests/flow/gps.jpg"
picture before 422 -F day=2021-08-19 -F "file=@tests/flow/site.sh"
picture before 303 -F day=2021-08-19 -F "file=@tests/flow/gps.jpg"
picture after 303 -F day=2023-06-20 -F "file=@tests/flow/gps.jpg"
web 200 -b "$T/shangzhou" "$base/sites/$SITE"; has 2021-08-19; has 2023-06-20; has 桥头
shot=$(sed -n 's/.*<img src="\([^"]*\)".*/\1/p' "$T/out" | head -1)
web 200 -b "$T/shangzhou" "$base$shot"; ! grep -q Exif "$T/out" || bad "place and device are still in it:"
web 404 -b "$T/luonan" "$base$shot"
web 404 -b "$T/shangzhou" "$base/sites/$SITE/pictures/1"

web 404 -b "$T/luonan" "$base/events/$GATHERING/route"
web 200 -b "$T/leader" "$base/events/$GATHERING/route"; has 8:39; has 东关社区; has 随行人数; has "$(echo "$mine" | cut -c1-16 | head -1)"; has sha256sum; hasnt 'action="/do/tour'
sed -n '/<pre class="shell">/,/<\/pre>/p' "$T/out" | sed 's/<[^>]*>//g; s/&#39;/'"'"'/g; s/&#34;/"/g; s/&gt;/>/g; s/&amp;/\&/g' | tail -1 >"$T/command"
is "$(echo "$mine" | sed 's/ /  /')" "$(sh "$T/command")" "the line that the page gives, typed into a shell"
web 200 -b "$T/leader" "$base/events/$GATHERING/route/card"; has 12:14; hasnt 随行
web 200 -b "$T/clerk" "$base/events/$GATHERING"; has "/events/$GATHERING/route"
web 200 -b "$T/clerk" "$base/events/$GATHERING/route?budget=480"; has '洛河湿地\|棣花古镇\|大赵峪产业园'; has 'action="/do/tour.route'
web 200 -b "$T/clerk" "$base/events/$GATHERING/route?budget=x"; has 2000
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=arrive -d stop=2 "$base/do/tour.arrive?_subject=%23$GATHERING&back=/events/$GATHERING/route"
web 200 -b "$T/clerk" "$base/events/$GATHERING/route"; has 'class="done"'; has 'value="3"'
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=agenda "$base/events/$GATHERING/route/agenda"
"$B" event show $EV --as clerk --json >"$T/show"
is 5 "$(jq -r '.agenda | length' <"$T/show")" "slots of the agenda"
is '商洛市商州区 东关社区 社区书记 25' "$(jq -r '.agenda[0] | "商洛市\(.unit) \(.title) \(.speaker) \(.minutes)"' <"$T/show")" "first slot: the county, not the community"
# whoever waits at a stop reads in the notice when the bus comes
web 200 -b "$T/clerk" "$base/events/$GATHERING/notice"; has '1. 8:39'; has '5. 12:14'
web 200 -b "$T/clerk" "$base/events/$GATHERING"; has 8:39
says 0 "$B" notice issue $EV --as clerk
web 200 -b "$T/shangzhou" "$base/"; has '1. 8:39'
says 0 "$B" tour delay $EV --stop 4 --minutes 1 --as clerk
is false "$("$B" notice list $EV --as clerk --json | jq -r .current)" "the bus comes later than the notice said"
says 0 "$B" tour delay $EV --stop 4 --minutes -1 --as clerk

# ---- votes of two sessions, and the season --------------------------------------------------------------------------------------------
cat >"$T/tour.rule" <<'END'
比学规则：2
名称：现场观摩评分办法
版本：1
生效：2022-01-01
依据：样例〔2023〕6号
对象：县区
周期：季
公布范围：各单位
名次显示：名次
排名通报上限：每年4次
协办计分：0%

指标：现场观摩
  依据：样例〔2023〕6号第二条
  项目：观摩评分
    数据：观摩评分表（督查室，评分表）
    评分：100分
  项目：观摩复评
    数据：观摩复评表（督查室，评分表）
    评分：100分，折合20分

汇总：
  红榜：前2名
END
says 0 "$B" ruleset draft "$T/tour.rule" --owner 6110 --as clerk
says 0 "$B" ruleset adopt 现场观摩评分办法 --basis_doc 样例〔2023〕6号 --advice_read yes --as head
held() { # event, period, marks for each juror "a1 a2 …" one a line, item
	says 0 "$B" vote plan --event "$1" --period "$2" --ruleset 现场观摩评分办法 --item "${4:-观摩评分}" --as clerk
	vote=$("$B" vote list --as clerk --json | jq -r "select(.event == \"$1\") | .id")
	: >"$T/codes"
	web 200 -b "$T/clerk" "$base/votes/$vote"
	web 200 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d "key=c$vote" -d number=2 "$base/votes/$vote/codes"
	sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/codes"
	web 200 -b "$T/clerk" "$base/votes/$vote"
	web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d "key=o$vote" "$base/votes/$vote/open"
	while read -r code; do
		web 200 $(i=0; for g in $3; do i=$((i + 1)); printf -- '-d a%d=%s ' $i $g; done) "$base/v/$code"
	done <"$T/codes"
	web 200 -b "$T/clerk" "$base/votes/$vote"
	web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d "key=e$vote" -d attended=2 -d attended_again=2 "$base/votes/$vote/close"
	says 0 "$B" event release "$1" --as leader
	n=0; until [ "$("$B" vote results "$vote" --as clerk --json)" ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
}
says 0 "$B" period open --owner 6110 --name 2023年一季度 --from 2023-01-01 --to 2023-03-31 --publish_on 2023-07-05 --as clerk
says 0 "$B" period open --owner 6110 --name 2023年二季度 --from 2023-04-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
is 0 "$("$B" season show 周末现场会 --as clerk --json | jq -r .points)" "points before a session is over"
says 0 "$B" event agenda $EV --agenda '商州区 | | 东关社区
洛南县 | | 洛河湿地
丹凤县 | | 丹凤老街' --drop true --as clerk
held $EV 2023年一季度 '80 90 70'
says 4 "$B" season ranking 周末现场会 --as luonan
says 0 "$B" event end $EV --as clerk
says 5 "$B" tour delay $EV --stop 3 --minutes 5 --as clerk; says 5 "$B" tour escort $EV --people 3 --cars 1 --as clerk
says 0 "$B" matter ack 1 --as shangzhou
says 0 "$B" matter claim_finish 1 --text 已竣工 --percent 100 --as shangzhou
says 0 "$B" matter take_up 1 --as head
says 0 "$B" matter close 1 --text 属实 --as head

NEXT=第九次现场会
says 0 "$B" event plan --owner 6110 --kind tour --name $NEXT --day 2023-07-29 --begins 9:00 --series 周末现场会 --as clerk
says 5 "$B" tour route $NEXT --stops '东关社区 | 25' --as clerk; blames 2023-07-01
says 6 "$B" season months 周末现场会 --months 0 --as leader
says 0 "$B" season months 周末现场会 --months 0 --as clerk
says 0 "$B" tour route $NEXT --stops '东关社区 | 25' --as clerk
says 0 "$B" season months 周末现场会 --months 12 --as clerk
is false "$(check $NEXT again)" "shown 28 days before"
says 0 "$B" tour route $NEXT --stops '东关社区 | 25 | 5 | 回头看
大赵峪产业园 | 25 | | look back
洛河湿地 | 25 | | look back
丹凤老街 | 25 | | look back' --as clerk
is true "$(check $NEXT again)" "look backs"; is true "$(check $EV again)" "what came later does not count against the one before"
is true "$("$B" tour show $NEXT --as clerk --json | jq -s 'map(.look_back) | all')" "look backs on the route"
SECOND=$("$B" event show $NEXT --as clerk --json | jq -r .id)
web 200 -b "$T/clerk" "$base/events/$SECOND/route"
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=agenda2 "$base/events/$SECOND/route/agenda"
is 2 "$("$B" event show $NEXT --as clerk --json | jq '[.agenda[].unit | select(test("商州"))] | length')" "sites of one county on the agenda"
held $NEXT 2023年二季度 '70 80 60 80'
says 0 "$B" event begin $NEXT --as clerk; says 0 "$B" event end $NEXT --as clerk
says 0 "$B" event plan --owner 6110 --kind tour --name 彩排一次 --day 2023-07-02 --series 周末现场会 --rehearsal true --as clerk
says 0 "$B" tour route 彩排一次 --stops '东关社区 | 25' --as clerk   # a rehearsal shows nothing

# 商州 (80 + 75) / 2, 洛南 (90 + 60) / 2, 丹凤 (70 + 80) / 2: two share the second place
is '1 商州区 77.5 2 false,2 洛南县 75 2 true,2 丹凤县 75 2 true' \
	"$("$B" season ranking 周末现场会 --as leader --json | jq -sr 'map("\(.place) \(.unit_name) \(.share) \(.votes) \(.tied)") | join(",")')" "points of the season"
is 2 "$("$B" season votes 周末现场会 --unit 611021 --as leader --json | wc -l | tr -d ' ')" "votes behind one mean"
"$B" season show 周末现场会 --as leader --json >"$T/count"
is '2 2 9' "$(jq -r '"\(.sessions) \(.different_hosts) \(.points)"' <"$T/count")" "sessions, hosts, points"
is "$("$B" season points 周末现场会 --of linked --as leader --json | wc -l | tr -d ' ')" "$(jq -r .linked <"$T/count")" "points with a matter"
is '1 1 第八次现场会' "$(jq -r .closed <"$T/count") $("$B" season points 周末现场会 --of closed --as leader --json | jq -sr '"\(length) \(.[0].event)"')" "closed after its tour"
is 9 "$("$B" season coverage 周末现场会 --as leader --json | jq -s 'map(.points) | add')" "points in the coverage"
is '2 2' "$("$B" season coverage 周末现场会 --as leader --json | jq -sr 'map(select(.county == "商州区" and .topic == "主导产业" or .county == "丹凤县" and .topic == "城市更新") | .points) | join(" ")')" "points of two topics"
SERIES=$("$B" series list --as clerk --json | jq -r .id)
web 200 -b "$T/leader" "$base/series/$SERIES"; has 77.50; has '并列 2\|并列2\|=2'; has 样例〔2022〕5号; has 第八次现场会; has "/series/$SERIES/votes?unit="; has '相差 1 次' 
web 200 -b "$T/leader" "$base/series/$SERIES/points?of=closed"; has 东关社区; has /m/0001; hasnt 丹凤老街
web 200 -b "$T/leader" "$base/series/$SERIES/votes"; has 第九次现场会
web 404 -b "$T/luonan" "$base/series/$SERIES"
# of 100 points, then of 20, which 丹凤 was not part of: 商州 (90% + 80%) / 2, 洛南 (80% + 90%) / 2, 丹凤 70% of one session alone
says 0 "$B" series plan --owner 6110 --name 两场赛 --kind tour --rhythm monthly --as clerk
for e in '两场赛之一|2023-07-08|商州区,洛南县,丹凤县' '两场赛之二|2023-07-15|商州区,洛南县'; do
	says 0 "$B" event plan --owner 6110 --kind tour --name "${e%%|*}" --day "$(echo "$e" | cut -d'|' -f2)" --series 两场赛 --agenda "$(echo "${e##*|}" | tr , '\n')" --as clerk
done
says 0 "$B" period open --owner 6110 --name 2023年三季度 --from 2023-07-01 --to 2023-09-30 --publish_on 2023-10-09 --as clerk
held 两场赛之一 2023年三季度 '90 80 70'
held 两场赛之二 2023年三季度 '80 90' 观摩复评
is '1 商州区 85 2/2 true false,1 洛南县 85 2/2 true false,3 丹凤县 70 1/2 false true' \
	"$("$B" season ranking 两场赛 --as leader --json | jq -sr 'map("\(.place) \(.unit_name) \(.share) \(.sessions)/\(.of_sessions) \(.tied) \(.fewer)") | join(",")')" "shares of full marks"
is "100 20" "$("$B" season votes 两场赛 --as leader --json | jq -sr 'map(.full) | unique | join(" ")')" "full marks of both items"
web 200 -b "$T/leader" "$base/series/$("$B" series list --as clerk --json | jq -r 'select(.name == "两场赛") | .id')"; has '1 / 2'; has 参加场次少于其他单位; has 不完全可比
says 0 "$B" series plan --owner 6110 --name 月擂台 --kind arena --rhythm monthly --as clerk
web 200 -b "$T/leader" "$base/series/$("$B" series list --as clerk --json | jq -r 'select(.name == "月擂台") | .id')"; has 月擂台; hasnt /points; hasnt 不重复观摩
web 200 -b "$T/clerk" "$base/events"; has "/series/$SERIES"
web 200 -b "$T/clerk" "$base/sites/$SITE"; has 第八次现场会; has 第九次现场会; hasnt 彩排一次
card=$(sed -n 's/.*href="\(\/practices\/new?[^"]*\)".*/\1/p' "$T/out" | sed 's/&amp;/\&/g' | head -1)
web 200 -b "$T/clerk" "$base$card"; has 'value="东关社区"'; has 'value="site" selected\|value="site"[^>]*selected'   # a card born from what was shown
is 2 "$("$B" site show 东关社区 --as clerk --json | jq -r .shown)" "times shown"

# ---- a draw published from the page, and one that was given up ---------------------------------------------------------------------------
says 0 "$B" event plan --owner 6110 --kind tour --name 第十次现场会 --day 2023-08-26 --begins 9:00 --as clerk
says 0 "$B" tour route 第十次现场会 --stops '抽签 | 30 | 40' --as clerk
THIRD=$("$B" event show 第十次现场会 --as clerk --json | jq -r .id)
web 403 -b "$T/leader" "$base/events/$THIRD/route/draw"
web 200 -b "$T/clerk" "$base/events/$THIRD/route/draw"; grep -qi 'cache-control: no-store' "$T/head" || bad "a secret in a cache:"
secret=$(sed -n 's/.*<pre class="shell">\([0-9a-f]*\)<.*/\1/p' "$T/out" | head -1)
has "value=\"$(printf %s "$secret" | sha256sum | cut -c1-64)\""
web 422 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=d1 -d "seed_digest=$(printf %s "$secret" | sha256sum | cut -c1-64)" "$base/events/$THIRD/route/draw"
hasnt "$secret"
! grep -rqa "$secret" "$T/city" || bad "the secret part stands in the folder"
web 200 -b "$T/clerk" "$base/events/$THIRD/route/draw"
secret=$(sed -n 's/.*<pre class="shell">\([0-9a-f]*\)<.*/\1/p' "$T/out" | head -1); digest=$(printf %s "$secret" | sha256sum | cut -c1-64)
hasnt 'value="#'"$SITE"'"'               # shown a month and more ago, but within twelve
boxes=$(sed -n 's/.*name="candidate" value="\(#[0-9]*\)".*/\1/p' "$T/out")
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=d2 -d "seed_digest=$digest" $(for c in $boxes; do printf -- '-d candidate=%%23%s ' "${c#\#}"; done) \
	"$base/events/$THIRD/route/draw"
web 200 -b "$T/leader" "$base/events/$THIRD/route"; has "$digest"; hasnt "$secret"; has '名单已公布\|已公布'
says 6 "$B" tour void 第十次现场会 --reason 密封纸遗失 --as luonan
says 0 "$B" tour void 第十次现场会 --reason 密封纸遗失 --as clerk
web 200 -b "$T/leader" "$base/events/$THIRD/route"; has 密封纸遗失; has 作废
says 0 "$B" site retire 镇安抽水蓄能 --reason 工程停工 --as clerk
says 5 "$B" site retire 镇安抽水蓄能 --reason 再停 --as clerk
says 0 "$B" tour route 第十次现场会 --stops '山阳滨河步道 | 30 | 40' --as clerk; says 0 "$B" site retire 山阳滨河步道 --reason 封路 --as clerk
is false "$(check 第十次现场会 standing)" "a site of the route was retired"; says 5 "$B" tour route 第十次现场会 --stops '山阳滨河步道 | 30 | 40' --as clerk
stop

# ---- nothing of it hangs on anything but the journal ---------------------------------------------------------------------------------------
says 0 "$B" verify
stored=$("$B" site show 东关社区 --as clerk --json | jq -r '.pictures[0].digest'); stored=$T/city/files/$(echo "$stored" | cut -c1-2)/$(echo "$stored" | cut -c3-)
mv "$stored" "$T/away"; says 7 "$B" verify; has "#"; mv "$T/away" "$stored"
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "site: ok"
