-- table: matter projection key(id)
CREATE TABLE matter (
  id @int PRIMARY KEY, no @int NOT NULL, kind @text NOT NULL, state @text NOT NULL, owner @int NOT NULL,
  verifier @int NOT NULL, list @text NOT NULL, source_no @text NOT NULL, category @text NOT NULL,
  title @text NOT NULL, goal @text NOT NULL, origin @text NOT NULL, origin_no @text NOT NULL,
  origin_post @int NOT NULL, sponsor @text NOT NULL, cover @text NOT NULL, due_kind @text NOT NULL, due @int,
  first_due @int, due_precision @text NOT NULL, due_text @text NOT NULL, due_amount @int NOT NULL,
  due_unit @text NOT NULL, start_plan @int, start_actual @int, percent @int, progress @text NOT NULL,
  problem @text NOT NULL, next_step @text NOT NULL, note @text NOT NULL, money @text NOT NULL, class @text NOT NULL,
  batch @text NOT NULL, chain @text NOT NULL, cluster @text NOT NULL, extra @text NOT NULL, contact @text NOT NULL,
  reason @text NOT NULL, issued_at @int NOT NULL, closed_at @int NOT NULL, progress_at @int NOT NULL, stopped @int,
  started @int NOT NULL, shown @int NOT NULL, reopened @int NOT NULL, import @int NOT NULL, made_seq @int NOT NULL,
  seq @int NOT NULL
) @end;
CREATE UNIQUE INDEX matter_no ON matter (no);
CREATE INDEX matter_of_state ON matter (state, no);
CREATE INDEX matter_of_owner_list ON matter (owner, list, no);
CREATE INDEX matter_of_due ON matter (due, id, state, shown) WHERE due IS NOT NULL;
CREATE INDEX matter_of_import ON matter (import) WHERE import > 0;
CREATE INDEX matter_of_origin ON matter (origin_post) WHERE origin_post > 0;
CREATE INDEX matter_of_seq ON matter (seq);
CREATE INDEX matter_of_owner ON matter (owner, id);
CREATE INDEX matter_lights ON matter
  (state, due, kind, owner, due_kind, started, percent, start_actual, start_plan, issued_at, shown);

-- When the light of a matter under way turns if nobody touches it (core/matter.h); a matter that no day turns has no row.
-- table: matter_turn projection key(matter)
CREATE TABLE matter_turn (
  matter @int PRIMARY KEY, ahead_until @int, soon_from @int, behind_from @int, late_from @int NOT NULL
) @end;
CREATE INDEX matter_turn_ahead ON matter_turn (ahead_until) WHERE ahead_until IS NOT NULL;
CREATE INDEX matter_turn_soon ON matter_turn (soon_from, late_from, behind_from) WHERE soon_from IS NOT NULL;
CREATE INDEX matter_turn_behind ON matter_turn (behind_from, late_from) WHERE behind_from IS NOT NULL;
CREATE INDEX matter_turn_late ON matter_turn (late_from);

-- table: assignment projection key(id)
CREATE TABLE assignment (
  id @int PRIMARY KEY, matter @int NOT NULL, unit @int NOT NULL, role @text NOT NULL, state @text NOT NULL,
  no_return @int NOT NULL, reason @text NOT NULL, assigned_at @int NOT NULL, acked_at @int NOT NULL, acked_by @int NOT NULL,
  done_at @int NOT NULL, acked_person @int NOT NULL, claimed_by @int NOT NULL, claimed_person @int NOT NULL, claimed_seq @int NOT NULL
) @end;
CREATE INDEX assignment_matter ON assignment (matter, id, unit, role, state);
CREATE INDEX assignment_unit ON assignment (unit, matter, state);

-- table: record projection key(seq)
CREATE TABLE record (
  seq @int PRIMARY KEY, matter @int NOT NULL, at @int NOT NULL, post @int NOT NULL, unit @int NOT NULL, kind @text NOT NULL,
  text @text NOT NULL, percent @int, said_by @text NOT NULL, means @text NOT NULL, result @text NOT NULL, same @int NOT NULL,
  to_post @int NOT NULL
) @end;
CREATE INDEX record_matter ON record (matter, seq);
CREATE INDEX record_to_post ON record (to_post, seq) WHERE to_post > 0;

