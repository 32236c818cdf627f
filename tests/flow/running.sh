#!/bin/sh
# How it is run (docs/running.md): behind a proxy that speaks TLS, on the network by itself, and the printed links.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
. "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8

bad() { echo "$*"; head -40 "$T/out" "$T/log"; exit 1; }
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
}
web() { # expected status, curl's arguments…
	want=$1; shift
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@") || true
	[ "$got" = "$want" ] || bad "status $got instead of $want: $*"
}
start() { # options…
	: >"$T/log"
	"$B" serve "$@" >"$T/log" 2>&1 & server=$!
	for i in $(seq 60); do grep -q ':[0-9][0-9]*$' "$T/log" && break; sleep 0.1; done
	port=$(sed -n 's/.*http:[^ ]*:\([0-9][0-9]*\)$/\1/p' "$T/log" | head -1)
	[ "$port" ] || bad "no port"
}

# Folders that the machine's administrator has made are as good as none.
mkdir -m 700 "$T/county" "$T/county.keys"
says 0 "$B" init --name 商州区督查考核办
says 0 "$B" unit import data/demo/units.csv --as system
says 0 "$B" person add --as system --unit 611002 --title 系统管理员 --login admin
says 0 "$B" person grant admin --role sysadmin --unit 611002 --as system

# A proxy on this machine: what it says of TLS is believed, and what a browser sends through it is the site's own.
start --listen 127.0.0.1:0 --public https://bixue.example
for i in $(seq 60); do grep -q /setup/ "$T/log" && break; sleep 0.1; done
grep -q 'https://bixue.example/setup/[0-9a-f]' "$T/log" || bad "the first link does not begin with --public"
grep -q 'plain HTTP' "$T/log" && bad "a warning on loopback"
path=/setup/$(sed -n 's#.*/setup/\([0-9a-f]*\).*#\1#p' "$T/log" | head -1)
through() { want=$1; shift; web "$want" -H 'Host: bixue.example' -H 'Origin: https://bixue.example' -H 'Sec-Fetch-Site: same-origin' \
	-H 'X-Forwarded-Proto: https' -H 'X-Forwarded-For: 192.0.2.7' "$@"; }
through 303 --data-urlencode 'password=a sentence that is long' --data-urlencode 'again=a sentence that is long' "http://127.0.0.1:$port$path"
grep -qi '^set-cookie: __Host-bixue=.*Secure' "$T/head" || bad "the cookie is not kept to TLS"
through 303 --data-urlencode login=admin --data-urlencode 'password=a sentence that is long' -d code= "http://127.0.0.1:$port/in"
web 403 -H 'Host: bixue.example' -H 'Origin: https://other.example' -H 'X-Forwarded-Proto: https' --data-urlencode login=admin \
	--data-urlencode 'password=a sentence that is long' -d code= "http://127.0.0.1:$port/in"
stop

# Without --public nobody's word on TLS is believed.
start --listen 127.0.0.1:0
web 303 -H 'X-Forwarded-Proto: https' --data-urlencode login=admin --data-urlencode 'password=a sentence that is long' -d code= "http://127.0.0.1:$port/in"
grep -qi '^set-cookie: .*Secure' "$T/head" && bad "a forged header was believed"
stop

# On the network by itself: it says what that means.
start --listen 0.0.0.0:0
grep -q 'plain HTTP' "$T/log" || bad "no warning"
stop

# A backup beside the server, and what docs/running.md does with it.
start --listen 127.0.0.1:0
says 0 "$B" backup --to "$T/night"
says 0 "$B" backup --check "$T/night"
stop
says 0 "$B" restore "$T/night" --data "$T/trial" --keys "$T/county.keys"
says 0 "$B" verify --data "$T/trial" --keys "$T/county.keys"

# The guide in both languages has the same commands.
for lang in running running.zh-CN; do
	sed -n '/^```/,/^```/p' "docs/$lang.md" >"$T/$lang"
done
cmp "$T/running" "$T/running.zh-CN"
