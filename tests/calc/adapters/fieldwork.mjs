// Checks, draws and routes: outside cases in the words of `bixue calc`.
export default {
	audit_estimator: (c, calc) => calc('audit_estimator', c.input).result,
	public_random_selection: (c, calc) => c.input.map((draw) => calc('draw_with_replacement', draw).result.picks),
	route: (c, calc) => calc('route', c.input).result,
};
