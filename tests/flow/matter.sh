#!/bin/sh
# Matters on the command line: the main line, who may not, lists coming in, coming again, withdrawn; and after each part
# the tables are what the journal gives.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=611002-D019 H=611002-D043 F=611002-D031 V=611002-D057 # the office, the housing and the planning bureau, a verifier

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
hasnt() { ! grep -q -- "$1" "$T/out" || { echo "there is $1 in:"; head -40 "$T/out"; exit 1; }; }
blames() { grep -q -- "$1" "$T/err" || { echo "no $1 in:"; cat "$T/err"; exit 1; }; }
is() { # number, field, value: as the clerk sees it
	says 0 "$B" matter show "$1" --as clerk --json
	got=$(jq -r ".$2" "$T/out")
	[ "$got" = "$3" ] || { echo "$1: $2 is $got instead of $3"; exit 1; }
}
sound() {
	says 0 "$B" rebuild --check
	says 0 "$B" verify
}
post() { # unit, title, login, role, over
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3" --phone "139000099$4"
	says 0 "$B" person grant "$3" --role "$5" --unit "$6" --as system
}

says 0 "$B" init --name 商州区督查考核办 --simulated=2023-04-03
says 0 "$B" unit import data/demo/units.csv --as system
post $O 科员 clerk 01 clerk 611002
post $H 联络员 housing 02 liaison $H
post $F 联络员 planning 03 liaison $F
post $V 核查员 checker 04 verifier $V
post 611002 区长 leader 05 leader 611002
post 530426201 办公室主任 elsewhere 06 clerk 530426201
post 611002 系统管理员 sysadmin 07 sysadmin 611002

# ---- the main line ---------------------------------------------------------------------------------------------------
says 3 "$B" matter draft --title 无类别 --owner $O --as clerk              # kind is missing
blames kind
says 0 "$B" matter draft --kind task --title 滨河步道二期亮化 --goal 亮化2.60公里 --owner $O --leads $H --assists $F --as clerk
is 1 no 0001
is 0001 state draft
says 3 "$B" matter issue 1 --as clerk                                       # no deadline yet
blames due
says 0 "$B" matter edit 1 --due 2023-06-30 --category 城建 --as clerk
says 3 "$B" matter edit 1 --assists $H --as clerk                           # leads and assists at once
says 6 "$B" matter issue 1 --as housing
says 6 "$B" matter issue 1 --as elsewhere
says 6 "$B" matter show 1 --as housing                                      # a draft is the office's own business
says 0 "$B" matter issue 1 --as clerk
is 1 state issued
says 5 "$B" matter edit 1 --title 改 --as clerk
says 5 "$B" matter issue 1 --as clerk
says 5 "$B" matter claim_finish 1 --text 早了 --as housing
says 5 "$B" matter progress 1 --text 未签收 --as housing
says 0 "$B" matter ack 1 --as housing
is 1 state active
says 5 "$B" matter ack 1 --as housing
says 0 "$B" matter ack 1 --as planning
says 6 "$B" matter ack 1 --as elsewhere
says 6 "$B" matter progress 1 --unit $F --text 替别人说 --as housing        # speaks for itself only
says 0 "$B" matter progress 1 --text 完成1.61公里 --percent 61.92 --as housing
is 1 percent 61.92
says 0 "$B" matter progress 1 --text 已配合供电 --percent 5 --as planning   # an assisting unit does not move the figure
is 1 percent 61.92
says 3 "$B" matter progress 1 --unit $H --text 电话说快了 --as clerk        # 代填: who said it?
blames on_behalf_of
says 0 "$B" matter progress 1 --unit $H --text 电话说快了 --percent 70 --on_behalf_of 住建局联络员 --means phone --as clerk
says 0 "$B" matter timeline 1 --as housing --json
jq -s -e '.[0] | .on_behalf_of == "住建局联络员" and .means == "phone" and .percent == "70"' "$T/out" >/dev/null
says 0 "$B" matter chase 1 --result promised --text 周一完工 --as clerk
says 3 "$B" matter chase 1 --result maybe --as clerk
says 6 "$B" matter chase 1 --result promised --as housing
says 3 "$B" matter extend_ask 1 --due 2023-06-30 --reason 管线迁改 --as housing
says 0 "$B" matter extend_ask 1 --due 2023-07-07 --reason 管线迁改 --as housing
says 5 "$B" matter extend_ask 1 --due 2023-07-08 --reason 再要 --as housing
says 0 "$B" matter note 1 --text 已与供电公司对接 --as planning
says 6 "$B" matter note 1 --text 路过 --as elsewhere
says 0 "$B" matter list --owes decide --as clerk --json
[ "$(jq -s -r '.[].no' "$T/out")" = 0001 ]
says 6 "$B" matter extend_decide 1 --grant true --reason 同意 --as housing
says 0 "$B" matter extend_decide 1 --grant true --reason 同意 --as clerk
is 1 due 2023-07-07
is 1 first_due 2023-06-30
is 1 'extensions[0].old_due' 2023-06-30
says 5 "$B" matter close 1 --as clerk                                       # nothing is claimed
says 0 "$B" matter claim_finish 1 --text 全线亮灯 --percent 100 --as housing
is 1 state finish_claimed
says 5 "$B" matter close 1 --as clerk                                       # nobody took it up
says 6 "$B" matter take_up 1 --as housing
says 6 "$B" matter take_up 1 --as checker                                   # another unit's verifier
says 0 "$B" matter take_up 1 --as clerk
is 1 state verifying
says 3 "$B" matter send_back 1 --as clerk                                   # why?
says 0 "$B" matter send_back 1 --reason 三处未亮 --as clerk
is 1 state sent_back
says 0 "$B" matter claim_finish 1 --text 已补亮 --as housing
says 0 "$B" matter take_up 1 --as clerk
says 0 "$B" matter close 1 --text 现场核查属实 --as clerk
is 1 state closed
is 1 light closed
says 5 "$B" matter progress 1 --text 还说 --as housing
says 0 "$B" matter reopen 1 --reason 又灭了 --as clerk
is 1 state reopened
is 1 reopened 1
says 4 "$B" matter show 999 --as clerk
says 4 "$B" matter show 滨河 --as clerk
says 6 "$B" matter show 1 --as elsewhere
says 6 "$B" matter list --as sysadmin
sound

