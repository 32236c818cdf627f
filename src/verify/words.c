#include "verify/words.h"

bool vf_eat(struct sv *s, const char *word)
{
	struct sv w = sv_of(word);
	if (!sv_starts(*s, w))
		return false;
	*s = sv_from(*s, w.n);
	return true;
}

struct sv vf_cut(struct sv *s, const char *stop)
{
	size_t at = sv_find(*s, sv_of(stop), 0);
	struct sv w = sv_upto(*s, at == SIZE_MAX ? s->n : at);
	*s = at == SIZE_MAX ? SV("") : sv_from(*s, at + strlen(stop));
	return w;
}

bool vf_eat_end(struct sv *s, const char *word)
{
	struct sv w = sv_of(word);
	if (!sv_ends(*s, w))
		return false;
	*s = sv_upto(*s, s->n - w.n);
	return true;
}

bool vf_choice(struct sv s, const char *const *words, int *ret)
{
	for (int i = 0; words[i]; i++)
		if (sv_is(s, words[i])) {
			*ret = i;
			return true;
		}
	return false;
}

bool vf_whole(struct sv *s, int64_t max, int64_t *ret)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	bool ok = n > 0 && n < 10 && sv_int(sv_upto(*s, n), ret) && *ret <= max;
	*s = sv_from(*s, n);
	return ok;
}

bool vf_number(struct sv s, const char *unit, vf_num *ret)
{
	return vf_eat_end(&s, unit) && vf_num_read(s, ret) && *ret >= 0;
}

bool vf_percent(struct sv s, vf_num *ret)
{
	return vf_number(s, "%", ret) && *ret <= 100 * VF_ONE;
}

bool vf_named_number(struct sv s, const char *unit, struct sv *ret_name, vf_num *ret)
{
	if (!vf_eat_end(&s, unit))
		return false;
	size_t at = s.n;
	while (at > 0 && ((s.p[at - 1] >= '0' && s.p[at - 1] <= '9') || s.p[at - 1] == '.'))
		at--;
	*ret_name = sv_upto(s, at);
	return at > 0 && vf_num_read(sv_from(s, at), ret);
}

void *vf_one_more(struct arena *a, void *v, size_t n, size_t size)
{
	char *t = arena_alloc(a, n + 1, size, alignof(max_align_t));
	if (n)
		memcpy(t, v, n * size);
	return t;
}
