-- table: exam projection key(id)
CREATE TABLE exam (
  id @int PRIMARY KEY, owner @int NOT NULL, name @text NOT NULL, day @int NOT NULL, minutes @int NOT NULL, pass @int NOT NULL, apart @int NOT NULL,
  state @text NOT NULL, first @int NOT NULL, list_digest @text NOT NULL, seed @text NOT NULL, opened_at @int NOT NULL, sat @int NOT NULL,
  passed @int NOT NULL, reason @text NOT NULL, made @int NOT NULL, author @int NOT NULL
) @end;
CREATE INDEX exam_owner ON exam (owner, id);
CREATE INDEX exam_first ON exam (first) WHERE first > 0;

-- table: exam_part projection key(exam, no)
CREATE TABLE exam_part (
  exam @int NOT NULL, no @int NOT NULL, name @text NOT NULL, topic @text NOT NULL, level @text NOT NULL, kind @text NOT NULL, n @int NOT NULL,
  each_marks @int NOT NULL, least @int NOT NULL, PRIMARY KEY (exam, no)
) @end;

-- the published list, and what of it was drawn
-- table: exam_item projection key(exam, question)
CREATE TABLE exam_item (
  exam @int NOT NULL, question @int NOT NULL, part @int NOT NULL, no @int NOT NULL, left_out @int NOT NULL, PRIMARY KEY (exam, question)
) @end;

-- table: exam_seat projection key(exam, no)
CREATE TABLE exam_seat (
  exam @int NOT NULL, no @int NOT NULL, post @int NOT NULL, unit @int NOT NULL, digest @text NOT NULL, answers @text NOT NULL, sheet @int NOT NULL,
  total @int NOT NULL, passed @int NOT NULL, PRIMARY KEY (exam, no)
) @end;
CREATE UNIQUE INDEX exam_seat_digest ON exam_seat (digest);
CREATE INDEX exam_seat_unit ON exam_seat (unit, exam);

-- table: exam_mark projection key(exam, sheet, item, stage)
CREATE TABLE exam_mark (
  exam @int NOT NULL, sheet @int NOT NULL, item @int NOT NULL, stage @int NOT NULL, post @int NOT NULL, person @int NOT NULL, seq @int NOT NULL,
  mark @int NOT NULL, PRIMARY KEY (exam, sheet, item, stage)
) @end;

-- what an answer got, once that is settled
-- table: exam_score projection key(exam, sheet, item)
CREATE TABLE exam_score (
  exam @int NOT NULL, sheet @int NOT NULL, item @int NOT NULL, mark @int NOT NULL, PRIMARY KEY (exam, sheet, item)
) @end;

-- table: exam_result projection key(exam, sheet, part)
CREATE TABLE exam_result (
  exam @int NOT NULL, sheet @int NOT NULL, part @int NOT NULL, mark @int NOT NULL, PRIMARY KEY (exam, sheet, part)
) @end;

-- name: exam_put
INSERT INTO exam (id, owner, name, day, minutes, pass, apart, state, first, list_digest, seed, opened_at, sat, passed, reason, made, author)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, '', '', 0, 0, 0, '', $9, $10);

-- name: exam_part_put
INSERT INTO exam_part (exam, no, name, topic, level, kind, n, each_marks, least) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: exam_items_drop
DELETE FROM exam_item WHERE exam = $1;

-- name: exam_item_put
INSERT INTO exam_item (exam, question, part, no, left_out) VALUES ($1, $2, $3, 0, 0);

-- name: exam_set_list
UPDATE exam SET list_digest = $2 WHERE id = $1;

-- name: exam_item_drawn
UPDATE exam_item SET no = $3 WHERE exam = $1 AND question = $2;

-- name: exam_item_left_out
UPDATE exam_item SET left_out = 1 WHERE exam = $1 AND question = $2;

-- name: exam_set_seed
UPDATE exam SET seed = $2 WHERE id = $1;

-- name: exam_seat_code
UPDATE exam_seat SET digest = $3 WHERE exam = $1 AND no = $2;

-- name: exam_seat_put
INSERT INTO exam_seat (exam, no, post, unit, digest, answers, sheet, total, passed) VALUES ($1, $2, $3, $4, $5, '', 0, 0, 0);

-- name: exam_set_open
UPDATE exam SET state = 'open', opened_at = $2 WHERE id = $1;

-- name: exam_set_state
UPDATE exam SET state = $2, reason = $3 WHERE id = $1;

-- name: exam_seat_answers
UPDATE exam_seat SET answers = $3 WHERE exam = $1 AND no = $2;

-- name: exam_seat_sheet
UPDATE exam_seat SET sheet = $3, answers = $4 WHERE exam = $1 AND no = $2;

-- name: exam_score_put
INSERT INTO exam_score (exam, sheet, item, mark) VALUES ($1, $2, $3, $4);

