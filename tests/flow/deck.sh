#!/bin/sh
# Slides on the stage: a PDF put to a slot is played by the same keys as everything else, a screen gets the page that is on and no other,
# bytes of another kind are refused; and the reveal tried with made-up figures, which a rehearsal alone may.
set -eu
. tests/flow/lib/hall.sh
EV=商洛市2023年上半年述职评议 TRIAL=述职评议演练

console() { web 200 -b "$T/jar" "$base/events/$EVENT/stage"; }
host() { # expected status, a form of the console…
	status=$1; shift
	console; web "$status" -b "$T/jar" -d "csrf=$(hidden csrf)" -d "key=$(date +%N)" "$@" "$base/events/$EVENT/stage"
}
bring() { # expected status, slot, file
	console; web "$1" -b "$T/jar" -F "csrf=$(hidden csrf)" -F "key=$(date +%N)" -F "slot=$2" -F "file=@$3" "$base/events/$EVENT/stage/deck"
}
slide() { # an address: as soon as it is drawn
	n=0; until [ "$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@")" != 503 ] || [ $n = 200 ]; do sleep 0.1; n=$((n + 1)); done
	grep -q ' 200' "$T/head" || bad "no slide: $*"
}
cue() { says 0 "$B" stage cue $EV --as clerk "$@"; }
# A PDF of so many pages, each of another colour.
pdf() {
	python3 - "$1" "$2" <<'P'
import sys
n, path = int(sys.argv[1]), sys.argv[2]
objects = [b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Count %d/Kids[%s]>>' % (n, b' '.join(b'%d 0 R' % (3 + 2 * i) for i in range(n)))]
for i in range(n):
    s = b'%.2f 0.4 0.2 rg 0 0 960 540 re f' % ((i + 1) / n)
    objects += [b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Contents %d 0 R>>' % (4 + 2 * i), b'<</Length %d>>stream\n%s\nendstream' % (len(s), s)]
out, at = b'%PDF-1.4\n', []
for k, o in enumerate(objects):
    at.append(len(out)); out += b'%d 0 obj%s endobj\n' % (k + 1, o)
xref = len(out)
out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(at) + 1) + b''.join(b'%010d 00000 n \n' % a for a in at)
open(path, 'wb').write(out + b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(at) + 1, xref))
P
}
drawn() { pdftoppm -jpeg -jpegopt quality=88 -f "$2" -l "$2" -scale-to 1920 - <"$1" >"$T/want"; }

city
debrief $EV
start
host 200 -d do=screen --data-urlencode name=主屏
CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
pdf 3 "$T/three.pdf"; pdf 12 "$T/twelve.pdf"; pdf 201 "$T/many.pdf"
printf '%%PDF-1.4\nnothing\n%%%%EOF\n' >"$T/empty.pdf"; echo 述职报告 >"$T/words.txt"

# ---- what is taken ----
bring 422 1 "$T/words.txt"; has 'PDF'
bring 422 1 "$T/empty.pdf"; has '没能及时读出来'
bring 413 1 "$T/many.pdf"; has '200'
bring 422 9 "$T/three.pdf"; has '没有这个序号'
is 4 "$("$B" stage show $EV --as clerk --json | jq '.steps | map(select(.step | test("^slot|^cover"))) | length')" "steps before there are slides"
bring 303 2 "$T/three.pdf"
bring 303 3 "$T/twelve.pdf"
console; has 'three.pdf，3 页'; has 'value="page-3-12"'; has 'data-no="3"'
is "cover slot-1 slot-2 page-2-1 page-2-2 page-2-3 slot-3 page-3-1" "$("$B" stage show $EV --as clerk --json | jq -r '[.steps[].step][:8] | join(" ")')" "steps"
says 6 "$B" stage undeck $EV --slot 2 --as leader

# ---- played: what is on, and nothing else ----
cue --step slot-2; cue --step next
web 200 "$base/s/$CODE"; has 'data-step="page-2-1"'; has "src=\"/s/$CODE/page/2/1?v="
slide "$base/s/$CODE/page/2/1"; drawn "$T/three.pdf" 1; cmp "$T/out" "$T/want" || bad "the first page is another picture"
grep -qi '^content-type: image/jpeg' "$T/head" || bad "no picture"
for p in 2/2 2/3 3/1 1/1 2/0 2/4 9/1; do web 404 "$base/s/$CODE/page/$p"; done
web 404 "$base/s/00000000000000000000000000000001/page/2/1"
curl -s -N "$base/s/$CODE/feed" >"$T/heard" & ear=$!
cue --step next
n=0; until grep -aq 'data-slide="2/2?v=' "$T/heard" || [ $n = 200 ]; do sleep 0.05; n=$((n + 1)); done
grep -aq 'data-slide="2/2?v=' "$T/heard" || bad "the next page was not heard"
kill $ear; wait $ear 2>/dev/null || true
slide "$base/s/$CODE/page/2/2"; drawn "$T/three.pdf" 2; cmp "$T/out" "$T/want" || bad "the second page is another picture"
web 404 "$base/s/$CODE/page/2/1"
console; has "/events/$EVENT/stage/page/2/3?v="                                     # the host sees what comes
slide -b "$T/jar" "$base/events/$EVENT/stage/page/3/7"
web 303 "$base/events/$EVENT/stage/page/3/7"
web 404 -b "$T/jar" "$base/events/$EVENT/stage/page/3/13"
for dark in dark cover; do cue --screen $dark; web 404 "$base/s/$CODE/page/2/2"; done
cue --screen show
says 0 "$B" stage clock $EV --clock start --as clerk                                   # the slot's clock goes on over its slides
cue --step next; web 200 "$base/s/$CODE"; has data-run
cue --step next; web 200 "$base/s/$CODE"; has 'data-step="slot-3"'; hasnt data-run
cue --step back; web 200 "$base/s/$CODE"; has 'data-step="page-2-3"'
cue --step page-3-12; slide "$base/s/$CODE/page/3/12"

