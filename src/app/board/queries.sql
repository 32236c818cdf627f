-- table: board projection key(id)
CREATE TABLE board (
  id @int PRIMARY KEY, owner @int NOT NULL, period @int NOT NULL, first_day @int NOT NULL, last_day @int NOT NULL,
  ruleset @int NOT NULL, series @int NOT NULL, name @text NOT NULL, kind @text NOT NULL, within @int NOT NULL,
  peer_group @text NOT NULL, version @int NOT NULL, state @int NOT NULL, composer @int NOT NULL,
  composed_at @int NOT NULL, composed_seq @int NOT NULL, read_seq @int NOT NULL, rule_digest @text NOT NULL,
  input_digest @text NOT NULL, result_digest @text NOT NULL, n_rows @int NOT NULL, n_red @int NOT NULL,
  n_black @int NOT NULL, median @int NOT NULL, window_until @int, window_unsure @int NOT NULL, head_post @int NOT NULL,
  head_at @int NOT NULL, leader_post @int NOT NULL, leader_at @int NOT NULL, audience @text NOT NULL, shows @text NOT NULL,
  basis_doc @text NOT NULL, publisher @int NOT NULL, published_at @int NOT NULL, published_on @int, circular @int NOT NULL,
  composer_person @int NOT NULL, head_person @int NOT NULL, leader_person @int NOT NULL
) @end;
CREATE INDEX board_period ON board (period, id);
CREATE INDEX board_series ON board (series, kind, within, peer_group, last_day);
CREATE INDEX board_owner ON board (owner, published_on);

-- table: board_row projection key(board, version, unit)
CREATE TABLE board_row (
  board @int NOT NULL, version @int NOT NULL, unit @int NOT NULL, position @int NOT NULL, name @text NOT NULL,
  short_name @text NOT NULL, place @int NOT NULL, tied @int NOT NULL, unranked @int NOT NULL, mover @int NOT NULL,
  still @int NOT NULL, both_sides @int NOT NULL, moved @int NOT NULL, previous @int NOT NULL, gained @int NOT NULL,
  total @int NOT NULL, base @int NOT NULL, plus @int NOT NULL, minus @int NOT NULL, side @text NOT NULL,
  reason @text NOT NULL, arithmetic @text NOT NULL, exempt_no @text NOT NULL, exempt_why @text NOT NULL,
  detail @text NOT NULL, PRIMARY KEY (board, version, unit)
) @end;

-- the matter that a black row opened, and whether it is repaired
-- table: board_mark projection key(board, unit)
CREATE TABLE board_mark (
  board @int NOT NULL, unit @int NOT NULL, matter @int NOT NULL, repaired_at @int NOT NULL, PRIMARY KEY (board, unit)
) @end;
CREATE INDEX board_mark_matter ON board_mark (matter);

-- what was said after publication
-- table: board_note projection key(board, seq)
CREATE TABLE board_note (
  board @int NOT NULL, seq @int NOT NULL, at @int NOT NULL, author @int NOT NULL, body @text NOT NULL, PRIMARY KEY (board, seq)
) @end;

-- what a version read beside entries, with the record that opens it
-- table: board_fed projection key(board, version, no)
CREATE TABLE board_fed (
  board @int NOT NULL, version @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, kind @text NOT NULL, name @text NOT NULL,
  grade @text NOT NULL, voters @text NOT NULL, source @text NOT NULL, record @text NOT NULL, missing @text NOT NULL,
  value @int NOT NULL, votes @int NOT NULL, of_period @int NOT NULL, estimated @int NOT NULL, day @int,
  PRIMARY KEY (board, version, no)
) @end;
CREATE INDEX board_fed_unit ON board_fed (board, version, unit);
CREATE INDEX board_fed_record ON board_fed (record);

