#!/bin/sh
# Builds the gallery and compares its pages with tests/golden.  `run.sh accept` takes the new ones after they
# were looked at.  Fingerprints of assets are left out of the comparison.
set -eu
cd "$(dirname "$0")/../.."
out=build/gallery
mkdir -p $out/obj
make -s $(ls src/web/*.tmpl | sed 's|^src/\(.*\)$|build/gen/\1.c|') build/gen/web/po.c build/gen/web/assets.c
warn='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-enum -Wvla -Wstrict-prototypes -Wmissing-prototypes
	-Wformat=2 -Werror'
# shellcheck disable=SC2086
${CC:-gcc} -std=c17 -D_GNU_SOURCE -O1 -g -fsanitize=address,undefined $warn -Isrc -Ibuild/gen -o $out/gallery \
	tests/web/gallery.c src/web/*.c build/gen/web/*.c src/base/*.c \
	$(pkg-config --cflags --libs jansson libcrypto libqrencode) -Wno-error=format-truncation -Wno-format-nonliteral
ASAN_OPTIONS=detect_leaks=1 $out/gallery $out
bad=0
for f in $out/gallery*.html; do
	golden=tests/golden/$(basename "$f")
	sed 's/\(bixue\)\.[0-9a-f]\{12\}\./\1.X./g' "$f" >"$f.plain"
	if [ "${1:-}" = accept ]; then
		cp "$f.plain" "$golden"
	elif ! diff -u "$golden" "$f.plain"; then
		bad=1
	fi
done
[ $bad = 0 ] || { echo "the gallery differs; look at it, then: tests/web/run.sh accept" >&2; exit 1; }
