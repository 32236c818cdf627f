/* Slides 幻灯片: the PDF of a slot, kept as it came, each page drawn once by pdftoppm in a cell and kept under DIR/cache, which may be
 * emptied at any time.  A screen gets the page that is on and no other, so it gets a picture and never the file. */
#include "app/stage/inside.h"

#include "app/file/file.h"
#include "app/stage/queries.sql.h"
#include "base/buf.h"
#include "base/disk.h"
#include "sheet/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SIDE = 1920,                 /* points of the longer side */
	QUALITY = 88,
	PICTURE_MAX = 8 << 20,
	CELL_BYTES = 1 << 30,
	INFO_MAX = 64 * 1024,
	WAITING_MAX = 200,           /* decks */
};

/* ---- drawing ---------------------------------------------------------------------------------------------------------- */

static enum rc refused(struct ctx *cx, enum rc rc, bool missing)
{
	if (missing)
		return fail_at(cx, RC_FAILED, "file", "deck.tool", N_("Slides are drawn by the programs of the package poppler-utils, which is not on this server: ask the administrator to install "
			"it. The projector's own computer can show the file meanwhile."));
	if (rc == RC_FAILED)
		return fail_at(cx, RC_FAILED, "file", "deck.cell", N_("The protected reader for slides could not be started on this server: ask the administrator whether its kernel allows seccomp and "
			"Landlock (Linux 5.13 or newer). The projector's own computer can show the file meanwhile."));
	if (rc == RC_LIMIT)
		return fail_at(cx, RC_INVALID, "file", "deck.large", N_("A page of this PDF is too large to be shown. Save it anew with smaller pictures, and choose the new file."));
	return fail_at(cx, RC_INVALID, "file", "deck.read", N_("This PDF could not be read in time. Save it anew, without a password and without drawings of many thousand lines, and choose the new file."));
}

static enum rc run(struct ctx *cx, const char *dir, struct sv digest, const char *const *argv, const struct jail *jail, struct sv *ret)
{
	bool missing = false;
	int fd = file_open(cx, dir, digest);
	if (fd < 0)
		return fail_at(cx, RC_FAILED, "file", "file.gone", N_("This file is missing on the server. Tell the system administrator; `bixue verify` names it."));
	enum rc rc = jail_tool(cx, jail, fd, argv, ret, &missing);
	close(fd);
	return rc == RC_OK ? RC_OK : refused(cx, rc, missing);
}

/* "Pages:          6" */
enum rc deck_pages(struct ctx *cx, const char *dir, struct sv digest, int64_t *ret)
{
	/* Asked for by a request: brief. */
	static const struct jail jail = { .memory = CELL_BYTES, .cpu_s = 2, .wall_ms = 4000, .answer = INFO_MAX };
	static const char *const argv[] = { "/usr/bin/pdfinfo", "-", NULL };
	struct sv said, line, head;
	*ret = 0;
	TRY(run(cx, dir, digest, argv, &jail, &said));
	while (*ret == 0 && sv_split(&said, '\n', &line))
		if (sv_split(&line, ':', &head) && sv_is(head, "Pages") && !sv_int(sv_trim(line), ret))
			break;
	if (*ret > DECK_PAGES_MAX)
		return fail_at(cx, RC_LIMIT, "file", "deck.pages", N_("Slides have at most %d pages. Split them over several slots of the agenda."), DECK_PAGES_MAX);
	return *ret > 0 ? RC_OK : refused(cx, RC_INVALID, false);
}

static enum rc draw(struct ctx *cx, const char *dir, struct sv digest, int64_t page, struct sv *ret)
{
	static const struct jail jail = { .memory = CELL_BYTES, .cpu_s = 10, .wall_ms = 20000, .answer = PICTURE_MAX };
	const char *no = arena_printf(cx->a, "%lld", (long long)page).p, *side = arena_printf(cx->a, "%d", SIDE).p;
	const char *quality = arena_printf(cx->a, "quality=%d", QUALITY).p;
	const char *const argv[] = { "/usr/bin/pdftoppm", "-jpeg", "-jpegopt", quality, "-f", no, "-l", no, "-scale-to", side, "-", NULL };
	TRY(run(cx, dir, digest, argv, &jail, ret));
	/* It may have been taken over by what it read: nothing is given out that is no picture. */
	return sv_starts(*ret, SV("\xff\xd8\xff")) ? RC_OK : refused(cx, RC_INVALID, false);
}

static int cached(const char *path, int64_t *ret_size)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && (fstat(fd, &st) != 0 || st.st_size == 0)) {
		close(fd);
		fd = -1;
	}
	*ret_size = fd >= 0 ? st.st_size : 0;
	return fd;
}

