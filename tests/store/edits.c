/* Edits behind the program's back: random edits of rows (through SQL, with the triggers taken away) and of bytes
 * and pages of the three databases.  Every edit that changes content, or that damages a file, must be found by
 * verify (which replays the journal too) or refused at opening, and named.  Each trial runs in a child, so that
 * a crash of the program counts as a miss.
 *
 *	edits [ROWS [PAGES [SEED]]]      exit 1 when an edit was missed */
#include "world.h"

#include "main/wiring.h"

#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

enum { FILES = 3, PAGE = 4096, TABLES_MAX = 128, COLUMNS_MAX = 64 };
static const char *const file_names[FILES] = { "bixue.db", "secret.db", "keys.db" };

static const char *dir;
static struct { char *p; size_t n; char path[4200]; } files[FILES];

/* ---- the county ------------------------------------------------------------------------------------------- */

static void fill_units(struct ctx *cx, struct store *s, int64_t *towns, size_t n_towns, int64_t county)
{
	for (size_t t = 0; t < n_towns; t++) {
		towns[t] = world_unit(cx, s, arena_printf(cx->a, "5326%02zu", t).p, arena_printf(cx->a, "第%zu乡", t).p, "township", county);
		for (int v = 0; v < 8; v++)
			world_unit(cx, s, arena_printf(cx->a, "5326%02zu%02d", t, v).p, arena_printf(cx->a, "%zu乡%d村", t, v).p, "village", towns[t]);
	}
	int64_t force = world_unit(cx, s, "T1", "重点项目专班", "task_force", county);
	for (size_t t = 0; t < n_towns; t++) {
		world_act(cx, s, "unit.alias", towns[t], FIELDS("alias", arena_printf(cx->a, "老%zu", t).p, "since", "2020-01-01"));
		world_act(cx, s, "unit.peer", towns[t], FIELDS("peer_group", t % 2 ? "甲组" : "乙组"));
		world_act(cx, s, "unit.member", force, FIELDS("unit", world_no(cx->a, towns[t])));
		if (t % 3 == 0)
			world_act(cx, s, "unit.rename", towns[t], FIELDS("name", arena_printf(cx->a, "新%zu镇", t).p));
		if (t % 4 == 0)
			world_act(cx, s, "unit.order", towns[t], FIELDS("sort_no", "7"));
	}
	world_act(cx, s, "unit.move", towns[1], FIELDS("parent", world_no(cx->a, towns[0])));
	world_act(cx, s, "unit.close", towns[2], FIELDS("on", "2025-01-01", "reason", "撤并"));
}

static void fill_posts(struct ctx *cx, struct store *s, const int64_t *towns, size_t n_towns, int64_t county)
{
	static const char *const roles[] = { "clerk", "office_head", "leader", "unit_head", "liaison", "verifier" };
	int64_t sec = 0, chief = 0;
	for (size_t i = 0; i < 40; i++) {
		int64_t unit = i < 6 ? county : towns[i % n_towns];
		int64_t p = world_act(cx, s, "person.add", 0,
				      FIELDS("unit", world_no(cx->a, unit), "title", "科员", "holder", arena_printf(cx->a, "张%zu", i).p,
					     "login", arena_printf(cx->a, "p%zu", i).p,
					     "phone", i % 2 ? arena_printf(cx->a, "1390000%04zu", i).p : NULL));
		world_act(cx, s, "person.grant", p, FIELDS("role", i == 0 ? "secadmin" : roles[i % COUNT(roles)], "unit", world_no(cx->a, unit)));
		if (i == 0)
			sec = p;
		if (i == 1)
			chief = p;
		if (i % 5 == 1)
			world_act_as(cx, s, chief, "person.hand_over", p, FIELDS("holder", "李四", "phone", "13800000000"));
		if (i % 3 == 0) {
			struct sv totp = SV_NONE;
			if (i % 2 && secret_put(cx, store_secrets(s), SV("JBSWY3DPEHPK3PXP"), &totp) != RC_OK)
				world_die(cx, "totp");
			world_password(cx, s, p, arena_printf(cx->a, "$argon2id$v=19$m=1,t=1,p=1$c2FsdHNhbHQ$%zu", i).p, totp);
		}
		if (i % 12 == 6)
			world_password(cx, s, p, arena_printf(cx->a, "$argon2id$v=19$m=1,t=1,p=1$c2Vjb25k$%zu", i).p, SV_NONE);
		if (i % 10 == 7)
			world_act_as(cx, s, sec, "person.disable", p, FIELDS("reason", "调离"));
		struct sv note;
		if (i % 10 == 9 && store_checkpoint(cx, s, &note) != RC_OK)
			world_die(cx, "checkpoint");
	}
}

