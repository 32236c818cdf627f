/* What a reader who may not see the records is shown of rows that rest on few voters: see core/rule_veil.h. */
#include "app/board/board_read.h"

#include "app/board/queries.sql.h"
#include "core/rule_veil.h"

struct vote {
	int64_t no, unit, votes;
	struct sv name, group, grade;
	struct dec value;
};

struct veiling {
	struct ctx *cx;
	const struct rule *rule;
	struct vote *vote; /* of the version, by unit */
	size_t n, from, to; /* from … to: of the unit in hand */
	struct veil_votes *cell; /* one an item and class of voters */
	const struct vote **first;
	size_t n_cell;
	struct veil veil;
};

static enum rc read_votes(struct veiling *w, struct db *db, const struct board_head *b, int64_t version, int64_t unit)
{
	enum rc rc;
	size_t room = 256;
	w->vote = NEW(w->cx->a, struct vote, room);
	struct stmt *st = db_query(db, &board_fed_votes);
	bind_int(st, 1, b->id);
	bind_int(st, 2, version);
	bind_int(st, 3, unit);
	while (db_step(w->cx, st, &rc)) {
		struct arena *a = w->cx->a;
		if (w->n == room) {
			struct vote *more = NEW(a, struct vote, room * 2);
			memcpy(more, w->vote, room * sizeof(*more));
			w->vote = more;
			room *= 2;
		}
		w->vote[w->n++] = (struct vote){ .no = col_int(st, 0), .unit = col_int(st, 1), .name = col_sv(st, 2, a),
						 .group = col_sv(st, 3, a), .grade = col_sv(st, 4, a), .value = col_dec(st, 5),
						 .votes = col_int(st, 6) };
	}
	return rc;
}

static void cells_of(struct veiling *w)
{
	size_t most = 1;
	for (size_t c = 0; c < w->rule->n_classes; c++)
		most += w->rule->classes[c].n_items * RULE_SHARES_MAX;
	w->cell = NEW(w->cx->a, struct veil_votes, most);
	w->first = NEW(w->cx->a, const struct vote *, most);
	for (size_t c = 0; c < w->rule->n_classes; c++)
		for (size_t i = 0; i < w->rule->classes[c].n_items; i++) {
			const struct rule_item *item = &w->rule->classes[c].items[i];
			for (int g = 0; rule_item_votes(item) && g < (item->n_groups ? item->n_groups : 1); g++)
				w->cell[w->n_cell++] = (struct veil_votes){ .class = &w->rule->classes[c], .item = item,
					.group = item->n_groups ? item->groups[g].name : SV("") };
		}
}

static bool falls(const struct veil_votes *c, const struct vote *v)
{
	bool named = sv_eq(v->name, c->item->name) || (c->item->data.n && sv_eq(v->name, c->item->data));
	return named && (!c->group.n || sv_eq(c->group, v->group));
}

static void count(struct veiling *w, int64_t unit)
{
	for (w->from = 0; w->from < w->n && w->vote[w->from].unit != unit;)
		w->from++;
	for (w->to = w->from; w->to < w->n && w->vote[w->to].unit == unit;)
		w->to++;
	for (size_t k = 0; k < w->n_cell; k++) {
		struct veil_votes *c = &w->cell[k];
		c->n = 0;
		c->hidden = false;
		c->alike = true;
		w->first[k] = NULL;
		for (size_t i = w->from; i < w->to; i++) {
			const struct vote *v = &w->vote[i];
			if (!falls(c, v))
				continue;
			c->n += v->votes ? v->votes : 1;
			c->alike = c->alike && (!w->first[k] || (sv_eq(w->first[k]->grade, v->grade) && w->first[k]->value.u == v->value.u));
			w->first[k] = w->first[k] ? w->first[k] : v;
		}
	}
	rule_veil(w->cx->a, w->rule, w->cell, w->n_cell, &w->veil);
}

static bool number_hidden(const struct veiling *w, int64_t no)
{
	for (size_t i = w->from; i < w->to; i++)
		for (size_t k = 0; w->vote[i].no == no && k < w->n_cell; k++)
			if (w->cell[k].hidden && falls(&w->cell[k], &w->vote[i]))
				return true;
	return false;
}

