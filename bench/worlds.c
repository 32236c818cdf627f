/* Does the time of an answer tell how the hall voted?  Two worlds that differ in the marks on their ballots alone, and a twin, a
 * copy of the first, are each served by a process of its own.  They are asked the same things one after the other in random
 * order, and the times are compared as dudect does (Reparaz, Balasch, Verbauwhede 2017): slow answers are cropped at percentiles
 * of both worlds' times together, then Welch's t.
 *
 * Two processes differ in where their memory lies, and thousands of answers of one process share that.  So all are started
 * afresh many times, in every order by turns, and what decides is the t of the differences by start: its error has the spread
 * from process to process in it, which Welch's t takes for a difference.  The twin says whether that is enough: it has no other
 * ballots.  All tests of a comparison, every request at every crop, are one family by Holm's method.
 *
 *   worlds --start COMMAND --requests FILE [--samples N] [--starts N] [--late MICROSECONDS] [--seed N]
 * COMMAND STATE WORLD WORLD WORLD ends the servers before and starts these in this order; it prints their three ports.
 * FILE: lines of STATE|name|METHOD PATH|body in world one and the twin|body in world two; FEED is a GET whose first event counts.
 * Ends with 1 where a difference is significant, with 2 where a control says that nothing was measured. */
#include "stat/dist.h"
#include "stat/rng.h"

#include <arpa/inet.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ONE, TWO, TWIN, WORLDS };
enum { KINDS = 40, ANSWER = 1 << 18, WARM = 100, CROPS = 4, ORDERS = 6 };
#define ALPHA 0.01

static const char *const world_name[WORLDS] = { "one", "two", "twin" };
static const double keep[CROPS] = { 1, 0.99, 0.9, 0.5 };
static const int order[ORDERS][WORLDS] = { { 0, 1, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 }, { 1, 0, 2 }, { 0, 2, 1 } };

struct kind {
	char state[16], name[64];
	char *ask[WORLDS];
	bool feed, late;              /* late: world two's answers are held back, which must be found */
	int status;
	uint32_t *ns[WORLDS];         /* start by start */
};

/* Of one request, at one crop, between two worlds. */
struct test {
	const struct kind *kind;
	int crop;
	size_t n[2];
	double middle[2];             /* the medians, of all answers */
	double diff;                  /* ns, by start */
	double welch, welch_p, t, p, holm;
};

static struct {
	int samples, starts, late, seed;
	const char *start, *requests;
} o = { .samples = 20000, .starts = 24, .late = 20, .seed = 1 };

static struct kind kind[KINDS];
static int n_kinds, each;             /* each: answers of a world in one start */
static int port[WORLDS];
static struct rng rng;

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static uint64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void *room(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		die("memory");
	return p;
}

/* ---- one answer --------------------------------------------------------------------------------------------------- */

static int dial(int w)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port[w]), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	struct linger reset = { .l_onoff = 1 }; /* thousands of feeds would leave no port free */
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	return fd;
}

/* All of it is here: the head and as many bytes as it says; of a feed, its first event. */
static bool whole(const char *buf, size_t n, bool feed)
{
	const char *end = strstr(buf, "\r\n\r\n"), *data, *len;
	if (!end)
		return false;
	if (feed)
		return (data = strstr(end, "data:")) != NULL && strstr(data, "\n\n") != NULL;
	len = strcasestr(buf, "content-length:");
	return len && len < end && n >= (size_t)(end + 4 - buf) + (size_t)atol(len + 15);
}

static uint64_t ask(int fd, struct kind *k, int w, size_t *ret_n)
{
	static char buf[ANSWER + 1];
	size_t n = strlen(k->ask[w]), got = 0;
	buf[0] = 0;
	uint64_t start = now();
	if (send(fd, k->ask[w], n, MSG_NOSIGNAL) != (ssize_t)n)
		die("send");
	do {
		ssize_t m = recv(fd, buf + got, ANSWER - got, 0);
		if (m <= 0) {
			fprintf(stderr, "%s, %s: the line broke after: %s\n", k->state, k->name, buf);
			exit(2);
		}
		got += (size_t)m;
		buf[got] = 0;
	} while (!whole(buf, got, k->feed));
	if (k->late && w == TWO)
		for (uint64_t until = now() + (uint64_t)o.late * 1000; now() < until;)
			;
	uint64_t took = now() - start;
	k->status = atoi(buf + sizeof("HTTP/1.1"));
	*ret_n = got;
	return took;
}

