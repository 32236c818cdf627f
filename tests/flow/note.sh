#!/bin/sh
# What is said and found at an event: tour notes by slot, problems that become matters before the bus leaves, questions with answers
# and promises, comments, what units take home, demands by a released result; who may write and see what; the look-back of the series.
set -eu
. tests/flow/lib/base.sh
RULE=商洛市县区半年述职评议办法

enter() { web 303 -c "$T/$1" -d login="$1" --data-urlencode "password=a sentence of $1" "$base/in"; } # and keep its cookie
read_as() { who=$1; shift; web "$1" -b "$T/$who" "$base$2"; }                                          # who, status, path
send() { # who, status, path, fields…: from the page's own form
	who=$1; status=$2; path=$3; shift 3
	web 200 -b "$T/$who" "$base$path"
	c=$(hidden csrf)
	web "$status" -b "$T/$who" -d "csrf=$c" -d "key=t-$(date +%s%N)" "$@" "$base$path"
}
note() { # event, kind, text, more…
	e=$1 k=$2 t=$3; shift 3
	"$B" note add --event "$e" --kind "$k" --text "$t" --as clerk "$@" >"$T/out" 2>"$T/err"
}
list() { "$B" note list --as clerk --json --limit 1000 "$@" | jq -s .; }
id_of() { list | jq -r --arg t "$1" '.[] | select(.text == $t and .replaced_by == 0) | .id'; }
one() { list | jq -r --arg t "$1" ".[] | select(.text == \$t and .replaced_by == 0) | $2"; } # text, jq path
until_is() { # wanted, text, jq path: a reaction follows
	n=0; until [ "$(one "$2" "$3")" = "$1" ] || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
	is "$1" "$(one "$2" "$3")" "$2 $3"
}

says 0 "$B" init --name 商洛市督查室 --simulated=2023-06-01
says 0 "$B" unit import data/demo/units.csv --as system
for p in "科员 clerk clerk 6110" "主任 head office_head 6110" "分管副市长 leader leader 6110" "联络员 shangzhou liaison 611002" \
	"联络员 luonan liaison 611021" "督查室科员 county clerk 611002"; do
	set -- $p
	says 0 "$B" person add --as system --unit "$4" --title "$1" --login "$2"
	says 0 "$B" person grant "$2" --role "$3" --unit "$4" --as system
	echo "a sentence of $2" | says 0 "$B" person password "$2"
done
says 0 "$B" series plan --owner 6110 --name 周末现场观摩会 --kind tour --rhythm monthly --hosts 611002,611021 --as clerk
ROUTE='商州区 | 区委书记 | 东关社区 | 25
洛南县 | 县委书记 | 西河村 | 20
 | | 午餐 | 30'
tour() { # name, day, more…
	n=$1 d=$2; shift 2
	says 0 "$B" event plan --owner 6110 --kind tour --name "$n" --day "$d" --series 周末现场观摩会 --agenda "$ROUTE" --place 商州区 --as clerk "$@"
}
E=第一次观摩
tour $E 2023-06-01
EID=$("$B" event show $E --as clerk --json | jq -r .id)

