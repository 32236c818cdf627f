#ifndef CORE_LOTS_H
#define CORE_LOTS_H
/* Lots 抽签 by two words said aloud (handbook 2.3, ux.md 2.6): a list stands first and its digest is shown, then two participants
 * each say a word.  The seed is "WORD WORD", the ticket of an id SHA-256 of "WORD WORD,ID"; the smallest comes first.  Anybody
 * repeats it with sha256sum. */
#include "base/hash.h"
#include "core/field.h"

/* The fields of an act that draws: the words, and the posts that said them. */
#define LOTS_WORDS                                                                                                                        \
	{ .name = "word_a", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("Word of the first participant") },              \
	{ .name = "said_a", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Post of the first participant") },              \
	{ .name = "word_b", .type = FIELD_LINE, .required = true, .max = 40, .label = N_("Word of the second participant") },             \
	{ .name = "said_b", .type = FIELD_LINE, .required = true, .max = 60, .label = N_("Post of the second participant") }

struct sv lots_seed(struct arena *a, const struct fields *f);
/* Nobody says both words. */
NODISCARD enum rc lots_said(struct ctx *cx, const struct fields *f);

/* A list is text: an id a line, each line ended. */
struct sv lots_digest(struct arena *a, struct sv list); /* SHA-256 in hexadecimal */
struct ticket {
	struct sv id;
	struct digest d;
};
struct sv ticket_text(struct arena *a, const struct ticket *t); /* hexadecimal */
/* In the order of their tickets; as the list stands, without tickets, while the seed is empty. */
size_t lots_draw(struct arena *a, struct sv list, struct sv seed, struct ticket **ret);
/* What anybody types to do it once more: lines for a shell, with what the first of them prints. */
struct sv lots_commands(struct arena *a, struct sv list, struct sv seed);
/* The same for one ticket. */
struct sv lots_command(struct arena *a, struct sv seed, struct sv id);

#endif
