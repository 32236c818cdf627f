/* `bixue demo`: a living demonstration.  It is a story in commands (data/demo/story.txt), told through the
 * same corridor as everything else, on a simulated clock:
 *
 *   # a remark
 *   @2022-04-18 09:00            the clock moves on to this moment
 *   clerk: board publish …       `bixue board publish …` as the post that signs in as clerk
 *   !3 clerk: …                  the same, and it must be refused with this exit code
 */
#include "main/cmd.h"
#include "app/person/person.h"
#include "main/serve.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STORY_MAX = 4 << 20, WORDS = 64 };

/* Splits a line into words; "…" holds blanks together. */
static int words_of(struct arena *a, struct sv line, char **argv)
{
	int n = 0;
	while (line.n && n < WORDS) {
		while (line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
			line = sv_from(line, 1);
		if (!line.n)
			break;
		struct buf w = buf_new(a, 65536);
		bool quoted = false;
		for (; line.n && (quoted || (line.p[0] != ' ' && line.p[0] != '\t')); line = sv_from(line, 1)) {
			if (line.p[0] == '"')
				quoted = !quoted;
			else
				buf_putc(&w, line.p[0]);
		}
		argv[n++] = (char *)(uintptr_t)arena_cstr(a, w.n ? buf_sv(&w) : SV(""));
	}
	return n;
}

static enum rc read_story(struct cli *c, const char *path, struct sv *ret)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return fail(&c->cx, RC_NOT_FOUND, "demo.story",
			    N_("The demonstration's story %s is not there; name its folder with --from."), path);
	struct buf b = buf_new(c->cx.a, STORY_MAX);
	char chunk[65536];
	for (size_t n; (n = fread(chunk, 1, sizeof(chunk), f)) > 0;)
		buf_put(&b, sv_make(chunk, n));
	fclose(f);
	*ret = buf_sv(&b);
	return RC_OK;
}

static enum rc move_clock(struct cli *c, struct sv when)
{
	int64_t at;
	if (!instant_parse(arena_printf(c->cx.a, "%.*s+08:00", SV_ARG(when)), &at))
		return fail(&c->cx, RC_INVALID, "demo.clock", N_("Write the moment like @2022-04-18 09:00."));
	return store_advance(&c->cx, c->store, at);
}

/* "who: command…" with the files of the story named from its own folder as $D/…. */
static enum rc tell(struct cli *c, struct sv line, const char *from)
{
	char *argv[WORDS + 4];
	int64_t refused = 0;
	if (line.n > 2 && line.p[0] == '!') {
		size_t blank = sv_find(line, SV(" "), 0);
		if (blank == SIZE_MAX || !sv_int(sv_upto(sv_from(line, 1), blank - 1), &refused))
			return fail(&c->cx, RC_INVALID, "demo.refused", N_("Write the exit code after the exclamation mark."));
		line = sv_trim(sv_from(line, blank));
	}
	size_t colon = sv_find(line, SV(": "), 0);
	if (colon == SIZE_MAX)
		return fail(&c->cx, RC_INVALID, "demo.line", N_("A line is \"post: command\"."));
	struct arena *a = c->cx.a;
	argv[0] = (char *)(uintptr_t)"bixue";
	int n = 1 + words_of(a, sv_from(line, colon + 2), argv + 1);
	for (int i = 1; i < n; i++)
		if (strncmp(argv[i], "$D/", 3) == 0)
			argv[i] = (char *)(uintptr_t)arena_printf(a, "%s/%s", from, argv[i] + 3).p;
	argv[n++] = (char *)(uintptr_t)arena_printf(a, "--as=%.*s", SV_ARG(sv_trim(sv_upto(line, colon)))).p;
	enum rc rc = cli_again(c, n, argv);
	if (refused) {
		bool as_told = rc_exit(rc) == (int)refused;
		ctx_forget(&c->cx);
		return as_told ? RC_OK : fail(&c->cx, RC_CHECK, "demo.not_refused", N_("This should have been refused with exit code %lld."), (long long)refused);
	}
	return rc;
}

