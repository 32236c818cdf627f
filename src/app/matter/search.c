/* Finding matters by one character or more.
 *
 * Chinese has no blanks, so every run of it is cut into overlapping pairs (滨河步道 → 滨河 河步 步道 道), which an
 * ordinary full-text index then takes for words: two characters are one word, more are a phrase, one is the
 * beginning of a word.  The index lies in search.db beside the store and follows the matters' last rows: whoever
 * searches first brings in what changed since, so it needs no reader of its own and may be deleted at any time. */
#include "app/matter/search.h"

#include "app/matter/search.sql.h"
#include "base/utf8.h"

enum { CHUNK = 500, BODY_MAX = 256 << 10, QUERY_MAX = 8192 };

enum script { SEPARATOR, LATIN, HAN };

static enum script script_of(int32_t c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return LATIN;
	bool mark = c < 0x00C0 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE00 && c <= 0xFFFF);
	return mark ? SEPARATOR : HAN;
}

/* Takes the next run of one script off the front; false at the end. */
static bool next_run(struct sv *s, struct sv *ret, enum script *ret_script)
{
	while (s->n) {
		struct sv at = *s, rest = at;
		enum script kind = script_of(utf8_next(&rest));
		size_t n = at.n - rest.n;
		if (kind == SEPARATOR) {
			*s = rest;
			continue;
		}
		while (rest.n) {
			struct sv probe = rest;
			if (script_of(utf8_next(&probe)) != kind)
				break;
			n += rest.n - probe.n;
			rest = probe;
		}
		*ret = sv_upto(at, n);
		*ret_script = kind;
		*s = rest;
		return true;
	}
	return false;
}

static size_t first_char(struct sv s)
{
	struct sv rest = s;
	(void)utf8_next(&rest);
	return s.n - rest.n;
}

static void put_text(struct buf *b, struct arena *a, struct sv text)
{
	struct sv rest = utf8_half(a, text), run;
	enum script kind;
	while (next_run(&rest, &run, &kind)) {
		if (kind == LATIN) {
			buf_put(b, run);
			buf_putc(b, ' ');
			continue;
		}
		while (run.n) {
			size_t one = first_char(run), two = one < run.n ? one + first_char(sv_from(run, one)) : one;
			buf_put(b, sv_upto(run, two));
			buf_putc(b, ' ');
			run = sv_from(run, one);
		}
	}
	buf_puts(b, "| "); /* no phrase reaches from one text into the next */
}

static struct sv query_of(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, QUERY_MAX);
	struct sv rest = utf8_half(a, text), run;
	enum script kind;
	while (next_run(&rest, &run, &kind)) {
		buf_puts(&b, b.n ? " AND \"" : "\"");
		bool open = kind == LATIN || first_char(run) == run.n;
		if (open)
			buf_put(&b, run);
		for (bool first = true; !open && first_char(run) < run.n; first = false) {
			size_t one = first_char(run);
			buf_puts(&b, first ? "" : " ");
			buf_put(&b, sv_upto(run, one + first_char(sv_from(run, one))));
			run = sv_from(run, one);
		}
		buf_puts(&b, open ? "\"*" : "\"");
	}
	return b.n && !b.over ? buf_sv(&b) : SV("");
}

static enum rc body_of(struct ctx *cx, struct db *db, const struct matter *m, struct sv *ret)
{
	struct buf b = buf_new(cx->a, BODY_MAX);
	const struct sv texts[] = { m->title, m->goal, m->list, m->category, m->source_no, m->origin, m->origin_no, m->sponsor,
				    m->cover, m->progress, m->problem, m->chain, m->cluster, m->owner_name };
	struct duty *d;
	size_t n;
	buf_printf(&b, "%04lld %lld ", (long long)m->no, (long long)m->no);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].n)
			put_text(&b, cx->a, texts[i]);
	TRY(matter_duties(cx, db, m->id, &d, &n));
	for (size_t i = 0; i < n; i++)
		if (d[i].state != ASSIGNMENT_RELEASED)
			put_text(&b, cx->a, d[i].unit_name);
	*ret = buf_sv(&b);
	return RC_OK;
}

static enum rc put_one(struct ctx *cx, struct db *db, struct db *words, const struct matter *m)
{
	struct sv body;
	TRY(body_of(cx, db, m, &body));
	struct stmt *st = db_query(words, &text_drop);
	bind_int(st, 1, m->id);
	TRY(db_run(cx, st));
	st = db_query(words, &text_put);
	bind_int(st, 1, m->id);
	bind_sv(st, 2, body);
	return db_run(cx, st);
}

