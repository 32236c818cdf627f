#include "core/plan.h"

const char *plan_what_name(enum plan_what w)
{
	static const char *const names[PLAN_WHATS] = { "new", "same", "changed", "wait", "refused" };
	return names[w];
}

void plan_set_counts(struct arena *a, struct js *o, const size_t count[PLAN_WHATS], bool then, int64_t made, int64_t changed)
{
	for (int w = 0; w < PLAN_WHATS; w++)
		js_set_int(a, o, plan_what_name((enum plan_what)w),
			   then && w == PLAN_NEW ? made : then && w == PLAN_CHANGED ? changed : (int64_t)count[w]);
}

void plan_set_says(struct arena *a, struct js *o, const struct sv *why, size_t n_why, const struct plan_change *change,
		   size_t n_change)
{
	struct js *whys = js_set(o, "why", js_arr(a)), *changes = js_set(o, "changes", js_arr(a));
	for (size_t i = 0; i < n_why; i++)
		js_push(whys, js_str(a, why[i]));
	for (size_t i = 0; i < n_change; i++) {
		struct js *e = js_push(changes, js_obj(a));
		js_set_sv(a, e, "field", sv_of(change[i].field));
		js_set_sv(a, e, "was", change[i].was);
		js_set_sv(a, e, "now", change[i].now);
		js_set_bool(a, e, "by_hand", change[i].by_hand);
	}
}