/* One payload and one sealed fact are erased, lawfully. */
static void erase_some(struct ctx *cx, struct store *s)
{
	struct db *db;
	struct journal_row *rows;
	size_t n;
	struct act_answer r;
	struct post sec;
	if (store_reader(cx, s, &db) != RC_OK || post_by_login(cx, db, SV("p0"), &sec) != RC_OK ||
	    journal_read(cx, db, 0, 1000, &rows, &n) != RC_OK)
		world_die(cx, "reader");
	struct actor a = { .post = sec.id, .via = VIA_CLI };
	bool payload = false, fact = false;
	for (size_t i = 0; i < n; i++) {
		struct act_request rq = { .actor = a, .subject = rows[0].subject };
		struct sv ref = js_get_sv(journal_facts(cx->a, &rows[i]), "phone");
		if (!payload && sv_is(rows[i].act, "unit.alias")) {
			rq.act = SV("instance.erase");
			rq.fields = world_fields(cx->a, FIELDS("seq", world_no(cx->a, rows[i].seq), "reason", "误录", "basis_doc", "甲督〔2026〕9号"));
			payload = true;
		} else if (!fact && field_is_ref(ref)) {
			rq.act = SV("instance.forget");
			rq.fields = world_fields(cx->a, FIELDS("ref", arena_cstr(cx->a, sv_upto(sv_from(ref, 2), 32)), "reason", "撤回", "basis_doc", "甲督〔2026〕9号"));
			fact = true;
		} else {
			continue;
		}
		if (store_erase_act(cx, s, &rq, &r) != RC_OK)
			world_die(cx, "erase");
	}
	db_close(db);
}

static void build(void)
{
	struct arena a;
	struct ctx cx;
	struct store *s;
	int64_t towns[14];
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	if (world_open(&cx, dir, &nouns, person_may, true, &s) != RC_OK)
		world_die(&cx, "open");
	int64_t county = world_unit(&cx, s, "530426", "甲县", "county", 0);
	fill_units(&cx, s, towns, COUNT(towns), county);
	fill_posts(&cx, s, towns, COUNT(towns), county);
	erase_some(&cx, s);
	store_close(s);
	arena_release(&a);
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static void read_files(void)
{
	for (int i = 0; i < FILES; i++) {
		snprintf(files[i].path, sizeof(files[i].path), "%s/%s", dir, file_names[i]);
		FILE *f = fopen(files[i].path, "rb");
		struct stat st;
		if (!f || fstat(fileno(f), &st) != 0 || !(files[i].p = malloc((size_t)st.st_size)))
			exit(1);
		files[i].n = (size_t)st.st_size;
		if (fread(files[i].p, 1, files[i].n, f) != files[i].n)
			exit(1);
		fclose(f);
	}
}

static void write_file(int i, const char *p, size_t n)
{
	FILE *f = fopen(files[i].path, "wb");
	if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0)
		exit(1);
}

static void restore_files(void)
{
	static const char *const tails[] = { "-wal", "-shm", "-journal" };
	char path[4300];
	for (int i = 0; i < FILES; i++) {
		write_file(i, files[i].p, files[i].n);
		for (size_t k = 0; k < COUNT(tails); k++) {
			snprintf(path, sizeof(path), "%s%s", files[i].path, tails[k]);
			unlink(path);
		}
	}
}

/* ---- what the files say, without our program -------------------------------------------------------------- */

/* May be lost, and is made anew: what is edited there is not content (the tree's edge is dropped at opening where
 * the last checkpoint says otherwise). */
static bool volatile_table(const char *name)
{
	return strcmp(name, "reader") == 0 || strcmp(name, "pending") == 0 || strcmp(name, "tree_edge") == 0;
}

