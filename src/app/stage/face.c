/* The picture in words.  It is made of the hall's state alone: no clock of this machine, no reader, no ballot. */
#include "app/stage/inside.h"

#include "app/stage/pages.tmpl.h"
#include "core/spoken.h"

enum { FRAGMENT_MAX = 1 << 20 };

static struct sv say(const struct ctx *cx, const char *msgid)
{
	return sv_of(tr(cx->lang, msgid));
}

struct sv face_minutes(struct arena *a, int64_t ms)
{
	bool over = ms < 0;
	int64_t s = (over ? -ms : ms + 999) / 1000; /* what is left is rounded up: 8:00 until a second has passed */
	return s < 3600 ? arena_printf(a, "%s%lld:%02lld", over ? "−" : "", (long long)(s / 60), (long long)(s % 60)) :
		arena_printf(a, "%s%lld:%02lld:%02lld", over ? "−" : "", (long long)(s / 3600), (long long)(s / 60 % 60), (long long)(s % 60));
}

static void face_clock(struct ctx *cx, const struct stage_hall *h, const struct event_slot *slot, struct stage_face *f)
{
	struct stage_clock c = stage_clock_of(h, slot->no);
	int64_t left = (int64_t)slot->minutes * 60000 - c.spent;
	f->up = slot->minutes == 0;
	f->clock = !f->up || c.started || c.spent;
	f->running = c.started != 0;
	f->at = f->up ? c.started - c.spent : c.started + left;
	struct sv hour = sv_from(fmt_instant(cx->a, cx->lang, f->at), 11);
	if (f->running)
		f->time = arena_tr(cx->a, cx->lang, f->up ? N_("since %.*s") : N_("until %.*s"), SV_ARG(hour));
	else
		f->time = face_minutes(cx->a, f->up ? c.spent : left);
}

static void face_slot(struct ctx *cx, const struct stage_hall *h, const struct event_slot *slot, struct stage_face *f)
{
	/* Breaks and words of welcome are no one's turn. */
	int64_t turn = 0, turns = 0;
	for (size_t i = 0; i < h->n_slot; i++) {
		turns += h->slot[i].unit != 0;
		turn += h->slot[i].unit != 0 && h->slot[i].no <= slot->no;
	}
	f->look = "slot";
	f->number = slot->unit ? arena_printf(cx->a, "%lld / %lld", (long long)turn, (long long)turns) : SV("");
	f->title = slot->unit ? slot->name : slot->title;
	f->topic = slot->unit ? slot->title : SV("");
	f->speaker = slot->speaker;
	f->lead = slot->group;
	face_clock(cx, h, slot, f);
}

/* 大会问效: what the unit owes stands beside the post that is asked. */
static void face_dues(struct ctx *cx, const struct stage_hall *h, struct stage_face *f)
{
	struct sv *item = NEW(cx->a, struct sv, h->n_due + 1);
	for (size_t i = 0; i < h->n_due; i++) {
		const struct stage_due *d = &h->due[i];
		struct sv day = day_is(d->due) ? fmt_day_long(cx->a, cx->lang, d->due) : SV("");
		item[i] = !day.n ? arena_printf(cx->a, "%.*s %.*s", SV_ARG(d->no), SV_ARG(d->title)) :
			  arena_tr(cx->a, cx->lang, d->late ? N_("%.*s %.*s: was due on %.*s") : N_("%.*s %.*s: due on %.*s"), SV_ARG(d->no), SV_ARG(d->title), SV_ARG(day));
	}
	f->dues = arena_tr(cx->a, cx->lang, N_("Open matters: %lld, overdue: %lld"), (long long)h->open, (long long)h->late);
	f->item = item;
	f->n_item = h->n_due;
}

/* The clock goes on in a corner.  A snapshot for anybody has the slot's name in place of its slides: they were made for the hall. */
static void face_slide(struct ctx *cx, const struct stage_hall *h, const struct event_slot *slot, int page, struct stage_face *f)
{
	const struct stage_deck *d = stage_deck_of(h, slot->no);
	face_slot(cx, h, slot, f);
	f->look = "slide";
	f->slide = arena_printf(cx->a, "%lld/%d?v=%lld", (long long)slot->no, page, (long long)(d ? d->id : 0));
	f->alt = arena_tr(cx->a, cx->lang, N_("%.*s, slide %d of %lld"), SV_ARG(f->title), page, (long long)(d ? d->pages : 0));
}

static void face_cover(struct ctx *cx, const struct stage_hall *h, struct stage_face *f)
{
	struct sv kind = spoken_head(cx->a, cx->lang, spoken(cx->a, cx->lang, "event", NULL, h->e.kind)), day = fmt_day_long(cx->a, cx->lang, h->e.day);
	f->look = "cover";
	f->title = h->e.name;
	f->event = SV("");
	f->lead = arena_printf(cx->a, "%.*s · %.*s", SV_ARG(kind), SV_ARG(day));
	f->topic = h->e.place;
}

