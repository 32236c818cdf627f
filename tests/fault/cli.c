/* A full disk and a failing one, as the person at the command line meets them.  A short piece of work (a store is made, three
 * units, a post with a sealed phone, a right, another name) is run command by command.  For every command and every n, its
 * n-th write, sync, opening, … fails: with ENOSPC or EIO, once or from then on (then the command after it is tried as well).
 * Each command must end by itself, with one of the exit codes of the manual, and a refusal must say something.  When the disk is
 * well again: the store opens, verifies, its tables are what the journal gives; a command that had said "done" answers that
 * it was done before, one that had not can be done now; every act is there once; the phone stands nowhere in clear.
 *
 *	cli BIXUE PRELOAD.so [EVERY]    each EVERY-th of all calls × kinds of fault (17); 1 tries them all
 */
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PHONE "13900001234"
#define ACT "--as", "system", "--json"

enum { COMMANDS = 7, ARGS = 20, OUT_MAX = 65536 };

static const char *const work[COMMANDS][ARGS] = {
	{ "init", "--name", "甲县督查考核办" },
	{ "unit", "add", "--code", "610000", "--name", "甲县", "--kind", "county", ACT, "--key", "k1" },
	{ "unit", "add", "--code", "610001", "--name", "乙村", "--kind", "village", "--parent", "610000", ACT, "--key", "k2" },
	{ "unit", "add", "--code", "610002", "--name", "丙村", "--kind", "village", "--parent", "610000", ACT, "--key", "k3" },
	{ "person", "add", "--unit", "610000", "--title", "科员", "--login", "clerk", "--phone", PHONE, ACT, "--key", "k4" },
	{ "person", "grant", "clerk", "--role", "clerk", "--unit", "610000", ACT, "--key", "k5" },
	{ "unit", "alias", "610001", "--alias", "乙河村", ACT, "--key", "k6" },
};

static char top[300], dir[400], keys[420], kept[400];
static const char *program, *preload;
static struct fault_state *state;
static char out[OUT_MAX], err[OUT_MAX], run_name[200];

/* Of all workers together. */
static struct sums {
	_Atomic long tried, met, wrongs, done_anyway, made_again, half_keys, codes[256];
} *sum;

/* ---- files -------------------------------------------------------------------------------------------------- */

static int drop(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st, (void)flag, (void)f;
	return remove(path);
}

static void drop_tree(const char *path)
{
	nftw(path, drop, 16, FTW_DEPTH | FTW_PHYS);
}

static size_t slurp(const char *path, char *to, size_t max)
{
	int fd = open(path, O_RDONLY);
	size_t n = 0;
	for (ssize_t got; fd >= 0 && n < max - 1 && (got = read(fd, to + n, max - 1 - n)) > 0;)
		n += (size_t)got;
	if (fd >= 0)
		close(fd);
	to[n] = 0;
	return n;
}

static const char *copy_from, *copy_to;

static int copy_one(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	char to[1000], piece[65536];
	(void)f;
	snprintf(to, sizeof(to), "%s%s", copy_to, path + strlen(copy_from));
	if (flag == FTW_D)
		return mkdir(to, 0700) != 0 && errno != EEXIST;
	int in = open(path, O_RDONLY), o = open(to, O_WRONLY | O_CREAT | O_TRUNC, st->st_mode & 0777);
	ssize_t n = -1;
	while (in >= 0 && o >= 0 && (n = read(in, piece, sizeof(piece))) > 0)
		if (write(o, piece, (size_t)n) != n)
			n = -1;
	close(in);
	close(o);
	return n != 0;
}

static void copy_tree(const char *from, const char *to)
{
	copy_from = from;
	copy_to = to;
	drop_tree(to);
	if (nftw(from, copy_one, 16, FTW_PHYS) != 0) {
		printf("copying %s: %s\n", from, strerror(errno));
		exit(1);
	}
}

/* The folder and its keys as they were before command `i`. */
static void keep(int i)
{
	char to[500];
	snprintf(to, sizeof(to), "%s/%d", kept, i);
	copy_tree(dir, to);
	snprintf(to, sizeof(to), "%s/%d.keys", kept, i);
	copy_tree(keys, to);
}

static void put_back(int i)
{
	char from[500];
	drop_tree(dir);
	drop_tree(keys);
	if (i == 0)
		return;
	snprintf(from, sizeof(from), "%s/%d", kept, i);
	copy_tree(from, dir);
	snprintf(from, sizeof(from), "%s/%d.keys", kept, i);
	copy_tree(from, keys);
}

/* ---- commands ----------------------------------------------------------------------------------------------- */

