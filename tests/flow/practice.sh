#!/bin/sh
# Learning from each other: a card is written, published, recognised by documents, learnt step by step by other units, rated, and
# credited to both sides by their rules, once; who may do what; the pages in both languages and the map with 20 units.
set -eu
. tests/flow/lib/base.sh
P=一河两岸步道

location() { tr -d '\r' <"$T/head" | sed -n 's/^[Ll]ocation: //p'; }
post() { # unit, title, login, role
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3"
	says 0 "$B" person grant "$3" --role "$4" --unit "$1" --as system
}
enter() { # login
	web 303 -c "$T/$1.jar" -d login="$1" --data-urlencode 'password=a sentence of a post' "$base/in"
}
card() { # title, more…: the fields of a card of 山阳县
	title=$1; shift
	"$B" practice draft --source 山阳县 --title "$title" --topic 城市更新 --problem 沿河杂乱，群众亲水难。 --method '先清障，再贯通，后管护。' --cost 860 \
		--cost_covers 步道和护栏，管护费另列 --fits 城区有贯通河段的县城。 --unfit 河道窄、汛期漫滩的地方不适用。 --contact shanyang \
		--evidence 2021年观摩会现场核查记录。 "$@" >"$T/out" 2>"$T/err"
}
step() { # expected, as whom, unit, stage, day, more…
	want=$1; who=$2; unit=$3; stage=$4; day=$5; shift 5
	says "$want" "$B" adoption step "$unit $P" --stage "$stage" --day "$day" --note "按计划推进：$stage" --as "$who" "$@"
}
entries() { # unit: fact, points, state, source
	"$B" entry list --unit "$1" --as clerk --json | jq -r '"\(.fact) \(.points) \(.state) \(.source)"' | sort
}
stage() { "$B" adoption show "$1 $P" --as clerk --json | jq -r .stage; }

says 0 "$B" init --name 商洛市督查室 --simulated=2023-07-01
says 0 "$B" unit import data/demo/units.csv --as system
post 6110 科员 clerk clerk
post 6110 主任 head office_head
post 611024 联络员 shanyang liaison
post 611021 联络员 luonan liaison
post 611021 县长 luonan-head unit_head
post 611023 联络员 shangnan liaison
post 611022 联络员 danfeng liaison
for p in clerk luonan shangnan; do echo 'a sentence of a post' | says 0 "$B" person password $p; done
says 0 "$B" ruleset draft tests/flow/practice.rule --owner 6110 --as clerk
says 0 "$B" ruleset adopt 县区取长补短计分办法 --basis_doc 商办发〔2022〕12号 --advice_read yes --as head
says 0 "$B" period open --owner 6110 --name 2023年度 --from 2023-01-01 --to 2023-12-31 --publish_on 2024-01-15 --as clerk
says 0 "$B" matter draft --kind problem --title 西关市场周边乱停乱摆 --goal 商户入市、秩序恢复 --owner 6110 --leads 611023 --due 2023-09-30 --issue true --as clerk
NO=$("$B" matter list --as clerk --json | jq -r '.no' | head -1)

# ---- a card, and what is none ---------------------------------------------------------------------------------------------
got=0; card $P --born_kind site --born_text 丰阳河城区段 --as luonan || got=$?; is 6 $got "a card of another unit's"
got=0; card $P --born_kind site --as shanyang || got=$?; is 3 $got "a site without its name"; blames '点位\|site'
got=0; card $P --born_kind matter --as shanyang || got=$?; is 3 $got "a matter without its number"
got=0; card $P --born_kind paper --born_text 商办发〔2021〕30号 --contact luonan --as shanyang || got=$?; is 2 $got "a contact given twice"
got=0; "$B" practice draft --source 山阳县 --title 没有不适用情形 --topic 城市更新 --problem 一二三四 --method 一二三四 --cost 0 --cost_covers 无 \
	--fits 一二三四 --contact shanyang --evidence 一二三四 --born_kind site --born_text 河边 --as shanyang >"$T/out" 2>"$T/err" || got=$?
