#include "http/router.h"

#include "base/bug.h"

enum seg_kind { SEG_LITERAL, SEG_INT, SEG_DAY, SEG_CODE, SEG_TEXT, SEG_REST };

struct segment {
	enum seg_kind kind;
	struct sv literal;
	const char *name;
};

struct compiled {
	const struct http_route *row;
	struct segment seg[HTTP_SEGMENTS_MAX];
	size_t segs;
};

struct http_router {
	struct compiled *v; /* by number of segments, then the more literal first */
	size_t n;
	size_t first[HTTP_SEGMENTS_MAX + 2]; /* where each number of segments begins */
	void *user;
	http_refuse *refuse;
};

static struct segment segment_of(struct arena *a, struct sv s, const char *pattern)
{
	if (s.n == 0)
		BUG("an empty segment in the route %s", pattern);
	if (s.p[0] == '*')
		return (struct segment){ .kind = SEG_REST, .name = arena_cstr(a, sv_from(s, 1)) };
	if (s.p[0] != ':')
		return (struct segment){ .kind = SEG_LITERAL, .literal = s };
	static const struct {
		const char *suffix;
		enum seg_kind kind;
	} kinds[] = { { ":int", SEG_INT }, { ":day", SEG_DAY }, { ":code", SEG_CODE } };
	s = sv_from(s, 1);
	enum seg_kind kind = SEG_TEXT;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!sv_ends(s, sv_of(kinds[i].suffix)))
			continue;
		kind = kinds[i].kind;
		s = sv_upto(s, s.n - strlen(kinds[i].suffix));
	}
	if (s.n == 0 || memchr(s.p, ':', s.n))
		BUG("a parameter without name or of unknown type in the route %s", pattern);
	return (struct segment){ .kind = kind, .name = arena_cstr(a, s) };
}

static struct compiled compile(struct arena *a, const struct http_route *row)
{
	struct compiled c = { .row = row };
	struct sv rest = sv_of(row->pattern), part;
	size_t params = 0;
	if (rest.n == 0 || rest.p[0] != '/' || !row->handler || !row->name)
		BUG("a route needs a pattern from /, a handler and a name: %s", row->pattern);
	rest = sv_from(rest, 1);
	while (rest.n && sv_split(&rest, '/', &part)) {
		if (c.segs == HTTP_SEGMENTS_MAX || (c.segs && c.seg[c.segs - 1].kind == SEG_REST))
			BUG("too many segments in the route %s", row->pattern);
		struct segment s = segment_of(a, part, row->pattern);
		if (s.kind != SEG_LITERAL && ++params > HTTP_PARAMS_MAX)
			BUG("too many parameters in the route %s", row->pattern);
		c.seg[c.segs++] = s;
	}
	return c;
}

/* Order of trying: rows with a rest come last of all, then the number of segments, then literals first. */
static int compare(const struct compiled *a, const struct compiled *b)
{
	if (a->segs != b->segs)
		return a->segs < b->segs ? -1 : 1;
	for (size_t i = 0; i < a->segs; i++) {
		if (a->seg[i].kind != b->seg[i].kind)
			return a->seg[i].kind < b->seg[i].kind ? -1 : 1;
		int c = sv_cmp(a->seg[i].literal, b->seg[i].literal);
		if (c)
			return c;
	}
	return (int)a->row->method - (int)b->row->method;
}

struct http_router *router_new(struct arena *a, const struct http_route *rows, size_t n, void *user,
			       http_refuse *refuse)
{
	struct http_router *r = NEW(a, struct http_router, 1);
	r->v = NEW(a, struct compiled, n);
	r->user = user;
	r->refuse = refuse ? refuse : refuse_plain;
	for (size_t i = 0; i < n; i++) {
		struct compiled c = compile(a, &rows[i]);
		size_t at = r->n++;
		for (; at > 0 && compare(&c, &r->v[at - 1]) < 0; at--)
			r->v[at] = r->v[at - 1];
		if (at > 0 && compare(&c, &r->v[at - 1]) == 0)
			BUG("the route %s is there twice", c.row->pattern);
		r->v[at] = c;
	}
	for (size_t k = 0, i = 0; k < HTTP_SEGMENTS_MAX + 2; k++) {
		while (i < n && r->v[i].segs < k)
			i++;
		r->first[k] = i;
	}
	return r;
}

static bool code_of(struct arena *a, struct sv s, struct sv *ret)
{
	if (s.n > 64)
		return false;
	char *p = NEW(a, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
			return false;
		p[i] = c;
	}
	*ret = sv_make(p, s.n);
	return true;
}

