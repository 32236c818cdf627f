#!/bin/sh
# What the hall sees: cues, clocks, screens by address, public copies, and the reveal after the release.  Two worlds are driven by one
# script and differ in the ballots alone: up to the release every byte that a screen, a juror or the public gets is the same.
set -eu
. tests/flow/lib/base.sh
RULE=商洛市县区半年述职评议办法 EV=商洛市2023年上半年述职评议

serve() { exec "$B" serve --listen 127.0.0.1:0 --snapshots "$T/$W.public"; }
start() {
	up
	web 303 -c "$T/jar" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
	web 303 -c "$T/head.jar" -d login=head --data-urlencode 'password=a sentence of a head' "$base/in"
}
press() { # vote's form, expected status, more fields…
	what=$1; status=$2; shift 2
	web 200 -b "$T/jar" "$base/votes/$ID"
	web "$status" -b "$T/jar" -d "csrf=$(hidden csrf)" -d "key=$what-$(date +%N)" "$@" "$base/votes/$ID/$what"
}
host() { # expected status, a form of the console…
	status=$1; jar=$2; shift 2
	web 200 -b "$T/$jar" "$base/events/$GATHERING/stage"
	web "$status" -b "$T/$jar" -d "csrf=$(hidden csrf)" -d "key=$(date +%N)" "$@" "$base/events/$GATHERING/stage"
}
cue() { host 303 jar -d do=cue "$@"; }

# Everything that is open to a screen, a juror or the public, without the tokens that chance made and the beats (":") that a stream
# gives by the clock.
look() { # name of the checkpoint, how long the feeds are heard
	for_s=${2:-1.5}
	n=0 # the public copy follows the cue within two seconds
	web 200 "$base/s/$CODE"; sed -n '/<main/,/<\/main>/p' "$T/out" >"$T/picture"
	until sed -n '/<main/,/<\/main>/p' "$T/$W.public/$GATHERING/index.html" | cmp -s - "$T/picture" || [ $n = 400 ]; do sleep 0.05; n=$((n + 1)); done
	sed -n '/<main/,/<\/main>/p' "$T/$W.public/$GATHERING/index.html" | cmp - "$T/picture" || bad "the public copy is another picture at $1"
	{
		for u in "/s/$CODE" "/s/$CODE?lang=en" "/s/$(echo "$CODE" | tr A-F a-f)" /s/00000000000000000000000000000000 "/v/$JUROR" "/v/$JUROR?lang=en"; do
			curl -s -i "$base$u"
		done
		curl -s -i --max-time $for_s "$base/s/$CODE/feed" & curl -s -i --max-time $for_s "$base/s/$CODE/feed?lang=en" >"$T/feed.en" || true
		wait $! || true
		cat "$T/feed.en"
		for f in "$T/$W.public/$GATHERING"/*; do echo "== ${f##*/}"; cat "$f"; done
	} | grep -av '^Date:\|^:*$' | sed "s/$CODE/CODE/g; s/$JUROR/JUROR/g" >"$T/$W.$1"
	[ "$(wc -c <"$T/$W.$1")" -gt 20000 ] || bad "nothing to look at at $1"
}
same() { cmp "$T/one.$1" "$T/two.$1" || { diff "$T/one.$1" "$T/two.$1" | head -20; echo "a screen tells of the ballots at $1"; exit 1; }; }