is 3 $got "a card that does not say where it fails"; grep -q unfit "$T/err" || blames '不适用'
got=0; card $P --born_kind site --born_text 丰阳河城区段 --as shanyang || got=$?; is 0 $got "the card ($(cat "$T/err"))"
is draft "$("$B" practice show $P --as shanyang --json | jq -r .state)" "state of the card"
is 商洛市 "$("$B" practice show $P --as clerk --json | jq -r .owner_name)" "the office nearest above"
says 4 "$B" practice show $P --as luonan                   # a draft is its source's and its office's
is "" "$("$B" practice list --as luonan --json)" "drafts that others see"
got=0; card $P --born_kind site --born_text 别处 --as shanyang || got=$?; is 5 $got "a second card of this title"
says 5 "$B" adoption wish --practice $P --unit 洛南县 --day 2023-06-01 --note 想学 --as clerk
says 5 "$B" practice recognise $P --level county --document 山政办发〔2021〕5号 --issuer 山阳县人民政府办公室 --day 2021-06-01 --as clerk
says 6 "$B" practice publish $P --as shanyang
says 0 "$B" practice publish $P --as clerk
says 5 "$B" practice publish $P --as clerk
says 0 "$B" practice show $P --as luonan
says 6 "$B" practice withdraw $P --reason 不要了 --as shanyang   # published: the office's
got=0; card 从别人事项产生的经验 --born_kind matter --born_matter "$NO" --as shanyang || got=$?; is 3 $got "a matter that this post may not see"; blames 无权查看\\\|may\ see
says 3 "$B" adoption wish --practice $P --unit 洛南县 --matter "$NO" --day 2023-06-01 --note 想学 --as luonan; blames 无权查看\\\|may\ see
card 从事项产生的经验 --born_kind matter --born_matter "$NO" --as clerk
says 0 "$B" practice withdraw 从事项产生的经验 --reason 与另一张卡重复 --as shanyang

# ---- recognised by documents alone -------------------------------------------------------------------------------------------
R="$B practice recognise $P --issuer 省住建厅 --day 2022-11-02 --as clerk"
says 3 $R --level province
says 3 $R --level province --document 没有文号的口头表扬
blames '文号\|number'
says 3 $R --level village --document 陕建发〔2022〕88号
says 6 "$B" practice recognise $P --level city --document 商政办发〔2022〕15号 --issuer 商洛市人民政府办公室 --day 2022-05-20 --as shanyang
says 0 $R --level province --document 陕建发〔2022〕88号
says 5 $R --level province --document 陕建发〔2022〕88号
says 0 "$B" practice recognise $P --level city --document 商政办发〔2022〕15号 --issuer 商洛市人民政府办公室 --day 2022-05-20 --as clerk
is "province 省住建厅|陕建发〔2022〕88号 商洛市人民政府办公室|商政办发〔2022〕15号" "$("$B" practice show $P --as luonan --json |
	jq -r '"\(.level) \(.recognitions | map("\(.issuer)|\(.document)") | join(" "))"')" "the level and the chain of its documents"
is 1 "$("$B" practice list --level province --as luonan --json | wc -l | tr -d ' ')" "practices of the level"
is 0 "$("$B" practice list --level nation --as luonan --json | wc -l | tr -d ' ')" "practices of a level that nobody gave"
is 1 "$("$B" practice list --text '步道 亲水' --as luonan --json | wc -l | tr -d ' ')" "cards that say both words"
is 0 "$("$B" practice list --text '步道 养猪' --as luonan --json | wc -l | tr -d ' ')" "cards that say one of them"
for t in 步道二期 步道三期; do card $t --born_kind site --born_text 丰阳河下游 --as shanyang || bad "$(cat "$T/err")"; done
for text in 步道 一期; do # by pages of one, with and without words to look for
	after='' titles=''
	while :; do
		one=$("$B" practice list --limit 1 ${after:+--after $after} --text "$text" --as shanyang --json)
		[ "$one" ] || break
		titles="$titles $(echo "$one" | jq -r .title)"; after=$(echo "$one" | jq -r .id)
	done
	case $text in 步道) is " 步道三期 步道二期 $P" "$titles" "pages of one card";; *) is "" "$titles" "no card says it";; esac
