/* Slides 幻灯片: the PDF of a slot, kept as it came, each page drawn once by pdftoppm in a cell and kept under DIR/cache, which may be
 * emptied at any time.  A screen gets the page that is on and no other, so it gets a picture and never the file. */
#include "app/stage/inside.h"

#include "app/file/file.h"
#include "app/stage/queries.sql.h"
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
};

/* One at a time: a page takes a tenth of a second, and the hall has two cores. */
static pthread_mutex_t at_work = PTHREAD_MUTEX_INITIALIZER;

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
	return fail_at(cx, RC_INVALID, "file", "deck.read", N_("This PDF could not be read. Save it anew, without a password, and choose the new file."));
}

static enum rc run(struct ctx *cx, const char *dir, struct sv digest, const char *const *argv, size_t answer, struct sv *ret)
{
	const struct jail jail = { .memory = CELL_BYTES, .cpu_s = 10, .wall_ms = 20000, .answer = answer };
	bool missing = false;
	int fd = file_open(cx, dir, digest);
	if (fd < 0)
		return fail_at(cx, RC_FAILED, "file", "file.gone", N_("This file is missing on the server. Tell the system administrator; `bixue verify` names it."));
	pthread_mutex_lock(&at_work);
	enum rc rc = jail_tool(cx, &jail, fd, argv, ret, &missing);
	pthread_mutex_unlock(&at_work);
	close(fd);
	return rc == RC_OK ? RC_OK : refused(cx, rc, missing);
}

/* "Pages:          6" */
enum rc deck_pages(struct ctx *cx, const char *dir, struct sv digest, int64_t *ret)
{
	static const char *const argv[] = { "/usr/bin/pdfinfo", "-", NULL };
	struct sv said, line, head;
	*ret = 0;
	TRY(run(cx, dir, digest, argv, INFO_MAX, &said));
	while (*ret == 0 && sv_split(&said, '\n', &line))
		if (sv_split(&line, ':', &head) && sv_is(head, "Pages") && !sv_int(sv_trim(line), ret))
			break;
	if (*ret > DECK_PAGES_MAX)
		return fail_at(cx, RC_LIMIT, "file", "deck.pages", N_("Slides have at most %d pages. Split them over several slots of the agenda."), DECK_PAGES_MAX);
	return *ret > 0 ? RC_OK : refused(cx, RC_INVALID, false);
}

static enum rc draw(struct ctx *cx, const char *dir, struct sv digest, int64_t page, struct sv *ret)
{
	const char *no = arena_printf(cx->a, "%lld", (long long)page).p, *side = arena_printf(cx->a, "%d", SIDE).p;
	const char *quality = arena_printf(cx->a, "quality=%d", QUALITY).p;
	const char *const argv[] = { "/usr/bin/pdftoppm", "-jpeg", "-jpegopt", quality, "-f", no, "-l", no, "-scale-to", side, "-", NULL };
	TRY(run(cx, dir, digest, argv, PICTURE_MAX, ret));
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

enum rc deck_picture(struct ctx *cx, const char *dir, struct sv digest, int64_t page, int *ret_fd, int64_t *ret_size)
{
	const char *path = arena_printf(cx->a, "%s/cache/%.*s-%lld.jpg", dir, SV_ARG(digest), (long long)page).p;
	struct sv picture;
	*ret_fd = cached(path, ret_size);
	if (*ret_fd >= 0)
		return RC_OK;
	TRY(draw(cx, dir, digest, page, &picture));
	if (!keep(cx, dir, path, picture))
		because(cx, RC_FAILED, "deck: keep: errno %d", errno);
	*ret_fd = cached(path, ret_size);
	return *ret_fd >= 0 ? RC_OK : fail(cx, RC_FAILED, "deck.disk", N_("The picture of the slide could not be kept. The disk may be full: tell the administrator."));
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
	{ .name = "slot", .type = FIELD_INT, .required = true, .min = 1, .max = 1000000, .label = N_("Slot of the agenda") },
};

enum rc deck_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct stage_hall *h = stage_of_state(state);
	const struct fields *f = &in->fields;
	uint8_t digest[DIGEST_LEN];
	bool there = false;
	TRY(stage_alive(cx, h));
	if (!hex_parse(field_sv(f, "digest"), digest, sizeof(digest)))
		return fail_at(cx, RC_INVALID, "digest", "file.digest", N_("This is not a digest."));
	for (size_t i = 0; i < h->n_slot; i++)
		there |= h->slot[i].no == field(f, "slot")->i;
	if (!there)
		return fail_at(cx, RC_INVALID, "slot", "deck.slot", N_("The agenda has no slot of this number."));
	js_set_int(cx->a, facts, "slot", field(f, "slot")->i);
	js_set_sv(cx->a, facts, "digest", hex_text(cx->a, sv_make((const char *)digest, sizeof(digest))));
	js_set_sv(cx->a, facts, "name", field_sv(f, "name"));
	js_set_int(cx->a, facts, "size", field(f, "size")->i);
	js_set_int(cx->a, facts, "pages", field(f, "pages")->i);
	return RC_OK;
}

