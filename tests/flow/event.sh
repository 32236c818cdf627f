#!/bin/sh
# Gatherings: a series in its rhythm with hosts in turn, an agenda pasted from a sheet, lots drawn with two words that anybody can
# repeat, who came and how it was held, and an arena whose champion defends the title.
set -eu
. tests/flow/lib/hall.sh
has() { grep -q -- "$1" "$T/out" "$T/err" || bad "no $1 in:"; }
series() { "$B" series show "$1" --as clerk --json | jq -r "$2"; }
agenda() { "$B" event show "$1" --as clerk --json | jq -r '[.agenda[].unit]|join(" ")'; }

city
says 0 "$B" person add --as system --unit 6110 --title 市长 --login mayor
says 0 "$B" person grant mayor --role leader --unit 6110 --as system
says 0 "$B" person add --as system --unit 611021 --title 县委书记 --login luonan
H=611002,611021,611022,611023

# ---- a series: rhythm, turns, numbers ------------------------------------------------------------------------------------
S=商洛市周末现场观摩会
says 6 "$B" series plan --owner 6110 --name $S --kind tour --rhythm monthly --hosts $H --gap 2 --as shangzhou
says 3 "$B" series plan --owner 6110 --name $S --kind tour --rhythm monthly --hosts $H,611021 --gap 2 --as clerk
says 0 "$B" series plan --owner 6110 --name $S --kind tour --rhythm monthly --hosts $H --gap 2 --document 样例〔2023〕1号 --as clerk
tour() { # name, day, more…
	name=$1; day=$2; shift 2
	says 0 "$B" event plan --owner 6110 --kind tour --name "$name" --day "$day" --series $S --agenda '商州区 | 区委书记 | 某社区 | 20
商州区 | 区委书记 | 某村 | 25' --as clerk "$@"
}
first=$(series $S '.hosts[0].name')
tour 第一次 2023-07-08
is "$first" "$("$B" event show 第一次 --as clerk --json | jq -r .host)" "host of the first session"
is 1 "$("$B" event show 第一次 --as clerk --json | jq -r .number)" "its number"
second=$(series $S '.hosts[0].name')
[ "$first" != "$second" ] || bad "the same host twice in a row"
is "0 1 true" "$(series $S '.hosts[-1] | "\(.times) \(.planned) \(.waits)"')" "a session to come was not hosted yet"
last=$(series $S '.hosts[-1].name')
is "$first" "$last" "who has hosted comes last"
says 3 "$B" event plan --owner 6110 --kind tour --name 第二次 --day 2023-08-05 --series $S --host "$first" --as clerk; has "$second"
tour 第二次 2023-08-05 --host "$first" --host_reason 原承办县遭遇暴雨
is 2 "$("$B" event show 第二次 --as clerk --json | jq -r .number)" "number of the second session"
says 0 "$B" event cancel 第二次 --reason 推迟 --as clerk
tour 第三次 2023-09-02
is "$second" "$("$B" event show 第三次 --as clerk --json | jq -r .host)" "a cancelled session hosts nobody"
tour 彩排观摩 2023-07-02 --rehearsal
says 0 "$B" person add --as system --unit 611022 --title 联络员 --login rider
says 0 "$B" person grant rider --role liaison --unit 611022 --as system
says 0 "$B" event show 第一次 --as rider                       # neither host nor on the agenda: it rides along, and takes something home
says 4 "$B" event show 彩排观摩 --as rider
is 0 "$("$B" event show 彩排观摩 --as clerk --json | jq -r .number)" "a rehearsal has no number"
is "0 true" "$(series $S '"\(.missed) \(.sessions == 0)"')" "what was missed so far"
says 0 "$B" event begin 第一次 --as clerk
says 5 "$B" event begin 第一次 --as clerk
says 0 "$B" event end 第一次 --as clerk
is "1 0" "$(series $S ".hosts[] | select(.name == \"$first\") | \"\(.times) \(.planned)\"")" "a session that was hosted"
is "1 1 2" "$(series $S '"\(.sessions) \(.different_hosts) \(.slots)"')" "sessions, hosts and sites held"
says 3 "$B" event plan --owner 6110 --kind arena --name 串了的 --day 2023-10-07 --series $S --as clerk; has Arena; has 'Observation tour'
says 3 "$B" series copy $S --owner 6110 --name 又一个 --as clerk
says 0 "$B" person add --as system --unit 611021 --title 督查科员 --login luonan-clerk
says 0 "$B" person grant luonan-clerk --role clerk --unit 611021 --as system
says 0 "$B" series copy $S --owner 611021 --name 洛南县观摩会 --level township --as luonan-clerk
is "tour monthly" "$("$B" series show 洛南县观摩会 --as luonan-clerk --json | jq -r '"\(.kind) \(.rhythm)"')" "what the copy takes over"
says 0 "$B" series end 洛南县观摩会 --as luonan-clerk
says 5 "$B" series hosts 洛南县观摩会 --hosts 611021 --as luonan-clerk
says 0 "$B" event plan --owner 6110 --kind arena --name 半年会 --day 2023-07-20 --as clerk
says 0 "$B" event plan --owner 6110 --kind arena --name 会中擂台 --day 2023-07-20 --parent 半年会 --as clerk
says 3 "$B" event plan --owner 6110 --kind arena --name 擂中擂 --day 2023-07-20 --parent 会中擂台 --as clerk
says 0 "$B" event plan --owner 6110 --kind meeting --name 秋季会 --day 2023-09-20 --as clerk
says 0 "$B" event plan --owner 6110 --kind arena --name 秋季擂台 --day 2023-09-20 --parent 秋季会 --as clerk
says 0 "$B" event cancel 秋季会 --reason 合并召开 --as clerk
says 5 "$B" event begin 秋季擂台 --as clerk
says 3 "$B" event plan --owner 6110 --kind arena --name 秋季擂台二 --day 2023-09-20 --parent 秋季会 --as clerk
says 0 "$B" event cancel 秋季擂台 --reason 合并召开 --as clerk
is 会中擂台 "$("$B" event show 半年会 --as clerk --json | jq -r '.inside[0].name')" "an event inside another"