done

# ---- learnt step by step ---------------------------------------------------------------------------------------------------------
W="$B adoption wish --practice $P --day 2023-01-10 --note 主要领导点赞，派人去学"
says 3 $W --unit 山阳县 --as shanyang
blames '自己\|own'
says 6 $W --unit 洛南县 --as shangnan
says 0 $W --unit 洛南县 --as luonan
says 5 $W --unit 洛南县 --as luonan-head
says 6 "$B" adoption step "洛南县 $P" --stage visit --day 2023-02-01 --note 考察 --as shangnan   # another unit's
says 6 "$B" adoption step "洛南县 $P" --stage visit --day 2023-02-01 --note 考察 --as shanyang   # nor the source's
says 6 "$B" adoption unsuitable "洛南县 $P" --day 2023-02-01 --reason 别人替它说不行 --as shangnan
step 3 luonan 洛南县 visit 2023-01-09                                                    # before the wish
step 3 luonan 洛南县 visit 2023-07-02                                                    # tomorrow
step 3 luonan 洛南县 visit 2023-02-01 --until 2023-03-01
step 0 luonan 洛南县 visit 2023-02-01
step 5 luonan 洛南县 visit 2023-02-02                                                    # once
step 0 clerk 洛南县 decision 2023-02-15                                                  # filled in by the office
step 3 luonan-head 洛南县 pilot 2023-03-01                                               # no end
step 3 luonan-head 洛南县 pilot 2023-03-01 --until 2028-03-02                            # longer than five years
step 3 luonan-head 洛南县 pilot 2023-03-01 --until 2023-03-01
step 0 luonan-head 洛南县 pilot 2023-03-01 --until 2028-03-01
step 5 luonan 洛南县 decision 2023-03-02
step 0 luonan 洛南县 built 2023-05-02
# told with a wrong day: taken back, still to be read, and told anew; the first day of use goes with it where it came by that step
back() { want=$1 unit=$2 who=$3; says "$want" "$B" adoption retract "$unit $P" --reason 日期填错 --as "$who"; }
back 6 洛南县 shanyang
back 0 洛南县 luonan
is pilot "$(stage 洛南县)" "the stage after a step was taken back"
back 0 洛南县 luonan
is "decision null" "$("$B" adoption show "洛南县 $P" --as clerk --json | jq -r '"\(.stage) \(.pilot_until)"')" "the pilot and its last day went with it"
step 0 luonan-head 洛南县 pilot 2023-03-01 --until 2028-03-01
step 0 luonan 洛南县 built 2023-05-20
is "日期填错 日期填错" "$("$B" adoption show "洛南县 $P" --as clerk --json | jq -r '[.steps[] | select(.gone != "") | .gone] | join(" ")')" "what was taken back is still told"
is "wish:false visit:false decision:true pilot:false built:false" "$("$B" adoption show "洛南县 $P" --as clerk --json |
	jq -r '.steps | map(select(.gone == "")) | map("\(.stage):\(.behalf)") | join(" ")')" "the chain, and who filled it in"
is "" "$(entries 山阳县)" "entries before any result"