struct sv face_vote(const struct stage_hall *h, size_t i)
{
	static const char *const between[] = { "·", "：", "，", ":", "-", " " };
	struct sv s = h->vote[i].name;
	if (!sv_starts(s, h->e.name))
		return s;
	s = sv_from(s, h->e.name.n);
	for (size_t k = 0; k < COUNT(between); k++)
		if (sv_starts(s, sv_of(between[k])))
			return sv_trim(sv_from(s, strlen(between[k])));
	return s.n ? h->vote[i].name : s; /* "评议会议" begins with "评议会" and says something else */
}

/* What jurors do now, and how. */
static struct sv vote_words(struct ctx *cx, const struct vote *v)
{
	if (v->released_at)
		return say(cx, N_("The vote is closed and its result released."));
	if (sv_is(v->state, "closed"))
		return say(cx, N_("The vote is closed. The result is shown when the chair releases it."));
	if (sv_is(v->state, "open"))
		return say(cx, v->is_signed ? N_("Jurors open the sheet with the code of their seat. Sheets are signed; the result is shown when the chair releases it.") :
			   N_("Jurors open the sheet with the code on their slip. The ballot is secret; the result is shown when the chair releases it."));
	return say(cx, v->is_signed ? N_("The vote is not open yet. Jurors will open the sheet with the code of their seat; sheets are signed.") :
		   N_("The vote is not open yet. Jurors will open the sheet with the code on their slip; the ballot is secret."));
}

/* One sentence where all votes stand alike, else each its own. */
static void face_votes(struct ctx *cx, const struct stage_hall *h, struct stage_face *f)
{
	struct sv *item = NEW(cx->a, struct sv, h->n_vote + 1), first = vote_words(cx, &h->vote[0]);
	bool alike = true;
	for (size_t i = 0; i < h->n_vote; i++)
		alike &= sv_eq(vote_words(cx, &h->vote[i]), first);
	for (size_t i = 0; i < h->n_vote; i++) {
		struct sv name = face_vote(h, i);
		if (alike && !name.n)
			continue;
		item[f->n_item++] = alike ? name : arena_tr(cx->a, cx->lang, N_("%.*s: %.*s"), SV_ARG(name.n ? name : h->vote[i].name), SV_ARG(vote_words(cx, &h->vote[i])));
	}
	f->look = "votes";
	f->title = say(cx, N_("The vote"));
	f->topic = alike ? first : SV("");
	f->item = item;
	f->item_small = !alike;
}

static bool nobody(const struct stage_hall *h, size_t vote)
{
	for (size_t i = 0; i < h->plan.vote[vote].n; i++)
		if (h->plan.vote[vote].row[i].given)
			return false;
	return true;
}

struct sv face_nobody(struct ctx *cx, const struct stage_hall *h, size_t vote)
{
	struct sv silent = h->silent[vote];
	if (!nobody(h, vote))
		return SV("");
	if (!h->vote[vote].votes)
		return say(cx, N_("There is no valid result: no ballot was handed in."));
	return !silent.n ? say(cx, N_("There is no valid result: by the rules these ballots give none.")) :
	       arena_tr(cx->a, cx->lang, N_("There is no valid result: no ballot came of %.*s."), SV_ARG(silent));
}

static void face_result(struct ctx *cx, const struct stage_hall *h, const struct stage_picture *p, struct stage_face *f)
{
	static const char *const looks[] = { [STAGE_LIST] = "list", [STAGE_PLACE] = "place", [STAGE_SHEET] = "sheet" };
	const struct stage_result *r = h->result[p->step.at];
	struct face_line *line = NEW(cx->a, struct face_line, p->n + 1);
	for (size_t i = 0; i < p->n; i++) {
		const struct stage_line *l = &p->line[i];
		const struct stage_result *x = &r[l->row];
		line[i] = (struct face_line){ .name = x->short_name, .fresh = l->fresh, .place = l->place ? fmt_ordinal(cx->a, cx->lang, x->place, x->tied) : SV(""),
					      .points = l->points ? fmt_score(cx->a, cx->lang, x->points) : SV("") };
	}
	struct sv name = face_vote(h, p->step.at);
	f->look = looks[p->step.kind];
	f->title = name.n ? name : say(cx, N_("The result"));
	f->lead = name.n ? say(cx, N_("The result")) : SV("");
	f->line = line;
	f->n = p->n;
	f->n_placed = p->n_placed;
	if (nobody(h, p->step.at)) {
		f->topic = face_nobody(cx, h, p->step.at);
		f->rest = say(cx, N_("The units, in the official order"));
	} else if (p->n > p->n_placed)
		f->rest = p->n_placed || !h->plan.whole ? say(cx, N_("The others, in the official order")) : SV("");
	if (p->step.kind == STAGE_SHEET && !h->made_up) {
		f->receipt = stage_receipt(cx->a, r, h->plan.vote[p->step.at].n);
		f->foot = arena_tr(cx->a, cx->lang, N_("Read by \"%.*s\" of the rules."), SV_ARG(h->vote[p->step.at].item));
	}
}

