# Sourced by flows that need a server beside the command.  Makes T, a folder that goes at the end together with the server; runs
# commands and requests and looks at what they say.
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
. tests/flow/lib/end.sh
export BIXUE_DATA="$T/city" LANG=C.UTF-8

# WHERE: which of its cities a flow speaks of that has several.
bad() { echo "${WHERE:+$WHERE: }$*"; sed -n '/<main/,$p' "$T/out" | sed 's/<[^>]*>//g' | grep -v '^ *$' | head -80; head -40 "$T/err" 2>/dev/null; exit 1; }
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "${WHERE:+$WHERE: }exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
}
web() { # expected status, curl's arguments…
	want=$1; shift
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@") || true
	[ "$got" = "$want" ] || { echo "${WHERE:+$WHERE: }status $got instead of $want: $*"; cat "$T/head"; sed 's/<[^>]*>//g' "$T/out" | grep -v '^ *$' | head -40; exit 1; }
}
has() { grep -q -- "$1" "$T/out" || bad "no $1 in:"; }
hasnt() { ! grep -q -- "$1" "$T/out" || bad "there is $1 in:"; }
blames() { grep -q -- "$1" "$T/err" || { echo "no $1 in:"; cat "$T/err"; exit 1; }; }
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$T/out" | head -1; }
is() { [ "$1" = "$2" ] || { echo "${WHERE:+$WHERE: }$3: $2 instead of $1"; exit 1; }; }
serve() { exec "$B" serve --listen 127.0.0.1:0; } # in the background; a flow that serves otherwise has its own
up() {
	: >"$T/log"
	serve >"$T/log" 2>&1 & server=$!
	n=0; base=
	while [ $n -lt 300 ] && [ ! "$base" ]; do
		sleep 0.1; n=$((n + 1))
		base=$(sed -n 's/.*\(http:\/\/127.0.0.1:[0-9][0-9]*\).*/\1/p' "$T/log" | head -1)
	done
	[ "$base" ] || { echo "the server did not start"; cat "$T/log"; exit 1; }
}
start() { up; }
