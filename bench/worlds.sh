#!/bin/sh
# Does the time of an answer tell how the hall voted?  Two worlds with the same codes whose ballots have the marks of two units
# swapped, and a copy of the first, asked while the vote is open and when it is counted and not released (bench/worlds.c).  What
# the bytes tell is a test: tests/flow/stage.sh.
#   SAMPLES=20000 STARTS=24 SEED=1 CORE=1 bench/worlds.sh        (SAMPLES=100000: what trust.md asks for)
#   ONLY='open|sheet' bench/worlds.sh                             what is asked that this pattern finds
set -eu
# In memory: a disk's syncs would hide in their noise what a ballot's answer may tell.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. tests/flow/lib/hall.sh
SAMPLES=${SAMPLES:-20000} STARTS=${STARTS:-24} SEED=${SEED:-1} CORE=${CORE-$(($(nproc) - 1))}
trap 'kill $server $(cat "$T/pids" 2>/dev/null) 2>/dev/null || true; sleep 0.3; rm -rf "$T"' EXIT
trap 'exit 2' INT TERM
cp "$B" "$T/bixue"; B="$T/bixue"
# One core for the servers and for who asks: no core has to be woken, and nobody is moved.
on=${CORE:+taskset -c $CORE}
ulimit -n "$(ulimit -Hn)"

ballots() { # world: all codes but the last two; the worlds differ here and nowhere else
	k=0
	for c in $(head -n -2 "$T/codes"); do
		k=$((k + 1))
		case $1$((k % 2)) in
		one0) vote 200 "$c" 好 较差 一般 ;; one1) vote 200 "$c" 较好 一般 好 ;;
		two0) vote 200 "$c" 较差 好 一般 ;; two1) vote 200 "$c" 一般 较好 好 ;;
		esac
	done
}

# ---- one city up to the open vote, copied: codes, screens, keys and the journal up to here are the same bytes ----
city
debrief 述职
start
codes 20
web 200 -b "$T/jar" "$base/events/$EVENT/stage"
web 200 -b "$T/jar" -d "csrf=$(hidden csrf)" -d key=screen -d do=screen --data-urlencode name=主屏 "$base/events/$EVENT/stage"
CODE=$(sed -n 's/.*\/s\/\([0-9A-F]\{32\}\)".*/\1/p' "$T/out" | head -1)
says 0 "$B" stage cue 述职 --step votes --as clerk
press open 303
stop
for w in one two; do
	mkdir -p "$T/open" "$T/closed"
	cp -a "$T/city" "$T/open/$w"; cp -a "$T/city.keys" "$T/open/$w.keys"
	export BIXUE_DATA="$T/open/$w"
	up; ballots $w; stop
	cp -a "$T/open/$w" "$T/closed/$w"; cp -a "$T/open/$w.keys" "$T/closed/$w.keys"
	export BIXUE_DATA="$T/closed/$w"
	up; press close 303 -d attended=60 -d attended_again=60; stop
done
for s in open closed; do cp -a "$T/$s/one" "$T/$s/twin"; cp -a "$T/$s/one.keys" "$T/$s/twin.keys"; done

# ---- what is asked: by a screen, by codes that have voted and one that has not ----
used=$(sed -n 1p "$T/codes") voted=$(sed -n 2p "$T/codes") spare=$(tail -n 2 "$T/codes" | head -1) unused=$(tail -n 1 "$T/codes")
a=%E5%A5%BD b=%E8%BE%83%E5%A5%BD c=%E4%B8%80%E8%88%AC d=%E8%BE%83%E5%B7%AE   # 好 较好 一般 较差
cat >"$T/requests" <<E3
open|screen|GET /s/$CODE
open|screen, now|GET /s/$CODE/now
open|screen, feed|FEED /s/$CODE/feed
open|sheet, unused code|GET /v/$unused
open|sheet, used code|GET /v/$voted
open|facts|GET /v/$unused/facts
open|opinion|GET /v/$unused/opinion
open|ballot, the same|POST /v/$spare|a1=$b&a2=$b&a3=$c|a1=$b&a2=$b&a3=$c
open|ballot, swapped|POST /v/$used|a1=$a&a2=$d&a3=$c|a1=$d&a2=$a&a3=$c
closed|screen|GET /s/$CODE
closed|screen, now|GET /s/$CODE/now
closed|screen, feed|FEED /s/$CODE/feed
closed|sheet, unused code|GET /v/$unused
closed|sheet, used code|GET /v/$voted
closed|facts|GET /v/$unused/facts
closed|ballot, refused|POST /v/$spare|a1=$b&a2=$b&a3=$c|a1=$b&a2=$b&a3=$c
E3
sed -i "/${ONLY:-.}/!d" "$T/requests"
cat >"$T/start" <<E3
#!/bin/sh
# state, three worlds: ends the servers before, starts these, prints their ports
for p in \$(cat "$T/pids" 2>/dev/null); do kill \$p; while [ -e /proc/\$p/exe ]; do sleep 0.01; done; done # nobody may wait for it: a dead one stays in the list
: >"$T/pids"; s=\$1; shift
for w in "\$@"; do
	: >"$T/\$w.log" # else the port of the start before is found in it
	$on "$B" serve --data "$T/\$s/\$w" --listen 127.0.0.1:0 --screens 10000 >"$T/\$w.log" 2>&1 </dev/null & echo \$! >>"$T/pids"
	n=0; until grep -q 'http://127.0.0.1:[0-9]' "$T/\$w.log"; do sleep 0.01; n=\$((n + 1)); [ \$n -lt 1000 ] || { cat "$T/\$w.log" >&2; exit 1; }; done
	sed -n 's/.*http:\/\/127.0.0.1:\([0-9]*\).*/\1/p' "$T/\$w.log" | head -1
done
E3
chmod +x "$T/start"
echo "load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores${CORE:+, all on number $CORE}, in ${TMPDIR:-/tmp}"
rc=0
$on build/bench/worlds --start "$T/start" --requests "$T/requests" --samples "$SAMPLES" --starts "$STARTS" --seed "$SEED" || rc=$?

# What was not to be told is another result in each world.
kill $(cat "$T/pids"); sleep 0.3
for w in one two; do
	export BIXUE_DATA="$T/closed/$w"
	says 0 "$B" event release 述职 --as leader
	"$B" vote results 述职 --as clerk --json | jq -c '[.unit, .points, .place]' >"$T/$w.results"
done
! cmp -s "$T/one.results" "$T/two.results" || { echo "the worlds do not differ: nothing was measured"; exit 2; }
exit $rc