static enum rc tell_all(struct cli *c, struct sv story, const char *from)
{
	struct sv line;
	int64_t no = 0, total = 1;
	for (size_t i = 0; i < story.n; i++)
		total += story.p[i] == '\n';
	struct arena whole = { 0 };
	struct arena *outer = c->cx.a;
	while (sv_split(&story, '\n', &line)) {
		no++;
		line = sv_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		/* Each line has an arena of its own; what outlives it is in the store. */
		arena_init(&whole, (size_t)1 << 30);
		struct ctx keep = c->cx;
		ctx_init(&c->cx, &whole, c->store ? store_now(c->store) : 0, keep.lang);
		enum rc rc = line.p[0] == '@' ? move_clock(c, sv_from(line, 1)) : tell(c, line, from);
		struct sv why = c->cx.faults ? arena_sv(outer, arena_printf(&whole, "%s%s%.*s", c->cx.faults->field, *c->cx.faults->field ? ": " : "",
									     SV_ARG(c->cx.faults->text))) : SV("");
		c->cx = keep;
		arena_release(&whole);
		if (rc != RC_OK)
			return fail(&c->cx, rc, "demo.stopped", N_("Line %lld of the story: %.*s (%.*s)"), (long long)no, SV_ARG(why), SV_ARG(line));
		cli_progress(c, no, total);
	}
	cli_progress(c, total, total);
	return RC_OK;
}

static enum rc build(struct cli *c, const char *from)
{
	struct sv story;
	struct store_options o = { .dir = c->data, .keys_dir = c->keys, .nouns = &nouns, .may = person_may, .create = true };
	TRY(read_story(c, arena_printf(c->cx.a, "%s/story.txt", from).p, &story));
	if (!instant_parse(SV("2022-03-01T08:30:00+08:00"), &o.simulated_from))
		return RC_FAILED;
	cli_say(c, N_("Building the demonstration in %s …"), c->data);
	TRY(store_open(&c->cx, &o, &c->store));
	struct js *f = js_obj(c->cx.a);
	js_set_sv(c->cx.a, f, "name", SV("商州区 · 峨山县 督查考核办"));
	js_set_sv(c->cx.a, f, "clock", SV("simulated"));
	struct act_request rq = { .act = SV("instance.init"), .actor = { .via = VIA_SYSTEM }, .fields = f };
	struct act_answer r;
	TRY(store_act(&c->cx, c->store, &rq, &r));
	return tell_all(c, story, from);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

/* Built beside its place and moved there when it is whole: what was killed on the way is never taken for one. */
static enum rc build_whole(struct cli *c, const char *from)
{
	const char *place = c->data, *keys = c->keys;
	struct sv part = arena_printf(c->cx.a, "%s.building", place), part_keys = arena_printf(c->cx.a, "%s.building.keys", place);
	struct sv own_keys = keys ? sv_of(keys) : arena_printf(c->cx.a, "%s.keys", place);
	nftw(part.p, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	nftw(part_keys.p, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	c->data = part.p;
	c->keys = NULL;
	enum rc rc = build(c, from);
	db_close(c->reader);
	store_close(c->store);
	c->reader = NULL;
	c->store = NULL;
	c->data = place;
	c->keys = keys;
	c->cx.now = 0;
	if (rc != RC_OK)
		return rc;
	if (rename(part_keys.p, own_keys.p) != 0 || rename(part.p, place) != 0)
		return fail(&c->cx, RC_FAILED, "demo.place", N_("The demonstration cannot be moved to %s: %s."), place, strerror(errno));
	return RC_OK;
}

enum rc cmd_demo(struct cli *c)
{
	static const char *const known[] = { "build-only", "from", "listen", NULL };
	TRY(cli_known(c, known));
	struct sv given = cli_option(c, "from");
	const char *from = given.p ? arena_cstr(c->cx.a, given) : access("data/demo/story.txt", F_OK) == 0 ? "data/demo" : "/usr/share/bixue/demo";
	struct sv db = arena_printf(c->cx.a, "%s/bixue.db", c->data);
	if (access(db.p, F_OK) != 0)
		TRY(build_whole(c, from));
	if (cli_flag(c, "build-only")) {
		cli_say(c, N_("The demonstration is ready in %s."), c->data);
		return RC_OK;
	}
	TRY(cli_own(c));
	struct sv listen = cli_option(c, "listen");
	const char *address = "127.0.0.1";
	int64_t port = 8420;
	if (listen.p) {
		size_t colon = sv_find(listen, SV(":"), 0); /* a port alone will do */
		if (!sv_int(sv_from(listen, colon == SIZE_MAX ? 0 : colon + 1), &port) || port < 0 || port > 65535)
			return fail(&c->cx, RC_USAGE, "serve.listen", N_("--listen takes ADDRESS:PORT, e.g. 127.0.0.1:8420."));
		if (colon != SIZE_MAX && colon)
			address = arena_cstr(c->cx.a, sv_upto(listen, colon));
	}
	return serve(c, address, (uint16_t)port, true);
}
