# Sourced by hall.sh: an address for the screens, and a command that shows the next step; sets feed and cue.
web "$base/events/$EVENT/stage"
web -d "csrf=$(hidden csrf)" -d "key=screen$(date +%N)" -d do=screen --data-urlencode name=主屏 "$base/events/$EVENT/stage"
screen=$(grep -o '/s/[0-9A-Fa-f]\{32\}' "$W/page" | head -1)
[ "$screen" ] || { echo "no screen"; exit 1; }
feed=$screen/feed
cat >"$W/cue" <<E2
#!/bin/sh
n=\$(cat $W/cue.n 2>/dev/null || echo 0); n=\$((n % 7 + 1)); echo \$n >$W/cue.n
BIXUE_DATA=$W/city $B stage cue 述职 --step slot-\$n --as clerk >/dev/null
E2
chmod +x "$W/cue"; cue="$W/cue"
