#ifndef CORE_RULE_SORT_H
#define CORE_RULE_SORT_H
/* A stable merge sort over pointers whose memory comes from the caller (qsort may call malloc), and a search.
 */
#include "base/arena.h"

typedef int core_cmp(const void *a, const void *b);
void core_sort(struct arena *a, const void **v, size_t n, core_cmp *cmp);
/* The element of a sorted array that compares equal, or NULL. */
const void *core_find(const void *const *v, size_t n, const void *key, core_cmp *cmp);
/* Room for one more behind `v`: grows at every power of two. */
void *core_grown(struct arena *a, void *v, size_t n, size_t size);
#define CORE_PUSH(a, v, n) ((v) = core_grown((a), (v), (n), sizeof(*(v))), &(v)[(n)++])

#endif
