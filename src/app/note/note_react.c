/* Where notes and matters meet: what follows in another noun. */
#include "app/note/note.h"

#include "app/matter/matter.h"
#include "base/utf8.h"
#include "store/journal.h"

enum { TITLE_MAX = 120 };

/* A text of several lines as one, with a mark between them: figures at the ends of two lines must not read as one number.  Tabs of pasted
 * cells part figures too. */
static struct sv one_line(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, text.n * 3 + 1);
	bool broken = false;
	for (size_t i = 0; i < text.n; i++) {
		bool end = text.p[i] == '\n' || text.p[i] == '\r';
		if (broken && !end && b.n)
			buf_put(&b, SV("；"));
		if (!end)
			buf_putc(&b, text.p[i] == '\t' ? ' ' : text.p[i]);
		broken = end;
	}
	return b.n ? sv_trim(buf_sv(&b)) : SV("");
}

/* Texts of the record, in the office's language. */
static struct js *matter_fields(struct arena *a, const struct event *e, const struct note *n)
{
	bool problem = sv_is(n->kind, "problem"), demand = sv_is(n->kind, "demand");
	const char *what = problem ? "问题" : demand ? "要求" : "承诺";
	struct js *f = js_obj(a);
	js_set_int(a, f, "owner", e->owner);
	js_set_sv(a, f, "kind", problem ? SV("problem") : SV("task"));
	js_set_sv(a, f, "title", utf8_upto(one_line(a, n->text), TITLE_MAX));
	js_set_sv(a, f, "goal", utf8_upto(arena_printf(a, "%.*s（%.*s）%s%.*s", SV_ARG(n->text), SV_ARG(n->speaker), n->how.n ? "：" : "", SV_ARG(n->how)), 4000));
	js_set_sv(a, f, "list", utf8_upto(arena_printf(a, "%.*s%s清单", SV_ARG(e->name), what), 200));
	struct sv where = n->site.n ? arena_printf(a, "%.*s（%.*s）", SV_ARG(e->name), SV_ARG(n->site)) : e->name;
	js_set_sv(a, f, "origin", utf8_upto(arena_printf(a, "%.*s：%s记录", SV_ARG(where), what), 300));
	js_set_sv(a, f, "origin_no", arena_printf(a, "#%lld", (long long)n->id));
	struct js *leads = js_set(f, "leads", js_arr(a));
	js_push(leads, js_int(a, n->lead));
	js_set_day(a, f, "due", n->due);
	js_set_bool(a, f, "issue", true);
	return f;
}

static enum rc propose(struct ctx *cx, struct db *db, int64_t id, struct act_request *ret, size_t max, size_t *ret_n)
{
	struct note n;
	struct event e;
	TRY(note_get(cx, db, id, &n));
	if (!sv_is(n.state, "matter") || n.matter || n.rehearsal || *ret_n == max)
		return RC_OK;
	TRY(event_get(cx, db, n.event, &e));
	ret[(*ret_n)++] = (struct act_request){ .act = SV("matter.draft"), .fields = matter_fields(cx->a, &e, &n) };
	return RC_OK;
}

enum rc note_open_matter(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			 size_t max, size_t *ret_n)
{
	const struct js *list = js_get(facts, "notes");
	if (sv_is(row->act, "note.solve"))
		return propose(cx, db, row->subject, ret, max, ret_n);
	for (const struct js *o = list ? list->first : NULL; o; o = o->next)
		TRY(propose(cx, db, js_get_int(o, "id", 0), ret, max, ret_n));
	return RC_OK;
}

struct act_request note_not_opened(struct ctx *cx, const struct act_request *rq, struct sv why)
{
	int64_t id;
	struct js *f = js_obj(cx->a);
	if (!sv_int(sv_from(js_get_sv(rq->fields, "origin_no"), 1), &id))
		return (struct act_request){ 0 };
	js_set_sv(cx->a, f, "why", utf8_upto(one_line(cx->a, why), 300));
	return (struct act_request){ .act = SV("note.stuck"), .subject = id, .fields = f };
}

/* A matter whose cause is an act on notes says itself of which note it came. */
enum rc note_mark_opened(struct ctx *cx, struct db *db, const struct journal_row *row, const struct js *facts, struct act_request *ret,
			 size_t max, size_t *ret_n)
{
	struct journal_row *cause;
	size_t n = 0;
	int64_t id = 0;
	struct sv origin = js_get_sv(js_get(facts, "set"), "origin_no");
	if (!row->cause || !sv_starts(origin, SV("#")) || !sv_int(sv_from(origin, 1), &id) || *ret_n == max)
		return RC_OK;
	TRY(journal_read(cx, db, row->cause - 1, 1, &cause, &n));
	if (!n || cause[0].seq != row->cause || !sv_starts(cause[0].act, SV("note.")))
		return RC_OK;
	struct js *f = js_obj(cx->a);
	js_set_int(cx->a, f, "matter", row->subject);
	ret[(*ret_n)++] = (struct act_request){ .act = SV("note.opened"), .subject = id, .fields = f };
	return RC_OK;
}
