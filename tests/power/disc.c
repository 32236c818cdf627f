#include "disc.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How this disc loses what was not synced. */
struct manner {
	uint64_t dice;
	int64_t piece;       /* bytes that are written at once: a sector or a page */
	unsigned kept;       /* of 100 unsynced pieces */
	unsigned noise;      /* of 100 pieces that were not kept: half-written, and hold something else now */
	bool in_order;       /* names reach the disc in the order in which they were made, as in a journal of the file system's */
};

struct object {
	int64_t synced;      /* everything before this event is on the disc */
	char *p;
	int64_t n, room;
};

struct name {
	char *text;
	uint32_t object;     /* 0: a folder */
	bool there;
};

struct disc {
	const struct tape *tape;
	struct manner how;
	struct object *objects;
	struct name *names;
	size_t n_names;
	struct { const char *name; int64_t synced; } *dirs;
	size_t n_dirs;
	int64_t names_upto;  /* in_order: names made before this event are there */
};

static uint64_t roll(struct manner *m)
{
	m->dice ^= m->dice << 13;
	m->dice ^= m->dice >> 7;
	m->dice ^= m->dice << 17;
	return m->dice;
}

static bool falls(struct manner *m, unsigned of_100)
{
	return (roll(m) >> 20) % 100 < of_100;
}

static struct manner manner_of(uint64_t seed)
{
	static const unsigned kept[] = { 0, 10, 50, 50, 90, 100 };
	struct manner m = { .dice = (seed + 1) * 0x9E3779B97F4A7C15u };
	for (int i = 0; i < 8; i++)
		roll(&m);
	m.piece = roll(&m) >> 30 & 1 ? 512 : 4096;
	m.kept = kept[(roll(&m) >> 20) % (sizeof(kept) / sizeof(*kept))];
	m.noise = roll(&m) >> 30 & 1 ? 10 : 0;
	m.in_order = roll(&m) >> 30 & 1;
	return m;
}

const char *cut_text(const struct tape *t, const struct cut *c)
{
	static char text[200];
	struct manner m = manner_of(c->seed);
	snprintf(text, sizeof(text), "seed %llu, cut at %lld of %lld, pieces of %lld, %u %% of the unsynced kept, %u %% noise, names %s",
		 (unsigned long long)c->seed, (long long)c->at, (long long)t->events, (long long)m.piece, m.kept, m.noise,
		 m.in_order ? "in order" : "in any order");
	return text;
}

/* ---- what was synced ------------------------------------------------------------------------------------------- */

static size_t parent_len(const char *name)
{
	const char *slash = strrchr(name, '/');
	return slash ? (size_t)(slash - name) : 0;
}

static int64_t names_synced(const struct disc *d, const char *name)
{
	size_t n = parent_len(name);
	for (size_t i = 0; i < d->n_dirs; i++)
		if (strncmp(d->dirs[i].name, name, n) == 0 && !d->dirs[i].name[n])
			return d->dirs[i].synced;
	return 0;
}

static void raise_to(int64_t *have, int64_t upto)
{
	if (upto > *have)
		*have = upto;
}

static void hear_dir(struct disc *d, const struct event *e)
{
	size_t i = 0;
	while (i < d->n_dirs && strcmp(d->dirs[i].name, event_name(e)) != 0)
		i++;
	if (i == d->n_dirs) {
		d->dirs = realloc(d->dirs, ++d->n_dirs * sizeof(*d->dirs));
		d->dirs[i].name = event_name(e);
		d->dirs[i].synced = 0;
	}
	raise_to(&d->dirs[i].synced, e->at);
}

static bool changes_names(const struct event *e)
{
	return e->kind == EVENT_MAKE || e->kind == EVENT_MKDIR || e->kind == EVENT_RENAME || e->kind == EVENT_UNLINK;
}