-- table: extension projection key(id)
CREATE TABLE extension (
  id @int PRIMARY KEY, matter @int NOT NULL, unit @int NOT NULL, old_due @int, new_due @int, reason @text NOT NULL,
  state @text NOT NULL, answer @text NOT NULL, asked_at @int NOT NULL, asked_by @int NOT NULL, decided_at @int NOT NULL,
  decided_by @int NOT NULL
) @end;
CREATE INDEX extension_matter ON extension (matter, id);
CREATE INDEX extension_asked ON extension (matter) WHERE state = 'asked';

-- table: matter_import projection key(id)
CREATE TABLE matter_import (
  id @int PRIMARY KEY, owner @int NOT NULL, list @text NOT NULL, file_name @text NOT NULL, file_digest @text NOT NULL,
  state @text NOT NULL, announced @int NOT NULL, counted @int NOT NULL, made @int NOT NULL, changed @int NOT NULL,
  explanation @text NOT NULL, reason @text NOT NULL, begun_at @int NOT NULL, begun_by @int NOT NULL, done_at @int NOT NULL,
  withdrawn_at @int NOT NULL
) @end;
CREATE INDEX matter_import_owner ON matter_import (owner, id);

-- name: matter_put
INSERT INTO matter (
  id, no, kind, state, owner, verifier, list, source_no, category, title, goal, origin, origin_no, origin_post,
  sponsor, cover, due_kind, due, first_due, due_precision, due_text, due_amount, due_unit, start_plan, start_actual,
  percent, progress, problem, next_step, note, money, class, batch, chain, cluster, extra, contact, reason,
  issued_at, closed_at, progress_at, stopped, started, shown, reopened, import, made_seq, seq)
VALUES (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
  $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48);

-- name: matter_set
UPDATE matter SET (
  no, kind, state, owner, verifier, list, source_no, category, title, goal, origin, origin_no, origin_post, sponsor,
  cover, due_kind, due, first_due, due_precision, due_text, due_amount, due_unit, start_plan, start_actual, percent,
  progress, problem, next_step, note, money, class, batch, chain, cluster, extra, contact, reason, issued_at,
  closed_at, progress_at, stopped, started, shown, reopened, import, made_seq, seq) = (
  $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
  $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48)
WHERE id = $1;

-- name: turn_put
INSERT INTO matter_turn (matter, ahead_until, soon_from, behind_from, late_from) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (matter) DO UPDATE SET ahead_until = excluded.ahead_until, soon_from = excluded.soon_from,
  behind_from = excluded.behind_from, late_from = excluded.late_from;

-- name: turn_drop
DELETE FROM matter_turn WHERE matter = $1;

-- name: matter_plain
SELECT m.* FROM matter m WHERE m.id = $1;

-- name: matter_one
SELECT m.*, o.short_name, o.path, v.short_name FROM matter m JOIN unit o ON o.id = m.owner
LEFT JOIN unit v ON v.id = m.verifier WHERE m.id = $1;

-- name: matter_id_of_no
SELECT id FROM matter WHERE no = $1;

-- name: matter_last_no
SELECT COALESCE(MAX(no), 0) FROM matter;

-- name: matter_of_import_all
SELECT m.id, m.no, m.seq, m.made_seq, m.title FROM matter m WHERE m.import = $1 ORDER BY m.no;

-- name: matter_show_import
UPDATE matter SET shown = 1 WHERE import = $1;

-- name: matter_same_list
SELECT m.*, o.short_name, o.path, v.short_name FROM matter m JOIN unit o ON o.id = m.owner
LEFT JOIN unit v ON v.id = m.verifier
WHERE m.owner = $1 AND m.list = $2 AND m.shown = 1 AND m.state <> 'withdrawn' ORDER BY m.no;

-- A matter as lists show it: the columns that row.c marks as listed, in their order.
-- part: line
SELECT m.id, m.no, m.kind, m.state, m.owner, m.verifier, m.list, m.source_no, m.category, m.title, m.goal, m.sponsor,
  m.due_kind, m.due, m.due_text, m.start_plan, m.start_actual, m.percent, m.progress, m.issued_at, m.closed_at,
  m.progress_at, m.stopped, m.started, m.shown, m.import, m.seq,
  o.short_name, o.path FROM matter m JOIN unit o ON o.id = m.owner

-- name: line_one
{line} WHERE m.id = $1;

-- name: page_all
{line} WHERE m.no > $1 AND m.shown = 1 ORDER BY m.no;

