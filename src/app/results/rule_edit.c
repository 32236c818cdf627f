/* The editor of a draft: the form, sentences to put in, and what stands beside the text while it is written. */
#include "app/results/handlers.h"

#include "app/results/rule_edit.tmpl.h"
#include "app/results/rule_insert.h"
#include "app/results/rule_pages.h"
#include "core/rule_words.h"

/* What a clerk sees who has nothing yet: all but the document, which the program asks for. */
static const char skeleton[] =
	"比学规则：1\n名称：红黑榜积分细则\n版本：1\n生效：%s\n依据：\n对象：村\n周期：季\n公布范围：领导\n"
	"名次显示：名次\n排名通报上限：每年4次\n协办计分：50%%\n\n"
	"指标：责任落实\n  基础分：50\n  扣完为止\n  项目：交办事项按期办结\n"
	"    计分：按期办结，每件+1\n    计分：期末逾期，每次-1\n\n"
	"指标：问题化解\n  基础分：50\n  扣完为止\n  项目：督查问题按期整改\n"
	"    计分：按期整改，每件+0.5\n    计分：到期未整改，每件-1\n    计分：反弹，每件-2\n\n汇总：\n  红榜：前3名\n  黑榜：末位\n  进步榜：不设\n";

/* ---- fields -------------------------------------------------------------------------------------------------------- */

static int64_t number_of(struct sv s)
{
	int64_t id = 0;
	(void)sv_int(s.n && s.p[0] == '#' ? sv_from(s, 1) : s, &id);
	return id;
}

static enum rc over_field(struct visit *v, int64_t owner, struct ui_field *f)
{
	struct ruleset *r = NULL;
	size_t n = 0;
	struct arena *a = v->cx.a;
	if (owner)
		TRY(ruleset_in_force(&v->cx, v->db, owner, v->today, &r, &n));
	struct ui_choice *c = NEW(a, struct ui_choice, n + 1);
	c[0] = (struct ui_choice){ .value = SV(""), .label = visit_say(v, N_("The rules of the same name")) };
	for (size_t i = 0; i < n; i++) {
		struct sv id = arena_printf(a, "%lld", (long long)r[i].id);
		c[i + 1] = (struct ui_choice){ .value = id, .label = arena_tr(a, v->cx.lang, N_("%.*s, version %lld"), SV_ARG(r[i].name),
			(long long)r[i].version), .chosen = sv_eq(id, f->value) };
	}
	f->choice = c;
	f->n_choice = n + 1;
	return RC_OK;
}

struct ui_field res_periods_field(struct visit *v)
{
	static const int counts[] = { 1, 3, 6, 12 };
	int64_t had = WHATIF_PERIODS;
	struct ui_choice *c = NEW(v->cx.a, struct ui_choice, COUNT(counts));
	(void)sv_int(res_param(v, "_periods"), &had);
	for (size_t i = 0; i < COUNT(counts); i++)
		c[i] = (struct ui_choice){ .value = arena_printf(v->cx.a, "%d", counts[i]), .chosen = counts[i] == had,
			.label = arena_trn(v->cx.a, v->cx.lang, counts[i], N_("The last %d closed period"),
				N_("The last %d closed periods"), counts[i]) };
	return (struct ui_field){ .kind = INPUT_SELECT, .name = "_periods", .label = visit_say(v, N_("On how many periods")), .choice = c,
		.n_choice = COUNT(counts) };
}

struct ui_field res_sway_field(struct visit *v)
{
	return (struct ui_field){ .kind = INPUT_CHECK, .name = "_sway", .value = res_param(v, "_sway"),
		.label = visit_say(v, N_("Also show who would change places if one thing counted five per cent more or less")) };
}

int res_try_periods(struct visit *v)
{
	int64_t n = WHATIF_PERIODS;
	return sv_int(res_param(v, "_periods"), &n) && n >= 1 && n <= WHATIF_PERIODS_MAX ? (int)n : WHATIF_PERIODS;
}