/* Whole or not at all; what is lost in a power cut is drawn once more. */
static bool keep(struct ctx *cx, const char *dir, const char *path, struct sv picture)
{
	char *name = (char *)(uintptr_t)arena_printf(cx->a, "%s/cache/.new-XXXXXX", dir).p;
	(void)mkdir(arena_printf(cx->a, "%s/cache", dir).p, 0700); /* there already, or mkostemp says so */
	int to = mkostemp(name, O_CLOEXEC);
	bool ok = to >= 0 && disk_write(to, picture.p, picture.n, 0);
	ok = to >= 0 && close(to) == 0 && ok && rename(name, path) == 0;
	if (!ok && to >= 0)
		(void)unlink(name);
	return ok;
}

static const char *path_of(struct arena *a, const char *dir, struct sv digest, int64_t page, const char *end)
{
	return arena_printf(a, "%s/cache/%.*s-%lld.%s", dir, SV_ARG(digest), (long long)page, end).p;
}

/* What cannot be drawn is remembered, so that it is not tried at every look; a program that is missing is no fault of the page. */
static void draw_page(const char *dir, struct sv digest, int64_t page)
{
	struct arena a;
	struct ctx cx;
	struct sv picture;
	int64_t size;
	arena_init(&a, (size_t)PICTURE_MAX * 8); /* the answer grows by doubling */
	ctx_init(&cx, &a, 0, LANG_EN);
	int fd = cached(path_of(&a, dir, digest, page, "jpg"), &size);
	bool bad = access(path_of(&a, dir, digest, page, "bad"), F_OK) == 0;
	if (fd >= 0) {
		close(fd);
	} else if (!bad) {
		enum rc rc = draw(&cx, dir, digest, page, &picture);
		if (rc == RC_OK)
			(void)keep(&cx, dir, path_of(&a, dir, digest, page, "jpg"), picture);
		else if (rc == RC_INVALID)
			(void)keep(&cx, dir, path_of(&a, dir, digest, page, "bad"), SV("-"));
	}
	arena_release(&a);
}

struct waiting {
	struct waiting *next;
	int64_t pages;
	char digest[2 * DIGEST_LEN + 1];
	char dir[];
};
static struct waiting *first, **last = &first;
static size_t n_waiting;
static bool drawing;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Ends when nothing waits any more; a child that it left behind dies with the process. */
static void *draw_all(void *arg)
{
	(void)arg;
	pthread_mutex_lock(&lock);
	while (first) {
		struct waiting *w = first;
		pthread_mutex_unlock(&lock);
		for (int64_t page = 1; page <= w->pages; page++)
			draw_page(w->dir, sv_of(w->digest), page);
		pthread_mutex_lock(&lock);
		first = w->next;
		last = first ? last : &first;
		n_waiting--;
		free(w);
	}
	drawing = false;
	pthread_mutex_unlock(&lock);
	return NULL;
}

void deck_prepare(const char *dir, struct sv digest, int64_t pages)
{
	pthread_t t;
	bool there = digest.n != 2 * DIGEST_LEN;
	pthread_mutex_lock(&lock);
	for (const struct waiting *w = first; w; w = w->next)
		there |= sv_is(digest, w->digest);
	struct waiting *w = there || n_waiting == WAITING_MAX ? NULL : calloc(1, sizeof(*w) + strlen(dir) + 1);
	if (w) {
		w->pages = pages;
		memcpy(w->digest, digest.p, digest.n);
		memcpy(w->dir, dir, strlen(dir));
		*last = w;
		last = &w->next;
		n_waiting++;
		if (!drawing && pthread_create(&t, NULL, draw_all, NULL) == 0) {
			drawing = true;
			pthread_detach(t);
		}
	}
	pthread_mutex_unlock(&lock);
}

void deck_state(struct arena *a, const char *dir, const struct stage_deck *d, int64_t *ret_ready, struct sv *ret_bad)
{
	struct buf b = buf_new(a, 4096);
	*ret_ready = 0;
	for (int64_t page = 1; page <= d->pages; page++) {
		*ret_ready += access(path_of(a, dir, d->digest, page, "jpg"), R_OK) == 0;
		if (access(path_of(a, dir, d->digest, page, "bad"), F_OK) == 0 && b.n < 1000)
			buf_printf(&b, "%s%lld", b.n ? ", " : "", (long long)page);
	}
	*ret_bad = buf_sv(&b);
}

/* ---- stage.deck, stage.undeck ------------------------------------------------------------------------------------------- */

