/* What a list would do: new, the same, changed, waiting, refused; and what is gone from it. */
#include "app/matter/intake.h"

#include "app/matter/queries.sql.h"
#include "base/utf8.h"
#include "core/cellsplit.h"

/* ---- who is who: rows of the list and matters of the store ------------------------------------------------------ */

struct old {
	struct matter m;
	bool taken;
};
struct match {
	struct old *old;
	size_t n, cap;
	int32_t *first, *next;       /* hash of the title */
	size_t slots;
};

static struct sv plain_title(struct arena *a, struct sv s)
{
	struct sv half = utf8_half(a, s);
	char *p = NEW(a, char, half.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < half.n; i++)
		if (half.p[i] != ' ' && half.p[i] != '\n')
			p[n++] = half.p[i];
	return sv_make(p, n);
}

static uint64_t hash(struct sv s)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

static enum rc match_open(struct ctx *cx, struct db *db, int64_t owner, struct sv list, struct match *x)
{
	enum rc rc;
	*x = (struct match){ .cap = 256 };
	x->old = NEW(cx->a, struct old, x->cap);
	struct stmt *st = db_query(db, &matter_same_list);
	bind_int(st, 1, owner);
	bind_sv(st, 2, list);
	while (db_step(cx, st, &rc)) {
		if (x->n == x->cap) {
			struct old *bigger = NEW(cx->a, struct old, x->cap * 2);
			memcpy(bigger, x->old, x->cap * sizeof(*bigger));
			x->old = bigger;
			x->cap *= 2;
		}
		matter_row_read(st, cx->a, &x->old[x->n++].m);
	}
	x->slots = x->n * 2 + 1;
	x->first = NEW(cx->a, int32_t, x->slots);
	x->next = NEW(cx->a, int32_t, x->n + 1);
	memset(x->first, 0xFF, x->slots * sizeof(*x->first));
	for (size_t i = x->n; i-- > 0;) {
		size_t at = hash(plain_title(cx->a, x->old[i].m.title)) % x->slots;
		x->next[i] = x->first[at];
		x->first[at] = (int32_t)i;
	}
	return rc;
}

/* The same words; where several rows say them, the one with the same number. */
static struct old *same_title(struct ctx *cx, struct match *x, struct sv title, struct sv no)
{
	struct sv want = plain_title(cx->a, title);
	struct old *any = NULL;
	for (int32_t i = x->first[hash(want) % x->slots]; i >= 0; i = x->next[i]) {
		struct old *o = &x->old[i];
		if (o->taken || !sv_eq(plain_title(cx->a, o->m.title), want))
			continue;
		if (sv_eq(o->m.source_no, no))
			return o;
		any = any ? any : o;
	}
	return any;
}

enum { GRAMS = 128 };
static size_t grams(struct sv s, uint64_t *ret)
{
	size_t n = 0;
	int32_t last = 0;
	while (s.n && n < GRAMS) {
		int32_t c = utf8_next(&s);
		if (last)
			ret[n++] = (uint64_t)last << 32 | (uint64_t)(uint32_t)c;
		last = c;
	}
	return n;
}

/* Share of common pairs of characters (Dice), in percent. */
static int alike(struct sv x, struct sv y)
{
	uint64_t gx[GRAMS], gy[GRAMS];
	size_t nx = grams(x, gx), ny = grams(y, gy), both = 0;
	bool used[GRAMS] = { false };
	for (size_t i = 0; i < nx; i++)
		for (size_t k = 0; k < ny; k++)
			if (!used[k] && gx[i] == gy[k]) {
				used[k] = true;
				both++;
				break;
			}
	return nx + ny ? (int)(200 * both / (nx + ny)) : 0;
}

/* A reworded row: the same number and alike, or very alike. */
static struct old *alike_title(struct match *x, struct sv title, struct sv no)
{
	enum { WITH_NO = 60, WITHOUT = 85 };
	struct old *best = NULL;
	int most = 0;
	for (size_t i = 0; i < x->n; i++) {
		struct old *o = &x->old[i];
		if (o->taken)
			continue;
		int v = alike(o->m.title, title);
		bool same_no = no.n && sv_eq(o->m.source_no, no);
		if (v >= (same_no ? WITH_NO : WITHOUT) && v + (same_no ? 20 : 0) > most) {
			most = v + (same_no ? 20 : 0);
			best = o;
		}
	}
	return best;
}

