#!/bin/sh
# What a draft would have changed, by hand, on the boards of Chahe in March 2022.  The numbers of events are those of
# data/demo/*.csv; the arithmetic is beside each claim.  Nothing is written by any of it.
#   BIXUE=build/bixue tests/flow/whatif.sh
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
BIXUE=${BIXUE:-$here/build/bixue}
export LANG=en_US.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BIXUE_DATA="$work/data"
failed=0

say() { printf '%s\n' "$*"; }
same() { # what, expected, got
	if [ "$2" = "$3" ]; then say "ok   $1"; else say "FAIL $1"; say "  expected: $2"; say "  got:      $3"; failed=1; fi
}
code() { # what, expected exit code, command …
	what=$1 want=$2; shift 2
	got=0; "$@" >"$work/out" 2>&1 || got=$?
	same "$what (exit $want)" "$want" "$got"
	[ "$want" = "$got" ] || sed 's/^/  /' "$work/out"
}
R=岔河乡红黑榜积分细则
rule="$here/data/demo/chahe.rule"
try() { "$BIXUE" rule whatif "$1" --ruleset "$R" --as chahe --sway 0 --json --lang zh; }
# rows that changed on the n-th board: "NAME was now place→place list→list;"
rows() { # file, kind
	node -e '
	const a = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
	for (const b of a.boards.filter((b) => b.kind === process.argv[2]))
		for (const r of b.rows.filter((r) => r.changed))
			process.stdout.write(`${r.name} ${r.was} ${r.now} ${r.place_was}→${r.place_now} ${r.list_was}→${r.list_now};`);' "$1" "$2"
}
clauses() { # file, kind, unit
	node -e '
	const a = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
	for (const b of a.boards.filter((b) => b.kind === process.argv[2]))
		for (const r of b.rows.filter((r) => r.name === process.argv[3]))
			for (const c of r.clauses) process.stdout.write(`${c.item}|${c.clause_was}|${c.clause_now}|${c.difference};`);' "$1" "$2" "$3"
}
get() { node -e 'const a = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); process.stdout.write(String(eval(process.argv[2])));' "$1" "$2"; }

# Without the yearly board: what is worked out by hand here is March.
cp -r "$here/data/demo" "$work/demo"
grep -v "2022年度" "$here/data/demo/story.txt" >"$work/demo/story.txt"
code "the demonstration" 0 "$BIXUE" demo --build-only --from "$work/demo"
before=$("$BIXUE" verify --json | grep -o '"rows":[0-9]*' | head -1 || true)

# ---- the same rules: no difference ---------------------------------------------------------------------------------------
try "$rule" >"$work/same"
same "the adopted rules themselves change nothing: villages" "" "$(rows "$work/same" village)"
same "… nor groups" "" "$(rows "$work/same" group)"
same "… nor teams" "" "$(rows "$work/same" team)"
same "… and every fact is heard" 0 "$(get "$work/same" 'a.unheard.length')"
same "… which are those of the three sheets, the correction beside its original" "$(for f in chahe-march chahe-march-groups chahe-march-teams; do
	tail -n +2 "$here/data/demo/$f.csv" | cut -d, -f7; done | awk '{ s += $1 } END { print s + 1 }')" "$(get "$work/same" 'a.facts')"
# A later beginning does not matter: the draft is tried as if it had been in force.
sed 's/^版本：1/版本：2/; s/^生效：.*/生效：2030-01-01/' "$rule" >"$work/later.rule"
try "$work/later.rule" >"$work/later"
same "a draft for later days is tried on earlier ones" "" "$(rows "$work/later" village)$(rows "$work/later" group)$(rows "$work/later" team)"

# ---- 反弹 −2 → −3: one case of 河外村 stands (that of 文山村 was taken back): 106.5 − 1 = 105.5 ----------------------------
sed 's/反弹，每件-2/反弹，每件-3/' "$rule" >"$work/three.rule"
try "$work/three.rule" >"$work/three"
same "反弹 −3: only 河外村 loses one point" "河外村 106.5 105.5 7→7 black→black;" "$(rows "$work/three" village)"
same "… by that clause" "督查问题按期整改|反弹，每件-2|反弹，每件-3|-1;" "$(clauses "$work/three" village 河外村)"
same "… and where it was taken back, nothing changes" "" "$(clauses "$work/three" village 文山村)"

