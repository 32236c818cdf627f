#!/bin/sh
# Sheets of votes, marks, places and figures come in by the web: each cell is seen before anything is written, a wrong one is
# named as Excel names it, a form sent twice is one act, another person confirms; the board is what was worked out by hand.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
B=${BIXUE:-$here/build/bixue}
T=$(mktemp -d)
. "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8
day=2023-01-06 O=530426201 R=岔河乡村级综合评价 P=2022年度

bad() { echo "$*"; sed 's/<[^>]*>//g' "$T/out" | grep -v '^ *$' | head -60; exit 1; }
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
}
web() { # expected status, curl's arguments…
	want=$1; shift
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@") || true
	[ "$got" = "$want" ] || bad "status $got instead of $want: $*"
}
has() { grep -q -- "$1" "$T/out" || bad "no $1 in:"; }
hasnt() { ! grep -q -- "$1" "$T/out" || bad "there is $1 in:"; }
is() { [ "$1" = "$2" ] || { echo "$3: $2 instead of $1"; exit 1; }; }
to() { sed -n 's/^Location: *\([^ ]*\).*/\1/p' "$T/head" | tr -d '\r'; }
hidden_of() { # name, action: the hidden field of the form with that action
	tr '\n' ' ' <"$T/out" | sed 's/<form/\n<form/g' | grep -F "action=\"$2" | sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -1
}
sheet() { python3 "$here/tests/flow/sheet.py" "$T/$1.xlsx" "$2"; } # name, name of the sheet; the table on standard input
post() { # unit, title, login, role, over, who holds it
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3" --holder "$6"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
	echo "a sentence of $3" | says 0 "$B" person password "$3"
}
enter() { web 303 -c "$T/$1" -d login=$1 --data-urlencode "password=a sentence of $1" "$base/in"; }
total() { "$B" board line --board 年终榜 --unit "$1" --as head --json | jq -r .points | awk '{ s += $1 } END { printf "%.2f", s }'; }

# upload NAME ITEM [curl's arguments]: the file as far as its preview
upload() {
	name=$1 item=$2; shift 2
	web 200 -b "$T/clerk" "$base/tallies/new"
	value=$(tr '\n' ' ' <"$T/out" | grep -o "value=\"[0-9]*:$item\"" | head -1 | sed 's/value="\(.*\)"/\1/')
	[ "$value" ] || bad "$item is not offered"
	web 303 -b "$T/clerk" -F "csrf=$(hidden_of csrf /tallies/new)" -F "key=$(hidden_of key /tallies/new)" -F "period=$period" -F "item=$value" \
		-F "file=@$T/$name.xlsx;filename=$name.xlsx" "$base/tallies/new"
	at=$(to)
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' -b "$T/clerk" "$base$at")
}
# take STATUS [curl's arguments]: the form of the preview, as a browser sends it
take() {
	status=$1; shift
	path=${at%%\?*}
	csrf=$(hidden_of csrf "$path") key=$(hidden_of key "$path")
	web "$status" -b "$T/clerk" -d "csrf=$csrf" -d "key=$key" -d "period=$period" --data-urlencode "item=$value" --data-urlencode "name=$name.xlsx" \
		--data-urlencode "source=党政办计票单" -d "day=$day" "$@" "$base$path"
}
confirm() { says 0 "$B" tally confirm "$1" --as clerk2; }

says 0 "$B" init --name 岔河乡督查办 --simulated=2023-01-09
says 0 "$B" unit import "$here/data/demo/units.csv" --as system
post $O 督查办科员 clerk clerk $O 甲
post $O 督查办科员二 clerk2 clerk $O 乙
post $O 督查办主任 head office_head $O 丙
post 530426201205 联络员 anju liaison 530426201205 丁
cp "$here/tests/flow/tally.rule" "$T/tally.rule"
says 0 "$B" ruleset draft "$T/tally.rule" --owner $O --as clerk
says 0 "$B" ruleset adopt $R --basis_doc 岔政发〔2022〕31号 --advice_read yes --as head
says 0 "$B" period open --owner $O --name $P --from 2022-01-01 --to 2022-12-31 --publish_on 2023-01-31 --as clerk
says 0 "$B" period list --as clerk --json; period=$(jq -r .id "$T/out")
"$B" serve --listen 127.0.0.1:0 >"$T/log" 2>&1 & server=$!
for i in $(seq 60); do base=$(grep -o 'http://127.0.0.1:[0-9]*' "$T/log" | tail -1); curl -s -o "$T/null" "${base:-none}/healthz" && break; sleep 0.1; done
for who in clerk clerk2 anju; do enter $who; done

