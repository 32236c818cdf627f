#!/bin/sh
# Everything that `make check` runs, one step after the other, each named; stops at nothing, fails at the end.
# One step alone: sh tests/check.sh NAME
cd "$(dirname "$0")/.." || exit 1
mkdir -p build/log
passed=0 failed=0 failures=
jobs=$(nproc)
step() { # name command…
	name=$1; shift
	[ -n "$only" ] && [ "$only" != "$name" ] && return
	start=$(date +%s)
	if "$@" > "build/log/$name.log" 2>&1; then
		passed=$((passed + 1)); echo "ok    $name ($(($(date +%s) - start)) s)"
	else
		failed=$((failed + 1)); failures="$failures $name"; echo "FAIL  $name ($(($(date +%s) - start)) s): build/log/$name.log"; tail -n 25 "build/log/$name.log" | sed 's/^/      /'
	fi
}
only=$1
step build make -s -j"$jobs" all
step lint make -s lint
step templates sh tests/tmplc/run.sh
step hardened make -s hardened
step san-build make -s MODE=san -j"$jobs" build/san/bixue build/san/bixue-verify build/san/libbixue.a
step unit make -s MODE=san -j"$jobs" unit
step fuzz-corpus make -s MODE=san fuzz-replay-san
for t in $(sed -n 's/^CHECKS *:= *//p' tests/rules*.mk); do step "$t" make -s "$t"; done
for t in tests/flow/*.sh; do step "flow-$(basename "$t" .sh)" env BIXUE="$PWD/build/san/bixue" sh "$t"; done
[ -d tests/browser ] && step browser sh tests/browser/run.sh
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] || { echo "failed:$failures"; exit 1; }