# ---- 按期办结 +1 → +2: as many points more as meetings were in time -------------------------------------------------------
sed 's/按期办结，每件+1/按期办结，每件+2/' "$rule" >"$work/two.rule"
try "$work/two.rule" >"$work/two"
same "按期办结 +2: each village gains as many points as it was in time" "$(awk -F, '$6 == "按时" { s += $7 } END { print s }' "$here/data/demo/chahe-march.csv")" \
	"$(get "$work/two" 'a.boards.find((b) => b.kind === "village").rows.reduce((s, r) => s + Number(r.difference), 0)')"

# ---- a clause left out: its facts are named, with the reason ----------------------------------------------------------------
sed '/不满意核实/d' "$rule" >"$work/less.rule"
try "$work/less.rule" >"$work/less"
n=$(cat "$here"/data/demo/chahe-march*.csv | awk -F, '/不满意/ { s += $7 } END { print s + 0 }')
same "不满意核实 left out: $n facts are not counted" "dissatisfied:$n" "$(get "$work/less" 'a.unheard.map((u) => u.fact + ":" + u.count).join()')"
same "… and the reason is said" "草案没有条款计它" "$(get "$work/less" 'a.unheard[0].reason')"

# ---- a cap: 上级通报表扬 +3, 封顶每季2: each loses what is above 2; without any cap nobody passed 6 -----------------------------
sed 's/每季封顶6/每季封顶2/' "$rule" >"$work/cap.rule"
try "$work/cap.rule" >"$work/cap"
praised=$(awk -F, '/表扬/ { n[$2] += $7 } END { for (u in n) s += (n[u] * 3 > 6 ? 6 : n[u] * 3) - 2; print s + 0 }' "$here/data/demo/chahe-march.csv")
same "a cap of 2 on praise takes $praised points of the villages" "-$praised" \
	"$(get "$work/cap" 'a.boards.find((b) => b.kind === "village").rows.reduce((s, r) => s + Number(r.difference), 0)')"
sed 's/，每季封顶6//' "$rule" >"$work/nocap.rule"
try "$work/nocap.rule" >"$work/nocap"
over=$(awk -F, '/表扬/ { n[$2] += $7 } END { for (u in n) s += n[u] * 3 > 6 ? n[u] * 3 - 6 : 0; print s + 0 }' "$here/data/demo/chahe-march.csv")
same "without the cap the villages gain what it held back ($over)" "$over" \
	"$(get "$work/nocap" 'a.boards.find((b) => b.kind === "village").rows.reduce((s, r) => s + Number(r.difference), 0)')"

# ---- an item renamed, another kind of unit dropped, a clause that nothing feeds ------------------------------------------------
sed 's/项目：督查问题按期整改/项目：问题整改/; s/^对象：.*/对象：村/; s/    计分：反弹，每件-2/&\n    计分：核查退回，每次-1/' "$rule" >"$work/other.rule"
try "$work/other.rule" >"$work/other"
same "a renamed item goes on counting its facts" "0" "$(get "$work/other" 'a.unheard.length')"
same "… so nobody's total changes" "" "$(get "$work/other" 'a.boards.filter((b) => b.kind === "village").flatMap((b) => b.rows).filter((r) => r.was !== r.now).map((r) => r.name).join()')"
same "groups and teams are said to be compared no more" "group,team" "$(get "$work/other" 'a.boards.filter((b) => b.dropped).map((b) => b.kind).join()')"
same "a clause that nothing feeds is named" "核查退回，每次-1" "$(get "$work/other" 'a.idle.map((i) => i.clause).join()')"

# ---- more or less of one thing -------------------------------------------------------------------------------------------------
"$BIXUE" ruleset whatif "$R" --as chahe-leader --json >"$work/sway"
same "a kept ruleset is tried by name, with what five per cent would change" "5 true" "$(get "$work/sway" 'a.sway.percent + " " + a.sway.all')"
same "equal base points move nobody" "" "$(get "$work/sway" 'a.sway.moving.filter((s) => s.what === "base").map((s) => s.class).join()')"
"$BIXUE" ruleset whatif "$R" --as chahe --sway 0 --weight "问题化解=200" --json >"$work/weight"
# 河外村's class 问题化解 counts twice: its difference is its score there before.
same "--weight counts a class twice" "true" "$(get "$work/weight" 'a.boards.find((b) => b.kind === "village").rows.every((r) => Number(r.difference) > 0)')"
code "--weight of nothing" 4 "$BIXUE" rule whatif "$R" --as chahe --weight 没有这项=90
code "--weight without a number" 2 "$BIXUE" rule whatif "$R" --as chahe --weight 问题化解=很多

