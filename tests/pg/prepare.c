/* Asks a PostgreSQL what it thinks of every packed table and statement: each is created, prepared, described and planned
 * (a plan is where it looks for the unique index of an ON CONFLICT).  A statement fails when the engine refuses it, when
 * it counts other parameters than sqlpack did, or when it takes a parameter for another type than the ports bind
 * (bind_int BIGINT, bind_sv TEXT, bind_blob BYTEA): a 64-bit id bound to an INTEGER would be refused on the day it grows.
 *
 *	prepare CONNINFO [NAME…]    NAMEs are tables and statements marked "-- @sqlite": left out, and named
 *
 * build/pg/packed.h (tests/rules2.mk) includes every packed header and lists it as PACKED(file, noun). */
#include "store/db.h"

#include "packed.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct packed {
	const char *file;
	const struct table_def *tables;
	const size_t *n_tables;
	const struct query *const *queries;
	const size_t *n_queries;
};

#define PACKED(file, noun) { file, noun##_tables, &noun##_tables_n, noun##_queries, &noun##_queries_n },
static const struct packed all[] = { PACKED_LIST };
enum { FILES = sizeof(all) / sizeof(*all) };

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25, OID_NUMERIC = 1700 };

static PGconn *pg;
static int tables, statements, bad, left_out, converts;
static char **skips;

/* The engine's words, as an adapter for PostgreSQL will put them: in definitions and in statements. */
static char *worded(const char *sql)
{
	static const char *const words[][2] = { { "@int", "BIGINT" }, { "@text", "TEXT" }, { "@blob", "BYTEA" }, { "@end", "" }, { "@keyed", "" } };
	char *text = malloc(strlen(sql) * 2 + 1), *to = text;
	if (!text)
		exit(2);
	while (*sql) {
		size_t k = 0;
		while (k < 5 && strncmp(sql, words[k][0], strlen(words[k][0])) != 0)
			k++;
		if (k < 5) {
			to = stpcpy(to, words[k][1]);
			sql += strlen(words[k][0]);
		} else {
			*to++ = *sql++;
		}
	}
	*to = 0;
	return text;
}

static bool skipped(const char *file, const char *name)
{
	for (char **s = skips; *s; s++)
		if (strcmp(*s, name) == 0) {
			printf("left out (-- @sqlite): %s in %s\n", name, file);
			left_out++;
			return true;
		}
	return false;
}

static void refused(const char *file, const char *name, const char *doing, const char *why)
{
	printf("REFUSED %s: %s, %s: %s%s", file, name, doing, why, why[0] && why[strlen(why) - 1] == '\n' ? "" : "\n");
	bad++;
}

/* False when the engine answered with an error, which is told. */
static bool went(PGresult *r, const char *file, const char *name, const char *doing)
{
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	if (!ok)
		refused(file, name, doing, PQresultErrorMessage(r));
	PQclear(r);
	return ok;
}

static const char *type_name(Oid oid)
{
	static char other[24];
	switch (oid) {
	case OID_BOOL:
		return "boolean";
	case OID_INT4:
		return "integer";
	case OID_NUMERIC:
		return "numeric";
	default:
		snprintf(other, sizeof(other), "type %u", oid);
		return other;
	}
}

static bool bound_as(Oid oid)
{
	return oid == OID_INT8 || oid == OID_TEXT || oid == OID_BYTEA;
}

static void describe(const char *file, const struct query *q)
{
	char why[200];
	PGresult *r = PQdescribePrepared(pg, q->name);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		went(r, file, q->name, "described");
		return;
	}
	if (PQnparams(r) != q->params) {
		snprintf(why, sizeof(why), "%d parameters, sqlpack counts %d", PQnparams(r), q->params);
		refused(file, q->name, "described", why);
	}
	for (int i = 0; i < PQnparams(r); i++)
		if (!bound_as(PQparamtype(r, i))) {
			snprintf(why, sizeof(why), "$%d is taken for %s; write CAST($%d AS @int), @text or @blob", i + 1, type_name(PQparamtype(r, i)), i + 1);
			refused(file, q->name, "described", why);
		}
	/* Columns may be anything that the adapter can read as an integer or as text: told, not refused. */
	for (int i = 0; i < PQnfields(r); i++)
		if (!bound_as(PQftype(r, i)) && PQftype(r, i) != OID_INT4) {
			printf("to convert: column %d of %s in %s is %s\n", i, q->name, file, type_name(PQftype(r, i)));
			converts++;
		}
	PQclear(r);
}

static void plan(const char *file, const struct query *q)
{
	char sql[2048];
	int n = snprintf(sql, sizeof(sql), "EXPLAIN EXECUTE %s%s", q->name, q->params ? "(" : "");
	for (int i = 0; i < q->params && n < (int)sizeof(sql) - 8; i++)
		n += snprintf(sql + n, sizeof(sql) - (size_t)n, "%sNULL", i ? "," : "");
	if (q->params)
		snprintf(sql + n, sizeof(sql) - (size_t)n, ")");
	went(PQexec(pg, sql), file, q->name, "planned");
}

static void take_statement(const char *file, const struct query *q)
{
	if (skipped(file, q->name))
		return;
	char *sql = worded(q->sql);
	statements++;
	/* The corridor prepares one statement at a time: a second one behind a semicolon would be lost on SQLite. */
	if (went(PQprepare(pg, q->name, sql, 0, NULL), file, q->name, "prepared")) {
		describe(file, q);
		plan(file, q);
	}
	free(sql);
}

static bool connected(const char *conninfo)
{
	for (int i = 0; i < 300; i++) {
		pg = PQconnectdb(conninfo);
		if (PQstatus(pg) == CONNECTION_OK)
			return true;
		if (i < 299)
			PQfinish(pg);
		usleep(100000);
	}
	printf("no server: %s", PQerrorMessage(pg));
	return false;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	skips = argv + 2;
	if (!connected(argv[1]))
		return 1;
	PQclear(PQexec(pg, "SET client_min_messages = warning"));
	for (int i = 0; i < FILES; i++)
		for (size_t k = 0; k < *all[i].n_tables; k++) {
			const struct table_def *t = &all[i].tables[k];
			if (skipped(all[i].file, t->name))
				continue;
			char *ddl = worded(t->ddl);
			went(PQexec(pg, ddl), all[i].file, t->name, "created");
			free(ddl);
			tables++;
		}
	for (int i = 0; i < FILES; i++)
		for (size_t k = 0; k < *all[i].n_queries; k++)
			take_statement(all[i].file, all[i].queries[k]);
	/* A mark that names nothing is a spelling mistake. */
	if (left_out != argc - 2) {
		printf("%d marks -- @sqlite, %d of them found\n", argc - 2, left_out);
		bad++;
	}
	printf("%d files, %d tables created, %d statements prepared and planned, %d left out, %d columns to convert, %d wrong\n", (int)FILES,
	       tables, statements, left_out, converts, bad);
	PQfinish(pg);
	return bad != 0 || statements == 0;
}