static enum rc one_int(struct ctx *cx, struct db *db, const struct query *q, int64_t *ret)
{
	enum rc rc;
	struct stmt *st = db_query(db, q);
	*ret = 0;
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static enum rc catch_up_from(struct ctx *cx, struct db *db, struct db *words, int64_t seq)
{
	struct arena a;
	arena_init(&a, 256 << 20);
	enum rc rc = RC_OK;
	for (size_t n = CHUNK; rc == RC_OK && n == CHUNK;) {
		struct ctx sub = *cx;
		sub.a = &a;
		struct matter *m = NEW(&a, struct matter, CHUNK);
		struct stmt *st = db_query(db, &changed_since);
		bind_int(st, 1, seq);
		bind_int(st, 2, CHUNK);
		for (n = 0; db_step(&sub, st, &rc); n++)
			matter_row_read(st, &a, &m[n]);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			rc = put_one(&sub, db, words, &m[i]);
			/* The rows of one act share its number: a chunk may end between them, so step back by one. */
			seq = n == CHUNK && m[i].seq == m[n - 1].seq && m[0].seq != m[n - 1].seq ? m[i].seq - 1 : m[i].seq;
		}
		arena_reset(&a);
	}
	arena_release(&a);
	if (rc != RC_OK)
		return because(cx, rc, "bringing the search index up to date");
	struct stmt *st = db_query(words, &text_at_put);
	bind_int(st, 1, seq);
	return db_run(cx, st);
}

static enum rc catch_up(struct ctx *cx, struct db *db, struct db *words)
{
	int64_t have, want;
	TRY(one_int(cx, words, &text_at, &have));
	TRY(one_int(cx, db, &last_change, &want));
	if (have >= want)
		return RC_OK;
	TRY(db_begin(cx, words));
	enum rc rc = one_int(cx, words, &text_at, &have); /* another one may have done it in the meantime */
	if (rc == RC_OK && have < want)
		rc = catch_up_from(cx, db, words, have);
	if (rc == RC_OK)
		rc = db_commit(cx, words);
	if (rc != RC_OK)
		db_rollback(words);
	return rc;
}

static enum rc open_words(struct ctx *cx, struct db *db, struct db **ret)
{
	enum rc rc;
	struct sv file = SV_NONE;
	struct stmt *st = db_query(db, &store_file);
	while (db_step(cx, st, &rc))
		file = col_sv(st, 0, cx->a);
	if (rc != RC_OK)
		return rc;
	while (file.n && file.p[file.n - 1] != '/')
		file.n--;
	if (!file.n)
		return fail(cx, RC_FAILED, "search.memory", N_("A store in memory has no index."));
	TRY(db_open(cx, arena_printf(cx->a, "%.*ssearch.db", SV_ARG(file)).p, DB_WRITE, ret));
	rc = db_exec(cx, *ret, "PRAGMA synchronous=OFF"); /* it may be lost */
	if (rc == RC_OK)
		rc = db_create(cx, *ret, search_tables, search_tables_n);
	if (rc != RC_OK)
		db_close(*ret);
	return rc;
}

static enum rc collect(struct ctx *cx, struct stmt *st, size_t max, int64_t **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	int64_t *id = NEW(cx->a, int64_t, max + 1);
	while (db_step(cx, st, &rc))
		if (n < max)
			id[n++] = col_int(st, 0);
	*ret = id;
	*ret_n = n;
	return rc;
}

static void close_words(void *words)
{
	db_close(words);
}

enum rc search_open(struct ctx *cx, struct db *db, struct sv text, struct search *ret)
{
	*ret = (struct search){ .db = db, .query = query_of(cx->a, text),
				.like = arena_printf(cx->a, "%%%.*s%%", SV_ARG(sv_trim(text))) };
	if (!ret->query.n)
		return RC_OK;
	struct ctx sub = *cx; /* a damaged or unwritable index costs time, not answers */
	ctx_forget(&sub);
	if (open_words(&sub, db, &ret->words) != RC_OK)
		ret->words = NULL;
	else
		arena_defer(cx->a, close_words, ret->words);
	if (ret->words && catch_up(&sub, db, ret->words) != RC_OK)
		ret->words = NULL;
	return RC_OK;
}

enum rc search_next(struct ctx *cx, struct search *s, int64_t after, size_t max, int64_t **ret, size_t *ret_n)
{
	*ret_n = 0;
	if (!s->query.n)
		return RC_OK;
	struct stmt *st = db_query(s->words ? s->words : s->db, s->words ? &text_next : &next_slow);
	bind_sv(st, 1, s->words ? s->query : s->like);
	bind_int(st, 2, after);
	bind_int(st, 3, (int64_t)max);
	return collect(cx, st, max, ret, ret_n);
}

enum rc matter_search(struct ctx *cx, struct db *db, struct sv text, size_t max, int64_t **ret, size_t *ret_n)
{
	struct search s;
	*ret = NULL;
	*ret_n = 0;
	TRY(search_open(cx, db, text, &s));
	if (!s.query.n)
		return RC_OK;
	struct stmt *st = db_query(s.words ? s.words : db, s.words ? &text_find : &find_slow);
	bind_sv(st, 1, s.words ? s.query : s.like);
	bind_int(st, 2, (int64_t)max);
	return collect(cx, st, max, ret, ret_n);
}
