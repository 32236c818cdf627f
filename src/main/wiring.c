#include "main/wiring.h"

#include "app/arena/arena.h"
#include "app/board/board.h"
#include "app/desk/desk.h"
#include "app/door/door.h"
#include "app/entry/entry.h"
#include "app/event/event.h"
#include "app/exam/exam.h"
#include "app/facts/facts.h"
#include "app/file/file.h"
#include "app/feedback/feedback.h"
#include "app/hall/hall.h"
#include "app/instance/instance.h"
#include "app/link/link.h"
#include "app/matter/matter.h"
#include "app/note/note.h"
#include "app/opinion/opinion.h"
#include "app/period/period.h"
#include "app/person/person.h"
#include "app/practice/practice.h"
#include "app/question/question.h"
#include "app/report/report.h"
#include "app/results/results.h"
#include "app/ruleset/ruleset.h"
#include "app/site/site.h"
#include "app/stage/stage.h"
#include "app/tally/tally.h"
#include "app/target/target.h"
#include "app/unit/unit.h"
#include "app/vote/vote.h"
#include "web/po.h"

static const struct noun *const all[] = { &instance_noun, &unit_noun, &person_noun, &matter_noun,
	&ruleset_noun, &period_noun, &entry_noun, &board_noun, &objection_noun, &feedback_noun,
	&link_noun, &file_noun, &target_noun, &tally_noun,
	&series_noun, &event_noun, &roster_noun, &lot_noun, &notice_noun, &report_noun,
	&vote_noun, &opinion_noun,
	&arena_noun,
	&question_noun, &exam_noun,
	&practice_noun, &adoption_noun,
	&note_noun,
	&stage_noun,
	&site_noun, &tour_noun, &season_noun,
};

const struct registry nouns = { .nouns = all, .n = COUNT(all) };

const struct reaction reactions[] = {
	{ "late_entries", "period.close", entry_of_lateness, NULL },
	{ "late_entries_more", "period.counted", entry_of_lateness, NULL },
	{ "board_settle", "board.publish", board_settle, NULL },
	{ "black_matter", "board.publish", board_open_matters, NULL },
	{ "black_opened", "matter.draft", board_mark_opened, NULL },
	{ "instruction_answer", "matter.close", matter_close_reaction, NULL },
	{ "matter_closed", "matter.close", board_mark_closed, NULL },
	{ "matter_reopened", "matter.reopen", board_mark_reopened, NULL },
	{ "matter_sent_back", "matter.send_back", board_count_sent_back, NULL },
	{ "objection_reverse", "objection.rule", objection_reverse, NULL },
	{ "objection_mark", "entry.reverse", objection_mark, NULL },
	{ "lot_order", "lot.draw", lot_order, NULL },
	{ "vote_result", "event.release", vote_result, NULL },
	{ "vote_tally", "event.release", vote_tally, NULL },
	{ "vote_tallied", "tally.enter", vote_tallied, NULL },
	{ "arena_bout", "vote.result", arena_bout, NULL },
	{ "practice_credit", "adoption.result", practice_credit, NULL },
	{ "note_problem", "note.solve", note_open_matter, note_not_opened },
	{ "note_promise", "note.commit", note_open_matter, note_not_opened },
	{ "note_answered", "note.ask", note_open_matter, note_not_opened },
	{ "note_demand", "note.demand", note_open_matter, note_not_opened },
	{ "note_opened", "matter.draft", note_mark_opened, NULL },
};
const size_t n_reactions = COUNT(reactions);

const struct page_table page_tables[] = {
	{ door_routes, &door_routes_n },
	{ feedback_routes, &feedback_routes_n },
	{ desk_routes, &desk_routes_n },
	{ exam_routes, &exam_routes_n },
	{ facts_routes, &facts_routes_n },
	{ file_routes, &file_routes_n },
	{ hall_routes, &hall_routes_n },
	{ link_routes, &link_routes_n },
	{ opinion_routes, &opinion_routes_n },
	{ question_routes, &question_routes_n },
	{ practice_routes, &practice_routes_n },
	{ note_routes, &note_routes_n },
	{ report_routes, &report_routes_n },
	{ results_routes, &results_routes_n },
	{ stage_routes, &stage_routes_n },
	{ site_routes, &site_routes_n },
};
const size_t n_page_tables = COUNT(page_tables);

const struct api_ops api_tables[] = {
	{ desk_api, &desk_api_n },
	{ file_api, &file_api_n },
	{ results_api, &results_api_n },
};
const size_t n_api_tables = COUNT(api_tables);

void wire(void)
{
	tr_install(catalogue);
	person_use_links(link_may);
	period_use_lateness(board_lateness);
	period_use_votes(vote_of_period);
	period_use_tallies(tally_of_period);
	entry_use_published(board_published);
	tally_use_boards(board_tally_use);
	event_use_votes(vote_numbers);
	vote_use_tallies(tally_standing);
	vote_use_stage(stage_heard);
	tally_use_veil(vote_veiled_tally);
	tally_use_votes(vote_counting);
	_Static_assert((int)VOTE_MARKS_MAX == (int)TALLY_CELLS_MAX, "a hall's marks must fit a tally");
	event_use_problems(note_problems);
	event_use_route(tour_hours);
	question_use_asked(note_asked);
	ruleset_use_supply(board_supply);
}