-- name: exam_mark_put
INSERT INTO exam_mark (exam, sheet, item, stage, post, person, seq, mark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: exam_seat_result
UPDATE exam_seat SET total = $3, passed = $4 WHERE exam = $1 AND sheet = $2;

-- name: exam_result_put
INSERT INTO exam_result (exam, sheet, part, mark) VALUES ($1, $2, $3, $4);

-- name: exam_set_done
UPDATE exam SET state = 'done', sat = $2, passed = $3 WHERE id = $1;

-- name: exam_by_id
SELECT e.id, e.owner, e.name, e.day, e.minutes, e.pass, e.apart, e.state, e.first, e.list_digest, e.seed, e.opened_at, e.sat, e.passed, e.reason,
  e.made, e.author, u.path, u.name
FROM exam e JOIN unit u ON u.id = e.owner WHERE e.id = $1;

-- its office's, or one in which a unit of the scope has a seat
-- name: exam_rows
SELECT e.id, e.owner, e.name, e.day, e.minutes, e.pass, e.apart, e.state, e.first, e.list_digest, e.seed, e.opened_at, e.sat, e.passed, e.reason,
  e.made, e.author, u.path, u.name
FROM exam e JOIN unit u ON u.id = e.owner
WHERE (e.id < $1 OR $1 = 0) AND (e.state = $10 OR $10 = '') AND (
  (u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9)
  OR e.id IN (SELECT s.exam FROM exam_seat s JOIN unit w ON w.id = s.unit
    WHERE (w.path >= $2 AND w.path < $3) OR (w.path >= $4 AND w.path < $5) OR (w.path >= $6 AND w.path < $7) OR (w.path >= $8 AND w.path < $9)))
ORDER BY e.id DESC LIMIT $11;

-- name: exam_called
SELECT id FROM exam WHERE name = $1 AND state <> 'cancelled' ORDER BY id DESC LIMIT 1;

-- name: exam_twin
SELECT id FROM exam WHERE owner = $1 AND name = $2 AND state <> 'cancelled' ORDER BY id LIMIT 1;

-- name: exam_makeup
SELECT id FROM exam WHERE first = $1 AND first > 0 AND state <> 'cancelled' ORDER BY id LIMIT 1;

-- name: exam_parts_of
SELECT no, name, topic, level, kind, n, each_marks, least FROM exam_part WHERE exam = $1 ORDER BY no;

-- name: exam_items_of
SELECT part, question, no, left_out FROM exam_item WHERE exam = $1 ORDER BY part, question;

-- name: exam_drawn
SELECT i.no, i.part, i.question, p.each_marks FROM exam_item i JOIN exam_part p ON p.exam = i.exam AND p.no = i.part
WHERE i.exam = $1 AND i.no > 0 ORDER BY i.no;

-- name: exam_seats_of
SELECT no, post, unit, digest, answers, sheet, total, passed FROM exam_seat WHERE exam = $1 ORDER BY no;

-- name: exam_seat_of_code
SELECT exam, no, post, unit, digest, answers, sheet, total, passed FROM exam_seat WHERE digest = $1;

-- name: exam_seat_paths
SELECT DISTINCT u.path FROM exam_seat s JOIN unit u ON u.id = s.unit WHERE s.exam = $1 ORDER BY u.path;

-- name: exam_marks_of
SELECT stage, post, person, seq, mark FROM exam_mark WHERE exam = $1 AND sheet = $2 AND item = $3 ORDER BY stage LIMIT 3;

-- name: exam_scores_of
SELECT sheet, item, mark FROM exam_score WHERE exam = $1 ORDER BY sheet, item;

-- name: exam_score_on
SELECT mark FROM exam_score WHERE exam = $1 AND sheet = $2 AND item = $3;

-- answers in words without a mark, with how many markers they had
-- name: exam_pending
SELECT s.sheet, i.no, (SELECT COUNT(*) FROM exam_mark m WHERE m.exam = s.exam AND m.sheet = s.sheet AND m.item = i.no)
FROM exam_seat s JOIN exam_item i ON i.exam = s.exam AND i.no > 0 JOIN exam_part p ON p.exam = i.exam AND p.no = i.part AND p.kind = 'text'
WHERE s.exam = $1 AND s.sheet > 0
  AND NOT EXISTS (SELECT 1 FROM exam_score c WHERE c.exam = s.exam AND c.sheet = s.sheet AND c.item = i.no)
ORDER BY i.no, s.sheet;

-- name: exam_results_of
SELECT part, mark FROM exam_result WHERE exam = $1 AND sheet = $2 ORDER BY part;

-- name: exam_unit_counts
SELECT s.unit, u.short_name, u.path, SUM(CASE WHEN s.sheet > 0 THEN 1 ELSE 0 END), SUM(s.passed)
FROM exam_seat s JOIN unit u ON u.id = s.unit WHERE s.exam = $1 GROUP BY s.unit, u.short_name, u.path, u.order_key ORDER BY u.order_key, s.unit;