# ---- who, and what is offered --------------------------------------------------------------------------------------------
web 403 -b "$T/anju" "$base/tallies/new"
web 200 -b "$T/clerk" "$base/tallies"; has 'href="/tallies/new"'
web 200 -b "$T/clerk" "$base/tallies/new"
for item in 班子评分 观摩评分 述职票 观摩名次 热线满意率 平安建设 外部评价; do has ":$item\""; done
has 录入计票; hasnt ':年终"'

# ---- marks: judges as columns, full marks in the heads; two cells wrong ------------------------------------------------------
marks() { # what stands in C4, in D6
	cat <<END
岔河乡2022年班子评分汇总表||||
序号|单位|评委1（20分）|评委2（满分20）|评委3
1|青河村|18|17|18
2|棚租坝村|$1|15|15
3|河外村|15|缺席|弃权
4|文山村|19|$2|18
5|安居村|19.5|18.5|20
6|云美村|17|16|17
7|谢札村|14|13|15
|合计|121|97|
END
}
marks 21 十八 | sheet marks-wrong 汇总表
upload marks-wrong 班子评分
is 200 "$got" "the preview of a sheet with wrong cells"
has '<th scope="row">C4</th>'; has '<th scope="row">D6</th>'; has '21 超过这一列的满分 20'; has '十八'
hasnt '<th scope="row">D5</th>'                                     # absent is a reason, not a fault
take 422 -d _do=accept; has 读不通
is "" "$("$B" tally list --as clerk --json)" "tallies after a sheet with wrong cells"
marks 16 18 | sheet marks 汇总表
upload marks 班子评分; hasnt 'id="wrong"'
day=; take 422 -d _do=accept; has 'href="#f-day"'; day=2023-01-06
take 303 -d _do=accept; first=$(to)
web 303 -b "$T/clerk" -d "csrf=$csrf" -d "key=$key" -d "period=$period" --data-urlencode "item=$value" -d name=marks.xlsx \
	--data-urlencode "source=党政办计票单" -d day=2023-01-06 -d _do=accept "$base$path"
is "$first" "$(to)" "the same form sent twice"
is 1 "$("$B" tally list --as clerk --json | wc -l | tr -d ' ')" "tallies after the form came twice"
web 200 -b "$T/clerk" "$base$first"; has 请第二人对照原件复核
upload marks 班子评分; take 409 -d _do=accept; has 本期已有计票            # another form of the same sheet meets the one that waits
says 6 "$B" tally confirm 班子评分 --as clerk                             # never who brought it in
confirm 班子评分
upload marks 班子评分; has 'name="reason"'; has 现在录入的是对它的更正       # from now on it is a correction, with a reason
take 422 -d _do=accept; has f-reason
# a sheet out of 100 where the rules say 20 is not taken for small marks
printf '单位|评委1（100分）\n青河村|9\n' | sheet marks-100 表
upload marks-100 班子评分; is 422 "$got" "a sheet of another scale"; has '满分是 100'

# ---- marks: one judge's own sheet with its parts; one row a judge ---------------------------------------------------------------
own() { printf '第八次观摩评分表||||\n序号|县区|形象进度(60)|质量与效益(40)|合计\n1|青河村|50|30|80\n2|安居村|%s|38|%s\n' "$1" "$2"; }
own 61 99 | sheet own-wrong 评分表
upload own-wrong 观摩评分; is 422 "$got" "one judge's own sheet without a number"; has 评委
take 200 -d judge=3 -d _do=look; has '<th scope="row">C4</th>'; has '61 超过这一列的满分 60'
own 57 94 | sheet own-sum 评分表
upload own-sum 观摩评分; take 200 -d judge=3 -d _do=look; has '<th scope="row">E4</th>'; has '各分项合计是 95'
own 57 95 | sheet own 评分表
upload own 观摩评分; take 200 -d judge=3 -d _do=look; hasnt 'id="wrong"'; has 2
printf '单位|形象|质量\n满分|60|30\n青河村|50|30\n' | sheet own-90 评分表
upload own-90 观摩评分; take 422 -d judge=3 -d _do=look; has '满分合计 90'
cat <<END | sheet by-judge-wrong 评分表
评委编号|青河村|棚租坝村|河外村|文山村|安居村|云雾村|谢札村
1号|90|80|85|95|92|88|70
张三|90|80|85|95|92|88|70
END
upload by-judge-wrong 观摩评分; has '<th scope="row">G1</th>'; hasnt '<th scope="row">G2</th>'; has '<th scope="row">B3</th>'; has 本地没有叫这个名称的单位
cat <<END | sheet by-judge-twice 评分表
评委编号|青河村|安居村
1号|90|92
2号|88|94
1号|70|缺席
END
upload by-judge-twice 观摩评分; has '<th scope="row">B4</th>'; has 'B2 已经填过'; has '<th scope="row">C4</th>'; has 'C2 已经填过'
cat <<END | sheet by-judge 评分表
评委编号|青河村|棚租坝村|河外村|文山村|安居村|云美村|谢札村
1号|90|80|85|95|92|88|70
2号|88|82|85|95|94|86|回避
END
upload by-judge 观摩评分; hasnt 'id="wrong"'; take 303 -d _do=accept; confirm 观摩评分

