-- table: vote projection key(id)
CREATE TABLE vote (
  id @int PRIMARY KEY, owner @int NOT NULL, event @int NOT NULL, name @text NOT NULL, grp @text NOT NULL, ruleset @int NOT NULL,
  item @text NOT NULL, period @int NOT NULL, first_most @int NOT NULL, state @text NOT NULL, made @int NOT NULL, author @int NOT NULL, rule_digest @text NOT NULL, opened_at @int NOT NULL, closed_at @int NOT NULL, closer @int NOT NULL,
  attended @int NOT NULL, votes @int NOT NULL, reason @text NOT NULL, paper @int NOT NULL, flat @int NOT NULL
) @end;
CREATE INDEX vote_owner ON vote (owner, id);
CREATE INDEX vote_event ON vote (event, id);

-- what the office lays down beside the rules; criteria: "项目规模 20" a line, step, above, below in millionths (0: a hundredth, no rule)
-- table: vote_terms projection key(vote)
CREATE TABLE vote_terms (
  vote @int PRIMARY KEY, sheet @text NOT NULL, criteria @text NOT NULL, step @int NOT NULL, least @int NOT NULL, last_grades @int NOT NULL,
  last_least @int NOT NULL, above @int NOT NULL, above_most @int NOT NULL, below @int NOT NULL, below_least @int NOT NULL,
  opens @text NOT NULL
) @end;

-- table: vote_slot projection key(vote, no)
CREATE TABLE vote_slot (
  vote @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, title @text NOT NULL, PRIMARY KEY (vote, no)
) @end;

-- table: vote_code projection key(digest)
CREATE TABLE vote_code (
  digest @text PRIMARY KEY, vote @int NOT NULL, voters @text NOT NULL, seat @int NOT NULL, own @int NOT NULL, void @int NOT NULL
) @end;
CREATE INDEX vote_code_event ON vote_code (vote, digest);

-- codes of a class, once the vote is closed: used + void + the rest
-- table: vote_turnout projection key(vote, voters)
CREATE TABLE vote_turnout (
  vote @int NOT NULL, voters @text NOT NULL, codes @int NOT NULL, used @int NOT NULL, void @int NOT NULL, PRIMARY KEY (vote, voters)
) @end;

-- jurors of a signed vote, from 1
-- table: vote_seat projection key(vote, no)
CREATE TABLE vote_seat (
  vote @int NOT NULL, no @int NOT NULL, post @int NOT NULL, unit @int NOT NULL, voters @text NOT NULL, PRIMARY KEY (vote, no)
) @end;

-- whom a seat may not judge; own 1: its own unit
-- table: vote_recusal projection key(vote, seat, unit)
CREATE TABLE vote_recusal (
  vote @int NOT NULL, seat @int NOT NULL, unit @int NOT NULL, own @int NOT NULL, reason @text NOT NULL, PRIMARY KEY (vote, seat, unit)
) @end;

-- signed sheets as they were counted, and those that came after the lock
-- table: vote_sheet projection key(vote, seat)
CREATE TABLE vote_sheet (
  vote @int NOT NULL, seat @int NOT NULL, sheet @text NOT NULL, PRIMARY KEY (vote, seat)
) @end;

-- table: vote_late projection key(vote, seq)
CREATE TABLE vote_late (
  vote @int NOT NULL, seq @int NOT NULL, seat @int NOT NULL, at @int NOT NULL, sheet @text NOT NULL, PRIMARY KEY (vote, seq)
) @end;

-- table: vote_count projection key(vote, no)
CREATE TABLE vote_count (
  vote @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, voters @text NOT NULL, judge @int NOT NULL, grade @text NOT NULL, place @int NOT NULL,
  value @int NOT NULL, votes @int NOT NULL, missing @text NOT NULL, PRIMARY KEY (vote, no)
) @end;

-- the mean mark of each slot, of all jurors alike
-- table: vote_site projection key(vote, slot)
CREATE TABLE vote_site (vote @int NOT NULL, slot @int NOT NULL, marks @int NOT NULL, mean @int NOT NULL, PRIMARY KEY (vote, slot)) @end;