# ---- another party verifies; nobody verifies its own work -----------------------------------------------------------
says 3 "$B" matter draft --kind problem --title 自己验自己 --owner $O --leads $H --verifier $H --due 2023-05-01 --issue true --as clerk
says 0 "$B" matter draft --kind problem --title 消防器材过期 --owner $O --leads $H --verifier $V --due_amount 7 --due_unit workday --issue true --as clerk
is 2 due 2023-04-13                                                         # 清明 on the 5th is a day off
is 2 due_kind relative
says 0 "$B" matter return 2 --reason 不属我局 --as housing
is 2 state returned
says 0 "$B" matter issue 2 --as clerk                                       # designated: may not return it again
says 6 "$B" matter return 2 --reason 还是不属 --as housing
says 0 "$B" matter ack 2 --as housing
says 0 "$B" matter claim_finish 2 --text 已更换 --as housing
says 6 "$B" matter take_up 2 --as clerk                                     # a verifier is named: not the office
says 0 "$B" matter take_up 2 --as checker
says 6 "$B" matter close 2 --as clerk
says 0 "$B" matter close 2 --text 合格 --as checker
is 2 state closed
says 0 "$B" matter draft --kind task --title 督查办自己的事 --owner $O --leads $O --due 2023-05-01 --issue true --as clerk
says 0 "$B" matter ack 3 --unit $O --on_behalf_of 办公室 --means meeting --as clerk
says 0 "$B" matter claim_finish 3 --unit $O --text 已办 --on_behalf_of 办公室 --means meeting --as clerk
says 6 "$B" matter take_up 3 --as clerk
# Whoever reported in the unit's name does not find it done: not as this post, not as another one that the same person holds,
# and not after a hand-over on paper.
person() { # unit, title, login, role, over, holder
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3" --holder "$6"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
}
person $O 主任 head office_head 611002 钱某
person $O 副主任 deputy office_head 611002 "钱 某"
person $O 科员二 clerk2 clerk 611002 孙某
says 0 "$B" matter draft --kind task --title 代填之后不得自验 --owner $O --leads $H --due 2023-05-01 --issue true --as clerk
is 4 state issued
says 0 "$B" matter ack 4 --as housing
says 0 "$B" matter claim_finish 4 --text 已完成 --on_behalf_of 王某 --means phone --as head
says 6 "$B" matter take_up 4 --as head
blames "claimed the matter finished"
says 6 "$B" matter take_up 4 --as deputy
says 0 "$B" matter take_up 4 --as clerk2
says 6 "$B" matter close 4 --as head
says 6 "$B" matter close 4 --as deputy
says 0 "$B" person hand_over head --holder 李某 --as head
says 6 "$B" matter close 4 --as head
says 6 "$B" matter close 4 --as deputy
says 0 "$B" person hand_over deputy --holder 周某 --as deputy
says 6 "$B" matter close 4 --as deputy
says 0 "$B" matter close 4 --text 属实 --as clerk2
says 0 "$B" matter draft --kind task --title 代签之后不得自验 --owner $O --leads $H --due 2023-05-01 --issue true --as clerk
says 0 "$B" matter ack 5 --on_behalf_of 王某 --means phone --as clerk
says 0 "$B" matter claim_finish 5 --text 已完成 --as housing
says 6 "$B" matter take_up 5 --as clerk
blames "signed for the matter"
says 0 "$B" matter take_up 5 --as clerk2
says 6 "$B" matter close 5 --as clerk
says 0 "$B" matter close 5 --text 属实 --as clerk2
# Units come and go; the clock can stand.
says 5 "$B" matter assign 3 --unit $F --role assist --as clerk                # a claim is being looked at
says 0 "$B" matter draft --kind task --title 转办与挂起 --owner $O --leads $H --due 2023-05-01 --issue true --as clerk
says 0 "$B" matter reassign 6 --unit $H --to $F --reason 职责调整 --as clerk
says 6 "$B" matter ack 6 --as housing
says 0 "$B" matter ack 6 --as planning
says 0 "$B" matter assign 6 --unit $H --role assist --as clerk
says 3 "$B" matter assign 6 --unit $H --role verify --as clerk               # it assists already
says 0 "$B" matter unassign 6 --unit $H --role assist --reason 不需要 --as clerk
says 3 "$B" matter unassign 6 --unit $F --role lead --reason 没人了 --as clerk
says 0 "$B" matter suspend 6 --reason 汛期 --review 2023-06-01 --as clerk
is 6 light suspended
says 5 "$B" matter progress 6 --text 动不了 --as planning
says 0 "$B" matter resume 6 --reason 汛期已过 --as clerk
says 0 "$B" matter stand 6 --reason 长期坚持 --review 2023-12-31 --as clerk
is 6 state standing
says 0 "$B" matter withdraw 6 --reason 重复 --as clerk
is 6 light withdrawn

