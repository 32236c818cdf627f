#!/bin/sh
# What the command line says: near misses, one command's help, words for codes, empty lists, and its exit codes.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=611002-D019

says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
}
has() { grep -qF -- "$1" "$T/out" || { echo "no $1 in:"; head -40 "$T/out"; exit 1; }; }
hasnt() { ! grep -qF -- "$1" "$T/out" || { echo "there is $1 in:"; head -40 "$T/out"; exit 1; }; }
blames() { grep -qF -- "$1" "$T/err" || { echo "no $1 in:"; head -40 "$T/err"; exit 1; }; }

# ---- what there is to type ------------------------------------------------------------------------------------------------
says 2 "$B" mater; blames matter
says 2 "$B" matter lst; blames list
says 2 "$B" foo --help; blames 'bixue help'
says 2 "$B" matter nothing-like-it --help; blames 'bixue help matter'
says 0 "$B" matter; has 'matter close'; hasnt 'unit add'
says 0 "$B" matter close --help; has '--text'; hasnt 'matter issue'
says 0 "$B" help matter close; has '--text'; hasnt 'matter issue'
says 0 "$B" help exit-codes; has ' 8  '; has '75  '
for one in 'ruleset draft' 'objection raise'; do
	says 0 "$B" help
	[ "$(grep -c "^  $one" "$T/out")" = 1 ] || { echo "$one does not stand once in the help"; exit 1; }
done

# ---- what is typed wrongly --------------------------------------------------------------------------------------------------
says 0 "$B" init --name 商州区督查考核办 --simulated=2023-04-03
says 0 "$B" unit import data/demo/units.csv --as system
says 0 "$B" person add --as system --unit $O --title 科员 --login clerk
says 0 "$B" person grant clerk --role clerk --unit 611002 --as system
says 2 "$B" unit rename 611002 --nmae x --as clerk; blames '--name'; blames nmae
says 2 "$B" link revoke 1 --as clerk; blames "'#123'"
says 2 "$B" file withdraw 1 --as clerk; blames "'#123'"
says 4 "$B" objection rule 1 --as clerk; blames objection
says 2 "$B" matter export --out "$T/x.csv" --as clerk; blames .xlsx
says 4 "$B" matter export --out "$T/nowhere/x.xlsx" --as clerk; blames "$T/nowhere"
[ ! -e "$T/x.csv" ]

# ---- words, and lists with nothing in them ------------------------------------------------------------------------------------
says 0 "$B" matter list --as clerk; blames 'nothing to list'
[ ! -s "$T/out" ]
says 0 "$B" person list --as clerk; has 'Supervision clerk (商州区)'; has No; hasnt false
says 0 "$B" person list --as clerk --lang zh; has '督查科员（商州区）'; has 否; hasnt @
says 0 "$B" person list --as clerk --json; has clerk@商州区; has '"disabled":false'
says 0 "$B" unit list --kind township --limit 2 --as clerk --lang zh; has 乡镇; hasnt township

# ---- a list of which some rows wait ----------------------------------------------------------------------------------------------
says 3 "$B" matter import data/quirks/04-dates.xlsx --dry-run --lang zh; has '工作任务 = 事项'; hasnt source_no
says 8 "$B" matter import data/demo/tasks-2023.xlsx --owner $O --as clerk; blames 'exit code 8'
says 0 "$B" matter list --limit 3 --as clerk --lang zh; has 拟办; hasnt draft
says 0 "$B" matter summary --as clerk --lang zh; has 合计; hasnt draft
