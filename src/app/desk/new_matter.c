/* One matter without a list: what is always needed in sight, the rest one click away. */
#include "app/desk/handlers.h"
#include "app/desk/matter.tmpl.h"
#include "app/desk/matter_forms.h"

static const char *const needed[] = { "kind", "title", "goal", "leads", "assists", "sponsor", "due", "origin", "origin_no", "issue" };

static bool is_needed(const char *name)
{
	for (size_t i = 0; i < COUNT(needed); i++)
		if (strcmp(needed[i], name) == 0)
			return true;
	return false;
}

static struct sv usual(struct visit *v, const char *name)
{
	if (strcmp(name, "owner") == 0)
		return arena_printf(v->cx.a, "#%lld", (long long)v->post.unit);
	return strcmp(name, "kind") == 0 ? SV("task") : strcmp(name, "issue") == 0 ? SV("0") : SV("");
}

static void show(struct visit *v, int status)
{
	const struct act_def *def = act_row(v, "matter.draft");
	struct ui_field *u = NEW(v->cx.a, struct ui_field, def->n_fields + 1), *more = NEW(v->cx.a, struct ui_field, def->n_fields + 1);
	struct new_page p = { .frame = &v->frame, .faults = v->cx.faults, .form = visit_form(v, URL("/matters/new"), 0), .field = u, .more = more };
	for (size_t k = 0; k < COUNT(needed); k++)
		for (size_t i = 0; i < def->n_fields; i++)
			if (strcmp(def->fields[i].name, needed[k]) == 0)
				u[p.n++] = act_field(v, &def->fields[i], usual(v, needed[k]));
	for (size_t i = 0; i < def->n_fields; i++) {
		const struct field *f = &def->fields[i];
		if (is_needed(f->name) || f->type == FIELD_DATA)
			continue;
		struct sv sent = fields_get(&v->rq->form, f->name);
		p.more_open |= sent.n && !sv_eq(sent, usual(v, f->name));
		more[p.n_more++] = act_field(v, f, usual(v, f->name));
	}
	desk_frame(v, visit_say(v, N_("New matter")), "matters/new");
	new_page(&v->out, &p);
	visit_send(v, status);
}

void page_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE))
		show(&v, 200);
	visit_close(&v);
}

void do_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp) && only_for(&v, ROLE_OFFICE)) {
		struct act_answer answer;
		enum rc rc = visit_act(&v, "matter.draft", 0, visit_fields(&v), &answer);
		int64_t no = rc == RC_OK ? js_get_int(js_get(answer.facts, "set"), "no", 0) : 0;
		if (rc == RC_OK)
			visit_redirect(&v, no ? arena_printf(rq->a, "/m/%.*s?done=matter.draft&ref=%lld", SV_ARG(matter_no_text(rq->a, no)),
							     (long long)answer.seq) : SV("/matters?state=draft"));
		else
			show(&v, rc_http(rc));
	}
	visit_close(&v);
}
