#!/bin/sh
# A hall under load on one machine: 500 jurors a second and SCREENS screens, and the same once more with the server killed and started
# again ten times; at the end what the count says is compared with what was acknowledged last.
#   RATE=500 SECONDS_EACH=300 SCREENS=10000 KILLS=10 bench/hall.sh        (ten minutes in all; an hour by hand: SECONDS_EACH=1800)
set -eu
B=${BIXUE:-build/bixue} RATE=${RATE:-500} SECONDS_EACH=${SECONDS_EACH:-60} SCREENS=${SCREENS:-10000} KILLS=${KILLS:-10} JURORS=${JURORS:-1500}
W=$(mktemp -d /tmp/bixue-bench-XXXXXX)
trap '[ ! -f "$W/pid" ] || kill "$(cat "$W/pid")" 2>/dev/null || true; sleep 1; rm -rf "$W"' EXIT
export BIXUE_DATA="$W/city" LANG=C.UTF-8
cp "$B" "$W/bixue"; B="$W/bixue"
ulimit -n "$(ulimit -Hn)"
quiet() { "$@" >"$W/out" 2>&1 || { cat "$W/out"; exit 1; }; }
web() { curl -s -b "$W/jar" -o "$W/page" "$@"; }
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$W/page" | head -1; }
press() { what=$1; shift; web "$base/votes/$ID"; web -d "csrf=$(hidden csrf)" -d "key=$what$(date +%N)" "$@" "$base/votes/$ID/$what"; }

quiet "$B" init --name 商洛市督查室 --simulated=2023-07-01
quiet "$B" unit import data/demo/units.csv --as system
for p in "科员 clerk clerk" "主任 head office_head" "市长 mayor leader"; do
	set -- $p
	quiet "$B" person add --as system --unit 6110 --title "$1" --login "$2"
	quiet "$B" person grant "$2" --role "$3" --unit 6110 --as system
done
echo 'a sentence of a clerk' | quiet "$B" person password clerk
quiet "$B" ruleset draft data/demo/shangluo-debrief.rule --owner 6110 --as clerk
quiet "$B" ruleset adopt 商洛市县区半年述职评议办法 --basis_doc 样例〔2022〕1号 --advice_read yes --as head
quiet "$B" period open --owner 6110 --name 2023年上半年 --from 2023-01-01 --to 2023-06-30 --publish_on 2023-07-05 --as clerk
agenda=$(for u in 商州区 洛南县 丹凤县 商南县 山阳县 镇安县 柞水县; do printf '%s | 书记 | 述职 | 8；' $u; done)
quiet "$B" event plan --owner 6110 --name 述职 --kind debrief --day 2023-06-30 --agenda "$agenda" --as clerk
quiet "$B" vote plan --event 述职 --period 2023年上半年 --ruleset 商洛市县区半年述职评议办法 --item 述职评议票 --as clerk
ID=$("$B" vote show 述职 --as clerk --json | sed -n 's/.*"id": *\([0-9]*\).*/\1/p' | head -1)
EVENT=$("$B" event show 述职 --as clerk --json | sed -n 's/.*"id": *\([0-9]*\).*/\1/p' | head -1)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base=http://127.0.0.1:$port
cat >"$W/start" <<E2
#!/bin/sh
[ ! -f $W/pid ] || kill -9 \$(cat $W/pid)
ulimit -n \$(ulimit -Hn)
while :; do
	$B serve --data $W/city --listen 127.0.0.1:$port --screens $((SCREENS + 200)) >>$W/log 2>&1 & echo \$! >$W/pid
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		sleep 0.1
		curl -s -o /dev/null $base/in && exit 0
		kill -0 \$(cat $W/pid) 2>/dev/null || break
	done
done
E2
chmod +x "$W/start"; "$W/start"
curl -s -c "$W/jar" -o /dev/null -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
for voters in 市级领导 县区 市直部门; do
	press codes --data-urlencode "voters=$voters" -d number=$((JURORS / 3))
	sed -n 's/.*<code>\([0-9A-F ]*\)<\/code>.*/\1/p' "$W/page" | tr -d ' ' >>"$W/codes"
done
press open
[ "$("$B" vote show 述职 --as clerk --json | grep -c '"state": *"open"')" = 1 ] || { echo "the vote is not open"; exit 1; }
screens=
if [ "$SCREENS" -gt 0 ]; then
	. bench/hall-screen.sh   # sets feed and cue
	screens="--screens $SCREENS --feed $feed --every 5"
fi
hall() {
	[ ! "$screens" ] || set -- "$@" $screens --cue "$cue"
	build/bench/hall --port "$port" --codes "$W/codes" --slots 7 --rate "$RATE" --seconds "$SECONDS_EACH" --log "$W/last" "$@"
}
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
echo "== $RATE ballots a second from $JURORS jurors, $SCREENS screens, ${SECONDS_EACH} s"
hall
awk '/VmRSS|VmHWM/ { print "         server", $1, $2, $3 }' "/proc/$(cat "$W/pid")/status"
echo "== the same, the server killed and started again $KILLS times"
hall --restart "$W/start" --times "$KILLS"
curl -s -c "$W/jar" -o /dev/null -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
press close -d "attended=$JURORS" -d "attended_again=$JURORS"
kill "$(cat "$W/pid")"; wait 2>/dev/null || true; sleep 1
quiet "$B" event release 述职 --as mayor
counted=$("$B" vote counts 述职 --as clerk --json --limit 10000 | grep 商州 | awk -F'"' '{ for (i = 1; i < NF; i++) if ($i == "grade") g = $(i + 2); else if ($i == "votes") { split($(i + 1), v, /[:,}]/); n[g] += v[2] } }
	END { print n["好"] + 0, n["较好"] + 0, n["一般"] + 0, n["较差"] + 0 }')
echo "         acknowledged last: $(cat "$W/last"); counted: $counted"
[ "$counted" = "$(cat "$W/last")" ] || { echo "the count is not what was acknowledged"; exit 1; }
quiet "$B" verify
quiet "$B" rebuild --check