# ---- a leader's instruction returns to the leader ---------------------------------------------------------------------
says 6 "$B" matter instruct --title 越权 --owner 530426201 --as leader
says 0 "$B" matter instruct --title 农贸市场搬迁 --goal 请住建局牵头，一周内拿出方案 --owner $O --leads $H --due 2023-04-10 --issue true --as leader
says 0 "$B" matter ack 7 --as housing
says 0 "$B" matter claim_finish 7 --text 方案已报 --as housing
says 0 "$B" matter take_up 7 --as clerk
says 0 "$B" matter close 7 --text 方案可行 --as clerk
says 0 "$B" matter timeline 7 --as leader --json
jq -s -e 'any(.[]; .act == "matter.answer" and .text == "方案可行")' "$T/out" >/dev/null

# ---- finding ----------------------------------------------------------------------------------------------------------
for q in 步道 路灯 亮 二期亮 1 0001 "步道 二期"; do
	says 0 "$B" matter list --text "$q" --as clerk --json
	[ "$q" = 路灯 ] || jq -s -e 'any(.[]; .no == "0001")' "$T/out" >/dev/null || { echo "not found by $q"; exit 1; }
done
says 0 "$B" matter list --text 步二 --as clerk --json
[ ! -s "$T/out" ]
says 0 "$B" matter list --text 步道 --as elsewhere --json                   # found, but not hers
[ ! -s "$T/out" ]
says 0 "$B" matter list --owes verify --as clerk --json
says 0 "$B" matter list --owes sign --as housing --json
[ "$(jq -s -r '.[].no' "$T/out" | tr '\n' ' ')" = "0001 " ]
says 0 "$B" matter list --limit 2 --as clerk --json
[ "$(jq -s -r '.[].no' "$T/out" | tr '\n' ' ')" = "0001 0002 " ]
says 0 "$B" matter list --limit 2 --after 2 --as clerk --json
[ "$(jq -s -r '.[].no' "$T/out" | tr '\n' ' ')" = "0003 0004 " ]
rm -f "$BIXUE_DATA"/search.db*
says 0 "$B" matter list --text 步道 --as clerk --json                       # the index is made anew
[ "$(wc -l <"$T/out")" = 1 ]
sound

