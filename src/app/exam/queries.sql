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
  each_marks @int NOT NULL, least @int NOT NULL, half @int NOT NULL, PRIMARY KEY (exam, no)
) @end;

-- the published list, and what of it was drawn
-- table: exam_item projection key(exam, question)
CREATE TABLE exam_item (
  exam @int NOT NULL, question @int NOT NULL, part @int NOT NULL, no @int NOT NULL, left_out @int NOT NULL, PRIMARY KEY (exam, question)
) @end;

-- closed, parts: lists of marks by part, of closed questions and of all
-- table: exam_seat projection key(exam, no)
CREATE TABLE exam_seat (
  exam @int NOT NULL, no @int NOT NULL, post @int NOT NULL, unit @int NOT NULL, digest @text NOT NULL, answers @text NOT NULL, closed @text NOT NULL,
  sheet @int NOT NULL, parts @text NOT NULL, total @int NOT NULL, passed @int NOT NULL, PRIMARY KEY (exam, no)
) @end;
CREATE UNIQUE INDEX exam_seat_digest ON exam_seat (digest);
CREATE INDEX exam_seat_sheet ON exam_seat (exam, sheet);
CREATE INDEX exam_seat_unit ON exam_seat (unit, exam);

-- table: exam_mark projection key(exam, sheet, item, stage)
CREATE TABLE exam_mark (
  exam @int NOT NULL, sheet @int NOT NULL, item @int NOT NULL, stage @int NOT NULL, post @int NOT NULL, person @int NOT NULL, seq @int NOT NULL,
  mark @int NOT NULL, PRIMARY KEY (exam, sheet, item, stage)
) @end;

-- an answer in words: how many have marked it, and what it got once that is settled
-- table: exam_written projection key(exam, seat, item)
CREATE TABLE exam_written (
  exam @int NOT NULL, seat @int NOT NULL, item @int NOT NULL, marks @int NOT NULL, settled @int NOT NULL, mark @int NOT NULL,
  PRIMARY KEY (exam, seat, item)
) @end;

-- name: exam_put
INSERT INTO exam (id, owner, name, day, minutes, pass, apart, state, first, list_digest, seed, opened_at, sat, passed, reason, made, author)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, '', '', 0, 0, 0, '', $9, $10);

-- name: exam_part_put
INSERT INTO exam_part (exam, no, name, topic, level, kind, n, each_marks, least, half) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

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
INSERT INTO exam_seat (exam, no, post, unit, digest, answers, closed, sheet, parts, total, passed) VALUES ($1, $2, $3, $4, $5, '', '', 0, '', 0, 0);

-- name: exam_set_open
UPDATE exam SET state = 'open', opened_at = $2 WHERE id = $1;

-- name: exam_set_state
UPDATE exam SET state = $2, reason = $3 WHERE id = $1;

-- name: exam_seat_answers
UPDATE exam_seat SET answers = $3 WHERE exam = $1 AND no = $2;

-- name: exam_seat_closed
UPDATE exam_seat SET closed = $3 WHERE exam = $1 AND no = $2;

-- name: exam_written_put
INSERT INTO exam_written (exam, seat, item, marks, settled, mark) VALUES ($1, $2, $3, 0, 0, 0);

-- name: exam_seat_sheet
UPDATE exam_seat SET sheet = $3 WHERE exam = $1 AND no = $2;