# ---- rights: whose rules they are, and whoever audits; not those who are judged ---------------------------------------------------
for who in chahe chahe-head chahe-leader; do code "$who tries a draft" 0 "$BIXUE" rule whatif "$work/three.rule" --ruleset "$R" --as $who --sway 0; done
for who in wenshan anju clerk leader eshan-verifier; do code "$who does not" 6 "$BIXUE" rule whatif "$work/three.rule" --ruleset "$R" --as $who --sway 0; done

# ---- faults ------------------------------------------------------------------------------------------------------------------------
printf '比学规则：1\n名称：某\n' >"$work/bad.rule"
code "a text that cannot be read" 3 "$BIXUE" rule whatif "$work/bad.rule" --ruleset "$R" --as chahe
code "a draft that is nowhere" 4 "$BIXUE" rule whatif 没有这份 --ruleset "$R" --as chahe
code "a file without --ruleset" 2 "$BIXUE" rule whatif "$work/three.rule" --as chahe
code "periods out of bounds" 2 "$BIXUE" rule whatif "$R" --as chahe --periods 99
code "for people" 0 "$BIXUE" rule whatif "$work/three.rule" --ruleset "$R" --as chahe --lang zh
same "… with the clause" 1 "$(grep -c '反弹，每件-2 → 反弹，每件-3 (-1)' "$work/out")"

# ---- every board of the demonstration, in both grammars: what stands is what was published, to the digit ---------------------------
export BIXUE_DATA="$work/whole"
code "the whole demonstration" 0 "$BIXUE" demo --build-only
# "UNIT total place side" of each row, by the draft's side "was" or "now"; what the board itself says.
stood() { # file, board, was|now
	node -e '
	const [, file, name, when] = process.argv, a = JSON.parse(require("fs").readFileSync(file, "utf8"));
	for (const b of a.boards.filter((b) => b.board === name))
		console.log(b.rows.map((r) => `${r.unit} ${Number(r[when])} ${r["place_" + when]} ${r["list_" + when]}`).sort().join("\n"));' "$1" "$2" "$3"
}
published() { # board, post
	"$BIXUE" board show "$1" --as "$2" --json --lang zh | node -e '
	const a = JSON.parse(require("fs").readFileSync(0, "utf8"));
	console.log(a.rows.filter((r) => !r.exempt_no).map((r) => `${r.unit} ${Number(r.total)} ${parseInt(r.rank) || 0} ${r.side}`).sort().join("\n"));'
}
n=0
for who in chahe-leader city-leader; do
	"$BIXUE" board list --as $who --json | node -e '
	for (const l of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
		const b = JSON.parse(l);
		if (b.state === "published") console.log(b.name);
	}' >"$work/names"
	while read -r name; do
		rule_name=$("$BIXUE" board show "$name" --as $who --json | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).rule_name)')
		"$BIXUE" rule whatif "$rule_name" --as $who --sway 0 --json >"$work/board"
		published "$name" $who >"$work/published"
		same "$name as it stood" "$(cat "$work/published")" "$(stood "$work/board" "$name" was)"
		same "… and by its own rule as a draft" "$(cat "$work/published")" "$(stood "$work/board" "$name" now)"
		n=$((n + 1))
	done <"$work/names"
done
same "those are the five published boards" 5 $n

# ---- votes: 好100 → 好90; the means of the three groups from the sheet itself, weighed 40, 30 and 30 ------------------------------------
D=商洛市县区半年述职评议办法
sed 's/好100/好90/' "$here/data/demo/shangluo-debrief.rule" >"$work/ninety.rule"
"$BIXUE" rule whatif "$work/ninety.rule" --ruleset "$D" --as city-leader --sway 0 --json --lang zh >"$work/ninety"
same "好90: what the sheet of votes gives" "$(awk -F, 'BEGIN { w["市级领导"] = 40; w["县区"] = w["市直部门"] = 30 } $1 in w {
	m[$2] += w[$1] * sprintf("%.6f", (90 * $3 + 80 * $4 + 60 * $5 + 40 * $6) / ($3 + $4 + $5 + $6)) }
	END { for (u in m) printf "%s %.2f\n", u, int(m[u] + 0.5) / 100 }' "$here/data/demo/shangluo-ballots.csv" | LC_ALL=C sort)" \
	"$(get "$work/ninety" 'a.boards[0].rows.map((r) => r.name + " " + Number(r.now).toFixed(2)).join("\n")' | LC_ALL=C sort)"