prepare() { # a world, up to the codes
	W=$1; WHERE=$W; export BIXUE_DATA="$T/$W"
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
	echo 'a sentence of a head' | says 0 "$B" person password head
	says 0 "$B" ruleset draft data/demo/shangluo-debrief.rule --owner 6110 --as clerk
	says 0 "$B" ruleset adopt $RULE --basis_doc 样例〔2022〕1号 --advice_read yes --as head
	says 0 "$B" period open --owner 6110 --name 2023年上半年 --from 2023-01-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
	says 0 "$B" event plan --owner 6110 --name $EV --kind debrief --day 2023-06-30 --begins 9:00 --place 市会议中心 --as clerk --agenda '商州区 | 区委书记 | 半年述职 | 8 | 县区组
洛南县 | 县委书记 | 半年述职 | 8 | 县区组
丹凤县 | 县委书记 | 半年述职 | 8 | 县区组
商南县 | 县委书记 | 半年述职 | 8 | 县区组
山阳县 | 县委书记 | 半年述职 | 8 | 县区组
 | | 休息 | 10'
	says 0 "$B" vote plan --event $EV --period 2023年上半年 --ruleset $RULE --item 述职评议票 --name $EV --as clerk
	ID=$("$B" vote show $EV --as clerk --json | jq -r .id) GATHERING=$("$B" event show $EV --as clerk --json | jq -r .id)
	start
	: >"$T/codes"
	for c in 市级领导 县区 市直部门; do
		press codes 200 --data-urlencode "voters=$c" -d number=3
		sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | tr -d ' ' >>"$T/codes"
	done
	JUROR=$(sed -n 1p "$T/codes")
	host 200 jar -d do=screen --data-urlencode name=主屏
	CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
	is 32 ${#CODE} "signs of the screen's code"
	! grep -rqi "$CODE" "$T/$W" || bad "the screen's code stands in the folder"
}

ballots() { # grades by the number of the juror; the worlds differ here and nowhere else
	k=0
	for c in $(cat "$T/codes"); do
		k=$((k + 1))
		case $W$((k % 2)) in
		one0) g='好 好 较好 一般 较差' ;; one1) g='好 较好 较好 一般 一般' ;;
		two0) g='较差 一般 较好 好 好' ;; *) g='较差 一般 较好 好 好' ;;
		esac
		i=0; set --
		for x in $g; do i=$((i + 1)); set -- "$@" --data-urlencode "a$i=$x"; done
		web 200 "$@" "$base/v/$c"
	done
}

sealed() { # up to the release, with a look at every turn
	cue -d step=slot-1; look slot
	cue -d step=votes; web 200 "$base/s/$CODE"; has 投票尚未开始; hasnt "$EV·"
	curl -s -N "$base/s/$CODE/feed" >"$T/heard" & ear=$!
	hear "$T/heard" 投票尚未开始
	press open 303; hear "$T/heard" 请评委用票条上的编码打开选票; hear "$T/heard" 无记名投票
	look open
	ballots; look voted 3
	web 200 -b "$T/jar" "$base/events/$GATHERING/stage"; has '>9<'; hasnt 90.00
	press close 303 -d attended=9 -d attended_again=9; hear "$T/heard" 投票已截止
	web 200 "$base/s/$CODE"; has 投票已截止; hasnt 请评委
	look closed 3
	kill $ear; wait $ear 2>/dev/null || true
	cue -d screen=dark; look dark
	web 200 -b "$T/jar" "$base/events/$GATHERING/stage"
	is 黑屏 "$(sed -n 's/.*class="stage-now"><strong>\([^<]*\).*/\1/p' "$T/out")" "what the console says is on"
	has 当前步骤：现场投票; has 只管大屏
	cue -d step=slot-2; look dark2
	cmp "$T/$W.dark" "$T/$W.dark2" || bad "what is done behind a dark screen is seen"
	cue -d screen=cover; look cover
	cue -d screen=show
	for step in list-$ID place-$ID-1 sheet-$ID; do
		says 3 "$B" stage cue $EV --step "$step" --as clerk
		cp "$T/err" "$T/$W.refused"; host 422 jar -d do=cue -d "step=$step"
	done
	"$B" stage show $EV --as clerk --json >"$T/$W.show"
	web 409 -b "$T/jar" "$base/events/$GATHERING/result"
	web 200 -b "$T/jar" "$base/events/$GATHERING/stage"; hasnt 'value="look"'
	host 403 jar -d do=look
	host 200 head.jar -d do=look; has '>1<\|并列 1<'
	grep -o '[0-9]*\.[0-9][0-9]<' "$T/out" >"$T/$W.peek"
	[ "$(curl -s -b "$T/head.jar" "$base/api/v1/events?limit=1000" | grep -c stage.look)" = 1 ] || bad "a look before the release left no trace"
	look looked
}