# ---- pictures can be made again; another file is another picture; gone is gone ----
rm -r "$T/city/cache"; slide "$base/s/$CODE/page/3/12"; drawn "$T/twelve.pdf" 12; cmp "$T/out" "$T/want" || bad "drawn anew it differs"
web 200 "$base/s/$CODE"; before=$(grep -o 'page/3/12?v=[0-9]*' "$T/out")
cue --step page-3-2; bring 303 3 "$T/three.pdf"; cue --step page-3-2
web 200 "$base/s/$CODE"; hasnt "$before"; slide "$base/s/$CODE/page/3/2"; drawn "$T/three.pdf" 2; cmp "$T/out" "$T/want" || bad "the old slides are still on"
says 0 "$B" stage undeck $EV --slot 3 --as clerk
says 4 "$B" stage undeck $EV --slot 3 --as clerk
says 4 "$B" stage undeck $EV --as clerk
web 200 "$base/s/$CODE"; has 'data-step="slot-3"'; web 404 "$base/s/$CODE/page/3/2"
kill -9 $server; wait $server 2>/dev/null || true; server=
start; cue --step page-2-2; slide "$base/s/$CODE/page/2/2"

# ---- slides follow who reports; pages that cannot be drawn are named before the hall sees them ----
bring 303 1 "$T/twelve.pdf"
says 0 "$B" event agenda $EV --agenda '丹凤县 | 县委书记 | 半年述职 | 8 | 县区组；洛南县 | 县委书记 | 半年述职 | 8 | 县区组；商州区 | 区委书记 | 半年述职 | 8 | 县区组' --as clerk
is "slot-1 slot-2 page-2-1" "$("$B" stage show $EV --as clerk --json | jq -r '[.steps[].step][1:4] | join(" ")')" "steps after another order"
cue --step page-3-12; slide "$base/s/$CODE/page/3/12"; drawn "$T/twelve.pdf" 12; cmp "$T/out" "$T/want" || bad "the slides stayed behind"
says 0 "$B" event agenda $EV --agenda '丹凤县 | 县委书记 | 半年述职 | 8 | 县区组；洛南县 | 县委书记 | 半年述职 | 8 | 县区组' --drop true --as clerk
console; has '议程里已没有对应环节'
gone=$(sed -n '/没有对应环节/,/<\/li>/s/.*name="deck" value="\([0-9]*\)".*/\1/p' "$T/out")
says 0 "$B" stage undeck $EV --deck "$gone" --as clerk
console; hasnt '议程里已没有对应环节'
sed 's/Count 3/Count 5/' "$T/three.pdf" >"$T/five.pdf"; bring 303 1 "$T/five.pdf"
n=0; until console && grep -q '画不出来：4, 5' "$T/out" || [ $n = 100 ]; do sleep 0.1; n=$((n + 1)); done
has '画不出来：4, 5'; cue --step page-1-4; web 404 "$base/s/$CODE/page/1/4"; cue --step page-1-3; slide "$base/s/$CODE/page/1/3"

# ---- the reveal with made-up figures ----
says 5 "$B" stage setting $EV --trial yes --as clerk; blames trial
debrief $TRIAL --rehearsal yes
is cover,slot-1,slot-2,slot-3,votes "$("$B" stage show $TRIAL --as clerk --json | jq -r '[.steps[].step] | join(",")')" "steps before the trial"
says 0 "$B" stage setting $TRIAL --trial yes --as clerk
is "trial-place-$ID-1,trial-sheet-$ID" "$("$B" stage show $TRIAL --as clerk --json | jq -r '[.steps[].step][-2:] | join(",")')" "steps of the trial"
host 200 -d do=screen --data-urlencode name=主屏
CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
says 0 "$B" stage cue $TRIAL --step trial-place-$ID-1 --as clerk
web 200 "$base/s/$CODE"; has 假分数; has '[789][0-9]\.[0-9][0-9]'
says 0 "$B" stage cue $TRIAL --step trial-sheet-$ID --as clerk
web 200 "$base/s/$CODE"; has 假分数; hasnt 回执码; hasnt '<code>'
web 409 -b "$T/jar" "$base/events/$EVENT/result"
says 5 "$B" vote results $TRIAL --as clerk
says 0 "$B" stage setting $TRIAL --trial no --as clerk
web 200 "$base/s/$CODE"; hasnt 假分数; hasnt '[789][0-9]\.[0-9][0-9]'

