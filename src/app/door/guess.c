#include "app/door/door.h"
#include "http/limit.h"

#include <pthread.h>

enum { GUESSES = 30, GUESS_PERIOD_MS = 15 * 60 * 1000, ADDRESSES = 4096 };

static struct limit *guesses;
static struct arena guesses_arena;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void)
{
	arena_init(&guesses_arena, 4 << 20);
	guesses = limit_new(&guesses_arena, ADDRESSES, GUESSES, GUESS_PERIOD_MS);
}

bool visit_may_guess(struct visit *v, int64_t *ret_minutes)
{
	int64_t wait = 0;
	pthread_once(&once, prepare);
	bool ok = limit_take(guesses, v->rq->peer, limit_now(), &wait);
	*ret_minutes = wait / 60000 + 1;
	return ok;
}

/* ---- printed codes -------------------------------------------------------------------------------------------------------- */

void visit_open_code(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp, const char *page)
{
	visit_open_public(v, web, rq, rp);
	v->session = (struct session){ .csrf = SV("-") }; /* the address itself is what nobody else can know */
	v->actor = (struct actor){ .via = VIA_LINK };
	v->roles = 0;
	struct sv lang = fields_get(&rq->query, "lang");
	if (sv_is(lang, "en") || sv_is(lang, "zh"))
		v->cx.lang = v->out.lang = sv_is(lang, "en") ? LANG_EN : LANG_ZH;
	struct frame *f = &v->frame;
	*f = (struct frame){ .kind = FRAME_PHONE, .office = f->office, .demo = f->demo, .csrf = SV("-"),
			     .large = sv_is(fields_get(&rq->query, "large"), "1"), .code = sv_of(page) };
	rp->cache = CACHE_NEVER;
	rp->quiet = true; /* a log of requests would be a log of persons */
}

enum rc visit_wrong_code(struct visit *v)
{
	int64_t minutes;
	if (visit_may_guess(v, &minutes))
		return RC_NOT_FOUND;
	ctx_forget(&v->cx);
	return fail(&v->cx, RC_OFTEN, "code.often", N_("Too many wrong codes came from here. Wait %lld minutes, or ask at the table."), (long long)minutes);
}

struct url visit_code_url(struct visit *v, struct url path, const char *name, struct sv value)
{
	static const char *const kept[] = { "lang", "large" };
	for (size_t i = 0; i < COUNT(kept); i++) {
		struct sv s = name && strcmp(kept[i], name) == 0 ? value : fields_get(&v->rq->query, kept[i]);
		if (s.n)
			path = url_arg(v->cx.a, path, kept[i], s);
	}
	return path;
}