# a result, with figures that are whole or none
D="$B adoption result"
says 3 $D "洛南县 $P" --rating great --day 2023-06-20 --note 建成开放 --as luonan
says 3 $D "洛南县 $P" --rating good --day 2023-06-20 --note 建成开放 --indicator 河边活动人次 --value_before 100 --as luonan
blames figure_source\\\|来源\\\|source
F="--indicator 晚间活动人次 --uom 人次/日 --value_after 2100 --after_on 2023-06-15 --figure_source 县文旅局现场计数"
says 3 $D "洛南县 $P" --rating good --day 2023-06-20 --note 建成开放 $F --value_before 800 --before_on 2023-06-15 --as luonan
says 3 $D "洛南县 $P" --rating good --day 2023-06-20 --note 建成开放 $F --value_before 800 --before_on 2023-03-02 --as luonan
says 6 $D "洛南县 $P" --rating good --day 2023-06-20 --note 建成开放 --as shanyang
says 0 $D "洛南县 $P" --rating good --day 2023-06-20 --note 建成开放 --adapted 护栏改为本地石材 $F --value_before 800.5 --before_on 2022-06-20 --worst true --as luonan
says 5 $D "洛南县 $P" --rating good --day 2023-06-20 --note 再来一次 --as luonan
step 5 luonan 洛南县 built 2023-06-25
says 5 $W --unit 洛南县 --as luonan                                                      # learnt with effect: not once more
is "5 800.5 2100" "$("$B" adoption show "洛南县 $P" --as clerk --json | jq -r '.figures | "\(.caveats | length) \(.before) \(.after)"')" "figures and what they do not show"

# ---- credit to both sides, once ---------------------------------------------------------------------------------------------------
ID=$("$B" adoption show "洛南县 $P" --as clerk --json | jq -r .id)
is "adopted 2 counted adoption:$ID" "$(entries 山阳县)" "the source's entry"
is "learnt 1 proposed adoption:$ID" "$(entries 洛南县)" "the adopter's, which waits for a second person"
E=$("$B" entry list --unit 洛南县 --as clerk --json | jq -r .id)
says 6 "$B" entry confirm "#$E" --as luonan
says 0 "$B" entry confirm "#$E" --as head
is "learnt 1 counted adoption:$ID" "$(entries 洛南县)" "the adopter's after a second person"

# the steps may be left out; poor is no credit; what does not suit is said with its reason
says 0 $W --unit 商南县 --matter "$NO" --as shangnan
says 0 $D "商南县 $P" --rating poor --day 2023-06-28 --note 河道条件不同，效果不好 --as shangnan
says 0 $W --unit 丹凤县 --as clerk
says 0 "$B" adoption unsuitable "丹凤县 $P" --day 2023-02-01 --reason 城区河道汛期漫滩，照搬有风险 --as danfeng
says 5 "$B" adoption unsuitable "丹凤县 $P" --day 2023-02-01 --reason 城区河道汛期漫滩，照搬有风险 --as danfeng
is unsuitable "$(stage 丹凤县)" "the stage of what does not suit"
back 0 丹凤县 danfeng
is wish "$(stage 丹凤县)" "the stage after that was taken back"
back 5 丹凤县 danfeng                                                                     # the wish itself
says 0 "$B" adoption unsuitable "丹凤县 $P" --day 2023-02-01 --reason 城区河道汛期漫滩，照搬有风险 --as danfeng
back 5 商南县 shangnan                                                                    # a result
is "adopted 2 counted adoption:$ID" "$(entries 山阳县)" "entries after a poor result and one that does not suit"
is "" "$(entries 商南县)" "entries of a poor result"
says 0 $W --unit 商南县 --as shangnan                                                    # a poor result may be tried anew

# a practice that was withdrawn brings nobody anything, and what is under way comes to its end
step 0 shangnan 商南县 pilot 2023-02-20 --until 2023-06-30
is true "$("$B" adoption show "商南县 $P" --as clerk --json | jq -r .stalled)" "a pilot whose day is over"
is false "$("$B" adoption show "洛南县 $P" --as clerk --json | jq -r .stalled)" "one that came to its result"