# a unit sees what it hosts or stands on, no rehearsal, and nothing of others
seen() { "$B" event list --as shangzhou --json | jq -sr 'map(.name)|sort|join(" ")'; }
is "第一次 第三次 第二次" "$(seen)" "events that concern a county"
says 0 "$B" event show 第一次 --as shangzhou
says 4 "$B" event show 彩排观摩 --as shangzhou
says 4 "$B" event show 会中擂台 --as shangzhou
says 0 "$B" event plan --owner 6110 --kind meeting --name 大会 --day 2023-07-21 --as clerk --agenda '商州区 | 区委书记 | 发言 | 5'
says 0 "$B" event plan --owner 6110 --kind debrief --name 会中闭门 --day 2023-07-21 --parent 大会 --as clerk --agenda '洛南县 | 县委书记 | 述职 | 8'
says 0 "$B" event plan --owner 6110 --kind arena --name 会中打擂 --day 2023-07-21 --parent 大会 --as clerk --agenda '商州区 | 区委书记 | 打擂 | 8'
parts() { "$B" event show 大会 --as "$1" --json | jq -r '[.inside[].name]|sort|join(" ")'; }
is "会中打擂 会中闭门|会中打擂" "$(parts clerk)|$(parts shangzhou)" "parts of an event, for its office and for a unit that stands in one"

# two of one name on one day could not be told apart; on another day they can, by their ids
says 0 "$B" event plan --owner 6110 --kind meeting --name 周例会 --day 2023-07-24 --as clerk
says 5 "$B" event plan --owner 6110 --kind meeting --name 周例会 --day 2023-07-24 --as clerk; blames name
says 0 "$B" event plan --owner 6110 --kind meeting --name 周例会 --day 2023-07-31 --as clerk
says 5 "$B" event show 周例会 --as clerk; has "#id\|#编号"; hasnt 2023-07 # another county may hold one too: nothing is told of any
WEEKLY=$("$B" event list --as clerk --json | jq -r 'select(.name == "周例会" and .day == "2023-07-31") | .id')
says 5 "$B" event change "#$WEEKLY" --day 2023-07-24 --as clerk; blames name
says 0 "$B" event cancel "#$WEEKLY" --reason 并入下周 --as clerk
says 0 "$B" event change 周例会 --day 2023-07-31 --as clerk

# ---- agenda and lots -------------------------------------------------------------------------------------------------------
A=擂台
says 0 "$B" event plan --owner 6110 --kind arena --name $A --day 2023-07-10 --begins 14:30 --as clerk --agenda '-	市委	开场	5
商州区	区委书记	抓项目	8	县区
洛南县｜县委书记｜抓项目｜8｜县区
丹凤县 | 县委书记 | 抓项目 | 8 | 县区
商南县 | 县委书记 | 抓项目 | 8 | 县区
 | | 休息 | 10'