-- name: board_fed_insert
INSERT INTO board_fed (board, version, no, unit, kind, name, grade, voters, source, record, missing, value, votes, of_period,
  estimated, day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: board_fed_of_unit
SELECT no, kind, name, grade, voters, source, record, missing, value, votes, of_period, estimated, day FROM board_fed
WHERE board = $1 AND version = $2 AND unit = $3 ORDER BY no;

-- votes that count, of one unit or (0) of all
-- name: board_fed_votes
SELECT no, unit, name, voters, grade, value, votes FROM board_fed
WHERE board = $1 AND version = $2 AND (unit = $3 OR $3 = 0) AND missing = '' AND kind IN ('mark', 'ballot', 'place') ORDER BY unit, no;

-- how far the boards have gone that read a record in their present version
-- name: board_reads_record
SELECT DISTINCT b.state FROM board_fed f JOIN board b ON b.id = f.board AND b.version = f.version
WHERE f.record = $1 AND b.state <> 4 ORDER BY b.state;

-- what comes in for the rules of an owner: indicators of targets, items of sheets, names of boards and of other adopted rules
-- name: board_supplied
SELECT DISTINCT t.indicator FROM target t JOIN unit o ON o.id = t.owner
WHERE (t.owner = $1 OR (o.parent = $1 AND o.kind IN ('department', 'task_force', 'other'))) AND t.shown > 0 AND t.ended = 0
UNION SELECT item FROM tally WHERE series = $2 AND state IN ('proposed', 'counted')
UNION SELECT name FROM ruleset WHERE owner = $1 AND state = 'adopted' AND series <> $2
UNION SELECT name FROM board WHERE owner = $1 AND state <> 4 AND series <> $2;

-- published scores of the boards that a name means (of the rules or of the board), the own group's last
-- name: board_scores_of
SELECT b.id, b.ruleset, r.unit, b.last_day, r.total, b.name
FROM board b JOIN ruleset s ON s.id = b.series JOIN board_row r ON r.board = b.id AND r.version = b.version
WHERE b.owner = $1 AND (s.name = $2 OR b.name = $2) AND b.last_day >= $3 AND b.last_day <= $4 AND b.state = 3
  AND r.exempt_no = '' AND r.unranked = 0
ORDER BY b.last_day, CASE WHEN b.within = $6 THEN 1 ELSE 0 END, CASE WHEN b.peer_group = $5 THEN 1 ELSE 0 END, b.id, r.position;

-- boards that such a name means and that this composition has not read: not out yet, or come out since
-- name: board_sources_late
SELECT b.id, b.name, b.state, r.unit
FROM board b JOIN ruleset s ON s.id = b.series JOIN board_row r ON r.board = b.id AND r.version = b.version
WHERE b.owner = $1 AND (s.name = $2 OR b.name = $2) AND b.last_day >= $3 AND b.last_day <= $4
  AND (b.state < 3 OR (b.state = 3 AND b.published_at > $5))
ORDER BY b.last_day, b.id;

-- name: board_put
INSERT INTO board (id, owner, period, first_day, last_day, ruleset, series, name, kind, within, peer_group, version, state,
  composer, composed_at, composed_seq, read_seq, rule_digest, input_digest, result_digest, n_rows, n_red, n_black, median,
  window_until, window_unsure, head_post, head_at, leader_post, leader_at, audience, shows, basis_doc, publisher,
  published_at, published_on, circular, composer_person, head_person, leader_person)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
  NULL, 0, 0, 0, 0, 0, $23, $24, '', 0, 0, NULL, 0, $25, 0, 0);

-- name: board_set_corrected
UPDATE board SET version = $2, state = 0, composer = $3, composed_at = $4, composed_seq = $5, read_seq = $6,
  rule_digest = $7, input_digest = $8, result_digest = $9, n_rows = $10, n_red = $11, n_black = $12, median = $13,
  window_until = NULL, window_unsure = 0, head_post = 0, head_at = 0, leader_post = 0, leader_at = 0,
  composer_person = $14, head_person = 0, leader_person = 0
WHERE id = $1;

-- name: board_set_previewed
UPDATE board SET state = 1, window_until = $2, window_unsure = $3 WHERE id = $1;

-- name: board_set_head
UPDATE board SET state = $2, head_post = $3, head_at = $4, head_person = $5 WHERE id = $1;

-- name: board_set_leader
UPDATE board SET state = $2, leader_post = $3, leader_at = $4, leader_person = $5 WHERE id = $1;

-- name: board_set_published
UPDATE board SET state = 3, audience = $2, shows = $3, basis_doc = $4, publisher = $5, published_at = $6,
  published_on = $7, circular = $8 WHERE id = $1;

-- name: board_set_discarded
UPDATE board SET state = 4 WHERE id = $1;

-- name: board_row_put
INSERT INTO board_row (board, version, unit, position, name, short_name, place, tied, unranked, mover, still, both_sides,
  moved, previous, gained, total, base, plus, minus, side, reason, arithmetic, exempt_no, exempt_why, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25);

-- name: board_mark_put
INSERT INTO board_mark (board, unit, matter, repaired_at) VALUES ($1, $2, $3, 0) ON CONFLICT (board, unit) DO NOTHING;

-- name: board_mark_set
UPDATE board_mark SET repaired_at = $3 WHERE board = $1 AND unit = $2;

