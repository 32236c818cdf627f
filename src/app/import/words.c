/* What people call the columns of a list. */
#include "app/import/import.h"

static const char *const field_words[IM_FIELDS] = {
	[IM_SOURCE_NO] = N_("Number in the list"), [IM_CATEGORY] = N_("Category"), [IM_TITLE] = N_("Matter"), [IM_GOAL] = N_("Goal"),
	[IM_LEAD] = N_("Lead"), [IM_RESPONSIBLE] = N_("Units responsible"), [IM_ASSIST] = N_("Assist"), [IM_BUILDER] = N_("Builder"),
	[IM_SPONSOR] = N_("Responsible leader"), [IM_PERSON] = N_("Person responsible"), [IM_DUE] = N_("Due"), [IM_PERCENT] = N_("Percent done"),
	[IM_PROGRESS] = N_("Progress"), [IM_PROBLEM] = N_("Problems"), [IM_NEXT_STEP] = N_("Next step"), [IM_NOTE] = N_("Note"),
	[IM_ORIGIN] = N_("Origin"), [IM_CLASS] = N_("Class"), [IM_VERIFIER] = N_("Verified by"), [IM_VERIFIED_BY] = N_("Verified by whom"),
	[IM_DONE] = N_("Finished or not"), [IM_DONE_ON] = N_("Finished on"), [IM_EVIDENCE] = N_("Evidence"),
	[IM_STRUCK_OFF] = N_("Struck off or not"), [IM_FOUND_ON] = N_("Found on"), [IM_PROJECT] = N_("Project"), [IM_BATCH] = N_("Batch"),
	[IM_SITE] = N_("Site"), [IM_SCALE] = N_("Scale"), [IM_CHAIN] = N_("Chain"), [IM_LIGHT] = N_("Light"),
	[IM_START_PLAN] = N_("Planned start"), [IM_START_ACTUAL] = N_("Actual start"), [IM_PERMITS] = N_("Permits"),
	[IM_TOTAL] = N_("Money in all"), [IM_YEAR_PLAN] = N_("Money planned this year"), [IM_MONTH_DONE] = N_("Money spent this month"),
	[IM_DONE_TOTAL] = N_("Money spent so far"), [IM_CONTACT] = N_("Contact"), [IM_PHONE] = N_("Phone"),
	[IM_COMPLAINANT] = N_("Complainant"), [IM_IDENTITY] = N_("Identity number"), [IM_ADDRESS] = N_("Address"),
};

const char *import_field_word(enum import_field f)
{
	return field_words[f] ? field_words[f] : import_field_name(f);
}

const char *import_column_word(const char *column)
{
	static const char *const words[][2] = {
		{ "source_no", N_("Number in the list") }, { "title", N_("Matter") }, { "category", N_("Category") }, { "goal", N_("Goal") },
		{ "sponsor", N_("Responsible leader") }, { "origin", N_("Origin") }, { "due_kind", N_("Kind of deadline") }, { "due", N_("Due") },
		{ "class", N_("Class") }, { "batch", N_("Batch") }, { "chain", N_("Chain") }, { "cluster", N_("Cluster") },
		{ "start_plan", N_("Planned start") }, { "start_actual", N_("Actual start") }, { "percent", N_("Percent done") },
		{ "progress", N_("Progress") }, { "problem", N_("Problems") }, { "next_step", N_("Next step") }, { "note", N_("Note") },
		{ "money", N_("Money") }, { "extra", N_("Other columns") }, { "leads", N_("Lead") }, { "state", N_("State") },
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], column) == 0)
			return words[i][1];
	return column;
}