# ---- what is noted on the way, and what is refused -----------------------------------------------------------------------------
got=0; note $E problem 太早了 --slot 1 || got=$?; is 5 $got "a note before the beginning"
says 0 "$B" event begin $E --as clerk
got=0; note $E problem 没有这一项 --slot 9 || got=$?; is 3 $got "a slot that is none"; blames slot\\\|项
got=0; note $E problem 午餐太久 --slot 3 || got=$?; is 3 $got "a slot without a unit"
got=0; note $E question 越权 --slot 1 || got=$?; is 3 $got "a kind of another act"
got=0; note $E comment 没说性质 --slot 1 || got=$?; is 3 $got "a comment without a level"
got=0; note $E progress 有性质 --slot 1 --level praise || got=$?; is 3 $got "a level of what is no comment"
got=0; note $E comment 空对空 --level praise || got=$?; is 3 $got "a comment on nothing"
for k in progress highlight practice; do note $E $k "东关社区$k" --slot 1 || bad "$(cat "$T/err")"; done
note $E comment 三个一批推进快 --level praise --programme 三个一批 --speaker 市长 || bad "$(cat "$T/err")"
note $E comment 商州区垃圾清运不及时 --level criticise --slot 1 --speaker 市住建局局长 || bad "$(cat "$T/err")"
note $E comment 洛南县步道可以借鉴 --level praise --slot 2 --speaker 市长 || bad "$(cat "$T/err")"
is 611002 "$(list | jq -r '.[] | select(.text == "东关社区progress") | .slot' | sed 's/^1$/611002/')" "the slot"
is 商州区 "$("$B" note list --as clerk --json --kind progress | jq -r .unit)" "the slot's unit"
note $E problem 排水不畅 --slot 1 || bad; note $E problem 路灯不亮 --slot 2 || bad; note $E problem 观感问题 --slot 2 || bad
is open "$(one 排水不畅 .state)" "a new problem"
says 6 "$B" note add --event $E --kind problem --text 自己记自己 --slot 1 --as shangzhou

# a delay on the way: what is noted stays, the rest of the route may change
says 5 "$B" event agenda $E --agenda '洛南县 | 县委书记 | 西河村 | 20
商州区 | 区委书记 | 东关社区 | 25' --as clerk
says 0 "$B" event agenda $E --agenda '商州区 | 区委书记 | 东关社区 | 30
洛南县 | 县委书记 | 西河村 | 20
 | | 午餐 | 40' --as clerk

# ---- before the bus leaves --------------------------------------------------------------------------------------------------------
says 5 "$B" event end $E --as clerk; blames 3
says 5 "$B" event cancel $E --reason 下雨 --as clerk
solve() { # note's text, expected exit, how, more…
	t=$1 x=$2 h=$3; shift 3
	send clerk "$x" "/events/$EID/notes/$(id_of "$t")/solve" -d "outcome=$h" "$@"
}
says 3 "$B" note solve "$(id_of 排水不畅)" --outcome settled --as clerk
says 6 "$B" note solve "$(id_of 排水不畅)" --outcome settled --text 自己说解决了 --as shangzhou
note $E problem 指示牌缺失 --slot 2 || bad
says 0 "$B" note solve "$(id_of 指示牌缺失)" --outcome matter --unit 6110-D013 --due 2023-06-15 --as clerk
until_is issued 指示牌缺失 .matter_state
is 1 "$(one 指示牌缺失 .lead | grep -c 宣传部)" "another unit has to do it than the one it is about"
CELLS=$(printf '桥面\t破损'); note $E problem "$CELLS" --slot 2 || bad        # pasted from two cells
says 0 "$B" note solve "$(id_of "$CELLS")" --outcome matter --unit 6110-D013 --due 2023-06-15 --as clerk
until_is issued "$CELLS" .matter_state
start
enter clerk
read_as clerk 200 "/events/$EID/notes"; has '1. 商州区 东关社区'; has '2. 洛南县 西河村'; has "href=\"/events/$EID/notes/$(id_of 排水不畅)/solve\""
tr -d '\n' <"$T/out" | grep -q '<td[^>]*data-label="责任单位"[^>]*>—</td>' || bad "who solves an open problem"
read_as clerk 200 "/events/$EID/notes/$(id_of 路灯不亮)/solve"; has 路灯不亮; has 西河村
is 洛南县 "$(tr -d '\n' <"$T/out" | sed 's/.*<select id="f-unit"[^>]*>\(<option[^>]*>[^<]*\).*/\1/; s/.*>//')" "the unit that stands first"
U1=$("$B" unit show 611002 --as clerk --json | jq -r .id)
solve 排水不畅 422 matter                                          # no day
solve 排水不畅 422 matter -d due=2023-05-01                         # a day that is past
solve 排水不畅 422 settled                                          # not said how
solve 观感问题 422 dismissed                                        # not said why
solve 观感问题 422 dismissed --data-urlencode text=不属实 -d due=2023-07-01
solve 排水不畅 422 matter -d due=2023-06-20 --data-urlencode _unit=没有这个单位; has 没有这个单位
solve 排水不畅 303 matter -d "unit=#$U1" -d due=2023-06-20 --data-urlencode text=疏通管网
solve 路灯不亮 303 settled -d "unit=#$U1" --data-urlencode text=当场换了灯     # the unit chosen is for a matter alone
says 5 "$B" event end $E --as clerk; blames 1
solve 观感问题 303 dismissed --data-urlencode text=属正常施工
solve 观感问题 409 dismissed --data-urlencode text=再来一次
until_is issued 排水不畅 .matter_state
M=$(one 排水不畅 .matter)
says 0 "$B" matter show "$M" --as clerk --json
is "$E（东关社区）：问题记录" "$(jq -r .origin "$T/out")" "the origin of the matter"
is 疏通管网 "$(jq -r '.goal' "$T/out" | sed 's/.*：//')" "the goal of the matter"
has "$E"; has 2023-06-20; has 商州区
read_as clerk 200 "/m/$M"; has "$E"; has "href=\"/events/$EID/notes\""
read_as clerk 200 "/events/$EID/notes"; has "/m/$M"; has 属正常施工; has 当场换了灯
read_as clerk 200 "/events/$EID/notes?done=$(id_of 路灯不亮)"; has 问题已落实
read_as clerk 200 "/events/$EID/problems"; has 排水不畅; has '商州区 <small>东关社区'; has 2023-06-20\\\|06-20; hasnt '<textarea'
is 3 "$(list --kind problem --state matter | jq length)" "problems that became matters"