/* ---- one start ------------------------------------------------------------------------------------------------------ */

static void start_servers(const char *state, int turn)
{
	char cmd[512];
	const int *w = order[turn % ORDERS];
	snprintf(cmd, sizeof(cmd), "%s %s %s %s %s", o.start, state, world_name[w[0]], world_name[w[1]], world_name[w[2]]);
	FILE *f = popen(cmd, "r");
	if (!f || fscanf(f, "%d %d %d", &port[w[0]], &port[w[1]], &port[w[2]]) != WORLDS || pclose(f) != 0) {
		fprintf(stderr, "%s: the servers did not start\n", cmd);
		exit(2);
	}
}

static void shuffle(int all[WORLDS])
{
	for (int i = WORLDS; i-- > 1;) {
		int k = (int)rng_below(&rng, (uint64_t)i + 1), x = all[i];
		all[i] = all[k];
		all[k] = x;
	}
}

/* Every world equally often and in any order: whoever was asked before, and by how much it warmed a cache, is chance. */
static void ask_all(struct kind *k, int turn)
{
	int fd[WORLDS] = { -1, -1, -1 }, next[WORLDS] = { ONE, TWO, TWIN };
	size_t bytes = 0, got;
	for (int w = 0; w < WORLDS && !k->feed; w++)
		fd[w] = dial(w);
	for (int i = -WARM; i < each; i++) {
		shuffle(next);
		for (int j = 0; j < WORLDS; j++) {
			int w = next[j], line = k->feed ? dial(w) : fd[w];
			uint64_t ns = ask(line, k, w, &got);
			if (k->feed)
				close(line);
			if (bytes && got != bytes && !k->feed) {
				fprintf(stderr, "%s, %s: %zu bytes instead of %zu, so time is the least of it\n", k->state, k->name, got, bytes);
				exit(1);
			}
			bytes = got;
			if (i >= 0)
				k->ns[w][turn * each + i] = ns > UINT32_MAX ? UINT32_MAX : (uint32_t)ns;
		}
	}
	for (int w = 0; w < WORLDS && !k->feed; w++)
		close(fd[w]);
}

/* State by state, since the servers of one state have other folders. */
static void run(void)
{
	for (int from = 0, to; from < n_kinds; from = to) {
		for (to = from; to < n_kinds && strcmp(kind[to].state, kind[from].state) == 0; to++)
			;
		for (int turn = 0; turn < o.starts; turn++) {
			start_servers(kind[from].state, turn);
			for (int i = from; i < to; i++)
				ask_all(&kind[i], turn);
		}
	}
}

/* ---- what it says ------------------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

struct sums {
	double n, sum, squares;
};

static void add(struct sums *s, double v)
{
	s->n++;
	s->sum += v;
	s->squares += v * v;
}

static double mean(const struct sums *s)
{
	return s->sum / s->n;
}

/* Of the mean: its variance. */
static double spread(const struct sums *s)
{
	return (s->squares - s->sum * s->sum / s->n) / (s->n - 1) / s->n;
}

/* Times are counted from the middle one, so that squares keep their digits. */
static void compare(const struct kind *k, int other, uint32_t limit, struct test *t)
{
	const uint32_t *ns[2] = { k->ns[ONE], k->ns[other] };
	struct sums all[2] = { 0 }, starts = { 0 };
	for (int turn = 0; turn < o.starts; turn++) {
		struct sums here[2] = { 0 };
		for (int w = 0; w < 2; w++)
			for (int i = turn * each; i < (turn + 1) * each; i++)
				if (ns[w][i] <= limit) {
					add(&here[w], ns[w][i] - t->middle[0]);
					add(&all[w], ns[w][i] - t->middle[0]);
				}
		if (here[0].n > 0 && here[1].n > 0)
			add(&starts, mean(&here[1]) - mean(&here[0]));
	}
	double a = spread(&all[0]), b = spread(&all[1]);
	double df = (a + b) * (a + b) / (a * a / (all[0].n - 1) + b * b / (all[1].n - 1));
	t->n[0] = (size_t)all[0].n;
	t->n[1] = (size_t)all[1].n;
	t->welch = (mean(&all[1]) - mean(&all[0])) / sqrt(a + b);
	t->welch_p = t_two_sided(t->welch, df);
	t->diff = mean(&starts);
	t->t = t->diff / sqrt(spread(&starts));
	t->p = t_two_sided(t->t, starts.n - 1);
}