/* ---- the difference --------------------------------------------------------------------------------------------- */

static const struct { const char *name; enum import_field f; bool news; } compared[] = {
	{ "source_no", IM_SOURCE_NO, false }, { "title", IM_TITLE, false }, { "category", IM_CATEGORY, false }, { "goal", IM_GOAL, false },
	{ "sponsor", IM_SPONSOR, false }, { "origin", IM_ORIGIN, false }, { "due_kind", IM_DUE, false }, { "due", IM_DUE, false },
	{ "class", IM_CLASS, false }, { "batch", IM_BATCH, false }, { "chain", IM_CHAIN, false }, { "cluster", IM_CHAIN, false },
	{ "start_plan", IM_START_PLAN, false }, { "start_actual", IM_START_ACTUAL, true }, { "percent", IM_PERCENT, true },
	{ "progress", IM_PROGRESS, true }, { "problem", IM_PROBLEM, true }, { "next_step", IM_NEXT_STEP, true }, { "note", IM_NOTE, true },
	{ "money", IM_TOTAL, true }, { "extra", IM_NONE, true },
};

static struct sv text_of(const struct js *o, const char *key)
{
	const struct js *v = js_get(o, key);
	return v && v->kind == JS_STR ? v->s : SV("");
}

static void note_change(struct plan_row *r, const char *field, struct sv was, struct sv now, bool by_hand)
{
	r->change[r->n_change++] = (struct plan_change){ .field = field, .was = was, .now = now, .by_hand = by_hand };
	if (!by_hand)
		r->what = PLAN_CHANGED;
}

static bool over(enum matter_state st)
{
	return st == MATTER_CLOSED || st == MATTER_WITHDRAWN;
}

/* An issued matter's date may have been moved or computed since: the list's word is compared with the first one. */
static bool due_unmoved(const struct matter *m, const char *name, struct sv now)
{
	if (strcmp(name, "due_kind") == 0)
		return m->state != MATTER_DRAFT && !sv_is(now, "standing");
	struct day d;
	return strcmp(name, "due") == 0 && (!now.n ? m->state != MATTER_DRAFT : day_parse(now, &d) && day_is(m->first_due) && d.n == m->first_due.n);
}

static void compare(struct ctx *cx, const struct import_list *l, const struct matter *m, const struct draft_row *d, struct plan_row *r)
{
	struct js *had = matter_js(cx->a, m), *f = js_obj(cx->a);
	struct buf clear = buf_new(cx->a, 400);
	r->change = NEW(cx->a, struct plan_change, COUNT(compared) + 3);
	for (size_t i = 0; i < COUNT(compared); i++) {
		const char *name = compared[i].name;
		bool said = import_has(l, compared[i].f) || (compared[i].f == IM_PERCENT && js_get(d->fields, "percent"));
		if (compared[i].f != IM_NONE && !said)
			continue;
		struct sv was = text_of(had, name), now = text_of(d->fields, name);
		if (sv_eq(was, now) || due_unmoved(m, name, now))
			continue;
		bool by_hand = over(m->state) || (m->state != MATTER_DRAFT && !compared[i].news);
		note_change(r, name, was, now, by_hand);
		if (by_hand)
			continue;
		if (now.n)
			js_set_sv(cx->a, f, name, now);
		else
			buf_printf(&clear, "%s%s", clear.n ? "," : "", name);
	}
	if (clear.n)
		js_set_sv(cx->a, f, "clear", buf_sv(&clear));
	r->fields = r->what == PLAN_CHANGED ? f : NULL;
}

