#!/bin/sh
# Questions of the bank at an arena (handbook M1.11, M1.12): asked by their number, drawn by two words and drawn again here with
# sha256sum, never twice at one event, never an expired one; the key for the office alone, with the matters of a question that a list
# of the ledger made; an answer compared with the key; where a question was asked, from both sides.
set -eu
. tests/flow/lib/base.sh
O=611002-D019 V=611002001 W=611002002 # the office, two townships
ANY=0000000000000000000000000000000000000000000000000000000000000000

post() { # unit, title, login, role, over
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
	echo "a sentence of $3" | says 0 "$B" person password "$3"
}
enter() { web 303 -c "$T/$1" -d login="$1" --data-urlencode "password=a sentence of $1" "$base/in"; }
read_as() { who=$1; shift; web "$1" -b "$T/$who" "$base$2"; }
send() { # who, status, path of the form's page, fields…
	who=$1; status=$2; path=$3; shift 3
	web 200 -b "$T/$who" "$base$path"
	c=$(hidden csrf)
	web "$status" -b "$T/$who" -d "csrf=$c" -d "key=t-$(date +%s%N)" "$@" "$base$path"
}
bank() { # words, topic, level, last day, key
	says 0 "$B" question draft --owner $O --kind single --text "$1" --options '三日
五日
十日' --answer "$5" --document 甲区督查办法 --article 第三条 --topic "$2" --level "$3" --expires "$4" --as clerk
}
no_of() { "$B" question show "$1" --as clerk --json | jq -r .id; }
notes() { "$B" note list --event "$1" --as clerk --json --limit 1000 | jq -s .; }
draw() { # event, more…
	e=$1; shift
	"$B" note draw --event "$e" --respondent 镇党委书记 --word_a 比 --said_a 甲镇镇长 --word_b 学 --said_b 乙镇镇长 --as clerk "$@" >"$T/out" 2>"$T/err"
}

says 0 "$B" init --name 甲区督查考核办 --simulated=2026-03-02
says 0 "$B" unit import data/demo/units.csv --as system
post $O 科员 clerk clerk 611002
post 611002 区长 leader leader 611002
post $V 联络员 vlia liaison $V
post 611002 审计员 auditor auditadmin 611002
post 611021 科员 other clerk 611021

# ---- the bank: three that may be drawn, one that ends before the arena, a draft, one of another office, one of the ledger's list ----
for n in 1 2 3; do bank "督查办法第$n问：几日内办结？" 督查 section 2026-12-31 B; done
bank 旧办法：几日内签收？ 督查 section 2026-03-10 A
for q in 督查办法第1问：几日内办结？ 督查办法第2问：几日内办结？ 督查办法第3问：几日内办结？ 旧办法：几日内签收？; do says 0 "$B" question release "$q" --as clerk; done
bank 还没启用的一问：几日？ 督查 section 2026-12-31 A
says 0 "$B" question draft --owner 611021 --kind judge --text 别处的题也能问吗 --answer 对 --document 乙办 --article 一 --topic 督查 --level section --expires 2026-12-31 --as other
says 0 "$B" question release 别处的题也能问吗 --as other
for n in 1 2 3; do
	u=$V; [ $n -lt 3 ] || u=$W
	says 0 "$B" matter draft --kind task --title "重点工作第$n项" --goal "完成$n项" --list 甲区二十项重点工作 --owner $O --leads $u --due 2026-06-30 --as clerk
	says 0 "$B" matter issue $n --as clerk
done
says 0 "$B" question compose --owner $O --list 甲区二十项重点工作 --lead $V --topic 重点工作 --level county --expires 2026-12-31 --as clerk --json
LIST=$(jq -r .subject "$T/out")
says 0 "$B" question release "#$LIST" --as clerk
Q1=$(no_of 督查办法第1问：几日内办结？) OLD=$(no_of 旧办法：几日内签收？) DRAFT=$(no_of 还没启用的一问：几日？) ELSE=$("$B" question show 别处的题也能问吗 --as other --json | jq -r .id)

