// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
export default {
	'O05-trimmed-small-n': (c, calc) => {
		const r = calc('trimmed_mean', { groups: c.input.groups, low: 1, high: 1, min_n: c.input.min_n, rounding: 2 }).result.groups;
		return { mean: r.map((g) => g.mean), trimmed: r.map((g) => g.trimmed) };
	},
};
