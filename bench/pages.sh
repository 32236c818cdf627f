#!/bin/sh
# Pages a second of the served demonstration, beside a bare libmicrohttpd + SQLite page of the same 100 rows; cold
# start, memory, sizes.  Each figure is the median of ROUNDS turns in which all take part one after the other.
#   ROUNDS=5 SECONDS_EACH=2 CLIENTS=16 bench/pages.sh
#   WITH_PEERS=1    also Fossil's ticket report (installs the package, 2 MB)
#   REDMINE_URL=…   also the issue list of a Redmine that runs already, 100 a page
cd "$(dirname "$0")/.." || exit 1
: "${ROUNDS:=5}" "${SECONDS_EACH:=2}" "${CLIENTS:=16}" "${BIXUE:=build/bixue}"
B=build/bench
mkdir -p $B
tools/install.sh bench/apt.txt || exit 1
command -v curl >/dev/null || { echo "curl is missing: apt-get install curl"; exit 1; }
. bench/served.sh
${CC:-gcc} -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -o $B/bare bench/bare.c $(pkg-config --cflags --libs libmicrohttpd sqlite3) || exit 1
${CC:-gcc} -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -o $B/meter bench/meter.c || exit 1

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
spread() { sort -n | awk '{ v[NR] = $1 } END { printf "%s (%s–%s)", v[int((NR + 1) / 2)], v[1], v[NR] }'; }
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 + $14 + $15 }'; } # user and system, own and ended children's

echo "$(date -u +%F), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg); $ROUNDS turns of $SECONDS_EACH s, $CLIENTS clients"

# ---- cold start ------------------------------------------------------------------------------------------
for i in 1 2 3 4 5 6 7; do
	$B/meter start "$W/bixue" serve --data "$W/demo" --listen 127.0.0.1:@ 2>> "$W/start"
	$B/meter run "$W/bixue" version 2>> "$W/version"
done
echo "cold start to the first answer, ms:  $(cut -d' ' -f1 "$W/start" | spread)   CPU $(cut -d' ' -f2 "$W/start" | spread)"
echo "a process that only says its version: $(cut -d' ' -f1 "$W/version" | spread)   CPU $(cut -d' ' -f2 "$W/version" | spread)"

# ---- the servers -----------------------------------------------------------------------------------------
served_start
sleep 2
idle=$(rss $bixue)
served_enter
board=$(curl -s -b "$cookie" "$base/boards" | grep -o '/boards/[0-9][0-9]*' | sort -u | tail -1)
matter=$(curl -s -b "$cookie" "$base/matters" | grep -o '/m/[0-9][0-9]*' | head -1)
port=$(($(echo "$base" | sed 's/.*://') + 1))
while curl -s -o /dev/null "http://127.0.0.1:$port/"; do port=$((port + 1)); done
$B/bare "$W/demo/bixue.db" $port & bare=$!
pids="$pids $bare"
sleep 0.5

# name | process | address
cat > "$W/pages" <<P
bare page of 100 rows|$bare|http://127.0.0.1:$port/
ledger of 100|$bixue|$base/matters
matter|$bixue|$base$matter
board|$bixue|$base$board
desk|$bixue|$base/
sign-in|$bixue|$base/in
health|$bixue|$base/healthz
P

# ---- peers -----------------------------------------------------------------------------------------------
if [ "$WITH_PEERS" = 1 ] && ! command -v fossil >/dev/null; then
	echo fossil > "$W/apt.txt"
	tools/install.sh "$W/apt.txt"
fi
if command -v fossil >/dev/null; then
	export HOME="$W" USER=bench
	fossil new --admin-user bench "$W/peer.fossil" >/dev/null 2>&1
	for i in $(seq 100); do
		fossil ticket add title "滨河步道二期亮化第$i段" status Open type Code_Defect comment '按期完成并通过验收，群众满意' \
			-R "$W/peer.fossil" >/dev/null 2>&1
	done
	fport=$((port + 1))
	while curl -s -o /dev/null "http://127.0.0.1:$fport/"; do fport=$((fport + 1)); done
	fossil server --port $fport --localhost "$W/peer.fossil" >/dev/null 2>&1 & fossil=$!
	pids="$pids $fossil"
	sleep 1
	curl -s "http://127.0.0.1:$fport/rptview/1" | grep -q 第100段 && echo "Fossil, report of 100|$fossil|http://127.0.0.1:$fport/rptview/1" >> "$W/pages" ||
		echo "Fossil is installed, but its report does not show the tickets: skipped"