-- name: exam_mark_put
INSERT INTO exam_mark (exam, sheet, item, stage, post, person, seq, mark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: exam_written_marked
UPDATE exam_written SET marks = $4, settled = $5, mark = $6
WHERE exam = $1 AND item = $3 AND seat = (SELECT s.no FROM exam_seat s WHERE s.exam = $1 AND s.sheet = $2);

-- name: exam_seat_result
UPDATE exam_seat SET total = $3, passed = $4, parts = $5 WHERE exam = $1 AND sheet = $2;

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
SELECT no, name, topic, level, kind, n, each_marks, least, half FROM exam_part WHERE exam = $1 ORDER BY no;

-- name: exam_items_of
SELECT part, question, no, left_out FROM exam_item WHERE exam = $1 ORDER BY part, question;

-- the same, with what may not be drawn on that day any more
-- name: exam_items_on
SELECT i.part, i.question, i.no, CASE WHEN q.state = 'ready' AND q.expires >= $2 THEN 0 ELSE 1 END
FROM exam_item i JOIN question q ON q.id = i.question WHERE i.exam = $1 ORDER BY i.part, i.question;

-- name: exam_drawn
SELECT i.no, i.part, i.question, p.each_marks FROM exam_item i JOIN exam_part p ON p.exam = i.exam AND p.no = i.part
WHERE i.exam = $1 AND i.no > 0 ORDER BY i.no;

-- name: exam_seats_of
SELECT no, post, unit, digest, answers <> '', closed, sheet, parts, total, passed FROM exam_seat WHERE exam = $1 ORDER BY no;

-- name: exam_seat_at
SELECT no, post, unit, digest, answers <> '', closed, sheet, parts, total, passed FROM exam_seat WHERE exam = $1 AND no = $2;

-- name: exam_seat_of_code
SELECT no, post, unit, digest, answers <> '', closed, sheet, parts, total, passed, exam FROM exam_seat WHERE digest = $1;

-- name: exam_answers_at
SELECT answers FROM exam_seat WHERE exam = $1 AND no = $2;

-- name: exam_seat_paths
SELECT DISTINCT u.path FROM exam_seat s JOIN unit u ON u.id = s.unit WHERE s.exam = $1 ORDER BY u.path;

-- name: exam_marks_of
SELECT stage, post, person, seq, mark FROM exam_mark WHERE exam = $1 AND sheet = $2 AND item = $3 ORDER BY stage LIMIT 3;

-- name: exam_written_of
SELECT seat, item, mark FROM exam_written WHERE exam = $1 ORDER BY seat, item;

-- an answer in words by the number of its sheet
-- name: exam_written_on
SELECT w.marks, w.settled FROM exam_seat s JOIN exam_written w ON w.exam = s.exam AND w.seat = s.no WHERE s.exam = $1 AND s.sheet = $2 AND w.item = $3;

-- name: exam_waiting_of
SELECT COUNT(*), COALESCE(SUM(CASE WHEN marks = 1 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN marks = 2 THEN 1 ELSE 0 END), 0)
FROM exam_written WHERE exam = $1 AND settled = 0;

-- is one of its seats of this post, or of a post that this person holds now?
-- name: exam_sat_by
SELECT s.no FROM exam_seat s
WHERE s.exam = $1 AND (s.post = $2 OR (SELECT h.person FROM post_holder h WHERE h.post = s.post ORDER BY h.since DESC LIMIT 1) = $3) LIMIT 1;

-- answers that wait, but for those that this post has marked, or a person who held it at that mark or later (as person_was)
-- name: exam_next
SELECT s.sheet, w.item, s.answers FROM exam_written w JOIN exam_seat s ON s.exam = w.exam AND s.no = w.seat
WHERE w.exam = $1 AND w.settled = 0 AND s.sheet > 0 AND NOT EXISTS (
  SELECT 1 FROM exam_mark m WHERE m.exam = w.exam AND m.sheet = s.sheet AND m.item = w.item AND (m.post = $2 OR EXISTS (
    SELECT 1 FROM post_holder h WHERE h.post = $2 AND h.person = m.person
      AND h.since >= COALESCE((SELECT MAX(b.since) FROM post_holder b WHERE b.post = $2 AND b.since <= m.seq), 0))))
ORDER BY w.item, s.sheet LIMIT 1;

-- how many of them there are
-- name: exam_left
SELECT COUNT(*) FROM exam_written w JOIN exam_seat s ON s.exam = w.exam AND s.no = w.seat
WHERE w.exam = $1 AND w.settled = 0 AND s.sheet > 0 AND NOT EXISTS (
  SELECT 1 FROM exam_mark m WHERE m.exam = w.exam AND m.sheet = s.sheet AND m.item = w.item AND (m.post = $2 OR EXISTS (
    SELECT 1 FROM post_holder h WHERE h.post = $2 AND h.person = m.person
      AND h.since >= COALESCE((SELECT MAX(b.since) FROM post_holder b WHERE b.post = $2 AND b.since <= m.seq), 0))));

-- name: exam_unit_counts
SELECT s.unit, u.short_name, u.path, SUM(CASE WHEN s.sheet > 0 THEN 1 ELSE 0 END), SUM(s.passed)
FROM exam_seat s JOIN unit u ON u.id = s.unit WHERE s.exam = $1 GROUP BY s.unit, u.short_name, u.path, u.order_key ORDER BY u.order_key, s.unit;
