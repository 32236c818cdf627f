#!/bin/sh
# The browser tests: builds the demonstration once, then runs every *.test.mjs against a served copy of it.
cd "$(dirname "$0")/../.." || exit 1
set -e
[ -d tests/browser/node_modules/playwright-core ] || (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund)
case "${BIXUE:=build/bixue}" in /*) ;; *) BIXUE="$PWD/$BIXUE" ;; esac
export BIXUE BIXUE_DEMO="$PWD/build/demo-test" BIXUE_CLOCK_SO="$PWD/build/browser/clock.so"
mkdir -p build/browser
[ build/browser/clock.so -nt tests/browser/clock.c ] || ${CC:-gcc} -std=c17 -Wall -Wextra -O1 -shared -fPIC -o build/browser/clock.so tests/browser/clock.c
if [ ! -f build/demo-test/bixue.db ] || [ "$BIXUE" -nt build/demo-test/bixue.db ]; then
	rm -rf build/demo-test build/demo-test.keys
	"$BIXUE" demo --data build/demo-test --build-only
fi
[ "$1" = --demo-only ] && exit 0
# Side by side, each with a server of its own; told one after the other.
bad=0 started=
for t in tests/browser/*.test.mjs; do
	node "$t" "$@" > "build/browser/$(basename "$t" .test.mjs).log" 2>&1 &
	started="$started $!:$t"
done
for s in $started; do
	wait "${s%%:*}" || bad=1
	echo "== ${s#*:}"
	cat "build/browser/$(basename "${s#*:}" .test.mjs).log"
done
exit $bad
