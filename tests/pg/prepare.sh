#!/bin/sh
# Runs prepare on a throw-away PostgreSQL: a fresh cluster in a temporary folder, a socket and no network, gone afterwards.
# usage: prepare.sh PREPARE [SRC]
program=$(realpath "$1") src=$(realpath "${2:-src}")
bin=$(ls -d /usr/lib/postgresql/15/bin 2>/dev/null || ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "no PostgreSQL server is installed (deps/apt-check.txt: postgresql-15)"; exit 1; }
dir=$(mktemp -d /tmp/bixue-pg.XXXXXX) || exit 1
stop() {
	if [ -n "$server" ]; then
		kill -QUIT "$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || kill "$server" 2>/dev/null
		wait "$server" 2>/dev/null
	fi
	rm -rf "$dir"
}
server=
trap stop EXIT
trap 'exit 1' HUP INT TERM
user=$(id -un)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
	user=postgres
	chown postgres "$dir"
	as() { runuser -u postgres -- "$@"; }
fi
cd "$dir" || exit 1
as "$bin/initdb" -D "$dir/data" --auth=trust --encoding=UTF8 --no-locale --no-sync > "$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
# Should this script be killed outright, the server still ends by itself.
as timeout -s QUIT 120 "$bin/postgres" -D "$dir/data" -c listen_addresses= -k "$dir" -F -c shared_buffers=16MB > "$dir/server.log" 2>&1 &
server=$!
# "-- @sqlite" on the line before "-- name: …" or "-- table: …" leaves that one out; a comment may stand between.
skip=$(find "$src" -name '*.sql' -exec awk 'FNR == 1 { mark = 0 } /^-- @sqlite/ { mark = 1; next }
	/^-- (name|table): / { if (mark) print $3; mark = 0 } !/^--/ { mark = 0 }' {} +)
# shellcheck disable=SC2086
"$program" "host=$dir user=$user dbname=postgres" $skip
rc=$?
[ $rc = 0 ] || tail -n 3 "$dir/server.log"
exit $rc
