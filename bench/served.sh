# Sourced by pages.sh and memory.sh: a copy of the demonstration, served, and somebody signed in.  Needs B (build/bench) and
# BIXUE; makes W (a folder that goes at the end), and pids (ended then).
W=$(mktemp -d /tmp/bixue-bench-XXXXXX)
pids=
trap 'for p in $pids; do kill "$p" 2>/dev/null; done; rm -rf "$W"' EXIT
trap 'exit 1' INT TERM

if [ ! -f $B/demo/bixue.db ] || [ "$BIXUE" -nt $B/demo/bixue.db ]; then
	rm -rf $B/demo $B/demo.keys
	"$BIXUE" demo --data $B/demo --build-only >/dev/null || exit 1
fi
# A copy of program and data: nobody rebuilds them under us, and every run starts from the same state.
cp "$BIXUE" "$W/bixue" && cp -r $B/demo "$W/demo" && cp -r $B/demo.keys "$W/demo.keys" || exit 1


rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }

# bixue: its process; base: http://…; enter: where anybody may sign in.
served_start() {
	"$W/bixue" demo --data "$W/demo" --listen 127.0.0.1:0 > "$W/out" 2>&1 & bixue=$!
	pids="$pids $bixue"
	enter=
	for i in $(seq 200); do
		enter=$(grep -o 'http://[^ ]*/demo/[0-9a-f]*' "$W/out") && break
		sleep 0.1
	done
	[ -n "$enter" ] || { cat "$W/out"; exit 1; }
	base=${enter%/demo/*}
}

# cookie: of the first post that the demonstration offers, the office's clerk.
served_enter() {
	post=$(curl -s "$enter" | sed -n 's/.*name="post" value="\([0-9]*\)".*/\1/p' | head -1)
	cookie=$(curl -s -D - -o /dev/null -X POST -H "Origin: $base" -d "post=$post" "$enter" | sed -n 's/^Set-Cookie: \(bixue=[0-9a-f]*\).*/\1/p')
	[ -n "$cookie" ] || { echo "no session"; exit 1; }
}