# ---- corrections replace, nothing is edited -------------------------------------------------------------------------------------------
says 0 "$B" note correct --note "$(id_of 东关社区highlight)" --text 东关社区亮点更正 --as clerk
is 1 "$(list | jq '[.[] | select(.text == "东关社区highlight" and .replaced_by != 0)] | length')" "the old note"
says 5 "$B" note correct --note "$(list | jq -r '.[] | select(.text == "东关社区highlight") | .id')" --text 又改 --as clerk
says 6 "$B" note correct --note "$(id_of 东关社区亮点更正)" --text 外人改 --as shangzhou
says 5 "$B" note correct --note "$(id_of 排水不畅)" --text 排水仍不畅 --unit 611021 --as clerk   # its matter is Shangzhou's
says 0 "$B" note correct --note "$(id_of 排水不畅)" --text 东关排水不畅 --as clerk
is "$M" "$(one 东关排水不畅 .matter)" "the matter of a corrected note"
says 3 "$B" note correct --note "$(id_of 东关排水不畅)" --as clerk; blames extension
# from its page: as it stood is no correction; the day of what became a matter is the matter's
send clerk 422 "/events/$EID/notes/$(id_of 东关社区practice)/correct" --data-urlencode text=东关社区practice -d slot=1
send clerk 303 "/events/$EID/notes/$(id_of 东关社区practice)/correct" --data-urlencode text=东关社区做法 -d slot=1; read_as clerk 200 "/events/$EID/notes"; has 东关社区做法
read_as clerk 200 "/events/$EID/notes"; has "/events/$EID/notes/$(id_of 东关排水不畅)/correct"
read_as clerk 200 "/events/$EID/notes/$(id_of 东关排水不畅)/correct"; has 申请延期; has "href=\"/m/$M\""
read_as clerk 404 "/events/$EID/notes/$EID/correct"
read_as clerk 200 "/events/$EID/notes"; has struck

