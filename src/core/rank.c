#include "core/rank.h"

#include "core/rule_sort.h"

static int row_cmp(const void *x, const void *y)
{
	const struct rank_row *a = x, *b = y;
	if (a->unranked != b->unranked)
		return a->unranked ? 1 : -1;
	int c = a->unranked ? 0 : dec_cmp(b->score, a->score);
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

void rank_rows(struct arena *a, struct rank_row *rows, size_t n, enum rule_places kind)
{
	int ranked = 0, dense = 0;
	sort_rows(a, rows, n);
	for (size_t i = 0; i < n; i++)
		ranked += !rows[i].unranked;
	for (int i = 0, k; i < ranked; i = k) {
		for (k = i + 1; k < ranked && dec_cmp(rows[k].score, rows[i].score) == 0;)
			k++;
		dense++;
		for (int j = i; j < k; j++) {
			struct rank_row *r = &rows[j];
			r->better = i;
			r->worse = ranked - k;
			r->tied = k - i > 1;
			r->place = kind == PLACES_DENSE			 ? dense
				   : kind == PLACES_UNORDERED && r->tied ? 0
									 : i + 1;
			r->moved = r->previous > 0 && r->place > 0;
			r->gained = r->moved ? r->previous - r->place : 0;
		}
	}
	for (size_t i = (size_t)ranked; i < n; i++) {
		rows[i].place = rows[i].better = rows[i].worse = rows[i].gained = 0;
		rows[i].tied = rows[i].moved = false;
	}
}