static void wrong(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void wrong(const char *fmt, ...)
{
	va_list ap;
	if (++sum->wrongs > 30)
		return;
	printf("WRONG (%s, at %s): ", run_name, state->where);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

static void child(const char *const *args)
{
	const char *argv[ARGS + 2] = { program };
	for (int i = 0; i < ARGS && args[i]; i++)
		argv[i + 1] = args[i];
	char o[400], e[400];
	snprintf(o, sizeof(o), "%s/out", top);
	snprintf(e, sizeof(e), "%s/err", top);
	int fo = open(o, O_WRONLY | O_CREAT | O_TRUNC, 0600), fe = open(e, O_WRONLY | O_CREAT | O_TRUNC, 0600), fi = open("/dev/null", O_RDONLY);
	if (fo < 0 || fe < 0 || fi < 0)
		_exit(127);
	dup2(fi, 0);
	dup2(fo, 1);
	dup2(fe, 2);
	setenv("LD_PRELOAD", preload, 1);
	execv(program, (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* Runs one command and leaves what it said in out and err; its exit code, or −1 for a signal. */
static int bixue(const char *const *args)
{
	char path[400];
	int status;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		child(args);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		exit(1);
	snprintf(path, sizeof(path), "%s/out", top);
	slurp(path, out, sizeof(out));
	snprintf(path, sizeof(path), "%s/err", top);
	slurp(path, err, sizeof(err));
	if (!WIFEXITED(status)) {
		wrong("%s %s ended by signal %d: %.300s", args[0], args[1], WTERMSIG(status), err);
		return -1;
	}
	return WEXITSTATUS(status);
}

static void arm(int at, int error, int keep_on)
{
	state->at = at;
	state->error = error;
	state->keep = keep_on;
	state->calls = 0;
	state->hits = 0;
	state->where[0] = 0;
}

static void disarm(void)
{
	state->at = 0;
}

/* A command while the disk is ill: what it may answer. */
static int ill(int i, bool after_a_failure)
{
	int rc = bixue(work[i]);
	if (rc < 0)
		return rc;
	sum->codes[rc & 255]++;
	/* What may be wrong is the machine (1) or a lock held (75), never the person or the data; but the unit or the post that
	 * the command before did not make may be missing (3, 4). */
	if (rc != 0 && rc != 1 && rc != 75 && !(after_a_failure && (rc == 3 || rc == 4)))
		wrong("%s %s blames somebody else: exit %d, %.300s%.300s", work[i][0], i ? work[i][1] : "", rc, out, err);
	if (rc != 0 && !strstr(i ? out : err, i ? "\"text\": \"" : "bixue: "))
		wrong("%s %s failed without a word (exit %d): %.100s%.100s", work[i][0], work[i][1], rc, out, err);
	if (rc != 0 && strstr(out, "\"seq\""))
		wrong("%s %s printed an answer and failed", work[i][0], work[i][1]);
	if (rc == 0 && i > 0 && !strstr(out, "\"repeated\": false"))
		wrong("%s %s is done without an answer", work[i][0], work[i][1]);
	return rc;
}

/* ---- when the disk is well again ------------------------------------------------------------------------------ */

static bool says(const char *doing, const char *const *args, int want)
{
	int rc = bixue(args);
	if (rc != want && rc >= 0)
		wrong("%s: exit %d: %.200s%.300s", doing, rc, out, err);
	return rc == want;
}

static void look(long acts)
{
	static const char *const verify[ARGS] = { "verify", "--json" }, *const rebuild[ARGS] = { "rebuild", "--check" };
	char text[40];
	if (says("verify", verify, 0) && acts) {
		snprintf(text, sizeof(text), "\"acts\": %ld,", acts);
		if (!strstr(out, text))
			wrong("not %ld acts: %.60s", acts, out);
	}
	says("rebuild --check", rebuild, 0);
}

static int clear_text(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)f;
	if (flag != FTW_F || st->st_size == 0)
		return 0;
	int fd = open(path, O_RDONLY);
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p != MAP_FAILED) {
		if (memmem(p, (size_t)st->st_size, PHONE, strlen(PHONE)))
			wrong("the phone stands in clear in %s", path);
		munmap(p, (size_t)st->st_size);
	}
	if (fd >= 0)
		close(fd);
	return 0;
}

/* Making a store failed: it can be made now, or the program says what to remove first. */
static void make_again(void)
{
	if (bixue(work[0]) == 0) {
		sum->made_again++;
		return;
	}
	/* On a disk that stays dead even the half of a key cannot be removed again: counted, and the file is named. */
	if (state->keep && strstr(err, "is not a key file"))
		sum->half_keys++;
	else if (!strstr(err, "Remove it"))
		wrong("init again does not say how to begin: %.300s", err);
	drop_tree(dir);
	drop_tree(keys);
	says("init into nothing", work[0], 0);
}

static void once_more(int i, int told)
{
	if (i == 0) {
		if (told != 0)
			make_again();
	} else if (told == 0) {
		if (says("a command that was done, again", work[i], 0) && !strstr(out, "\"repeated\": true"))
			wrong("%s %s was acknowledged and is lost", work[i][0], work[i][1]);
	} else if (says("a command that was not done, now", work[i], 0) && strstr(out, "\"repeated\": true")) {
		sum->done_anyway++;
	}
}

/* `told`: the exit code of command i, and of the one after it where `two`. */
static void afterwards(int i, const int *told, bool two)
{
	disarm();
	if (told[0] == 0) /* as it was left, before anything else touches it */
		look(0);
	once_more(i, told[0]);
	if (two)
		once_more(i + 1, told[1]);
	look(i + 1 + two);
	nftw(dir, clear_text, 16, FTW_PHYS);
	nftw(keys, clear_text, 16, FTW_PHYS);
}

/* ---- the loop ------------------------------------------------------------------------------------------------- */

struct kind {
	int error, keep;
	const char *name;
};

/* False when this command has no n-th call. */
static bool run(const struct kind *k, int i, int n)
{
	int told[2] = { 0, 0 };
	bool two = k->keep && i > 0 && i + 1 < COMMANDS;
	snprintf(run_name, sizeof(run_name), "%s %s, call %d, %s", work[i][0], i ? work[i][1] : "", n, k->name);
	put_back(i);
	arm(n, k->error, k->keep);
	told[0] = ill(i, false);
	if (state->hits == 0) {
		wrong("there is no such call any more");
		return false;
	}
	if (two)
		told[1] = ill(i + 1, told[0] != 0);
	sum->met++;
	afterwards(i, told, two);
	return true;
}

/* The work without a fault: how many calls each command makes. */
static int healthy(int *calls)
{
	int total = 0;
	for (int i = 0; i < COMMANDS; i++) {
		if (i)
			keep(i);
		arm(0, 0, 0);
		says("without a fault", work[i], 0);
		total += calls[i] = state->calls;
	}
	look(COMMANDS);
	return total;
}

static void prepare(void)
{
	char path[500];
	const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(top, sizeof(top), "%s/bixue-fault.XXXXXX", tmp);
	if (!mkdtemp(top))
		exit(1);
	snprintf(dir, sizeof(dir), "%s/county", top);
	snprintf(keys, sizeof(keys), "%s/county.keys", top);
	snprintf(kept, sizeof(kept), "%s/kept", top);
	mkdir(kept, 0700);
	snprintf(path, sizeof(path), "%s/state", top);
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(*state)) != 0 ||
	    (state = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)) == MAP_FAILED)
		exit(1);
	snprintf(state->dir, sizeof(state->dir), "%s", dir);
	setenv("FAULT_STATE", path, 1);
	setenv("BIXUE_DATA", dir, 1);
	setenv("LANG", "en_US.UTF-8", 1);
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const struct kind kinds[] = {
	{ ENOSPC, 0, "ENOSPC once" }, { EIO, 1, "EIO from then on" }, { ENOSPC, 1, "ENOSPC from then on" }, { EIO, 0, "EIO once" },
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds), WORKERS_MAX = 16 };