E=甲区乡镇书记擂台赛
"$B" unit list --as clerk --json --limit 10000 | jq -r --arg v $V --arg w $W 'select(.code == $v or .code == $w) | .name' >"$T/names"
AGENDA=$(sed 's/$/ | 党委书记 | 打擂 | 10/' "$T/names")
says 0 "$B" event plan --owner 611002 --kind arena --name $E --day 2026-03-20 --agenda "$AGENDA" --as clerk
EID=$("$B" event show $E --as clerk --json | jq -r .id)
got=0; draw $E --slot 1 || got=$?; is 5 $got "a draw before the beginning"
says 0 "$B" event begin $E --as clerk

# ---- asked by its number ------------------------------------------------------------------------------------------------------------
ask() { want=$1 field=$2 q=$3; shift 3; says $want "$B" note ask --event $E --slot 1 --respondent 镇党委书记 --as clerk --question "#$q" "$@"; [ -z "$field" ] || blames "$field"; }
ask 5 'question: .*2026-03-10' $OLD
ask 5 'question: .*draft' $DRAFT
ask 3 'question: .*another office' $ELSE
ask 4 question: $EID
ask 3 text: $Q1 --text 另说一句
ask 3 topic: $Q1 --topic 减负
ask 3 source: $Q1 --source typed
ask 3 taken_from: $Q1 --taken_from 12
says 3 "$B" note ask --event $E --slot 1 --respondent 镇党委书记 --as clerk; blames text:
ask 0 '' $Q1 --speaker 区委书记 --lang zh
notes $E >"$T/notes"
is "$Q1 bank 督查" "$(jq -r '.[] | select(.kind == "question") | "\(.question) \(.source) \(.topic)"' "$T/notes")" "what the bank says"
is '督查办法第1问：几日内办结？|A. 三日|B. 五日|C. 十日' "$(jq -r '.[] | select(.kind == "question") | .text' "$T/notes" | paste -sd'|')" "words and options"
is "#$Q1 甲区督查办法 第三条" "$(jq -r '.[] | select(.kind == "question") | .taken_from' "$T/notes")" "where it comes from"
N1=$(jq -r '.[] | select(.kind == "question") | .id' "$T/notes")
says 5 "$B" note correct --note "$N1" --text 换一句话 --as clerk; blames text:
says 3 "$B" note correct --note "$N1" --as clerk; blames text:
says 0 "$B" note correct --note "$N1" --speaker 区长 --as clerk
N1=$(notes $E | jq -r ".[] | select(.question == $Q1 and .replaced_by == 0) | .id")

# ---- drawn, and drawn again by hand -------------------------------------------------------------------------------------------------
again() { # the list and the words of draw no. $1: what sha256sum makes of them
	"$B" note draws --event $E --as $2 --json | jq -s ".[$1]" >"$T/draw"
	jq -rj .list "$T/draw" >"$T/list"
	is "$(jq -r .digest "$T/draw")" "$(sha256sum <"$T/list" | cut -c1-64)" "digest of the list"
	seed=$(jq -r .seed "$T/draw")
	for i in $(cat "$T/list"); do echo "$(printf %s "$seed,$i" | sha256sum | cut -c1-64) $i"; done | sort | head -1 >"$T/first"
	is "$(jq -r '"\(.ticket) \(.question)"' "$T/draw")" "$(cat "$T/first")" "ticket and question of draw $1"
}
got=0; draw $E --slot 9 || got=$?; is 3 $got "a slot that is none"; blames slot:
got=0; draw $E --slot 1 --topic 没有这个主题 || got=$?; is 5 $got "a topic without questions"; blames topic:.*release
got=0; draw $E --slot 1 --digest $ANY || got=$?; is 5 $got "another list than was shown"; blames digest:
got=0; "$B" note draw --event $E --slot 1 --respondent 镇长 --word_a 比 --said_a 甲镇镇长 --word_b 学 --said_b 甲镇镇长 --as clerk >"$T/out" 2>"$T/err" || got=$?
is 3 $got "one participant with both words"; blames said_b:
got=0; "$B" note draw --event $E --slot 1 --respondent 镇长 --word_a 比 --said_a 甲镇镇长 --word_b 学 --said_b 乙镇镇长 --as vlia >"$T/out" 2>"$T/err" || got=$?
is 6 $got "a draw of a township"
draw $E --slot 1 --question_level section --question_kind single || bad "$(cat "$T/err")"
again 0 clerk
[ "$(tr '\n' ' ' <"$T/list")" = "$(for n in 2 3; do no_of "督查办法第$n问：几日内办结？"; done | sort -n | tr '\n' ' ')" ] || bad "the list: $(cat "$T/list")"
again 0 vlia                                                           # whoever is on the agenda may repeat it
is '["at","digest","list","note","question","said_a","said_b","seed","slot","ticket"]' "$(jq -c keys "$T/draw")" "what everybody sees of a draw"
draw $E --slot 2 --topic 督查 || bad "$(cat "$T/err")"; again 1 clerk
is 1 "$(wc -l <"$T/list" | tr -d ' ')" "questions left for the second draw"
got=0; draw $E --slot 1 --topic 督查 || got=$?; is 5 $got "a third draw of what was asked"
draw $E --slot 1 || bad "$(cat "$T/err")"; again 2 clerk
is "$LIST" "$(jq .question "$T/draw")" "the last one left"
got=0; draw $E --slot 1 || got=$?; is 5 $got "nothing is left"; blames event:
is 4 "$(notes $E | jq '[.[] | select(.kind == "question" and .replaced_by == 0) | .question] | unique | length')" "questions, none twice"
is "ledger" "$(notes $E | jq -r ".[] | select(.question == $LIST) | .source")" "the source of a question made from a list"
says 4 "$B" note draws --event $E --as other

