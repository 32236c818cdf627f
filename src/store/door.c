#include "store/door.h"

#include "base/bug.h"
#include "store/corridor.h"

enum rc door_subject(struct ctx *cx, struct db *db, const struct noun *noun, struct sv name, int64_t *ret)
{
	name = sv_trim(name);
	if (sv_starts(name, SV("#"))) {
		int64_t id;
		if (!sv_int(sv_from(name, 1), &id) || id <= 0 || id > JS_INT_MAX)
			return fail(cx, RC_INVALID, "door.id", N_("Give its id as #123."));
		*ret = id;
		return RC_OK;
	}
	if (!noun->resolve)
		return fail(cx, RC_NOT_FOUND, "door.id", N_("Give its id as #123."));
	/* A list shows ids without the sign: a number that is nobody's name is one. */
	int64_t id;
	if (!sv_int(name, &id) || id < ids_of_seq(1) || id > JS_INT_MAX)
		return noun->resolve(cx, db, name, ret);
	struct ctx sub = *cx;
	ctx_forget(&sub);
	enum rc rc = noun->resolve(&sub, db, name, ret);
	if (rc != RC_NOT_FOUND)
		return rc == RC_OK ? RC_OK : noun->resolve(cx, db, name, ret); /* its words are this one's */
	*ret = id;
	return RC_OK;
}

static enum rc resolve_one(struct ctx *cx, struct db *db, const struct registry *nouns, const struct field *f, struct sv name,
			   struct js *into, bool list)
{
	const struct noun *noun = registry_noun(nouns, sv_of(f->of));
	if (!noun)
		BUG("the field %s speaks of an unknown noun %s", f->name, f->of);
	struct ctx sub = *cx;
	int64_t id;
	ctx_forget(&sub);
	enum rc rc = door_subject(&sub, db, noun, name, &id);
	if (rc != RC_OK)
		return fail_at(cx, rc == RC_FAILED ? RC_FAILED : RC_INVALID, f->name, sub.faults->id, "%.*s", SV_ARG(sub.faults->text));
	if (list)
		js_push(into, js_int(cx->a, id));
	else
		js_set_int(cx->a, into, f->name, id);
	return RC_OK;
}

static enum rc resolve_list(struct ctx *cx, struct db *db, const struct registry *nouns, const struct field *f,
			    const struct js *c, struct js *out)
{
	enum rc rc = RC_OK;
	struct js *arr = js_set(out, f->name, js_arr(cx->a));
	struct sv rest = c->kind == JS_STR ? c->s : SV_NONE, part;
	while (sv_split(&rest, ',', &part))
		if (sv_trim(part).n && resolve_one(cx, db, nouns, f, part, arr, true) != RC_OK)
			rc = RC_INVALID;
	for (const struct js *e = c->kind == JS_ARR ? c->first : NULL; e; e = e->next)
		if (e->kind == JS_INT)
			js_push(arr, js_int(cx->a, e->i));
		else if (e->kind != JS_STR)
			rc = fail_at(cx, RC_INVALID, f->name, "field.ref", N_("Choose a %s from the list."), f->of);
		else if (resolve_one(cx, db, nouns, f, e->s, arr, true) != RC_OK)
			rc = RC_INVALID;
	return rc;
}

enum rc door_refs(struct ctx *cx, struct db *db, const struct registry *nouns, const struct field *def, size_t n,
		  const struct js *in, struct js **ret)
{
	enum rc rc = RC_OK;
	struct js *out = js_obj(cx->a);
	if (in && in->kind != JS_OBJ && in->kind != JS_NULL)
		return fail(cx, RC_INVALID, "field.object", N_("The fields are one JSON object."));
	for (const struct js *c = in ? in->first : NULL; c; c = c->next) {
		const struct field *f = NULL;
		for (size_t i = 0; i < n; i++)
			if (sv_is(c->key, def[i].name))
				f = &def[i];
		if (f && f->type == FIELD_REF && c->kind == JS_STR && sv_trim(c->s).n) {
			if (resolve_one(cx, db, nouns, f, c->s, out, false) != RC_OK)
				rc = RC_INVALID;
		} else if (f && f->type == FIELD_REFS && (c->kind == JS_STR || c->kind == JS_ARR)) {
			if (resolve_list(cx, db, nouns, f, c, out) != RC_OK)
				rc = RC_INVALID;
		} else {
			js_set(out, arena_cstr(cx->a, c->key), js_again(cx->a, c));
		}
	}
	if (rc == RC_OK)
		*ret = out;
	return rc;
}
