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
	{ "absent", N_("absent") }, { "abstain", N_("abstained") }, { "recused", N_("recused") }, { "withheld", N_("kept back: too few ballots, or all alike") }, { "spoilt", N_("spoilt ballots") },
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

/* Words that mean something of their own where certain nouns say them. */
enum family { OF_NONE, OF_OPINION, OF_VOTE, OF_EVENT, OF_EXAM, OF_PRACTICE, OF_NOTE, OF_POSTS, OF_STAGE, OF_SITE };
static const struct {
	const char *noun;
	enum family family;
	const char *column; /* of that column only; NULL: of all others */
} families[] = {
	{ "vote", OF_VOTE, NULL }, { "opinion", OF_OPINION, NULL },
	{ "event", OF_EVENT, NULL }, { "series", OF_EVENT, NULL }, { "arena", OF_EVENT, NULL }, { "roster", OF_EVENT, "line" }, { "roster", OF_EVENT, "part" },
	{ "practice", OF_PRACTICE, NULL }, { "adoption", OF_PRACTICE, NULL },
	{ "note", OF_POSTS, "post_class" }, { "note", OF_EXAM, "question_kind" }, { "note", OF_EXAM, "question_level" }, { "note", OF_NOTE, NULL },
	{ "stage", OF_STAGE, NULL },
	{ "site", OF_SITE, NULL }, { "tour", OF_SITE, NULL }, { "season", OF_SITE, NULL },
	{ "question", OF_EXAM, NULL }, { "exam", OF_EXAM, NULL },
};
static const struct {
	enum family family;
	const char *code, *word;
} own_words[] = {
	{ OF_OPINION, "held", N_("Being read through") }, { OF_OPINION, "withheld", N_("Withheld") }, { OF_OPINION, "released", N_("Released") },
	{ OF_VOTE, "planned", N_("Planned") }, { OF_VOTE, "open", N_("Voting") }, { OF_VOTE, "closed", N_("Votes counted") },
	{ OF_VOTE, "cancelled", N_("Cancelled") }, { OF_VOTE, "secret", N_("Secret ballots") }, { OF_VOTE, "signed", N_("Signed sheets") },
	{ OF_VOTE, "any", N_("When the office opens the vote") }, { OF_VOTE, "last", N_("After the last report") }, { OF_VOTE, "slot", N_("Each from its own report on") },
	{ OF_EVENT, "planned", N_("Planned") }, { OF_EVENT, "under_way", N_("Now going on") }, { OF_EVENT, "ended", N_("Over") },
	{ OF_EVENT, "cancelled", N_("Cancelled") }, { OF_EVENT, "debrief", N_("Debrief") }, { OF_EVENT, "arena", N_("Arena") },
	{ OF_EVENT, "tour", N_("Observation tour") }, { OF_EVENT, "meeting", N_("Meeting") }, { OF_EVENT, "plenary", N_("Questions to the plenary") },
	{ OF_EVENT, "inspection", N_("Inspection") }, { OF_EVENT, "weekly", N_("Weekly") }, { OF_EVENT, "fortnightly", N_("Fortnightly") },
	{ OF_EVENT, "monthly", N_("Monthly") }, { OF_EVENT, "quarterly", N_("Quarterly") }, { OF_EVENT, "none", N_("Without a rhythm") },
	{ OF_EVENT, "running", N_("Running") }, { OF_EVENT, "section", N_("Section level") }, { OF_EVENT, "unchanged", N_("as it was") },
	{ OF_EVENT, "banner", N_("No banners or slogans are hung") }, { OF_EVENT, "printed", N_("No papers are printed for visitors") },
	{ OF_EVENT, "tea", N_("Tea is not served again and again") }, { OF_EVENT, "show", N_("Nothing is rehearsed or staged for the visit") },
	{ OF_EVENT, "image", N_("No image projects are shown") }, { OF_EVENT, "meal", N_("A simple meal: one bowl of stew with two buns, or one bowl of noodles") },
	{ OF_EVENT, "number_one", N_("Heads of units come in person") }, { OF_EVENT, "discipline", N_("The discipline of the meeting is kept") },
	{ OF_EVENT, "modest", N_("Visitors learn modestly and take something home") },
	{ OF_EVENT, "frugal", N_("A frugal meeting") }, { OF_EVENT, "plain_meal", N_("A plain meal") }, { OF_EVENT, "conduct", N_("Discipline") },
	{ OF_EVENT, "rules", N_("The rules of the series") },
	{ OF_EVENT, "taken", N_("won, was vacant") }, { OF_EVENT, "defended", N_("defended") }, { OF_EVENT, "lost", N_("lost to another") },
	{ OF_EVENT, "forfeited", N_("lost by absence") },
	{ OF_EXAM, "planned", N_("Planned") }, { OF_EXAM, "open", N_("Sitting open") }, { OF_EXAM, "marking", N_("Being marked") },
	{ OF_EXAM, "done", N_("Results declared") }, { OF_EXAM, "cancelled", N_("Cancelled") }, { OF_EXAM, "ready", N_("Ready") },
	{ OF_EXAM, "retired", N_("Retired") }, { OF_EXAM, "single", N_("Single choice") }, { OF_EXAM, "multiple", N_("Multiple choice") },
	{ OF_EXAM, "judge", N_("True or false") }, { OF_EXAM, "text", N_("In words") }, { OF_EXAM, "county", N_("County level") },
	{ OF_EXAM, "section", N_("Section level") }, { OF_EXAM, "staff", N_("General staff") },
	{ OF_PRACTICE, "withdrawn", N_("Withdrawn") }, { OF_PRACTICE, "county", N_("County level") },
	{ OF_PRACTICE, "city", N_("City level") }, { OF_PRACTICE, "province", N_("Province level") },
	{ OF_PRACTICE, "nation", N_("National level") }, { OF_PRACTICE, "matter", N_("A matter") },
	{ OF_PRACTICE, "site", N_("A site") }, { OF_PRACTICE, "paper", N_("A circular or document") },
	{ OF_PRACTICE, "wish", N_("wants to learn") }, { OF_PRACTICE, "visit", N_("visited") },
	{ OF_PRACTICE, "decision", N_("decided") }, { OF_PRACTICE, "pilot", N_("pilot") }, { OF_PRACTICE, "built", N_("built") },
	{ OF_PRACTICE, "result", N_("in effect") }, { OF_PRACTICE, "unsuitable", N_("does not suit") },
	{ OF_PRACTICE, "good", N_("good") }, { OF_PRACTICE, "fair", N_("fair") }, { OF_PRACTICE, "poor", N_("poor") },
	{ OF_NOTE, "progress", N_("Progress seen") }, { OF_NOTE, "highlight", N_("Highlight") },
	{ OF_NOTE, "practice", N_("A practice seen") }, { OF_NOTE, "problem", N_("Problem noted") },
	{ OF_NOTE, "comment", N_("Comment on the spot") }, { OF_NOTE, "question", N_("Question asked") },
	{ OF_NOTE, "answer", N_("Answer given") }, { OF_NOTE, "commitment", N_("Promise made") }, { OF_NOTE, "demand", N_("Demand") },
	{ OF_NOTE, "take_home", N_("Taken home") }, { OF_NOTE, "praise", N_("Praise") }, { OF_NOTE, "remind", N_("Reminder") },
	{ OF_NOTE, "criticise", N_("Criticism") }, { OF_NOTE, "said", N_("Said") }, { OF_NOTE, "open", N_("Not solved") },
	{ OF_NOTE, "matter", N_("Became a matter") }, { OF_NOTE, "settled", N_("Settled on the spot") },
	{ OF_NOTE, "dismissed", N_("Dismissed with a reason") }, { OF_NOTE, "typed", N_("Asked freely") },
	{ OF_NOTE, "bank", N_("From the question bank") }, { OF_NOTE, "ledger", N_("Made from the ledger") },
	{ OF_POSTS, "county", N_("County level") }, { OF_POSTS, "section", N_("Section level") },
	{ OF_POSTS, "township", N_("Township level") }, { OF_POSTS, "village", N_("Village cadres") },
	{ OF_POSTS, "other", N_("Others") },
	{ OF_STAGE, "show", N_("The present step") }, { OF_STAGE, "dark", N_("Nothing: dark") }, { OF_STAGE, "cover", N_("The cover") },
	{ OF_STAGE, "top", N_("Those of the upper half; the others are only named, in the official order") },
	{ OF_STAGE, "full", N_("All of the places") }, { OF_STAGE, "start", N_("Start the clock") },
	{ OF_STAGE, "pause", N_("Stop the clock") }, { OF_STAGE, "reset", N_("Set the clock back") },
	{ OF_SITE, "nominated", N_("Nominated") }, { OF_SITE, "checked", N_("Checked") },
	{ OF_SITE, "confirmed", N_("Confirmed for tours") }, { OF_SITE, "declined", N_("Declined") },
	{ OF_SITE, "retired", N_("Taken from the pool") }, { OF_SITE, "project", N_("Project line") },
	{ OF_SITE, "enterprise", N_("Enterprise line") }, { OF_SITE, "ecology", N_("Ecology line") },
	{ OF_SITE, "livelihood", N_("Livelihood line") }, { OF_SITE, "seat", N_("County seat") },
	{ OF_SITE, "township", N_("Township") }, { OF_SITE, "big_change", N_("Big change") }, { OF_SITE, "typical", N_("Typical") },
	{ OF_SITE, "pointing_ahead", N_("Pointing ahead") }, { OF_SITE, "pass", N_("Check passed") }, { OF_SITE, "fail", N_("Not passed") },
	{ OF_SITE, "before", N_("Before") }, { OF_SITE, "after", N_("After") }, { OF_SITE, "committed", N_("List published") },
	{ OF_SITE, "revealed", N_("Drawn") }, { OF_SITE, "void", N_("Given up") }, { OF_SITE, "points", N_("At least five points") },
	{ OF_SITE, "mix", N_("County seat and townships both") }, { OF_SITE, "again", N_("No site shown again too soon") },
	{ OF_SITE, "drawn", N_("All drawn stops are drawn") }, { OF_SITE, "begins", N_("The time it begins is given") },
	{ OF_SITE, "standing", N_("No site has been retired") }, { OF_SITE, "all", N_("All points") },
	{ OF_SITE, "linked", N_("Points with a matter") }, { OF_SITE, "closed", N_("Closed afterwards") },
};

static const char *own_word(const char *noun, const char *column, struct sv code)
{
	enum family family = OF_NONE;
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (family == OF_NONE && strcmp(noun, families[i].noun) == 0 &&
		    (!families[i].column || (column && strcmp(column, families[i].column) == 0)))
			family = families[i].family;
	for (size_t i = 0; family != OF_NONE && i < sizeof(own_words) / sizeof(own_words[0]); i++)
		if (own_words[i].family == family && sv_is(code, own_words[i].code))
			return own_words[i].word;
	return NULL;
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
	const char *word = !noun ? NULL : strcmp(noun, "matter") == 0 ? of_matter(column, code) : own_word(noun, column, code);
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
