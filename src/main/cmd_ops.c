/* Commands of the machine room: backup, restore, doctor, erase, and who signs in. */
#include "main/cmd.h"

#include "app/door/web.h"
#include "core/workdays.h"
#include "jobs/backup.h"
#include "main/serve.h"
#include "store/erasures.h"
#include "store/verify.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

static void print_backup(struct cli *c, const struct backup_info *i, const char *path)
{
	struct js *o = js_obj(c->cx.a);
	js_set_sv(c->cx.a, o, "path", sv_of(path));
	js_set_int(c->cx.a, o, "acts", i->acts);
	js_set_int(c->cx.a, o, "files", i->files);
	js_set_int(c->cx.a, o, "bytes", i->bytes);
	js_set_sv(c->cx.a, o, "root", i->root);
	if (c->json)
		cli_print(c, o);
}

enum rc cmd_backup(struct cli *c)
{
	static const char *const known[] = { "to", "check", NULL };
	struct backup_info i;
	TRY(cli_known(c, known));
	if (cli_option(c, "check").p) {
		const char *from = arena_cstr(c->cx.a, cli_option(c, "check"));
		TRY(backup_check(&c->cx, from, &i));
		print_backup(c, &i, from);
		cli_say(c, N_("%s is whole: %lld acts, %lld files, root %.*s."), from, (long long)i.acts, (long long)i.files, SV_ARG(i.root));
		return RC_OK;
	}
	if (!cli_option(c, "to").n)
		return fail(&c->cx, RC_USAGE, "backup.to", N_("Say where to: --to FOLDER, one that does not exist yet."));
	const char *to = arena_cstr(c->cx.a, cli_option(c, "to"));
	enum rc rc = cli_own(c);
	if (rc == RC_BUSY) { /* a server holds the folder: it makes the copy */
		ctx_forget(&c->cx);
		rc = socket_backup(&c->cx, c->data, to, &i);
		if (rc == RC_NOT_FOUND && !c->cx.faults)
			rc = fail(&c->cx, RC_BUSY, "store.owned", N_("%s is in use: stop the `bixue serve` or `bixue demo` that serves it, or try again later."), c->data);
	} else if (rc == RC_OK) {
		rc = backup_make(&c->cx, c->store, to, &i);
	}
	if (rc != RC_OK)
		return rc;
	print_backup(c, &i, to);
	cli_say(c, N_("%s holds %lld acts and %lld files, root %.*s. Back up the keys folder apart from it."), to, (long long)i.acts,
		(long long)i.files, SV_ARG(i.root));
	return RC_OK;
}

enum rc cmd_restore(struct cli *c)
{
	static const char *const known[] = { NULL };
	struct backup_info i;
	int64_t erased;
	TRY(cli_known(c, known));
	if (c->n_words != 2)
		return fail(&c->cx, RC_USAGE, "restore.from", N_("Name the backup: bixue restore FOLDER --data NEW_FOLDER"));
	const char *from = arena_cstr(c->cx.a, c->words[1]);
	const char *keys = c->keys ? c->keys : arena_printf(c->cx.a, "%s.keys", c->data).p;
	if (access(keys, F_OK) != 0)
		return fail(&c->cx, RC_NOT_FOUND, "restore.keys",
			    N_("The keys folder %s is not there. Restore it from its own backup first, or name it with --keys."), keys);
	TRY(backup_restore(&c->cx, from, c->data, keys, &i, &erased));
	TRY(cli_own(c)); /* opens it once: what the list of erasures took out is taken out of the tables too */
	print_backup(c, &i, c->data);
	cli_say(c, N_("%s was restored: %lld acts, %lld files; %lld payloads that had been erased were erased again. Run `bixue verify` with the same --data and --keys."),
		c->data, (long long)i.acts, (long long)i.files, (long long)erased);
	return RC_OK;
}

/* ---- doctor ------------------------------------------------------------------------------------------------- */

struct checkup {
	struct cli *c;
	struct js *list;
	bool bad;
};

static void found(struct checkup *k, bool ok, const char *what, struct sv text)
{
	static const char *const words[][2] = { { "data", N_("Data folder") }, { "disk", N_("Disk") }, { "keys", N_("Keys, kept apart") },
						{ "calendar", N_("Working days") }, { "store", N_("Store") } };
	struct arena *a = k->c->cx.a;
	const char *word = what;
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i][0], what) == 0)
			word = words[i][1];
	struct js *o = js_push(k->list, js_obj(a));
	js_set_sv(a, o, "check", sv_of(what));
	js_set_bool(a, o, "ok", ok);
	js_set_sv(a, o, "text", text);
	k->bad |= !ok;
	if (!k->c->json)
		printf("%s %s: %.*s\n", ok ? "✔" : "✘", tr(k->c->cx.lang, word), SV_ARG(text));
}