is " 商州区 洛南县 丹凤县 商南县 " "$(agenda $A)" "the agenda as pasted"
says 5 "$B" lot draw $A --word_a 春 --said_a 甲县书记 --word_b 风 --said_b 乙县书记 --as clerk
says 3 "$B" lot freeze $A --group 没有这一组 --as clerk
says 0 "$B" lot freeze $A --group 县区 --as clerk
digest=$("$B" lot list $A --as clerk --json | jq -sr '.[0].digest')
is "$(printf '611002\n611021\n611022\n611023\n' | sha256sum | cut -d' ' -f1)" "$digest" "digest of the frozen list"
is " 商州区 洛南县 丹凤县 商南县 " "$(agenda $A)" "freezing moves nobody"
says 3 "$B" lot draw $A --word_a 春 --said_a 甲县书记 --word_b 风 --said_b 甲县书记 --as clerk
says 6 "$B" lot draw $A --word_a 春 --said_a 甲县书记 --word_b 风 --said_b 乙县书记 --as shangzhou
says 0 "$B" lot draw $A --word_a 春 --said_a 甲县书记 --word_b 风 --said_b 乙县书记 --as clerk
says 5 "$B" lot draw $A --word_a 夏 --said_a 甲县书记 --word_b 雨 --said_b 乙县书记 --as clerk
says 5 "$B" lot freeze $A --group 县区 --as clerk
want=$(for c in 611002=商州区 611021=洛南县 611022=丹凤县 611023=商南县; do
	printf '%s %s\n' "$(printf '%s' "春 风,${c%%=*}" | sha256sum | cut -d' ' -f1)" "${c##*=}"
done | sort | cut -d' ' -f2 | tr '\n' ' ')
is "${want% }" "$("$B" lot list $A --as clerk --json | jq -sr 'map(.unit)|join(" ")' | sed 's/[[:space:]]*$//')" "the order that sha256sum gives"
n=0; until [ " $want" = "$(agenda $A)" ] || [ $n = 20 ]; do "$B" event list --as clerk >/dev/null; sleep 0.1; n=$((n + 1)); done
is " $want" "$(agenda $A)" "the agenda in the order of the lots, all else in its place"

# what was drawn is turned round only with a reason; minutes and who comes later need none
lines() { for u; do echo "$u | 县委书记 | 抓项目 | 9 | 县区"; done; }
set -- $want
says 3 "$B" event agenda $A --agenda "$(lines $2 $1 $3 $4)" --as clerk; blames 县区; blames reason
says 3 "$B" event agenda $A --agenda "$(lines $1 $2 $3)" --as clerk; blames 县区
says 3 "$B" event agenda $A --agenda "$(lines $2 $1 $3 $4)" --reason 县长当天下午另有防汛会商 --as clerk; blames drop; has '6. 休息'
says 0 "$B" event agenda $A --agenda "$(lines $2 $1 $3 $4)" --reason 县长当天下午另有防汛会商 --drop true --as clerk
says 0 "$B" event agenda $A --agenda "$(echo '- | 市委 | 开场 | 5'; lines $1 $1 $2 $3 镇安县 $4)" --as clerk
says 0 "$B" event agenda $A --agenda "$(echo '- | 市委 | 开场 | 5'; lines "$@"; echo ' | | 休息 | 10')" --drop true --as clerk
is " $* " "$(agenda $A)" "the agenda in the order of the lots once more"
# words that a shell would take for its own
Q=引号擂台
says 0 "$B" event plan --owner 6110 --kind arena --name $Q --day 2023-07-11 --agenda "$(lines "$@")" --as clerk
says 0 "$B" lot freeze $Q --as clerk
says 0 "$B" lot draw $Q --word_a "it's" --said_a 甲县书记 --word_b "x'; echo INJECTED #" --said_b 乙县书记 --as clerk
start
web 200 -b "$T/jar" "$base/events/$("$B" event show $Q --as clerk --json | jq -r .id)/day"
sed -n 's/.*<code>\(printf .*sha256sum\)<\/code>.*/\1/p' "$T/out" | sed "s/&#39;/'/g; s/&quot;/\"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g" >"$T/again"
is "$("$B" lot list $Q --as clerk --json | jq -sr '.[0].ticket')" "$(sh "$T/again" | cut -d' ' -f1)" "the first ticket as the page says to repeat it: $(cat "$T/again")"
stop
# nobody draws for what is over
says 0 "$B" event plan --owner 6110 --kind arena --name 散场擂台 --day 2023-07-01 --agenda "$(lines "$@")" --as clerk
says 0 "$B" lot freeze 散场擂台 --as clerk
says 0 "$B" event begin 散场擂台 --as clerk
says 0 "$B" event end 散场擂台 --as clerk
says 5 "$B" lot freeze 散场擂台 --as clerk
says 5 "$B" lot draw 散场擂台 --word_a 春 --said_a 甲县书记 --word_b 风 --said_b 乙县书记 --as clerk

