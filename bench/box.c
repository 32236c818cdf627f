/* Ballots a second into one box, from 1 and from 64 jurors at once, each durable before the next; beside it a bare file to which
 * the same bytes are appended and synced one after the other, on the same disk in the same run.  Rates of this run, never a test. */
#include "store/box.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CODES = 500, CELL = 256, MOST = 64 };

static struct box *box;
static int each;

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(struct ctx *cx, enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s: %s %.*s\n", what, rc_name(rc), SV_ARG(cx->faults ? cx->faults->text : SV("")));
	exit(1);
}

static struct digest code(struct arena *a, int i)
{
	return HASH(HASH_SHA256, arena_printf(a, "code %d", i));
}

static void *juror(void *arg)
{
	struct arena a;
	static const char ballot[CELL] = "1:95,2:88,3:90";
	arena_init(&a, 1 << 20);
	for (int i = 0; i < each; i++) {
		struct ctx cx;
		ctx_init(&cx, &a, 0, LANG_EN);
		struct digest d = code(&a, (*(int *)arg + i * MOST) % CODES);
		must(&cx, box_put(&cx, box, &d, sv_make(ballot, CELL)), "put");
		arena_reset(&a);
	}
	arena_release(&a);
	return NULL;
}

static double run(int threads, int ballots)
{
	pthread_t t[MOST];
	int no[MOST];
	each = ballots / threads;
	double start = seconds();
	for (int i = 0; i < threads; i++) {
		no[i] = i;
		if (pthread_create(&t[i], NULL, juror, &no[i]) != 0)
			exit(1);
	}
	for (int i = 0; i < threads; i++)
		pthread_join(t[i], NULL);
	return each * threads / (seconds() - start);
}

static double bare(const char *path, int ballots)
{
	static const char bytes[CELL];
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	double start = seconds();
	for (int i = 0; i < ballots; i++)
		if (fd < 0 || write(fd, bytes, CELL) != CELL || fdatasync(fd) != 0)
			exit(1);
	double rate = ballots / (seconds() - start);
	close(fd);
	unlink(path);
	return rate;
}

int main(void)
{
	struct arena a;
	struct ctx cx;
	struct signer *signer;
	struct digest *codes;
	arena_init(&a, 16 << 20);
	ctx_init(&cx, &a, 0, LANG_EN);
	mkdir("build/tmp", 0755);
	const char *dir = arena_printf(&a, "build/tmp/bench-box-%ld", (long)getpid()).p;
	const char *keys = arena_printf(&a, "%s/keys", dir).p;
	if (mkdir(dir, 0700) != 0)
		return 1;
	must(&cx, signer_open(&cx, keys, true, &signer), "keys");
	codes = NEW(&a, struct digest, CODES);
	for (int i = 0; i < CODES; i++)
		codes[i] = code(&a, i);
	must(&cx, box_make(&cx, dir, 1, signer, codes, CODES, CELL), "make");
	double start = seconds();
	must(&cx, box_open(&cx, dir, 1, signer, &box), "open");
	printf("opening a box of %d codes: %.1f ms\n", CODES, (seconds() - start) * 1e3);
	double file = bare(arena_printf(&a, "%s/bare", dir).p, 300), one = run(1, 300), many = run(MOST, 64 * 100);
	printf("bare appends, each synced: %.0f a second\n", file);
	printf("ballots from 1 juror:      %.0f a second (%.2f of bare)\n", one, one / file);
	printf("ballots from %d jurors:    %.0f a second (%.1f of bare)\n", MOST, many, many / file);
	box_close(box);
	must(&cx, box_destroy(&cx, dir, 1), "destroy");
	signer_free(signer);
	unlink(arena_printf(&a, "%s/master.key", keys).p);
	unlink(arena_printf(&a, "%s/checkpoint.pem", keys).p);
	rmdir(keys);
	rmdir(arena_printf(&a, "%s/ballots", dir).p);
	rmdir(dir);
	arena_release(&a);
	return 0;
}