# ---- a list comes in ---------------------------------------------------------------------------------------------------
says 0 env BIXUE_DATA="$T/nowhere" "$B" matter import data/demo/problems-211.xlsx --dry-run --json
[ "$(jq '.rows | length' "$T/out")" = 211 ]
says 4 env BIXUE_DATA="$T/nowhere" "$B" matter import data/demo/problems-211.xlsx --owner $O --as clerk
says 6 "$B" matter import data/demo/problems-192.xlsx --owner $O --as housing
says 6 "$B" matter import data/demo/problems-192.xlsx --owner $O --as elsewhere
says 0 "$B" matter import data/demo/problems-192.xlsx --owner $O --as clerk --json
[ "$(jq -r '"\(.new) \(.wait) \(.refused)"' "$T/out")" = "192 0 0" ]
says 0 "$B" matter import data/demo/problems-211.xlsx --owner $O --issue --as clerk --json
says 0 "$B" matter summary --list 商州区“大排查、大整治、大检查、大提升”行动问题整改台账 --owner $O --as clerk --json
[ "$(jq -s -r 'map(select(.what == "state" and .name == "closed"))[0].count' "$T/out")" = 206 ]
[ "$(jq -s -r 'map(select(.what == "total"))[0].count' "$T/out")" = 211 ]
says 0 "$B" matter import data/demo/projects-191.xlsx --owner $O --as clerk --yes --json
says 8 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk   # some rows must be confirmed and wait
has 各镇办
says 7 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk --alias '各镇办=@township;区直各部门=@department;各有关镇=-'
has 'here before'
says 0 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk --alias '各镇办=@township;区直各部门=@department;各有关镇=-' --yes --json
[ "$(jq -r '"\(.new) \(.same) \(.changed) \(.wait)"' "$T/out")" = "7 11 0 0" ]
says 0 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk --alias '各镇办=@township;区直各部门=@department;各有关镇=-' --yes --json
[ "$(jq -r '"\(.new) \(.same) \(.changed) \(.written)"' "$T/out")" = "0 18 0 false" ]
sound
# What is personal is nowhere but in the secret store, sealed; and the preview does not show it either.
cat >"$T/people.csv" <<'CSV'
村镇问题整改台账（共1个）
序号,问题来源,问题描述,责任单位,责任领导,责任人及电话,投诉人,联系电话,整改措施,整改时限,整改进展
1,群众提,蟠龙亭路灯不亮找13955556666反映,区住建局,局长,王标记 13911112222,李暗号,13933334444,更换,立行立改,
CSV
says 0 "$B" matter import "$T/people.csv" --dry-run --json
hasnt '1391111\|1393333\|1395555\|李暗号'
says 0 "$B" matter import "$T/people.csv" --owner $O --issue --yes --as clerk --json
hasnt '1391111\|1393333\|1395555\|李暗号'
says 0 "$B" matter list --text 蟠龙亭 --as clerk --json
[ "$(wc -l <"$T/out")" = 1 ]
says 0 "$B" matter show "$(jq -r .no "$T/out")" --as clerk --json
has '"has_contact": true'
for mark in 13911112222 13933334444 13955556666 李暗号 '139\*\*\*\*0000'; do
	if grep -rlE "$mark" "$BIXUE_DATA" "$BIXUE_DATA.keys"; then echo "$mark lies open"; exit 1; fi
done