/* A digest of the schema and of every row of every table that counts; false when it cannot all be read. */
static bool dump_file(int file, struct arena *a, struct digest *ret, bool *ret_sound)
{
	sqlite3 *h;
	sqlite3_stmt *t, *s;
	char uri[4400];
	struct hash_stream *hs = hash_start(a, HASH_SHA256);
	bool ok = true;
	snprintf(uri, sizeof(uri), "file:%s?immutable=1", files[file].path);
	*ret_sound = false;
	if (sqlite3_open_v2(uri, &h, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(h, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", -1, &t, NULL) != SQLITE_OK) {
		sqlite3_close(h);
		return false;
	}
	int code;
	while ((code = sqlite3_step(t)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(t, 1);
		for (int i = 0; i < 4; i++)
			hash_more(hs, sv_make(sqlite3_column_blob(t, i), (size_t)sqlite3_column_bytes(t, i)));
		if (strcmp((const char *)sqlite3_column_text(t, 0), "table") != 0 || volatile_table(name))
			continue;
		struct buf sql = buf_new(a, 4096);
		char count[200];
		snprintf(count, sizeof(count), "SELECT * FROM \"%s\"", name);
		if (sqlite3_prepare_v2(h, count, -1, &s, NULL) != SQLITE_OK) {
			ok = false;
			continue;
		}
		buf_printf(&sql, "%s ORDER BY 1", count);
		for (int i = 2; i <= sqlite3_column_count(s); i++)
			buf_printf(&sql, ", %d", i);
		sqlite3_finalize(s);
		ok = sqlite3_prepare_v2(h, sql.p, (int)sql.n, &s, NULL) == SQLITE_OK && ok;
		int row;
		while (s && (row = sqlite3_step(s)) == SQLITE_ROW)
			for (int i = 0; i < sqlite3_column_count(s); i++) {
				int type = sqlite3_column_type(s, i);
				struct sv v = sv_make(sqlite3_column_blob(s, i), (size_t)sqlite3_column_bytes(s, i));
				hash_more(hs, arena_printf(a, "%d:%zu:", type, v.n));
				hash_more(hs, v);
			}
		ok = s && row == SQLITE_DONE && ok;
		sqlite3_finalize(s);
	}
	ok = code == SQLITE_DONE && ok;
	sqlite3_finalize(t);
	if (ok && sqlite3_prepare_v2(h, "PRAGMA integrity_check(1)", -1, &t, NULL) == SQLITE_OK) {
		*ret_sound = sqlite3_step(t) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(t, 0), "ok") == 0;
		sqlite3_finalize(t);
	}
	sqlite3_close(h);
	*ret = hash_end(hs);
	return ok;
}

static struct digest clean[FILES];

/* Did the edit change content, or damage the file? */
static enum { UNUSED_BYTES, CONTENT, DAMAGE } judge(int file)
{
	struct arena a;
	struct digest d;
	bool sound;
	arena_init(&a, (size_t)1 << 30);
	bool whole = dump_file(file, &a, &d, &sound);
	arena_release(&a);
	if (whole && sound && digest_eq(&d, &clean[file]))
		return UNUSED_BYTES;
	return whole && !digest_eq(&d, &clean[file]) ? CONTENT : DAMAGE;
}

/* ---- our program's answer, in a child --------------------------------------------------------------------- */

enum verdict { MISSED, FOUND, REFUSED, CRASHED };

struct shared {
	char where[256], text[256];  /* of the first finding, or the fault at opening */
	char all[4096];              /* where of all findings, each ended by a line */
	size_t n;
};
static struct shared *shared;

static void child(void)
{
	alarm(60); /* going round for ever is a miss too */
	struct arena a;
	struct ctx cx;
	struct store *s;
	struct report r;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	enum rc rc = world_open(&cx, dir, &nouns, person_may, false, &s);
	if (rc == RC_OK)
		rc = world_verify(&cx, s, person_may, &r);
	if (rc != RC_OK) {
		snprintf(shared->text, sizeof(shared->text), "%.*s", SV_ARG(cx.faults ? cx.faults->text :
			 arena_printf(&a, "%s without a word (%.*s)", rc_name(rc), SV_ARG(cx.trail))));
		_exit(cx.faults && cx.faults->text.n ? REFUSED : CRASHED);
	}
	shared->n = r.n;
	size_t at = 0;
	for (const struct finding *f = r.findings; f && at < sizeof(shared->all) - 300; f = f->next)
		at += (size_t)snprintf(shared->all + at, 280, "%.*s\n", SV_ARG(f->where));
	if (r.n) {
		snprintf(shared->where, sizeof(shared->where), "%.*s", SV_ARG(r.findings->where));
		snprintf(shared->text, sizeof(shared->text), "%.*s", SV_ARG(r.findings->text));
	}
	if (r.n == 0)
		store_close(s); /* what opening mended comes into the file */
	_exit(r.n ? FOUND : MISSED);
}

static enum verdict ask(void)
{
	int status;
	memset(shared, 0, sizeof(*shared));
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		child();
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		exit(1);
	if (!WIFEXITED(status)) {
		snprintf(shared->text, sizeof(shared->text), "ended by signal %d", WTERMSIG(status));
		return CRASHED;
	}
	return (enum verdict)WEXITSTATUS(status);
}

/* ---- edits of rows ---------------------------------------------------------------------------------------- */

struct table {
	int file;
	char name[64];
	int columns;
	char column[COLUMNS_MAX][64];
	char key[64];          /* of the row that was edited, as findings name it */
	int edits, found;
};
static struct table tables[TABLES_MAX];
static size_t n_tables;
static char edit_text[512];
static int last_file;

static void list_tables(void)
{
	for (int f = 0; f < FILES; f++) {
		sqlite3 *h;
		sqlite3_stmt *t, *c;
		sqlite3_open(files[f].path, &h);
		sqlite3_prepare_v2(h, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('reader', 'pending', 'tree_edge')", -1, &t, NULL);
		while (sqlite3_step(t) == SQLITE_ROW && n_tables < TABLES_MAX) {
			struct table *x = &tables[n_tables];
			x->file = f;
			snprintf(x->name, sizeof(x->name), "%s", (const char *)sqlite3_column_text(t, 0));
			char *sql = sqlite3_mprintf("SELECT COUNT(*) FROM \"%w\"", x->name);
			sqlite3_prepare_v2(h, sql, -1, &c, NULL);
			bool any = sqlite3_step(c) == SQLITE_ROW && sqlite3_column_int64(c, 0) > 0;
			sqlite3_finalize(c);
			sqlite3_free(sql);
			sql = sqlite3_mprintf("SELECT * FROM \"%w\" LIMIT 1", x->name);
			sqlite3_prepare_v2(h, sql, -1, &c, NULL);
			x->columns = sqlite3_column_count(c);
			for (int i = 0; i < x->columns && i < COLUMNS_MAX; i++)
				snprintf(x->column[i], 64, "%s", sqlite3_column_name(c, i));
			sqlite3_finalize(c);
			sqlite3_free(sql);
			if (any)
				n_tables++;
		}
		sqlite3_finalize(t);
		sqlite3_close(h);
	}
}

static bool run(sqlite3 *h, char *sql)
{
	bool ok = sql && sqlite3_exec(h, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_free(sql);
	return ok;
}

/* A random other value of the same kind, as an SQL literal. */
static char *other_value(sqlite3_stmt *s, int i)
{
	int n = sqlite3_column_bytes(s, i);
	switch (sqlite3_column_type(s, i)) {
	case SQLITE_INTEGER: {
		sqlite3_int64 v = sqlite3_column_int64(s, i);
		switch (one_of(5)) {
		case 0: return sqlite3_mprintf("%lld", v + 1);
		case 1: return sqlite3_mprintf("%lld", v - 1);
		case 2: return sqlite3_mprintf("%lld", v ^ (INT64_C(1) << one_of(62)));
		case 3: return sqlite3_mprintf("%lld", (sqlite3_int64)(chance() >> 1));
		default: return sqlite3_mprintf("%lld", v ? 0 : 1);
		}
	}
	case SQLITE_TEXT: {
		const char *v = (const char *)sqlite3_column_text(s, i);
		switch (one_of(4)) {
		case 0: return sqlite3_mprintf("'%q '", v);
		case 1: return sqlite3_mprintf("'%.*q'", n > 0 ? n - 1 : 0, v);
		case 2: return sqlite3_mprintf("'x%q'", n ? v + 1 : v);
		default: return sqlite3_mprintf("'%llu'", chance());
		}
	}
	case SQLITE_BLOB: {
		const unsigned char *v = sqlite3_column_blob(s, i);
		char hex[2 * 4096 + 4];
		int m = n > 4000 ? 4000 : n, bit = n ? (int)one_of((size_t)m * 8) : -1, how = (int)one_of(4);
		for (int k = 0; k < m; k++)
			sprintf(hex + 2 * k, "%02x", v[k] ^ (how < 2 && k == bit / 8 ? 1 << bit % 8 : 0));
		if (how == 2 && m)
			hex[2 * m - 2] = 0;
		if (how == 3)
			sprintf(hex + 2 * m, "00");
		hex[how == 3 ? 2 * m + 2 : 2 * m] = 0;
		return sqlite3_mprintf("x'%s'", hex);
	}
	default:
		return sqlite3_mprintf(one_of(2) ? "'x'" : "5");
	}
}

/* The triggers as they are, to put back: an edit that leaves them off is another one, found by the schema. */
static void triggers_off(sqlite3 *h, char ret[4096])
{
	sqlite3_stmt *s;
	ret[0] = 0;
	char drop[2048] = "";
	sqlite3_prepare_v2(h, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", -1, &s, NULL);
	while (sqlite3_step(s) == SQLITE_ROW) {
		snprintf(ret + strlen(ret), 4096 - strlen(ret), "%s;", (const char *)sqlite3_column_text(s, 1));
		snprintf(drop + strlen(drop), sizeof(drop) - strlen(drop), "DROP TRIGGER \"%s\";", (const char *)sqlite3_column_text(s, 0));
	}
	sqlite3_finalize(s);
	sqlite3_exec(h, drop, NULL, NULL, NULL);
}

static bool edit_row(sqlite3 *h, struct table *t, sqlite3_int64 rowid, sqlite3_stmt *row)
{
	int c = (int)one_of((size_t)t->columns);
	bool ok = false;
	size_t kind = one_of(10);
	if (kind < 6) {
		char *v = one_of(8) == 0 ? sqlite3_mprintf("NULL") : other_value(row, c);
		snprintf(edit_text, sizeof(edit_text), "%s row %lld: %s = %.200s", t->name, rowid, t->column[c], v);
		ok = run(h, sqlite3_mprintf("UPDATE \"%w\" SET \"%w\" = %s WHERE rowid = %lld", t->name, t->column[c], v, rowid));
		sqlite3_free(v);
	} else if (kind < 7) {
		snprintf(edit_text, sizeof(edit_text), "%s row %lld deleted", t->name, rowid);
		ok = run(h, sqlite3_mprintf("DELETE FROM \"%w\" WHERE rowid = %lld", t->name, rowid));
	} else if (kind < 8) {
		struct sqlite3_str *b = sqlite3_str_new(h);
		for (int i = 0; i < t->columns; i++) {
			char *v = i == c || i == 0 ? other_value(row, i) : sqlite3_mprintf("\"%w\"", t->column[i]);
			sqlite3_str_appendf(b, "%s%s", i ? ", " : "", v);
			sqlite3_free(v);
		}
		char *list = sqlite3_str_finish(b);
		snprintf(edit_text, sizeof(edit_text), "%s: a row like %lld inserted", t->name, rowid);
		ok = run(h, sqlite3_mprintf("INSERT INTO \"%w\" SELECT %s FROM \"%w\" WHERE rowid = %lld", t->name, list, t->name, rowid));
		sqlite3_free(list);
	} else if (kind < 9) {
		/* a value of another row */
		snprintf(edit_text, sizeof(edit_text), "%s row %lld: %s of another row", t->name, rowid, t->column[c]);
		ok = run(h, sqlite3_mprintf("UPDATE \"%w\" SET \"%w\" = (SELECT \"%w\" FROM \"%w\" WHERE rowid <> %lld ORDER BY random() LIMIT 1) WHERE rowid = %lld",
					    t->name, t->column[c], t->column[c], t->name, rowid, rowid));
	} else {
		/* two rows change places in one column */
		snprintf(edit_text, sizeof(edit_text), "%s row %lld: %s swapped with its neighbour", t->name, rowid, t->column[c]);
		ok = run(h, sqlite3_mprintf("UPDATE \"%w\" SET \"%w\" = (SELECT o.\"%w\" FROM \"%w\" o WHERE o.rowid = CASE \"%w\".rowid WHEN %lld THEN "
					    "(SELECT MIN(rowid) FROM \"%w\" WHERE rowid > %lld) ELSE %lld END) WHERE rowid IN (%lld, (SELECT MIN(rowid) FROM \"%w\" WHERE rowid > %lld))",
					    t->name, t->column[c], t->column[c], t->name, t->name, rowid, t->name, rowid, rowid, rowid, t->name, rowid));
	}
	return ok && sqlite3_total_changes(h) > 0;
}

static bool edit_table(struct table *t)
{
	sqlite3 *h;
	sqlite3_stmt *s = NULL;
	char triggers[4096];
	bool ok = false;
	if (sqlite3_open(files[t->file].path, &h) != SQLITE_OK)
		return false;
	sqlite3_exec(h, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	triggers_off(h, triggers);
	char *sql = sqlite3_mprintf("SELECT *, rowid AS edited FROM \"%w\" ORDER BY random() LIMIT 1", t->name);
	if (sqlite3_prepare_v2(h, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		ok = edit_row(h, t, sqlite3_column_int64(s, t->columns), s);
	sqlite3_free(sql);
	sqlite3_finalize(s);
	sqlite3_exec(h, triggers, NULL, NULL, NULL);
	sqlite3_exec(h, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	sqlite3_close(h);
	return ok;
}

/* Do the findings name this table? */
static bool named(const struct table *t)
{
	static const struct { const char *table, *also; } others[] = {
		{ "payload", "journal " }, { "erased", "journal " }, { "data_key", "secret " }, { "checkpoint", "journal " },
	};
	char want[80];
	snprintf(want, sizeof(want), "%s ", t->name);
	bool ok = strstr(shared->all, want) != NULL;
	for (size_t i = 0; i < COUNT(others); i++)
		ok |= strcmp(others[i].table, t->name) == 0 && strstr(shared->all, others[i].also);
	return ok;
}

struct counts {
	int tried, unused, content, damage, found, refused, mended, missed, crashed, unnamed;
};

static void tell_miss(const char *what, enum verdict v)
{
	printf("%s: %s%s%s%s\n", v == CRASHED ? "CRASHED" : v == MISSED ? "MISSED" : "NOT NAMED", what,
	       shared->text[0] ? " — " : "", shared->where, shared->text);
}

static const char *const nature_names[] = { "unused bytes", "content", "damage" };

static void count(struct counts *n, const char *what, int nature, bool is_named, enum verdict v)
{
	if (nature == CONTENT)
		n->content++;
	else
		n->damage++;
	n->found += v == FOUND;
	n->refused += v == REFUSED;
	n->missed += v == MISSED;
	n->crashed += v == CRASHED;
	if (v == FOUND && !is_named)
		n->unnamed++;
	if (v == MISSED || v == CRASHED || (v == FOUND && !is_named))
		tell_miss(what, v);
	if (v == MISSED)
		printf("  it was %s, and is %s now\n", nature_names[nature], nature_names[judge(last_file)]);
}

static void row_trials(int want, struct counts *n)
{
	while (n->content < want) {
		struct table *t = &tables[one_of(n_tables)];
		last_file = t->file;
		restore_files();
		if (!edit_table(t))
			continue;
		n->tried++;
		int nature = judge(t->file);
		if (nature == UNUSED_BYTES) {
			n->unused++; /* another way to write the same value */
			continue;
		}
		enum verdict v = ask();
		/* A credential marked as waiting for its act: opening looks the act up and marks it as before. */
		if (v == MISSED && judge(t->file) == UNUSED_BYTES) {
			n->mended++;
			continue;
		}
		t->edits++;
		t->found += v == FOUND || v == REFUSED;
		count(n, edit_text, nature, v != FOUND || named(t), v);
	}
}

/* ---- edits of bytes and pages ----------------------------------------------------------------------------- */

static int edit_bytes(void)
{
	size_t w = one_of(10);
	int f = w < 6 ? 0 : w < 8 ? 1 : 2;
	size_t n = files[f].n, pages = n / PAGE, page = one_of(pages), at = page * PAGE;
	char *p = malloc(n + PAGE);
	if (!p)
		exit(1);
	memcpy(p, files[f].p, n);
	switch (one_of(8)) {
	case 0: case 1: {
		size_t i = at + one_of(PAGE);
		p[i] = (char)(p[i] ^ (1 << one_of(8)));
		snprintf(edit_text, sizeof(edit_text), "%s page %zu: one bit at byte %zu", file_names[f], page + 1, i - at);
		break;
	}
	case 2: case 3: {
		size_t len = 1 + one_of(64), i = at + one_of(PAGE - len);
		for (size_t k = 0; k < len; k++)
			p[i + k] = (char)chance();
		snprintf(edit_text, sizeof(edit_text), "%s page %zu: %zu random bytes at %zu", file_names[f], page + 1, len, i - at);
		break;
	}
	case 4: {
		size_t len = 1 + one_of(PAGE), i = at + one_of(PAGE - len + 1);
		memset(p + i, 0, len);
		snprintf(edit_text, sizeof(edit_text), "%s page %zu: %zu zeros at %zu", file_names[f], page + 1, len, i - at);
		break;
	}
	case 5: {
		size_t from = one_of(pages);
		memcpy(p + at, files[f].p + from * PAGE, PAGE);
		snprintf(edit_text, sizeof(edit_text), "%s page %zu: a copy of page %zu", file_names[f], page + 1, from + 1);
		break;
	}
	case 6: {
		size_t with = one_of(pages);
		memcpy(p + at, files[f].p + with * PAGE, PAGE);
		memcpy(p + with * PAGE, files[f].p + at, PAGE);
		snprintf(edit_text, sizeof(edit_text), "%s pages %zu and %zu swapped", file_names[f], page + 1, with + 1);
		break;
	}
	default:
		n = at;
		snprintf(edit_text, sizeof(edit_text), "%s cut after %zu bytes", file_names[f], n);
	}
	write_file(f, p, n);
	free(p);
	return f;
}

static void page_trials(int want, struct counts *n)
{
	while (n->tried < want) {
		restore_files();
		int f = last_file = edit_bytes();
		int nature = judge(f);
		n->tried++;
		if (nature == UNUSED_BYTES) {
			n->unused++;
			continue;
		}
		enum verdict v = ask();
		/* What was damaged where only volatile rows lie is made anew by opening: nothing is left to find. */
		if (v == MISSED && nature == DAMAGE && judge(f) == UNUSED_BYTES) {
			n->mended++;
			continue;
		}
		count(n, edit_text, nature, shared->where[0] != 0, v);
	}
}

static void tell(const char *what, const struct counts *n)
{
	printf("%s: %d tried, %d of unused bytes or the same value; %d changed content, %d damaged a file: %d found, %d refused at opening, "
	       "%d more mended by opening, %d missed, %d crashed, %d found but not named\n", what, n->tried, n->unused, n->content, n->damage, n->found, n->refused,
	       n->mended, n->missed, n->crashed, n->unnamed);
}

int main(int argc, char **argv)
{
	int rows = argc > 1 ? atoi(argv[1]) : 700, pages = argc > 2 ? atoi(argv[2]) : 700;
	struct counts by_row = { 0 }, by_page = { 0 };
	struct timespec t0, t1;
	if (argc > 3)
		world_seed = strtoull(argv[3], NULL, 10) * 2654435761u + 1;
	clock_gettime(CLOCK_MONOTONIC, &t0);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	dir = world_dir("edits");
	build();
	read_files();
	for (int i = 0; i < FILES; i++) {
		struct arena a;
		bool sound;
		arena_init(&a, (size_t)1 << 30);
		if (!dump_file(i, &a, &clean[i], &sound) || !sound)
			exit(1);
		arena_release(&a);
	}
	/* Nothing edited: nothing found. */
	for (int i = 0; i < 2; i++)
		if (ask() != MISSED) {
			printf("FALSE ALARM: %s: %s\n", shared->where, shared->text);
			return 1;
		}
	restore_files();
	list_tables();
	row_trials(rows, &by_row);
	page_trials(pages, &by_page);
	tell("rows", &by_row);
	for (size_t i = 0; i < n_tables; i++)
		printf("  %-12s %4d edits, %4d found\n", tables[i].name, tables[i].edits, tables[i].found);
	tell("pages", &by_page);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	printf("%ld s\n", (long)(t1.tv_sec - t0.tv_sec));
	restore_files();
	if (!getenv("BIXUE_TEST_KEEP"))
		world_remove(dir);
	return by_row.missed || by_row.crashed || by_row.unnamed || by_page.missed || by_page.crashed || by_page.unnamed;
}