# ---- votes by grade, with a head of two rows; votes by place ---------------------------------------------------------------------
votes() { # the votes 好 of the leaders for 安居村
	echo '述职测评汇总|||||||'
	echo '票组|述职对象|票数||||备注|'
	echo '^|^|好|较好|一般|差|废票|意见建议'
	for v in 青河村 棚租坝村 河外村 文山村 云美村 谢札村; do echo "乡领导|$v|8|2|0|0|0|"; done
	echo "乡领导|安居村|$1|1|0|0|0|很好"
	for v in 青河村 棚租坝村 河外村 文山村 云美村 谢札村; do echo "村民代表|$v|20|10|0|0|0|"; done
	echo "${2:-村民代表}|安居村|24|5|0|0|1|"
}
votes 9.5 群众 | sheet votes-wrong 计票
upload votes-wrong 述职票
has '<th scope="row">C10</th>'; has 票数应是整数; has '<th scope="row">C17</th>'; has 细则里没有这个票组
votes 9 | sheet votes 计票
upload votes 述职票; hasnt 'id="wrong"'; take 303 -d _do=accept; confirm 述职票
places() {
	echo '单位|第1名|第2名|第3名'
	echo '安居村|11|6|3'
	echo "文山村|$1|2|7"
	for v in 青河村 棚租坝村 河外村 云美村 谢札村; do echo "$v|1|1|18"; done
}
places √ | sheet places-wrong 名次; upload places-wrong 观摩名次; has '<th scope="row">B3</th>'; has 请先计票
places 11 | sheet places 名次; upload places 观摩名次; hasnt 'id="wrong"'; take 303 -d _do=accept; confirm 观摩名次

# ---- figures: percentages, an estimate, points of a document with their limit; scores of others ------------------------------------
figures() {
	echo "便民中心热线月报||"
	echo "单位|热线满意率（%）|口径"
	for v in 青河村 棚租坝村 河外村 文山村 云美村 谢札村; do echo "$v|85.50%|最终"; done
	echo "安居村|$1|预计"
}
figures 九成 | sheet figures-wrong 月报; upload figures-wrong 热线满意率; has '<th scope="row">B9</th>'; has 不是数字
figures 92.00% | sheet figures 月报; upload figures 热线满意率; hasnt 'id="wrong"'; has '92 <small>预计</small>'; take 303 -d _do=accept; confirm 热线满意率
points() {
	echo "单位|平安建设（10分）"
	for v in 青河村 棚租坝村 河外村 文山村 云美村 谢札村; do echo "$v|8"; done
	echo "安居村|$1"
}
points 10.5 | sheet points-wrong 通报; upload points-wrong 平安建设; has '<th scope="row">B8</th>'; has '10.5 超过这一列的满分 10'
# … by a program: read, brought in, once for each key
web 200 -H 'Content-Type: application/json' -d '{"login":"clerk","password":"a sentence of clerk"}' "$base/api/v1/session"; token=$(jq -r .token "$T/out")
api() { web "$1" -H "Authorization: Bearer $token" -H "Idempotency-Key: $2" -F "file=@$T/$3.xlsx" -F period=$P -F ruleset=$R -F item=平安建设 $4 "$base/api/v1/tallies"; }
api 200 a-0 points-wrong ""; is "B8 10.5" "$(jq -r '.cells[] | select(.wrong != "") | "\(.at) \(.text)"' "$T/out")" "the wrong cell, as a program is told"
api 422 a-1 points-wrong "-F source=派出所通报 -F day=2023-01-05 -F accept=true"; has tally.wrong
points 9 | sheet points-old 通报
api 422 a-2 points-old "-F accept=true"; has source
api 200 a-3 points-old "-F source=派出所通报 -F day=2023-01-05 -F accept=true"; tally=$(jq -r .tally "$T/out")
api 200 a-3 points-old "-F source=派出所通报 -F day=2023-01-05 -F accept=true"; is "$tally true" "$(jq -r '"\(.tally) \(.repeated)"' "$T/out")" "the same request sent again"
api 409 a-4 points-old "-F source=派出所通报 -F day=2023-01-05 -F accept=true"; has tally.twin
web 403 -H "Authorization: Bearer $(curl -s -H 'Content-Type: application/json' -d '{"login":"anju","password":"a sentence of anju"}' "$base/api/v1/session" | jq -r .token)" \
	-F "file=@$T/points-old.xlsx" -F period=$P -F ruleset=$R -F item=平安建设 "$base/api/v1/tallies"
