// Outside cases in the words of `bixue calc`: (case, calc) → what the case expects.
const event = ({ month, pair, winner }) => {
	if (winner === null) return { label: month, kind: 'cancelled' };
	const [holder, challenger] = pair.split(' vs ');
	if (winner === 'first') return { label: month, challengers: [holder], winner: holder };
	return { label: month, challengers: [challenger], ...(winner === 'tie' ? { tie: true } : { winner }) };
};

export default {
	'O16-bradley-terry-small': (c, calc) => calc('bt_fit', { wins: c.input.wins_row_beats_col }).result,
	'O17-bt-degenerate': (c, calc) => {
		const input = { players: c.input.players, wins: c.input.wins_row_beats_col };
		const bare = calc('bt_fit', input), held = calc('bt_fit', { ...input, prior: 0.5 });
		return { ml_exists: bare.status !== 'not_connected' && bare.result.ml_exists, regularised_order: held.result.order };
	},
	'O18-elo': (c, calc) => calc('elo_update', c.input).result,
	'O25-arena-champion': (c, calc) => calc('champion', { events: c.input.rounds.map(event) }).result,
};
