#!/bin/sh
# Runs pg_prepare's script on a throw-away PostgreSQL: a fresh cluster in a temporary folder, no network, gone afterwards.
# usage: pg_prepare.sh PG_PREPARE [SRC]     exit 1 when a statement is refused, 77 where no PostgreSQL is installed
program=$1 src=${2:-src}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "no PostgreSQL server is installed (deps/apt-check.txt: postgresql)" >&2; exit 77; }
dir=$(mktemp -d /tmp/bixue-pg.XXXXXX) || exit 1
if [ "$(id -u)" = 0 ]; then
	chown postgres "$dir"
	as() { runuser -u postgres -- "$@"; }
else
	as() { "$@"; }
fi
cd_() { cd "$dir" || exit 1; }
trap 'as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
# "-- @sqlite" on the line before "-- name: …" or "-- table: …" leaves that one out.
skip=$(find "$src" -name '*.sql' -exec awk '/^-- @sqlite/ { mark = 1; next }
	/^-- (name|table): / { if (mark) print $3; mark = 0 }' {} +)
# shellcheck disable=SC2086
"$program" $skip > "$dir/script.sql" || exit 1
chmod 644 "$dir/script.sql"
( cd_
as "$bin/initdb" -D "$dir/data" --auth=trust --encoding=UTF8 --no-locale --no-sync >"$dir/log" 2>&1 &&
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" -o "-c listen_addresses='' -k $dir -F" start >>"$dir/log" 2>&1 ) || { cat "$dir/log" "$dir/server.log"; exit 1; }
user=$([ "$(id -u)" = 0 ] && echo postgres || id -un)
( cd_; as psql -X -q -h "$dir" -U "$user" -d postgres -f "$dir/script.sql" >"$dir/out" 2>"$dir/err" ) || { cat "$dir/err"; exit 1; }
cat "$dir/out"
if grep -q 'ERROR:' "$dir/err"; then
	sed 's/^/  /' "$dir/err" | head -100
	exit 1
fi