confirm 平安建设
says 0 "$B" tally withdraw 平安建设 --reason 通报有误 --as clerk
points 9.5 | sheet points 通报; upload points 平安建设; take 303 -d _do=accept; confirm 平安建设
scores() { echo '单位|得分'; for v in 青河村 棚租坝村 河外村 文山村 云美村 谢札村; do echo "$v|80"; done; echo "安居村|90"; }
scores | sheet scores 第三方
# the last one is pasted, as copied in WPS
web 200 -b "$T/clerk" "$base/tallies/new"
value=$(grep -o 'value="[0-9]*:外部评价"' "$T/out" | head -1 | sed 's/value="\(.*\)"/\1/') name=粘贴的表格
web 303 -b "$T/clerk" -F "csrf=$(hidden_of csrf /tallies/new)" -F "key=$(hidden_of key /tallies/new)" -F "period=$period" -F "item=$value" \
	-F "table=$(scores | tr '|' '\t')" "$base/tallies/new"
at=$(to); web 200 -b "$T/clerk" "$base$at"; hasnt 'id="wrong"'; take 303 -d _do=accept
web 200 -b "$T/clerk2" "$base$(to)"; has 外部评价
confirm 外部评价

# ---- by hand: 安居村 ------------------------------------------------------------------------------------------------------------
# 班子: of three marks the highest is dropped: (19.5 + 18.5) ÷ 2 = 19 × 10 ÷ 20 = 9.5.  观摩 (92 + 94) ÷ 2 = 93 × 20 ÷ 100 = 18.6.
# 述职: leaders (9 × 100 + 1 × 80) ÷ 10 = 98 × 60 % + villagers (24 × 100 + 5 × 80) ÷ 29 = 96.551724 × 40 % = 97.42069 × 20 % = 19.48.
# 名次 (20 × 11 + 18 × 6 + 16 × 3) ÷ 20 = 18.8.  热线 92 → 20.  平安 9.5.
# 9.5 + 18.6 + 19.48 + 18.8 + 20 + 9.5 = 95.88, × 80 % = 76.704; 90 × 20 % = 18; 94.704 → 94.70.
# how many people a unit has, from a day on, by a document; of one day the later word holds, a later day does not count yet
says 0 "$B" unit staff 530426201205 --staff 40 --since 2022-01-01 --source 岔编〔2021〕4号 --as clerk
says 0 "$B" unit staff 530426201205 --staff 45 --since 2022-01-01 --source 岔编〔2021〕4号更正 --as clerk
says 0 "$B" unit staff 530426201205 --staff 60 --since 2023-01-01 --source 岔编〔2022〕9号 --as clerk
says 3 "$B" unit staff 530426201205 --staff 61 --since 2023-02-01 --source 岔编〔2023〕1号 --as clerk
says 6 "$B" unit staff 530426201205 --staff 61 --since 2022-02-01 --source 岔编〔2023〕1号 --as anju
says 3 "$B" unit staff 530426201205 --staff 61 --since 2022-02-01 --as clerk
web 200 -b "$T/clerk" "$base/u/530426201205"; has '2023-01-01 起，岔编〔2022〕9号'; has /do/unit.staff
veto=较大安全责任事故
says 3 "$B" entry post --unit 云美村 --ruleset $R --item $veto --fact veto --day 2023-01-01 --record 事故调查报告 --as clerk # after its last day
says 0 "$B" entry post --unit 云美村 --ruleset $R --item $veto --fact veto --day 2022-11-01 --record 事故调查报告 --as clerk
says 0 "$B" entry confirm "云美村 2022-11-01 veto" --as clerk2
says 0 "$B" period close $P --as clerk
says 0 "$B" board compose --period $P --ruleset $R --kind village --within $O --name 年终榜 --as clerk
is 94.70 "$(total 安居村)" "安居村"
# 河外村: the absent judge is none: 15 × 10 ÷ 20 = 7.5; 17; 述职 96 × 60 % + 93.333333 × 40 % = 94.933333 → 18.99; 名次 (20 + 18 + 16 × 18) ÷ 20 = 16.3;
# 15; 8: 82.79 × 80 % = 66.232; + 16 = 82.232 → 82.23.
is 82.23 "$(total 河外村)" "河外村"