-- name: board_note_put
INSERT INTO board_note (board, seq, at, author, body) VALUES ($1, $2, $3, $4, $5);

-- name: board_by_id
SELECT id, owner, period, ruleset, series, name, kind, within, peer_group, version, state, composer, composed_at,
  composed_seq, read_seq, rule_digest, input_digest, result_digest, n_rows, n_red, n_black, median, window_until,
  window_unsure, head_post, head_at, leader_post, leader_at, audience, shows, basis_doc, publisher, published_at, circular,
  composer_person, head_person, leader_person
FROM board WHERE id = $1;

-- name: board_of_period
SELECT id, owner, period, ruleset, series, name, kind, within, peer_group, version, state, composer, composed_at,
  composed_seq, read_seq, rule_digest, input_digest, result_digest, n_rows, n_red, n_black, median, window_until,
  window_unsure, head_post, head_at, leader_post, leader_at, audience, shows, basis_doc, publisher, published_at, circular,
  composer_person, head_person, leader_person
FROM board WHERE period = $1 ORDER BY id DESC LIMIT 500;

-- the last one that was published of the same kind, before a day
-- name: board_before
SELECT id, version FROM board
WHERE series = $1 AND kind = $2 AND within = $3 AND peer_group = $4 AND last_day < $5 AND state = 3
ORDER BY last_day DESC, id DESC LIMIT 1;

-- the last day that a published board has counted for a unit
-- name: board_published_through
SELECT MAX(b.last_day) FROM board b JOIN board_row r ON r.board = b.id AND r.version = b.version AND r.unit = $2
WHERE b.series = $1 AND b.state = 3;

-- name: board_twin
SELECT id FROM board
WHERE period = $1 AND series = $2 AND kind = $3 AND within = $4 AND peer_group = $5 AND state <> 4 LIMIT 1;

-- name: board_rankings
SELECT COUNT(*), COALESCE(SUM(CASE WHEN series = $2 AND kind = $3 AND within = $4 AND peer_group = $5 THEN 1 ELSE 0 END), 0)
FROM board WHERE owner = $1 AND published_on >= $6 AND published_on <= $7 AND circular > 0;

-- name: board_rows_of
SELECT r.board, r.version, r.unit, r.position, r.name, r.short_name, r.place, r.tied, r.unranked, r.mover, r.still,
  r.both_sides, r.moved, r.previous, r.gained, r.total, r.base, r.plus, r.minus, r.side, r.reason, r.arithmetic,
  r.exempt_no, r.exempt_why, r.detail, m.matter, m.repaired_at
FROM board_row r LEFT JOIN board_mark m ON m.board = r.board AND m.unit = r.unit
WHERE r.board = $1 AND r.version = $2 AND (r.unit = $3 OR $3 = 0) ORDER BY r.position;

-- name: board_places_before
SELECT unit, place, detail FROM board_row WHERE board = $1 AND version = $2;

-- black rows of earlier boards whose matter is not closed
-- name: board_unrepaired
SELECT b.name FROM board_row r JOIN board b ON b.id = r.board AND b.version = r.version
LEFT JOIN board_mark m ON m.board = r.board AND m.unit = r.unit
WHERE r.unit = $1 AND b.series = $2 AND b.last_day < $3 AND b.state = 3 AND r.side = 'black'
  AND COALESCE(m.repaired_at, 0) = 0
ORDER BY b.last_day, b.id LIMIT 12;

-- name: board_marks_of_matter
SELECT board, unit, repaired_at FROM board_mark WHERE matter = $1 ORDER BY board, unit;

-- name: board_notes_of
SELECT at, author, body FROM board_note WHERE board = $1 ORDER BY seq;

-- name: board_named
SELECT id FROM board WHERE name = $1 AND state <> 4 ORDER BY id DESC LIMIT 2;

-- name: board_list_page
SELECT b.id, b.name, b.kind, p.name, b.version, b.state, b.n_rows, b.n_red, b.n_black, b.audience, b.window_until,
  b.published_at, b.result_digest, u.short_name, b.owner, EXISTS (
    SELECT 1 FROM board_row r JOIN unit v ON v.id = r.unit WHERE r.board = b.id AND r.version = b.version
      AND ((v.path >= $2 AND v.path < $3) OR (v.path >= $4 AND v.path < $5) OR (v.path >= $6 AND v.path < $7) OR (v.path >= $8 AND v.path < $9)))
FROM board b JOIN period p ON p.id = b.period JOIN unit u ON u.id = b.owner
WHERE b.id > $1 AND (b.period = $10 OR $10 = 0) ORDER BY b.id;
