// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
const number = (text) => Number(text);

// Cases list marks couple by couple, calc dance by dance.
const final = (couples, calc) => calc('skating_final', {
	dances: couples[0].marks.map((_, d) => couples.map((c) => c.marks[d])),
}).result;

export default {
	skating_system: (c, calc) => c.input.map((one) => {
		const r = final(one.couples, calc);
		if ('case' in one)
			return { case: one.case, result: Object.fromEntries(one.couples.map((x, i) => [x.no, number(r.result[i])])), rule11: r.rule_11 };
		return {
			example: one.example,
			couples: one.couples.map((x, i) => ({ no: x.no, dance_places: r.places.map((d) => number(d[i])), total: number(r.totals[i]), result: number(r.result[i]) })),
		};
	}),
	rank: (c, calc) => {
		const by = (kind) => calc('rank', { rows: c.input.values, kind }).result.rank.map(number);
		return { competition: by('competition'), modified_competition: by('modified'), dense: by('dense'), ordinal: by('ordinal'), fractional: by('fractional') };
	},
	rank_with_tiebreak: (c, calc) => c.input.map((event) => {
		const keys = event.keys.map((k) => k.split(' '));
		const r = calc('rank', {
			rows: event.entries.map((e) => keys.map(([name]) => e[name])),
			keys: keys.map(([, direction]) => ({ direction, decimals: 2 })),
		}).result;
		return Object.fromEntries(event.entries.map((e, i) => [e.name, r.rank[i]]));
	}),
	borda: (c, calc) => {
		const r = calc('borda', { ballots: c.input.ballots.map((b) => ({ weight: b.w, order: b.order })) }).result;
		return { points: Object.fromEntries(r.units.map((u) => [u.unit, number(u.points)])), order: r.order };
	},
};