# ---- the quick form, for one thumb -----------------------------------------------------------------------------------------------------
send clerk 303 "/events/$EID/notes" -d kind=practice --data-urlencode text=网格化管理 -d slot=2
is 洛南县 "$(one 网格化管理 .unit)" "the unit of the quick form's note"
send clerk 422 "/events/$EID/notes" -d kind=comment --data-urlencode text=忘了性质 -d slot=2; has 忘了性质; has 性质
send clerk 422 "/events/$EID/notes" -d kind=practice --data-urlencode 'text= ' -d slot=2
enter leader; read_as leader 403 "/events/$EID/notes/$(id_of 路灯不亮)/solve"; send leader 303 "/events/$EID/notes" -d kind=comment -d level=remind --data-urlencode text=领导自己记的 -d slot=1
is 1 "$(one 领导自己记的 .speaker | grep -c 分管副市长)" "the speaker where none was named"

# ---- what a unit may: its own take-home, what is about itself ------------------------------------------------------------------------------
enter shangzhou; enter luonan; enter county
says 0 "$B" note take_home --event $E --unit 611002 --text 学西河村的步道 --as shangzhou
says 6 "$B" note take_home --event $E --unit 611021 --text 替别人带 --as shangzhou
says 0 "$B" note take_home --event $E --unit 611021 --text 办公室代记 --as clerk
send shangzhou 303 "/events/$EID/sites" --data-urlencode text=学网格管理
send shangzhou 303 "/events/$EID/sites" --data-urlencode text=第三条
send shangzhou 409 "/events/$EID/sites" --data-urlencode text=第四条; has 第四条
send shangzhou 403 "/events/$EID/sites" --data-urlencode text=越权一条 --data-urlencode unit=611021
read_as shangzhou 200 "/events/$EID/sites"
has 商州区垃圾清运不及时; has 学西河村的步道; has 东关排水不畅; hasnt 洛南县步道可以借鉴; hasnt 网格化管理; hasnt 办公室代记; hasnt 当场换了灯
read_as shangzhou 200 "/m/$M"; has "href=\"/events/$EID/sites\""
read_as shangzhou 200 /notes; has "/events/$EID/sites"
read_as luonan 200 "/events/$EID/sites"; has 洛南县步道可以借鉴; hasnt 垃圾清运; hasnt 学西河村的步道
for p in notes problems questions draft; do read_as shangzhou 403 "/events/$EID/$p"; done
read_as county 404 "/events/$EID/notes"                               # an office sees whole events of its own place alone
says 6 "$B" note list --as shangzhou
says 0 "$B" note about --as shangzhou --json; has 垃圾清运; hasnt 网格化管理; hasnt 洛南
is 0 "$("$B" note list --as county --json | wc -l)" "notes of the city's events for a county's office"
# an event that does not concern a unit is not named to it, until something is said of it there
says 0 "$B" event plan --owner 6110 --kind meeting --name 闭门会 --day 2023-06-02 --as clerk --agenda '商南县 | 县委书记 | 汇报 | 8'
says 0 "$B" event begin 闭门会 --as clerk
CLOSED=$("$B" event show 闭门会 --as clerk --json | jq -r .id)
read_as luonan 200 /notes; hasnt 闭门会; read_as luonan 404 "/events/$CLOSED/sites"
read_as clerk 200 "/events/$CLOSED/sites"
says 0 "$B" note add --event 闭门会 --kind comment --level praise --text 洛南县也做得好 --unit 611021 --as clerk
read_as luonan 200 /notes; has 闭门会; read_as luonan 200 "/events/$CLOSED/sites"; has 洛南县也做得好
read_as clerk 200 "/events/$EID"; has "/events/$EID/notes"

