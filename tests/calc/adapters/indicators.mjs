// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
const scaled = (calc, value, lo, hi, how) =>
	calc('normalise', { values: [value], method: 'goalposts', lo, hi, scale: how.startsWith('log') ? 'log' : 'linear' }).result.values[0];

export default {
	'O11-composite-tai-new-zealand': (c, calc) => {
		const indices = c.input.indicators.map(([, value, lo, hi, how]) => scaled(calc, value, lo, hi, how));
		const pair = (name, i) => ({ name, parts: [{ indicator: i }, { indicator: i + 1 }] });
		const parts = [pair('creation', 0), pair('recent', 2), pair('old', 4), pair('skills', 6)];
		const r = calc('composite', { values: [indices], parts, rounding: 6 }).result;
		return { indices, dimensions: parts.map((p) => r.parts[p.name][0]), tai: r.scores[0] };
	},
	'O12-entropy-weights': (c, calc) => calc('entropy_weights', { matrix: c.input.matrix }).result,
	'O13-weinan-style-composite': (c, calc) => {
		const { year_end, routine, social, plus_minus } = c.input;
		const r = calc('composite', {
			values: [[year_end, routine, social]], indicators: ['year_end', 'routine', 'social'], rounding: 2, plus_minus: [plus_minus],
			parts: [{ name: 'task', weight: '0.8', rounding: 2, parts: [{ indicator: 'year_end', weight: '0.7' }, { indicator: 'routine', weight: '0.3' }] },
				{ indicator: 'social', weight: '0.2' }],
		}).result;
		return { task: r.parts.task[0], weighted: r.scores[0], final: r.final[0] };
	},
	'O14-small-denominator': (c, calc) => calc('small_denominator', { units: c.input.units }).result,
	'O24-composite-sensitivity': (c, calc) => calc('sensitivity', { values: c.input.scores, weights: c.input.weights }).result,
};