static void check_folder(struct checkup *k)
{
	struct cli *c = k->c;
	struct stat st;
	struct statvfs fs;
	if (stat(c->data, &st) != 0) {
		found(k, false, "data", arena_printf(c->cx.a, tr(c->cx.lang, N_("%s is not there: %s.")), c->data, strerror(errno)));
		return;
	}
	found(k, (st.st_mode & 077) == 0, "data", (st.st_mode & 077) == 0 ? sv_of(c->data) :
	      arena_printf(c->cx.a, tr(c->cx.lang, N_("Others on this machine can read %s; chmod 700 it.")), c->data));
	if (statvfs(c->data, &fs) == 0) {
		int64_t free_mb = (int64_t)(fs.f_bavail * fs.f_frsize >> 20);
		found(k, free_mb > 500, "disk", arena_printf(c->cx.a, tr(c->cx.lang, N_("%lld MB are free.")), (long long)free_mb));
	}
	const char *keys = c->keys ? c->keys : arena_printf(c->cx.a, "%s.keys", c->data).p;
	bool there = stat(keys, &st) == 0;
	found(k, there && (st.st_mode & 077) == 0, "keys", !there ?
	      arena_printf(c->cx.a, tr(c->cx.lang, N_("The keys folder %s is not there.")), keys) : sv_of(keys));
}

static void check_calendar(struct checkup *k)
{
	struct cli *c = k->c;
	struct calendar_table t = workdays_shipped(c->cx.a);
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int year = civil_of_day(day_of_instant((int64_t)now.tv_sec * 1000)).year;
	bool has = false;
	for (size_t i = 0; i < t.year_n; i++)
		has |= t.years[i] == year;
	found(k, has, "calendar", arena_printf(c->cx.a, tr(c->cx.lang, has ? N_("The working days of %d are known.") :
		N_("The working days of %d are not known; import the official table. Deadlines in that year are flagged.")), year));
}

enum rc cmd_doctor(struct cli *c)
{
	static const char *const known[] = { NULL };
	TRY(cli_known(c, known));
	struct checkup k = { .c = c, .list = js_arr(c->cx.a) };
	check_folder(&k);
	check_calendar(&k);
	struct ctx cx = c->cx;
	ctx_forget(&cx);
	struct db *db;
	enum rc rc = store_reader_at(&cx, c->data, &db);
	struct sv pages = SV("");
	if (rc == RC_OK) {
		rc = db_integrity(&cx, db, &pages);
		db_close(db);
	}
	found(&k, rc == RC_OK, "store", rc == RC_OK ? sv_of(tr(c->cx.lang, N_("in order"))) : cx.faults ? cx.faults->text : pages);
	if (c->json)
		cli_print(c, k.list);
	return k.bad ? RC_CHECK : RC_OK;
}

/* ---- erase --------------------------------------------------------------------------------------------------- */

enum rc cmd_erase(struct cli *c)
{
	static const char *const known[] = { "reason", "basis-doc", NULL };
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "erase.what", N_("bixue erase payload SEQ, or bixue erase fact REF, with --reason and --basis-doc."));
	struct js *f = js_obj(c->cx.a);
	struct act_request rq = { .fields = f };
	struct act_answer r;
	js_set_sv(c->cx.a, f, "reason", cli_option(c, "reason"));
	js_set_sv(c->cx.a, f, "basis_doc", cli_option(c, "basis-doc"));
	if (sv_is(c->words[1], "payload")) {
		rq.act = SV("instance.erase");
		js_set_sv(c->cx.a, f, "seq", c->words[2]);
	} else {
		rq.act = SV("instance.forget");
		js_set_sv(c->cx.a, f, "ref", field_is_ref(c->words[2]) ? sv_upto(sv_from(c->words[2], 2), 32) : c->words[2]);
	}
	TRY(cli_stand(c));
	TRY(cli_actor(c, &rq.actor));
	struct journal_row *first;
	size_t n;
	TRY(journal_read(&c->cx, c->reader, 0, 1, &first, &n));
	rq.subject = n ? first[0].subject : 0;
	TRY(c->store ? store_erase_act(&c->cx, c->store, &rq, &r) : socket_erase(&c->cx, c->data, &rq, &r));
	cli_say(c, N_("Erased. Row %lld of the journal says so; the tree still verifies."), (long long)r.seq);
	return RC_OK;
}

/* ---- passwords ------------------------------------------------------------------------------------------------ */

static enum rc password_here(struct cli *c, int64_t post, struct sv password)
{
	struct web_options o = { .store = c->store };
	struct web *w;
	TRY(web_new(&c->cx, &o, &w));
	enum rc rc = set_password(w, &c->cx, post, password, SV_NONE);
	web_free(w);
	return rc;
}

/* From standard input, never from the command line or the environment. */
enum rc cmd_person_password(struct cli *c)
{
	static const char *const known[] = { NULL };
	char line[256];
	struct post p;
	TRY(cli_known(c, known));
	if (c->n_words != 3)
		return fail(&c->cx, RC_USAGE, "cli.subject", N_("Say which one: bixue %.*s %.*s WHICH …"), SV_ARG(c->words[0]), SV_ARG(c->words[1]));
	TRY(cli_stand(c));
	TRY(post_by_login(&c->cx, c->reader, c->words[2], &p));
	if (!fgets(line, sizeof(line), stdin))
		return fail(&c->cx, RC_USAGE, "password.stdin", N_("Give the password on standard input, on one line."));
	struct sv password = sv_trim(sv_of(line));
	enum rc rc = c->store ? password_here(c, p.id, password) : socket_password(&c->cx, c->data, p.id, password);
	explicit_bzero(line, sizeof(line));
	if (rc == RC_OK)
		cli_say(c, N_("%.*s can sign in now."), SV_ARG(p.login));
	return rc;
}
