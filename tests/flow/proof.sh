#!/bin/sh
# Every board that the demonstration publishes is proved, and comes out the same in the second program: monthly boards by the
# first grammar, the villages' year and the counties' debrief by the second.
#   BIXUE=build/bixue tests/flow/proof.sh
set -eu
BIXUE=${BIXUE:-$(dirname "$0")/../../build/bixue}
V=${BIXUE_VERIFY:-$(dirname "$BIXUE")/bixue-verify}
export LANG=en_US.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BIXUE_DATA="$work/data"
failed=0

same() { # what, expected, got
	if [ "$2" = "$3" ]; then echo "ok   $1"; else echo "FAIL $1"; echo "  expected: $2"; echo "  got:      $3"; failed=1; fi
}
code() { # what, expected exit code, command …
	what=$1 want=$2; shift 2
	got=0; "$@" >"$work/out" 2>&1 || got=$?
	same "$what (exit $want)" "$want" "$got"
	[ "$want" = "$got" ] || sed 's/^/  /' "$work/out"
}

code "the demonstration" 0 "$BIXUE" demo --build-only
"$BIXUE" checkpoint >/dev/null
"$BIXUE" checkpoint --public-key >"$work/key.pem"
second=0 all=0
for post in chahe city-clerk; do
	"$BIXUE" board list --as $post --json | jq -r 'select(.state == "published") | "\(.id) \(.name)"' >"$work/boards"
	while read -r id name; do
		code "prove $name" 0 "$BIXUE" board prove "#$id" --out "$work/proof.json" --as $post
		code "bixue-verify $name" 0 "$V" "$work/proof.json" --key "$work/key.pem"
		receipt=$("$BIXUE" board show "#$id" --as $post --json | jq -r .receipt)
		code "… with the code that the board carries" 0 "$V" "$work/proof.json" --receipt "$receipt"
		all=$((all + 1)) second=$((second + $(jq '.rule.grammar - 1' "$work/proof.json")))
	done <"$work/boards"
done
same "the demonstration holds boards by both grammars" "yes yes" "$([ $all -gt $second ] && echo yes) $([ $second -ge 2 ] && echo yes)"
[ $failed = 0 ] && echo "proof: all as told" || { echo "proof: FAILED"; exit 1; }
