#!/bin/sh
# Every command beside a running server: it need not be stopped for an import, a look, a password or an erasure.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
. "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=611002-D019

says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
}
is() { [ "$1" = "$2" ] || { echo "$3: $2 instead of $1"; exit 1; }; }
number() { jq -r ".$1" "$T/out"; }

says 0 "$B" init --name 商州区督查考核办
: >"$T/log"
"$B" serve --listen 127.0.0.1:0 >"$T/log" 2>&1 & server=$!
n=0; until grep -q http "$T/log" || [ $n = 200 ]; do sleep 0.2; n=$((n + 1)); done

says 75 "$B" serve --listen 127.0.0.1:0               # one owner
says 0 "$B" unit import data/demo/units.csv --as system --json
is 1782 "$(number added)" "units beside the server"
says 0 "$B" unit import data/demo/units.csv --as system --json
is 0 "$(number added)" "the same units again"
for p in "$O 科员 clerk clerk" "611002 审计员 auditor auditadmin" "611002 安全员 secadmin secadmin"; do
	set -- $p
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3" --phone 13900009901
	says 0 "$B" person grant "$3" --role "$4" --unit 611002 --as system
done
echo 'a sentence of a clerk' | says 0 "$B" person password clerk

# ---- a list in groups, all or none -------------------------------------------------------------------------------------
says 0 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk --yes --json
made=$(number new); [ "$made" -gt 0 ] || { echo "no matter was made"; cat "$T/out"; exit 1; }
says 3 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk --json; is 0 "$(number new)" "new rows of the same list"
says 3 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --list 另一份清单 --as clerk --json
is "0 true" "$(number new) $([ "$(number wait)" -gt 0 ] && echo true)" "the same file under another name: it waits for a word"
says 3 "$B" matter import data/demo/chahe-march.csv --owner $O --as clerk    # facts for points are no list of matters
says 0 "$B" matter export --out "$T/ledger.xlsx" --as clerk --json
[ "$(number rows)" -ge "$made" ] || { echo "the export lacks rows"; exit 1; }

# ---- looking ----------------------------------------------------------------------------------------------------------
says 0 "$B" verify --json
[ "$(number secrets)" -gt 0 ] || { echo "verify saw no sealed fact"; cat "$T/out"; exit 1; }
acts=$(number acts)
says 0 "$B" rebuild --check
says 0 "$B" doctor
says 0 "$B" checkpoint; cp "$T/out" "$T/note"
says 0 "$B" verify --checkpoint "$T/note"
says 75 "$B" rebuild                    # writing is the owner's alone

# ---- an erasure while people work ----------------------------------------------------------------------------------------
ref=$(strings -n 70 "$T/county/bixue.db" "$T/county/bixue.db-wal" 2>/dev/null | grep -o 's:[0-9a-f]\{32\}:[0-9a-f]\{64\}' | head -1)
says 0 "$B" erase fact "$ref" --reason 撤回同意 --basis-doc 甲督〔2026〕9号 --as secadmin
says 0 "$B" verify
says 0 "$B" rebuild --check

# ---- the same, alone ---------------------------------------------------------------------------------------------------
stop
says 0 "$B" verify --checkpoint "$T/note" --json
[ "$(number acts)" -gt "$acts" ] || { echo "acts went away"; exit 1; }
says 0 "$B" rebuild --check

# ---- tables of another version are made anew; tables that somebody cut are reported ---------------------------------------
sqlite3 "$T/county/bixue.db" "DROP TABLE matter_turn"
says 7 "$B" verify
sqlite3 "$T/county/bixue.db" "UPDATE reader SET seq = 1 WHERE name = 'tables_mark'"
says 0 "$B" verify
says 0 "$B" rebuild --check
echo "ok beside"