/* One line: its points go where its item or class is kept back, its arithmetic where a class of voters is. */
static struct js *line_veiled(const struct veiling *w, const struct js *l)
{
	struct arena *a = w->cx->a;
	struct sv class = js_get_sv(l, "class"), item = js_get_sv(l, "item");
	const struct veil_item *x = item.n ? veil_item_of(&w->veil, class, item) : NULL;
	bool kept = x ? x->hidden : item.n ? false : class.n ? veil_class(&w->veil, class) : w->veil.total;
	struct js *o = js_obj(a);
	for (const struct js *m = l->first; m; m = m->next) {
		bool worded = sv_is(m->key, "arithmetic") && (kept || (x && x->worded));
		if ((kept && sv_is(m->key, "points")) || sv_is(m->key, "inputs"))
			continue;
		js_set(o, arena_cstr(a, m->key), worded ? js_str(a, SV("")) : js_again(a, m));
	}
	const struct js *numbers = js_get(l, "inputs");
	struct js *shown = numbers ? js_set(o, "inputs", js_arr(a)) : NULL;
	for (const struct js *n = numbers ? numbers->first : NULL; n; n = n->next)
		if (!number_hidden(w, n->i))
			js_push(shown, js_int(a, n->i));
	if (kept)
		js_set_bool(a, o, "kept", true);
	else if (x && x->worded)
		js_set_bool(a, o, "worded", true);
	return o;
}

static void veil_place(struct veiling *w, struct board_place *p)
{
	struct arena *a = w->cx->a;
	struct js *classes = js_arr(a), *lines = js_arr(a);
	bool class_kept = false;
	count(w, p->unit);
	if (!w->veil.any)
		return;
	for (const struct js *c = p->classes ? p->classes->first : NULL; c; c = c->next) {
		bool kept = veil_class(&w->veil, js_get_sv(c, "name"));
		class_kept |= kept;
		if (!kept) {
			js_push(classes, js_again(a, c));
			continue;
		}
		struct js *o = js_push(classes, js_obj(a));
		js_set_sv(a, o, "name", js_get_sv(c, "name"));
		js_set_bool(a, o, "kept", true);
	}
	for (const struct js *l = p->lines ? p->lines->first : NULL; l; l = l->next)
		js_push(lines, line_veiled(w, l));
	p->classes = classes;
	p->lines = lines;
	p->kept_below = rule_voters(w->rule);
	p->kept_sum = class_kept || w->veil.total;
	p->kept_total = w->veil.total;
	if (p->kept_sum) {
		p->arithmetic = SV("");
		p->base = (struct dec){ 0 };
	}
	if (p->kept_total)
		p->total = (struct dec){ 0 };
}

static enum rc veil(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, int64_t version, int64_t unit,
		    struct board_place *p, size_t n)
{
	struct ruleset r;
	struct rule *rule;
	struct veiling w = { .cx = cx };
	if (sight == SIGHT_ALL)
		return RC_OK;
	TRY(ruleset_get(cx, db, b->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	w.rule = rule;
	cells_of(&w);
	if (!w.n_cell)
		return RC_OK;
	TRY(read_votes(&w, db, b, version ? version : b->version, unit));
	for (size_t i = 0; i < n; i++)
		veil_place(&w, &p[i]);
	return RC_OK;
}

enum rc board_places_seen(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, struct board_place **ret,
			  size_t *ret_n)
{
	TRY(board_places(cx, db, b->id, 0, ret, ret_n));
	return veil(cx, db, b, sight, 0, 0, *ret, *ret_n);
}

enum rc board_place_seen(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, int64_t version, int64_t unit,
			 struct board_place *ret)
{
	TRY(board_place_of(cx, db, b->id, version, unit, ret));
	return veil(cx, db, b, sight, version, unit, ret, 1);
}

enum rc board_fed_seen(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, int64_t version, int64_t unit,
		       struct board_fed **ret, size_t *ret_n)
{
	struct veiling w = { .cx = cx };
	struct ruleset r;
	struct rule *rule;
	size_t k = 0;
	TRY(board_fed_of(cx, db, b->id, version ? version : b->version, unit, ret, ret_n));
	if (sight == SIGHT_ALL)
		return RC_OK;
	TRY(ruleset_get(cx, db, b->ruleset, &r));
	TRY(ruleset_rule(cx, &r, &rule));
	w.rule = rule;
	cells_of(&w);
	TRY(read_votes(&w, db, b, version ? version : b->version, unit));
	count(&w, unit);
	for (size_t i = 0; i < *ret_n; i++)
		if (!number_hidden(&w, (*ret)[i].no))
			(*ret)[k++] = (*ret)[i];
	*ret_n = k;
	return RC_OK;
}

enum rc board_median_kept(struct ctx *cx, struct db *db, const struct board_head *b, enum board_sight sight, bool *ret)
{
	struct board_place *p;
	size_t n;
	*ret = false;
	if (sight == SIGHT_ALL)
		return RC_OK;
	TRY(board_places_seen(cx, db, b, sight, &p, &n));
	for (size_t i = 0; i < n; i++)
		*ret |= p[i].kept_total;
	return RC_OK;
}