static enum rc compare_units(struct ctx *cx, struct db *db, const struct matter *m, const struct draft_row *d, struct plan_row *r)
{
	struct duty *had;
	size_t n, n_lead = 0, common = 0;
	struct buf b = buf_new(cx->a, 4096);
	TRY(matter_duties(cx, db, m->id, &had, &n));
	for (size_t i = 0; i < n; i++) {
		if (had[i].role != AS_LEAD || had[i].state == ASSIGNMENT_RELEASED)
			continue;
		n_lead++;
		buf_puts(&b, b.n ? "、" : "");
		buf_put(&b, had[i].unit_name);
		for (size_t k = 0; k < d->n_leads; k++)
			common += d->leads[k] == had[i].unit;
	}
	if (n_lead == common && common == d->n_leads)
		return RC_OK;
	bool by_hand = m->state != MATTER_DRAFT;
	note_change(r, "leads", b.n ? buf_sv(&b) : SV(""), r->leads, by_hand);
	if (by_hand)
		return RC_OK;
	r->fields = r->fields ? r->fields : js_obj(cx->a);
	struct js *list = js_set(r->fields, "leads", js_arr(cx->a));
	for (size_t k = 0; k < d->n_leads; k++)
		js_push(list, js_int(cx->a, d->leads[k]));
	return RC_OK;
}

/* ---- the plan ----------------------------------------------------------------------------------------------------- */

static void ids(struct ctx *cx, struct js *f, const char *name, const int64_t *id, size_t n)
{
	if (n == 0)
		return;
	struct js *list = js_set(f, name, js_arr(cx->a));
	for (size_t i = 0; i < n; i++)
		js_push(list, js_int(cx->a, id[i]));
}

static void make_new(struct ctx *cx, const struct draft_row *d, struct plan_row *r)
{
	r->what = PLAN_NEW;
	r->fields = d->fields;
	ids(cx, r->fields, "leads", d->leads, d->n_leads);
	ids(cx, r->fields, "assists", d->assists, d->n_assists);
	if (d->verifier)
		js_set_int(cx->a, r->fields, "verifier", d->verifier);
	js_set_sv(cx->a, r->fields, "state", d->state);
}

static struct sv joined(struct ctx *cx, const struct import_names *n)
{
	struct buf b = buf_new(cx->a, 4096);
	for (size_t i = 0; i < n->n; i++)
		buf_printf(&b, "%s%.*s", i ? "、" : "", SV_ARG(n->v[i]));
	return b.n ? buf_sv(&b) : SV("");
}

/* The row as it reads with what the clerk typed for it; what was doubtful there is doubtful no more. */
static enum rc amend(struct ctx *cx, struct db *db, const struct matter_plan_options *o, struct import_row *r, struct sv *ret_leads)
{
	const struct matter_row_word *w = NULL;
	for (size_t i = 0; i < o->n_word; i++)
		if (o->word[i].row == r->no)
			w = &o->word[i];
	if (!w)
		return RC_OK;
	if (day_is(w->due))
		r->due = (struct due){ .verdict = VERDICT_CLEAR, .kind = DUE_FIXED, .precision = DUE_DAY, .date = w->due };
	if (w->lead) {
		struct unit u;
		TRY(unit_get(cx, db, w->lead, &u));
		r->lead = (struct import_names){ .v = NEW(cx->a, struct sv, 1), .n = 1 };
		r->lead.v[0] = u.code;
		*ret_leads = u.short_name;
	}
	struct import_messages left = { .first = NULL };
	left.end = &left.first;
	r->state = IMPORT_OK;
	for (const struct import_message *m = r->messages.first; m; m = m->next) {
		if ((m->field == IM_DUE && day_is(w->due)) || (m->field == IM_LEAD && w->lead))
			continue;
		struct import_message *copy = NEW(cx->a, struct import_message, 1);
		*copy = *m;
		copy->next = NULL;
		*left.end = copy;
		left.end = &copy->next;
		r->state = m->weight > r->state ? m->weight : r->state;
	}
	r->messages = left;
	return RC_OK;
}