# whoever is copied does not rate its own subordinate's copy
post 611002 联络员 shangzhou liaison
says 0 "$B" practice draft --source 商州区 --title 一窗受理 --topic 政务服务改革 --problem 办事多头跑。 --method 合并窗口。 --cost 0 --cost_covers 不另花钱 --fits 有大厅的区县。 \
	--unfit 没有大厅的地方。 --contact shangzhou --evidence 大厅记录。 --born_kind paper --born_text 商区政办发〔2022〕9号 --as shangzhou
says 0 "$B" practice publish 一窗受理 --as clerk
says 0 "$B" adoption wish --practice 一窗受理 --unit 611002-D043 --day 2023-06-01 --note 想学 --as shangzhou
says 6 $D "区住建局 一窗受理" --rating good --day 2023-06-28 --note 很好 --as shangzhou
says 0 $D "区住建局 一窗受理" --rating good --day 2023-06-28 --note 很好 --as clerk

# ---- pages ---------------------------------------------------------------------------------------------------------------------------
start
for p in clerk luonan shangnan; do enter $p; done
page=$("$B" practice show $P --as clerk --json | jq -r .id)
web 200 -b "$T/luonan.jar" "$base/practices"; has $P; has '860.00'; has /practices/map; has 3\ 家借鉴，其中\ 1\ 家见效\\\|3\ units
web 200 -b "$T/luonan.jar" "$base/practices?state=withdrawn"; has 从事项产生的经验
web 200 -b "$T/luonan.jar" "$base/practices?text=$(printf 没有 | jq -sRr @uri)"; has 没有符合条件
web 200 -b "$T/luonan.jar" "$base/practices/$page"
for w in 汛期漫滩 陕建发〔2022〕88号 先清障 洛南 试点停滞 不能下结论 2022-06-20 +1299.5 因为最差 不到一年 我要借鉴; do has "$w"; done
hasnt "$page/withdraw"; hasnt "$page/recognise"
web 200 -b "$T/clerk.jar" "$base/practices/$page"; has "$page/withdraw"; has "$page/recognise"
web 303 -b "$T/luonan.jar" -c "$T/luonan.jar" -d "csrf=$(web 200 -b "$T/luonan.jar" "$base/practices"; hidden csrf)" -d lang=en -d "back=/practices" "$base/prefs"
web 200 -b "$T/luonan.jar" "$base/practices/$page"; has 'Where it does not fit'; has 'stood worst'; has 'Stalled pilot'; hasnt 我要借鉴; hasnt 适用条件
web 200 -b "$T/luonan.jar" "$base/practices/map"; has 'Who learns what from whom'; has '<svg class="map"'; has 'class="map-line map-done"'
web 200 -b "$T/clerk.jar" "$base/entries/$E"; has "/practices/adoptions/$ID"         # what was counted leads back to the chain
web 404 -b "$T/luonan.jar" "$base/practices/$page/nonsense"
A=$("$B" adoption show "商南县 $P" --as clerk --json | jq -r .id)
web 200 -b "$T/luonan.jar" "$base/practices/adoptions/$A"; hasnt "$A/step"; has 'filled in\|Stalled'
web 403 -b "$T/luonan.jar" -d "csrf=$(hidden csrf)" -d key=k1 -d day=2023-07-01 -d stage=built --data-urlencode note=别人的事 "$base/practices/adoptions/$A/step"
web 403 -b "$T/luonan.jar" "$base/practices/adoptions/$A/result"
web 200 -b "$T/shangnan.jar" "$base/practices/adoptions/$A"; has "$A/step"; has 试点已到期
web 200 -b "$T/shangnan.jar" "$base/practices/adoptions/$A/step"; has 'value="built"'; hasnt 'value="visit"'; has 'value="2023-07-01"'
web 422 -b "$T/shangnan.jar" -d "csrf=$(hidden csrf)" -d "key=k2" -d day=2023-07-01 -d stage=built -d note= "$base/practices/adoptions/$A/step"; has 'id="errors"'
web 303 -b "$T/shangnan.jar" -d "csrf=$(hidden csrf)" -d "key=k2" -d day=2023-07-01 -d stage=built --data-urlencode note=建成一段 "$base/practices/adoptions/$A/step"
is built "$(stage 商南县)" "the stage after the form"
web 200 -b "$T/clerk.jar" "$base/practices/$page/revise"; has 先清障; has '>山阳县'
web 200 -b "$T/clerk.jar" "$base/practices/new?born_matter=$NO"; has "value=\"$NO\""
web 200 -b "$T/shangnan.jar" "$base/practices/$page/adopt"; has 'value="商南县"'
web 422 -b "$T/clerk.jar" -d "csrf=$(web 200 -b "$T/clerk.jar" "$base/practices/new"; hidden csrf)" -d key=k3 --data-urlencode title=缺很多 "$base/practices/new"; has 'id="errors"'
web 403 -b "$T/shangnan.jar" -d "csrf=$(web 200 -b "$T/shangnan.jar" "$base/practices"; hidden csrf)" -d key=k4 --data-urlencode reason=撤下 "$base/practices/$page/withdraw"
web 303 -b "$T/clerk.jar" -d "csrf=$(web 200 -b "$T/clerk.jar" "$base/practices"; hidden csrf)" -d key=k5 --data-urlencode reason=上级撤销推广 "$base/practices/$page/withdraw"
web 200 -b "$T/shangnan.jar" "$base/practices/$page"; has 已撤下; hasnt 我要借鉴
stop
says 0 $D "#$A" --rating good --day 2023-07-01 --note 撤下之后见效 --as shangnan
is "" "$(entries 商南县)" "entries of a practice that was withdrawn"
is "adopted 2 counted adoption:$ID" "$(entries 山阳县)" "entries of its source"

