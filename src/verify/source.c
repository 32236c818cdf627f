#include "verify/source.h"

#include "verify/words.h"

#include <stdlib.h>

static int record_cmp(const void *x, const void *y)
{
	return sv_cmp(((const struct vf_source *)x)->record, ((const struct vf_source *)y)->record);
}

static const struct vf_source *source_of(const struct vf_proof *p, struct sv record)
{
	const struct vf_source key = { .record = record };
	return bsearch(&key, p->source, p->n_source, sizeof(key), record_cmp);
}

/* The acts of a source: of these names, on this subject, in their order, before the composition read. */
static bool acts_are(const struct vf_proof *p, const struct vf_source *x, const char *made, const char *counted,
		     const struct vf_act **ret_made, const struct vf_act **ret_counted)
{
	*ret_made = vf_act_of(p, x->made);
	*ret_counted = vf_act_of(p, x->counted);
	return *ret_made && *ret_counted && x->made <= x->counted && x->counted <= js_get_int(p->facts, "read_seq", 0) &&
	       sv_is((*ret_made)->act, made) && sv_is((*ret_counted)->act, counted);
}

/* Brought in by one post and confirmed by another. */
static bool tally_right(const struct vf_proof *p, const struct vf_source *x, int64_t id)
{
	const struct vf_act *made, *counted;
	return acts_are(p, x, "tally.enter", "tally.confirm", &made, &counted) && made->subject == id &&
	       counted->subject == id && made->actor != counted->actor;
}

/* target:3 is what was pledged; target:3/45 is what was told of it. */
static bool target_right(const struct vf_proof *p, const struct vf_source *x, struct sv rest)
{
	const struct vf_act *made, *counted;
	int64_t id, actual;
	if (!vf_whole(&rest, INT64_MAX, &id))
		return false;
	if (rest.n == 0)
		return acts_are(p, x, "target.import_row", "target.import_done", &made, &counted) && made->subject == id;
	return vf_eat(&rest, "/") && vf_whole(&rest, INT64_MAX, &actual) && rest.n == 0 && x->made == x->counted &&
	       (acts_are(p, x, "target.report", "target.report", &made, &counted) ||
		acts_are(p, x, "target.correct", "target.correct", &made, &counted)) &&
	       made->subject == id;
}

/* Another board, composed and published whole within the period. */
static bool board_right(struct arena *a, const struct vf_proof *p, const struct vf_source *x, int64_t id)
{
	const struct vf_act *made, *counted;
	struct buf b = buf_new(a, VF_FILE_MAX);
	if ((!acts_are(p, x, "board.compose", "board.publish", &made, &counted) &&
	     !acts_are(p, x, "board.correct", "board.publish", &made, &counted)) ||
	    made->subject != id || counted->subject != id || !made->payload || !counted->payload)
		return false;
	const struct js *f = made->payload, *rows = js_get(f, "rows");
	if (rows)
		js_write(&b, rows);
	struct digest d = HASH(HASH_SM3, buf_sv(&b));
	int32_t to = js_get_day(f, "to").n;
	return sv_eq(hex_text(a, digest_sv(&d)), vf_text(f, "result_digest")) &&
	       sv_eq(vf_text(f, "result_digest"), vf_text(counted->payload, "result_digest")) &&
	       js_get_int(f, "version", 0) == js_get_int(counted->payload, "version", -1) &&
	       js_get_int(f, "owner", 0) == js_get_int(p->facts, "owner", -1) && to >= p->from.n && to <= p->to.n;
}

static bool exempt_right(const struct vf_proof *p, const struct vf_source *x, int64_t unit)
{
	const struct vf_act *made, *counted;
	const struct vf_unit *u = vf_unit_of(p, unit);
	return u && acts_are(p, x, "period.exempt", "period.exempt", &made, &counted) && x->made == x->counted &&
	       made->subject == js_get_int(p->facts, "period", 0) && made->payload &&
	       js_get_int(made->payload, "unit", 0) == unit && u->exempt_no.n &&
	       sv_eq(vf_text(made->payload, "doc_no"), u->exempt_no) &&
	       sv_eq(vf_text(made->payload, "reason"), u->exempt_why);
}

static bool source_right(struct arena *a, const struct vf_proof *p, const struct vf_source *x)
{
	struct sv rest = x->record;
	int64_t id;
	if (vf_eat(&rest, "target:"))
		return target_right(p, x, rest);
	bool tally = vf_eat(&rest, "tally:"), board = !tally && vf_eat(&rest, "board:"), exempt = vf_eat(&rest, "exempt:");
	if (!sv_int(rest, &id) || id <= 0)
		return false;
	return tally ? tally_right(p, x, id) : board ? board_right(a, p, x, id) : exempt && exempt_right(p, x, id);
}

