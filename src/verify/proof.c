#include "verify/proof.h"

#include "verify/taker.h"
#include "verify/words.h"

/* ---- the parts -------------------------------------------------------------------------------------------------- */

static bool read_head(struct vf_report *r, const struct js *doc, struct vf_proof *p)
{
	struct taker b = { .o = js_get(doc, "board") }, u = { .o = js_get(doc, "rule") },
		     c = { .o = js_get(doc, "checkpoint") };
	p->board = take_int(&b, "id");
	p->name = take_sv(&b, "name");
	p->version = take_int(&b, "version");
	p->from = take_day(&b, "from");
	p->to = take_day(&b, "to");
	p->receipt = take_sv(&b, "receipt");
	p->rule_text = take_sv(&u, "text");
	p->rule_digest = take_sv(&u, "digest");
	p->grammar = take_int(&u, "grammar");
	p->engine = take_int(&u, "engine");
	p->note = take_sv(&c, "note");
	p->signature = take_sv(&c, "signature");
	p->key = take_sv(&c, "key");
	return all_taken(r, &b, "board", 1) && all_taken(r, &u, "rule", 1) && all_taken(r, &c, "checkpoint", 1);
}

static bool read_entry(struct vf_report *r, const struct js *o, size_t no, struct vf_entry *e)
{
	struct taker t = { .o = o };
	struct sv role;
	e->id = take_int(&t, "id");
	e->unit = take_int(&t, "unit");
	e->class = take_sv(&t, "class");
	e->item = take_sv(&t, "item");
	e->fact = vf_fact_of(take_sv(&t, "fact"));
	role = take_sv(&t, "role");
	e->day = take_day(&t, "day");
	e->points = take_num(&t, "points");
	e->source = take_sv(&t, "source");
	e->reverses = take_int(&t, "reverses");
	e->made = take_int(&t, "made");
	e->counted = take_int(&t, "counted");
	e->assist = sv_is(role, "assist");
	e->origin = e->day;
	e->id_text = arena_printf(r->a, "%lld", (long long)e->id);
	if (!t.bad && e->fact == VF_NONE)
		t.bad = "fact";
	if (!t.bad && !e->assist && !sv_is(role, "lead"))
		t.bad = "role";
	return all_taken(r, &t, "entries", no);
}

static bool read_act(struct vf_report *r, const struct js *o, size_t no, struct vf_act *x)
{
	struct taker t = { .o = o };
	x->row = o;
	x->act = take_sv(&t, "act");
	x->actor = take_int(&t, "actor");
	x->at = take_int(&t, "at");
	(void)take_int(&t, "basis");
	x->cause = take_int(&t, "cause");
	(void)take(&t, "key", js_is_null(o, "key") ? JS_NULL : JS_STR);
	x->seq = take_int(&t, "seq");
	x->subject = take_int(&t, "subject");
	(void)take_int(&t, "version");
	take_bytes(r->a, &t, "digest", x->digest.b, DIGEST_LEN);
	if (js_get(o, "payload") || js_get(o, "salt")) {
		uint8_t salt[VF_SALT];
		x->payload = take(&t, "payload", JS_OBJ);
		take_bytes(r->a, &t, "salt", salt, sizeof(salt));
	}
	return all_taken(r, &t, "acts", no);
}

static bool read_lists(struct vf_report *r, const struct js *doc, struct vf_proof *p)
{
	const struct js *e = js_get(doc, "entries"), *x = js_get(doc, "acts"), *d = js_get(doc, "nodes");
	if (e->n > VF_ENTRIES_MAX || x->n > VF_ACTS_MAX)
		return vf_unreadable(r, "读不懂：分录或动作太多", "Not readable: too many entries or acts");
	p->entry = NEW(r->a, struct vf_entry, e->n + 1);
	p->act = NEW(r->a, struct vf_act, x->n + 1);
	p->node = NEW(r->a, struct digest, d->n + 1);
	for (const struct js *o = e->first; o; o = o->next, p->n_entry++)
		if (!read_entry(r, o, p->n_entry + 1, &p->entry[p->n_entry]))
			return false;
	for (const struct js *o = x->first; o; o = o->next, p->n_act++) {
		if (!read_act(r, o, p->n_act + 1, &p->act[p->n_act]))
			return false;
		if (p->n_act && p->act[p->n_act].seq <= p->act[p->n_act - 1].seq)
			return vf_unreadable(r, "读不懂：动作未按序号排列（第 %zu 个）",
					     "Not readable: the acts are not in order (number %zu)", p->n_act + 1);
	}
	for (const struct js *o = d->first; o; o = o->next, p->n_node++)
		if (o->kind != JS_STR || !hex_parse(o->s, p->node[p->n_node].b, DIGEST_LEN) ||
		    !sv_eq(hex_text(r->a, digest_sv(&p->node[p->n_node])), o->s))
			return vf_unreadable(r, "读不懂：nodes 第 %zu 个", "Not readable: nodes number %zu", p->n_node + 1);
	return true;
}

