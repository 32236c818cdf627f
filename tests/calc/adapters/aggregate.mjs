// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
const part = (c) => ({ component: c.component, factor: c.factor, judges: c.judges });
const event = (performances, calc, ties) => calc('panel_score', {
	performances: performances.map((p) => ({ name: p.name, components: p.components.map(part), base: p.element_score, deductions: p.deductions })),
	panel_rounding: 2, factored_rounding: 2, ties,
}).result.performances;
const outcome = (p) => ({ name: p.name, panel: p.panel, factored: p.factored, total_component_score: p.components_total, total_segment_score: p.total, rank: p.rank });

export default {
	'O05-trimmed-small-n': (c, calc) => {
		const r = calc('trimmed_mean', { groups: c.input.groups, low: 1, high: 1, min_n: c.input.min_n, rounding: 2 }).result.groups;
		return { mean: r.map((g) => g.mean), trimmed: r.map((g) => g.trimmed) };
	},
	'O03-isu-one-performance': (c, calc) => outcome(event([{ name: 'one', ...c.input }], calc)[0]),
	'P01-isu-trimmed-mean-full-event': (c, calc) => event(c.input.performances, calc, ['base']).map(outcome),
	'P02-isu-trimmed-mean-missing-judge': (c, calc) => event(c.input.performances, calc).map(outcome),
	weighted_groups: (c, calc) => {
		const { scores, groups, ballots } = c.input;
		const r = calc('weighted_groups', {
			groups: Object.entries(groups).map(([name, g]) => ({ name, weight: g.weight, grades: Object.values(scores) })),
			units: Object.entries(ballots).map(([name, b]) => ({ name, ballots: b })),
		}).result.units;
		return Object.fromEntries(r.map((u) => [u.name, { group_means: Object.fromEntries(u.groups.map((g) => [g.group, g.score])), score: u.score }]));
	},
	room_coefficient: (c, calc) => {
		const r = calc('room_coefficient', {
			rooms: c.input.rooms.map((room) => ({ ...room, scores: c.input.raw_scores[room.name] })),
			mean_rounding: 2, overall_rounding: 2, coefficient_rounding: 2, rounding: 4,
		}).result;
		return {
			room_mean: r.rooms.map((x) => x.mean), overall: r.overall, coefficient: r.rooms.map((x) => x.coefficient),
			final: Object.fromEntries(r.rooms.map((x) => [x.name, x.scores])),
		};
	},
};
