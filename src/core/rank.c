#include "core/rank.h"

#include "core/rule_sort.h"

/* By score, then by the keys of the tie chain; `ret_key` says which had to be looked at last. */
static int ahead(const struct rank_row *a, const struct rank_row *b, int *ret_key)
{
	int c = dec_cmp(b->score, a->score);
	*ret_key = 0;
	for (int i = 0; c == 0 && i < a->n_keys; i++) {
		c = dec_cmp(b->keys[i], a->keys[i]);
		*ret_key = i + 1;
	}
	return c;
}

static int row_cmp(const void *x, const void *y)
{
	const struct rank_row *a = x, *b = y;
	if (a->unranked != b->unranked)
		return a->unranked ? 1 : -1;
	int key, c = a->unranked ? 0 : ahead(a, b, &key);
	if (c == 0 && a->order != b->order)
		c = a->order < b->order ? -1 : 1;
	return c ? c : sv_cmp(a->unit, b->unit);
}

static void sort_rows(struct arena *a, struct rank_row *rows, size_t n)
{
	const void **order = NEW(a, const void *, n + 1);
	struct rank_row *copy = NEW(a, struct rank_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		copy[i] = rows[i];
		order[i] = &copy[i];
	}
	core_sort(a, order, n, row_cmp);
	for (size_t i = 0; i < n; i++)
		rows[i] = *(const struct rank_row *)order[i];
}

/* The key that parted rows i … k − 1 from an equal score just before or behind. */
static int decided(const struct rank_row *rows, int ranked, int i, int k)
{
	int before = 0, behind = 0;
	if (i > 0 && dec_cmp(rows[i - 1].score, rows[i].score) == 0)
		(void)ahead(&rows[i - 1], &rows[i], &before);
	if (k < ranked && dec_cmp(rows[k].score, rows[i].score) == 0)
		(void)ahead(&rows[i], &rows[k], &behind);
	return before > behind ? before : behind;
}

void rank_rows(struct arena *a, struct rank_row *rows, size_t n, enum rule_places kind)
{
	int ranked = 0, dense = 0;
	sort_rows(a, rows, n);
	for (size_t i = 0; i < n; i++)
		ranked += !rows[i].unranked;
	for (int i = 0, k; i < ranked; i = k) {
		int key;
		for (k = i + 1; k < ranked && ahead(&rows[i], &rows[k], &key) == 0;)
			k++;
		dense++;
		for (int j = i; j < k; j++) {
			struct rank_row *r = &rows[j];
			r->better = i;
			r->worse = ranked - k;
			r->tied = k - i > 1;
			r->decided_by = decided(rows, ranked, i, k);
			r->place = kind == PLACES_DENSE			 ? dense
				   : kind == PLACES_UNORDERED && r->tied ? 0
									 : i + 1;
			r->moved = r->previous > 0 && r->place > 0;
			r->gained = r->moved ? r->previous - r->place : 0;
		}
	}
	for (size_t i = (size_t)ranked; i < n; i++) {
		rows[i].place = rows[i].better = rows[i].worse = rows[i].gained = rows[i].decided_by = 0;
		rows[i].tied = rows[i].moved = false;
	}
}
