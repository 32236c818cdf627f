/* A hall under load: jurors who cast ballots at a steady rate, and screens that follow the stage.  One process, one epoll loop,
 * its own addresses on the loopback.  Latencies are measured from the moment at which a request was due, so that a server that
 * stalls is not spared; every ballot is repeated until it is acknowledged, and what was acknowledged last for each code is
 * written out, to be compared with the count.
 *
 *   hall --port P --codes FILE --slots N --rate R --seconds S [--screens N --feed PATH --cue COMMAND --every S] [--log FILE]
 *        [--restart COMMAND --times N] */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CODES_MAX = 2000, CODE_LEN = 32, EVENTS = 512, IN = 4096, OUT = 4096, ADDRESSES = 64 };

struct peer {
	int fd, no;
	bool screen, busy;             /* busy: waits for an answer */
	double due, again;             /* when the ballot was due, or a screen's line broke; when to try once more */
	int grade;                     /* of the ballot under way */
	unsigned events;               /* a screen's */
	size_t in, out, sent, need;
	char buf[IN], req[OUT];
};

static struct {
	int port, slots, rate, seconds, screens, every, times;
	const char *codes, *feed, *cue, *log, *restart;
} o = { .slots = 7, .rate = 500, .seconds = 30, .every = 5 };

static char code[CODES_MAX][CODE_LEN + 1];
static int n_codes, last[CODES_MAX];   /* the grade acknowledged last, −1 for none */
static struct peer *juror, *screen;
static int ep, n_jurors;
static double *ack, *shown, *back;     /* receipts; screens that show a cue; screens that show the state again after a broken line */
static size_t n_ack, n_shown, n_back, room_ack, room_shown, room_back;
static long retried, refused, lost_screens;
static volatile double cued;           /* when the last cue was sent; 0 before the first */
static volatile int cues;
static const char *const grades[] = { "%E5%A5%BD", "%E8%BE%83%E5%A5%BD", "%E4%B8%80%E8%88%AC", "%E8%BE%83%E5%B7%AE" };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void push(double **all, size_t *n, size_t *room, double v)
{
	if (*n == *room) {
		*room = *room ? *room * 2 : 65536;
		*all = realloc(*all, *room * sizeof(**all));
		if (!*all)
			die("memory");
	}
	(*all)[(*n)++] = v;
}

/* ---- connections ------------------------------------------------------------------------------------------------ */

static void hang_up(struct peer *p, double wait)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	p->in = 0;
	p->again = now() + wait;
}

static void call(struct peer *p)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)o.port), .sin_addr.s_addr = htonl(0x7f000001) };
	struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + (unsigned)p->no % ADDRESSES) };
	int one = 1;
	p->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd < 0)
		die("socket");
	setsockopt(p->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (bind(p->fd, (struct sockaddr *)&from, sizeof(from)) != 0)
		die("bind");
	if (connect(p->fd, (struct sockaddr *)&to, sizeof(to)) != 0 && errno != EINPROGRESS) {
		hang_up(p, 0.2);
		return;
	}
	struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = p };
	if (epoll_ctl(ep, EPOLL_CTL_ADD, p->fd, &e) != 0)
		die("epoll_ctl");
	p->in = p->sent = p->out = 0;
	p->again = 0;
}

static void flush(struct peer *p)
{
	while (p->fd >= 0 && p->sent < p->out) {
		ssize_t n = send(p->fd, p->req + p->sent, p->out - p->sent, MSG_NOSIGNAL);
		if (n <= 0) {
			if (n < 0 && errno != EAGAIN)
				hang_up(p, 0.1);
			return;
		}
		p->sent += (size_t)n;
	}
}

static void write_ballot(struct peer *p)
{
	char body[1024];
	size_t n = 0;
	for (int i = 1; i <= o.slots; i++)
		n += (size_t)snprintf(body + n, sizeof(body) - n, "%sa%d=%s", i > 1 ? "&" : "", i, grades[i == 1 ? p->grade : 2]);
	p->out = (size_t)snprintf(p->req, sizeof(p->req),
				  "POST /v/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
				  code[p->no], o.port, n, body);
	p->sent = p->in = p->need = 0;
}