# ---- the parts on the board, each number opening what it is made of ------------------------------------------------------------------
"$B" board rows --board 年终榜 --as head --json >"$T/rows"
is "年终 76.704, 外部评价 18" "$(jq -r 'select(.unit_name | startswith("安居")) | [.parts[] | "\(.name) \(.points)"] | join(", ")' "$T/rows")" "the parts of 安居村"
is "20 9 45" "$(jq -r 'select(.unit_name | startswith("安居")) | .yield | "\(.staff_percent) \(.staff_seats) \(.staff)"' "$T/rows")" "the quota of 安居村"
is "15 null" "$(jq -r 'select(.unit_name | startswith("河外")) | .yield | "\(.staff_percent) \(.staff_seats)"' "$T/rows")" "the quota of a unit whose staff nobody told"
board=/boards/$("$B" board list --as head --json | jq -r .id) unit=$(jq -r 'select(.unit_name | startswith("安居")) | .unit' "$T/rows")
web 200 -b "$T/clerk" "$base$board"; has '年终 80%'; has '外部评价 20%'; hasnt '>评价<'
to_part=$(grep -o "$board/units/$unit?open=p1#l-[0-9]*" "$T/out" | head -1); [ "$to_part" ] || bad "the part opens nothing"
web 200 -b "$T/clerk" "$base${to_part%#*}"
is 1 "$(grep -c '<details class="why-line[^>]* open>' "$T/out")" "lines that the part opens"
tr '\n' ' ' <"$T/out" | grep -q "id=\"${to_part#*#}\" open>.*90 × 20% = 18.*</details>" || bad "the line of the part is not the one opened"
own=$(curl -s -b "$T/clerk" "$base$board/units/$unit?open=p0" | grep -c '<details class="why-line[^>]* open>')
is 7 "$own" "lines of 本细则: six items and the weight"
tr '\n' ' ' <"$T/out" | grep -q '20%：9 人.*职工 45 人，岔编〔2021〕4号更正' || bad "the quota is not told"
# what does not count stands there with its reason
tr '\n' ' ' <"$T/out" | sed 's/.*id="left"//' | sed 's/<[^>]*>/ /g' >"$T/left"
for why in 去掉的最高或最低分 '已撤销：通报有误' 20; do grep -q "$why" "$T/left" || bad "$why is not told"; done
other=$(jq -r 'select(.unit_name | startswith("河外")) | .unit' "$T/rows")
web 200 -b "$T/clerk" "$base$board/units/$other"; for why in 评委缺席 评委弃权; do has "$why"; done
# a veto gives no points, and is told all the same, with its document and the entry
hasnt $veto
web 200 -b "$T/clerk" "$base$board/units/$(jq -r 'select(.unit_name | startswith("云美")) | .unit' "$T/rows")"
tr '\n' ' ' <"$T/out" | sed 's/<[^>]*>/ /g' | grep -q "一票否决 *$veto *不列红榜 *峨政发〔2022〕3号" || bad "the veto is not told"
has "href=\"/entries/[0-9]*\">$veto"
# on paper and in the workbooks, not on the poster
web 200 -b "$T/clerk" "$base$board/print"; has '年终 80%'; has 76.70
web 200 -b "$T/clerk" "$base$board/poster"; hasnt '年终 80%'
words() { python3 -c 'import re, sys, zipfile
z = zipfile.ZipFile(sys.argv[1]); print(" ".join(re.sub("<[^>]*>", " ", z.read(n).decode()) for n in z.namelist() if n.endswith("xml")))' "$1"; }
web 200 -b "$T/clerk" "$base$board.xlsx"; cp "$T/out" "$T/board.xlsx"
says 0 "$B" board export 年终榜 --as head --out "$T/cli.xlsx"
for book in board cli; do words "$T/$book.xlsx" >"$T/words"; for w in '年终 80%' '外部评价 20%' 76.7; do grep -q "$w" "$T/words" || bad "$book.xlsx has no $w"; done; done
stop
says 0 "$B" board recompute 年终榜
says 0 "$B" rebuild --check
says 0 "$B" verify
echo "tally: all as told"
