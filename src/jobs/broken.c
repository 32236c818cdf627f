#include "jobs/broken.h"

enum { IMPORTS_MAX = 10000 };

static enum rc withdraw(struct ctx *cx, struct store *s, const char *act, int64_t id)
{
	struct js *f = js_obj(cx->a);
	struct act_answer answer;
	js_set_sv(cx->a, f, "reason", sv_of(tr(LANG_ZH, N_("The server was stopped while this list came in."))));
	struct act_request rq = { .act = sv_of(act), .actor = { .via = VIA_SYSTEM }, .subject = id, .fields = f };
	enum rc rc = store_act(cx, s, &rq, &answer);
	if (rc == RC_FAILED || rc == RC_BUSY)
		return rc;
	ctx_forget(cx); /* what its noun refuses stays for a clerk to withdraw */
	return RC_OK;
}

enum rc broken_imports(struct ctx *cx, struct store *s, struct db *db)
{
	static const struct { const char *view, *act; } kinds[] = {
		{ "matter.imports", "matter.import_withdraw" }, { "target.imports", "target.import_withdraw" },
		{ "question.imports", "question.import_withdraw" },
	};
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct view_in in = { .def = registry_view(store_nouns(s), sv_of(kinds[i].view), NULL), .limit = IMPORTS_MAX,
				      .scope = { .all = true }, .after = SV_NONE };
		struct js *rows = js_arr(cx->a);
		struct sv after = SV_NONE;
		TRY(in.def->query(cx, db, &in, rows, &after));
		for (const struct js *o = rows->first; o; o = o->next)
			if (sv_is(js_get_sv(o, "state"), "open"))
				TRY(withdraw(cx, s, kinds[i].act, js_get_int(o, "id", 0)));
	}
	return RC_OK;
}
