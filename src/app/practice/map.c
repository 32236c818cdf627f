/* /practices/map: who learns what from whom.  Units stand around in official order, an arrow leads from the source to the adopter
 * and carries the number of its row in the table below, which says the same in words. */
#include "app/practice/pages.h"

#include "app/practice/pages.tmpl.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 400, NODES_MAX = 40, LABEL = 8, NODE_R = 7, RADIUS = 230, STEP = 12, EM = 15, TOP = 44, BADGE = 21 };

struct seated {
	struct map_node node;
	double x, y;                 /* from the middle */
};
struct spot {
	double x, y;
};

struct drawing {
	struct visit *v;
	struct seated place[NODES_MAX];
	struct sv order[NODES_MAX];
	int64_t unit[NODES_MAX];
	size_t n;
	double radius;
	struct spot *badge;
	size_t n_badge;
};

/* Finds the unit's place in official order, or makes room for it; false when the circle is full. */
static bool seat(struct drawing *d, int64_t unit, struct sv order, struct sv label)
{
	size_t at = 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->unit[i] == unit)
			return true;
	if (d->n == NODES_MAX)
		return false;
	while (at < d->n && sv_cmp(d->order[at], order) < 0)
		at++;
	memmove(&d->place[at + 1], &d->place[at], (d->n - at) * sizeof(d->place[0]));
	memmove(&d->order[at + 1], &d->order[at], (d->n - at) * sizeof(d->order[0]));
	memmove(&d->unit[at + 1], &d->unit[at], (d->n - at) * sizeof(d->unit[0]));
	struct sv cut = utf8_upto(label, LABEL);
	d->place[at] = (struct seated){ .node.label = cut.n < label.n ? arena_printf(d->v->cx.a, "%.*s…", SV_ARG(cut)) : label };
	d->order[at] = order;
	d->unit[at] = unit;
	d->n++;
	return true;
}

static struct seated *place_of(struct drawing *d, int64_t unit)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->unit[i] == unit)
			return &d->place[i];
	return NULL;
}

static bool seat_all(struct drawing *d, const struct js *rows)
{
	for (const struct js *r = rows->first; r; r = r->next)
		if (!seat(d, js_get_int(r, "source", 0), js_get_sv(r, "source_order"), js_get_sv(r, "source_name")) ||
		    !seat(d, js_get_int(r, "unit", 0), js_get_sv(r, "unit_order"), js_get_sv(r, "unit_name")))
			return false;
	return true;
}

/* The first unit at the top, the others clockwise; names outside, towards where there is room. */
static void go_around(struct drawing *d)
{
	d->radius = fmax(fmin(90 + 14 * (double)d->n, RADIUS), (double)d->n * STEP);
	for (size_t i = 0; i < d->n; i++) {
		struct seated *p = &d->place[i];
		double angle = 2 * M_PI * (double)i / (double)d->n, x = sin(angle), y = -cos(angle);
		p->x = x * d->radius;
		p->y = y * d->radius;
		p->node.x = (int)lround(p->x);
		p->node.y = (int)lround(p->y);
		p->node.label_x = (int)lround(x * (d->radius + 15));
		p->node.label_y = (int)lround(y * (d->radius + 20)) + 5;
		p->node.anchor = x > 0.05 ? "start" : x < -0.05 ? "end" : "middle";
	}
}

static struct spot on_curve(struct spot from, struct spot by, struct spot to, double t)
{
	double a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
	return (struct spot){ a * from.x + b * by.x + c * to.x, a * from.y + b * by.y + c * to.y };
}

static double distance(struct spot a, struct spot b)
{
	return hypot(a.x - b.x, a.y - b.y);
}

/* Where the number stands on its arrow: the first place along it that is free of the other numbers and of the units. */
static struct spot badge_at(struct drawing *d, struct spot from, struct spot by, struct spot to)
{
	static const double tries[] = { .62, .54, .70, .46, .38, .76, .30, .58, .66, .50, .42, .34, .80, .24, .73, .27, .20 };
	struct spot best = on_curve(from, by, to, tries[0]);
	double room = -1;
	for (size_t i = 0; i < COUNT(tries); i++) {
		struct spot s = on_curve(from, by, to, tries[i]);
		double nearest = 1e9;
		for (size_t k = 0; k < d->n_badge; k++)
			nearest = fmin(nearest, distance(s, d->badge[k]));
		for (size_t k = 0; k < d->n; k++)
			nearest = fmin(nearest, distance(s, (struct spot){ d->place[k].x, d->place[k].y }));
		if (nearest >= BADGE) {
			best = s;
			break;
		}
		if (nearest > room) {
			room = nearest;
			best = s;
		}
	}
	d->badge[d->n_badge++] = best;
	return best;
}

