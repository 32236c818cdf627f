#!/bin/sh
# Questions to a plenary 大会问效 (handbook M2.10): a slot for each post, its unit's open and overdue matters on the room's screen and nowhere
# else, what is asked, answered and promised, the promise a dated matter, counts by class of post.
set -eu
. tests/flow/lib/hall.sh
city
E=全区大会问效 made=0
matter() { # title, unit, due
	says 0 "$B" matter draft --kind task --title "$1" --goal "完成$1" --list 重点工作 --owner 6110 --leads "$2" --due "$3" --as clerk
	made=$((made + 1))
	says 0 "$B" matter issue $made --as clerk
}
matter 东关社区积水整治 611002 2023-06-15
matter 老旧小区改造 611002 2023-12-31
matter 环城路亮化 611002 2023-06-20
matter 西河步道二期 611021 2023-12-31
says 0 "$B" event plan --owner 6110 --kind plenary --name $E --day 2023-07-01 --begins 9:00 --as clerk --agenda '商州区 | 区长 | 问效 | 5
洛南县 | 县长 | 问效 | 5
 | | 小结 | 5'
EVENT=$("$B" event show $E --as clerk --json | jq -r .id)
says 5 "$B" stage setting $E --public yes --as clerk; blames public
mkdir "$T/public"
serve() { exec "$B" serve --listen 127.0.0.1:0 --snapshots "$T/public"; }
start
echo 'a sentence of shangzhou' | says 0 "$B" person password shangzhou
web 303 -c "$T/shangzhou" -d login=shangzhou --data-urlencode 'password=a sentence of shangzhou' "$base/in"
says 0 "$B" event begin $E --as clerk
web 200 -b "$T/jar" "$base/events/$EVENT/stage"
web 200 -b "$T/jar" -d "csrf=$(hidden csrf)" -d "key=$(date +%N)" -d do=screen --data-urlencode name=主屏 "$base/events/$EVENT/stage"
CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)

# ---- on the room's screen -----------------------------------------------------------------------------------------------------
says 0 "$B" stage cue $E --step slot-1 --as clerk
web 200 "$base/s/$CODE"; has '在办事项 3 件，其中逾期 2 件'; has 东关社区积水整治.*逾期; has 环城路亮化.*逾期; has 老旧小区改造; hasnt 西河步道
[ "$(grep -n 环城路亮化 "$T/out" | head -1 | cut -d: -f1)" -lt "$(grep -n 老旧小区改造 "$T/out" | head -1 | cut -d: -f1)" ] || bad "what is overdue does not come first"
web 200 "$base/s/$CODE?lang=en"; has 'Open matters: 3, overdue: 2'
says 0 "$B" stage cue $E --step slot-2 --as clerk
web 200 "$base/s/$CODE"; has '在办事项 1 件，其中逾期 0 件'; has 西河步道二期; hasnt 老旧小区
says 0 "$B" stage cue $E --step slot-3 --as clerk
web 200 "$base/s/$CODE"; hasnt 在办事项
is '' "$(ls "$T/public")" "public copies of what stays in the room"

# ---- asked, answered, promised ---------------------------------------------------------------------------------------------------
asks() { says 0 "$B" note ask --event $E --slot "$1" --text "$2" --speaker 市委书记 --respondent "$3" --post_class "$4" --topic 城市内涝 --as clerk --json; jq -r .subject "$T/out"; }
Q=$(asks 1 积水为何还没有治好 区长 county)
asks 1 哪一处最难 区住建局局长 section >/dev/null
asks 2 步道何时贯通 县长 county >/dev/null
says 0 "$B" note answer --question "$Q" --answer 东关涵洞反坡尚未返工 --as clerk
says 0 "$B" note commit --event $E --slot 1 --question "$Q" --text 七月底前完成东关涵洞返工 --due 2023-07-31 --as clerk
n=0; until "$B" matter list --as clerk --json | grep -q 涵洞返工 || [ $n = 60 ]; do sleep 0.1; n=$((n + 1)); done
is '2023-07-31 商州区' "$("$B" matter list --as clerk --json | jq -r 'select(.title | test("涵洞返工")) | "\(.due) \(.leads)"')" "what was promised is a matter"
web 200 -b "$T/jar" "$base/events/$EVENT/questions"; has 积水为何; has 按职务层级\\\|By\ class; has '<option value="2" selected' # whom the hall has heard last
is '县级 2 1,科级 1 0' "$(sed -n '/按职务层级/,/<\/table>/p' "$T/out" | tr -d '\n' | sed "s/<tr data-row>/\\n/g; s/<[^>]*>/ /g" | awk '$1 ~ /级$/ && $2 ~ /^[0-9]/ { print $1, $2, $3 }' | paste -sd,)" "asked and answered by class of post"
says 0 "$B" stage cue $E --step slot-1 --as clerk
web 200 "$base/s/$CODE"; has '在办事项 4 件，其中逾期 2 件'; has 涵洞返工; hasnt 积水为何 # questions stay on paper
# internal: no unit reads what was asked
web 403 -b "$T/shangzhou" "$base/events/$EVENT/questions"
web 200 -b "$T/shangzhou" "$base/events/$EVENT/sites"; hasnt 积水为何; has 涵洞返工
says 6 "$B" note list --event $E --kind question --as shangzhou
says 0 "$B" event end $E --as clerk
stop
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "plenary: ok"