/* One walk over the tape for the syncs, a second one for the last name that is surely there. */
static void listen(struct disc *d, const struct cut *c)
{
	uint64_t pos = 0;
	int64_t last = 0;
	for (int64_t i = 0; i < c->at; i++, pos += event_bytes(tape_event(d->tape, pos))) {
		const struct event *e = tape_event(d->tape, pos);
		if (e->kind == EVENT_SYNC && c->deaf != DEAF_FILES && c->deaf != DEAF_ALL)
			raise_to(&d->objects[e->object].synced, e->at);
		if (e->kind == EVENT_SYNC_DIR && c->deaf != DEAF_NAMES && c->deaf != DEAF_ALL)
			hear_dir(d, e);
	}
	pos = 0;
	for (int64_t i = 0; i < c->at; i++, pos += event_bytes(tape_event(d->tape, pos))) {
		const struct event *e = tape_event(d->tape, pos);
		if (changes_names(e) && i < names_synced(d, e->kind == EVENT_RENAME ? event_data(e) : event_name(e)))
			last = i + 1;
	}
	d->names_upto = last + (int64_t)(roll(&d->how) % (uint64_t)(c->at - last + 1));
	if (d->how.kept == 0)
		d->names_upto = last;
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

static struct name *name_at(struct disc *d, const char *text, size_t n)
{
	for (size_t i = 0; i < d->n_names; i++)
		if (strncmp(d->names[i].text, text, n) == 0 && !d->names[i].text[n])
			return &d->names[i];
	d->names = realloc(d->names, ++d->n_names * sizeof(*d->names));
	d->names[d->n_names - 1] = (struct name){ .text = strndup(text, n) };
	return &d->names[d->n_names - 1];
}

static bool lasts(struct disc *d, int64_t i, const char *name)
{
	if (i < names_synced(d, name))
		return true;
	return d->how.in_order ? i < d->names_upto : falls(&d->how, d->how.kept);
}

static void stand(struct disc *d, const char *name, uint32_t object, bool there)
{
	struct name *n = name_at(d, name, strlen(name));
	n->object = object;
	n->there = there;
}

static void play_name(struct disc *d, int64_t i, const struct event *e)
{
	const char *name = event_name(e), *to = event_data(e);
	if (e->kind != EVENT_RENAME) {
		if (lasts(d, i, name))
			stand(d, name, e->object, e->kind != EVENT_UNLINK);
		return;
	}
	if (!lasts(d, i, to))
		return;
	/* Within one folder a renaming is one change; between two the old name may stay. */
	size_t n = parent_len(to);
	bool same = parent_len(name) == n && strncmp(name, to, n) == 0;
	stand(d, to, e->object, true);
	if (same || lasts(d, i, name))
		stand(d, name, e->object, false);
}

/* ---- content --------------------------------------------------------------------------------------------------- */

static void grow(struct object *o, int64_t n)
{
	if (n > o->room) {
		int64_t room = n + n / 2 + 4096;
		o->p = realloc(o->p, (size_t)room);
		memset(o->p + o->room, 0, (size_t)(room - o->room));
		o->room = room;
	}
	if (n > o->n)
		o->n = n;
}

static void play_piece(struct disc *d, struct object *o, int64_t at, const char *p, int64_t n, bool sure)
{
	if (sure || falls(&d->how, d->how.kept)) {
		grow(o, at + n);
		memcpy(o->p + at, p, (size_t)n);
	} else if (falls(&d->how, d->how.noise)) {
		grow(o, at + n);
		for (int64_t i = 0; i < n; i++)
			o->p[at + i] = (char)(roll(&d->how) >> 11);
	}
}

static void play_write(struct disc *d, int64_t i, const struct event *e)
{
	struct object *o = &d->objects[e->object];
	const char *p = event_data(e);
	if (i < o->synced) {
		play_piece(d, o, e->at, p, e->data_n, true);
		return;
	}
	for (int64_t at = e->at, end = e->at + e->data_n; at < end;) {
		int64_t n = d->how.piece - at % d->how.piece;
		n = n < end - at ? n : end - at;
		play_piece(d, o, at, p + (at - e->at), n, false);
		at += n;
	}
}

static void play_truncate(struct disc *d, int64_t i, const struct event *e)
{
	struct object *o = &d->objects[e->object];
	if (i >= o->synced && !falls(&d->how, d->how.kept))
		return;
	if (e->at < o->n)
		memset(o->p + e->at, 0, (size_t)(o->n - e->at));
	else
		grow(o, e->at);
	o->n = e->at;
}

/* ---- the folder ------------------------------------------------------------------------------------------------- */

/* Every folder on the way is there too. */
static bool reachable(struct disc *d, const char *text)
{
	for (size_t n = parent_len(text); n;) {
		struct name *parent = name_at(d, text, n);
		if (!parent->there)
			return false;
		char *up = strndup(text, n);
		n = parent_len(up);
		free(up);
	}
	return true;
}

static void must(bool ok, const char *path)
{
	if (ok)
		return;
	perror(path);
	exit(1);
}

static void put_out(struct disc *d, const char *to)
{
	char path[PATH_MAX];
	/* Folders come before what is in them: they were made first. */
	for (size_t i = 0; i < d->n_names; i++) {
		const struct name n = d->names[i];
		if (!n.there || !reachable(d, n.text))
			continue;
		snprintf(path, sizeof(path), "%s/%s", to, n.text);
		if (!n.object) {
			must(mkdir(path, 0700) == 0, path);
			continue;
		}
		const struct object *o = &d->objects[n.object];
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
		must(fd >= 0 && write(fd, o->p ? o->p : "", (size_t)o->n) == o->n && close(fd) == 0, path);
	}
}

static void release(struct disc *d)
{
	for (uint32_t i = 0; i <= d->tape->objects; i++)
		free(d->objects[i].p);
	for (size_t i = 0; i < d->n_names; i++)
		free(d->names[i].text);
	free(d->objects);
	free(d->names);
	free(d->dirs);
}

void disc_after(const struct tape *t, const struct cut *c, const char *to)
{
	struct disc d = { .tape = t, .how = manner_of(c->seed), .objects = calloc(t->objects + 1, sizeof(*d.objects)) };
	uint64_t pos = 0;
	listen(&d, c);
	for (int64_t i = 0; i < c->at; i++, pos += event_bytes(tape_event(t, pos))) {
		const struct event *e = tape_event(t, pos);
		if (changes_names(e))
			play_name(&d, i, e);
		else if (e->kind == EVENT_WRITE)
			play_write(&d, i, e);
		else if (e->kind == EVENT_TRUNCATE)
			play_truncate(&d, i, e);
	}
	put_out(&d, to);
	release(&d);
}