const struct field deck_fields[DECK_FIELDS] = {
	{ .name = "slot", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000, .label = N_("Slot of the agenda") },
	{ .name = "digest", .type = FIELD_LINE, .required = true, .min = 2 * DIGEST_LEN, .max = 2 * DIGEST_LEN, .label = N_("Digest of the file") },
	{ .name = "name", .type = FIELD_LINE, .required = true, .max = 140, .label = N_("Name") },
	{ .name = "size", .type = FIELD_INT, .required = true, .min = 1, .max = FILE_MAX, .label = N_("Size in bytes") },
	{ .name = "pages", .type = FIELD_INT, .required = true, .min = 1, .max = DECK_PAGES_MAX, .label = N_("Pages") },
};
const struct field undeck_fields[UNDECK_FIELDS] = {
	{ .name = "slot", .type = FIELD_INT, .min = 1, .max = 1000000, .label = N_("Slot of the agenda") },
	{ .name = "deck", .type = FIELD_INT, .min = 1, .max = INT64_MAX, .label = N_("Number of the slides, where the agenda has no slot for them any more") },
};

enum rc deck_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct stage_hall *h = stage_of_state(state);
	const struct fields *f = &in->fields;
	uint8_t digest[DIGEST_LEN];
	const struct event_slot *slot = NULL;
	TRY(stage_alive(cx, h));
	if (!hex_parse(field_sv(f, "digest"), digest, sizeof(digest)))
		return fail_at(cx, RC_INVALID, "digest", "file.digest", N_("This is not a digest."));
	for (size_t i = 0; i < h->n_slot; i++)
		slot = h->slot[i].no == field(f, "slot")->i ? &h->slot[i] : slot;
	if (!slot)
		return fail_at(cx, RC_INVALID, "slot", "deck.slot", N_("The agenda has no slot of this number."));
	js_set_int(cx->a, facts, "slot", slot->no);
	js_set_int(cx->a, facts, "unit", slot->unit);
	js_set_sv(cx->a, facts, "title", slot->title);
	js_set_sv(cx->a, facts, "digest", hex_text(cx->a, sv_make((const char *)digest, sizeof(digest))));
	js_set_sv(cx->a, facts, "name", field_sv(f, "name"));
	js_set_int(cx->a, facts, "size", field(f, "size")->i);
	js_set_int(cx->a, facts, "pages", field(f, "pages")->i);
	struct js *gone = js_set(facts, "replaces", js_arr(cx->a));
	for (size_t i = 0; i < h->n_deck; i++)
		if (h->deck[i].slot == slot->no)
			js_push(gone, js_int(cx->a, h->deck[i].id));
	return RC_OK;
}

static enum rc drop(struct ctx *cx, struct db *db, int64_t id)
{
	struct stmt *st = db_query(db, &stage_deck_drop);
	bind_int(st, 1, id);
	return db_run(cx, st);
}

enum rc deck_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	const struct js *gone = js_get(facts, "replaces");
	for (const struct js *o = gone ? gone->first : NULL; o; o = o->next)
		TRY(drop(cx, db, o->i));
	struct stmt *st = db_query(db, &stage_deck_put);
	bind_int(st, 1, row->seq);
	bind_int(st, 2, row->subject);
	bind_int(st, 3, js_get_int(facts, "slot", 0));
	bind_int(st, 4, js_get_int(facts, "unit", 0));
	bind_sv(st, 5, sv_or_empty(js_get_sv(facts, "title")));
	bind_sv(st, 6, js_get_sv(facts, "digest"));
	bind_sv(st, 7, js_get_sv(facts, "name"));
	bind_int(st, 8, js_get_int(facts, "size", 0));
	bind_int(st, 9, js_get_int(facts, "pages", 0));
	return db_run(cx, st);
}

enum rc undeck_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct stage_hall *h = stage_of_state(state);
	const struct value *slot = field(&in->fields, "slot"), *deck = field(&in->fields, "deck");
	const struct stage_deck *found = slot->present ? stage_deck_of(h, slot->i) : NULL;
	for (size_t i = 0; i < h->n_deck && deck->present; i++)
		found = h->deck[i].id == deck->i ? &h->deck[i] : found;
	if (!found)
		return fail_at(cx, RC_NOT_FOUND, deck->present ? "deck" : "slot", "deck.none", N_("There are no such slides."));
	js_set_int(cx->a, facts, "deck", found->id);
	return RC_OK;
}

enum rc undeck_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	(void)row;
	return drop(cx, db, js_get_int(facts, "deck", 0));
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

/* Where it was put, if the same report stands there; else where that report stands now. */
static int64_t slot_of(const struct stage_deck *d, const struct event_slot *slot, size_t n)
{
	int64_t found = 0;
	for (size_t i = 0; i < n; i++)
		if (slot[i].unit == d->unit && sv_eq(slot[i].title, d->title) && (!found || slot[i].no == d->no))
			found = slot[i].no;
	return found;
}