-- table: vote_result projection key(vote, no)
CREATE TABLE vote_result (
  vote @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, given @int NOT NULL, points @int NOT NULL, place @int NOT NULL, tied @int NOT NULL,
  arithmetic @text NOT NULL, PRIMARY KEY (vote, no)
) @end;

-- words of VOTE_REMARKS, where there are some
-- table: vote_remark projection key(vote)
CREATE TABLE vote_remark (vote @int PRIMARY KEY, words @text NOT NULL) @end;

-- the tally that a count became
-- table: vote_tally projection key(tally)
CREATE TABLE vote_tally (
  tally @int PRIMARY KEY, vote @int NOT NULL
) @end;
CREATE INDEX vote_tally_vote ON vote_tally (vote, tally);

-- name: vote_put
INSERT INTO vote (id, owner, event, name, grp, ruleset, item, period, first_most, state, made, author, rule_digest, opened_at, closed_at,
  closer, attended, votes, reason, paper, flat)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', $10, $11, '', 0, 0, 0, 0, 0, '', 0, 0);

-- name: vote_terms_put
INSERT INTO vote_terms (vote, sheet, criteria, step, least, last_grades, last_least, above, above_most, below, below_least, opens)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: vote_slot_put
INSERT INTO vote_slot (vote, no, unit, title) VALUES ($1, $2, $3, $4);

-- name: vote_code_put
INSERT INTO vote_code (digest, vote, voters, seat, own, void) VALUES ($1, $2, $3, $4, $5, 0);

-- name: vote_set_open
UPDATE vote SET state = 'open', rule_digest = $2, opened_at = $3 WHERE id = $1;

-- name: vote_set_closed
UPDATE vote SET state = 'closed', closed_at = $2, closer = $3, attended = $4, votes = $5, paper = $6, flat = $7 WHERE id = $1;

-- name: vote_set_cancelled
UPDATE vote SET state = 'cancelled', reason = $2 WHERE id = $1;

-- name: vote_count_put
INSERT INTO vote_count (vote, no, unit, voters, grade, place, value, votes, missing, judge) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: vote_by_id
SELECT v.id, v.owner, v.event, v.name, v.grp, v.ruleset, v.item, v.period, v.first_most, v.state, v.made, v.author, v.rule_digest, v.opened_at,
  v.closed_at, v.closer, v.attended, v.votes, v.reason, u.path, p.name, e.name, e.kind, e.state, e.day, e.rehearsal, e.released_at,
  t.sheet, t.criteria, t.step, v.paper, t.least, t.last_grades, t.last_least,
  t.above, t.above_most, t.below, t.below_least, v.flat, t.opens
FROM vote v JOIN vote_terms t ON t.vote = v.id JOIN unit u ON u.id = v.owner JOIN period p ON p.id = v.period JOIN event e ON e.id = v.event WHERE v.id = $1;

-- name: vote_of_event
SELECT v.id, v.owner, v.event, v.name, v.grp, v.ruleset, v.item, v.period, v.first_most, v.state, v.made, v.author, v.rule_digest, v.opened_at,
  v.closed_at, v.closer, v.attended, v.votes, v.reason, u.path, p.name, e.name, e.kind, e.state, e.day, e.rehearsal, e.released_at,
  t.sheet, t.criteria, t.step, v.paper, t.least, t.last_grades, t.last_least,
  t.above, t.above_most, t.below, t.below_least, v.flat, t.opens
FROM vote v JOIN vote_terms t ON t.vote = v.id JOIN unit u ON u.id = v.owner JOIN period p ON p.id = v.period JOIN event e ON e.id = v.event WHERE v.event = $1 ORDER BY CASE WHEN v.state = 'cancelled' THEN 1 ELSE 0 END, v.id LIMIT $2;

-- name: vote_page
SELECT v.id, v.owner, v.event, v.name, v.grp, v.ruleset, v.item, v.period, v.first_most, v.state, v.made, v.author, v.rule_digest, v.opened_at,
  v.closed_at, v.closer, v.attended, v.votes, v.reason, u.path, p.name, e.name, e.kind, e.state, e.day, e.rehearsal, e.released_at,
  t.sheet, t.criteria, t.step, v.paper, t.least, t.last_grades, t.last_least,
  t.above, t.above_most, t.below, t.below_least, v.flat, t.opens