/* The unit's total on that board is what was read. */
static bool score_right(const struct vf_proof *p, const struct vf_input *i, const struct vf_source *x)
{
	const struct js *f = vf_act_of(p, x->made)->payload, *rows = js_get(f, "rows"), *row = rows ? rows->first : NULL;
	vf_num total;
	while (row && js_get_int(row, "unit", 0) != p->unit[i->unit_no - 1].id)
		row = row->next;
	const struct js *unranked = js_get(row, "unranked");
	return row && i->kind == VF_SCORE && i->missing == VF_THERE && !i->estimated && !vf_text(row, "exempt_no").n &&
	       unranked && !unranked->b && vf_num_read(vf_text(row, "total"), &total) && total == i->value &&
	       js_get_day(f, "to").n == i->day.n;
}

static bool input_right(const struct vf_proof *p, const struct vf_input *i, bool *used)
{
	const struct vf_source *x = source_of(p, i->record);
	if (!x)
		return false;
	used[x - p->source] = true;
	if (sv_starts(x->record, SV("board:")))
		return i->unit_no && score_right(p, i, x);
	if (sv_starts(x->record, SV("target:")))
		return i->kind == (sv_has(x->record, SV("/")) ? VF_ACTUAL : VF_TARGET);
	return sv_starts(x->record, SV("tally:"));
}

static int order_cmp(const void *x, const void *y)
{
	const struct vf_input *a = *(const struct vf_input *const *)x, *b = *(const struct vf_input *const *)y;
	int c = sv_cmp(a->name, b->name);
	return c ? c : a->day.n < b->day.n ? -1 : a->day.n > b->day.n;
}

/* Boards that end later are no earlier periods of a part, those that end on one day are one: the first input that is out of order. */
static const struct vf_input *out_of_order(struct arena *a, const struct vf_proof *p)
{
	const struct vf_input **in = NEW(a, const struct vf_input *, p->n_input + 1);
	size_t n = 0;
	for (size_t i = 0; i < p->n_input; i++)
		if (sv_starts(p->input[i].record, SV("board:")))
			in[n++] = &p->input[i];
	qsort(in, n, sizeof(*in), order_cmp);
	for (size_t i = 1; i < n; i++) {
		const struct vf_input *x = in[i - 1], *y = in[i];
		if (sv_eq(x->name, y->name) && (x->day.n == y->day.n ? x->period != y->period : x->period > y->period))
			return y;
	}
	return NULL;
}

static const struct vf_unit *exempt_without(const struct vf_proof *p, bool *used, struct arena *a)
{
	for (size_t i = 0; i < p->n_unit; i++) {
		const struct vf_unit *u = &p->unit[i];
		const struct vf_source *x = source_of(p, arena_printf(a, "exempt:%lld", (long long)u->id));
		if (u->exempt_no.n && !x)
			return u;
		if (x)
			used[x - p->source] = true;
	}
	return NULL;
}

void vf_check_sources(struct vf_report *r, const struct vf_proof *p)
{
	bool *used = NEW(r->a, bool, p->n_source + 1);
	if (p->format < 2)
		return;
	for (size_t i = 0; i < p->n_source; i++)
		if (!source_right(r->a, p, &p->source[i])) {
			vf_wrong(r, "来源：%.*s 与记录它的动作不符",
				 "Sources: %.*s does not go with the acts that brought it in", SV_ARG(p->source[i].record));
			return;
		}
	for (size_t i = 0; i < p->n_input; i++)
		if (!input_right(p, &p->input[i], used)) {
			vf_wrong(r, "来源：第 %zu 项数据（%.*s）没有来源，或与来源不同",
				 "Sources: input %zu (%.*s) has no source, or is not what its source holds", i + 1,
				 SV_ARG(p->input[i].name));
			return;
		}
	const struct vf_input *late = out_of_order(r->a, p);
	if (late) {
		vf_wrong(r, "来源：第 %zu 项数据（%.*s）的期次与榜的先后不符",
			 "Sources: input %zu (%.*s) is of a period that does not go with the days of its board", late->no,
			 SV_ARG(late->name));
		return;
	}
	const struct vf_unit *u = exempt_without(p, used, r->a);
	if (u) {
		vf_wrong(r, "来源：%.*s 免评，但没有批准它的动作", "Sources: %.*s is exempt, but no act approves it",
			 SV_ARG(u->name));
		return;
	}
	for (size_t i = 0; i < p->n_source; i++)
		if (!used[i]) {
			vf_wrong(r, "来源：%.*s 没有数据出自它", "Sources: nothing comes from %.*s",
				 SV_ARG(p->source[i].record));
			return;
		}
	if (p->n_source || p->n_input)
		vf_right(r, "来源：%zu 项数据出自 %zu 份记录，逐份与动作相符",
			 "Sources: %zu inputs come from %zu records, each with the acts that brought it in", p->n_input,
			 p->n_source);
}
