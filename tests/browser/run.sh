#!/bin/sh
# The browser tests: builds the demonstration once, then runs every *.test.mjs against a served copy of it.
cd "$(dirname "$0")/../.." || exit 1
set -e
[ -d tests/browser/node_modules/playwright-core ] || (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund)
export BIXUE="${BIXUE:-$PWD/build/bixue}" BIXUE_DEMO="$PWD/build/demo-test"
if [ ! -f build/demo-test/bixue.db ] || [ "$BIXUE" -nt build/demo-test/bixue.db ]; then
	rm -rf build/demo-test build/demo-test.keys
	"$BIXUE" demo --data build/demo-test --build-only
fi
[ "$1" = --demo-only ] && exit 0
bad=0
for t in tests/browser/*.test.mjs; do
	echo "== $t"
	node "$t" $1 || bad=1
done
exit $bad
