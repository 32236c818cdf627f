/* Codes of slips, seats and screens. */
#include "app/door/door.h"

enum { CODE_BYTES = 16 };

struct sv code_digest(struct arena *a, struct sv text)
{
	struct digest d = HASH(HASH_SHA256, text);
	return hex_text(a, digest_sv(&d));
}

struct code code_new(struct arena *a)
{
	uint8_t fresh[CODE_BYTES];
	random_bytes(fresh, sizeof(fresh));
	struct sv text = arena_capitals(a, hex_text(a, sv_make((char *)fresh, sizeof(fresh))));
	return (struct code){ text, code_digest(a, text) };
}

struct sv code_in_groups(struct arena *a, struct sv text)
{
	struct buf b = buf_new(a, 2 * text.n + 1);
	for (size_t i = 0; i < text.n; i++) {
		if (i && i % 4 == 0)
			buf_putc(&b, ' ');
		buf_putc(&b, text.p[i]);
	}
	return buf_sv(&b);
}
