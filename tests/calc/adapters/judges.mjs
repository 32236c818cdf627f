// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
export default {
	'O08-zscore-per-judge': (c, calc) => {
		const r = calc('judge_standardise', { matrix: c.input.rows_contestants_cols_judges, kind: 'z' }).result;
		return { z: r.z, mean_z: r.mean, back_transformed: r.score };
	},
	'O10-disconnected-design': (c, calc) => {
		const a = calc('additive_fit', { obs: c.input.obs, contrasts: [['a', 'b'], ['c', 'd']] });
		if (a.status !== 'not_connected') throw new Error(`status ${a.status}`);
		if (a.result.units.some((u) => u.adjusted !== null)) throw new Error('compared across components');
		const [ab, cd] = a.result.contrasts;
		return {
			components: a.result.components.map((p) => ({ contestants: p.units, judges: p.judges.map(Number) })),
			comparable: a.result.comparable,
			within: { a_minus_b: ab.difference, c_minus_d: cd.difference },
		};
	},
	'P07-judge-influence-isu': (c, calc) => {
		const r = calc('judge_report', {
			units: c.input.performances.map((p) => ({
				unit: p.name, plus: p.element_score, minus: p.deductions, tie_break: p.element_score,
				items: p.components.map((i) => ({ factor: i.factor, marks: i.judges })),
			})),
			low: 1, high: 1, rounding: 2, factor_rounding: 2,
		}).result;
		return {
			leave_one_out: r.judges.map((j) => ({
				judge: j.judge,
				changed_ranks: Object.fromEntries(j.influence.rank_changes.map((x) => [x.unit, [x.from, x.to]])),
				max_abs_total_change: j.influence.largest_change,
			})),
			deviation_from_median: Object.fromEntries(r.judges.map((j) => [j.judge, j.deviation])),
			correlation_with_rest: Object.fromEntries(r.judges.map((j) => [j.judge, j.correlation_with_rest])),
		};
	},
};