static void words_table(struct visit *v, struct res_edit_page *p)
{
	struct res_keyword *w = NEW(v->cx.a, struct res_keyword, KEY_COUNT_);
	for (int i = 0; i < KEY_COUNT_; i++) {
		const struct rule_keyword *k = &rule_keywords[i];
		w[i] = (struct res_keyword){
			.word = v->cx.lang == LANG_EN ? arena_printf(v->cx.a, "%s (%s)", k->word.zh, k->word.en) : sv_of(k->word.zh),
			.where = visit_say(v, k->where & IN_ITEM && k->where & IN_HEAD ? N_("wherever it fits") :
					k->where & IN_ITEM ? N_("under an item (项目)") : k->where & IN_CLASS ? N_("under a class (指标)") :
					k->where & IN_TOTAL ? N_("under the total (汇总)") : N_("at the top")),
			.example = sv_of(k->example) };
	}
	p->keyword = w;
	p->n_keyword = KEY_COUNT_;
}

/* ---- the page -------------------------------------------------------------------------------------------------------- */

/* The canonical text of a version that stays as it is, as the beginning of the next: a higher number, from the first of the
 * next month on. */
static struct sv next_version(struct visit *v, const struct ruleset *r)
{
	struct arena *a = v->cx.a;
	struct civil c = civil_of_day(v->today);
	struct day from = day_of_civil(c.month == 12 ? c.year + 1 : c.year, c.month == 12 ? 1 : c.month + 1, 1);
	struct buf b = buf_new(a, 2 * RULE_TEXT_MAX);
	struct sv rest = r->text, line;
	for (int n = 0; sv_split(&rest, '\n', &line); n++) {
		if (n < 12 && sv_starts(line, SV("版本：")))
			buf_printf(&b, "版本：%lld\n", (long long)r->version + 1);
		else if (n < 12 && sv_starts(line, SV("生效：")))
			buf_printf(&b, "生效：%.*s\n", SV_ARG(day_text(a, from)));
		else if (rest.n || line.n)
			buf_printf(&b, "%.*s\n", SV_ARG(line));
	}
	return buf_sv(&b);
}

static enum rc begin_text(struct visit *v, struct res_edit_page *p)
{
	int64_t from = 0;
	struct ruleset r;
	if (p->text.n)
		return RC_OK;
	if (!sv_int(res_param(v, "from"), &from)) {
		const char *day = arena_cstr(v->cx.a, day_text(v->cx.a, v->today));
		p->text = arena_printf(v->cx.a, skeleton, day);
		return RC_OK;
	}
	TRY(ruleset_read(&v->cx, v->db, v->session.post, from, &r));
	p->owner.value = arena_printf(v->cx.a, "#%lld", (long long)r.owner);
	p->text = r.text;
	if (sv_is(r.state, "adopted")) {
		p->text = next_version(v, &r);
		p->done = (struct ui_notice){ .kind = NOTICE_INFO, .title = arena_tr(v->cx.a, v->cx.lang,
			N_("This begins as a copy of version %lld."), (long long)r.version),
			.text = visit_say(v,
				N_("Its number is one higher, and it is valid from the first of the next month; change that as you need.")) };
	}
	return RC_OK;
}

static void fields(struct visit *v, struct res_edit_page *p)
{
	p->owner.kind = INPUT_SELECT;
	p->owner.name = "owner";
	p->owner.label = visit_say(v, N_("Unit whose office counts by it"));
	p->owner.faults = p->faults;
	p->over = (struct ui_field){ .kind = INPUT_SELECT, .name = "_over", .value = res_param(v, "_over"),
		.label = visit_say(v, N_("On whose periods")) };
	p->periods = res_periods_field(v);
	p->sway = res_sway_field(v);
	insert_fields(v, p);
	words_table(v, p);
}

static enum rc side_of(struct visit *v, struct sv text, struct sv owner, bool try, struct res_rule_side *ret)
{
	struct rule_ask ask = { .text = text, .owner = number_of(owner), .over = number_of(res_param(v, "_over")),
		.periods = res_try_periods(v),
		.try = try, .sway = res_param(v, "_sway").n > 0 };
	bool mine = false;
	if (ask.owner)
		TRY(person_holds(&v->cx, v->db, v->session.post, ROLE_OFFICE, ask.owner, &mine));
	if (!mine)
		ask.owner = 0; /* named by hand: nothing of that office is shown */
	return rule_side(v, &ask, ret);
}