same "… by the clause of the votes" "等次票：好100、较好80、一般60、较差40|等次票：好90、较好80、一般60、较差40" \
	"$(get "$work/ninety" 'a.boards[0].rows[0].clauses.filter((c) => c.item).map((c) => c.clause_was + "|" + c.clause_now).join()')"
same "… with every vote and nothing left idle" "true 0" "$(get "$work/ninety" '(a.figures > 40) + " " + a.idle.length')"

# ---- targets, votes, facts and the boards of others together: the year of the villages -----------------------------------------------------
Y=岔河乡村级年终考评办法
year() { "$BIXUE" rule whatif "$1" --ruleset "$Y" --as chahe-leader --sway "${2:-0}" --json --lang zh; }
# Another name for an item with the same figures: nobody's points change, and the figures are read under the new name.
sed 's/项目：村集体经济收入/项目：集体收入/' "$here/data/demo/chahe-year.rule" >"$work/renamed.rule"
year "$work/renamed.rule" >"$work/renamed"
same "a renamed measure goes on reading its figures" "0 0 0" "$(get "$work/renamed" '[a.boards[0].gain, a.boards[0].lose, a.idle.filter((i) => i.measured).length].join(" ")')"
same "… and only its name is told" "集体收入,村集体经济收入" "$(get "$work/renamed" '[...new Set(a.boards[0].rows.flatMap((r) => r.clauses.map((c) => c.item)))].sort().reverse().join()')"
# A measure that nobody has figures for: said, and nobody is ranked for want of it.
sed 's/  项目：劳动力转移就业/  项目：从没报过的数\n    完成：实绩÷目标×1分\n&/' "$here/data/demo/chahe-year.rule" >"$work/unfed.rule"
year "$work/unfed.rule" >"$work/unfed"
same "a measure without figures is named" "从没报过的数" "$(get "$work/unfed" 'a.idle.filter((i) => i.measured).map((i) => i.item).join()')"
same "… and ranks nobody" "0" "$(get "$work/unfed" 'a.boards[0].rows.filter((r) => r.place_now).length')"
# The weights of the parts: what each part gave, at the new weights (the parts are rounded to six places).
sed 's/权重40%，缺期重分/权重50%，缺期重分/; s/来源 本细则，权重60%/来源 本细则，权重50%/' "$here/data/demo/chahe-year.rule" >"$work/half.rule"
year "$work/half.rule" >"$work/half"
"$BIXUE" board show 岔河乡2022年度村级年终考评 --as chahe-leader --json >"$work/shown"
# "own + daily = total" stands in each row
same "both parts at half: what they gave, weighed anew" "$(get "$work/shown" 'a.rows.map((r) => {
	const [own, daily] = r.arithmetic.split("=")[0].split("+").map(Number);
	return r.unit + " " + (Math.round((own / 60 * 50 + daily / 40 * 50) * 100 + 1e-6) / 100).toFixed(2);
}).sort().join("\n")')" "$(get "$work/half" 'a.boards[0].rows.map((r) => r.unit + " " + Number(r.now).toFixed(2)).sort().join("\n")')"
same "… and each part is told" "日常积分,年终" "$(get "$work/half" '[...new Set(a.boards[0].rows.flatMap((r) => r.clauses.map((c) => c.part)).filter(Boolean))].sort().reverse().join()')"
year "$here/data/demo/chahe-year.rule" 5 >"$work/shaken"
same "five per cent of each weight, base, clause and measure is tried" "true" "$(get "$work/shaken" 'a.sway.all && a.sway.tried >= 16')"
export BIXUE_DATA="$work/data"

# ---- nothing was written -------------------------------------------------------------------------------------------------------------
same "the journal has not grown" "$before" "$("$BIXUE" verify --json | grep -o '"rows":[0-9]*' | head -1 || true)"
code "every table follows from the journal" 0 "$BIXUE" rebuild --check
code "and the journal holds" 0 "$BIXUE" verify
[ "$failed" = 0 ] || { say "whatif: FAILED"; exit 1; }
say "whatif: all passed"