# What is to be done at once (立行立改) has seven days from its start: sent back, it is overdue without a day of its own.
cat >"$T/at-once.csv" <<'CSV'
黑龙口镇问题整改台账（共1个）
序号,问题来源,问题描述,责任单位,整改措施,整改时限,整改进展,是否完成,完成时间,是否销号
1,群众提,龙口桥护栏松动,区住建局,加固,立行立改,已加固,是,2023年3月20日,否
CSV
says 0 "$B" matter import "$T/at-once.csv" --owner $O --issue --yes --as clerk --json
says 0 "$B" matter list --text 护栏松动 --as clerk --json
n=$(jq -r .no "$T/out")
is "$n" state finish_claimed
is "$n" due null
says 0 "$B" matter take_up "$n" --as clerk
says 0 "$B" matter send_back "$n" --reason 仍松动 --as clerk
is "$n" light overdue
says 0 "$B" matter overdue --as clerk --json
jq -s -e --arg no "$n" 'any(.[]; .no == $no and .days_overdue == 7)' "$T/out" >/dev/null
sound

# ---- it comes again ------------------------------------------------------------------------------------------------------
cat >"$T/week1.csv" <<'CSV'
岔河工作任务清单（3项）
序号,工作任务,牵头单位,完成时限,进展情况,完成率
1,红白理事会章程修订上墙,区住建局,2023年6月底前,正在推进,40%
2,村内道路硬化两公里,区发改局,2023年9月30日,正在推进,10%
3,垃圾清运设施更新改造,区住建局,2023年12月底前,未启动,0%
CSV
sed -e 's/章程修订上墙,区住建局,2023年6月底前,正在推进,40%/章程修订并上墙,区住建局,2023年6月底前,已上墙七处,80%/' -e '/^3,/d' -e 's/2023年9月30日/2023年10月30日/' "$T/week1.csv" >"$T/week2.csv"
says 3 "$B" matter import "$T/week2.csv" --owner $O --list 每周 --as clerk      # three announced, two there
blames explain
says 0 "$B" matter import "$T/week1.csv" --owner $O --list 每周 --issue --as clerk --json
id=$(jq -r .import "$T/out")
says 0 "$B" matter list --list 每周 --owner $O --as clerk --json
n1=$(jq -s -r '.[0].no' "$T/out") n2=$(jq -s -r '.[1].no' "$T/out") n3=$(jq -s -r '.[2].no' "$T/out")
says 0 "$B" matter ack "$n2" --as planning
says 7 "$B" matter import "$T/week2.csv" --owner $O --list 每周 --issue --as clerk
has "no longer in the list: 垃圾清运"
has "by hand"
is "$n1" percent 40                                                           # only shown so far
says 3 "$B" matter import "$T/week2.csv" --owner $O --list 每周 --issue --as clerk --yes
says 0 "$B" matter import "$T/week2.csv" --owner $O --list 每周 --issue --as clerk --yes --explain 第3项已并入其他清单 --json
[ "$(jq -r '"\(.changed) \(.gone | length)"' "$T/out")" = "1 1" ]
is "$n1" percent 80
is "$n1" progress 已上墙七处
is "$n1" title 红白理事会章程修订上墙                                          # agreed at issue: not the list's to change
is "$n2" due 2023-09-30
is "$n3" state issued                                                         # gone from the list, not from the store
says 0 "$B" matter timeline "$n1" --as clerk --json
jq -s -e 'any(.[]; .act == "matter.import_change" and .via == "import")' "$T/out" >/dev/null
sound

# ---- withdrawn ------------------------------------------------------------------------------------------------------------
says 6 "$B" matter import_withdraw "#$id" --reason 试 --as housing
says 0 "$B" matter import_withdraw "#$id" --reason 传错了 --as clerk --json
[ "$(jq -r '.facts.kept | length' "$T/out")" = 2 ]                            # one was signed for, one had news: they stay
is "$n3" state withdrawn
is "$n3" reason 传错了
is "$n2" state active
says 5 "$B" matter import_withdraw "#$id" --reason 又来 --as clerk
says 0 "$B" matter imports --as clerk --json
jq -s -e 'any(.[]; .state == "withdrawn")' "$T/out" >/dev/null
sound

# ---- out again -------------------------------------------------------------------------------------------------------------
says 0 "$B" matter export --out "$T/ledger.xlsx" --owner $O --state closed --as clerk --json --lang zh
[ "$(jq .rows "$T/out")" -ge 398 ]
says 0 "$B" matter import "$T/ledger.xlsx" --dry-run --json
says 0 "$B" matter overdue --as clerk --json
jq -s -e 'length > 0 and all(.[]; .days_overdue > 0)' "$T/out" >/dev/null
says 2 "$B" matter export --as clerk
sound
echo "matter: all went as it should"
