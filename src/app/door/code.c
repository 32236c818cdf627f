/* Codes of slips, seats and screens: made, printed in groups, and typed in by hand where an address cannot be scanned, in small letters or by an
 * input method that writes broad digits. */
#include "app/door/code.h"

#include "app/door/code.tmpl.h"
#include "base/utf8.h"

enum { CODE_BYTES = 16, TYPED_MAX = 400, CODE_MAX = 64 };

struct sv code_digest(struct arena *a, struct sv text)
{
	struct digest d = HASH(HASH_SHA256, text);
	return hex_text(a, digest_sv(&d));
}

struct code code_new(struct arena *a)
{
	uint8_t fresh[CODE_BYTES];
	random_bytes(fresh, sizeof(fresh));
	struct sv text = arena_capitals(a, hex_text(a, sv_make((char *)fresh, sizeof(fresh))));
	return (struct code){ text, code_digest(a, text) };
}

struct sv code_in_groups(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, 2 * text.n + 1);
	for (size_t i = 0; i < text.n; i++) {
		if (i && i % 4 == 0)
			buf_putc(&b, ' ');
		buf_putc(&b, text.p[i]);
	}
	return buf_sv(&b);
}

struct sv visit_code_typed(struct arena *a, struct sv typed)
{
	struct buf b = buf_new(a, typed.n + 1);
	while (typed.n) {
		char out[4];
		int32_t cp = utf8_next(&typed);
		cp = cp >= 0xff01 && cp <= 0xff5e ? cp - 0xfee0 : cp; /* the broad forms of ASCII stand in its order */
		if (cp == '/')
			b.n = 0; /* a whole address: the code stands behind its last stroke */
		else if (cp > ' ' && cp != '-' && cp != 0xa0 && cp != 0x3000)
			buf_put(&b, sv_make(out, utf8_put(out, cp)));
	}
	return arena_capitals(a, buf_sv(&b));
}

/* What a route takes for a code. */
static bool well_formed(struct sv code)
{
	for (size_t i = 0; i < code.n; i++)
		if (!(code.p[i] >= '0' && code.p[i] <= '9') && !(code.p[i] >= 'A' && code.p[i] <= 'Z'))
			return false;
	return code.n > 0 && code.n <= CODE_MAX;
}

static void show(struct visit *v, const char *at, bool box, struct sv title, int status)
{
	struct arena *a = v->cx.a;
	struct url here = visit_code_url(v, url_of(sv_of(at)), NULL, SV_NONE);
	struct code_page p = { .frame = &v->frame, .faults = v->cx.faults, .title = title, .again = here, .form = { .action = here, .csrf = SV("-") } };
	struct ui_field f = { .kind = INPUT_CODE, .name = "code", .label = visit_say(v, N_("Code on the slip")), .autocomplete = "off", .value = SV(""),
			      .faults = v->cx.faults, .max = TYPED_MAX,
			      .hint = visit_say(v, N_("As it is printed; blanks and small letters do not matter.")) };
	if (box)
		p.field = &f;
	v->out = out_new(a, 1 << 16, v->cx.lang);
	v->frame.title = title;
	v->frame.error = v->cx.faults != NULL;
	code_page(&v->out, &p);
	visit_send(v, status);
}

void visit_code_fail(struct visit *v, const char *at, enum rc rc)
{
	if (http_is_json(v->rq))
		reply_problem(v->rp, &v->cx, rc, 0);
	else
		show(v, at, rc == RC_NOT_FOUND, sv_of(rc_title(v->cx.lang, rc)), rc_http(rc));
}

void page_code_box(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	visit_open_code(&v, web, rq, rp, (const char *)rq->route->data + 1);
	show(&v, rq->route->data, true, visit_say(&v, N_("Type in the code")), 200);
	visit_close(&v);
}

void do_code_box(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	const char *at = rq->route->data;
	visit_open_code(&v, web, rq, rp, at + 1);
	struct sv typed = rq->params ? http_param(rq, "typed") : sv_or_empty(fields_get(&rq->form, "code"));
	struct sv code = typed.n <= TYPED_MAX ? visit_code_typed(rq->a, typed) : SV("?");
	if (well_formed(code)) {
		visit_redirect(&v, visit_code_url(&v, url_seg(rq->a, url_of(sv_of(at)), code), NULL, SV_NONE).s);
	} else {
		enum rc rc = code.n ? fail_at(&v.cx, RC_NOT_FOUND, "code", "code.letters", N_("A code has digits and letters alone: look at the slip once more.")) :
				      fail_at(&v.cx, RC_INVALID, "code", "field.required", N_("This must be filled in."));
		show(&v, at, true, visit_say(&v, N_("Type in the code")), rc_http(rc));
	}
	visit_close(&v);
}
