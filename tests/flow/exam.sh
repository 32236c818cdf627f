#!/bin/sh
# Tests of knowledge: a bank of questions that end with their policies, a question whose key the ledger gives, a paper drawn by a list
# that was published first and a seed thrown after it (drawn again here with sha256sum), a sitting by codes with the server's clock,
# two markers and a third, pass rates of units with small ones kept back, and a make-up sitting.
set -eu
. tests/flow/lib/base.sh
here=$(cd "$(dirname "$0")/../.." && pwd)
BIXUE_DATA="$T/county"
O=611002-D019 V=611002001 W=611002002 # the office, two townships
EX=甲区二季度学用政策测试

# The clock of the server alone, which no test waits for: milliseconds ahead of the machine's.
ahead() { v=$1; i=0; while [ $i -lt 8 ]; do printf "\\$(printf %03o $((v >> 8 * i & 255)))"; i=$((i + 1)); done | dd of="$T/ahead" conv=notrunc status=none; }
serve() { exec env LD_PRELOAD="$T/clock.so" BIXUE_TEST_CLOCK="$T/ahead" ASAN_OPTIONS=verify_asan_link_order=0 "$B" serve --listen 127.0.0.1:0; }
signin() { web 303 -c "$T/$1" -d "login=$1" --data-urlencode "password=a sentence of $1" "$base/in"; }
post() { # unit, title, login, role, over, holder
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3" --holder "$6"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
	echo "a sentence of $3" | says 0 "$B" person password "$3"
}
press() { # who, what, expected status, more fields…: a form of the test's page
	who=$1 what=$2 status=$3; shift 3
	web 200 -b "$T/$who" "$base/exams/$ID"
	web "$status" -b "$T/$who" -d "csrf=$(hidden csrf)" -d "key=$what-$(date +%N)" "$@" "$base/exams/$ID/$what"
}
codes() { sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/codes"; }
code() { sed -n "$1p" "$T/codes"; }
state() { "$B" exam show "$EX" --as clerk --json | jq -r .state; }

${CC:-cc} -std=c17 -O1 -shared -fPIC -o "$T/clock.so" "$here/tests/browser/clock.c"
printf '\0\0\0\0\0\0\0\0' >"$T/ahead"
says 0 "$B" init --name 甲区督查考核办 --simulated=2026-03-02
says 0 "$B" unit import "$here/data/demo/units.csv" --as system
post $O 科员 clerk clerk 611002 甲
post $O 科员二 clerk2 clerk 611002 乙
post $O 科员三 clerk3 clerk 611002 甲      # another post of the same person
post $O 核查员 verifier verifier 611002 丙
post $O 核查员二 verifier2 verifier 611002 人1   # sits, by a post of a township
post 611002 区长 leader leader 611002 丁
post $V 联络员 vlia liaison $V 戊
post $W 联络员 wlia liaison $W 己
post 611002 审计员 auditor auditadmin 611002 庚
for n in 1 2 3 4 5; do says 0 "$B" person add --as system --unit $V --title "干部$n" --login "v$n" --holder "人$n"; done
says 0 "$B" person add --as system --unit $W --title 干部一 --login w1 --holder 人六

# ---- the bank ------------------------------------------------------------------------------------------------------------------
{
	echo '题型,题干,选项A,选项B,选项C,选项D,答案,依据,层级,主题,有效期至,分值'
	for n in 1 2 3 4 5 6 7; do echo "单选,督查办法第$n问：几日内办结？,3日,5日,10日,15日,B,《甲区督查办法》第$n条,科级,督查,2026年12月31日,2"; done
	for n in 1 2 3 4; do echo "判断,减负规定第$n句：可以只看材料。,,,,,错,《基层减负若干规定》第$n条,科级,减负,2026-12-31,2"; done
	echo '问答,简述督查工作的三条原则。,,,,,实事求是；注重实效；依靠群众,《甲区督查办法》第一条,科级,督查,2026/12/31,6'
	echo '单选,旧办法：几日内签收？,1日,2日,3日,4日,A,《旧督查办法》第一条,科级,督查,2026-03-05,2'
} >"$T/bank.csv"
sed 's/,B,《甲区督查办法》第2条,科级/,E,《甲区督查办法》,厅级/; s/,错,《基层减负若干规定》第1条,科级,减负,2026-12-31/,也许,《基层减负若干规定》第1条,科级,减负,2026-13-31/' "$T/bank.csv" >"$T/wrong.csv"
says 3 "$B" question import "$T/wrong.csv" --owner $O --as clerk --json
is '["3 依据 《甲区督查办法》","3 层级 厅级","3 答案 E","9 有效期至 2026-13-31","9 答案 也许"]' \
	"$(jq -c '[.wrong[] | "\(.row) \(.head) \(.text)"] | sort' "$T/out")" "wrong cells"
is 0 "$("$B" question list --as clerk --json | wc -l | tr -d ' ')" "questions after a refused sheet"
says 6 "$B" question import "$T/bank.csv" --owner $O --as vlia
says 0 "$B" question import "$T/bank.csv" --owner $O --as clerk
says 0 "$B" question import "$T/bank.csv" --owner $O --as clerk --json; is 13 "$(jq .known "$T/out")" "rows that stand there already"
is 13 "$("$B" question list --as clerk --json --limit 100 | wc -l | tr -d ' ')" "drafts"
says 0 "$B" question imports --as clerk --json; is 'done 13 bank.csv 64' "$(jq -r '"\(.state) \(.counted) \(.file_name) \(.file_digest | length)"' "$T/out")" "the import, once: of known rows there is none"
says 5 "$B" question import_withdraw "#$(jq .id "$T/out")" --reason 导错了 --as clerk   # papers may hold them
says 3 "$B" question draft --owner $O --kind single --text 没有依据的一问 --options 甲 --answer A --document 甲 --article 乙 --topic 丙 --level staff --expires 2026-12-31 --as clerk
says 6 "$B" question draft --owner $O --kind judge --text 单位也能出题吗 --answer 对 --document 甲办 --article 乙 --topic 丙 --level staff --expires 2026-12-31 --as vlia
DRAFT=督查办法第7问：几日内办结？
says 0 "$B" question revise $DRAFT --kind single --text $DRAFT --options '3日
5日
7日' --answer c --document 《甲区督查办法》 --article 第七条 --topic 督查 --level section --expires 2026-12-31 --as clerk
says 0 "$B" question key $DRAFT --as clerk --json; is C "$(jq -r .answer "$T/out")" "a key in one form"
says 6 "$B" question key $DRAFT --as leader
says 6 "$B" question show $DRAFT --as vlia
says 0 "$B" question show $DRAFT --as leader --json; is null "$(jq -r .answer "$T/out")" "the key in what a leader sees"

# ---- a question whose key the ledger gives (M1.11) -------------------------------------------------------------------------------
for n in 1 2 3 4; do
	u=$V; [ $n -lt 3 ] || u=$W
	says 0 "$B" matter draft --kind task --title "重点工作第$n项" --goal "完成$n项" --list 甲区二十项重点工作 --owner $O --leads $u --due 2026-06-30 --as clerk
	says 0 "$B" matter issue $n --as clerk
done
compose() { "$B" question compose --owner $O --list "$1" --lead $2 --topic 重点工作 --level section --expires 2026-12-31 --as clerk --lang en --json >"$T/out" 2>"$T/err"; } # the record is Chinese in any language
got=0; compose 没有这份清单 $V || got=$?; is 3 $got "a list that the ledger does not have"
got=0; compose 甲区二十项重点工作 $O || got=$?; is 3 $got "a unit that leads none of it"
compose 甲区二十项重点工作 $V
M=$(jq -r .subject "$T/out")
is '“甲区二十项重点工作”所列 4 项重点工作中，牵头单位为城关街道的是哪几项？ multiple' "$("$B" question show "#$M" --as clerk --json | jq -r '"\(.text) \(.kind)"')" "the question"
is 'AB 0001、0002' "$("$B" question key "#$M" --as clerk --json | jq -r '"\(.answer) \(.because)"')" "the key that the ledger gives"
is "截至 2026-03-02 的台账" "$("$B" question show "#$M" --as clerk --json | jq -r .article)" "what the key rests on"
says 0 "$B" matter withdraw 1 --reason 并入 --as clerk
is 'AB' "$("$B" question key "#$M" --as clerk --json | jq -r .answer)" "the key after the ledger changed"

# ---- released one by one and by the page; a ready one is never changed ------------------------------------------------------------
start
signin clerk; signin vlia; signin leader; signin auditor
web 200 -b "$T/clerk" "$base/questions?state=draft"; has "$DRAFT"
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=rel1 $("$B" question list --state draft --as clerk --json --limit 100 | jq -r '"-d q=\(.id)"') "$base/questions/release"
is 14 "$("$B" question list --state ready --as clerk --json --limit 100 | wc -l | tr -d ' ')" "ready questions"
says 5 "$B" question revise $DRAFT --kind judge --text 换一道题行不行 --answer 对 --document 甲办 --article 乙 --topic 丙 --level staff --expires 2026-12-31 --as clerk
web 200 -b "$T/clerk" "$base/questions/$M"; has 'href="/m/0001"'; has 'href="/m/0002"'; hasnt 'href="/m/0003"'
web 200 -b "$T/leader" "$base/questions/$M"; has 重点工作第2项; hasnt 'href="/m/'
web 403 -b "$T/vlia" "$base/questions"
web 403 -b "$T/leader" "$base/questions/$M/revise"
web 200 -b "$T/clerk" "$base/questions/import"
upload() { web "$1" -b "$T/clerk" -F "csrf=$(hidden csrf)" -F "key=up-$(date +%N)" -F owner=$O -F "file=@$2" "$base/questions/import"; }
upload 422 "$T/bank.csv"; has 答案不同\\\|another\ key          # the seventh was revised since
sed 's/\(第7问.*\),B,/\1,C,/' "$T/bank.csv" >"$T/again.csv"
upload 200 "$T/again.csv"; has 13
upload 422 "$T/wrong.csv"; has 也许
is 13 "$("$B" question list --valid no --as clerk --json --limit 100 | jq -r 'select(.state == "ready" and .topic != "重点工作") | .id' | wc -l | tr -d ' ')" "questions after a sheet with other keys"

# ---- planned --------------------------------------------------------------------------------------------------------------------
plan() { "$B" exam plan --owner $O --name "$1" --day 2026-03-10 --minutes 60 --pass "$3" --apart 1 --parts "$2" --as clerk >"$T/out" 2>"$T/err"; }
PARTS='政策|督查|section|single|4|5|10;减负|减负|科级|判断|2|5|;重点|重点工作||多选|1|4||少选得一半;问答|督查||text|1|6|'
got=0; plan $EX '政策|督查|section|single|4|5|30' 14 || got=$?; is 3 $got "least marks above what a part gives"; blames 1
got=0; plan $EX '甲|督查||single|1|5|;乙|||single|1|5|' 5 || got=$?; is 3 $got "two parts of the same questions"
got=0; plan $EX "$PARTS" 41 || got=$?; is 3 $got "more marks to pass than there are"
plan $EX "$PARTS" 18
ID=$("$B" exam show $EX --as clerk --json | jq -r .id)
is '重点|重点工作||multiple|1|4||half' "$("$B" exam show $EX --as clerk --json | jq -r '.parts[2]')" "a part with half marks"
web 200 -b "$T/clerk" "$base/exams/$ID"; has '少选得一半分\|half the marks for an incomplete'
web 200 -b "$T/clerk" "$base/exams/new"
web 422 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=new1 -d owner=$O --data-urlencode name=另一场 -d day=2026-03-10 -d minutes=60 -d pass=5 -d _p1_name=A -d _p1_kind=single -d _p1_n=zwei -d _p1_each=5 "$base/exams/new"; has 'value="zwei"'
web 200 -b "$T/clerk" "$base/exams/new"
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=new2 -d owner=$O --data-urlencode name=另一场 -d day=2026-03-10 -d minutes=60 -d pass=5 --data-urlencode _p1_name=单选题 -d _p1_half= -d _p1_kind=single -d _p1_n=9 -d _p1_each=5 "$base/exams/new"
says 5 "$B" exam publish 另一场 --as clerk; blames 单选题        # nine of seven that hold on that day
says 0 "$B" exam cancel 另一场 --reason 题不够 --as clerk
plan 问答一场 '问答|督查||text|1|4|' 2                              # the bank's one has six
says 5 "$B" exam publish 问答一场 --as clerk; blames "of 4 marks, and 0 of .* Besides, 1 have other full marks"
says 0 "$B" exam cancel 问答一场 --reason 满分不同 --as clerk
web 404 -b "$T/vlia" "$base/exams/$ID"
says 6 "$B" exam publish $EX --as vlia
says 5 "$B" exam draw $EX --seed 掷骰子162534 --as clerk        # a seed comes after the list
says 0 "$B" exam publish $EX --as clerk
OLD=$("$B" question show 旧办法：几日内签收？ --as clerk --json | jq -r .id)
web 200 -b "$T/leader" "$base/exams/$ID/list.txt"; cp "$T/out" "$T/list"
! grep -q ",$OLD\$" "$T/list" || bad "an expired question stands in the list"
is 13 "$(wc -l <"$T/list" | tr -d ' ')" "questions in the list"
is "$("$B" exam show $EX --as leader --json | jq -r .list_digest)" "$(sha256sum <"$T/list" | cut -c1-64)" "digest of the list"
says 0 "$B" question retire 督查办法第1问：几日内办结？ --reason 条款已改 --as clerk
GONE=$("$B" question list --state retired --as clerk --json | jq -r .id)
SEED=掷骰子162534
says 0 "$B" exam draw $EX --seed $SEED --as clerk
says 5 "$B" exam draw $EX --seed 换一个更好的种子 --as clerk
says 5 "$B" exam publish $EX --as clerk
says 0 "$B" exam show $EX --as leader --json; is '' "$(jq -r .seed "$T/out")" "the seed before the sitting"
is 0 "$("$B" exam items $EX --as leader --json --limit 100 | jq -s 'map(select(.no > 0)) | length')" "the paper before the sitting"

# ---- seats -------------------------------------------------------------------------------------------------------------------------
says 5 "$B" exam open $EX --as clerk                             # nobody has a seat
press clerk seats 422; press clerk seats 422 -d posts=nobody-there; has nobody-there
press clerk seats 200 -d posts=v1,v2,v3,v4,v5,w1; codes
is 6 "$(sort -u "$T/codes" | wc -l | tr -d ' ')" "codes printed"
FIRST=$(code 6)
press clerk seats 200 -d posts=w1; sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/last"
{ sed -n 1,5p "$T/codes"; cat "$T/last"; } >"$T/all"; mv "$T/all" "$T/codes"
web 404 "$base/x/$FIRST"                                          # the slip that was printed anew opens nothing
for c in $(cat "$T/codes"); do ! grep -rqi "$c" "$T/county" || bad "a code stands in the folder"; done
web 409 "$base/x/$(code 1)"; has 没有开考\\\|not\ begun
web 200 -b "$T/vlia" "$base/exams/$ID"; hasnt "$SEED"            # its unit has seats now
says 0 "$B" exam open $EX --as clerk
press clerk seats 409 -d posts=vlia                              # nobody is seated later

# ---- the paper, drawn once more by hand -------------------------------------------------------------------------------------------------
says 0 "$B" exam show $EX --as vlia --json; is $SEED "$(jq -r .seed "$T/out")" "the seed"
while IFS=, read -r part q; do
	[ "$q" = "$GONE" ] || echo "$part $(printf '%s,%s' $SEED "$q" | sha256sum | cut -c1-64) $q"
done <"$T/list" | sort -k1,1n -k2,2 >"$T/tickets"
for want in 1:4 2:2 3:1 4:1; do grep "^${want%:*} " "$T/tickets" | head -n "${want#*:}"; done | cut -d' ' -f3 >"$T/drawn"
"$B" exam items $EX --as vlia --json --limit 100 | jq -r 'select(.no > 0) | "\(.no) \(.question)"' | sort -n | cut -d' ' -f2 >"$T/paper"
cmp "$T/drawn" "$T/paper" || bad "the paper is not what list and seed give"
is 8 "$(wc -l <"$T/paper" | tr -d ' ')" "questions of the paper"
is 1 "$("$B" exam items $EX --as vlia --json --limit 100 | jq -s 'map(select(.left_out)) | length')" "questions left out"

# ---- the sitting ---------------------------------------------------------------------------------------------------------------------
i=0; : >"$T/right"; : >"$T/half"
for q in $(cat "$T/paper"); do
	i=$((i + 1)); key=$("$B" question key "#$q" --as clerk --json | jq -r .answer)
	case $i in
	[1-6]) echo "-d a$i=$key" >>"$T/right"; [ $i -lt 5 ] && echo "-d a$i=D" >>"$T/half" || echo "-d a$i=$key" >>"$T/half" ;;
	7) echo "-d a7=A -d a7=B" >>"$T/right"; echo "-d a7=A -d a7=B" >>"$T/half" ;;
	esac
