// Comparisons before and after, and photos: outside cases in the words of `bixue calc`.
export default {
	'O22-did-card-krueger': (c, calc) => calc('did_2x2', c.input).result,
	'P36-did-staggered-mpdta': (c, calc) => {
		const { group_sizes: sizes, group_means: means, never_treated_group: never } = c.input;
		const periods = Object.keys(Object.values(means)[0]).map(Number);
		const groups = Object.keys(means).map((g) => ({ first: g === String(never) ? 0 : Number(g), size: sizes[g], means: periods.map((t) => means[g][t]) }));
		return calc('did_groups', { periods, groups }).result;
	},
	photo_reuse: (c, calc) => ({
		distance: calc('hamming', { a: c.input.pair[0], b: c.input.pair[1], form: 'decimal' }).result.distance,
		dhash: calc('dhash', { grey: c.input.grey }).result.dhash,
	}),
};