/* One worker takes each `workers`-th of the runs, in a folder of its own. */
static int worker(int me, int workers, int every)
{
	int calls[COMMANDS], no = 0;
	prepare();
	int total = healthy(calls);
	if (me == 0)
		for (int i = 0; i < COMMANDS; i++)
			printf("%s %s: %d calls\n", work[i][0], i ? work[i][1] : "", calls[i]);
	for (int round = 0; round < KINDS && !sum->wrongs; round++)
		for (int i = 0, at = 0; i < COMMANDS; i++)
			for (int n = 1; n <= calls[i]; n++, at++)
				/* The kinds go round, so that neighbours meet different ones. */
				if ((round * total + at) % every == 0 && no++ % workers == me) {
					run(&kinds[(at / every + round) % KINDS], i, n);
					sum->tried++;
				}
	if (sum->wrongs)
		printf("the last folder of worker %d is %s\n", me, top);
	else
		drop_tree(top);
	fflush(stdout);
	return sum->wrongs != 0;
}

int main(int argc, char **argv)
{
	if (argc < 3 || !(program = realpath(argv[1], NULL)) || !(preload = realpath(argv[2], NULL)))
		return 2;
	int every = argc > 3 ? atoi(argv[3]) : 17, workers = (int)sysconf(_SC_NPROCESSORS_ONLN), bad = 0;
	workers = workers > WORKERS_MAX ? WORKERS_MAX : workers;
	sum = mmap(NULL, sizeof(*sum), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (every < 1 || sum == MAP_FAILED)
		return 2;
	double t0 = seconds();
	for (int i = 0; i < workers; i++) {
		pid_t pid = fork();
		if (pid == 0)
			exit(worker(i, workers, every));
		bad += pid < 0;
	}
	for (int status; wait(&status) > 0;)
		bad += status != 0;
	printf("%ld runs, %ld met their fault, %ld went wrong; exit codes of the ill commands:", sum->tried, sum->met, sum->wrongs);
	for (int c = 0; c < 256; c++)
		if (sum->codes[c])
			printf(" %d × %ld", c, sum->codes[c]);
	printf("; %ld made again by init alone, %ld half keys left, %ld on disk though they said no; %.0f s\n", sum->made_again,
	       sum->half_keys, sum->done_anyway, seconds() - t0);
	return bad != 0 || sum->met == 0;
}
