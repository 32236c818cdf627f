// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
const league = (c) => ({
	units: c.input.units.map((u) => u.unit),
	estimates: c.input.units.map((u) => u.estimate),
	se: c.input.units.map((u) => u.se),
});
const DRAWS = { kind: 'stepdown_bootstrap', seed: 20180101, R: 20000 };

export default {
	'O15-rank-confidence-multinomial': (c, calc) => {
		const bounds = (scope) => {
			const sets = calc('rank_sets_counts', { counts: c.input.counts, alpha: 1 - c.input.coverage, scope }).result.sets;
			return { L: sets.map((s) => s.lo), U: sets.map((s) => s.hi) };
		};
		return { simultaneous: bounds('simultaneous'), marginal: bounds('marginal') };
	},
	'P25-rank-confidence-pisa2018': (c, calc) => {
		const units = league(c);
		const uk = calc('rank_sets', { ...units, ...DRAWS, unit: 'United Kingdom' }).result.sets[0];
		const top = (alpha) => {
			const sets = calc('rank_sets', { ...units, ...DRAWS, alpha, side: 'lower' }).result.sets;
			return calc('top_k_set', { lo: sets.map((s) => s.lo), k: 5, units: sets.map((s) => s.unit) }).result.units.sort();
		};
		const all = calc('rank_sets', { ...units, ...DRAWS }).result.sets;
		return {
			rank_UK: uk.rank, marginal_UK: [uk.lo, uk.hi], top5_95: top(0.05), top5_90: top(0.1),
			simultaneous: Object.fromEntries(all.map((s) => [s.unit, [s.lo, s.rank, s.hi]])),
		};
	},
	'P26-rank-confidence-holm': (c, calc) => {
		const units = league(c);
		const r = calc('rank_sets', { ...units, alpha: c.input.alpha, kind: 'holm' }).result;
		const apart = calc('pair_tests', units).result.apart[units.units.indexOf('Japan')];
		return {
			sets: Object.fromEntries(r.sets.map((s) => [s.unit, [s.lo, s.hi]])),
			rejected_pairs: r.rejected,
			gh_nonoverlap_japan: units.units.filter((_, i) => apart[i]),
		};
	},
};