static enum rc plan_one(struct ctx *cx, struct db *db, const struct import_list *l, const struct import_row *read,
			const struct matter_plan_options *o, struct names *names, struct old *old, struct plan_row *r)
{
	struct draft_row d;
	struct import_row amended = *read, *in = &amended;
	struct sv leads = joined(cx, &read->lead);
	TRY(amend(cx, db, o, in, &leads));
	*r = (struct plan_row){ .no = in->no, .title = in->title, .leads = leads, .what = PLAN_SAME };
	TRY(row_fields_of(cx, db, l, in, names, o, &d));
	bool doubt = false;
	for (const struct import_message *m = in->messages.first; m; m = m->next) {
		bool named = strcmp(m->id, "unit.collective") == 0 && !d.wait; /* the clerk has said who that is */
		if (m->weight != IMPORT_OK && !named)
			row_why(cx, &d, m->text);
		doubt |= m->weight == IMPORT_CONFIRM && !named && !o->take_doubts;
		r->asks_due |= m->weight != IMPORT_OK && m->field == IM_DUE;
		r->asks_lead |= m->weight != IMPORT_OK && m->field == IM_LEAD;
	}
	r->asks_due |= d.wait && !js_get(d.fields, "due_kind");
	r->asks_lead |= d.wait && !d.n_leads;
	r->why = d.why;
	r->n_why = d.n_why;
	if (old) {
		r->matter = old->m.id;
		r->matter_no = old->m.no;
	}
	if (in->state == IMPORT_REFUSED)
		r->what = PLAN_REFUSED;
	else if (d.wait || doubt)
		r->what = PLAN_WAIT;
	else if (!old)
		make_new(cx, &d, r);
	else {
		compare(cx, l, &old->m, &d, r);
		if (sv_is(d.state, "closed") && !over(old->m.state)) /* striking off is granted, not imported */
			note_change(r, "state", sv_of(matter_state_name(old->m.state)), d.state, true);
		TRY(compare_units(cx, db, &old->m, &d, r));
	}
	return RC_OK;
}

static struct js *columns_js(struct ctx *cx, const struct import_list *l)
{
	struct js *o = js_obj(cx->a);
	for (size_t i = 0; i < l->n_columns; i++)
		if (!js_get(o, arena_cstr(cx->a, l->columns[i].key)))
			js_set_sv(cx->a, o, arena_cstr(cx->a, l->columns[i].key), l->columns[i].header);
	return o;
}

/* What the clerk decided on the way in, for the record. */
static struct js *decisions_js(struct ctx *cx, const struct matter_plan_options *o)
{
	struct js *d = js_obj(cx->a), *names = js_set(d, "names", js_arr(cx->a));
	js_set_bool(cx->a, d, "issue", o->issue);
	js_set_bool(cx->a, d, "take_doubts", o->take_doubts);
	for (size_t i = 0; i < o->n_alias; i++) {
		struct js *e = js_push(names, js_obj(cx->a));
		js_set_sv(cx->a, e, "name", o->alias[i].name);
		struct js *units = js_set(e, "units", js_arr(cx->a));
		for (size_t k = 0; k < o->alias[i].n; k++)
			js_push(units, js_int(cx->a, o->alias[i].units[k]));
	}
	struct js *rows = o->n_word ? js_set(d, "rows", js_arr(cx->a)) : NULL;
	for (size_t i = 0; i < o->n_word; i++) {
		struct js *e = js_push(rows, js_obj(cx->a));
		js_set_int(cx->a, e, "row", o->word[i].row);
		if (day_is(o->word[i].due))
			js_set_day(cx->a, e, "due", o->word[i].due);
		if (o->word[i].lead)
			js_set_int(cx->a, e, "lead", o->word[i].lead);
	}
	return d;
}

static void leave_out(struct ctx *cx, struct js *list, int no, struct sv why)
{
	struct js *o = js_push(list, js_obj(cx->a));
	js_set_int(cx->a, o, "row", no);
	js_set_sv(cx->a, o, "reason", why);
}

/* The very same file under another name would bring everything in twice: its new rows wait for a word. */
static enum rc ask_twice(struct ctx *cx, struct db *db, const struct matter_plan_options *o, struct matter_plan *p)
{
	enum rc rc;
	struct sv list = SV_NONE;
	int64_t at = 0;
	if (!o->file_digest.n || p->known || o->take_doubts)
		return RC_OK;
	struct stmt *st = db_query(db, &import_of_file);
	bind_int(st, 1, o->owner);
	bind_sv(st, 2, o->file_digest);
	bind_sv(st, 3, p->list);
	while (db_step(cx, st, &rc)) {
		list = col_sv(st, 0, cx->a);
		at = col_int(st, 1);
	}
	for (size_t i = 0; rc == RC_OK && list.p && i < p->n; i++) {
		struct plan_row *r = &p->row[i];
		if (r->what != PLAN_NEW)
			continue;
		r->what = PLAN_WAIT;
		r->fields = NULL;
		r->n_why = 1;
		r->why = NEW(cx->a, struct sv, 1);
		r->why[0] = arena_printf(cx->a, tr(cx->lang, N_("This very file came in on %.*s as the list \"%.*s\": give it that name to compare the two, or take "
			"doubtful rows as they were read if it is another list.")), SV_ARG(day_text(cx->a, day_of_instant(at))), SV_ARG(list));
	}
	return rc;
}