static bool param_of(struct arena *a, const struct segment *s, struct sv text, struct http_param *ret)
{
	*ret = (struct http_param){ .name = s->name, .text = text, .day = DAY_NONE };
	switch (s->kind) {
	case SEG_INT:
		return text.p[0] != '+' && sv_int(text, &ret->i) && ret->i >= 1 && ret->i <= JS_INT_MAX;
	case SEG_DAY:
		return day_parse(text, &ret->day);
	case SEG_CODE:
		return code_of(a, text, &ret->text);
	case SEG_LITERAL:
	case SEG_TEXT:
	case SEG_REST:
		break;
	}
	return true;
}

/* All segments from `at` on, joined. */
static struct sv rest_of(struct http_request *rq, size_t at)
{
	struct buf b = buf_new(rq->a, rq->path.n + 1);
	for (size_t i = at; i < rq->segs; i++) {
		if (i > at)
			buf_putc(&b, '/');
		buf_put(&b, rq->seg[i]);
	}
	return buf_sv(&b);
}

static bool match(const struct compiled *c, struct http_request *rq)
{
	rq->params = 0;
	for (size_t i = 0; i < c->segs; i++) {
		const struct segment *s = &c->seg[i];
		bool any_case = c->row->flags & ROUTE_NOCASE;
		if (s->kind == SEG_LITERAL) {
			if (!(any_case ? http_ieq(s->literal, rq->seg[i]) : sv_eq(s->literal, rq->seg[i])))
				return false;
			continue;
		}
		struct sv text = s->kind == SEG_REST ? rest_of(rq, i) : rq->seg[i];
		if (!param_of(rq->a, s, text, &rq->param[rq->params]))
			return false;
		rq->params++;
	}
	return true;
}

static bool answers(enum http_method row, enum http_method asked)
{
	return row == asked || (row == HTTP_GET && asked == HTTP_HEAD);
}

const struct http_route *router_find(const struct http_router *r, struct http_request *rq,
				     struct sv *ret_allow)
{
	unsigned allowed = 0;
	rq->route = NULL;
	/* First the rows of exactly this many segments, then shorter ones that end in a rest. */
	for (size_t k = rq->segs + 1; k-- > 0;) {
		for (size_t i = r->first[k]; i < r->n && r->v[i].segs == k; i++) {
			const struct compiled *c = &r->v[i];
			bool rest = c->segs && c->seg[c->segs - 1].kind == SEG_REST;
			if ((k != rq->segs && !rest) || !match(c, rq))
				continue;
			allowed |= 1U << c->row->method;
			if (answers(c->row->method, rq->method))
				return rq->route = c->row;
		}
	}
	rq->params = 0;
	struct buf b = buf_new(rq->a, 128);
	for (enum http_method m = HTTP_GET; m < HTTP_METHOD_COUNT_; m++) {
		bool has = allowed & (1U << m) || (m == HTTP_HEAD && allowed & (1U << HTTP_GET));
		if (!has)
			continue;
		buf_puts(&b, b.n ? ", " : "");
		buf_puts(&b, http_method_name(m));
	}
	*ret_allow = b.n ? buf_sv(&b) : SV("");
	return NULL;
}

void router_head(void *router, struct http_request *rq, const struct http_limits *lim)
{
	struct sv allow;
	const struct http_route *row = router_find(router, rq, &allow);
	rq->body_max = row && row->flags & ROUTE_UPLOAD ? lim->upload : lim->form;
}

void router_handle(void *router, struct http_request *rq, struct http_reply *rp)
{
	const struct http_router *r = router;
	struct sv allow = SV("");
	const struct http_route *row = rq->route ? rq->route : router_find(r, rq, &allow);
	if (row) {
		row->handler(r->user, rq, rp);
		return;
	}
	struct ctx cx;
	ctx_init(&cx, rq->a, 0, rq->lang); /* the store's clock is not known here, and no text needs it */
	if (allow.n == 0) {
		enum rc rc = fail(&cx, RC_NOT_FOUND, "http.not_found",
				  N_("There is no such page; go back, or start from the front page."));
		r->refuse(r->user, rq, rp, &cx, rc, 404);
		return;
	}
	if (rq->method == HTTP_OPTIONS) {
		rp->status = 204;
	} else {
		enum rc rc = fail(&cx, RC_USAGE, "http.method",
				  N_("This page cannot be asked for in that way; go back and try again."));
		r->refuse(r->user, rq, rp, &cx, rc, 405);
	}
	reply_header(rp, "Allow", allow);
}

void refuse_plain(void *user, struct http_request *rq, struct http_reply *rp, struct ctx *cx, enum rc rc,
		  int status)
{
	(void)user;
	if (http_is_json(rq)) {
		reply_problem(rp, cx, rc, status);
		return;
	}
	reply_clear(rp);
	reply_text(rp, status, sv_of(rc_title(cx->lang, rc)));
	for (const struct fault *f = cx->faults; f; f = f->next) {
		buf_putc(&rp->body, '\n');
		buf_put(&rp->body, f->text);
	}
	buf_putc(&rp->body, '\n');
}