static const char *look_of(struct sv stage)
{
	int rank = adoption_rank(stage);
	return rank < 3 ? "map-wish" : rank == 3 ? "map-pilot" : rank < 6 ? "map-done" : "map-not";
}

/* `nth`: so many arrows before it lead from the same unit to the same. */
static struct map_arrow arrow(struct drawing *d, const struct js *r, int nth)
{
	struct arena *a = d->v->cx.a;
	struct seated *p = place_of(d, js_get_int(r, "source", 0)), *q = place_of(d, js_get_int(r, "unit", 0));
	struct spot from = { p->x, p->y }, to = { q->x, q->y };
	double length = fmax(distance(from, to), 1), ux = (to.x - from.x) / length, uy = (to.y - from.y) / length, bow = 14 + 22 * nth;
	/* Bent towards the middle, and to its own left: there and back are two arrows. */
	struct spot by = { (from.x + to.x) * .2 + uy * bow, (from.y + to.y) * .2 - ux * bow };
	double tx = to.x - by.x, ty = to.y - by.y, t = fmax(hypot(tx, ty), 1);
	tx /= t;
	ty /= t;
	struct spot tip = { to.x - tx * (NODE_R + 3), to.y - ty * (NODE_R + 3) }, neck = { tip.x - tx * 11, tip.y - ty * 11 };
	struct spot badge = badge_at(d, from, by, neck);
	p->node.source = true;
	return (struct map_arrow){
		.path = arena_printf(a, "M%ld %ldQ%ld %ld %ld %ld", lround(from.x), lround(from.y), lround(by.x), lround(by.y),
				     lround(neck.x), lround(neck.y)),
		.head = arena_printf(a, "M%.1f %.1fL%.1f %.1fL%.1f %.1fz", tip.x, tip.y, neck.x - ty * 5, neck.y + tx * 5, neck.x + ty * 5,
				     neck.y - tx * 5),
		.look = look_of(js_get_sv(r, "stage")),
		.x = (int)lround(badge.x),
		.y = (int)lround(badge.y),
		.title = arena_tr(a, d->v->cx.lang, N_("%.*s → %.*s: %.*s (%.*s)"), SV_ARG(js_get_sv(r, "source_name")),
				      SV_ARG(js_get_sv(r, "unit_name")), SV_ARG(js_get_sv(r, "practice_title")),
				      SV_ARG(practice_word(d->v, "adoption", js_get_sv(r, "stage")))),
	};
}

/* Characters of the longest name. */
static int widest(const struct drawing *d)
{
	size_t most = 0;
	for (size_t i = 0; i < d->n; i++)
		if (utf8_count(d->place[i].node.label) > most)
			most = utf8_count(d->place[i].node.label);
	return (int)most;
}

void map_lay(struct visit *v, const struct js *rows, struct practice_map_page *p)
{
	struct drawing *d = NEW(v->cx.a, struct drawing, 1);
	d->v = v;
	d->badge = NEW(v->cx.a, struct spot, rows->n + 1);
	p->crowded = !seat_all(d, rows);
	if (p->crowded || !d->n)
		return;
	go_around(d);
	struct map_arrow *arrows = NEW(v->cx.a, struct map_arrow, rows->n + 1);
	for (const struct js *r = rows->first; r; r = r->next) {
		int nth = 0;
		for (const struct js *e = rows->first; e != r; e = e->next)
			nth += js_get_int(e, "source", 0) == js_get_int(r, "source", 0) &&
			       js_get_int(e, "unit", 0) == js_get_int(r, "unit", 0);
		arrows[p->n_arrow] = arrow(d, r, nth);
		arrows[p->n_arrow].no = (int64_t)p->n_arrow + 1;
		p->n_arrow++;
	}
	struct map_node *nodes = NEW(v->cx.a, struct map_node, d->n);
	for (size_t i = 0; i < d->n; i++)
		nodes[i] = d->place[i].node;
	p->node = nodes;
	p->n_node = d->n;
	p->arrow = arrows;
	p->width = 2 * ((int)d->radius + 30 + widest(d) * EM);
	p->height = 2 * ((int)d->radius + TOP);
	p->left = -p->width / 2;
	p->top = -p->height / 2;
}

