#!/bin/sh
# The spine alone, as a newcomer types it: units, posts, rights, both doors beside each other, rebuild, verify.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d); . "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; cat "$T/out" "$T/err"; exit 1; }
}
says 4 $B verify                                     # nothing there yet
says 0 $B init --name 商州区督查考核办
says 5 $B init --name 再来一次
says 0 $B unit import data/demo/units.csv --as system
grep -q '1782' "$T/out"
says 0 $B unit import data/demo/units.csv --as system --json
grep -q '"added": 0' "$T/out"
says 0 $B person add --as system --unit 611002-D019 --title 科员 --login clerk --phone 13900001234
says 0 $B person add --as system --unit 611002 --title 系统管理员 --login sysadmin
says 0 $B person grant clerk --role clerk --unit 611002 --as system
says 0 $B person grant sysadmin --role sysadmin --unit 611002 --as system
says 5 $B person grant sysadmin --role secadmin --unit 611002 --as system   # the three exclude each other
says 5 $B person grant sysadmin --role clerk --unit 611002 --as system
says 6 $B unit rename 530426201 --name 别的乡 --as clerk                     # not in her subtree
says 6 $B person disable clerk --reason 试 --as clerk
says 3 $B unit add --code x --name y --kind planet --parent 611002 --as clerk
grep -q 'kind' "$T/err"
says 3 $B unit add --code x --name y --kind department --parent 没有这个单位 --as clerk
says 4 $B unit show 没有这个单位 --as clerk
says 5 $B unit show 口前村 --as clerk                                         # there are several: name them
grep -q '61' "$T/err"
says 2 $B unit frobnicate --as clerk
says 2 $B unit list --nonsense 1 --as clerk
says 0 $B unit alias 611002-D043 --alias 住房建设 --as clerk --key k1
says 0 $B unit alias 611002-D043 --alias 住房建设 --as clerk --key k1 --json  # the same again: the same answer
grep -q '"repeated": true' "$T/out"
says 5 $B unit alias 611002-D043 --alias 别的 --as clerk --key k1             # the same key for something else
says 0 $B unit list --kind county --as clerk --json
[ "$(wc -l < "$T/out")" = 8 ]
# Official order: the departments of 商州区 as its list has them, the office before the housing bureau.
says 0 $B unit list --kind department --within 611002 --limit 200 --as clerk --json
awk '/611002-D019/ {a=NR} /611002-D043/ {b=NR} END {exit !(a && b && a < b)}' "$T/out"
says 0 $B verify
says 0 $B rebuild --check
says 0 $B rebuild
says 0 $B rebuild --check
# The phone is nowhere but in the secret store, sealed.
! grep -rl 13900001234 "$T" --include='*' --exclude=out --exclude=err || { echo "the phone stands in a file in the clear"; exit 1; }

# Beside a running server the command goes through the folder's socket.
$B serve --listen 127.0.0.1:0 >"$T/log" 2>&1 & server=$!
for i in 1 2 3 4 5 6 7 8 9 10; do grep -q http "$T/log" && break; sleep 0.3; done
says 0 $B unit alias 611002-D043 --alias 经服务器 --as clerk
says 6 $B unit rename 530426201 --name 别的乡 --as clerk
says 0 $B verify                                      # a look needs no ownership
says 75 $B rebuild                                    # writing does: the server owns the folder
says 0 $B backup --to "$T/live"                       # but a backup it makes itself
says 0 $B backup --check "$T/live"
base=$(grep -o 'http://127.0.0.1:[0-9]*' "$T/log" | head -1)
link=$(grep -o 'http[^ ]*setup/[0-9a-f]*' "$T/log")
[ "$(curl -s -o "$T/out" -w '%{http_code}' "$link")" = 200 ]
[ "$(curl -s -o "$T/out" -w '%{http_code}' -d 'password=short&again=short' "$link")" = 422 ]
curl -s -o /dev/null -c "$T/jar" -d 'password=eine+lange+weile&again=eine+lange+weile' "$link"
[ "$(curl -s -o "$T/out" -w '%{http_code}' "$link")" = 404 ]   # once only
curl -s -b "$T/jar" "$base/units?name=%E5%AE%89%E5%B1%85" | grep -q 安居村
# API: sign in, act with an idempotency key, read, problem+json.
token=$(curl -s -H 'Content-Type: application/json' -d '{"login":"sysadmin","password":"eine lange weile"}' "$base/api/v1/session" | sed 's/.*"token":"\([^"]*\)".*/\1/')
act() { curl -s -o "$T/out" -w '%{http_code}' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: $2" -d "$3" "$base/api/v1/acts/$1"; }
[ "$(act unit.add a1 '{"fields":{"code":"611002-X1","name":"临时专班","kind":"task_force","parent":"611002"}}')" = 200 ]
[ "$(act unit.add a1 '{"fields":{"code":"611002-X1","name":"临时专班","kind":"task_force","parent":"611002"}}')" = 200 ]
grep -q '"repeated":true' "$T/out"
[ "$(act unit.add a1 '{"fields":{"code":"611002-X2","name":"临时专班","kind":"task_force","parent":"611002"}}')" = 409 ]
[ "$(act unit.add a2 '{"fields":{"code":"611002-X1","name":"重复","kind":"task_force","parent":"611002"}}')" = 409 ]
[ "$(act unit.add a3 '{"fields":{"name":"没有代码","kind":"task_force"}}')" = 422 ]
grep -q '"field":"code"' "$T/out"
[ "$(act person.disable a4 '{"subject":"clerk","fields":{"reason":"x"}}')" = 403 ]
curl -s "$base/api/v1/openapi.json" | grep -q '"unit.add"'
[ "$(curl -s -o /dev/null -w '%{http_code}' -d '{"login":"sysadmin","password":"wrong"}' -H 'Content-Type: application/json' "$base/api/v1/session")" = 403 ]
[ "$(curl -s -o /dev/null -w '%{http_code}' -X POST -b "$T/jar" -d 'csrf=bad' "$base/out")" = 403 ]
stop
says 0 $B verify
says 0 $B rebuild --check

# Backup, restore, and an erasure that stays erased.
ref=$(strings "$T/county/bixue.db" | grep -o 's:[0-9a-f]\{32\}:' | head -1 | cut -d: -f2)
says 0 $B backup --to "$T/copy"
says 0 $B backup --check "$T/copy"
says 0 $B person add --as system --unit 611002 --title 安全管理员 --login secadmin
says 0 $B person grant secadmin --role secadmin --unit 611002 --as system
says 6 $B erase fact "$ref" --reason 撤回同意 --basis-doc 甲督〔2026〕9号 --as clerk
says 0 $B erase fact "$ref" --reason 撤回同意 --basis-doc 甲督〔2026〕9号 --as secadmin
says 0 $B verify
cp -r "$T/county.keys" "$T/again.keys"
BIXUE_DATA="$T/again" says 0 $B restore "$T/copy"
BIXUE_DATA="$T/again" says 0 $B verify
BIXUE_DATA="$T/again" says 0 $B rebuild --check
printf x >> "$T/copy/secret.db"
says 7 $B backup --check "$T/copy"
grep -q secret.db "$T/err"
says 0 $B doctor
echo "1 passed, 0 failed"