void face_of(struct ctx *cx, const struct stage_hall *h, size_t step, bool simulated, struct stage_face *ret)
{
	struct stage_step s = h->step[step];
	*ret = (struct stage_face){ .key = stage_key(cx->a, &h->plan, s), .event = h->e.name };
	struct sv demo = simulated ? say(cx, N_("Demonstration")) : SV("");
	struct sv rehearsal = h->made_up ? say(cx, N_("A rehearsal, made-up figures")) : h->e.rehearsal ? say(cx, N_("A rehearsal")) : SV("");
	ret->mark = demo.n && rehearsal.n ? arena_printf(cx->a, "%.*s · %.*s", SV_ARG(demo), SV_ARG(rehearsal)) : demo.n ? demo : rehearsal;
	struct stage_picture p = stage_after(cx->a, &h->plan, s);
	if (s.kind == STAGE_COVER)
		face_cover(cx, h, ret);
	else if (s.kind == STAGE_SLOT)
		face_slot(cx, h, &h->slot[s.at], ret);
	else if (s.kind == STAGE_PAGE)
		face_slide(cx, h, &h->slot[s.at], s.page, ret);
	else if (s.kind == STAGE_VOTES)
		face_votes(cx, h, ret);
	else
		face_result(cx, h, &p, ret);
	if (s.kind == STAGE_SLOT && step == h->at && h->open >= 0)
		face_dues(cx, h, ret);
}

/* What the host does behind a dark screen or the cover is not seen, the step's name included. */
void face_shown(struct ctx *cx, const struct stage_hall *h, bool simulated, struct stage_face *ret)
{
	if (sv_is(h->s.screen, "dark") || sv_is(h->e.state, "cancelled"))
		*ret = (struct stage_face){ .look = "dark", .key = SV("dark") };
	else
		face_of(cx, h, sv_is(h->s.screen, "cover") ? 0 : h->at, simulated, ret);
}

struct sv face_title(struct ctx *cx, const struct stage_hall *h, size_t step)
{
	struct stage_step s = h->step[step];
	struct sv vote = s.kind >= STAGE_LIST ? face_vote(h, s.at) : SV("");
	if (!vote.n)
		vote = say(cx, N_("The result"));
	const struct event_slot *slot = stage_on_slot(s) ? &h->slot[s.at] : NULL;
	switch (s.kind) {
	case STAGE_COVER:
		return say(cx, N_("Cover"));
	case STAGE_SLOT:
		return arena_printf(cx->a, "%lld. %.*s%s%.*s", (long long)slot->no, SV_ARG(slot->unit ? slot->name : slot->title),
				    slot->unit && slot->title.n ? " · " : "", SV_ARG(slot->unit ? slot->title : SV("")));
	case STAGE_PAGE:
		return arena_tr(cx->a, cx->lang, N_("%lld. %.*s, slide %d"), (long long)slot->no, SV_ARG(slot->unit ? slot->name : slot->title), s.page);
	case STAGE_VOTES:
		return say(cx, N_("The vote"));
	case STAGE_LIST:
		return arena_tr(cx->a, cx->lang, nobody(h, s.at) ? N_("%.*s: no valid result") : N_("%.*s: all but the first places"), SV_ARG(vote));
	case STAGE_PLACE:
		return arena_tr(cx->a, cx->lang, N_("%.*s: %.*s"), SV_ARG(vote), SV_ARG(fmt_ordinal(cx->a, cx->lang, s.place, false)));
	case STAGE_SHEET:
		return arena_tr(cx->a, cx->lang, N_("%.*s: the whole result"), SV_ARG(vote));
	}
	return SV("");
}

enum rc stage_fragment(struct ctx *cx, const struct stage_hall *h, bool simulated, struct sv *ret)
{
	struct out o = out_new(cx->a, FRAGMENT_MAX, cx->lang);
	struct stage_face f;
	face_shown(cx, h, simulated, &f);
	stage_wall(&o, &f);
	*ret = out_sv(&o);
	return !o.b.over ? RC_OK : fail(cx, RC_LIMIT, "page.large", N_("This page would be too large. Shorten what was typed."));
}

enum rc stage_snapshot(struct ctx *cx, const struct stage_hall *h, bool simulated, struct sv *ret)
{
	struct out o = out_new(cx->a, FRAGMENT_MAX, cx->lang);
	struct stage_face f;
	face_shown(cx, h, simulated, &f);
	if (f.slide.n) {
		f.look = "slot";
		f.slide = SV_NONE;
	}
	if (f.dues.n) { /* said in the room alone */
		f.dues = SV("");
		f.n_item = 0;
	}
	struct stage_shell p = { .face = &f, .title = h->e.name, .css = URL("./bixue.css"), .refresh = 2, .plain = true,
				 .other = cx->lang == LANG_EN ? URL("./index.html") : URL("./en.html") };
	stage_shell_page(&o, &p);
	*ret = out_sv(&o);
	return !o.b.over ? RC_OK : fail(cx, RC_LIMIT, "page.large", N_("This page would be too large. Shorten what was typed."));
}