-- name: page_state
{line} WHERE m.state = $2 AND m.no > $1 AND m.shown = 1 ORDER BY m.no;

-- name: page_owner_list
{line} WHERE m.owner = $2 AND m.list = $3 AND m.no > $1 AND m.shown = 1 ORDER BY m.no;

-- the longest overdue first; ids grow with the numbers
-- name: overdue_page
{line} JOIN matter_turn t ON t.matter = m.id WHERE t.late_from <= $1 AND m.shown = 1 ORDER BY t.late_from, t.matter;

-- The narrow ways into the ledger give ids in ascending order, which is the order of the numbers: both grow together.
-- name: id_upto_no
SELECT COALESCE(MAX(id), 0) FROM matter WHERE no = (SELECT MAX(no) FROM matter WHERE no <= $1);

-- name: ids_of_unit
SELECT matter FROM assignment WHERE unit = $1 AND matter > $2 AND state <> 'released' ORDER BY matter LIMIT $3;

-- name: ids_of_owner
SELECT id FROM matter WHERE owner = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: ids_of_import
SELECT id FROM matter WHERE import = $1 AND import > 0 AND id > $2 ORDER BY id LIMIT $3;

-- name: ids_of_states
SELECT id FROM matter WHERE state IN ($1, $2) AND id > $3 ORDER BY id LIMIT $4;

-- name: ids_of_due
SELECT id FROM matter WHERE due >= $1 AND due <= $2 AND due IS NOT NULL AND id > $3 LIMIT $4;

-- Who has a light that days turn, from an index alone.
-- name: ids_ahead
SELECT matter FROM matter_turn WHERE ahead_until >= $1 AND matter > $2 LIMIT $3;

-- name: ids_soon
SELECT matter FROM matter_turn
WHERE soon_from <= $1 AND late_from > $1 AND (behind_from > $1 OR behind_from IS NULL) AND matter > $2 LIMIT $3;

-- name: ids_behind
SELECT matter FROM matter_turn WHERE behind_from <= $1 AND late_from > $1 AND matter > $2 LIMIT $3;

-- name: ids_late
SELECT matter FROM matter_turn WHERE late_from <= $1 AND matter > $2 LIMIT $3;

-- The same where they are many: a walk in the order of ids (hence the +), which ends with the page.
-- name: walk_ahead
SELECT matter FROM matter_turn WHERE +ahead_until >= $1 AND matter > $2 ORDER BY matter LIMIT $3;

-- name: walk_soon
SELECT matter FROM matter_turn
WHERE +soon_from <= $1 AND +late_from > $1 AND (+behind_from > $1 OR behind_from IS NULL) AND matter > $2 ORDER BY matter LIMIT $3;

-- name: walk_behind
SELECT matter FROM matter_turn WHERE +behind_from <= $1 AND +late_from > $1 AND matter > $2 ORDER BY matter LIMIT $3;

-- name: walk_late
SELECT matter FROM matter_turn WHERE +late_from <= $1 AND matter > $2 ORDER BY matter LIMIT $3;

-- Walks over the whole ledger that leave out what cannot have the light: never too few, the light itself is derived.
-- `|| ''` keeps the walk in the order of ids, so that it ends with the page.
-- name: walk_not_started
SELECT m.id FROM matter m WHERE m.id > $2 AND m.shown = 1
AND m.state || '' IN ('draft', 'issued', 'returned', 'active', 'sent_back', 'reopened', 'standing')
AND (m.state = 'draft' OR (m.started = 0 AND COALESCE(m.percent, 0) <= 0 AND (m.due >= $1 OR m.due IS NULL)))
ORDER BY m.id LIMIT $3;

-- name: walk_on_pace
SELECT m.id FROM matter m WHERE m.id > $2 AND m.shown = 1
AND m.state || '' IN ('issued', 'returned', 'active', 'sent_back', 'reopened', 'standing')
AND (m.started <> 0 OR m.percent > 0) AND (m.due >= $1 OR m.due IS NULL) ORDER BY m.id LIMIT $3;

-- name: ids_to_decide
SELECT id FROM matter WHERE state = 'returned' UNION SELECT matter FROM extension WHERE state = 'asked' LIMIT $1;

-- name: extension_waits
SELECT COUNT(*) FROM extension WHERE matter = $1 AND state = 'asked';