# ---- who came, and how it was held ---------------------------------------------------------------------------------------------
says 0 "$B" roster expect $A --posts shangzhou,luonan --must --as clerk
says 3 "$B" roster attend $A --post shangzhou --state substitute --as clerk
says 3 "$B" roster attend $A --post shangzhou --state substitute --by 副区长 --as clerk
says 0 "$B" roster attend $A --post shangzhou --state substitute --by 副区长 --reason 外出招商 --as clerk
says 0 "$B" roster attend $A --post luonan --state present --as clerk
says 3 "$B" roster attend $A --post mayor --state present --as clerk
is "substitute present" "$("$B" roster list $A --as clerk --json | jq -sr 'map(.state)|join(" ")')" "who came"
says 0 "$B" roster attend $A --post luonan --state absent --reason 防汛值守 --as clerk
reasons() { "$B" roster list $A --as "$1" --json | jq -sr 'map("\(.state) \(.by)\(.reason)")|join("|")'; }
is "substitute 副区长外出招商|absent 防汛值守" "$(reasons clerk)" "reasons, for the office"
is "substitute |absent 防汛值守" "$(reasons luonan-clerk)" "reasons, for one of the units: its own"
says 3 "$B" roster check $A --line banner --kept no --as clerk
says 3 "$B" roster check $A --line tea --kept yes --amount 3 --as clerk
says 0 "$B" roster check $A --line meal --kept yes --amount 18.5 --as clerk
says 0 "$B" roster check $A --line banner --kept no --note 门口挂了一条 --as clerk
is 9 "$("$B" roster checks $A --as clerk --json | wc -l | tr -d ' ')" "lines of the checklist"
is "18.5" "$("$B" roster checks $A --as clerk --json | jq -sr 'map(select(.line=="meal"))[0].amount')" "yuan a head"

# ---- what each line cites: by the series as it was said before the event was over, or for the event alone; nothing that nobody typed -----
cites() { "$B" roster checks "$1" --as clerk --json | jq -sr 'map(select(.line == "banner" or .line == "meal" or .line == "modest") | .cites) | join("|")'; }
is "||" "$(cites 第三次)" "lines that nobody gave a document"         # the rules of the series are not those of its meals
says 6 "$B" series cite $S --part frugal --cites 样例〔2023〕1号第四条 --as shangzhou
says 0 "$B" series cite $S --part frugal --cites 样例〔2023〕1号第四条 --as clerk
says 0 "$B" series cite $S --part rules --cites 样例〔2023〕2号 --as clerk
is "样例〔2023〕2号 样例〔2023〕1号第四条" "$(series $S '"\(.document) \(.cites[0].cites)"')" "documents of the series"
says 0 "$B" roster cite 第三次 --part plain_meal --cites 样例〔2022〕7号第二条 --as clerk
is "样例〔2023〕1号第四条|样例〔2022〕7号第二条|" "$(cites 第三次)" "what the lines cite"
is "||" "$(cites 第一次)" "an event that was over when the document was named"
says 0 "$B" roster cite 第三次 --part frugal --cites 本场另有规定 --as clerk
says 0 "$B" roster cite 第三次 --part plain_meal --as clerk
is "本场另有规定||" "$(cites 第三次)" "an event's own, and one that was taken back"
says 0 "$B" roster cite 第三次 --part frugal --as clerk
says 0 "$B" roster cite $A --part conduct --cites 样例〔2022〕7号第三条 --as clerk     # an event without a series
is "||样例〔2022〕7号第三条" "$(cites $A)" "what an event without a series cites"
says 6 "$B" roster cite $A --part conduct --cites 别的 --as shangzhou

