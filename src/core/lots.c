#include "core/lots.h"

#include "base/buf.h"
#include "core/score/draw.h"

struct sv lots_seed(struct arena *a, const struct fields *f)
{
	return arena_printf(a, "%.*s %.*s", SV_ARG(field_sv(f, "word_a")), SV_ARG(field_sv(f, "word_b")));
}

enum rc lots_said(struct ctx *cx, const struct fields *f)
{
	return !sv_eq(field_sv(f, "said_a"), field_sv(f, "said_b")) ? RC_OK :
		fail_at(cx, RC_INVALID, "said_b", "event.two", N_("Two different participants say a word each."));
}

struct sv lots_digest(struct arena *a, struct sv list)
{
	struct digest d = HASH(HASH_SHA256, list);
	return hex_text(a, digest_sv(&d));
}

struct sv ticket_text(struct arena *a, const struct ticket *t)
{
	return hex_text(a, digest_sv(&t->d));
}

size_t lots_draw(struct arena *a, struct sv list, struct sv seed, struct ticket **ret)
{
	struct sv rest = list, id;
	size_t n = 0, lines = 1;
	for (size_t i = 0; i < list.n; i++)
		lines += list.p[i] == '\n';
	struct drawee *d = NEW(a, struct drawee, lines);
	struct ticket *t = NEW(a, struct ticket, lines);
	while (rest.n && sv_split(&rest, '\n', &id))
		if (id.n)
			d[n++] = (struct drawee){ .id = id, .stratum = SV("") };
	const struct quota all = { SV(""), (int64_t)n };
	if (seed.n)
		draw_tickets(a, seed, d, n, &all, 1, NULL);
	for (size_t i = 0; i < n; i++)
		t[i] = (struct ticket){ d[i].id, d[i].ticket };
	*ret = t;
	return n;
}

/* Between single quotes a shell takes every sign for itself, but for these quotes. */
static void quoted(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\'')
			buf_puts(b, "'\\''");
		else
			buf_putc(b, s.p[i]);
}

struct sv lots_command(struct arena *a, struct sv seed, struct sv id)
{
	struct buf b = buf_new(a, 4 * (seed.n + id.n) + 100);
	buf_puts(&b, "printf '%s' '");
	quoted(&b, seed);
	buf_puts(&b, ",");
	quoted(&b, id);
	buf_puts(&b, "' | sha256sum");
	return buf_sv(&b);
}

struct sv lots_commands(struct arena *a, struct sv list, struct sv seed)
{
	struct ticket *t;
	size_t n = lots_draw(a, list, SV(""), &t);
	struct buf ids = buf_new(a, 3 * list.n + 1), b = buf_new(a, 6 * list.n + 4 * seed.n + 1000);
	for (size_t i = 0; i < n; i++)
		buf_printf(&ids, " %.*s", SV_ARG(t[i].id));
	buf_printf(&b, "printf '%%s\\n'%.*s | sha256sum\n%.*s\n", SV_ARG(buf_sv(&ids)), SV_ARG(lots_digest(a, list)));
	buf_printf(&b, "for i in%.*s; do printf '%%s  %%s\\n' \"$(printf %%s '", SV_ARG(buf_sv(&ids)));
	quoted(&b, seed);
	buf_puts(&b, ",'$i | sha256sum | cut -c1-64)\" $i; done | sort | head -n 1");
	return buf_sv(&b);
}