[ ! "${KEEP1:-}" ] || cp -r "$T/city" "$T/city.keys" "$KEEP1"
# ---- the map with 20 units and 40 adoptions, and without any --------------------------------------------------------------------------
says 0 "$B" rebuild --check
says 0 "$B" verify
units=$("$B" unit list --kind department --as clerk --json --limit 1000 | jq -r .code | grep ^611002- | head -20)
first=$(echo "$units" | head -1)
says 0 "$B" person add --as system --unit "$first" --title 经办 --login keeper
k=0
for u in $units; do
	k=$((k + 1)); [ $k -le 4 ] || break
	says 0 "$B" person add --as system --unit "$u" --title 经办 --login "keeper$k"
	says 0 "$B" practice draft --source "$u" --title "第${k}条经验" --topic 政务服务 --problem 办事多跑路。 --method 一窗受理。 --cost 0 --cost_covers 不另花钱 \
		--fits 有窗口的部门。 --unfit 没有窗口的部门。 --contact "keeper$k" --evidence 大厅记录。 --born_kind paper --born_text 区政办发〔2022〕3号 --as clerk
	says 0 "$B" practice publish "第${k}条经验" --as clerk
	n=0
	for a in $units; do
		[ "$a" != "$u" ] || continue
		n=$((n + 1)); [ $(((n + k) % 2)) = 0 ] || continue
		says 0 "$B" adoption wish --practice "第${k}条经验" --unit "$a" --day 2023-06-01 --note 想学 --as clerk
	done
