#!/bin/sh
# Before rules are adopted: what nothing feeds is told with its line, the advice must have been read as it is now, and rules that
# would read their own boards are refused; by the command line, the interface for programs and the page.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
B=${BIXUE:-$here/build/bixue}
T=$(mktemp -d)
. "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=530426201

bad() { echo "$*"; sed 's/<[^>]*>//g' "$T/out" | grep -v '^ *$' | head -60; exit 1; }
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
	cat "$T/err" >>"$T/out"
}
web() { # expected status, curl's arguments…
	want=$1; shift
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@") || true
	[ "$got" = "$want" ] || bad "status $got instead of $want: $*"
}
has() { grep -q -- "$1" "$T/out" || bad "no $1 in:"; }
hasnt() { ! grep -q -- "$1" "$T/out" || bad "there is $1 in:"; }
is() { [ "$1" = "$2" ] || { echo "$3: $2 instead of $1"; exit 1; }; }
hidden() { tr '\n' ' ' <"$T/out" | sed 's/<form/\n<form/g' | grep -F "action=\"$2" | sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -1; }
post() { # title, login, role, who holds it
	says 0 "$B" person add --as system --unit $O --title "$1" --login "$2" --holder "$4"
	says 0 "$B" person grant "$2" --role "$3" --unit $O --as system
	echo "a sentence of $2" | says 0 "$B" person password "$2"
}
rules() { # name, version; its classes and parts on standard input
	cat <<END
比学规则：2
名称：$1
版本：$2
生效：2022-01-01
依据：岔政发〔2022〕40号
对象：村
周期：年
公布范围：各单位
名次显示：名次
排名通报上限：每年1次
协办计分：0%

END
	cat
	printf '\n汇总：\n  红榜：前1名\n'
}
draft() { cat >"$T/draft.rule"; says 0 "$B" ruleset draft "$T/draft.rule" --owner $O --as clerk; }

says 0 "$B" init --name 岔河乡督查办 --simulated=2022-01-10
says 0 "$B" unit import "$here/data/demo/units.csv" --as system
post 督查办科员 clerk clerk 甲
post 督查办主任 head office_head 乙

# ---- nothing to say, nothing to ask ---------------------------------------------------------------------------------------------
rules 无话可说 1 <<'END' | draft
指标：日常
  依据：岔政发〔2022〕40号第一条
  基础分：100
  扣完为止
  项目：办理时限
    计分：逾期办结，每件-2
END
says 0 "$B" ruleset adopt 无话可说 --as head --json
is 0 "$(jq '.facts.advice | length' "$T/out")" "advice on rules without any"

# ---- what nothing feeds ------------------------------------------------------------------------------------------------------------
measured() {
	rules 年度评价 "$1" <<'END'
指标：目标
  依据：岔政发〔2022〕40号第二条
  权重：100%
  项目：收入
    数据：村集体经济收入（岔河乡，村级“三资”监管平台）
    完成：实绩÷目标×60分
  项目：评议
    等次票：好100、差40，折合40分

组成：
  部分：年终，来源 本细则，权重50%
  部分：日常，来源 日常红黑榜，各期平均，权重50%
END
}
measured 1 | draft
line() { grep -n "$1" "$T/draft.rule" | cut -d: -f1; }
says 3 "$B" ruleset adopt 年度评价 --as head --lang zh
for what in '评议”没有数据来源' '日常”没有数据来源' '“收入”还没有数据：应由岔河乡提供“村集体经济收入”'; do has "$what"; done
is 3 "$(grep -c '^  第.*行' "$T/out")" "pieces of advice"
says 5 "$B" ruleset adopt 年度评价 --as head --advice_read yes --advice_seen 2        # not those that were shown
is draft "$("$B" ruleset list --as head --json | jq -r 'select(.name == "年度评价") | .state')" "the state of the rules"
# a list of targets feeds one, another adopted text the next
says 0 "$B" target import "$here/data/demo/chahe-pledge.csv" --owner $O --document 岔政发〔2022〕3号 --as clerk
says 3 "$B" ruleset adopt 年度评价 --as head --lang zh; hasnt 收入
is 2 "$(grep -c '^  第.*行' "$T/out")" "pieces of advice after the targets came in"
rules 日常红黑榜 1 <<'END' | draft
指标：日常
  依据：岔政发〔2022〕40号第三条
  基础分：100
  扣完为止
  项目：办理时限
    计分：逾期办结，每件-2
END
says 0 "$B" ruleset adopt 日常红黑榜 --as head
says 3 "$B" ruleset adopt 年度评价 --as head --lang zh; has 评议
is 1 "$(grep -c '^  第.*行' "$T/out")" "pieces of advice after the other rules were adopted"
# ---- … by the interface for programs and on the page ---------------------------------------------------------------------------------
id=$("$B" ruleset list --as head --json | jq -r 'select(.name == "年度评价") | .id')
"$B" serve --listen 127.0.0.1:0 >"$T/log" 2>&1 & server=$!
for i in $(seq 60); do base=$(grep -o 'http://127.0.0.1:[0-9]*' "$T/log" | tail -1); curl -s -o "$T/null" "${base:-none}/healthz" && break; sleep 0.1; done
web 200 -H 'Content-Type: application/json' -d '{"login":"head","password":"a sentence of head"}' "$base/api/v1/session"; token=$(jq -r .token "$T/out")
api() { web "$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: $2" -d "$3" "$base/api/v1/acts/ruleset.adopt"; }
api 422 a-1 "{\"subject\":$id,\"fields\":{}}"; has advice_read; has 评议
web 303 -c "$T/jar" -d login=head --data-urlencode "password=a sentence of head" "$base/in"
web 200 -b "$T/jar" "$base/rules/$id"; has 'name="advice_read"'; has '下面 1 条提示已看过'; has 评议
csrf=$(hidden csrf "/rules/$id/adopt") key=$(hidden key "/rules/$id/adopt") seen=$(hidden advice_seen "/rules/$id/adopt")
is 1 "$seen" "advice shown on the page"
adopt() { web "$1" -b "$T/jar" -d "csrf=$csrf" -d "key=$key-$2" -d "advice_seen=$3" --data-urlencode "basis_doc=岔政发〔2022〕41号" $4 "$base/rules/$id/adopt"; }
adopt 422 1 1 ""; has 'href="#f-advice_read"'; has 请先看提示，再在这里注明
adopt 409 2 7 "-d advice_read=1"; has 提示与刚才看到的不一样了
adopt 303 3 1 "-d advice_read=1"
stop
is adopted "$("$B" ruleset list --as head --json | jq -r 'select(.name == "年度评价") | .state')" "the state of the rules at last"

# ---- a circle ----------------------------------------------------------------------------------------------------------------------------
rules 自读 1 <<'END' | draft
组成：
  部分：甲，来源 自读，权重100%
END
says 5 "$B" ruleset adopt 自读 --as head --advice_read yes --lang zh; has "第$(line '部分：甲')行，部分：甲：来源是这份细则自己"
measured 2 | draft
says 0 "$B" ruleset adopt "年度评价 v2" --as head --advice_read yes
rules 日常红黑榜 2 <<'END' | draft
组成：
  部分：去年，来源 年度评价，权重100%
END
says 5 "$B" ruleset adopt "日常红黑榜 v2" --as head --advice_read yes --lang zh; has '“年度评价”又读这份细则的榜'
says 0 "$B" rebuild --check
says 0 "$B" verify
echo "adopt: all as told"