/* ---- the page -------------------------------------------------------------------------------------------------------------- */

static void table(struct visit *v, const struct js *rows, struct practice_map_page *p)
{
	static const char *const heads[] = { N_("No."),	    N_("Practice"),	 N_("Source unit"),
					     N_("Adopter"), N_("Stage reached"), N_("Day of the stage") };
	struct arena *a = v->cx.a;
	struct ui_column *col = NEW(a, struct ui_column, COUNT(heads));
	struct ui_row *row = NEW(a, struct ui_row, rows->n + 1);
	for (size_t i = 0; i < COUNT(heads); i++)
		col[i] = (struct ui_column){ .label = visit_say(v, heads[i]),
					     .main = i == 1,
					     .kind = i == 0 ? COLUMN_NUMBER :
						     i == 5 ? COLUMN_DATE :
							      COLUMN_TEXT };
	for (const struct js *r = rows->first; r; r = r->next) {
		struct ui_cell *c = NEW(a, struct ui_cell, COUNT(heads));
		c[0].text = fmt_int(a, v->cx.lang, (int64_t)p->table.n_row + 1);
		c[1] = (struct ui_cell){ .text = js_get_sv(r, "practice_title"), .url = adoption_url(a, js_get_int(r, "id", 0)) };
		c[2].text = js_get_sv(r, "source_name");
		c[3].text = js_get_sv(r, "unit_name");
		c[4].tag = adoption_stage_tag(v, js_get_sv(r, "stage"), js_get_bool(r, "stalled"));
		c[5].text = day_text(a, js_get_day(r, "since"));
		row[p->table.n_row++] = (struct ui_row){ .cell = c, .here = js_get_int(r, "unit", 0) == v->post.unit };
	}
	p->table.caption = visit_say(v, N_("Who learns what from whom"));
	p->table.column = col;
	p->table.n_column = COUNT(heads);
	p->table.row = row;
	p->table.cards = true;
	p->table.labels = true;
}

static enum rc read_map(struct visit *v, struct practice_map_page *p)
{
	static const char *const names[] = { "topic", "stage" };
	struct js *filters = js_obj(v->cx.a), *rows;
	struct sv after = SV_NONE;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct sv value = sv_trim(visit_form_value(v, names[i]));
		if (value.n)
			js_set_sv(v->cx.a, filters, names[i], value);
	}
	struct sv topic = js_get_sv(filters, "topic"), stage = js_get_sv(filters, "stage");
	p->field[0] = (struct ui_field){ .kind = INPUT_LINE,
					 .name = "topic",
					 .label = visit_say(v, N_("Line of work")),
					 .width = 12,
					 .max = 40,
					 .value = sv_or_empty(topic) };
	p->field[1] = practice_select(v, "adoption", "stage", visit_say(v, N_("Stage reached")), ADOPTION_STAGES, sv_or_empty(stage));
	TRY(visit_rows(v, "adoption.list", 0, filters, ROWS, SV_NONE, &rows, &after));
	p->cut = after.n > 0;
	map_lay(v, rows, p);
	table(v, rows, p);
	p->empty = (struct ui_empty){
		.text = visit_say(
			v, filters->n ? N_("Nobody learns anything under these conditions.") :
					N_("No unit learns from another yet. A unit that wants to begins at the card of the practice.")),
		.url = filters->n ? URL("/practices/map") : URL("/practices"),
		.url_label = visit_say(v, filters->n ? N_("The whole map") : N_("To the practices"))
	};
	return RC_OK;
}

void page_practice_map(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct practice_map_page p = { .frame = &v.frame,
					       .filter = { .action = URL("/practices/map"), .get = true, .look = "inline" } };
		enum rc rc = read_map(&v, &p);
		visit_frame(&v, visit_say(&v, N_("Who learns what from whom")), "practices-map");
		if (rc == RC_OK) {
			practice_map_page(&v.out, &p);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
