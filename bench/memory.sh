#!/bin/sh
# Resident memory of the server: the demonstration, and a county's year of MATTERS (50,000) brought in as lists; idle, under the
# load of CLIENTS on every page that reads much, and after it; beside the bare page of 100 rows under the same load.
#   MATTERS=50000 SECONDS_EACH=2 CLIENTS=16 bench/memory.sh
cd "$(dirname "$0")/.." || exit 1
: "${MATTERS:=50000}" "${SECONDS_EACH:=2}" "${CLIENTS:=16}" "${BIXUE:=build/bixue}"
B=build/bench
mkdir -p $B
tools/install.sh bench/apt.txt || exit 1
command -v curl >/dev/null || { echo "curl is missing: apt-get install curl"; exit 1; }
. bench/served.sh
${CC:-gcc} -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -o $B/bare bench/bare.c $(pkg-config --cflags --libs libmicrohttpd sqlite3) || exit 1

show() { # what process
	awk -v what="$1" '{ v[$1] = $2 } END { printf "%-34s %9d %9d %9d %9d\n", what, v["VmRSS:"], v["RssAnon:"], v["RssFile:"], v["VmHWM:"] }' \
		"/proc/$2/status"
}
serve_idle() { # what
	"$W/bixue" serve --data "$W/demo" --listen 127.0.0.1:0 > "$W/out" 2>&1 & idle=$!
	pids="$pids $idle"
	sleep 3
	show "$1" $idle
	kill $idle && wait $idle 2>/dev/null
}
load() { # address
	curl -s -b "$cookie" -o /dev/null -w '%{http_code}\n' "$1" | grep -q 200 || echo "not 200: $1"
	wrk -t1 -c"$CLIENTS" -d"${SECONDS_EACH}s" -H "Cookie: $cookie" "$1" > /dev/null
}

echo "$(date -u +%F), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg); $MATTERS matters, $CLIENTS clients"
printf '%-34s %9s %9s %9s %9s\n' kB resident own 'of files' highest
serve_idle "idle, the demonstration"

"$W/bixue" unit list --data "$W/demo" --as clerk --limit 1000 2>/dev/null | awk '$1 ~ /^611002/ && $4 == "township" { print $2 }' > "$W/units"
for list in $(seq $(((MATTERS + 9999) / 10000))); do
	awk -v n=$((MATTERS < 10000 ? MATTERS : 10000)) -v list="$list" '
		{ unit[NR - 1] = $1 }
		END { print "序号,工作任务,牵头单位,完成时限"
		      for (i = 1; i <= n; i++) printf "%d,滨河步道第%d—%d段亮化提升,%s,2023年%d月底\n", i, list, i, unit[i % NR], i % 9 + 4 }' \
		"$W/units" > "$W/list.csv"
	"$W/bixue" matter import "$W/list.csv" --data "$W/demo" --as clerk --owner 611002-D019 --list "第$list批" --issue --yes > "$W/out" 2>&1 ||
		{ tail -n 3 "$W/out"; exit 1; }
done
serve_idle "idle, $MATTERS matters"

served_start
served_enter
show "somebody signed in" "$bixue"
matter=$(curl -s -b "$cookie" "$base/matters" | grep -o '/m/[0-9][0-9]*' | head -1)
board=$(curl -s -b "$cookie" "$base/boards" | grep -o '/boards/[0-9][0-9]*' | sort -u | tail -1)
for page in / /matters "/matters?light=overdue" "/matters?light=behind" "/matters?q=%E6%AD%A5%E9%81%93" /boards "$board" "$matter"; do
	load "$base$page"
	show "after $page" "$bixue"
done
sleep 5
show "five seconds later" "$bixue"

port=$((${base##*:} + 1))
while curl -s -o /dev/null "http://127.0.0.1:$port/"; do port=$((port + 1)); done
$B/bare "$W/demo/bixue.db" $port & bare=$!
pids="$pids $bare"
sleep 0.5
load "http://127.0.0.1:$port/"
show "the bare page, after the same load" $bare
echo "aims: 16384 idle, 65536 for a county's year"
