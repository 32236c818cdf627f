/* `bixue serve`: store, reactions, the folder's socket and the web door in one process. */
#include "main/serve.h"

#include "main/cmd.h"
#include "main/near.h"

#include "app/door/web.h"
#include "base/bug.h"
#include "jobs/broken.h"
#include "jobs/reactor.h"
#include "jobs/screens.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { SCREENS_MAX = 50000 };

/* ---- serving --------------------------------------------------------------------------------------------------- */

/* When no post has a password yet, the first ones get their set-up links here, once. */
static enum rc print_setup(struct cli *c, struct web *w, const char *base)
{
	struct view_in in = { .limit = 1000, .scope = { .all = true } };
	const struct view_def *list = registry_view(&nouns, SV("person.list"), NULL);
	struct js *rows = js_arr(c->cx.a);
	struct sv after;
	in.def = list;
	TRY(list->query(&c->cx, c->reader, &in, rows, &after));
	for (const struct js *r = rows->first; r; r = r->next) {
		struct post p;
		TRY(post_get(&c->cx, c->reader, js_get_int(r, "id", 0), &p));
		if (p.password.p)
			return RC_OK;
	}
	for (const struct js *r = rows->first; r; r = r->next) {
		struct sv roles = js_get_sv(r, "roles"), token;
		if (!js_get_sv(r, "login").n || !(sv_has(roles, SV("sysadmin")) || sv_has(roles, SV("secadmin")) || sv_has(roles, SV("auditadmin"))))
			continue;
		TRY(setup_new(w, &c->cx, (struct actor){ .via = VIA_SYSTEM }, js_get_int(r, "id", 0), &token));
		cli_say(c, N_("First sign-in of %.*s (once, within a day): %s/setup/%.*s"), SV_ARG(js_get_sv(r, "login")), base, SV_ARG(token));
	}
	if (rows->n == 0)
		cli_say(c, N_("There are no posts yet: make them with `bixue unit import` and `bixue person add --as system`."));
	return RC_OK;
}

struct router_parts {
	struct http_route rows[256];
	size_t n;
};

static void add_routes(struct router_parts *p, const struct http_route *rows, size_t n)
{
	if (p->n + n > COUNT(p->rows))
		BUG("more than %zu routes", COUNT(p->rows));
	memcpy(p->rows + p->n, rows, n * sizeof(*rows));
	p->n += n;
}

static bool on_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 || strcmp(address, "localhost") == 0;
}

/* A hall may have thousands of screens behind one address: as many lines, and the files that they take of this process. */
static enum rc room_for(struct cli *c, struct http_config *cfg)
{
	struct sv text = cli_option(c, "screens");
	int64_t n = 0;
	struct rlimit r;
	if (!text.p)
		return RC_OK;
	if (!sv_int(text, &n) || n < 1 || n > SCREENS_MAX)
		return fail(&c->cx, RC_USAGE, "serve.screens", N_("--screens takes a number from 1 to %d."), SCREENS_MAX);
	cfg->streams = (unsigned)n;
	cfg->connections += (unsigned)n;
	cfg->per_ip += (unsigned)n;
	rlim_t want = cfg->connections + 512;
	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || (r.rlim_max != RLIM_INFINITY && r.rlim_max < want))
		return fail(&c->cx, RC_FAILED, "serve.files", N_("So many screens take %llu open files, and this system allows %llu: raise LimitNOFILE of the service, or ulimit -n."),
			    (unsigned long long)want, (unsigned long long)r.rlim_max);
	if (r.rlim_cur < want) {
		r.rlim_cur = want;
		if (setrlimit(RLIMIT_NOFILE, &r) != 0)
			return fail(&c->cx, RC_FAILED, "serve.files_set", N_("The system does not give this program more open files; try with fewer --screens."));
	}
	return RC_OK;
}