done
web 200 "$base/x/$(code 1)"; has 'name="a7" value="B"'; has '少选且没有错选得一半分\|no wrong one give half'; hasnt '实事求是'
! grep -qi set-cookie "$T/head" || bad "a cookie at a seat"
web 404 "$base/x/00000000000000000000000000000000"
give() { # code's line, do, expected status, more…
	c=$(code $1); shift; what=$1 status=$2; shift 2
	web "$status" -d "do=$what" "$@" "$base/x/$c"
}
give 1 keep 200 -d a1=C --data-urlencode 'a8=写到一半'; has 写到一半
web 200 "$base/x/$(code 1)"; has 写到一半                          # kept, and there again
is 0 "$("$B" exam again $EX --as clerk --json | jq -s length)" "who must sit again, before anything is declared"
give 1 hand_in 303 $(cat "$T/right") --data-urlencode 'a8=答一：实事求是，注重实效'
web 200 "$base/x/$(code 1)"; hasnt 写到一半; has 已交卷\\\|handed\ in
give 1 hand_in 200 -d a1=A; has 已交卷\\\|handed\ in                # final
give 2 hand_in 303 $(cat "$T/right") --data-urlencode 'a8=答二：电话 13912345678 实事求是'
give 3 keep 200 $(cat "$T/right") --data-urlencode 'a8=答三：依靠群众'
press clerk seats 200 -d posts=v3; sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/last"   # a slip was lost
web 404 "$base/x/$(code 3)"
{ sed -n 1,2p "$T/codes"; cat "$T/last"; sed -n 4,6p "$T/codes"; } >"$T/all"; mv "$T/all" "$T/codes"
web 200 "$base/x/$(code 3)"; has 依靠群众
web 422 -d a1=A "$base/x/$(code 3)"; web 200 "$base/x/$(code 3)"; has 依靠群众   # neither kept nor handed in
give 4 hand_in 303 -d sure=1 -d a1=D -d a2=D -d a3=D -d a4=D -d a5=T -d a6=T -d a7=A --data-urlencode 'a8=答四：不知道'
give 5 hand_in 303 -d sure=1 $(cat "$T/half") --data-urlencode 'a8=答五：三条都有'
give 6 hand_in 200 -d a1=D; has 7; web 200 "$base/x/$(code 6)"; has 'value="D" checked'
give 6 hand_in 303 -d a1=D -d sure=1
for n in 1 2 4 5; do web 200 "$base/x/$(code $n)"; sed "s/$(code $n)/CODE/g" "$T/out" >"$T/said.$n"; done
cmp "$T/said.1" "$T/said.4" || bad "what is said after handing in tells one sheet from another"
press clerk collect 409; has 1                                    # one still sits, and the time is not over
is open "$(state)" "state after an early collection"
web 200 -b "$T/clerk" "$base/exams/$ID"; has '>5<\|5$'
ahead 3540000; web 200 "$base/x/$(code 3)"; has 依靠群众            # a minute before the end
ahead 3780000
web 409 "$base/x/$(code 3)"
give 3 hand_in 409 $(cat "$T/right"); has 时间已到\\\|over
give 3 keep 409 $(cat "$T/right")
press vlia collect 403
press clerk collect 303
is marking "$(state)" "state after the collection"
[ -z "$(ls "$T/county/spool" 2>/dev/null | grep sheet- || true)" ] || bad "kept answers were left behind"
web 200 "$base/x/$(code 3)"; has 已交卷\\\|handed\ in