enum rc stage_decks(struct ctx *cx, struct db *db, int64_t event, const struct event_slot *slot, size_t n_slot, struct stage_deck **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0, room = 2 * AGENDA_SLOTS_MAX;
	struct stage_deck *all = NEW(cx->a, struct stage_deck, room);
	struct stmt *st = db_query(db, &stage_decks_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc)) {
		if (n == room)
			continue;
		all[n] = (struct stage_deck){ .id = col_int(st, 0), .no = col_int(st, 1), .unit = col_int(st, 2), .title = col_sv(st, 3, cx->a), .digest = col_sv(st, 4, cx->a),
					      .name = col_sv(st, 5, cx->a), .size = col_int(st, 6), .pages = col_int(st, 7) };
		all[n].slot = slot_of(&all[n], slot, n_slot);
		n++;
	}
	*ret = all;
	*ret_n = n;
	return rc;
}

const struct stage_deck *stage_deck_of(const struct stage_hall *h, int64_t slot)
{
	const struct stage_deck *found = NULL;
	for (size_t i = 0; i < h->n_deck && slot; i++)
		found = h->deck[i].slot == slot ? &h->deck[i] : found; /* the latest */
	return found;
}

enum rc stage_files_check(struct ctx *cx, struct db *db, const char *dir, struct report *r)
{
	enum rc rc;
	struct stmt *st = db_query(db, &stage_deck_digests);
	while (db_step(cx, st, &rc))
		file_digest_check(cx, dir, col_sv(st, 0, cx->a), col_int(st, 1), r);
	return rc;
}

/* ---- its pages ------------------------------------------------------------------------------------------------------------ */

/* The bytes first, then the act that speaks of them.  Its pages are counted here and drawn at once, beside; the console says which cannot be. */
enum rc deck_take(struct visit *v, int64_t event)
{
	const char *dir = store_dir(web_store(v->web));
	struct file_kept *k;
	struct act_answer done;
	size_t n;
	int64_t pages;
	if (!visit_may(v, "stage.undeck", event))
		return fail(&v->cx, RC_DENIED, "deck.may", N_("Only the office of the event adds slides."));
	TRY(files_take(v, "file", &k, &n));
	if (n != 1 || k[0].type != FILE_PDF)
		return fail_at(&v->cx, RC_INVALID, "file", "deck.kind", N_("Choose one PDF. Word, PowerPoint and WPS save slides as PDF."));
	TRY(deck_pages(&v->cx, dir, k[0].digest, &pages));
	struct js *f = js_obj(v->cx.a);
	int64_t slot = 0;
	if (!sv_int(visit_form_value(v, "slot"), &slot))
		return fail_at(&v->cx, RC_INVALID, "slot", "deck.slot", N_("The agenda has no slot of this number."));
	js_set_int(v->cx.a, f, "slot", slot);
	js_set_sv(v->cx.a, f, "digest", k[0].digest);
	js_set_sv(v->cx.a, f, "name", k[0].name);
	js_set_int(v->cx.a, f, "size", k[0].size);
	js_set_int(v->cx.a, f, "pages", pages);
	TRY(visit_act(v, "stage.deck", event, f, &done));
	deck_prepare(dir, k[0].digest, pages);
	return RC_OK;
}

/* A picture that is not there yet is on its way: after a restore, or when the host was quicker than the pencil. */
static enum rc picture(struct visit *v, const struct stage_deck *d, int64_t page, int *ret_fd, int64_t *ret_size)
{
	const char *dir = store_dir(web_store(v->web));
	*ret_fd = cached(path_of(v->cx.a, dir, d->digest, page, "jpg"), ret_size);
	if (*ret_fd >= 0)
		return RC_OK;
	if (access(path_of(v->cx.a, dir, d->digest, page, "bad"), F_OK) == 0)
		return fail(&v->cx, RC_NOT_FOUND, "deck.bad", N_("This page of the PDF cannot be drawn."));
	deck_prepare(dir, d->digest, d->pages);
	return fail(&v->cx, RC_BUSY, "deck.drawing", N_("This page is being drawn; ask again in a second."));
}

void deck_send(struct visit *v, const struct stage_hall *h, int64_t slot, int64_t page)
{
	const struct stage_deck *d = stage_deck_of(h, slot);
	int fd = -1;
	int64_t size;
	enum rc rc = d && page >= 1 && page <= d->pages ? picture(v, d, page, &fd, &size) :
		fail(&v->cx, RC_NOT_FOUND, "deck.page", N_("There is no such page of slides."));
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	reply_header(v->rp, "Content-Security-Policy", SV("default-src 'none'; sandbox"));
	reply_file(v->rp, fd, size, "image/jpeg", arena_printf(v->cx.a, "%lld-%lld.jpg", (long long)slot, (long long)page), false);
}
