#include "core/spoken.h"

#include "core/matter.h"
#include "core/rule.h"
#include "base/buf.h"

static const char *const words[][2] = {
	/* kinds of units */
	{ "province", N_("Province") }, { "city", N_("City") }, { "county", N_("County") }, { "township", N_("Township") },
	{ "village", N_("Village") }, { "group", N_("Villagers' group") }, { "department", N_("Department") },
	{ "team", N_("Stationed team") }, { "task_force", N_("Task force") }, { "enterprise", N_("Enterprise") },
	{ "other", N_("Other kind") },
	/* states of boards, periods, rulesets, objections, entries, imports */
	{ "composed", N_("Composed") }, { "previewed", N_("Shown to the units") }, { "approved", N_("Approved") },
	{ "published", N_("Published") }, { "discarded", N_("Discarded") }, { "open", N_("Open") }, { "closed", N_("Closed") },
	{ "frozen", N_("Frozen") }, { "draft", N_("Draft") }, { "adopted", N_("In force once begun") }, { "replaced", N_("Replaced") },
	{ "upheld", N_("Upheld") }, { "dismissed", N_("Dismissed") }, { "proposed", N_("Waits for a second person") },
	{ "counted", N_("Counts") }, { "refused", N_("Refused") }, { "answered", N_("Answered") },
	/* why a figure is missing */
	{ "absent", N_("absent") }, { "abstain", N_("abstained") }, { "recused", N_("recused") }, { "spoilt", N_("spoilt ballots") },
	{ "not_applicable", N_("not applicable") },
	/* audiences, what of the rank is shown, sides */
	{ "unit_only", N_("Each unit its own row only") }, { "leaders", N_("Leaders") }, { "all_units", N_("All units") },
	{ "public", N_("The public") }, { "rank", N_("The place") }, { "band", N_("Only the third of the table") },
	{ "red", N_("Red list") }, { "black", N_("Black list") },
	/* rulings */
	{ "uphold", N_("Uphold: the objection is right") }, { "dismiss", N_("Dismiss: the line stands") },
	/* roles */
	{ "clerk", N_("Supervision clerk") }, { "office_head", N_("Head of the supervision office") }, { "leader", N_("Leader") },
	{ "unit_head", N_("Head of the unit") }, { "liaison", N_("Liaison officer") }, { "verifier", N_("Verifier") },
	{ "sysadmin", N_("System administrator") }, { "secadmin", N_("Security administrator") },
	{ "auditadmin", N_("Audit administrator") }, { "system", N_("system") },
	{ "lead", N_("leads") }, { "assist", N_("assists") },
	/* calls, and how something was said */
	{ "promised", N_("promised a day") }, { "working", N_("at work") }, { "no_answer", N_("no answer") },
	{ "wrong_number", N_("wrong number") }, { "blocked", N_("cannot go on") },
	/* of a summary */
	{ "state", N_("State") }, { "light", N_("Light") }, { "total", N_("In all") },
};

static const char *among(const char *const said[][2], size_t n, struct sv code)
{
	for (size_t i = 0; i < n; i++)
		if (sv_is(code, said[i][0]))
			return said[i][1];
	return NULL;
}

static const char *of_vote(struct sv code)
{
	static const char *const said[][2] = {
		{ "planned", N_("Planned") }, { "open", N_("Voting") }, { "closed", N_("Votes counted") }, { "cancelled", N_("Cancelled") },
		{ "secret", N_("Secret ballots") }, { "signed", N_("Signed sheets") },
	};
	return among(said, sizeof(said) / sizeof(said[0]), code);
}

static const char *of_event(struct sv code)
{
	static const char *const said[][2] = {
		{ "planned", N_("Planned") }, { "under_way", N_("Under way") }, { "ended", N_("Ended") }, { "cancelled", N_("Cancelled") },
		{ "debrief", N_("Debrief") }, { "arena", N_("Arena") }, { "tour", N_("Observation tour") }, { "meeting", N_("Meeting") },
		{ "plenary", N_("Questions to the plenary") }, { "inspection", N_("Inspection") },
		{ "weekly", N_("Weekly") }, { "fortnightly", N_("Fortnightly") }, { "monthly", N_("Monthly") }, { "quarterly", N_("Quarterly") },
		{ "none", N_("Without a rhythm") }, { "running", N_("Running") }, { "section", N_("Section level") },
	};
	return among(said, sizeof(said) / sizeof(said[0]), code);
}

static const char *of_matter(const char *column, struct sv code)
{
	enum matter_state state;
	enum matter_kind kind;
	enum light light;
	bool any = !column;
	if ((any || strcmp(column, "state") == 0) && matter_state_parse(code, &state))
		return matter_state_word(state);
	if ((any || strcmp(column, "light") == 0) && light_parse(code, &light))
		return light_look(light)->word;
	if ((any || strcmp(column, "kind") == 0) && matter_kind_parse(code, &kind))
		return matter_kind_word(kind);
	return NULL;
}

struct sv spoken(struct arena *a, enum lang lang, const char *noun, const char *column, struct sv code)
{
	const char *word = noun && strcmp(noun, "matter") == 0 ? of_matter(column, code) : noun && strcmp(noun, "vote") == 0 ? of_vote(code) :
			   noun && (strcmp(noun, "event") == 0 || strcmp(noun, "series") == 0) ? of_event(code) : NULL;
	enum fact_kind fact = column && strcmp(column, "fact") == 0 ? fact_of_id(code) : FACT_NONE;
	if (fact != FACT_NONE)
		return sv_of(lang == LANG_ZH ? fact_word(fact)->zh : fact_word(fact)->en);
	if (!word && sv_is(code, "none")) /* of the rank: nothing is shown; of the sides: neither */
		return column && strcmp(column, "side") == 0 ? SV("") : sv_of(tr(lang, N_("Neither place nor third")));
	for (size_t i = 0; !word && i < sizeof(words) / sizeof(words[0]); i++)
		if (sv_is(code, words[i][0]))
			word = words[i][1];
	if (word)
		return sv_of(tr(lang, word));
	const char *own = arena_cstr(a, code), *said = tr(lang, own);
	if (said != own)
		return sv_of(said);
	struct buf b = buf_new(a, code.n + 1);
	for (size_t i = 0; i < code.n; i++)
		buf_putc(&b, code.p[i] == '_' ? ' ' : code.p[i]);
	return b.n ? buf_sv(&b) : SV("");
}

struct sv spoken_head(struct arena *a, enum lang lang, struct sv text)
{
	if (lang != LANG_EN || !text.n || text.p[0] < 'a' || text.p[0] > 'z')
		return text;
	return arena_printf(a, "%c%.*s", text.p[0] - 'a' + 'A', (int)(text.n - 1), text.p + 1);
}