static void finish(struct ctx *cx, const struct import_list *l, struct names *names, struct match *x, struct matter_plan *p)
{
	p->left_out = js_arr(cx->a);
	for (size_t i = 0; i < l->n_skipped; i++)
		leave_out(cx, p->left_out, l->skipped[i].no, l->skipped[i].reason);
	for (size_t i = 0; i < p->n; i++) {
		struct plan_row *r = &p->row[i];
		p->count[r->what]++;
		p->to_write += r->fields != NULL;
		if (r->what == PLAN_WAIT || r->what == PLAN_REFUSED)
			leave_out(cx, p->left_out, r->no, r->n_why ? r->why[0] : SV(""));
	}
	p->gone = NEW(cx->a, struct plan_gone, x->n + 1);
	for (size_t i = 0; i < x->n; i++)
		if (!x->old[i].taken)
			p->gone[p->n_gone++] = (struct plan_gone){ x->old[i].m.id, x->old[i].m.no, x->old[i].m.title };
	p->name = names_unknown(cx->a, names, &p->n_name);
}

enum rc matter_plan(struct ctx *cx, struct db *db, const struct import_list *l, const struct matter_plan_options *o,
		    struct matter_plan **ret)
{
	struct matter_plan *p = NEW(cx->a, struct matter_plan, 1);
	struct names *names = NEW(cx->a, struct names, 1);
	struct match x;
	p->owner = o->owner;
	bool found; /* a pasted table is called as its file, and people put phones even there */
	p->list = o->list.n ? utf8_upto(personal_mask(cx->a, o->list, SV(PERSONAL_MASK), &found), 200) : import_list_name(cx->a, l->title.n ? l->title : l->sheet);
	if (!p->list.n)
		return fail(cx, RC_INVALID, "import.list_name", N_("The list has no title: name it with --list."));
	p->kind = sv_of(import_kind_name(l->kind));
	p->announced = l->announced.items;
	p->counted = l->counted.items >= 0 ? l->counted.items : (int64_t)l->n_rows;
	p->mapping = columns_js(cx, l);
	p->decisions = decisions_js(cx, o);
	TRY(names_open(cx, db, o->owner, o->alias, o->n_alias, names));
	bool running;
	TRY(import_last_of(cx, db, o->owner, p->list, &p->seen, &running));
	if (running)
		p->seen = 0; /* its rows are not seen yet: what is compared here is not what it will have brought */
	TRY(match_open(cx, db, o->owner, p->list, &x));
	p->known = x.n > 0;
	p->n = l->n_rows;
	p->row = NEW(cx->a, struct plan_row, p->n + 1);
	/* Equal titles first, so that a reworded row never takes another row's matter. */
	struct old **old = NEW(cx->a, struct old *, p->n + 1);
	for (size_t i = 0; i < p->n; i++)
		if ((old[i] = same_title(cx, &x, l->rows[i].title, l->rows[i].source_no)))
			old[i]->taken = true;
	enum { ALIKE_MOST = 4000000 };
	for (size_t i = 0; i < p->n && x.n * p->n < ALIKE_MOST; i++)
		if (!old[i] && (old[i] = alike_title(&x, l->rows[i].title, l->rows[i].source_no)))
			old[i]->taken = true;
	for (size_t i = 0; i < p->n; i++)
		TRY(plan_one(cx, db, l, &l->rows[i], o, names, old[i], &p->row[i]));
	TRY(ask_twice(cx, db, o, p));
	finish(cx, l, names, &x, p);
	*ret = p;
	return RC_OK;
}