/* One request at every crop: the thresholds are those of both worlds together. */
static void compare_all(const struct kind *k, int other, struct test *t)
{
	size_t n = (size_t)o.starts * (size_t)each;
	uint32_t *v = room(2 * n, sizeof(*v));
	double middle[2];
	for (int w = 0; w < 2; w++) {
		memcpy(v + (size_t)w * n, k->ns[w ? other : ONE], n * sizeof(*v));
		qsort(v + (size_t)w * n, n, sizeof(*v), by_time);
		middle[w] = v[(size_t)w * n + n / 2];
	}
	qsort(v, 2 * n, sizeof(*v), by_time);
	for (int c = 0; c < CROPS; c++) {
		t[c] = (struct test){ .kind = k, .crop = c, .middle = { middle[0], middle[1] } };
		compare(k, other, v[(size_t)(keep[c] * 2 * (double)n) - 1], &t[c]);
	}
	free(v);
}

static int by_p(const void *a, const void *b)
{
	double x = (*(struct test *const *)a)->p, y = (*(struct test *const *)b)->p;
	return x < y ? -1 : x > y;
}

/* The least p times the number of tests, the second times one less, …; none below the one before it. */
static void holm(struct test *t, size_t n)
{
	struct test **by = room(n, sizeof(struct test *));
	double least = 0;
	for (size_t i = 0; i < n; i++)
		by[i] = &t[i];
	qsort(by, n, sizeof(struct test *), by_p);
	for (size_t i = 0; i < n; i++)
		by[i]->holm = least = fmin(1, fmax(least, by[i]->p * (double)(n - i)));
	free(by);
}

/* By how much world two would have to be later, all of it, to be found: the copy's times, delayed until they are.  What the copy is
 * slower by chance is in it. */
static double least_found(const struct kind *k, size_t tests)
{
	size_t n = (size_t)o.starts * (size_t)each;
	struct kind delayed = *k;
	struct test t[CROPS];
	double lo = 1, hi = 1e6;
	delayed.ns[TWO] = room(n, sizeof(uint32_t));
	for (int step = 0; step < 10; step++) {
		double by = sqrt(lo * hi), p = 1;
		for (size_t i = 0; i < n; i++)
			delayed.ns[TWO][i] = k->ns[TWIN][i] + (uint32_t)by;
		compare_all(&delayed, TWO, t);
		for (int c = 0; c < CROPS; c++)
			if (t[c].diff > 0)
				p = fmin(p, t[c].p);
		*(p * (double)tests < ALPHA ? &hi : &lo) = by;
	}
	free(delayed.ns[TWO]);
	return hi;
}

static void tell_one(const struct test *t, size_t tests)
{
	const struct test *x = t;
	for (int c = 1; c < CROPS; c++)
		if (t[c].p < x->p)
			x = &t[c];
	printf("%-8s %-20s %4d %8.2f %8.2f %4.0f%% %7zu %7.0f %7.0f  %6.2f %-8.2g  %6.2f %-8.2g %-8.2g %s\n", x->kind->state, x->kind->name, x->kind->status,
	       x->middle[0] / 1e3, x->middle[1] / 1e3, 100 * keep[x->crop], x->n[0], x->diff, least_found(x->kind, tests), x->welch, x->welch_p, x->t, x->p,
	       x->holm, x->holm < ALPHA ? "DIFFERS" : "");
}

/* Of each request the crop that says most.  Returns at how many something was found. */
static int tell(const char *what, int other, bool late)
{
	struct test *t = room((size_t)n_kinds * CROPS, sizeof(*t));
	size_t n = 0;
	int found = 0, by_welch = 0;
	for (int i = 0; i < n_kinds; i++)
		if (kind[i].late == late) {
			compare_all(&kind[i], other, t + n);
			n += CROPS;
		}
	holm(t, n);
	printf("\n%s\n%-8s %-20s %4s %8s %8s %5s %7s %7s %7s  %6s %-8s  %6s %-8s %-8s\n", what, "state", "request", "", "median", "other", "kept", "n", "diff",
	       "shows", "Welch", "p", "starts", "p", "Holm");
	for (size_t i = 0; i < n; i += CROPS) {
		bool differs = false, welch = false;
		for (size_t c = i; c < i + CROPS; c++) {
			differs |= t[c].holm < ALPHA;
			welch |= t[c].welch_p * (double)n < ALPHA;
		}
		tell_one(t + i, n);
		found += differs;
		by_welch += welch;
	}
	printf("%zu tests; requests that differ: %d; by Welch's t alone: %d\n", n, found, by_welch);
	free(t);
	return found;
}