# ---- pages: links to both sides, the key for the office alone --------------------------------------------------------------------------
start
for p in clerk leader vlia auditor other; do enter $p; done
NL=$(notes $E | jq -r ".[] | select(.question == $LIST) | .id")
read_as clerk 200 "/events/$EID/questions"; has "/questions/$Q1\""; has "/events/$EID/questions/$NL\""; hasnt 'href="/m/'
read_as clerk 200 "/events/$EID/questions/$NL"; has 'href="/m/0001"'; has 重点工作第2项; hasnt 'href="/m/0003"'; has sha256sum; has '>AB<'
read_as leader 200 "/events/$EID/questions/$NL"; has 重点工作第2项; hasnt 'href="/m/'; hasnt '>AB<'; hasnt 0001、0002; hasnt _compare
read_as vlia 403 "/events/$EID/questions/$NL"
read_as other 404 "/events/$EID/questions/$NL"
read_as clerk 404 "/events/$EID/questions/$EID"
says 6 "$B" question key "#$LIST" --as leader
read_as leader 200 "/events/$EID/questions"; hasnt 0001、0002
read_as auditor 200 "/api/v1/events?limit=1000&after=1700"; has question.release; hasnt 0001、0002
read_as clerk 200 "/questions/$Q1"; has "/events/$EID/questions/$N1"; has 镇党委书记; has 还没有回答
read_as leader 200 "/questions/$Q1"; has 镇党委书记; hasnt 'id="key"'
read_as other 404 "/questions/$Q1"

# ---- an answer: the key proposes, a person decides ------------------------------------------------------------------------------------------
P="/events/$EID/questions/$N1"
read_as clerk 200 "$P"; hasnt 'name="full_mark"[^>]*value="[0-9]'      # so that an answer may be sent without a mark
send clerk 200 "$P" -d _compare=1 -d answer=b; has 'name="mark"[^>]*value="10"'; has 相符
send clerk 200 "$P" -d _compare=1 -d answer=b -d full_mark=5; has 'name="mark"[^>]*value="5"'
send clerk 200 "$P" -d _compare=1 -d answer=c; has 'name="mark"[^>]*value="0"'; has 不符
send clerk 422 "$P" -d _compare=1 --data-urlencode answer=不知道; has 比对
is 0 "$(notes $E | jq '[.[] | select(.kind == "answer")] | length')" "answers after comparing alone"
send clerk 422 "$P" -d answer=c -d mark=3                              # a mark without its full mark
send clerk 303 "$P" -d answer=c -d mark=3 -d full_mark=10 -d seconds=20 -d question=999
is "3 $N1" "$(notes $E | jq -r '.[] | select(.kind == "answer") | "\(.mark) \(.parent)"')" "the mark that a person gave"
send clerk 303 "/events/$EID/questions/$NL" -d answer=AB               # a closed question, without a mark
read_as clerk 200 "/questions/$Q1"; has '得 3.00 分'
read_as clerk 200 "/questions/$LIST"; has 未记分; has 'href="/m/0002"'