# ---- two markers, and a third -----------------------------------------------------------------------------------------------------------
says 5 "$B" exam finish $EX --as clerk; blames 5
says 6 "$B" exam answer $EX --as leader
mark_all() { # who, mark of the fifth, mark of the others
	n=0
	while "$B" exam answer $EX --as $1 --json >"$T/task" && [ -s "$T/task" ]; do
		m=$3; ! grep -q 答五 "$T/task" || m=$2
		says 0 "$B" exam mark $EX --sheet "$(jq .sheet "$T/task")" --item "$(jq .item "$T/task")" --mark "$m" --as $1
		n=$((n + 1)); [ $n -lt 9 ] || bad "no end of answers"
	done
	echo $n >"$T/marked"
}
"$B" exam answer $EX --as clerk --json >"$T/task"
is '["answer","full","item","left","model","question","sheet"]' "$(jq -c keys "$T/task")" "what a marker sees"
S=$(jq .sheet "$T/task"); is 5 "$(jq .left "$T/task")" "answers that the first marker can mark"
says 3 "$B" exam mark $EX --sheet "$S" --item 8 --mark 7 --as clerk    # of six
says 4 "$B" exam mark $EX --sheet "$S" --item 1 --mark 1 --as clerk    # a closed question
says 6 "$B" exam mark $EX --sheet "$S" --item 8 --mark 1 --as vlia
says 6 "$B" exam answer $EX --as verifier2; says 6 "$B" exam mark $EX --sheet "$S" --item 8 --mark 1 --as verifier2   # sat by another post
signin verifier2; web 403 -b "$T/verifier2" "$base/exams/$ID/mark"; web 200 -b "$T/verifier2" "$base/exams/$ID"; hasnt "exams/$ID/mark"
signin clerk2
web 200 -b "$T/clerk" "$base/exams/$ID/mark"; has 实事求是；注重实效
web 303 -b "$T/clerk" -d "csrf=$(hidden csrf)" -d key=m1 -d "sheet=$(hidden sheet)" -d "item=$(hidden item)" -d mark=6 "$base/exams/$ID/mark"
says 6 "$B" exam mark $EX --sheet "$S" --item 8 --mark 5 --as clerk    # the second mark is another person's
says 6 "$B" exam mark $EX --sheet "$S" --item 8 --mark 5 --as clerk3   # and not of the same person by another post
web 200 -b "$T/clerk2" "$base/exams/$ID/mark"; cp "$T/out" "$T/seen"
! grep -q 'value="6"' "$T/seen" || bad "the second marker sees the first mark"
is "4 true" "$("$B" exam answer $EX --as clerk --json | jq -r --argjson s "$S" '"\(.left) \(.sheet != $s)"')" "one less is left, and the next is another one"
mark_all clerk 6 5; is 4 "$(cat "$T/marked")" "answers of the first marker"
"$B" exam answer $EX --as clerk3 --json >"$T/task"; [ ! -s "$T/task" ] || bad "the same person is offered them again"
mark_all clerk2 3 5; is 5 "$(cat "$T/marked")" "answers of the second marker"
says 5 "$B" exam finish $EX --as clerk; blames 1                    # six against three
mark_all verifier 4 0; is 1 "$(cat "$T/marked")" "answers of the third marker"
says 5 "$B" exam mark $EX --sheet "$S" --item 8 --mark 5 --as verifier
says 6 "$B" exam finish $EX --as verifier
says 0 "$B" exam finish $EX --as clerk
is done "$(state)" "state after the results"

