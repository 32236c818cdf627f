#!/bin/sh
# Targets on the command line: a pledge comes in, comes again, is changed with its document, withdrawn; values are told,
# made final and corrected by the department that provides them and by nobody else; and after each part the tables are
# what the journal gives.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=611002-D019 S=611002-D055 I=611002-D061 # the office, the statistics bureau, the investment centre

says() { # expected exit code, command…
	want=$1
	shift
	got=0
	"$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || {
		echo "exit $got instead of $want: $*"
		head -40 "$T/out" "$T/err"
		exit 1
	}
}
has() { grep -q -- "$1" "$T/out" || { echo "no $1 in:"; head -40 "$T/out"; exit 1; }; }
blames() { grep -q -- "$1" "$T/err" || { echo "no $1 in:"; cat "$T/err"; exit 1; }; }
same() { [ "$2" = "$3" ] || { echo "$1: $3 instead of $2"; exit 1; }; }
is() { # target, jq path, value
	says 0 "$B" target show "$1" --as clerk --json
	same "$1 $2" "$3" "$(jq -r "$2" "$T/out")"
}
sound() {
	says 0 "$B" rebuild --check
	says 0 "$B" verify
}
post() { # unit, title, login, role, over
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
}

# ---- what the sheets of the demonstration say, without any data folder ---------------------------------------------------
for f in pledge-2023 chahe-pledge; do
	for e in xlsx csv; do
		says 0 "$B" target import "data/demo/$f.$e" --dry-run --json
		jq -c '.rows[] | [.units, .indicator, .uom, .base, .year, .q1, .q2, .q3, .q4, .weight, .direction, .data_owner]' "$T/out" >"$T/$e"
	done
	cmp "$T/xlsx" "$T/csv"
done
same "targets of Chahe" 14 "$(wc -l <"$T/csv" | tr -d ' ')"
says 3 "$B" target import data/demo/tasks-2023.csv --dry-run     # a list of tasks is none of targets
blames 一季度
says 2 "$B" target import data/demo/pledge-2023.csv --dry-run --quarters twice

# ---- units in 亿 and 万, a share as a fraction, merged cells lost, a blank quarter, single quarters, growth ----------------
cat >"$T/odd.csv" <<'END'
某区2023年度军令状（试）,,,,,,,,,,
填报单位：区督查办  单位：万元,,,,,,,,,,
序号,责任单位,考核指标,上年基数,全年目标,一季度,二季度,三季度,四季度,数据来源部门,权重
1,城关街道,项目投资,8.5亿,9.6亿,15000,4.2亿,,,区统计局,10
,,到位资金,20000,24000,5000,6000,6000,7000,区招商中心,10分
2,大赵峪街道,到位资金,20000,增长8%,,,,,区招商中心,10
3,陈塬街道、刘湾街道,绿化率,0.42,45%,43%,44%,44.5%,45%,区统计局,5
4,各镇办,安全事故起数,3,≤2,0,1,1,2,区统计局,5
合计,,,,,,,,,,
END
says 0 "$B" target import "$T/odd.csv" --dry-run --json
row() { jq -c ".rows[$1] | $2" "$T/out"; }
same "亿 and 万" '["万元","85000","96000","15000","42000",null,"96000"]' "$(row 0 '[.uom, .base, .year, .q1, .q2, .q3, .q4]')"
same "single quarters are added up" '["5000","11000","17000","24000",true]' "$(row 1 '[.q1, .q2, .q3, .q4, .summed]')"
same "lost merges are doubted" '["城关街道"]' "$(row 1 .units)"
same "growth on the base" '["21600","confirm"]' "$(row 2 '[.year, .state]')"
same "a share" '["%","42","45","43"]' "$(row 3 '[.uom, .base, .year, .q1]')"
same "at most is lower is better" '"lower"' "$(row 4 .direction)"
same "totals are no targets" '["title","title","total"]' "$(jq -c '[.skipped[].id]' "$T/out")"

# ---- a county, and the pledge of the year ----------------------------------------------------------------------------------
says 0 "$B" init --name 商州区督查考核办 --simulated=2023-01-16
says 0 "$B" unit import data/demo/units.csv --as system
post $O 科员 clerk clerk 611002
post $O 主任 head office_head 611002
post $S 统计员 stat liaison $S
post $I 统计员 invest liaison $I
post 611002 区长 leader leader 611002
post 611002 联络员 county liaison 611002
post 611002003 联络员 chenyuan liaison 611002003
post 530426201 党政办科员 elsewhere clerk 530426201