# ---- by a link, without account: whoever comes along ---------------------------------------------------------------------------------------
web 403 -b "$T/shangzhou" "$base/events/$EID/link"
read_as county 404 "/events/$EID/link"                                # another office invites nobody here
send clerk 422 "/events/$EID/link" -d until=2023-06-04               # for nobody
post=$("$B" person list --as clerk --json --limit 1000 | jq -r 'select(.login == "luonan") | .id')
send clerk 200 "/events/$EID/link" --data-urlencode "post=#$post" -d until=2023-06-04 -d _seed=0123456789abcdef0123456789abcdef
card=$(sed -n 's/.*\(\/n\/[0-9A-F]\{32\}\).*/\1/p' "$T/out" | head -1); [ "$card" ] || bad "no link"
! grep -rqi "${card#/n/}" "$T/city" || bad "the token stands in the folder"
web 200 "$base$card"; has 东关社区; hasnt 垃圾清运; hasnt "/events/$EID"
byhand() { # status, fields…: from the card's form
	x=$1; shift
	web 200 "$base$card"
	web "$x" -d "key=$(hidden key)" "$@" "$base$card"
}
byhand 303 -d kind=highlight -d slot=1 --data-urlencode text=手机记的亮点
byhand 422 -d kind=comment -d slot=1 --data-urlencode text=没选性质; has 没选性质
byhand 422 -d kind=question -d slot=1 --data-urlencode text=不能提问
web 200 "$base$card"; has 手机记的亮点; hasnt 东关社区亮点更正
is 1 "$(one 手机记的亮点 .speaker | grep -c 洛南)" "who said it by link"
says 6 "$B" note add --event $E --kind highlight --slot 1 --text 不经链接 --as luonan
web 404 "$base/n/00000000000000000000000000000000"; web 404 "$base/t/${card#/n/}"; web 404 "$base/p/${card#/n/}"
REV=$(id_of 手机记的亮点)
says 0 "$B" note correct --note "$REV" --text 手机记的亮点改 --as luonan     # one's own may be corrected

# ---- questions, answers, promises ---------------------------------------------------------------------------------------------------------
read_as clerk 200 "/events/$EID/questions"; has 区委书记; has 'light=overdue'
send clerk 422 "/events/$EID/questions" -d slot=1 --data-urlencode text=为何排水不畅 --data-urlencode respondent=区委书记 -d mark=9; has 满分
send clerk 422 "/events/$EID/questions" -d slot=1 --data-urlencode text=为何排水不畅 --data-urlencode respondent=区委书记 -d mark=11 -d full_mark=10 --data-urlencode answer=管网老化
send clerk 422 "/events/$EID/questions" -d slot=1 --data-urlencode text=为何排水不畅 --data-urlencode respondent=区委书记 --data-urlencode promise=月底改好
send clerk 422 "/events/$EID/questions" -d slot=1 --data-urlencode text=台账哪来 --data-urlencode respondent=区委书记 -d source=ledger
send clerk 422 "/events/$EID/questions" -d slot=1 --data-urlencode text=问谁 -d unit=611021         # another unit: whom the agenda names is not meant
read_as clerk 200 "/events/$EID/questions"; has '<option value="1" selected'; has 'href="/questions"'; hasnt 'value="bank"'
send clerk 303 "/events/$EID/questions" -d slot=2 --data-urlencode text=步道几时通
is 县委书记 "$(one 步道几时通 .respondent)" "who is asked where nobody is named"
read_as clerk 200 "/events/$EID/questions"; has '<option value="1" selected'                      # the first that nobody has asked
send clerk 303 "/events/$EID/questions/$(id_of 步道几时通)" --data-urlencode answer=年底前
read_as clerk 200 "/events/$EID/questions?done=$(id_of 年底前)"; has 回答已记下
read_as clerk 200 "/events/$EID/questions/$(id_of 步道几时通)/promise"; has 步道几时通; has 'value="县委书记"'
send clerk 422 "/events/$EID/questions/$(id_of 步道几时通)/promise" --data-urlencode text=年底前通 -d speaker=
send clerk 303 "/events/$EID/questions/$(id_of 步道几时通)/promise" --data-urlencode text=年底前贯通 -d due=2023-12-31 --data-urlencode speaker=县长
until_is issued 年底前贯通 .matter_state
is "洛南县 2 $(id_of 步道几时通)" "$(one 年底前贯通 '"\(.unit) \(.slot) \(.parent)"')" "what a promise takes from its question"
send clerk 303 "/events/$EID/promise" -d slot=1 --data-urlencode text=月底前自查 -d due=2023-06-30
until_is issued 月底前自查 .matter_state
send clerk 303 "/events/$EID/questions" -d slot=1 --data-urlencode text=为何排水不畅 --data-urlencode speaker=市委书记 \
	--data-urlencode respondent=区委书记 -d post_class=county --data-urlencode topic=城建 -d source=ledger --data-urlencode "taken_from=事项$M" \
	--data-urlencode answer=管网老化 -d mark=8.5 -d full_mark=10 -d seconds=75 --data-urlencode promise=月底前改造管网 -d due=2023-06-30
