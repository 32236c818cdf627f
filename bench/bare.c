/* The ceiling: the ledger's 100 rows, the same columns read by the same two queries from the same file, as the barest
 * HTML that shows them.  No session, no rights, no filters, no frame, no head but the length.
 *   bare DATA/bixue.db PORT */
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORKERS = 8, PAGE = 256 * 1024 };
static const char *path;

struct reader {
	sqlite3 *db;
	sqlite3_stmt *page, *units;
};

static _Thread_local struct reader mine;

static sqlite3_stmt *prepared(const char *sql)
{
	sqlite3_stmt *st;
	if (sqlite3_prepare_v3(mine.db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s\n", sqlite3_errmsg(mine.db));
		exit(1);
	}
	return st;
}

static void open_mine(void)
{
	if (sqlite3_open_v2(path, &mine.db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		exit(1);
	mine.page = prepared("SELECT m.*, o.short_name, o.path, v.short_name FROM matter m JOIN unit o ON o.id = m.owner"
			     " LEFT JOIN unit v ON v.id = m.verifier WHERE m.no > ?1 AND m.shown = 1 ORDER BY m.no LIMIT 100");
	mine.units = prepared("SELECT a.role, u.short_name FROM assignment a JOIN unit u ON u.id = a.unit"
			      " WHERE a.matter = ?1 AND a.state <> 'released' ORDER BY a.id");
}

static size_t put(char *to, size_t n, const char *s)
{
	for (; s && *s && n < PAGE - 8; s++) {
		const char *as = *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : *s == '&' ? "&amp;" : *s == '"' ? "&quot;" : NULL;
		if (as)
			n += (size_t)sprintf(to + n, "%s", as);
		else
			to[n++] = *s;
	}
	return n;
}

static const char *text(sqlite3_stmt *st, int i)
{
	return (const char *)sqlite3_column_text(st, i);
}

/* no 1, state 3, title 9, due 17, percent 25: the order of the table */
static size_t page(char *b)
{
	size_t n = (size_t)sprintf(b, "<!doctype html><meta charset=utf-8><title>Ledger</title><table>");
	sqlite3_bind_int64(mine.page, 1, 0);
	while (sqlite3_step(mine.page) == SQLITE_ROW) {
		n += (size_t)sprintf(b + n, "<tr><td><a href=\"/m/%04d\">%04d</a><td>", sqlite3_column_int(mine.page, 1), sqlite3_column_int(mine.page, 1));
		n = put(b, n, text(mine.page, 9));
		n += (size_t)sprintf(b + n, "<td>");
		sqlite3_bind_int64(mine.units, 1, sqlite3_column_int64(mine.page, 0));
		while (sqlite3_step(mine.units) == SQLITE_ROW) {
			n = put(b, n, text(mine.units, 1));
			n += (size_t)sprintf(b + n, " ");
		}
		sqlite3_reset(mine.units);
		n += (size_t)sprintf(b + n, "<td>%d<td>%d<td>", sqlite3_column_int(mine.page, 17), sqlite3_column_int(mine.page, 25));
		n = put(b, n, text(mine.page, 3));
	}
	sqlite3_reset(mine.page);
	return n + (size_t)sprintf(b + n, "</table>");
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url, const char *method, const char *version,
			      const char *upload, size_t *upload_size, void **request)
{
	static int seen;
	(void)cls, (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
	if (!*request) {
		*request = &seen;
		return MHD_YES;
	}
	if (!mine.db)
		open_mine();
	char *b = malloc(PAGE);
	if (!b)
		return MHD_NO;
	struct MHD_Response *r = MHD_create_response_from_buffer(page(b), b, MHD_RESPMEM_MUST_FREE);
	MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
	enum MHD_Result ok = MHD_queue_response(c, 200, r);
	MHD_destroy_response(r);
	return ok;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	path = argv[1];
	if (!MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)atoi(argv[2]), NULL, NULL, answer, NULL,
			      MHD_OPTION_THREAD_POOL_SIZE, WORKERS, MHD_OPTION_END))
		return 1;
	pause();
	return 0;
}