# ---- a notice to those concerned: said once, told when the plan moves, confirmed by nobody ----------------------------------------------
N=通知演示
says 0 "$B" event plan --owner 6110 --kind meeting --name $N --day 2023-07-20 --as clerk
says 5 "$B" notice issue $N --as clerk; has agenda
says 0 "$B" event agenda $N --agenda '洛南县 | 县委书记 | 半年述职 | 8；丹凤县 | 县委书记 | 半年述职 | 8' --as clerk
says 0 "$B" event change $N --begins 9:00 --place 市会议中心 --as clerk
echo 'a sentence of luonan' | says 0 "$B" person password luonan
says 0 "$B" person grant luonan --role liaison --unit 611021 --as system
start
web 303 -c "$T/luonan.jar" -d login=luonan --data-urlencode 'password=a sentence of luonan' "$base/in"
EV=$("$B" event show $N --as clerk --json | jq -r .id)
web 404 -b "$T/luonan.jar" "$base/events/$EV/notice"
web 200 -b "$T/jar" "$base/events/$EV/notice"; has '2. 9:08'; has do/notice.issue
says 6 "$B" notice issue $N --as luonan
says 0 "$B" notice issue $N --bring 带上项目清单 --as clerk
says 5 "$B" notice issue $N --bring 带上项目清单 --as clerk; has 'no. 1'
web 200 -b "$T/luonan.jar" "$base/"; has $N; has '1. 9:00'; has "/events/$EV/notice"
web 200 -b "$T/luonan.jar" "$base/events/$EV/notice"; has 带上项目清单; ! grep -q do/notice.issue "$T/out" || bad "a unit may issue it"
is true "$("$B" notice list $N --as luonan --json | jq -r .current)" "as the plan stands"
says 0 "$B" event agenda $N --agenda '丹凤县 | 县委书记 | 半年述职 | 8；洛南县 | 县委书记 | 半年述职 | 8' --as clerk
web 200 -b "$T/luonan.jar" "$base/"; has '2. 9:08'; has 'Changed since\|通知后有变动'
is false "$("$B" notice list $N --as clerk --json | jq -r .current)" "the plan has moved"
says 0 "$B" notice issue $N --bring 带上项目清单 --as clerk
says 0 "$B" event agenda $N --agenda '丹凤县 | 县委书记 | 半年述职 | 8；山阳县 | 县委书记 | 半年述职 | 8' --drop true --as clerk
web 200 -b "$T/luonan.jar" "$base/"; has 'no longer part\|不再参加'; web 200 -b "$T/luonan.jar" "$base/events/$EV/notice"; has 山阳县
says 0 "$B" event agenda $N --agenda '丹凤县 | 县委书记 | 半年述职 | 8；洛南县 | 县委书记 | 半年述职 | 8' --drop true --as clerk
is "2 true|1 false" "$("$B" notice list $N --as clerk --json | jq -sr 'map("\(.no) \(.current)")|join("|")')" "notices"
says 0 "$B" event cancel $N --reason 防汛 --as clerk
says 5 "$B" notice issue "#$EV" --as clerk
web 200 -b "$T/luonan.jar" "$base/"; has 防汛
says 5 "$B" notice issue 彩排观摩 --as clerk
stop

# ---- pages -----------------------------------------------------------------------------------------------------------------------
said=$("$B" unit show 611022 --as clerk --json | jq -r .id)
for n in 1 2 3; do
	says 0 "$B" matter draft --kind task --title "丹凤县重点工作第$n项" --goal "完成$n项" --list 重点工作 --owner 6110 --leads "$said" --due 2023-06-30 --issue --as clerk
done
says 0 "$B" event plan --owner 6110 --kind debrief --name 先开 --day 2023-07-01 --as clerk --agenda '商州区 | 区委书记 | 述职 | 8 | 县区
洛南县 | 县委书记 | 述职 | 8 | 县区'
says 0 "$B" vote plan --event 先开 --period 2023年上半年 --ruleset $RULE --item 述职评议票 --group 县区 --name 先开 --as clerk
start
id=$("$B" event show $A --as clerk --json | jq -r .id)
for lang in en zh; do
	for u in /events /events/$id /events/$id/day /events/$id/facts; do
		web 200 -b "$T/jar" -H "Accept-Language: $lang" "$base$u"
		! grep -q '(null)\|%\.\*s' "$T/out" || bad "a text without its values on $u:"
	done
done
web 200 -b "$T/jar" "$base/events/$id"; has 14:30; has 14:35
web 200 -b "$T/jar" "$base/events/$id/day"; has 副区长; has sha256sum; has '人均 18.5 元'; has 样例〔2022〕7号第三条; has 未附依据; has '有 6 项未附依据'; has 'do/roster.cite?[^"]*part=frugal'
web 200 -b "$T/jar" "$base/series/$(series $S .id)"; has 样例〔2023〕2号; has 样例〔2023〕1号第四条; has 未附依据; has 'do/series.cite?[^"]*part=conduct'; has '另已安排 1 次'
web 200 -b "$T/jar" "$base/do/series.cite?_subject=%23$(series $S .id)&part=frugal"; has 节俭办会; hasnt '>frugal<'
web 200 -b "$T/jar" "$base/events/$id/facts"; has 丹凤县; has '<dd[^>]*>3'; has 台账\\\|ledger
# a form that changes something opens with what stands; a reference is a choice, and the visitor's own office is filled in
web 200 -b "$T/jar" "$base/do/event.agenda?_subject=%23$id"; has '休息 | 10'; has 'name="drop"'
web 200 -b "$T/jar" "$base/do/event.change?_subject=%23$id"; has 'value="14:30"'; has "value=\"$A\""; has 'value="2023-07-10"'
web 200 -b "$T/jar" "$base/do/vote.plan?event=%23$id"; has "value=\"#$id\" selected>$A<"; has '>2023年上半年<'
web 200 -b "$T/jar" "$base/do/event.plan"; has 'name="owner".*value="商洛市"'; has '<datalist id="l-unit"'; has '<option value="洛南县"'; has ">$S<"
# one next step, and the way out of a refusal
web 200 -b "$T/jar" "$base/events/$id"; has 'class="next"'; has "/do/event.begin?_subject=%23$id"
begun=$("$B" event show 先开 --as clerk --json | jq -r .id)
web 200 -b "$T/jar" "$base/events/$begun"     # its day has come: one press begins it
web 303 -b "$T/jar" -d "csrf=$(hidden csrf)" -d "key=$(hidden key)" "$base/do/event.begin?_subject=%23$begun&back=/events/$begun"
is under_way "$("$B" event show 先开 --as clerk --json | jq -r .state)" "the event that was begun by its next step"
web 200 -b "$T/jar" "$base/events/$begun/end"; has '/votes/'; hasnt event.end
web 200 -b "$T/jar" "$base/"; has "/events/$begun"
web 404 -b "$T/jar" "$base/events/999999"; web 404 -b "$T/jar" "$base/events/999999/facts"
stop
says 0 "$B" vote cancel 先开 --reason 试开 --as clerk