until_is issued 月底前改造管网 .matter_state
is 区委书记 "$(one 管网老化 .speaker)" "who answered"
is 8.5 "$(one 管网老化 .mark)" "the mark"
is "$(id_of 为何排水不畅)" "$(one 月底前改造管网 .parent)" "the promise's question"
says 0 "$B" matter show "$(one 月底前改造管网 .matter)" --as clerk --json; has 2023-06-30; has 商州区
says 0 "$B" note ask --event $E --unit 6110-D013 --text 宣传如何跟上 --respondent 市委宣传部副部长 --post_class section --source bank --taken_from 12 --as clerk
says 0 "$B" note answer --question "$(id_of 宣传如何跟上)" --answer 每周一报 --mark 7 --full_mark 10 --as clerk
says 3 "$B" note answer --question "$(id_of 每周一报)" --answer 答非所问 --as clerk
says 0 "$B" note correct --note "$(id_of 宣传如何跟上)" --text 宣传怎样跟上 --as clerk
is "$(id_of 宣传怎样跟上)" "$(one 每周一报 .parent)" "the question of an answer after a correction"
# a mark or a time that was mistyped is corrected too, and nothing but that
says 3 "$B" note correct --note "$(id_of 每周一报)" --mark 11 --as clerk; blames 满分\\\|full
says 3 "$B" note correct --note "$(id_of 每周一报)" --full_mark 6 --as clerk
says 3 "$B" note correct --note "$(id_of 宣传怎样跟上)" --mark 8 --as clerk; blames 回答\\\|answer
says 0 "$B" note correct --note "$(id_of 每周一报)" --mark 9 --as clerk
says 0 "$B" note correct --note "$(id_of 每周一报)" --seconds 40 --as clerk
is "9 10 40 $(id_of 宣传怎样跟上)" "$(one 每周一报 '"\(.mark) \(.full_mark) \(.seconds) \(.parent)"')" "a mark and a time after corrections"
says 6 "$B" note ask --event $E --slot 1 --text 越权 --respondent 书记 --as shangzhou
says 3 "$B" note commit --event $E --slot 2 --text 没有日子 --as clerk
says 0 "$B" note commit --event $E --slot 2 --text 西河村通网 --due 2023-07-15 --speaker 县委书记 --as clerk
until_is issued 西河村通网 .matter_state
read_as clerk 200 "/events/$EID/questions"; has 县级; has 科级; has 为何排水不畅; has 75
read_as shangzhou 200 "/events/$EID/sites"; has 月底前改造管网; hasnt 为何排水不畅; hasnt 管网老化