-- name: units_of_scope
SELECT u.id FROM unit u
WHERE (u.path >= $1 AND u.path < $2) OR (u.path >= $3 AND u.path < $4) OR (u.path >= $5 AND u.path < $6)
OR (u.path >= $7 AND u.path < $8) LIMIT $9;

-- the last leaf names the state of every projection: no two journals share one
-- name: count_as_of
SELECT leaf FROM journal ORDER BY seq DESC LIMIT 1;

-- What a count needs and no more, from one index alone and in its order (hence the day among the groups).
-- Under way and past its day: overdue, whatever else it is.
-- name: count_overdue
SELECT m.state, m.kind, m.owner, COUNT(*) FROM matter m WHERE m.shown = 1
AND m.state IN ('issued', 'returned', 'active', 'sent_back', 'reopened', 'standing') AND m.due < $1
GROUP BY m.state, m.due, m.kind, m.owner;

-- the rest of what is under way is derived one by one
-- name: count_running
SELECT m.owner, m.state, m.kind, m.due_kind, m.due, m.start_plan, m.start_actual, m.issued_at, m.started, m.percent
FROM matter m WHERE m.shown = 1
AND m.state IN ('issued', 'returned', 'active', 'sent_back', 'reopened', 'standing') AND m.due >= $1
UNION ALL
SELECT m.owner, m.state, m.kind, m.due_kind, m.due, m.start_plan, m.start_actual, m.issued_at, m.started, m.percent
FROM matter m WHERE m.shown = 1
AND m.state IN ('issued', 'returned', 'active', 'sent_back', 'reopened', 'standing') AND m.due IS NULL;

-- what units of a scope have to do for offices outside it
-- name: count_foreign
SELECT DISTINCT m.owner, m.state, m.kind, m.due_kind, m.due, m.start_plan, m.start_actual, m.issued_at, m.started, m.percent, m.id
FROM unit u JOIN assignment a ON a.unit = u.id JOIN matter m ON m.id = a.matter
WHERE ((u.path >= $1 AND u.path < $2) OR (u.path >= $3 AND u.path < $4) OR (u.path >= $5 AND u.path < $6) OR (u.path >= $7 AND u.path < $8))
AND a.state <> 'released' AND m.shown = 1 AND m.state <> 'draft'
AND m.owner NOT IN (SELECT o.id FROM unit o
  WHERE (o.path >= $1 AND o.path < $2) OR (o.path >= $3 AND o.path < $4) OR (o.path >= $5 AND o.path < $6) OR (o.path >= $7 AND o.path < $8));

-- told by the state alone
-- name: count_resting
SELECT m.state, m.kind, m.owner, COUNT(*) FROM matter m
WHERE m.shown = 1 AND m.state IN ('draft', 'finish_claimed', 'verifying', 'closed', 'suspended', 'withdrawn')
GROUP BY m.state, m.due, m.kind, m.owner;

-- of one unit's duties, whatever their role; the day on which a matter under way becomes overdue stands in matter_turn
-- name: count_of_unit
SELECT COUNT(CASE WHEN m.state NOT IN ('draft', 'withdrawn') THEN 1 END), COUNT(CASE WHEN m.state = 'closed' THEN 1 END), COUNT(CASE WHEN t.late_from <= $2 THEN 1 END)
FROM (SELECT DISTINCT a.matter FROM assignment a WHERE a.unit = $1 AND a.state <> 'released') d
JOIN matter m ON m.id = d.matter AND m.shown = 1 LEFT JOIN matter_turn t ON t.matter = m.id;

-- name: owners_all
WITH RECURSIVE o (id) AS (
  SELECT MIN(owner) FROM matter UNION ALL SELECT (SELECT MIN(m.owner) FROM matter m WHERE m.owner > o.id) FROM o WHERE o.id IS NOT NULL)
SELECT u.path, u.id FROM o JOIN unit u ON u.id = o.id;