says 3 "$B" target import data/demo/pledge-2023.xlsx --owner $O --as clerk             # no document
blames document
says 0 "$B" target list --as clerk --json
same "nothing was written" 0 "$(wc -l <"$T/out" | tr -d ' ')"
says 6 "$B" target import data/demo/pledge-2023.xlsx --owner $O --document 商区发〔2023〕1号 --as elsewhere
says 6 "$B" target import data/demo/pledge-2023.xlsx --owner $O --document 商区发〔2023〕1号 --as stat
says 0 "$B" target import data/demo/pledge-2023.xlsx --owner $O --document 商区发〔2023〕1号 --as clerk --json
same "all of it" "20 true" "$(jq -r '"\(.new) \(.written)"' "$T/out")"
says 0 "$B" target list --as clerk --json
same "twenty targets" 20 "$(wc -l <"$T/out" | tr -d ' ')"
says 0 "$B" target list --as chenyuan --json
same "a unit sees its own" 3 "$(wc -l <"$T/out" | tr -d ' ')"
says 0 "$B" target list --as invest --json
same "the department of the data sees those" 3 "$(wc -l <"$T/out" | tr -d ' ')"
says 6 "$B" target show '刘湾街道 固定资产投资' --as chenyuan
is '陈塬街道 固定资产投资' .plan 13.75
is '陈塬街道 固定资产投资' .quarter_1.light not_due
sound

# ---- the same list again: the difference ------------------------------------------------------------------------------------
says 0 "$B" target import data/demo/pledge-2023.csv --owner $O --document 商区发〔2023〕1号 --as clerk
has '20 unchanged'
sed 's/13.75,2.5,60000万元,10.2,13.75/14.5,2.5,6.4亿元,10.8,14.5/; /空气质量/d; s/,3480,3600,/,3500,3600,/' data/demo/pledge-2023.csv >"$T/again.csv"
says 7 "$B" target import "$T/again.csv" --owner $O --document 商区政办发〔2023〕7号 --as clerk --json
same "a difference" "1 18 1" "$(jq -r '"\(.changed) \(.same) \(.gone | length)"' "$T/out")"
same "cell by cell" '["plan 13.75 14.5 false","q2 6 6.4 false","q3 10.2 10.8 false","q4 13.75 14.5 false"]' \
	"$(jq -c '[.rows[] | select(.what == "changed") | .changes[] | "\(.field) \(.was) \(.now) \(.by_hand)"]' "$T/out")"
same "a base is not moved by a list" '["base 3480 3500 true"]' "$(jq -c '[.rows[] | select(.what == "same") | .changes[] | "\(.field) \(.was) \(.now) \(.by_hand)"]' "$T/out")"
says 0 "$B" target import "$T/again.csv" --owner $O --document 商区政办发〔2023〕7号 --as clerk --yes --json
change=$(jq -r .import "$T/out")
is '陈塬街道 固定资产投资' .plan 13.75                                                 # as issued
is '陈塬街道 固定资产投资' .quarter_2.plan_now 6.4
says 0 "$B" target changes '陈塬街道 固定资产投资' --as clerk --json
has 商区政办发〔2023〕7号
says 0 "$B" target import_withdraw "#$change" --reason 文件未签发 --as clerk
is '陈塬街道 固定资产投资' .quarter_2.plan_now 6
says 5 "$B" target import_withdraw "#$change" --reason 再撤 --as clerk
sound

# ---- another list withdrawn as a whole -----------------------------------------------------------------------------------------
says 3 "$B" target import "$T/odd.csv" --owner $O --document 商区发〔2023〕2号 --list 试验 --json --as clerk # the doubts wait
same "what is plain is written, the rest waits" "1 true" "$(jq -r '"\(.new) \(.written)"' "$T/out")"
says 0 "$B" target import_withdraw "#$(jq -r .import "$T/out")" --reason 试验 --as clerk
says 0 "$B" target import "$T/odd.csv" --owner $O --document 商区发〔2023〕2号 --list 试验二 --alias '各镇办=@township' --yes --json --as clerk
odd=$(jq -r .import "$T/out")
says 0 "$B" target list --list 试验二 --as clerk --json --limit 100
same "each unit its own" yes "$([ "$(grep -c 安全事故起数 "$T/out")" -gt 10 ] && echo yes)"
says 0 "$B" target import_withdraw "#$odd" --reason 试验 --as clerk
says 0 "$B" target list --list 试验二 --as clerk --json
same "gone" 0 "$(wc -l <"$T/out" | tr -d ' ')"

# ---- values: estimated, final, corrected; and who may not ------------------------------------------------------------------------
line='陈塬街道 固定资产投资 2023'
told='--as_of 2023-01-16 --source 快报 --base 2.3'
for who in clerk head leader county chenyuan invest; do # a right over the whole place is not the department itself
	says 6 "$B" target report "$line" --quarter 1 --value 2.7 $told --standing estimated --as $who