prepare one
# ---- who may, and what is no step ----
says 6 "$B" stage cue $EV --step next --as shangzhou
says 6 "$B" stage cue $EV --step next --as leader
says 6 "$B" stage show $EV --as shangzhou
host 422 jar -d do=screen -d name=
says 3 "$B" stage cue $EV --step slot-9 --as clerk
says 3 "$B" stage cue $EV --as clerk
says 5 "$B" stage cue $EV --step back --as clerk
says 5 "$B" stage clock $EV --clock start --as clerk
web 303 "$base/events/$GATHERING/stage"
web 404 "$base/s/00000000000000000000000000000001"
web 404 "$base/s/00000000000000000000000000000001/feed"
says 0 "$B" stage cue $EV --step slot-6 --as clerk
web 200 "$base/s/$CODE"; has 休息; has 10:00
! grep -qi set-cookie "$T/head" || bad "a cookie on a screen"

# ---- a clock: runs, stops with the slot, is found as it stood ----
says 0 "$B" stage clock $EV --clock start --as clerk
says 5 "$B" stage clock $EV --clock start --as clerk
web 200 "$base/s/$CODE"; has 'data-run="down"'
web 200 "$base/s/$CODE/now"
at=$(sed 's/[^0-9]//g' "$T/out"); web 200 "$base/s/$CODE"; until=$(sed -n 's/.*data-at="\([0-9]*\)".*/\1/p' "$T/out")
left=$((until - at)); [ $left -gt 590000 ] && [ $left -le 600000 ] || bad "$left ms are left of ten minutes"
sleep 1
says 0 "$B" stage cue $EV --step cover --as clerk
says 0 "$B" stage cue $EV --step slot-6 --as clerk
web 200 "$base/s/$CODE"; has '9:5[0-9]'; hasnt data-run
says 5 "$B" stage clock $EV --clock pause --as clerk
says 0 "$B" stage clock $EV --clock reset --as clerk
web 200 "$base/s/$CODE"; has 10:00

# ---- a cue is heard, and not by whoever was revoked ----
hear() { # file, pattern
	n=0; until grep -aq "$2" "$1" || [ $n = 400 ]; do sleep 0.05; n=$((n + 1)); done
	grep -aq "$2" "$1" || bad "$2 was not heard"
}
curl -s -N "$base/s/$CODE/feed" >"$T/heard" & ear=$!
curl -s -N "$base/s/$CODE/feed?lang=en" >"$T/heard.en" & ear2=$!
hear "$T/heard" 休息; hear "$T/heard.en" 休息
web 200 -b "$T/jar" "$base/events/$GATHERING/stage"; has '>2<'
says 0 "$B" stage cue $EV --step slot-3 --as clerk
hear "$T/heard" 丹凤县; hear "$T/heard.en" 'data-step="slot-3"'
says 0 "$B" event agenda $EV --drop true --as clerk --agenda '商州区 | 区委书记 | 半年述职 | 8 | 县区组
洛南县 | 县委书记 | 半年述职 | 8 | 县区组
镇安县 | 县委书记 | 换了次序 | 8 | 县区组
商南县 | 县委书记 | 半年述职 | 8 | 县区组
山阳县 | 县委书记 | 半年述职 | 8 | 县区组'
hear "$T/heard" 换了次序
was=$(wc -c <"$T/heard")
says 0 "$B" stage cue $EV --step slot-3 --as clerk                 # the same again: nobody is woken
says 0 "$B" event change $EV --place 第二会议室 --as clerk; sleep 0.3
is "$was" "$(wc -c <"$T/heard")" "bytes heard of what is no cue"
says 0 "$B" stage cue $EV --step cover --as clerk; hear "$T/heard" 第二会议室
says 0 "$B" event change $EV --place 第三会议室 --as clerk; hear "$T/heard" 第三会议室; hear "$T/heard.en" 第三会议室
says 0 "$B" stage cue $EV --step slot-3 --as clerk
host 200 jar -d do=screen --data-urlencode name=侧屏
SIDE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
curl -s -N "$base/s/$SIDE/feed" >"$T/side" & ear3=$!
hear "$T/side" 换了次序
says 3 "$B" stage revoke $EV --no 0 --as clerk
says 4 "$B" stage revoke $EV --no 9 --as clerk
says 0 "$B" stage revoke $EV --no 2 --as clerk
hear "$T/side" 'event: over'
says 0 "$B" stage cue $EV --step slot-4 --as clerk; sleep 0.5
! grep -aq 商南县 "$T/side" || bad "a revoked screen hears on"
web 404 "$base/s/$SIDE"; web 404 "$base/s/$SIDE/feed"; web 404 "$base/s/$SIDE/now"
web 200 "$base/s/$CODE"; has 商南县
kill $ear $ear2 $ear3 2>/dev/null || true; wait $ear $ear2 $ear3 2>/dev/null || true

