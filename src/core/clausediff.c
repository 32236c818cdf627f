#include "core/clausediff.h"

enum { LINES_MAX = 4000 };

struct line {
	struct sv text, class, item, key;
};

/* "关键词：" or "keyword:"; the whole line where there is no colon. */
static struct sv key_of(struct sv text)
{
	size_t zh = sv_find(text, SV("："), 0), en = sv_find(text, SV(":"), 0), at = zh < en ? zh : en;
	return at == SIZE_MAX ? text : sv_upto(text, at);
}

static bool is_key(struct sv key, const char *zh, const char *en)
{
	return sv_is(key, zh) || sv_is(key, en);
}

static struct sv behind(struct sv text, struct sv key)
{
	struct sv rest = sv_from(text, key.n);
	return sv_trim(sv_starts(rest, SV("：")) ? sv_from(rest, SV("：").n) : rest.n ? sv_from(rest, 1) : rest);
}

static struct line *lines_of(struct arena *a, struct sv text, size_t *ret_n)
{
	size_t n = 1, k = 0;
	struct sv one, class = SV(""), item = SV("");
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	struct line *l = NEW(a, struct line, n + 1);
	while (k < LINES_MAX && sv_split(&text, '\n', &one)) {
		one = sv_trim(one);
		if (!one.n)
			continue;
		struct sv key = key_of(one);
		if (is_key(key, "指标", "class")) {
			class = behind(one, key);
			item = SV("");
		} else if (is_key(key, "项目", "item")) {
			item = behind(one, key);
		} else if (is_key(key, "汇总", "total")) {
			class = item = SV("");
		}
		l[k++] = (struct line){one, class, item, key};
	}
	*ret_n = k;
	return l;
}

/* The same line under another class or item is another clause. */
static bool same(const struct line *a, const struct line *b)
{
	return sv_eq(a->text, b->text) && sv_eq(a->class, b->class) && sv_eq(a->item, b->item);
}

/* len[i][k]: the longest common subsequence of was[i…] and now[k…]. */
static uint16_t *table(struct arena *a, const struct line *x, size_t n, const struct line *y, size_t m)
{
	uint16_t *len = NEW(a, uint16_t, (n + 1) * (m + 1));
	for (size_t i = n; i-- > 0;)
		for (size_t k = m; k-- > 0;) {
			uint16_t down = len[(i + 1) * (m + 1) + k], right = len[i * (m + 1) + k + 1];
			len[i * (m + 1) + k] = same(&x[i], &y[k])
						       ? (uint16_t)(len[(i + 1) * (m + 1) + k + 1] + 1)
						       : (down > right ? down : right);
		}
	return len;
}

struct list {
	struct clause_change *c;
	size_t n;
};

static void put(struct list *l, enum clause_kind kind, const struct line *was, const struct line *now)
{
	const struct line *at = now ? now : was;
	l->c[l->n++] = (struct clause_change){kind, at->class, at->item, was ? was->text : SV(""), now ? now->text : SV("")};
}

/* What went and what came between two lines that stayed: pairs with the same keyword in the same place become changes. */
static void put_gap(struct list *l, const struct line *x, size_t n, const struct line *y, size_t m, bool *paired)
{
	size_t i = 0;
	for (size_t k = 0; k < m; k++)
		paired[k] = false;
	for (; i < n; i++) {
		size_t hit = m;
		for (size_t k = 0; k < m && hit == m; k++)
			if (!paired[k] && sv_eq(x[i].key, y[k].key) && sv_eq(x[i].class, y[k].class) && sv_eq(x[i].item, y[k].item))
				hit = k;
		if (hit < m)
			paired[hit] = true;
		put(l, hit < m ? CLAUSE_CHANGED : CLAUSE_REMOVED, &x[i], hit < m ? &y[hit] : NULL);
	}
	for (size_t k = 0; k < m; k++)
		if (!paired[k])
			put(l, CLAUSE_ADDED, NULL, &y[k]);
}

void clause_diff(struct arena *a, struct sv was, struct sv now, struct clause_change **ret, size_t *ret_n)
{
	size_t n, m, head = 0, i = 0, k = 0;
	const struct line *x = lines_of(a, was, &n), *y = lines_of(a, now, &m);
	struct list l = {.c = NEW(a, struct clause_change, n + m + 1)};
	bool *paired = NEW(a, bool, m + 1);
	for (; head < n && head < m && same(&x[head], &y[head]); head++)
		put(&l, CLAUSE_SAME, &x[head], &y[head]);
	x += head;
	y += head;
	n -= head;
	m -= head;
	size_t tail = 0;
	while (tail < n && tail < m && same(&x[n - 1 - tail], &y[m - 1 - tail]))
		tail++;
	n -= tail;
	m -= tail;
	const uint16_t *len = table(a, x, n, y, m);
	for (size_t from_x = 0, from_y = 0;; from_x = ++i, from_y = ++k) {
		while (i < n && k < m && !same(&x[i], &y[k])) {
			if (len[(i + 1) * (m + 1) + k] >= len[i * (m + 1) + k + 1])
				i++;
			else
				k++;
		}
		bool end = i == n || k == m;
		put_gap(&l, x + from_x, (end ? n : i) - from_x, y + from_y, (end ? m : k) - from_y, paired);
		if (end)
			break;
		put(&l, CLAUSE_SAME, &x[i], &y[k]);
	}
	for (size_t t = 0; t < tail; t++)
		put(&l, CLAUSE_SAME, &x[n + t], &y[m + t]);
	*ret = l.c;
	*ret_n = l.n;
}

size_t clause_changes(const struct clause_change *c, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		k += c[i].kind != CLAUSE_SAME;
	return k;
}