# ---- after the end comments alone are taken --------------------------------------------------------------------------------------------------
says 0 "$B" event end $E --as clerk
got=0; note $E progress 迟到的记录 --slot 1 || got=$?; is 5 $got "a note after the end"
says 5 "$B" note take_home --event $E --unit 611021 --text 迟到的一条 --as clerk
says 5 "$B" note commit --event $E --slot 2 --text 迟到的承诺 --due 2023-07-15 --as clerk
note $E comment 会后补记点评 --slot 1 --level remind --speaker 市长 || bad "$(cat "$T/err")"
send clerk 303 "/events/$EID/notes" -d kind=comment -d level=praise --data-urlencode text=会后网页点评 -d slot=2
send clerk 409 "/events/$EID/notes" -d kind=problem --data-urlencode text=会后问题 -d slot=2
byhand 409 -d kind=problem -d slot=1 --data-urlencode text=手机会后问题
byhand 303 -d kind=comment -d level=praise -d slot=1 --data-urlencode text=手机会后点评
read_as shangzhou 200 "/events/$EID/sites"; has 会后补记点评; hasnt '<textarea'
read_as clerk 200 "/events/$EID/draft"; has 东关排水不畅; has 三个一批推进快; has 月底前改造管网; has 学网格管理; hasnt 为何排水不畅; hasnt 东关社区highlight
has '观摩点 2 个'; has '商州区 东关社区（市住建局局长，批评）'
has '问题 5 个：转为事项 3 个，当场解决 1 个，不予处理 1 个，尚未着落 0 个'

# ---- what earlier tours found at a site: of that site, not of another one of its name ----------------------------------------------------------
found_at() { # owner, unit, who: the page of a new site there
	says 0 "$B" site nominate --owner "$1" --unit "$2" --name 东关社区 --line livelihood --place seat --why typical --reason 同名的一处 --as "$3" --json
	SITE=$(jq -r .subject "$T/out")
	read_as clerk 200 "/sites/$SITE"
}
found_at 611021 611021 luonan; hasnt 东关排水不畅                     # another office's
found_at 6110 611021 clerk; hasnt 东关排水不畅                        # another county's
says 0 "$B" site decline "$SITE" --reason 不是这一处 --as clerk
found_at 6110 611002 clerk; has 东关排水不畅

# ---- the next session of the series opens with the problems of the last --------------------------------------------------------------------------
stop
tour 第二次观摩 2023-06-01
NEXT=$("$B" event show 第二次观摩 --as clerk --json | jq -r .id)
tour 彩排观摩 2023-06-01 --rehearsal
says 0 "$B" event begin 彩排观摩 --as clerk
note 彩排观摩 problem 彩排的问题 --slot 1 || bad "$(cat "$T/err")"
matters=$("$B" matter list --as clerk --json --limit 1000 | wc -l)
says 0 "$B" note commit --event 彩排观摩 --slot 1 --text 彩排的承诺 --due 2023-07-15 --as clerk
is "$matters" "$("$B" matter list --as clerk --json --limit 1000 | wc -l)" "matters after a promise at a rehearsal"
start
enter clerk
read_as clerk 200 "/events/$NEXT/notes"; has 上次观摩的问题; has 东关排水不畅; has "/m/$M"; hasnt 彩排的问题
REH=$("$B" event show 彩排观摩 --as clerk --json | jq -r .id)
read_as clerk 200 "/events/$REH/notes"; has 彩排
stop
says 0 "$B" note series --as clerk --json
is "1 1 2 2 5 7 3 4 4 1 3 1" "$(jq -r '[.sessions,.progress,.highlight,.practice,.problem,.comment,.question,.commitment,.take_home,.solved,.open,.dismissed]|join(" ")' "$T/out")" "the series' numbers"
says 0 "$B" matter ack "$M" --as shangzhou
says 0 "$B" matter claim_finish "$M" --text 管网已疏通 --as shangzhou
says 0 "$B" matter take_up "$M" --as clerk
says 0 "$B" matter close "$M" --as clerk
is "2 2" "$("$B" note series --as clerk --json | jq -r '"\(.solved) \(.open)"')" "problems solved and open once the matter is struck off"
says 6 "$B" note series --as shangzhou