# ---- by the page: what is left is shown with its digest, then drawn ----------------------------------------------------------------------------
stop
bank 新补的一问：几日内回复？ 减负 section 2026-12-31 C
says 0 "$B" question release 新补的一问：几日内回复？ --as clerk
start; enter clerk; enter leader
NEW=$(no_of 新补的一问：几日内回复？)
read_as leader 403 "/events/$EID/questions/draw"
read_as clerk 200 "/events/$EID/questions/draw?topic=%E7%9D%A3%E6%9F%A5"; has '没有符合条件'; hasnt 'name="word_a"'
read_as clerk 200 "/events/$EID/questions/draw"; has "$(printf '%s\n' $NEW | sha256sum | cut -c1-64)"; has 'name="word_a"'
send clerk 422 "/events/$EID/questions/draw" -d slot=1 --data-urlencode respondent=镇长 --data-urlencode word_a=比 --data-urlencode said_a=甲 --data-urlencode word_b=学 --data-urlencode said_b=甲; has 甲
send clerk 409 "/events/$EID/questions/draw?digest=$ANY" -d slot=1 --data-urlencode respondent=镇长 --data-urlencode word_a=比 --data-urlencode said_a=甲 --data-urlencode word_b=学 --data-urlencode said_b=乙; has 变动
send clerk 303 "/events/$EID/questions/draw" -d slot=1 --data-urlencode respondent=镇长 --data-urlencode "word_a=it's" --data-urlencode said_a=甲 --data-urlencode word_b=学 --data-urlencode said_b=乙 -d topic=
ND=$(notes $E | jq -r ".[] | select(.question == $NEW) | .id")
read_as clerk 200 "/events/$EID/questions/$ND"
sed -n '/<pre class="shell">/,/<\/pre>/p' "$T/out" | sed 's/.*<pre class="shell">//; s/<\/pre>.*//' | sed "s/&#39;/'/g; s/&#34;/\"/g; s/&amp;/\&/g; s/&gt;/>/g; s/&lt;/</g" | grep -v '^[0-9a-f]\{64\}$' >"$T/typed"
is "$("$B" note draws --event $E --as clerk --json | jq -rs '.[3] | "\(.digest)  -|\(.ticket)  \(.question)"')" "$(sh "$T/typed" | paste -sd'|')" "what the page's commands print"
says 0 "$B" note correct --note "$ND" --speaker 区长 --as clerk        # a correction takes the draw along
ND=$(notes $E | jq -r ".[] | select(.question == $NEW and .replaced_by == 0) | .id")
is "$ND" "$("$B" note draws --event $E --as clerk --json | jq -rs '.[3].note')" "the note of a draw after a correction"
read_as clerk 200 "/events/$EID/questions/$ND"; has sha256sum
send clerk 303 "/events/$EID/questions" -d slot=2 -d "question=$Q1" --data-urlencode respondent=另一位镇长   # a number without its sign
send clerk 409 "/events/$EID/questions" -d slot=2 -d "question=#$OLD" --data-urlencode respondent=另一位镇长; has 2026-03-10
send clerk 422 "/events/$EID/questions" -d slot=2 --data-urlencode respondent=另一位镇长; has 'href="#f-text"'
is 2 "$(notes $E | jq "[.[] | select(.question == $Q1 and .replaced_by == 0)] | length")" "the same question to two posts"

# ---- a promise follows a question; nothing of questions reaches a unit, the stage or a juror --------------------------------------------------
read_as clerk 200 "/events/$EID/questions"; has "/events/$EID/questions/$NL/promise"
says 0 "$B" note commit --event $E --slot 1 --question "$NL" --text 月底前办结两项 --due 2026-03-31 --as clerk
n=0; until "$B" note list --event $E --kind commitment --as clerk --json | jq -e 'select(.matter != "")' >/dev/null || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
read_as clerk 200 "/events/$EID/questions/$NL"; has 月底前办结两项; has 'href="/m/0004"'
read_as vlia 200 "/events/$EID/sites"; has 月底前办结两项; hasnt 牵头单位为
read_as vlia 200 "/view/note.draws?event=%23$EID"; has "$LIST"; hasnt 牵头单位为
says 0 "$B" event end $E --as clerk
got=0; draw $E --slot 1 || got=$?; is 5 $got "a draw after the end"
read_as clerk 200 "/events/$EID/questions/draw"; hasnt 'name="word_a"'
read_as clerk 200 "/events/$EID/questions/$ND"; hasnt 'name="answer"'
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "arena: ok"