/* The grammar says where in the text a fault stands: "3:12".  On the page it belongs to the box. */
static void faults_in_text(struct visit *v)
{
	for (struct fault *f = v->cx.faults; f; f = f->next) {
		int64_t line = 0;
		struct sv at = sv_of(f->field), first;
		if (!at.n || !sv_split(&at, ':', &first) || !sv_int(first, &line))
			continue;
		f->text = arena_tr(v->cx.a, v->cx.lang, N_("Line %lld, character %.*s: %.*s"), (long long)line,
			SV_ARG(at), SV_ARG(f->text));
		f->field = "text";
	}
}

static enum rc show_edit(struct visit *v, struct res_edit_page *p, bool try, int status)
{
	faults_in_text(v);
	p->frame = &v->frame;
	p->faults = v->cx.faults;
	p->title = visit_say(v, N_("Draft rules"));
	p->owner.value = res_param(v, "owner");
	p->form = visit_form(v, URL("/rules/new"), 0);
	p->tools_open = (!p->text.n && !res_param(v, "from").n) || p->at_line || sv_is(res_param(v, "_do"), "insert");
	TRY(begin_text(v, p));
	fields(v, p);
	TRY(res_owner_choices(v, &p->owner));
	if (!p->owner.value.n && p->owner.n_choice)
		p->owner.value = p->owner.choice[0].value;
	TRY(over_field(v, number_of(p->owner.value), &p->over));
	TRY(side_of(v, p->text, p->owner.value, try, &p->side));
	visit_frame(v, p->title, "rule-new");
	v->frame.error = p->faults != NULL;
	res_edit_page(&v->out, p);
	visit_send(v, status);
	return RC_OK;
}

static enum rc office_only(struct visit *v)
{
	return v->roles & ROLE_OFFICE ? RC_OK :
	       fail(&v->cx, RC_DENIED, "results.rule_new", N_("Rules are drafted by the supervision office."));
}

void res_rule_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open(&v, web, rq, rp)) {
		struct res_edit_page p = { .text = SV("") };
		enum rc rc = office_only(&v);
		if (rc == RC_OK)
			rc = show_edit(&v, &p, res_param(&v, "try").n > 0, 200);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

static struct sv text_sent(struct visit *v)
{
	return sv_or_empty(visit_form_value(v, "text"));
}

static enum rc keep(struct visit *v, struct res_edit_page *p)
{
	struct act_answer answer;
	struct js *f = js_obj(v->cx.a);
	js_set_sv(v->cx.a, f, "owner", res_param(v, "owner"));
	js_set_sv(v->cx.a, f, "text", text_sent(v));
	enum rc rc = visit_act(v, "ruleset.draft", 0, f, &answer);
	if (rc != RC_OK)
		return show_edit(v, p, false, rc_http(rc));
	visit_redirect(v, url_arg(v->cx.a, url_seg_int(v->cx.a, URL("/rules"), answer.subject), "done", SV("draft")).s);
	return RC_OK;
}

static enum rc put_in(struct visit *v, struct res_edit_page *p)
{
	enum rc rc = insert_sentence(v, p);
	if (rc == RC_OK)
		p->done = res_done(v, N_("It is written into the text. Read it over; it is not kept yet."));
	return show_edit(v, p, false, rc == RC_OK ? 200 : rc_http(rc));
}

void res_do_rule_new(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct res_edit_page p = { .text = text_sent(&v) };
		struct sv what = res_param(&v, "_do");
		enum rc rc = office_only(&v);
		if (rc == RC_OK)
			rc = sv_is(what, "insert") ? put_in(&v, &p) :
			     what.n ? show_edit(&v, &p, sv_is(what, "try"), 200) : keep(&v, &p);
		if (rc != RC_OK)
			visit_fail(&v, rc);
	}
	visit_close(&v);
}

/* What the script asks for while somebody types: the right side alone. */
void res_do_rule_try(void *web, struct http_request *rq, struct http_reply *rp)
{
	struct visit v;
	if (visit_open_post(&v, web, rq, rp)) {
		struct res_rule_side side;
		enum rc rc = office_only(&v);
		if (rc == RC_OK)
			rc = side_of(&v, text_sent(&v), res_param(&v, "owner"), sv_is(res_param(&v, "_do"), "try"), &side);
		if (rc == RC_OK) {
			res_rule_side(&v.out, &side);
			visit_send(&v, 200);
		} else {
			visit_fail(&v, rc);
		}
	}
	visit_close(&v);
}