# ---- an arena and its champion -------------------------------------------------------------------------------------------------
says 0 "$B" series plan --owner 6110 --name 三级擂台赛 --kind arena --rhythm quarterly --level county --as clerk
bout() { # name, grades of 商州区 and 洛南县 by every juror, day; chair's release
	says 0 "$B" event plan --owner 6110 --kind arena --name "$1" --day "${4:-2023-07-01}" --series 三级擂台赛 --agenda '商州区 | 区委书记 | 抓项目 | 8 | 县区
洛南县 | 县委书记 | 抓项目 | 8 | 县区' --chair "$RELEASER" --as clerk
	held "$@"
}
held() {
	says 0 "$B" vote plan --event "$1" --period 2023年上半年 --ruleset $RULE --item 述职评议票 --group 县区 --name "$1" --as clerk
	ID=$("$B" vote show "$1" --as clerk --json | jq -r .id)
	start
	codes 1
	press open 303
	for c in $(cat "$T/codes"); do vote 200 $c "$2" "$3"; done
	press close 303 -d attended=3 -d attended_again=3
	stop
	if [ "$1" = 第一场 ]; then
		start
		GATHERING=$("$B" event show "$1" --as clerk --json | jq -r .id)
		web 200 -b "$T/jar" "$base/events/$GATHERING"; has 挂职副市长; hasnt "/events/$GATHERING/release"
		echo 'a sentence of a chair' | says 0 "$B" person password $RELEASER
		web 303 -c "$T/chair.jar" -d login=$RELEASER --data-urlencode 'password=a sentence of a chair' "$base/in"
		web 200 -b "$T/chair.jar" "$base/leader"; has "/events/$GATHERING/release"
		web 200 -b "$T/chair.jar" "$base/events/$GATHERING/release"; has '>3<'; has event.release
		stop
	fi
	says 5 "$B" event change "$1" --chair head --as clerk    # who releases is settled before the first mark
	says 6 "$B" event release "$1" --as head        # a chair is named: nobody else releases
	if [ "$RELEASER" != mayor ]; then
		says 0 "$B" event begin "$1" --as clerk
		says 0 "$B" event end "$1" --as clerk
		says 0 "$B" person disable $RELEASER --reason 挂职期满 --as guard
		says 6 "$B" event release "$1" --as $RELEASER
		says 3 "$B" event change "$1" --chair shangzhou --as clerk
		says 5 "$B" event change "$1" --chair mayor --place 别处 --as clerk
		RELEASER=mayor
		says 0 "$B" event change "$1" --chair $RELEASER --as clerk
		says 5 "$B" event change "$1" --chair head --as clerk
	fi
	says 0 "$B" event release "$1" --as $RELEASER
	n=0; until [ "$("$B" arena bouts 三级擂台赛 --as clerk --json | grep -c "$1")" = 1 ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
	"$B" tally refuse "2023年上半年 述职评议票" --reason 演示 --as head >/dev/null 2>&1 || true
}
# a chair is a post that can release; one that no longer can is replaced even after the first mark, by that alone
says 3 "$B" event plan --owner 6110 --kind arena --name 县里主持 --day 2023-07-01 --chair shangzhou --as clerk; has leader
says 3 "$B" event change 半年会 --chair shangzhou --as clerk; has leader
says 0 "$B" person add --as system --unit 6110 --title 挂职副市长 --login seconded
says 3 "$B" event change 半年会 --chair seconded --as clerk
says 0 "$B" person grant seconded --role leader --unit 6110 --as system
says 0 "$B" event change 半年会 --chair seconded --as clerk
says 0 "$B" person add --as system --unit 6110 --title 安全管理员 --login guard
says 0 "$B" person grant guard --role secadmin --unit 6110 --as system
RELEASER=seconded
bout 第一场 好 一般
is "商州区 0" "$("$B" arena titles --as clerk --json | jq -r '"\(.holder) \(.streak)"')" "the first champion"

# ---- what a unit finds on the page of an event: links that open, whatever roles it holds at home ------------------------------------
says 0 "$B" person add --as system --unit 611002 --title 督查科员 --login shangzhou-clerk
says 0 "$B" person grant shangzhou-clerk --role clerk --unit 611002 --as system
says 0 "$B" person grant shangzhou-clerk --role leader --unit 611002 --as system
echo 'a sentence of shangzhou-clerk' | says 0 "$B" person password shangzhou-clerk
start
web 303 -c "$T/sz.jar" -d login=shangzhou-clerk --data-urlencode 'password=a sentence of shangzhou-clerk' "$base/in"
opens() { # event: every link of its page opens for the unit
	page=/events/$("$B" event show "$1" --as clerk --json | jq -r .id)
	web 200 -b "$T/sz.jar" "$base$page"; cp "$T/out" "$T/page"
	for u in $(grep -o "href=\"\($page/\|/votes/\|/events/\)[^\"#]*" "$T/page" | cut -d'"' -f2 | sort -u); do web 200 -b "$T/sz.jar" "$base$u"; done
	cp "$T/page" "$T/out"
}
# what was announced, and the day on which it began, stay as they are; what the form sends back unchanged does no harm
says 5 "$B" event change 第一次 --day 2023-07-09 --as clerk
says 0 "$B" event plan --owner 6110 --kind meeting --name 先公布 --day 2023-07-02 --place 礼堂 --as clerk
says 0 "$B" event begin 先公布 --as clerk
says 5 "$B" event change 先公布 --day 2023-07-03 --as clerk; blames day
says 0 "$B" event change 先公布 --name 先公布 --day 2023-07-02 --place 会堂 --as clerk
opens 第一场; has "$page/result"; has "$page/sites"; has "$page/reports"; hasnt /votes/; hasnt "$page/notice"; hasnt "$page/facts"; hasnt "$page/stage"
web 200 -b "$T/jar" "$base$page"; has /votes/; has "$page/notice"; has "$page/facts"; has "$page/stage"; has "$page/notes"
web 200 -b "$T/sz.jar" "$base$page/result"; has 洛南县; hasnt result-signs; hasnt "$RULE"; receipt=$(sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | head -1)
web 200 -b "$T/jar" "$base$page/result"; has result-signs; has "$receipt"; has "$RULE"
opens 第一次; hasnt "$page/route"                 # a tour of a series that the unit may not see
web 200 -b "$T/jar" "$base$page"; has "$page/route"
says 0 "$B" person add --as system --unit 611022 --title 督查科员 --login danfeng
says 0 "$B" person grant danfeng --role clerk --unit 611022 --as system
says 0 "$B" person grant danfeng --role liaison --unit 611002 --as system
echo 'a sentence of danfeng' | says 0 "$B" person password danfeng
web 303 -c "$T/df.jar" -d login=danfeng --data-urlencode 'password=a sentence of danfeng' "$base/in"
web 200 -b "$T/df.jar" "$base$page/day"           # an office elsewhere, and what one unit's post may read
opens 大会; has 会中打擂; hasnt 会中闭门
stop
bout 第二场 好 好                                  # a tie keeps the holder
says 5 "$B" event change 第二场 --name 另一场 --as clerk; blames announced\\\|公布; says 5 "$B" event change 第二场 --day 2023-07-03 --as clerk
is "商州区 1" "$("$B" arena titles --as clerk --json | jq -r '"\(.holder) \(.streak)"')" "a defence by a tie"
bout 第三场 较差 好
is "洛南县 0" "$("$B" arena titles --as clerk --json | jq -r '"\(.holder) \(.streak)"')" "the title changes hands"
turns() { "$B" arena bouts 三级擂台赛 --as clerk --json | jq -sr 'map(.turn)|join(" ")'; }
titles() { "$B" arena titles --as clerk --json | jq -r '"\(.holder) \(.streak) \(.since)"'; }
is "taken defended lost" "$(turns)" "what each session did to the title"
bout 补登场 较差 好 2023-06-15                        # an earlier session, released last: it counts on its day
is "taken lost defended lost" "$(turns)" "sessions in the order of their days"
is "洛南县 0 2023-07-01" "$(titles)" "the title after all of them"
bout 全弃权 好 '' 2023-07-02                          # who stood there and got nothing but abstentions was not absent
is "taken lost defended lost unchanged" "$(turns)" "a holder of whom nobody said anything"
is "洛南县 0 2023-07-01" "$(titles)" "a holder of whom nobody said anything"
says 0 "$B" person add --as system --unit 611021 --title 县委书记 --login luonan-one
says 0 "$B" event plan --owner 6110 --kind arena --name 缺席场 --day 2023-07-03 --series 三级擂台赛 --agenda '商州区 | 区委书记 | 抓项目 | 8 | 县区
洛南县 | 县委书记 | 抓项目 | 8 | 县区' --chair mayor --as clerk
says 0 "$B" roster expect 缺席场 --posts luonan-one --must true --as clerk
says 0 "$B" roster attend 缺席场 --post luonan-one --state absent --reason 出差 --as clerk
held 缺席场 好 ''
is "taken lost defended lost unchanged forfeited" "$(turns)" "a holder who is noted as absent"
is "商州区 0 2023-07-03" "$(titles)" "the title of who was absent"
is 6 "$(series 三级擂台赛 .sessions)" "sessions with a result were held, ended or not"

# ---- posts of one place against each other: each is entered as a unit of its own, under that place ----------------------------------
sed 's/^名称：.*/名称：市级干部擂台办法/; s/^对象：.*/对象：部门/' data/demo/shangluo-debrief.rule >"$T/posts.rule"
says 0 "$B" ruleset draft "$T/posts.rule" --owner 6110 --as clerk
says 0 "$B" ruleset adopt 市级干部擂台办法 --basis_doc 样例〔2023〕3号 --advice_read yes --as head
says 0 "$B" unit add --code 6110-P01 --name 分管农业副市长 --kind department --parent 6110 --as system
says 0 "$B" unit add --code 6110-P02 --name 分管工业副市长 --kind department --parent 6110 --as system
says 0 "$B" series plan --owner 6110 --name 市级干部擂台赛 --kind arena --rhythm quarterly --level county --as clerk
says 0 "$B" event plan --owner 6110 --kind arena --name 干部第一场 --day 2023-07-01 --series 市级干部擂台赛 --as clerk --agenda '分管农业副市长 | 副市长 | 二十项重点工作 | 8 | 干部
分管工业副市长 | 副市长 | 二十项重点工作 | 8 | 干部'
says 0 "$B" vote plan --event 干部第一场 --period 2023年上半年 --ruleset 市级干部擂台办法 --item 述职评议票 --group 干部 --name 干部第一场 --as clerk
ID=$("$B" vote show 干部第一场 --as clerk --json | jq -r .id)
start
codes 1
press open 303
for c in $(cat "$T/codes"); do vote 200 $c 较好 好; done
press close 303 -d attended=3 -d attended_again=3
stop
says 0 "$B" event release 干部第一场 --as leader
n=0; until [ "$("$B" arena bouts 市级干部擂台赛 --as clerk --json | grep -c 干部第一场)" = 1 ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
is 分管工业副市长 "$("$B" arena titles --as clerk --json | jq -r 'select(.series == "市级干部擂台赛") | .holder')" "the champion among posts"

# ---- what was planned and never begun was not held: told on a clock that goes on ---------------------------------------------------
mkdir "$T/story"
cp data/demo/units.csv "$T/story"
cat >"$T/story/story.txt" <<'END'
system: unit import $D/units.csv
system: person add --unit 6110 --title 科员 --login clerk
system: person grant clerk --role clerk --unit 6110
clerk: series plan --owner 6110 --name 月月看 --kind tour --rhythm monthly
clerk: event plan --owner 6110 --kind tour --name 三月 --day 2022-03-10 --series 月月看
clerk: event plan --owner 6110 --kind tour --name 四月 --day 2022-04-10 --series 月月看
clerk: event plan --owner 6110 --kind tour --name 五月 --day 2022-05-10 --series 月月看
clerk: event plan --owner 6110 --kind tour --name 六月 --day 2022-06-10 --series 月月看
clerk: event plan --owner 6110 --kind tour --name 七月 --day 2022-07-25 --series 月月看
clerk: event begin 三月
clerk: event end 三月
@2022-06-10 09:00
clerk: event begin 六月
@2022-07-20 09:00
clerk: event change 七月 --place 商州区
END
(export BIXUE_DATA="$T/told"; says 0 "$B" demo --build-only --from "$T/story") || exit 1
is "2 false" "$(BIXUE_DATA="$T/told" "$B" series show 月月看 --as clerk --json | jq -r '"\(.missed) \(.waits)"')" "months missed, and whether July waits"
# a hall's phones reach the demonstration where it is told to listen, and where that is it says itself
BIXUE_DATA="$T/told" "$B" demo --listen 0.0.0.0:0 >"$T/said" 2>/dev/null & told=$!
n=0; until grep -q /demo/ "$T/said" || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
kill $told; wait $told || true
cp "$T/said" "$T/out"; has 'http://0.0.0.0:'
for a in $(hostname -I 2>/dev/null | tr ' ' '\n' | grep -F . | head -1); do has "http://$a:[0-9]*/demo/"; done
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "event: ok"
