/* The ledger as the clerk sees it, with its conditions, as .xlsx. */
#include "app/desk/handlers.h"
#include "app/desk/ledger.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static enum rc send_sheet(struct visit *v, const struct ledger *l)
{
	int64_t rows;
	uint8_t random[8];
	random_bytes(random, sizeof(random));
	struct sv name = hex_text(v->cx.a, sv_make((char *)random, sizeof(random)));
	struct sv path = arena_printf(v->cx.a, "%s/spool/export-%.*s.xlsx", store_dir(web_store(v->web)), SV_ARG(name));
	struct sv day = fmt_day_long(v->cx.a, v->cx.lang, v->today), ledger = visit_say(v, N_("Ledger"));
	struct sv title = arena_printf(v->cx.a, "%.*s %.*s %.*s", SV_ARG(v->frame.office), SV_ARG(ledger), SV_ARG(day));
	/* In an arena of its own: a ledger is larger than a page. */
	struct arena big;
	struct ctx cx = v->cx;
	arena_init(&big, (size_t)1 << 30);
	ctx_forget(&cx);
	cx.a = &big;
	enum rc rc = matter_export(&cx, v->db, &l->scope, &l->filter, v->today, path.p, title, &rows);
	for (const struct fault *f = rc == RC_OK ? NULL : cx.faults; f; f = f->next)
		(void)fail(&v->cx, rc, f->id, "%.*s", SV_ARG(f->text));
	arena_release(&big);
	TRY(rc);
	int fd = open(path.p, O_RDONLY | O_CLOEXEC);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	unlink(path.p);
	if (size < 0)
		return fail(&v->cx, RC_FAILED, "export.file", N_("The file could not be written; the disk may be full."));
	struct sv file = arena_printf(v->cx.a, "%.*s-%.*s.xlsx", SV_ARG(ledger), SV_ARG(day_text(v->cx.a, v->today)));
	reply_file(v->rp, fd, size, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file, true);
	v->rp->cache = CACHE_NEVER;
	return RC_OK;
}

void page_ledger_xlsx(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct ledger l;
		enum rc rc = ledger_read(&v, &l);
		if (rc == RC_OK)
			rc = send_sheet(&v, &l);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}