# ---- public copies: only of a stage that is public ----
[ ! -f "$T/one.public/$GATHERING/index.html" ] || bad "a copy of a stage that is not public"
says 0 "$B" stage setting $EV --public yes --as clerk
n=0; until [ -f "$T/one.public/$GATHERING/en.html" ] || [ $n = 400 ]; do sleep 0.05; n=$((n + 1)); done
cp "$T/one.public/$GATHERING/index.html" "$T/out"; has 商南县; has 'content="2"'; has 'href="./bixue.css"'; hasnt '<script'
stamp=$(ls -l --time-style=full-iso "$T/one.public/$GATHERING")
says 0 "$B" stage cue $EV --step slot-4 --as clerk; says 0 "$B" event change $EV --place 市会议中心 --as clerk; sleep 0.3
is "$stamp" "$(ls -l --time-style=full-iso "$T/one.public/$GATHERING")" "copies that did not change"
says 0 "$B" stage cue $EV --step next --as clerk
n=0; until grep -q 山阳县 "$T/one.public/$GATHERING/index.html" || [ $n = 400 ]; do sleep 0.05; n=$((n + 1)); done
cp "$T/one.public/$GATHERING/index.html" "$T/out"; has 山阳县
says 0 "$B" stage setting $EV --public no --as clerk
n=0; until [ ! -f "$T/one.public/$GATHERING/index.html" ] || [ $n = 400 ]; do sleep 0.05; n=$((n + 1)); done
[ ! -f "$T/one.public/$GATHERING/index.html" ] || bad "the copy of a stage that is no more public is still there"
says 0 "$B" stage setting $EV --public yes --as clerk

# ---- what cannot be written or removed is tried again, and holds up nothing else ----
PUB=$T/one.public
retried() { # what, a test
	n=0; until eval "$2" || [ $n = 200 ]; do sleep 0.05; n=$((n + 1)); done
	eval "$2" || bad "$1"
}
retried "no copy of a stage that is public again" "[ -f '$PUB/$GATHERING/en.html' ]"
mkdir "$T/aside"; mv "$PUB/$GATHERING" "$T/aside/"; : >"$PUB/$GATHERING"
says 0 "$B" stage cue $EV --step slot-2 --as clerk
retried "a copy that cannot be written is not said" "grep -q 'one.public' '$T/log'"
web 200 "$base/s/$CODE"; has 洛南县
rm "$PUB/$GATHERING"
retried "a copy is not written when it can be" "grep -q 洛南县 '$PUB/$GATHERING/index.html' 2>/dev/null"
rm -r "$PUB/$GATHERING"; mv "$T/aside/$GATHERING" "$PUB/"; says 0 "$B" stage cue $EV --step slot-5 --as clerk
retried "no copy of the fifth slot" "grep -q 山阳县 '$PUB/$GATHERING/index.html'"
mv "$PUB/$GATHERING" "$T/aside/"; ln -s "$GATHERING" "$PUB/$GATHERING" # nothing below it can be removed
says 0 "$B" stage setting $EV --public no --as clerk
retried "a copy that cannot be removed is not said" "grep -q '无法从' '$T/log'"
rm "$PUB/$GATHERING"; mv "$T/aside/$GATHERING" "$PUB/"
retried "the copy of a stage that is no more public was left" "[ ! -e '$PUB/$GATHERING' ]"
says 0 "$B" stage setting $EV --public yes --as clerk
retried "no copy of a stage that is public once more" "[ -f '$PUB/$GATHERING/en.html' ]"

# ---- withdrawn while nobody served: gone before the first visitor comes; folders of others stay ----
stop; says 0 "$B" stage setting $EV --public no --as clerk
mkdir "$PUB/999999" "$PUB/2023" "$PUB/notes"; : >"$PUB/999999/index.html"; : >"$PUB/999999/bixue.css"; : >"$PUB/2023/index.html"; : >"$PUB/notes/index.html"
start
[ ! -e "$PUB/$GATHERING" ] && [ ! -e "$PUB/999999" ] || bad "a withdrawn copy is still published"
[ -f "$PUB/2023/index.html" ] && [ -f "$PUB/notes/index.html" ] || bad "a folder that is no event's was emptied"
says 0 "$B" stage setting $EV --public yes --as clerk
retried "no copy after a new start" "[ -f '$PUB/$GATHERING/en.html' ]"