FROM vote v JOIN vote_terms t ON t.vote = v.id JOIN unit u ON u.id = v.owner JOIN period p ON p.id = v.period JOIN event e ON e.id = v.event
WHERE (v.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (v.state = $10 OR $10 = '') AND (v.event = $11 OR $11 = 0)
ORDER BY v.id DESC LIMIT $12;

-- name: vote_called
SELECT id FROM vote WHERE name = $1 AND state <> 'cancelled' ORDER BY id DESC LIMIT 1;

-- name: vote_slots_of
SELECT s.no, s.unit, s.title, u.name, u.short_name FROM vote_slot s JOIN unit u ON u.id = s.unit WHERE s.vote = $1 ORDER BY s.no;

-- the agenda as it stands, while the vote is planned
-- name: vote_slots_agenda
SELECT s.no, s.unit, s.title, u.name, u.short_name FROM event_slot s JOIN unit u ON u.id = s.unit
WHERE s.event = $1 AND (s.grp = $2 OR $2 = '') ORDER BY s.no;

-- name: vote_numbers_of
SELECT state, COUNT(*) FROM vote WHERE event = $1 GROUP BY state;

-- name: vote_codes_of
SELECT digest, voters, seat, own, void FROM vote_code WHERE vote = $1 ORDER BY digest;

-- name: vote_code_classes
SELECT voters, COUNT(*), COUNT(CASE WHEN void <> 0 THEN 1 END) FROM vote_code WHERE vote = $1 GROUP BY voters ORDER BY voters;

-- name: vote_of_code
SELECT vote, voters, seat, own, void FROM vote_code WHERE digest = $1;

-- the others that are planned or held for the same place in the rules, in whatever version
-- name: vote_beside
SELECT v.id FROM vote v JOIN event e ON e.id = v.event JOIN ruleset r ON r.id = v.ruleset
WHERE v.period = $1 AND r.series = $2 AND v.item = $3 AND e.rehearsal = 0 AND e.state <> 'cancelled'
  AND v.id <> $4 AND (v.state IN ('planned', 'open') OR v.state = 'closed' AND e.released_at = 0) ORDER BY v.id;

-- a vote whose count a period still has to take
-- name: vote_unreleased
SELECT v.name FROM vote v JOIN event e ON e.id = v.event
WHERE v.period = $1 AND v.state IN ('open', 'closed') AND e.released_at = 0 AND e.rehearsal = 0 AND e.state <> 'cancelled' ORDER BY v.id LIMIT 1;

-- name: vote_counts_of
SELECT c.no, c.unit, u.short_name, c.voters, c.grade, c.place, c.value, c.votes, c.missing, c.judge
FROM vote_count c JOIN unit u ON u.id = c.unit WHERE c.vote = $1 AND c.no > $2 ORDER BY c.no LIMIT $3;

-- name: vote_open_ids
SELECT id FROM vote WHERE state = 'open' ORDER BY id;

-- name: vote_result_put
INSERT INTO vote_result (vote, no, unit, given, points, place, tied, arithmetic) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: vote_site_put
INSERT INTO vote_site (vote, slot, marks, mean) VALUES ($1, $2, $3, $4);

-- name: vote_sites_of
SELECT slot, marks, mean FROM vote_site WHERE vote = $1 ORDER BY slot;

-- name: vote_set_uncounted
UPDATE vote SET attended = 0, votes = 0, paper = 0, flat = 0 WHERE id = $1;

-- name: vote_lates_drop
DELETE FROM vote_late WHERE vote = $1;

-- name: vote_turnouts_drop
DELETE FROM vote_turnout WHERE vote = $1;

-- name: vote_counts_drop
DELETE FROM vote_count WHERE vote = $1;

-- name: vote_sites_drop
DELETE FROM vote_site WHERE vote = $1;

-- name: vote_sheets_drop
DELETE FROM vote_sheet WHERE vote = $1;

-- name: vote_remarks_put
INSERT INTO vote_remark (vote, words) VALUES ($1, $2);

-- name: vote_remarks_of
SELECT words FROM vote_remark WHERE vote = $1;

-- name: vote_result_of
SELECT r.no, r.unit, u.name, u.short_name, r.given, r.points, r.place, r.tied, r.arithmetic
FROM vote_result r JOIN unit u ON u.id = r.unit WHERE r.vote = $1 ORDER BY r.no;

-- how many ballots of each class gave something to each contestant, how many could, and in how many ways
-- name: vote_given_of
SELECT unit, voters, SUM(CASE WHEN missing = '' THEN votes ELSE 0 END), SUM(CASE WHEN missing <> 'recused' THEN votes ELSE 0 END),
  COUNT(DISTINCT CASE WHEN missing <> 'recused' THEN missing || '|' || grade || '|' || place || '|' || value END)
FROM vote_count WHERE vote = $1 GROUP BY unit, voters ORDER BY unit, voters;

-- name: vote_seat_put
INSERT INTO vote_seat (vote, no, post, unit, voters) VALUES ($1, $2, $3, $4, $5);

-- name: vote_recusal_put
INSERT INTO vote_recusal (vote, seat, unit, own, reason) VALUES ($1, $2, $3, $4, $5);

-- name: vote_seat_gone
DELETE FROM vote_seat WHERE vote = $1 AND no = $2;

-- name: vote_seat_recusals_gone
DELETE FROM vote_recusal WHERE vote = $1 AND seat = $2;

-- name: vote_seat_codes_void
UPDATE vote_code SET void = 1 WHERE vote = $1 AND seat = $2;

-- name: vote_seats_of
SELECT s.no, s.post, s.unit, s.voters, u.path, u.short_name, p.title FROM vote_seat s JOIN unit u ON u.id = s.unit JOIN post p ON p.id = s.post
WHERE s.vote = $1 ORDER BY s.no;

-- name: vote_recusals_of
SELECT r.seat, r.unit, r.own, r.reason, u.short_name FROM vote_recusal r JOIN unit u ON u.id = r.unit WHERE r.vote = $1 ORDER BY r.seat, r.unit;

-- name: vote_code_set_void
UPDATE vote_code SET void = 1 WHERE digest = $1 AND vote = $2;

-- name: vote_turnout_put
INSERT INTO vote_turnout (vote, voters, codes, used, void) VALUES ($1, $2, $3, $4, $5);

-- name: vote_turnout_of
SELECT voters, codes, used, void FROM vote_turnout WHERE vote = $1 ORDER BY voters;

-- name: vote_sheet_put
INSERT INTO vote_sheet (vote, seat, sheet) VALUES ($1, $2, $3);

-- name: vote_sheet_of
SELECT sheet FROM vote_sheet WHERE vote = $1 AND seat = $2;

-- name: vote_late_put
INSERT INTO vote_late (vote, seq, seat, at, sheet) VALUES ($1, $2, $3, $4, $5);

-- name: vote_late_all
SELECT seat, at, sheet FROM vote_late WHERE vote = $1 ORDER BY seq;

-- name: vote_tally_put
INSERT INTO vote_tally (tally, vote) VALUES ($1, $2);

-- name: vote_tally_of_vote
SELECT MAX(tally) FROM vote_tally WHERE vote = $1;

-- name: vote_tally_of_tally
SELECT vote FROM vote_tally WHERE tally = $1;

-- who sat where in the votes of the item that were announced before: a post has one number in all tallies of a period
-- name: vote_panels_before
SELECT s.post, s.no FROM vote_seat s JOIN vote v ON v.id = s.vote JOIN event e ON e.id = v.event JOIN ruleset r ON r.id = v.ruleset
WHERE v.period = $1 AND r.series = $2 AND v.item = $3 AND v.state = 'closed' AND e.rehearsal = 0 AND e.released_at <> 0
  AND (e.released_at < $4 OR e.released_at = $4 AND v.id < $5) ORDER BY e.released_at, v.id, s.no;

-- name: vote_counted_for
SELECT v.id FROM vote v WHERE v.event = $1 AND v.period = $2 AND v.ruleset = $3 AND v.item = $4 AND v.state = 'closed'
  AND EXISTS (SELECT 1 FROM vote_count c WHERE c.vote = v.id AND c.unit = $5) ORDER BY v.id LIMIT 1;