/* ---- what is asked --------------------------------------------------------------------------------------------------------- */

static char *request(const char *what, const char *body)
{
	size_t n = strlen(what) + strlen(body) + 256;
	char *s = room(n, 1), method[8], path[200];
	if (sscanf(what, "%7s %199s", method, path) != 2) {
		fprintf(stderr, "%s: no request\n", what);
		exit(2);
	}
	if (strcmp(method, "POST") == 0)
		snprintf(s, n, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
			 path, strlen(body), body);
	else
		snprintf(s, n, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
	return s;
}

static struct kind *new_kind(void)
{
	if (n_kinds == KINDS) {
		fprintf(stderr, "more than %d requests\n", (int)KINDS);
		exit(2);
	}
	struct kind *k = &kind[n_kinds++];
	for (int w = 0; w < WORLDS; w++)
		k->ns[w] = room((size_t)o.starts * (size_t)each, sizeof(uint32_t));
	return k;
}

/* The first request of a state once more, for the control. */
static void read_requests(void)
{
	char line[1024], *at, *part[5];
	FILE *f = fopen(o.requests, "r");
	if (!f)
		die(o.requests);
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		at = line;
		for (int i = 0; i < 5; i++)
			part[i] = at ? strsep(&at, "|") : line + strlen(line);
		bool fresh = n_kinds == 0 || strcmp(part[0], kind[n_kinds - 1].state) != 0;
		for (int late = fresh; late >= 0; late--) {
			struct kind *k = new_kind();
			snprintf(k->state, sizeof(k->state), "%s", part[0]);
			snprintf(k->name, sizeof(k->name), "%s", part[1]);
			k->feed = strncmp(part[2], "FEED ", 5) == 0;
			k->late = late;
			for (int w = 0; w < WORLDS; w++)
				k->ask[w] = request(part[2], w == TWO ? part[4] : part[3]);
		}
	}
	fclose(f);
}

static void read_options(int argc, char **argv)
{
	const struct {
		const char *name;
		int *n;
		const char **s;
	} all[] = { { "--samples", &o.samples, NULL }, { "--starts", &o.starts, NULL }, { "--late", &o.late, NULL }, { "--seed", &o.seed, NULL },
		    { "--start", NULL, &o.start }, { "--requests", NULL, &o.requests } };
	for (int i = 1; i < argc; i += 2) {
		size_t k = 0;
		while (k < sizeof(all) / sizeof(all[0]) && strcmp(argv[i], all[k].name) != 0)
			k++;
		if (k == sizeof(all) / sizeof(all[0]) || i + 1 == argc) {
			fprintf(stderr, "%s is no option, or has no value\n", argv[i]);
			exit(2);
		}
		if (all[k].n)
			*all[k].n = atoi(argv[i + 1]);
		else
			*all[k].s = argv[i + 1];
	}
}

int main(int argc, char **argv)
{
	read_options(argc, argv);
	if (!o.start || !o.requests || o.starts < 2 || o.samples < 10 * o.starts) {
		fprintf(stderr, "say --start and --requests; at least 2 starts, and 10 samples in each\n");
		return 2;
	}
	each = (o.samples + o.starts - 1) / o.starts;
	rng = rng_new((uint64_t)o.seed);
	read_requests();
	run();
	printf("%d answers of each world to each request, %d in each of %d starts.  Medians in µs; diff, and the delay that shows, in ns\n", each * o.starts, each, o.starts);
	int leaks = tell("the two worlds", TWO, false);
	int twins = tell("control: the first world and its copy", TWIN, false);
	int late = tell("control: the second world's answers held back", TWO, true), states = 0;
	for (int i = 0; i < n_kinds; i++)
		states += kind[i].late;
	printf("\n%s; controls: the copy %s, what was held back by %d µs was %s\n", leaks ? "THE TIMES DIFFER" : "no difference between the worlds",
	       twins ? "DIFFERS" : "does not differ", o.late, late == states ? "found" : "NOT FOUND");
	return twins || late != states ? 2 : leaks ? 1 : 0;
}