# ---- killed: the same bytes ----
web 200 "$base/s/$CODE"; cp "$T/out" "$T/before"
kill -9 $server; wait $server 2>/dev/null || true; server=
start
web 200 "$base/s/$CODE"; cmp "$T/out" "$T/before" || bad "a reopened screen differs"
curl -s --max-time 3 "$base/s/$CODE/feed" >"$T/out" || true; has 山阳县

# ---- drawn lots give a slot that is on to another: screens and public copies are told ----
says 0 "$B" stage cue $EV --step slot-1 --as clerk
curl -s -N "$base/s/$CODE/feed" >"$T/heard" & ear=$!
hear "$T/heard" 商州区
says 0 "$B" lot freeze $EV --group 县区组 --as clerk
says 0 "$B" lot draw $EV --word_a 春 --said_a 甲县书记 --word_b 风 --said_b 乙县书记 --as clerk
first=$("$B" lot list $EV --as clerk --json | jq -sr 'map(.unit)[0]')
[ "$first" != 商州区 ] || bad "these words move nobody: take others"
hear "$T/heard" "$first"; hear "$T/one.public/$GATHERING/index.html" "$first"
kill $ear; wait $ear 2>/dev/null || true
stop; says 0 "$B" verify; says 0 "$B" rebuild --check
rm -rf "$T/one" "$T/one.keys" "$T/one.public"

# ---- two worlds ----
for w in one two; do
	prepare $w
	says 0 "$B" stage setting $EV --public yes --as clerk
	sealed
	says 0 "$B" event release $EV --as leader
	n=0; until "$B" stage show $EV --as clerk --json | grep -q "sheet-$ID" || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
	"$B" stage show $EV --as clerk --json | jq -r '.steps[].step' >"$T/$W.steps"
	curl -s -N "$base/s/$CODE/feed" >"$T/heard" & ear=$!
	hear "$T/heard" 'data-step="slot-2"'
	cue -d step=list-$ID; look list
	hear "$T/heard" "list-$ID"
	cue -d step=place-$ID-1; look first
	says 0 "$B" stage cue $EV --step back --as clerk; look back
	cue -d step=place-$ID-1; look again
	cmp "$T/$W.first" "$T/$W.again" || bad "the same step is another picture"
	cue -d step=sheet-$ID; look sheet
	kill $ear; wait $ear 2>/dev/null || true
	web 200 "$base/s/$CODE"; grep -c '[0-9]\.[0-9][0-9]<' "$T/out" >"$T/$W.figures"
	receipt=$(sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$T/out" | head -1)
	# anybody computes the receipt from the result (docs/formats/result-sheet.md)
	own=$("$B" vote results $EV --as clerk --json | jq -r '[.no, .unit, (.points // "-"), .place] | @tsv' | sha256sum | cut -c1-20 | tr a-f A-F | sed 's/..../& /g; s/ $//')
	is "$own" "$receipt" "receipt code"
	web 200 -b "$T/jar" "$base/events/$GATHERING/result"; has "$receipt"; has '印制 9 ＝ 已用 9 ＋ 未用 0 ＋ 作废 0'; hasnt result-sheet.md
	is 2 "$(grep -o 监票人 "$T/out" | wc -l)" "lines for scrutineers"
	digest=$("$B" vote show $EV --as clerk --json | jq -r .rule_digest); has "$digest"
	cue -d step=cover; says 0 "$B" stage setting $EV --reveal full --as clerk
	cue -d step=sheet-$ID; web 200 "$base/s/$CODE"
	[ "$(grep -c 'wall-place' "$T/out")" = 5 ] || bad "not every place is read out"
	stop
	says 0 "$B" verify
	says 0 "$B" rebuild --check
done
W=both
for c in slot open voted closed dark cover looked show refused; do same $c; done
for c in list first sheet steps peek; do ! cmp -s "$T/one.$c" "$T/two.$c" || { echo "the worlds do not differ at $c: the test sees nothing"; exit 1; }; done
is "3 3" "$(cat "$T/one.figures" "$T/two.figures" | tr '\n' ' ' | sed 's/ $//')" "figures on the sheet of the screen"
echo "stage: ok"
