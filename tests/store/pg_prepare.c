/* Writes the PostgreSQL script that makes every packed table and prepares every packed statement; pg_prepare.sh runs it
 * on a throw-away server.  Statements that the .sql files mark with "-- @sqlite" are named as arguments and left out.
 *
 * build/trust/packed.h (made by tests/rules.mk) includes every packed header and lists them as PACKED(noun). */
#include "store/db.h"

#include "packed.h"

#include <stdio.h>

struct packed {
	const char *name;
	const struct table_def *tables;
	const size_t *n_tables;
	const struct query *const *queries;
	const size_t *n_queries;
};

#define PACKED(noun) { #noun, noun##_tables, &noun##_tables_n, noun##_queries, &noun##_queries_n },
static const struct packed all[] = { PACKED_LIST };
#undef PACKED

/* The engine's words, as the adapter for PostgreSQL will put them. */
static void put_ddl(const char *ddl)
{
	static const char *const words[][2] = { { "@int", "BIGINT" }, { "@text", "TEXT" }, { "@blob", "BYTEA" }, { "@end", "" }, { "@keyed", "" } };
	while (*ddl) {
		size_t k = 0;
		while (k < 5 && strncmp(ddl, words[k][0], strlen(words[k][0])) != 0)
			k++;
		if (k < 5) {
			fputs(words[k][1], stdout);
			ddl += strlen(words[k][0]);
		} else {
			putchar(*ddl++);
		}
	}
}

static int skipped(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	int statements = 0, tables = 0, left_out = 0;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (size_t k = 0; k < *all[i].n_tables; k++, tables++) {
			if (skipped(all[i].tables[k].name, argc, argv)) {
				left_out++;
				tables--;
				continue;
			}
			put_ddl(all[i].tables[k].ddl);
			printf(";\n");
		}
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (size_t k = 0; k < *all[i].n_queries; k++) {
			const struct query *q = all[i].queries[k];
			if (skipped(q->name, argc, argv)) {
				left_out++;
				continue;
			}
			const char *end = q->sql + strlen(q->sql);
			printf("PREPARE \"%s\" AS %s%s\n\\if :ERROR\n\\echo REFUSED %s in %s: :LAST_ERROR_MESSAGE\n\\endif\n", q->name, q->sql,
			       end > q->sql && end[-1] == ';' ? "" : ";", q->name, all[i].name);
			statements++;
		}
	printf("\\echo %d tables made, %d statements prepared, %d left out\n", tables, statements, left_out);
	return 0;
}