static enum rc run(struct cli *c, struct web *w, struct router_parts *parts, const char *address, uint16_t port)
{
	struct http_config cfg;
	struct http_server *server;
	http_config_init(&cfg);
	struct sv spool = arena_printf(c->cx.a, "%s/spool", c->data);
	cfg.address = address;
	cfg.port = port;
	cfg.spool = spool.p;
	cfg.user = router_new(c->cx.a, parts->rows, parts->n, w, door_refuse);
	cfg.head = router_head;
	cfg.handle = router_handle;
	cfg.app = w;
	/* Who names the address that people use has a proxy before it, on this machine: what that says of a visitor's
	 * address and of TLS is believed, of nobody else. */
	static const struct sv here[] = { { "127.0.0.1", 9 }, { "::1", 3 } };
	if (w->o.base.n) {
		cfg.proxies = here;
		cfg.proxy_count = COUNT(here);
	}
	cfg.refuse = door_refuse;
	TRY(room_for(c, &cfg));
	/* The signals are waited for below; the server's threads inherit the mask. */
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	TRY(server_start(&c->cx, &cfg, &server));
	struct sv own = arena_printf(c->cx.a, "http://%s:%u", address, (unsigned)server_port(server));
	struct sv base = w->o.base.n ? w->o.base : own;
	cli_say(c, N_("Serving %s at %.*s"), c->data, SV_ARG(own));
	if (!on_loopback(address))
		fprintf(stderr, "bixue: %s\n", tr(c->cx.lang,
			N_("This is plain HTTP on the network: passwords and sessions can be read on their way. Better let it listen on 127.0.0.1 behind a proxy that speaks TLS, with --public https://HOST (docs/running.md).")));
	if (w->o.demo_token.p)
		cli_say(c, N_("Enter as any post, until this program ends: %.*s/demo/%.*s"), SV_ARG(base), SV_ARG(w->o.demo_token));
	near_say(c, address, (unsigned)server_port(server), w->o.demo_token.p ? arena_printf(c->cx.a, "/demo/%.*s", SV_ARG(w->o.demo_token)).p : "");
	enum rc rc = w->o.demo_token.p ? RC_OK : print_setup(c, w, arena_cstr(c->cx.a, base));
	fflush(stdout);
	int sig = 0;
	if (rc == RC_OK)
		sigwait(&set, &sig);
	server_stop(server);
	return rc;
}

enum rc serve(struct cli *c, const char *address, uint16_t port, bool demo)
{
	struct reactor *reactor = NULL;
	struct socket_door *socket = NULL;
	struct screens *screens = NULL;
	struct web *w = NULL;
	struct sv snapshots = cli_option(c, "snapshots");
	struct router_parts *parts = NEW(c->cx.a, struct router_parts, 1);
	store_start_writer(c->store);
	enum rc rc = cli_read(c);
	/* What a crash cut off follows before the first act comes in. */
	if (rc == RC_OK)
		rc = cli_react(c);
	if (rc == RC_OK)
		rc = broken_imports(&c->cx, c->store, c->reader);
	if (rc == RC_OK)
		rc = reactor_start(&c->cx, c->store, reactions, n_reactions, &reactor);
	if (rc == RC_OK)
		rc = socket_start(&c->cx, c->store, reactor_wake, reactor, &socket);
	if (rc == RC_OK)
		rc = screens_start(&c->cx, c->store, snapshots.n ? arena_cstr(c->cx.a, snapshots) : NULL, &screens);
	struct web_options o = { .store = c->store, .after_act = reactor_wake, .after_arg = reactor, .base = cli_option(c, "public"),
				 .ops = api_tables, .n_ops = n_api_tables };
	if (demo && store_simulated(c->store))
		o.demo_token = token_new(c->cx.a);
	if (rc == RC_OK)
		rc = web_new(&c->cx, &o, &w);
	if (rc == RC_OK) {
		for (size_t i = 0; i < n_page_tables; i++)
			add_routes(parts, page_tables[i].rows, *page_tables[i].n);
		rc = run(c, w, parts, address, port);
	}
	socket_stop(socket);
	screens_stop(screens);
	reactor_stop(reactor);
	web_free(w);
	return rc;
}

/* --public: scheme and host alone, as people type it; links and QR codes begin with it. */
static enum rc public_address(struct cli *c)
{
	struct sv s = cli_option(c, "public");
	size_t host = sv_starts(s, SV("https://")) ? 8 : sv_starts(s, SV("http://")) ? 7 : 0;
	if (s.p && (!host || s.n == host || s.n > 200 || sv_find(s, SV("/"), host) != SIZE_MAX || sv_find(s, SV(" "), 0) != SIZE_MAX))
		return fail(&c->cx, RC_USAGE, "serve.public", N_("--public takes the address that people use, e.g. https://bixue.example, without a path."));
	return RC_OK;
}

enum rc cmd_serve(struct cli *c)
{
	static const char *const known[] = { "listen", "public", "screens", "snapshots", NULL };
	TRY(cli_known(c, known));
	TRY(public_address(c));
	struct sv listen = cli_option(c, "listen");
	const char *address = "127.0.0.1";
	int64_t port = 8420;
	if (listen.p) {
		size_t colon = sv_find(listen, SV(":"), 0);
		if (colon == SIZE_MAX || !sv_int(sv_from(listen, colon + 1), &port) || port < 0 || port > 65535)
			return fail(&c->cx, RC_USAGE, "serve.listen", N_("--listen takes ADDRESS:PORT, e.g. 127.0.0.1:8420."));
		address = arena_cstr(c->cx.a, sv_upto(listen, colon));
	}
	TRY(cli_own(c));
	return serve(c, address, (uint16_t)port, false);
}