else
	echo "Fossil: not installed, skipped (WITH_PEERS=1 installs it)"
fi
if [ -n "$REDMINE_URL" ]; then
	echo "Redmine, issues|-|$REDMINE_URL" >> "$W/pages"
elif dpkg-query -W -f '${Status}' redmine 2>/dev/null | grep -q '^install ok'; then
	echo "Redmine: installed; start it and give REDMINE_URL=http://…/issues?per_page=100"
else
	echo "Redmine: not installed, skipped"
fi

# ---- the load --------------------------------------------------------------------------------------------
cat > "$W/tell.lua" <<'L'
done = function(s, l, r)
	local e = s.errors
	io.write(string.format("TELL %.1f %.3f %.3f %d %d\n", s.requests / (s.duration / 1e6), l:percentile(50) / 1000, l:percentile(99) / 1000,
		s.requests, e.connect + e.read + e.write + e.status + e.timeout))
end
L
hz=$(getconf CLK_TCK)
while IFS='|' read -r name pid url; do
	curl -s -b "$cookie" -o "$W/body" -w '%{http_code}\n' "$url" > "$W/code"
	grep -q 200 "$W/code" || echo "$name: $(cat "$W/code") at $url"
	wc -c < "$W/body" > "$W/size.$(echo "$name" | tr -c 'a-zA-Z0-9\n' _)"
done < "$W/pages"
for turn in $(seq "$ROUNDS"); do
	while IFS='|' read -r name pid url; do
		key=$(echo "$name" | tr -c 'a-zA-Z0-9\n' _)
		before=0 after=0
		[ "$pid" = - ] || before=$(ticks "$pid")
		told=$(wrk -t1 -c"$CLIENTS" -d"${SECONDS_EACH}s" -H "Cookie: $cookie" -s "$W/tell.lua" "$url" < /dev/null | sed -n 's/^TELL //p')
		[ "$pid" = - ] || after=$(ticks "$pid")
		# pages/s p50 p99 requests errors CPU-µs-a-page
		echo "$told $(echo "$told" | awk -v t=$((after - before)) -v hz="$hz" '{ printf "%.1f", $4 ? t / hz * 1e6 / $4 : 0 }')" >> "$W/told.$key"
	done < "$W/pages"
done
loaded=$(rss $bixue)

printf '\n%-24s %9s %20s %9s %9s %9s %8s %7s\n' page pages/s '(least–most)' 'p50 ms' 'p99 ms' 'CPU µs' bytes errors
while IFS='|' read -r name pid url; do
	key=$(echo "$name" | tr -c 'a-zA-Z0-9\n' _)
	f=$W/told.$key
	printf '%-24s %9.0f %20s %9.2f %9.2f %9.0f %8d %7d\n' "$name" "$(cut -d' ' -f1 "$f" | median)" \
		"$(cut -d' ' -f1 "$f" | sort -n | awk 'NR == 1 { a = $1 } END { printf "(%.0f-%.0f)", a, $1 }')" "$(cut -d' ' -f2 "$f" | median)" \
		"$(cut -d' ' -f3 "$f" | median)" "$(cut -d' ' -f6 "$f" | median)" "$(cat "$W/size.$key")" "$(awk '{ s += $5 } END { print s }' "$f")"
done < "$W/pages"
# The ratio of each turn, then the median: a turn's neighbours saw the same noise.
ratio() { paste -d' ' "$W/told.ledger_of_100" "$W/told.bare_page_of_100_rows" | awk "{ printf \"%.3f\\n\", $1 }" | spread; }
echo
echo "ledger ÷ bare, pages a second:  $(ratio '$1 / $7')   aim 0.5"
echo "bare ÷ ledger, CPU a page:      $(ratio '($6 ? $12 / $6 : 0)')"
for peer in "$W"/told.Fossil* "$W"/told.Redmine*; do
	[ -f "$peer" ] && echo "ledger ÷ $(echo "${peer##*told.}" | tr -s _ " "), pages a second:  $(paste -d' ' "$W/told.ledger_of_100" "$peer" | awk '{ printf "%.1f\n", $1 / $7 }' | spread)"
done
echo "resident memory, kB: idle $idle, after load $loaded   aims 16384, 65536;  bare after load $(rss $bare)"
bytes=$(cat "$W/size.ledger_of_100")
echo "page of 100: $bytes bytes   aim 40000$([ "$bytes" -gt 40000 ] && echo '   MISSED')"
