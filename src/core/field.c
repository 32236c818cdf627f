#include "core/field.h"

#include "core/cellsplit.h"

#include "base/bug.h"
#include "base/utf8.h"

#include <string.h>

enum { REFS_MAX = 1000 };

struct sv enum_word(const char *of, size_t n)
{
	struct sv rest = sv_of(of), word;
	for (size_t i = 0; sv_split(&rest, '|', &word); i++)
		if (i == n)
			return word;
	return SV_NONE;
}

const char *field_type_name(enum field_type t)
{
	static const char *const names[] = {
		[FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_INT] = "int",   [FIELD_DEC] = "decimal",
		[FIELD_DAY] = "date",  [FIELD_BOOL] = "bool", [FIELD_ENUM] = "enum", [FIELD_REF] = "ref",
		[FIELD_REFS] = "refs", [FIELD_DATA] = "data",
	};
	return names[t];
}

/* Control characters, and the signs that turn the direction of what follows or end a line unseen. */
static bool hidden_sign(int32_t c)
{
	return (c >= 0x80 && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

enum rc field_check_text(struct ctx *cx, const struct field *d, struct sv s)
{
	if (!utf8_valid(s))
		return fail_at(cx, RC_INVALID, d->name, "field.utf8", N_("This text is not valid UTF-8."));
	struct sv rest = s;
	for (int32_t c; (c = utf8_next(&rest)) >= 0;) {
		bool line_end = c == '\n' || c == '\r' || c == '\t';
		if ((c < 0x20 && !(line_end && d->type == FIELD_TEXT)) || c == 0x7F || hidden_sign(c))
			return fail_at(cx, RC_INVALID, d->name, "field.control",
				       N_("This text holds a line break or a control character; write it on one line."));
	}
	return RC_OK;
}

static enum rc read_text(struct ctx *cx, const struct field *d, struct sv s, struct value *v)
{
	TRY(field_check_text(cx, d, s));
	if (d->personal && !field_is_ref(s))
		return fail_at(cx, RC_INVALID, d->name, "field.text", N_("Write this as text, in quotation marks."));
	/* A personal text was measured before it was sealed; what stands here is its reference. */
	size_t n = d->personal ? (size_t)d->min : utf8_count(s);
	int64_t max = d->max ? d->max : d->type == FIELD_LINE ? 200 : 5000;
	if ((int64_t)n > max)
		return fail_at(cx, RC_INVALID, d->name, "field.long",
			       N_("At most %lld characters; this text has %zu."), (long long)max, n);
	if ((int64_t)n < d->min)
		return fail_at(cx, RC_INVALID, d->name, "field.short",
			       N_("At least %lld characters; this text has %zu."), (long long)d->min, n);
	bool found = false;
	if (d->masked)
		s = personal_mask(cx->a, s, SV(PERSONAL_MASK), &found);
	v->s = s;
	return RC_OK;
}

static enum rc read_number(struct ctx *cx, const struct field *d, struct sv s, struct value *v)
{
	bool range = d->min != 0 || d->max != 0;
	if (d->type == FIELD_INT) {
		if (!sv_int(s, &v->i) || v->i > JS_INT_MAX || v->i < -JS_INT_MAX)
			return fail_at(cx, RC_INVALID, d->name, "field.int", N_("Write a whole number."));
		if (!range || (v->i >= d->min && v->i <= d->max))
			return RC_OK;
	} else {
		if (!dec_parse(s, &v->d))
			return fail_at(cx, RC_INVALID, d->name, "field.dec",
				       N_("Write a number with at most six decimals, e.g. 12.5."));
		if (!range || (dec_cmp(v->d, DEC(d->min)) >= 0 && dec_cmp(v->d, DEC(d->max)) <= 0))
			return RC_OK;
	}
	return fail_at(cx, RC_INVALID, d->name, "field.range", N_("Between %lld and %lld."), (long long)d->min,
		       (long long)d->max);
}

static enum rc read_enum(struct ctx *cx, const struct field *d, struct sv s, struct value *v)
{
	struct sv word;
	for (size_t i = 0; (word = enum_word(d->of, i)).p; i++)
		if (sv_eq(word, s)) {
			v->i = (int64_t)i;
			v->s = word;
			return RC_OK;
		}
	return fail_at(cx, RC_INVALID, d->name, "field.enum", N_("\"%.*s\" is not one of %s."), SV_ARG(s), d->of);
}

static enum rc read_refs(struct ctx *cx, const struct field *d, const struct js *in, struct value *v)
{
	int64_t max = d->max ? d->max : REFS_MAX;
	size_t n = 0;
	struct sv list = in->kind == JS_STR ? in->s : SV_NONE, part;
	v->refs = NEW(cx->a, int64_t, (size_t)max + 1);
	if (in->kind == JS_INT) {
		v->refs[n++] = in->i;
	} else if (in->kind == JS_ARR) {
		for (const struct js *c = in->first; c && (int64_t)n <= max; c = c->next) {
			int64_t id = c->kind == JS_INT ? c->i : 0;
			if (c->kind == JS_STR && !sv_int(sv_trim(c->s), &id))
				id = 0;
			v->refs[n++] = id;
		}
	} else {
		while ((int64_t)n <= max && sv_split(&list, ',', &part))
			if (sv_trim(part).n && !sv_int(sv_trim(part), &v->refs[n++]))
				v->refs[n - 1] = 0;
	}
	if ((int64_t)n > max)
		return fail_at(cx, RC_INVALID, d->name, "field.many", N_("At most %lld of them."), (long long)max);
	for (size_t i = 0; i < n; i++)
		if (v->refs[i] <= 0 || v->refs[i] > JS_INT_MAX)
			return fail_at(cx, RC_INVALID, d->name, "field.ref", N_("Choose a %s from the list."), d->of);
	v->n_refs = n;
	v->present = n > 0;
	return RC_OK;
}

static enum rc read_one(struct ctx *cx, const struct field *d, const struct js *in, struct value *v)
{
	if (d->type == FIELD_DATA) {
		v->data = in;
		return RC_OK;
	}
	if (d->type == FIELD_REFS)
		return read_refs(cx, d, in, v);
	struct sv s = in->kind == JS_STR ? sv_trim(in->s) :
		      in->kind == JS_INT ? arena_printf(cx->a, "%lld", (long long)in->i) :
		      in->kind == JS_BOOL ? (in->b ? SV("true") : SV("false")) : SV_NONE;
	if (!s.p)
		return fail_at(cx, RC_INVALID, d->name, "field.kind", N_("One value is expected here, not a list or object."));
	if (s.n == 0) {
		v->present = false;
		return RC_OK;
	}
	switch (d->type) {
	case FIELD_LINE:
	case FIELD_TEXT:
		return read_text(cx, d, s, v);
	case FIELD_INT:
	case FIELD_DEC:
		return read_number(cx, d, s, v);
	case FIELD_DAY:
		if (!day_parse(s, &v->day))
			return fail_at(cx, RC_INVALID, d->name, "field.day", N_("Write a date like 2026-11-21."));
		return RC_OK;
	case FIELD_BOOL:
		v->i = sv_is(s, "true") || sv_is(s, "1") || sv_is(s, "on") || sv_is(s, "yes");
		if (!v->i && !sv_is(s, "false") && !sv_is(s, "0") && !sv_is(s, "off") && !sv_is(s, "no"))
			return fail_at(cx, RC_INVALID, d->name, "field.bool", N_("Write true or false."));
		return RC_OK;
	case FIELD_ENUM:
		return read_enum(cx, d, s, v);
	case FIELD_REF:
		if (!sv_int(s, &v->i) || v->i <= 0 || v->i > JS_INT_MAX)
			return fail_at(cx, RC_INVALID, d->name, "field.ref", N_("Choose a %s from the list."), d->of);
		return RC_OK;
	case FIELD_REFS:
	case FIELD_DATA:
	default:
		BUG("field type %d", (int)d->type);
	}
}

void fields_label(struct ctx *cx, const struct field *def, size_t n)
{
	for (struct fault *f = cx->faults; f; f = f->next)
		for (size_t i = 0; i < n && f->field && !f->label.n; i++)
			if (def[i].label && strcmp(f->field, def[i].name) == 0)
				f->label = sv_of(tr(cx->lang, def[i].label));
}

enum rc fields_read(struct ctx *cx, const struct field *def, size_t n, const struct js *in, struct fields *ret)
{
	if (in && in->kind != JS_OBJ)
		return fail(cx, RC_INVALID, "field.object", N_("The fields are one JSON object."));
	struct fields f = { .def = def, .n = n, .v = NEW(cx->a, struct value, n + 1) };
	enum rc rc = RC_OK;
	for (const struct js *c = in ? in->first : NULL; c; c = c->next) {
		size_t k = 0;
		while (k < n && !sv_is(c->key, def[k].name))
			k++;
		if (k == n)
			rc = fail_at(cx, RC_INVALID, arena_cstr(cx->a, c->key), "field.unknown",
				     N_("There is no field of this name here."));
	}
	for (size_t i = 0; i < n; i++) {
		const struct js *c = js_get(in, def[i].name);
		f.v[i].day = DAY_NONE;
		if (c && c->kind != JS_NULL) {
			f.v[i].present = true;
			if (read_one(cx, &def[i], c, &f.v[i]) != RC_OK) {
				rc = RC_INVALID;
				continue;
			}
		}
		if (def[i].required && !f.v[i].present)
			rc = fail_at(cx, RC_INVALID, def[i].name, "field.required", N_("This must be filled in."));
	}
	if (rc == RC_OK)
		*ret = f;
	fields_label(cx, def, n);
	return rc;
}

const struct value *field(const struct fields *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->def[i].name == name || strcmp(f->def[i].name, name) == 0)
			return &f->v[i];
	BUG("the field \"%s\" is not declared", name);
}

struct sv field_sv(const struct fields *f, const char *name)
{
	const struct value *v = field(f, name);
	return v->present ? v->s : SV_NONE;
}

int64_t field_ref(const struct fields *f, const char *name)
{
	const struct value *v = field(f, name);
	return v->present ? v->i : 0;
}

struct day field_day(const struct fields *f, const char *name)
{
	const struct value *v = field(f, name);
	return v->present ? v->day : DAY_NONE;
}

struct js *fields_js(struct arena *a, const struct fields *f)
{
	struct js *o = js_obj(a);
	for (size_t i = 0; i < f->n; i++) {
		const struct value *v = &f->v[i];
		const char *name = f->def[i].name;
		if (!v->present)
			continue;
		if (f->def[i].personal) {
			js_set_bool(a, o, name, true);
			continue;
		}
		switch (f->def[i].type) {
		case FIELD_LINE:
		case FIELD_TEXT:
		case FIELD_ENUM:
			js_set_sv(a, o, name, v->s);
			break;
		case FIELD_INT:
		case FIELD_REF:
			js_set_int(a, o, name, v->i);
			break;
		case FIELD_DEC:
			js_set_dec(a, o, name, v->d);
			break;
		case FIELD_DAY:
			js_set_day(a, o, name, v->day);
			break;
		case FIELD_BOOL:
			js_set_bool(a, o, name, v->i != 0);
			break;
		case FIELD_REFS: {
			struct js *arr = js_set(o, name, js_arr(a));
			for (size_t k = 0; k < v->n_refs; k++)
				js_push(arr, js_int(a, v->refs[k]));
			break;
		}
		case FIELD_DATA:
			js_set(o, name, js_again(a, v->data));
			break;
		}
	}
	return o;
}

bool field_is_ref(struct sv s)
{
	enum { REF = 32, COMMITMENT = 64 };
	if (s.n != 2 + REF + 1 + COMMITMENT || !sv_starts(s, SV("s:")) || s.p[2 + REF] != ':')
		return false;
	for (size_t i = 2; i < s.n; i++)
		if (i != 2 + REF && !((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

static bool data_holds_ref(const struct js *v)
{
	if (v->kind == JS_STR && field_is_ref(v->s))
		return true;
	for (const struct js *c = v->first; c; c = c->next)
		if (data_holds_ref(c))
			return true;
	return false;
}

static bool ascii_word(struct sv s, size_t at)
{
	char c = at < s.n ? s.p[at] : ' ';
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A mobile or identity number that stands by itself: texts are journalled for ever and read by many. */
static bool holds_personal(struct sv s)
{
	enum { MOBILE = 11 };
	size_t at, len;
	for (size_t from = 0; personal_find(s, from, &at, &len); from = at + len)
		if (len >= MOBILE && !(at > 0 && ascii_word(s, at - 1)) && !ascii_word(s, at + len))
			return true;
	return false;
}

static enum rc impersonal(struct ctx *cx, const struct field *d, const struct value *v)
{
	bool text = d->type == FIELD_LINE || d->type == FIELD_TEXT;
	if (d->personal || !v->present)
		return RC_OK;
	if (text && holds_personal(v->s))
		return fail_at(cx, RC_INVALID, d->name, "field.personal",
			       N_("A mobile or identity number stands here. Take it out: this text is kept for ever; phones have a field of their own."));
	if ((text && field_is_ref(v->s)) || (d->type == FIELD_DATA && v->data && data_holds_ref(v->data)))
		return fail_at(cx, RC_INVALID, d->name, "field.reserved",
			       N_("A text of this form stands for a sealed one and cannot be typed."));
	return RC_OK;
}

enum rc fields_impersonal(struct ctx *cx, const struct fields *f)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; i < f->n; i++) {
		enum rc one = impersonal(cx, &f->def[i], &f->v[i]);
		rc = one != RC_OK ? one : rc;
	}
	return rc;
}
