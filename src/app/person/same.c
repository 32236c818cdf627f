/* Who is one person: by name and by phone. */
#include "app/person/same.h"

#include "app/person/queries.sql.h"
#include "base/utf8.h"

/* 王　小明, 王小明 and ＷＡＮＧ, wang are one: blanks, the dots inside names and the width of letters do not count. */
struct sv name_compared(struct arena *a, struct sv holder)
{
	static const int32_t dots[] = { ' ', '.', 0xA0, 0xB7, 0x2022, 0x2027, 0x30FB };
	struct sv s = utf8_half(a, sv_or_empty(holder));
	struct buf b = buf_new(a, 1024);
	for (int32_t c; (c = utf8_next(&s)) >= 0;) {
		char one[4];
		bool skip = false;
		for (size_t i = 0; i < COUNT(dots); i++)
			skip |= c == dots[i];
		if (!skip)
			buf_put(&b, sv_make(one, utf8_put(one, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)));
	}
	return b.n ? buf_sv(&b) : SV("");
}

enum rc person_called_so(struct ctx *cx, struct db *db, struct sv holder, int64_t *ret)
{
	enum rc rc = RC_OK;
	struct sv same = name_compared(cx->a, holder);
	*ret = 0;
	if (!same.n)
		return RC_OK;
	struct stmt *st = db_query(db, &person_called);
	bind_sv(st, 1, same);
	while (db_step(cx, st, &rc))
		*ret = col_int(st, 0);
	return rc;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number whose first digits stand at `at`, its groups joined: 139 1234 0001, +86 139-1234-0001, 0086(139)…; "" for another. */
static struct sv mobile_at(struct arena *a, struct sv s, size_t at)
{
	enum { DIGITS = 11 };
	static const char *const abroad[] = { "", "86", "0086" };
	struct buf b = buf_new(a, 64);
	while (at < s.n && (digit(s.p[at]) || strchr(" -.()", s.p[at]))) {
		if (digit(s.p[at++]))
			buf_putc(&b, s.p[at - 1]);
		bool ends = at == s.n || !digit(s.p[at]); /* a group does */
		for (size_t i = 0; ends && i < COUNT(abroad); i++) {
			struct sv n = buf_sv(&b), own = sv_from(n, strlen(abroad[i]));
			if (sv_starts(n, sv_of(abroad[i])) && own.n == DIGITS && own.p[0] == '1' && own.p[1] >= '3')
				return own;
		}
	}
	return SV("");
}

/* A phone on the desk belongs to a room; one in the pocket to a person. */
struct sv phone_compared(struct arena *a, struct sv text)
{
	struct sv s = utf8_half(a, text), found = SV("");
	for (size_t at = 0; at < s.n && !found.n; at++)
		if (digit(s.p[at]) && (at == 0 || !digit(s.p[at - 1])))
			found = mobile_at(a, s, at);
	return found;
}

/* Who held a post with this phone last; what one post hands on with itself (a phone of the job) tells nothing. */
static enum rc person_with_phone(struct ctx *cx, struct db *db, const struct act_in *in, int64_t post, int64_t *ret)
{
	enum rc rc = RC_OK;
	struct sv phone = field_sv(&in->fields, "phone"), *other;
	size_t n = 0;
	int64_t last = 0;
	*ret = 0;
	if (!phone.p || !in->same)
		return RC_OK;
	TRY(in->same->find(in->same->arg, cx, phone, &other, &n));
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct stmt *st = db_query(db, &person_of_phone);
		bind_sv(st, 1, other[i]);
		bind_sv(st, 2, arena_printf(cx->a, "%.*s;", SV_ARG(sv_upto(other[i], other[i].n - 1)))); /* ; follows : */
		bind_int(st, 3, post);
		while (db_step(cx, st, &rc))
			if (col_int(st, 1) > last) {
				*ret = col_int(st, 0);
				last = col_int(st, 1);
			}
	}
	return rc;
}

enum rc person_known(struct ctx *cx, struct db *db, const struct act_in *in, int64_t post, struct known *ret)
{
	TRY(person_called_so(cx, db, field_sv(&in->fields, "holder"), &ret->by_name));
	return person_with_phone(cx, db, in, post, &ret->by_phone);
}

enum rc person_decide(struct ctx *cx, const struct known *k, int64_t fresh, int64_t *ret)
{
	if (k->by_name && k->by_phone && k->by_name != k->by_phone)
		return fail_at(cx, RC_CONFLICT, "phone", "person.two",
			       N_("By this name it is one person, by this phone another. Correct one of them; leave out a phone that several people answer."));
	*ret = k->by_name ? k->by_name : k->by_phone ? k->by_phone : fresh;
	return RC_OK;
}

enum rc person_now(struct ctx *cx, struct db *db, int64_t post, int64_t *ret)
{
	enum rc rc;
	int64_t person = post;
	struct stmt *st = db_query(db, &person_of_post);
	bind_int(st, 1, post);
	while (db_step(cx, st, &rc))
		person = col_int(st, 0);
	*ret = person;
	return rc;
}

enum rc person_places(struct ctx *cx, struct db *db, int64_t post, struct sv **ret, size_t *ret_n)
{
	enum rc rc;
	int64_t person;
	size_t n = 0;
	struct sv *all = NEW(cx->a, struct sv, PERSON_PLACES);
	TRY(person_now(cx, db, post, &person));
	struct stmt *st = db_query(db, &person_places_of);
	bind_int(st, 1, person);
	bind_int(st, 2, PERSON_PLACES);
	while (db_step(cx, st, &rc))
		all[n++] = col_sv(st, 0, cx->a);
	*ret = all;
	*ret_n = n;
	return rc;
}

enum rc person_was(struct ctx *cx, struct db *db, const struct signer_mark *mark, int64_t me, bool *ret)
{
	enum rc rc;
	int64_t person = mark->person;
	bool same = false;
	*ret = mark->post && mark->post == me;
	if (*ret || !mark->post || !me)
		return RC_OK;
	if (!person)
		TRY(person_now(cx, db, mark->post, &person));
	struct stmt *st = db_query(db, &person_held_since);
	bind_int(st, 1, me);
	bind_int(st, 2, mark->seq ? mark->seq : INT64_MAX);
	while (db_step(cx, st, &rc))
		same |= col_int(st, 0) == person;
	*ret = same;
	return rc;
}

enum rc person_lift(struct ctx *cx, int version, struct js *facts)
{
	if (version != 1)
		return RC_OK;
	if (js_get(facts, "person")) /* somebody has changed the version of the row */
		return fail(cx, RC_CHECK, "person.version", N_("A row of version 1 states what version 2 began to state."));
	js_set_int(cx->a, facts, "person", 0);
	return RC_OK;
}