# ---- demands by a released result ------------------------------------------------------------------------------------------------------------------
says 0 "$B" ruleset draft data/demo/shangluo-debrief.rule --owner 6110 --as clerk
says 0 "$B" ruleset adopt $RULE --basis_doc 样例〔2022〕1号 --advice_read yes --as head
says 0 "$B" period open --owner 6110 --name 2023年上半年 --from 2023-01-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
says 0 "$B" event plan --owner 6110 --kind debrief --name 述职会 --day 2023-06-01 --as clerk --agenda '商州区 | 区委书记 | 述职 | 8
洛南县 | 县委书记 | 述职 | 8'
says 0 "$B" vote plan --event 述职会 --period 2023年上半年 --ruleset $RULE --item 述职评议票 --as clerk
says 0 "$B" event begin 述职会 --as clerk
V=$("$B" vote show 述职会 --as clerk --json 2>/dev/null | jq -r .id); [ "$V" ] || V=$("$B" vote list --as clerk --json | jq -r .id | head -1)
D=$("$B" event show 述职会 --as clerk --json | jq -r .id)
says 5 "$B" note demand --vote "$V" --unit 611002 --text 限期整改 --due 2023-07-31 --as leader    # nothing is released
start
enter clerk
: >"$T/codes"
press() { # what, status, fields…
	what=$1 status=$2; shift 2
	web 200 -b "$T/clerk" "$base/votes/$V"; c=$(hidden csrf)
	web "$status" -b "$T/clerk" -d "csrf=$c" -d "key=$what-$(date +%s%N)" "$@" "$base/votes/$V/$what"
}
for c in 市级领导 县区 市直部门; do
	press codes 200 --data-urlencode "voters=$c" -d number=3
	sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >>"$T/codes"
done
press open 303
for c in $(cat "$T/codes"); do web 200 --data-urlencode a1=较好 --data-urlencode a2=好 "$base/v/$c"; done
press close 303 -d attended=9 -d attended_again=9
read_as clerk 200 "/events/$D/draft"; hasnt 县委书记.*100; hasnt 名次; hasnt '观摩点（'; hasnt '问题 0 个'; has '单位发言 2 项'
read_as clerk 409 "/events/$D/demand/$V"
says 0 "$B" event release 述职会 --as leader
says 3 "$B" note demand --vote 没有这项投票 --unit 611002 --text 限期整改 --due 2023-07-31 --as leader
says 3 "$B" note demand --vote "$V" --unit 611022 --text 没有上台 --due 2023-07-31 --as leader
says 6 "$B" note demand --vote "$V" --unit 611002 --text 越权要求 --due 2023-07-31 --as shangzhou
says 0 "$B" note demand --vote "$V" --unit 611002 --text 末位限期整改 --due 2023-07-31 --speaker 市委书记 --as leader
until_is issued 末位限期整改 .matter_state
says 0 "$B" matter show "$(one 末位限期整改 .matter)" --as clerk --json; has 述职会; has 2023-07-31
read_as clerk 200 "/events/$D/draft"; has 末位限期整改; has 洛南县
read_as clerk 200 "/events/$D/notes"; has "href=\"/events/$D/demand/$V\""
read_as clerk 200 "/events/$D/demand/$V"; has '商州区 · 第'; hasnt "value=\"#$V\""
send clerk 422 "/events/$D/demand/$V" --data-urlencode text=没选单位 -d due=2023-07-31
send clerk 303 "/events/$D/demand/$V" -d "unit=#$U1" --data-urlencode text=逐项整改 -d due=2023-07-31
until_is issued 逐项整改 .matter_state
read_as clerk 404 "/events/$EID/demand/$V"
says 0 "$B" event end 述职会 --as clerk
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "note: ok"