static void write_follow(struct peer *p)
{
	p->out = (size_t)snprintf(p->req, sizeof(p->req), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n", o.feed, o.port);
	p->sent = p->in = p->need = 0;
	p->events = 0;
}

/* ---- what comes back ---------------------------------------------------------------------------------------------- */

static void answered(struct peer *p)
{
	if (strncmp(p->buf, "HTTP/1.1 200", 12) == 0) {
		push(&ack, &n_ack, &room_ack, now() - p->due);
		last[p->no] = p->grade;
		p->busy = false;
	} else {
		refused++;
		p->again = now() + 0.2; /* the same ballot once more */
	}
	p->in = p->need = 0;
}

static void juror_reads(struct peer *p)
{
	for (;;) {
		ssize_t n = recv(p->fd, p->buf + p->in, sizeof(p->buf) - 1 - p->in, 0);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			if (p->busy)
				retried++;
			hang_up(p, 0.1 + (double)(p->no % 10) / 50);
			return;
		}
		p->in += (size_t)n;
		p->buf[p->in] = 0;
		if (!p->need) {
			char *end = strstr(p->buf, "\r\n\r\n"), *len = strcasestr(p->buf, "content-length:");
			if (!end || !len)
				continue;
			p->need = (size_t)(end + 4 - p->buf) + (size_t)atol(len + 15);
		}
		/* Only the head is looked at; the body is counted and dropped. */
		if (p->in >= p->need) {
			answered(p);
			return;
		}
		if (p->in > sizeof(p->buf) / 2) {
			size_t keep = 256;
			p->need -= p->in - keep;
			p->in = keep;
		}
	}
}

static void screen_reads(struct peer *p)
{
	static char chunk[65536];
	for (;;) {
		ssize_t n = recv(p->fd, chunk, sizeof(chunk), 0);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			if (p->events > 0) {
				lost_screens++;
				p->due = now();
			}
			p->events = 0;
			hang_up(p, 0.2 + (double)(p->no % 100) / 50);
			return;
		}
		for (ssize_t i = 0; i < n; i++) {
			if (chunk[i] == '\r')
				continue;
			if (chunk[i] != '\n') {
				p->need |= p->in == 0 && chunk[i] == 'd'; /* a line of data, not the stream's own beat */
				p->in++;
				continue;
			}
			/* an empty line ends an event; the first one says the present state, on joining */
			if (p->in == 0 && p->need && p->events++ > 0 && cued > 0)
				push(&shown, &n_shown, &room_shown, now() - cued);
			else if (p->in == 0 && p->need && p->due > 0)
				push(&back, &n_back, &room_back, now() - p->due);
			p->need = p->in == 0 ? 0 : p->need;
			p->in = 0;
		}
	}
}

/* ---- the run --------------------------------------------------------------------------------------------------------- */

static void *cue_all(void *arg)
{
	(void)arg;
	for (;;) {
		sleep((unsigned)o.every);
		cued = now();
		cues++;
		if (system(o.cue) != 0)
			fprintf(stderr, "the cue was refused\n");
	}
	return NULL;
}