-- name: assignment_put
INSERT INTO assignment (id, matter, unit, role, state, no_return, reason, assigned_at, acked_at, acked_by, done_at,
  acked_person, claimed_by, claimed_person, claimed_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, no_return = excluded.no_return, reason = excluded.reason,
  assigned_at = excluded.assigned_at, acked_at = excluded.acked_at, acked_by = excluded.acked_by, done_at = excluded.done_at,
  acked_person = excluded.acked_person, claimed_by = excluded.claimed_by, claimed_person = excluded.claimed_person,
  claimed_seq = excluded.claimed_seq;

-- name: assignment_clear
DELETE FROM assignment WHERE matter = $1;

-- name: assignment_of
SELECT a.id, a.matter, a.unit, a.role, a.state, a.no_return, a.reason, a.assigned_at, a.acked_at, a.acked_by, a.done_at,
  u.short_name, u.path, a.acked_person, a.claimed_by, a.claimed_person, a.claimed_seq
FROM assignment a JOIN unit u ON u.id = a.unit WHERE a.matter = $1 ORDER BY a.id;

-- as much of it as a list needs
-- name: duties_of_line
SELECT a.unit, a.role, a.state, u.short_name, u.path FROM assignment a JOIN unit u ON u.id = a.unit
WHERE a.matter = $1 AND a.state <> 'released' ORDER BY a.id;

-- name: record_put
INSERT INTO record (seq, matter, at, post, unit, kind, text, percent, said_by, means, result, same, to_post)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: record_of
SELECT r.seq, r.matter, r.at, r.post, r.unit, r.kind, r.text, r.percent, r.said_by, r.means, r.result, r.same, r.to_post
FROM record r WHERE r.matter = $1 ORDER BY r.seq DESC LIMIT $2;

-- name: record_to
SELECT r.seq, r.matter, r.at, r.post, r.unit, r.kind, r.text, r.percent, r.said_by, r.means, r.result, r.same, r.to_post
FROM record r WHERE r.to_post = $1 ORDER BY r.seq DESC LIMIT $2;

-- name: record_last
SELECT r.seq, r.matter, r.at, r.post, r.unit, r.kind, r.text, r.percent, r.said_by, r.means, r.result, r.same, r.to_post
FROM record r WHERE r.matter = $1 AND r.unit = $2 AND r.kind = $3 ORDER BY r.seq DESC LIMIT 1;

-- name: extension_put
INSERT INTO extension (id, matter, unit, old_due, new_due, reason, state, answer, asked_at, asked_by, decided_at, decided_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET new_due = excluded.new_due, state = excluded.state, answer = excluded.answer,
  decided_at = excluded.decided_at, decided_by = excluded.decided_by;

-- name: extension_of
SELECT id, matter, unit, old_due, new_due, reason, state, answer, asked_at, asked_by, decided_at, decided_by
FROM extension WHERE matter = $1 ORDER BY id DESC;

-- name: import_put
INSERT INTO matter_import (id, owner, list, file_name, file_digest, state, announced, counted, made, changed, explanation, reason,
  begun_at, begun_by, done_at, withdrawn_at)
VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, 0, 0, $8, '', $9, $10, 0, 0);

-- name: import_set_done
UPDATE matter_import SET state = 'done', made = $2, changed = $3, done_at = $4 WHERE id = $1;

-- name: import_set_withdrawn
UPDATE matter_import SET state = 'withdrawn', reason = $2, withdrawn_at = $3 WHERE id = $1;

-- name: import_one
SELECT i.id, i.owner, i.list, i.file_name, i.file_digest, i.state, i.announced, i.counted, i.made, i.changed, i.explanation,
  i.reason, i.begun_at, i.begun_by, i.done_at, i.withdrawn_at, u.path
FROM matter_import i JOIN unit u ON u.id = i.owner WHERE i.id = $1;

-- name: import_last
SELECT id, state FROM matter_import WHERE owner = $1 AND list = $2 ORDER BY id DESC LIMIT 1;

-- the same file of that office under another name
-- name: import_of_file
SELECT list, begun_at FROM matter_import WHERE owner = $1 AND file_digest = $2 AND list <> $3 AND state = 'done' ORDER BY id DESC LIMIT 1;

-- name: import_page
SELECT i.id, i.owner, i.list, i.file_name, i.file_digest, i.state, i.announced, i.counted, i.made, i.changed, i.explanation,
  i.reason, i.begun_at, i.begun_by, i.done_at, i.withdrawn_at, u.path
FROM matter_import i JOIN unit u ON u.id = i.owner WHERE i.id < $1 ORDER BY i.id DESC;

-- name: post_unit_path
SELECT p.unit, u.path FROM post p JOIN unit u ON u.id = p.unit WHERE p.id = $1;

-- name: matter_withdraw_one
UPDATE matter SET state = 'withdrawn', reason = $2, seq = $3, shown = 1 WHERE id = $1;