# ---- results: the own one by the code, units for everybody else --------------------------------------------------------------------------
result() { web 200 "$base/x/$(code $1)"; sed 's/<[^>]*>/ /g' "$T/out" | tr -s ' \n' ' ' >"$T/plain"; grep -q -- "$2" "$T/plain" || { echo "no $2 in:"; cat "$T/plain"; exit 1; }; }
result 1 合格; result 3 合格                                       # the third by what was kept
result 5 未合格; result 5 '18 分（满分 40 分'                      # 10 + 4 + 4: enough in all, and none of the first part
result 4 未合格; result 4 '重点 2 分（满分 4 分'                      # one of two right options: half of four
result 6 未合格
says 0 "$B" exam rates $EX --as clerk --json
is '[["城关街道",5,3,"60%"],["'"$("$B" unit list --as clerk --json --limit 10000 | jq -r 'select(.code == "'$W'") | .short_name')"'",null,null,""],["In all",null,null,""]]' \
	"$(jq -sc 'map([.unit_name, .sat, .passed, .percent])' "$T/out")" "pass rates"
says 0 "$B" exam rates $EX --as vlia --json; is 1 "$(jq -s length "$T/out")" "rows that a unit sees"; is 3 "$(jq .passed "$T/out")" "the own rate"
says 0 "$B" exam rates $EX --as wlia --json; is null "$(jq .sat "$T/out")" "the rate of a unit of one"
says 6 "$B" exam again $EX --as leader
says 6 "$B" exam again $EX --as vlia
says 0 "$B" exam again $EX --as clerk --json; is 3 "$(jq -s length "$T/out")" "who must sit again"; hasnt total; hasnt mark
web 200 -b "$T/leader" "$base/exams/$ID"; hasnt 干部4; hasnt 人4; has 60%
web 200 -b "$T/clerk" "$base/exams/$ID"; sed -n '/id="again"/,/<\/section>/p' "$T/out" >"$T/again"
for n in 4 5; do grep -q "干部$n" "$T/again" || bad "no 干部$n among those who must sit again"; done
! grep -q '干部[123]' "$T/again" || bad "somebody who passed is to sit again"
for v in exam.list "exam.show?_subject=$ID" "exam.items?_subject=$ID" "exam.rates?_subject=$ID"; do
	web 200 -b "$T/leader" "$base/api/v1/views/$v"; hasnt 干部; hasnt total