static bool read_sources(struct vf_report *r, const struct js *list, struct vf_proof *p)
{
	if (list->n > VF_ACTS_MAX)
		return vf_unreadable(r, "读不懂：数据来源太多", "Not readable: too many sources");
	p->source = NEW(r->a, struct vf_source, list->n + 1);
	for (const struct js *o = list->first; o; o = o->next) {
		struct vf_source *x = &p->source[p->n_source++];
		struct taker t = { .o = o };
		x->record = take_sv(&t, "record");
		x->made = take_int(&t, "made");
		x->counted = take_int(&t, "counted");
		if (p->n_source > 1 && sv_cmp(x[-1].record, x->record) >= 0 && !t.bad)
			t.bad = "record";
		if (!all_taken(r, &t, "sources", p->n_source))
			return false;
	}
	return true;
}

bool vf_proof_read(struct vf_report *r, struct sv file, struct vf_proof *ret)
{
	const char *why;
	int line, column;
	struct js *doc = js_parse(r->a, file, &why, &line, &column);
	*ret = (struct vf_proof){ 0 };
	if (!doc)
		return vf_unreadable(r, "读不懂：第 %d 行第 %d 列：%s", "Not readable: line %d, column %d: %s", line,
				     column, why);
	struct taker t = { .o = doc };
	struct sv format = take_sv(&t, "format"), no = format;
	const struct js *sources = NULL;
	(void)take(&t, "board", JS_OBJ);
	(void)take(&t, "rule", JS_OBJ);
	(void)take(&t, "entries", JS_ARR);
	(void)take(&t, "acts", JS_ARR);
	(void)take(&t, "nodes", JS_ARR);
	(void)take(&t, "checkpoint", JS_OBJ);
	bool known = vf_eat(&no, VF_FORMAT) && no.n == 1 && vf_whole(&no, VF_FORMATS, &ret->format) && ret->format > 0;
	if (!t.bad && !known)
		return vf_unreadable(r, "格式“%.*s”不认得；本程序读 %s1 到 %d",
				     "The format “%.*s” is not known; this program reads %s1 to %d", SV_ARG(format), VF_FORMAT,
				     VF_FORMATS);
	if (ret->format > 1)
		sources = take(&t, "sources", JS_ARR);
	return all_taken(r, &t, "proof", 1) && read_head(r, doc, ret) && read_lists(r, doc, ret) &&
	       (!sources || read_sources(r, sources, ret));
}

/* ---- looking up --------------------------------------------------------------------------------------------------- */

const struct vf_act *vf_act_of(const struct vf_proof *p, int64_t seq)
{
	size_t lo = 0, hi = p->n_act;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->act[mid].seq < seq)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < p->n_act && p->act[lo].seq == seq ? &p->act[lo] : NULL;
}

const struct vf_unit *vf_unit_of(const struct vf_proof *p, int64_t id)
{
	for (size_t i = 0; i < p->n_unit; i++)
		if (p->unit[i].id == id)
			return &p->unit[i];
	return NULL;
}

struct sv vf_text(const struct js *o, const char *key)
{
	return sv_or_empty(js_get_sv(o, key));
}

static bool read_units(struct vf_report *r, struct vf_proof *p)
{
	const struct js *units = js_get(p->facts, "units");
	if (!units || units->kind != JS_ARR || units->n > VF_UNITS_MAX)
		return vf_unreadable(r, "读不懂：参评单位", "Not readable: the units compared");
	p->unit = NEW(r->a, struct vf_unit, units->n + 1);
	for (const struct js *o = units->first; o; o = o->next) {
		const struct js *late = js_get(o, "unrepaired");
		struct vf_unit u = { .id = js_get_int(o, "unit", 0),
				     .previous = js_get_int(o, "previous", 0),
				     .last_before = js_get_int(o, "last_before", 0),
				     .staff = js_get_int(o, "staff", 0),
				     .name = vf_text(o, "name"),
				     .short_name = vf_text(o, "short_name"),
				     .exempt_no = vf_text(o, "exempt_no"),
				     .exempt_why = vf_text(o, "exempt_why"),
				     .late = late && late->n > 0 };
		if (u.id <= 0 || vf_unit_of(p, u.id) || js_get_int(o, "order", 0) != (int64_t)p->n_unit + 1)
			return vf_wrong(r, "参评单位：“%.*s”重复，或机构序不连续",
					"Units compared: “%.*s” stands twice, or out of the official order",
					SV_ARG(u.name));
		p->unit[p->n_unit++] = u;
	}
	return true;
}

bool vf_find_acts(struct vf_report *r, struct vf_proof *p)
{
	for (size_t i = 0; i < p->n_act; i++) {
		const struct vf_act *x = &p->act[i];
		if (x->subject != p->board || !x->payload)
			continue;
		if (sv_is(x->act, "board.publish"))
			p->published = x;
		if ((sv_is(x->act, "board.compose") || sv_is(x->act, "board.correct")) && !p->published)
			p->composed = x;
	}
	if (!p->composed || !p->published)
		return vf_wrong(r, "缺少该榜的成榜或公布", "The composition or the publication of this board is missing");
	p->facts = p->composed->payload;
	return read_units(r, p);
}
