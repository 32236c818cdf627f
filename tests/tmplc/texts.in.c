/* Read by pocomp --missing only; tr(lang, "not in a comment"). */
static const char *names[] = { N_("Close"), N_("Open"), "not a text" };
enum rc f(struct ctx *cx)
{
	char c = '"';
	TRY(fail_at(cx, RC_INVALID, field(x, "a"), "not.this", "Two "
		/* still */ "pieces (%d)", 3));
	out_trn(o, n, "one is not looked for", "many are", n);
	puts(tr(cx->lang, n == 1 ? "first" : "second"));
	return fail(cx, RC_INVALID, "id", N_("Inside"), g("not this either", 1));
}