done
sealed() { # who, act: whoever reads the journal sees that it was done, and not what it says
	after=0 seq=
	while web 200 -b "$T/auditor" "$base/api/v1/events?limit=1000&after=$after"; [ "$(jq '.items | length' "$T/out")" != 0 ]; do
		s=$(jq --arg a "$2" '[.items[] | select(.act == $a) | .seq][-1] // empty' "$T/out"); after=$(jq .next "$T/out")
		[ ! "$s" ] || seq=$s
	done
	[ "$seq" ] || bad "the journal has no $2"
	web 200 -b "$T/$1" "$base/audit/$seq"; has '此处对任何人都不显示\|Shown to nobody'; hasnt '答一\|total\|答五\|digest&'
}
for a in exam.seats exam.take exam.collect exam.finish exam.hand_in question.import_row; do sealed auditor $a; done
grep -rq 答二 "$T/county" || bad "no answer stands in the folder"
! grep -rq 13912345678 "$T/county" || bad "a phone of an answer stands in the folder"

press clerk seats 200 -d posts=v5; sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >"$T/codes"
result 1 '18 分（满分 40 分'                                       # a result is found again by a new slip

# ---- make-up ------------------------------------------------------------------------------------------------------------------------------
says 6 "$B" exam makeup $EX --day 2026-03-20 --as vlia
says 0 "$B" exam makeup $EX --day 2026-03-20 --as clerk --lang en
says 5 "$B" exam makeup $EX --day 2026-03-21 --as clerk
FIRSTID=$ID; is "${EX}（补考）" "$("$B" exam list --as clerk --json | jq -r "select(.makeup_of == $ID) | .name")" "the name of the make-up"
EX="${EX}（补考）"; ID=$("$B" exam show "$EX" --as clerk --json | jq -r .id)
says 0 "$B" exam publish "$EX" --as clerk
says 0 "$B" exam draw "$EX" --seed 补考骰子65 --as clerk
"$B" exam items "$EX" --as clerk --json --limit 100 | jq -r .question >"$T/list2"; ! grep -q "^$GONE\$" "$T/list2" || bad "a retired question in the list of the make-up"
press clerk seats 422 -d posts=v1                                  # has passed
press clerk seats 200; codes; is 3 "$(wc -l <"$T/codes" | tr -d ' ')" "codes of the make-up"
sealed leader exam.seats; sealed leader exam.makeup               # whoever has a seat here has not passed
says 0 "$B" exam open "$EX" --as clerk
i=0; : >"$T/right"
for q in $("$B" exam items "$EX" --as clerk --json --limit 100 | jq -r 'select(.no > 0) | "\(.no) \(.question)"' | sort -n | cut -d' ' -f2); do
	i=$((i + 1)); [ $i -lt 7 ] && echo "-d a$i=$("$B" question key "#$q" --as clerk --json | jq -r .answer)" >>"$T/right"
done
for n in 1 2 3; do give $n hand_in 303 $(cat "$T/right") -d sure=1; done
press clerk collect 303                                            # all have handed in: nobody waits for the clock
says 0 "$B" exam finish "$EX" --as clerk
result 1 合格
says 0 "$B" exam rates "$EX" --as clerk --json; is '[null,null,null]' "$(jq -sc 'map(.sat)' "$T/out")" "rates of a make-up of three"
says 0 "$B" exam again "$EX" --as clerk --json; is 0 "$(jq -s length "$T/out")" "who must sit again after the make-up"
says 5 "$B" exam makeup "$EX" --day 2026-04-20 --as clerk
web 200 -b "$T/clerk" "$base/exams/$FIRSTID"; has "/exams/$ID"
web 200 -b "$T/clerk" "$base/exams"; has "$EX"
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "exam: ok"