done
start; enter luonan
web 200 -b "$T/luonan.jar" "$base/practices/map?topic=$(printf 政务服务 | jq -sRr @uri)"
[ "$(grep -o 'class="map-name"' "$T/out" | wc -l)" -ge 19 ] || { echo "units are missing in the map"; exit 1; }
is "$("$B" adoption list --topic 政务服务 --as clerk --json --limit 1000 | wc -l | tr -d ' ')" "$(grep -o 'class="map-badge"' "$T/out" | wc -l | tr -d ' ')" "arrows with a number"
is "" "$(sed -n 's/.*class="map-badge" cx="\(-*[0-9]*\)" cy="\(-*[0-9]*\)".*/\1 \2/p' "$T/out" | awk '{ for (i = 1; i < NR; i++) if ((x[i]-$1)^2 + (y[i]-$2)^2 < 200) print "numbers " i " and " NR; x[NR] = $1; y[NR] = $2 }')" "numbers that cover each other"
web 200 -b "$T/luonan.jar" "$base/practices/map?topic=nobody"; has 'class="empty'; hasnt '<svg class="map"'
[ ! "${KEEP:-}" ] || { echo "$base"; cp -r "$T/city" "$T/city.keys" "$KEEP"; }
stop

says 0 "$B" rebuild --check
says 0 "$B" verify

# ---- what the month's board makes of both entries, told on a clock that goes on, and by the second program ------------------------------
mkdir "$T/story"
cp data/demo/units.csv tests/flow/practice.rule "$T/story"
cat >"$T/story/story.txt" <<'END'
system: unit import $D/units.csv
system: person add --unit 6110 --title 科员 --login clerk
system: person grant clerk --role clerk --unit 6110
system: person add --unit 6110 --title 主任 --login head
system: person grant head --role office_head --unit 6110
system: person add --unit 6110 --title 分管副市长 --login leader
system: person grant leader --role leader --unit 6110
system: person add --unit 611024 --title 联络员 --login shanyang
system: person grant shanyang --role liaison --unit 611024
system: person add --unit 611021 --title 联络员 --login luonan
system: person grant luonan --role liaison --unit 611021
clerk: ruleset draft $D/practice.rule --owner 6110
head: ruleset adopt 县区取长补短计分办法 --basis_doc 商办发〔2022〕12号 --advice_read yes
clerk: period open --owner 6110 --name 2022年度 --from 2022-01-01 --to 2022-12-31 --publish_on 2023-01-10
shanyang: practice draft --source 山阳县 --title 步道 --topic 城市更新 --problem 沿河杂乱。 --method 先清障。 --cost 860 --cost_covers 步道 --fits 有河段的县城 --unfit 汛期漫滩处 --contact shanyang --evidence 核查记录 --born_kind site --born_text 河边
clerk: practice publish 步道
@2022-05-09 09:00
luonan: adoption wish --practice 步道 --unit 洛南县 --day 2022-05-09 --note 想学
@2022-08-09 09:00
luonan: adoption result "洛南县 步道" --rating fair --day 2022-08-08 --note 建成开放
!6 luonan: entry confirm "洛南县 2022-08-09 learnt"
clerk: entry confirm "洛南县 2022-08-09 learnt"
@2023-01-03 09:00
clerk: period close 2022年度
clerk: board compose --period 2022年度 --ruleset 县区取长补短计分办法 --kind county --within 6110 --name 取长补短榜
clerk: board preview 取长补短榜 --days 2
@2023-01-10 09:00
head: board approve 取长补短榜
leader: board approve 取长补短榜
clerk: board publish 取长补短榜
END
export BIXUE_DATA="$T/told"
says 0 "$B" demo --build-only --from "$T/story"
is "山阳县:2 洛南县:1" "$("$B" board rows --board 取长补短榜 --as clerk --json | jq -sr 'map(select((.total | tonumber) > 0)) | sort_by(-(.total | tonumber)) |
	map("\(.unit_name):\(.total)") | join(" ")')" "totals of both sides"
"$B" checkpoint >/dev/null
says 0 "$B" board prove 取长补短榜 --out "$T/proof.json" --as clerk
says 0 "${BIXUE_VERIFY:-$(dirname "$B")/bixue-verify}" "$T/proof.json"
says 0 "$B" rebuild --check
says 0 "$B" verify
echo "practice: ok"
