#include "core/score/columns_bins.h"

struct columns_bins columns_bins_new(struct arena *a, const struct columns_tree *t, uint32_t n_parts)
{
	uint32_t n = (t->n_leaves + COLUMNS_BIN_LEAVES - 1) / COLUMNS_BIN_LEAVES;
	return (struct columns_bins){ .n_leaves = t->n_leaves,
				      .n = n,
				      .n_parts = n_parts,
				      .at = NEW(a, size_t, (size_t)n * n_parts),
				      .first = NEW(a, size_t, (size_t)n + 1) };
}

enum score_status columns_bins_count(struct columns_bins *b, uint32_t part, const struct columns_entries *e, size_t from,
				     size_t to)
{
	size_t *at = b->at + (size_t)part * b->n;
	for (size_t k = from; k < to; k++) {
		if (e->leaf[k] >= b->n_leaves)
			return SCORE_INVALID;
		at[e->leaf[k] / COLUMNS_BIN_LEAVES]++;
	}
	return SCORE_OK;
}

void columns_bins_start(struct columns_bins *b)
{
	size_t next = 0;
	for (uint32_t bin = 0; bin < b->n; bin++) {
		b->first[bin] = next;
		for (uint32_t part = 0; part < b->n_parts; part++) {
			size_t *at = &b->at[(size_t)part * b->n + bin], count = *at;
			*at = next;
			next += count;
		}
	}
	b->first[b->n] = next;
}

static void copy(const struct columns_entries *from, size_t i, struct columns_entries *to, size_t k)
{
	to->leaf[k] = from->leaf[i];
	to->indicator[k] = from->indicator[i];
	to->month[k] = from->month[i];
	to->points[k] = from->points[i];
}

void columns_bins_place(struct columns_bins *b, uint32_t part, const struct columns_entries *e, size_t from, size_t to,
			struct columns_entries *half)
{
	size_t *at = b->at + (size_t)part * b->n;
	for (size_t k = from; k < to; k++)
		copy(e, k, half, at[e->leaf[k] / COLUMNS_BIN_LEAVES]++);
}

void columns_bins_settle(const struct columns_bins *b, struct columns_range bins, const struct columns_entries *half,
			 struct columns_entries *ret)
{
	for (uint32_t bin = bins.from; bin < bins.to; bin++) {
		size_t at[COLUMNS_BIN_LEAVES] = { 0 }, next = b->first[bin];
		for (size_t k = b->first[bin]; k < b->first[bin + 1]; k++)
			at[half->leaf[k] % COLUMNS_BIN_LEAVES]++;
		for (size_t l = 0; l < COLUMNS_BIN_LEAVES; l++) {
			size_t count = at[l];
			at[l] = next;
			next += count;
		}
		for (size_t k = b->first[bin]; k < b->first[bin + 1]; k++)
			copy(half, k, ret, at[half->leaf[k] % COLUMNS_BIN_LEAVES]++);
	}
}

enum score_status columns_arrange(struct arena *a, const struct columns_tree *t, const struct columns_entries *e,
				  struct columns_entries *half, struct columns_entries *ret)
{
	struct columns_bins b = columns_bins_new(a, t, 1);
	enum score_status s = columns_bins_count(&b, 0, e, 0, e->n);
	if (s != SCORE_OK)
		return s;
	columns_bins_start(&b);
	columns_bins_place(&b, 0, e, 0, e->n, half);
	columns_bins_settle(&b, (struct columns_range){ 0, b.n }, half, ret);
	ret->n = e->n;
	return SCORE_OK;
}
