/* Workbooks through the reader and the packing, outside the jail.  An input is either a zip file, or parts
 * of a workbook as text, which are put into a zip with right sizes and checksums so that mutations reach the
 * XML:   <0x01> name <newline> body <0x01> name <newline> body …
 * And the packed answer itself is mutated: the parent must judge whatever a captured child says. */
#include "base/buf.h"
#include "base/bug.h"
#include "sheet/book.h"
#include "sheet/limits.h"

#include <stdlib.h>

enum { PARTS_MAX = 12 };

struct entry {
	struct sv name, body;
	uint32_t crc, from;
};

static uint32_t crc_of(struct sv s)
{
	uint32_t c = 0xFFFFFFFF;
	for (size_t i = 0; i < s.n; i++) {
		c ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			c = c >> 1 ^ (0xEDB88320 & -(c & 1));
	}
	return ~c;
}

static void le(struct buf *b, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_putc(b, (char)(v >> (8 * i)));
}

/* The fields that both headers have, from "version needed" to the lengths of name and extra. */
static void common(struct buf *b, const struct entry *e)
{
	le(b, 20, 2), le(b, 0, 2), le(b, 0, 2), le(b, 0, 4), le(b, e->crc, 4), le(b, (uint32_t)e->body.n, 4);
	le(b, (uint32_t)e->body.n, 4), le(b, (uint32_t)e->name.n, 2), le(b, 0, 2);
}

static struct sv zip_of(struct arena *a, struct sv text)
{
	struct entry e[PARTS_MAX];
	size_t n = 0;
	struct buf b = buf_new(a, 64u << 20);
	struct sv part;
	for (sv_split(&text, 1, &part); n < PARTS_MAX && sv_split(&text, 1, &part); n++) {
		struct sv body = part;
		sv_split(&body, '\n', &e[n].name);
		e[n].name = sv_upto(e[n].name, 60);
		e[n].body = body.p ? body : SV("");
		e[n].crc = crc_of(e[n].body);
		e[n].from = (uint32_t)b.n;
		le(&b, 0x04034b50, 4);
		common(&b, &e[n]);
		buf_put(&b, e[n].name);
		buf_put(&b, e[n].body);
	}
	uint32_t dir = (uint32_t)b.n;
	for (size_t i = 0; i < n; i++) {
		le(&b, 0x02014b50, 4);
		le(&b, 20, 2);
		common(&b, &e[i]);
		le(&b, 0, 2), le(&b, 0, 2), le(&b, 0, 2), le(&b, 0, 4), le(&b, e[i].from, 4);
		buf_put(&b, e[i].name);
	}
	uint32_t len = (uint32_t)b.n - dir;
	le(&b, 0x06054b50, 4);
	le(&b, 0, 2), le(&b, 0, 2), le(&b, (uint32_t)n, 2), le(&b, (uint32_t)n, 2), le(&b, len, 4), le(&b, dir, 4);
	le(&b, 0, 2);
	return buf_sv(&b);
}

static void check_cell(const struct cell *c)
{
	if (!c->text.p || c->kind > CELL_ERROR || (c->kind == CELL_EMPTY && c->text.n))
		abort();
	if ((c->kind == CELL_TEXT) && !c->text.n)
		abort();
	if (c->kind == CELL_DATE && (c->day.n < -25567 || c->day.n > 2932896))
		abort();
}

static void check(const struct book *b)
{
	for (size_t s = 0; s < b->n; s++) {
		const struct grid *g = &b->sheets[s];
		for (int i = 0; i < g->rows; i++)
			for (int k = 0; k < g->cols; k++)
				check_cell(grid_at(g, i, k));
		for (int i = 1; i < g->rows; i++)
			if (g->row_no[i] <= g->row_no[i - 1])
				abort();
		for (size_t i = 0; i < g->n_merges; i++) {
			const struct merge *m = &g->merges[i];
			if (m->row < 0 || m->col < 0 || m->last_row < m->row || m->last_col < m->col ||
			    m->last_row >= g->rows || m->last_col >= g->cols)
				abort();
		}
	}
}

/* A few damaged copies of an honest answer. */
static void damage(struct arena *a, struct sv packed, uint32_t seed)
{
	char *p = NEW(a, char, packed.n + 1);
	struct book b;
	bool room;
	for (int i = 0; i < 4 && packed.n; i++) {
		memcpy(p, packed.p, packed.n);
		for (int k = 0; k < 2; k++) {
			seed = seed * 1103515245 + 12345;
			p[(seed >> 4) % packed.n] = (char)(seed >> 24);
		}
		(void)pack_open(a, sv_make(p, packed.n - (i == 3 ? packed.n / 3 : 0)), &b, &room);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct ctx cx;
	arena_init(&a, (size_t)1 << 30);
	ctx_init(&cx, &a, 0, LANG_EN);
	struct blocks out = blocks_new(&a, BOOK_PACKED_MAX);
	struct sv in = sv_make((const char *)data, size);
	struct book b;
	bool room;
	enum rc rc = book_parse(&cx, size && data[0] == 1 ? zip_of(&a, in) : in, SV("x.xlsx"), NULL, &out);
	if (rc != RC_OK && !cx.faults)
		abort();
	if (rc == RC_OK) {
		struct sv packed = blocks_flat(&a, &out);
		if (cx.faults || !pack_open(&a, packed, &b, &room))
			abort();
		check(&b);
		if (packed.n < 10000)
			damage(&a, packed, (uint32_t)size * 2654435761u + (size ? data[size / 2] : 0));
	}
	arena_release(&a);
	return 0;
}

#ifdef REPLAY
#include "replay.h"
#endif