static enum rc drop(struct ctx *cx, struct db *db, int64_t event, int64_t slot)
{
	struct stmt *st = db_query(db, &stage_deck_drop);
	bind_int(st, 1, event);
	bind_int(st, 2, slot);
	return db_run(cx, st);
}

enum rc deck_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	TRY(drop(cx, db, row->subject, js_get_int(facts, "slot", 0)));
	struct stmt *st = db_query(db, &stage_deck_put);
	bind_int(st, 1, row->subject);
	bind_int(st, 2, js_get_int(facts, "slot", 0));
	bind_sv(st, 3, js_get_sv(facts, "digest"));
	bind_sv(st, 4, js_get_sv(facts, "name"));
	bind_int(st, 5, js_get_int(facts, "size", 0));
	bind_int(st, 6, js_get_int(facts, "pages", 0));
	bind_int(st, 7, row->seq);
	return db_run(cx, st);
}

enum rc undeck_decide(struct ctx *cx, const void *state, const struct act_in *in, struct fresh *fresh, struct js *facts, int64_t *subject)
{
	(void)fresh, (void)subject;
	const struct stage_hall *h = stage_of_state(state);
	int64_t slot = field(&in->fields, "slot")->i;
	for (size_t i = 0; i < h->n_deck; i++)
		if (h->deck[i].slot == slot) {
			js_set_int(cx->a, facts, "slot", slot);
			return RC_OK;
		}
	return fail_at(cx, RC_NOT_FOUND, "slot", "deck.none", N_("This slot has no slides."));
}

enum rc undeck_apply(struct ctx *cx, struct db *db, const struct act_row *row, const struct js *facts)
{
	return drop(cx, db, row->subject, js_get_int(facts, "slot", 0));
}

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

enum rc stage_decks(struct ctx *cx, struct db *db, int64_t event, struct stage_deck **ret, size_t *ret_n)
{
	enum rc rc;
	size_t n = 0;
	struct stage_deck *all = NEW(cx->a, struct stage_deck, AGENDA_SLOTS_MAX);
	struct stmt *st = db_query(db, &stage_decks_of);
	bind_int(st, 1, event);
	while (db_step(cx, st, &rc))
		if (n < AGENDA_SLOTS_MAX)
			all[n++] = (struct stage_deck){ .slot = col_int(st, 0), .digest = col_sv(st, 1, cx->a), .name = col_sv(st, 2, cx->a), .size = col_int(st, 3),
							.pages = col_int(st, 4), .seq = col_int(st, 5) };
	*ret = all;
	*ret_n = n;
	return rc;
}

const struct stage_deck *stage_deck_of(const struct stage_hall *h, int64_t slot)
{
	for (size_t i = 0; i < h->n_deck; i++)
		if (h->deck[i].slot == slot)
			return &h->deck[i];
	return NULL;
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

/* The bytes first, then the act that speaks of them; the first page is drawn, so that the host learns here what a file is worth. */
enum rc deck_take(struct visit *v, int64_t event)
{
	const char *dir = store_dir(web_store(v->web));
	struct file_kept *k;
	struct act_answer done;
	size_t n;
	int64_t pages, size;
	int fd;
	if (!visit_may(v, "stage.undeck", event))
		return fail(&v->cx, RC_DENIED, "deck.may", N_("Only the office of the event adds slides."));
	TRY(files_take(v, "file", &k, &n));
	if (n != 1 || k[0].type != FILE_PDF)
		return fail_at(&v->cx, RC_INVALID, "file", "deck.kind", N_("Choose one PDF. Word, PowerPoint and WPS save slides as PDF."));
	TRY(deck_pages(&v->cx, dir, k[0].digest, &pages));
	TRY(deck_picture(&v->cx, dir, k[0].digest, 1, &fd, &size));
	close(fd);
	struct js *f = js_obj(v->cx.a);
	int64_t slot = 0;
	if (!sv_int(visit_form_value(v, "slot"), &slot))
		return fail_at(&v->cx, RC_INVALID, "slot", "deck.slot", N_("The agenda has no slot of this number."));
	js_set_int(v->cx.a, f, "slot", slot);
	js_set_sv(v->cx.a, f, "digest", k[0].digest);
	js_set_sv(v->cx.a, f, "name", k[0].name);
	js_set_int(v->cx.a, f, "size", k[0].size);
	js_set_int(v->cx.a, f, "pages", pages);
	return visit_act(v, "stage.deck", event, f, &done);
}

void deck_send(struct visit *v, const struct stage_hall *h, int64_t slot, int64_t page)
{
	const struct stage_deck *d = stage_deck_of(h, slot);
	int fd;
	int64_t size;
	enum rc rc = d && page >= 1 && page <= d->pages ? deck_picture(&v->cx, store_dir(web_store(v->web)), d->digest, page, &fd, &size) :
		fail(&v->cx, RC_NOT_FOUND, "deck.page", N_("There is no such page of slides."));
	if (rc != RC_OK) {
		visit_fail(v, rc);
		return;
	}
	reply_header(v->rp, "Content-Security-Policy", SV("default-src 'none'; sandbox"));
	reply_file(v->rp, fd, size, "image/jpeg", arena_printf(v->cx.a, "%lld-%lld.jpg", (long long)slot, (long long)page), false);
}