static void *restart_all(void *arg)
{
	(void)arg;
	for (int i = 0; i < o.times; i++) {
		usleep((useconds_t)(1e6 * o.seconds / (o.times + 1)));
		if (system(o.restart) != 0)
			fprintf(stderr, "the server was not started again\n");
	}
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void tell(const char *what, double *all, size_t n)
{
	if (!n) {
		printf("%-8s none\n", what);
		return;
	}
	qsort(all, n, sizeof(*all), by_value);
	printf("%-8s %zu  median %.1f ms  p99 %.1f ms  most %.1f ms\n", what, n, 1e3 * all[n / 2], 1e3 * all[n * 99 / 100], 1e3 * all[n - 1]);
}

static void drive(struct peer *p)
{
	if (p->fd < 0 && now() >= p->again) {
		call(p);
		if (p->screen)
			write_follow(p);
		else if (p->busy)
			write_ballot(p);
	} else if (p->fd >= 0 && !p->screen && p->busy && p->out == p->sent && p->in == 0 && p->again > 0 && now() >= p->again) {
		p->again = 0;
		write_ballot(p);
		flush(p);
	}
}

static void poll_once(int ms)
{
	struct epoll_event e[EVENTS];
	int n = epoll_wait(ep, e, EVENTS, ms);
	for (int i = 0; i < n; i++) {
		struct peer *p = e[i].data.ptr;
		if (p->fd < 0)
			continue;
		if (e[i].events & EPOLLOUT)
			flush(p);
		if (p->fd >= 0 && (e[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
			p->screen ? screen_reads(p) : juror_reads(p);
	}
}

/* Ballots are due at a steady rate; a juror whose last one is under way passes the turn on. */
static void cast_due(double start, long *ret_cast, bool more)
{
	static int next;
	double t = now();
	while (more && *ret_cast < (long)((t - start) * o.rate)) {
		struct peer *p = NULL;
		for (int k = 0; k < n_jurors && !p; k++) {
			next = (next + 1) % n_jurors;
			if (!juror[next].busy && juror[next].fd >= 0)
				p = &juror[next];
		}
		if (!p)
			return;
		p->busy = true;
		p->due = start + (double)*ret_cast / o.rate;
		p->grade = (int)((*ret_cast / n_jurors * 3 + *ret_cast) % 4); /* another one each time round */
		p->again = 0;
		++*ret_cast;
		write_ballot(p);
		flush(p);
	}
}

static bool waits(void)
{
	for (int i = 0; i < n_jurors; i++)
		if (juror[i].busy)
			return true;
	return false;
}

static void run(void)
{
	long cast = 0;
	pthread_t t;
	for (int i = 0; i < n_jurors; i++)
		drive(&juror[i]);
	for (int i = 0; i < o.screens; i++) {
		drive(&screen[i]);
		if (i % 64 == 63)
			poll_once(5);
	}
	for (double until = now() + 5; now() < until;)
		poll_once(20);
	if (o.cue && pthread_create(&t, NULL, cue_all, NULL) != 0)
		die("thread");
	if (o.restart && pthread_create(&t, NULL, restart_all, NULL) != 0)
		die("thread");
	for (double start = now(), end = start + o.seconds; now() < end || (waits() && now() < end + 60);) {
		cast_due(start, &cast, now() < end);
		poll_once(2);
		for (int i = 0; i < n_jurors; i++)
			drive(&juror[i]);
		for (int i = 0; i < o.screens; i++)
			if (screen[i].fd < 0)
				drive(&screen[i]);
	}
	int here = 0;
	for (int i = 0; i < o.screens; i++)
		here += screen[i].fd >= 0 && screen[i].events > 0;
	tell("ballots", ack, n_ack);
	printf("         %.0f a second asked, %ld cast, %ld sent again after a broken line, %ld refused, %s\n", (double)o.rate, cast, retried, refused,
	       waits() ? "SOME NEVER ACKNOWLEDGED" : "all acknowledged");
	tell("screens", shown, n_shown);
	if (lost_screens)
		tell("reopened", back, n_back);
	printf("         %d of %d follow, %ld lines broken, %d cues\n", here, o.screens, lost_screens, cues);
}

static void read_codes(void)
{
	FILE *f = fopen(o.codes, "r");
	if (!f)
		die(o.codes);
	while (n_codes < CODES_MAX && fscanf(f, "%32s", code[n_codes]) == 1)
		last[n_codes++] = -1;
	fclose(f);
}

static void read_options(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		struct {
			const char *name;
			int *n;
			const char **s;
		} all[] = { { "--port", &o.port, NULL }, { "--slots", &o.slots, NULL }, { "--rate", &o.rate, NULL }, { "--seconds", &o.seconds, NULL },
			    { "--screens", &o.screens, NULL }, { "--every", &o.every, NULL }, { "--times", &o.times, NULL }, { "--codes", NULL, &o.codes },
			    { "--feed", NULL, &o.feed }, { "--cue", NULL, &o.cue }, { "--log", NULL, &o.log }, { "--restart", NULL, &o.restart } };
		size_t k = 0;
		while (k < sizeof(all) / sizeof(all[0]) && strcmp(argv[i], all[k].name) != 0)
			k++;
		if (k == sizeof(all) / sizeof(all[0])) {
			fprintf(stderr, "%s is no option\n", argv[i]);
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
	struct rlimit r;
	read_options(argc, argv);
	if (!o.port || !o.codes) {
		fprintf(stderr, "say at least --port and --codes\n");
		return 2;
	}
	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
	read_codes();
	n_jurors = n_codes;
	juror = calloc((size_t)n_jurors + 1, sizeof(*juror));
	screen = calloc((size_t)o.screens + 1, sizeof(*screen));
	ep = epoll_create1(EPOLL_CLOEXEC);
	if (!juror || !screen || ep < 0)
		die("start");
	for (int i = 0; i < n_jurors; i++)
		juror[i] = (struct peer){ .fd = -1, .no = i };
	for (int i = 0; i < o.screens; i++)
		screen[i] = (struct peer){ .fd = -1, .no = i, .screen = true };
	run();
	FILE *f = o.log ? fopen(o.log, "w") : NULL;
	long n[4] = { 0 };
	for (int i = 0; i < n_codes; i++)
		if (last[i] >= 0)
			n[last[i]]++;
	if (f) {
		fprintf(f, "%ld %ld %ld %ld\n", n[0], n[1], n[2], n[3]);
		fclose(f);
	}
	return waits() ? 1 : 0;
}