# ---- a rehearsal's release ends the trial on every screen, and the real result waits for its cue ----
says 5 "$B" stage setting $TRIAL --public yes --as clerk; blames public
console; hasnt 'name="public"'
says 0 "$B" stage setting $TRIAL --trial yes --as clerk
says 0 "$B" stage cue $TRIAL --step trial-sheet-$ID --as clerk
codes 1; press open 303
for c in $(cat "$T/codes"); do vote 200 "$c" 好 较好 一般; done
press close 303 -d attended=3 -d attended_again=3
curl -s -N "$base/s/$CODE/feed" >"$T/heard" & ear=$!
hear() { n=0; until grep -aq "$1" "$T/heard" || [ $n = 200 ]; do sleep 0.05; n=$((n + 1)); done; grep -aq "$1" "$T/heard" || bad "$1 was not heard"; }
hear "trial-sheet-$ID"; hear 假分数
says 0 "$B" event release $TRIAL --as leader
hear 'data-step="cover"'
n=0; until "$B" stage show $TRIAL --as clerk --json | grep -q "\"sheet-$ID" || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
web 200 "$base/s/$CODE"; has 'data-step="cover"'; hasnt 回执码; hasnt '[0-9]\.[0-9][0-9]<'
sed -n '/<main/,/<\/main>/p' "$T/out" >"$T/page"
tr -d '\r' <"$T/heard" | sed 's/^data: \{0,1\}//' | tac | sed '/<main/q' | tac | sed -n '/<main/,/<\/main>/p' >"$T/last"
cmp "$T/page" "$T/last" || bad "an old screen and a new one differ after the release"
says 3 "$B" stage cue $TRIAL --step trial-sheet-$ID --as clerk # a page that is still open from before reveals nothing
says 0 "$B" stage cue $TRIAL --step sheet-$ID --as clerk
hear 回执码; web 200 "$base/s/$CODE"; has 回执码; hasnt 假分数
kill $ear; wait $ear 2>/dev/null || true

# ---- nobody has a figure: that is said, and nobody stands above the others ----
debrief 缺组演练 --rehearsal yes
host 200 -d do=screen --data-urlencode name=主屏
CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
codes 1; press open 303
vote 200 "$(sed -n 1p "$T/codes")" 好 较好 一般
press close 303 -d attended=3 -d attended_again=3 -d _sure=yes
says 0 "$B" event release 缺组演练 --as leader
n=0; until "$B" stage show 缺组演练 --as clerk --json | grep -q "list-$ID" || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
for step in list sheet; do
	says 0 "$B" stage cue 缺组演练 --step $step-$ID --as clerk
	web 200 "$base/s/$CODE"; has '没有有效结果：县区、市直部门没有投票'; has 各单位（按规范顺序）; hasnt 其余单位
done
web 200 "$base/s/$CODE?lang=en"; has 'There is no valid result'
web 200 -b "$T/jar" "$base/events/$EVENT/result"; has '没有有效结果'; has '印制 3 ＝ 已用 1 ＋ 未用 2 ＋ 作废 0'

# ---- a signed vote is not called secret; a break is nobody's turn; what stands above is not said twice ----
says 0 "$B" ruleset draft tests/flow/sheet.rule --owner 6110 --as clerk
says 0 "$B" ruleset adopt 商洛市现场观摩评分办法 --basis_doc 样例〔2022〕6号 --advice_read yes --as head
SIGNED=记名演练
says 0 "$B" event plan --owner 6110 --name $SIGNED --kind tour --day 2023-06-30 --rehearsal yes --as clerk --agenda '商州区 | 区委书记 | 现场 | 8 | 县区组
 | | 休息 | 10
洛南县 | 县委书记 | 现场 | 8 | 县区组
丹凤县 | 县委书记 | 现场 | 8 | 县区组'
EVENT=$("$B" event show $SIGNED --as clerk --json | jq -r .id)
says 0 "$B" vote plan --event $SIGNED --group 县区组 --period 2023年上半年 --ruleset 商洛市现场观摩评分办法 --item 观摩名次 --sheet signed --as clerk
host 200 -d do=screen --data-urlencode name=主屏
CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
says 0 "$B" stage cue $SIGNED --step votes --as clerk
web 200 "$base/s/$CODE"; has '投票尚未开始。.*记名投票'; hasnt 无记名; has '<li>县区组</li>'; hasnt "$SIGNED·"
says 0 "$B" stage cue $SIGNED --step slot-2 --as clerk; web 200 "$base/s/$CODE"; has 休息; hasnt wall-no
says 0 "$B" stage cue $SIGNED --step slot-3 --as clerk; web 200 "$base/s/$CODE"; has '>2 / 3<'

# ---- the file is looked after ----
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
find "$T/city/files" -type f -size +0 | xargs rm
says 7 "$B" verify
echo "deck: ok"