done
says 3 "$B" target report "$line" --value 2.7 $told --standing estimated --as stat                     # up to when?
says 3 "$B" target report "$line" --quarter 1 --value 2.7 $told --standing final --as stat              # the quarter runs
says 3 "$B" target report "$line" --quarter 1 --value 2.7 --as_of 2023-02-01 --source 快报 --standing estimated --as stat
says 0 "$B" target report "$line" --quarter 1 --value 2.4 $told --standing estimated --as stat
is "$line" .quarter_1.light behind
is "$line" .quarter_1.standing estimated
is "$line" .quarter_1.growth_percent 4.347826
says 0 "$B" target imports --as clerk --json
first=$(jq -sr '[.[] | select(.state == "done")] | last | .id' "$T/out")
says 5 "$B" target import_withdraw "#$first" --reason 撤回 --as clerk                                # values were told since
is '区人社局 城镇登记失业率' .quarter_1.actual null                                             # missing, never zero
is '区人社局 城镇登记失业率' .quarter_1.record 0
says 0 "$B" target report '区人社局 城镇登记失业率' --quarter 1 --value 3.7 --as_of 2023-01-16 --source 快报 --base 3.9 --standing estimated --as stat
is '区人社局 城镇登记失业率' .quarter_1.growth_points -0.2
is '区人社局 城镇登记失业率' .quarter_1.light on_pace
says 0 "$B" target report '城关街道 招商引资到位资金' --quarter 1 --value 110000 --as_of 2023-01-16 --source 凭证 --standing estimated --as invest
is '城关街道 招商引资到位资金' .quarter_1.light done
says 0 "$B" target report '陈塬街道 农村居民人均可支配收入' --quarter 1 --value 3655 --as_of 2023-01-16 --source 快报 --standing estimated --as stat
is '陈塬街道 农村居民人均可支配收入' .quarter_1.light no_plan
says 6 "$B" target adjust "$line" --plan 14 --document 商区政办发〔2023〕9号 --reason 调整 --as clerk
says 3 "$B" target adjust "$line" --plan 14 --reason 调整 --as head                                    # no document
says 0 "$B" target adjust "$line" --q1 2.2 --document 商区政办发〔2023〕9号 --reason 项目推迟 --as head
is "$line" .quarter_1.light behind                                                         # against what was issued
is "$line" .quarter_1.light_now on_pace
sound
says 0 "$B" target export --out "$T/targets.xlsx" --year 2023 --as clerk --json
same "a workbook" "PK 20" "$(head -c 2 "$T/targets.xlsx") $(jq -r .rows "$T/out")"

# ---- the year told in the demonstration: finals and corrections, where the clock goes on -------------------------------------------
export BIXUE_DATA="$T/demo"
says 0 "$B" demo --build-only
line='陈塬街道 固定资产投资 2023'
says 0 "$B" target actuals "$line" --as clerk --json
same "estimate and final both stay" '["2.55 estimated","2.61 final"]' \
	"$(jq -sc '[.[] | select(.through == "2023-03-31") | "\(.value) \(.standing)"]' "$T/out")"
is "$line" .quarter_1.actual 2.61
says 5 "$B" target report "$line" --quarter 1 --value 9 --as_of 2023-05-31 --source 重报 --standing final --as stat
says 5 "$B" target report "$line" --quarter 1 --value 9 --as_of 2023-05-31 --source 重报 --standing estimated --as stat
says 3 "$B" target correct "$line" --quarter 1 --value 2.6 --as_of 2023-03-31 --source 复核 --as stat                  # no reason
says 6 "$B" target correct "$line" --quarter 1 --value 2.6 --as_of 2023-03-31 --source 复核 --reason 核减 --as head
says 0 "$B" target correct "$line" --quarter 1 --value 2.48 --as_of 2023-03-31 --source 复核 --reason 核减一户 --as stat
says 0 "$B" target actuals "$line" --as clerk --json
same "the correction names what it corrects" true \
	"$(jq -sc '[.[] | select(.through == "2023-03-31")] | .[2].corrects == .[1].id and .[1].corrected_by == .[2].id and .[2].standing == "final"' "$T/out")"
is "$line" .quarter_1.light behind
for light in on_pace behind done; do
	says 0 "$B" target list --year 2023 --as clerk --json --limit 100
	grep -q "\"light_1\":\"$light\"" "$T/out" || { echo "nothing is $light in the first quarter"; exit 1; }
done
says 0 "$B" target list --year 2022 --as chahe --json
same "Chahe's year" 13 "$(grep -c '"light_4":"done"' "$T/out")"
sound
echo "target: all went as it should"
