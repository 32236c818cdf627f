-- a list of targets that came in: a pledge 军令状, or its correction by a later document
-- table: target_import projection key(id)
CREATE TABLE target_import (
  id @int PRIMARY KEY, owner @int NOT NULL, year @int NOT NULL, list @text NOT NULL, document @text NOT NULL,
  file_name @text NOT NULL, file_digest @text NOT NULL, state @text NOT NULL, made @int NOT NULL, changed @int NOT NULL,
  begun_at @int NOT NULL, begun_by @int NOT NULL, done_at @int NOT NULL, withdrawn_at @int NOT NULL, reason @text NOT NULL
) @end;
CREATE INDEX target_import_owner ON target_import (owner, year, list);

-- one indicator of one unit for a year, as the pledge was issued; made, shown, ended: the acts that brought it, showed it, withdrew it
-- table: target projection key(id)
CREATE TABLE target (
  id @int PRIMARY KEY, import @int NOT NULL, owner @int NOT NULL, year @int NOT NULL, list @text NOT NULL, no @text NOT NULL,
  category @text NOT NULL, unit @int NOT NULL, indicator @text NOT NULL, uom @text NOT NULL, lower @int NOT NULL,
  base @int, base_day @int, data_owner @int NOT NULL, weight @int, plan @int NOT NULL, q1 @int, q2 @int, q3 @int, q4 @int,
  document @text NOT NULL, note @text NOT NULL, sort @int NOT NULL, made @int NOT NULL, shown @int NOT NULL, ended @int NOT NULL,
  reason @text NOT NULL
) @end;
CREATE INDEX target_unit ON target (unit, year);
CREATE INDEX target_owner ON target (owner, year, list);
CREATE INDEX target_import_of ON target (import);

-- a later change of its targets, with its document; the issued ones stay
-- table: target_change projection key(id)
CREATE TABLE target_change (
  id @int PRIMARY KEY, target @int NOT NULL, import @int NOT NULL, made @int NOT NULL, at @int NOT NULL, author @int NOT NULL,
  plan @int NOT NULL, q1 @int, q2 @int, q3 @int, q4 @int, document @text NOT NULL, reason @text NOT NULL, shown @int NOT NULL,
  ended @int NOT NULL
) @end;
CREATE INDEX target_change_of ON target_change (target, id);

-- what came of it: a value up to the end of a month or quarter; never changed, only followed by another row
-- table: target_actual projection key(id)
CREATE TABLE target_actual (
  id @int PRIMARY KEY, target @int NOT NULL, made @int NOT NULL, at @int NOT NULL, author @int NOT NULL, through @int NOT NULL,
  value @int NOT NULL, as_of @int NOT NULL, base @int, base_day @int, final @int NOT NULL, source @text NOT NULL,
  corrects @int NOT NULL, corrected_by @int NOT NULL, reason @text NOT NULL
) @end;
CREATE INDEX target_actual_of ON target_actual (target, through, id);

-- name: target_import_put
INSERT INTO target_import (id, owner, year, list, document, file_name, file_digest, state, made, changed, begun_at, begun_by,
  done_at, withdrawn_at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', 0, 0, $8, $9, 0, 0, '');

-- name: target_import_set_done
UPDATE target_import SET state = 'done', made = $2, changed = $3, done_at = $4 WHERE id = $1;

-- name: target_import_set_withdrawn
UPDATE target_import SET state = 'withdrawn', withdrawn_at = $2, reason = $3 WHERE id = $1;

-- name: target_import_by_id
SELECT id, owner, year, list, document, file_name, file_digest, state, made, changed, begun_at, begun_by, done_at,
  withdrawn_at, reason FROM target_import WHERE id = $1;

-- name: target_import_running
SELECT id FROM target_import WHERE owner = $1 AND year = $2 AND state = 'open' ORDER BY id LIMIT 1;

-- name: target_import_counts
SELECT (SELECT COUNT(*) FROM target WHERE import = $1), (SELECT COUNT(*) FROM target_change WHERE import = $1);

-- what of an import was worked with since: a value told, or a change that another import or a hand made
-- name: target_import_touched
SELECT (SELECT COUNT(*) FROM target t JOIN target_actual a ON a.target = t.id WHERE t.import = $1)
  + (SELECT COUNT(*) FROM target t JOIN target_change c ON c.target = t.id WHERE t.import = $1 AND c.import <> $1 AND c.ended = 0)
  + (SELECT COUNT(*) FROM target_change c JOIN target_change d ON d.target = c.target AND d.id > c.id
     WHERE c.import = $1 AND d.import <> $1 AND d.ended = 0);

-- name: target_import_page
SELECT i.id, i.owner, i.year, i.list, i.document, i.file_name, i.file_digest, i.state, i.made, i.changed, i.begun_at, i.begun_by,
  i.done_at, i.withdrawn_at, i.reason
FROM target_import i JOIN unit u ON u.id = i.owner
WHERE (i.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
ORDER BY i.id DESC LIMIT $10;

-- name: target_put
INSERT INTO target (id, import, owner, year, list, no, category, unit, indicator, uom, lower, base, base_day, data_owner, weight,
  plan, q1, q2, q3, q4, document, note, sort, made, shown, ended, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, 0, 0, '');

-- name: target_show_import
UPDATE target SET shown = $2 WHERE import = $1 AND ended = 0;

-- name: target_change_show_import
UPDATE target_change SET shown = $2 WHERE import = $1 AND ended = 0;

-- name: target_end
UPDATE target SET ended = $2, reason = $3 WHERE id = $1;

-- name: target_end_import
UPDATE target SET ended = $2, reason = $3 WHERE import = $1 AND ended = 0;

-- name: target_change_end_import
UPDATE target_change SET ended = $2 WHERE import = $1 AND ended = 0;

-- name: target_change_put
INSERT INTO target_change (id, target, import, made, at, author, plan, q1, q2, q3, q4, document, reason, shown, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0);

-- name: target_actual_put
INSERT INTO target_actual (id, target, made, at, author, through, value, as_of, base, base_day, final, source, corrects,
  corrected_by, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14);

-- name: target_actual_set_corrected
UPDATE target_actual SET corrected_by = $2 WHERE id = $1;

-- name: target_by_id
SELECT t.id, t.import, t.owner, t.year, t.list, t.no, t.category, t.unit, t.indicator, t.uom, t.lower, t.base, t.base_day,
  t.data_owner, t.weight, t.plan, t.q1, t.q2, t.q3, t.q4, t.document, t.note, t.sort, t.made, t.shown, t.ended, t.reason,
  u.name, u.short_name, u.path, u.order_key, u.code, d.short_name, d.path
FROM target t JOIN unit u ON u.id = t.unit JOIN unit d ON d.id = t.data_owner WHERE t.id = $1;

-- name: target_page
SELECT t.id, t.import, t.owner, t.year, t.list, t.no, t.category, t.unit, t.indicator, t.uom, t.lower, t.base, t.base_day,
  t.data_owner, t.weight, t.plan, t.q1, t.q2, t.q3, t.q4, t.document, t.note, t.sort, t.made, t.shown, t.ended, t.reason,
  u.name, u.short_name, u.path, u.order_key, u.code, d.short_name, d.path
FROM target t JOIN unit u ON u.id = t.unit JOIN unit d ON d.id = t.data_owner
WHERE t.id > $1
  AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9)
    OR (d.path >= $2 AND d.path < $3) OR (d.path >= $4 AND d.path < $5) OR (d.path >= $6 AND d.path < $7) OR (d.path >= $8 AND d.path < $9))
  AND (t.owner = $10 OR $10 = 0) AND (t.year = $11 OR $11 = 0) AND (t.unit = $12 OR $12 = 0) AND (t.data_owner = $13 OR $13 = 0)
  AND (t.list = $14 OR $14 = '') AND t.shown > 0 AND t.ended = 0
ORDER BY t.id LIMIT $15;

-- the list as it stands, for the difference; what is open or withdrawn does not count
-- name: target_of_list
SELECT t.id, t.import, t.owner, t.year, t.list, t.no, t.category, t.unit, t.indicator, t.uom, t.lower, t.base, t.base_day,
  t.data_owner, t.weight, t.plan, t.q1, t.q2, t.q3, t.q4, t.document, t.note, t.sort, t.made, t.shown, t.ended, t.reason,
  u.name, u.short_name, u.path, u.order_key, u.code, d.short_name, d.path
FROM target t JOIN unit u ON u.id = t.unit JOIN unit d ON d.id = t.data_owner
WHERE t.owner = $1 AND t.year = $2 AND t.list = $3 AND t.shown > 0 AND t.ended = 0 ORDER BY t.id;

-- what a period's composition reads, as the journal stood at $3: lists of its owner, or of that place's own office
-- name: target_of_year
SELECT t.id, t.import, t.owner, t.year, t.list, t.no, t.category, t.unit, t.indicator, t.uom, t.lower, t.base, t.base_day,
  t.data_owner, t.weight, t.plan, t.q1, t.q2, t.q3, t.q4, t.document, t.note, t.sort, t.made, t.shown, t.ended, t.reason,
  u.name, u.short_name, u.path, u.order_key, u.code, d.short_name, d.path
FROM target t JOIN unit u ON u.id = t.unit JOIN unit d ON d.id = t.data_owner JOIN unit o ON o.id = t.owner
WHERE (t.owner = $1 OR (o.parent = $1 AND o.kind IN ('department', 'task_force', 'other'))) AND t.year = $2
  AND t.shown > 0 AND t.shown <= $3 AND (t.ended = 0 OR t.ended > $3) ORDER BY t.unit, t.sort, t.id;

-- name: target_changes
SELECT id, target, import, made, at, author, plan, q1, q2, q3, q4, document, reason, shown, ended FROM target_change
WHERE target = $1 AND shown > 0 AND shown <= $2 AND (ended = 0 OR ended > $2) ORDER BY id;

-- name: target_actuals
SELECT a.id, a.target, a.made, a.at, a.author, a.through, a.value, a.as_of, a.base, a.base_day, a.final, a.source, a.corrects,
  CASE WHEN c.made <= $2 THEN c.id ELSE 0 END, a.reason
FROM target_actual a LEFT JOIN target_actual c ON c.id = a.corrected_by
WHERE a.target = $1 AND a.made <= $2 ORDER BY a.through, a.id;

-- the same indicator of the same unit, shown or of the same import
-- name: target_same
SELECT id FROM target WHERE owner = $1 AND year = $2 AND unit = $3 AND indicator = $4 AND ended = 0 AND (shown > 0 OR import = $5) LIMIT 1;

-- name: target_named
SELECT t.id, t.unit FROM target t JOIN unit u ON u.id = t.unit
WHERE t.indicator = $2 AND (t.year = $3 OR $3 = 0) AND t.shown > 0 AND t.ended = 0
  AND (t.unit = $4 OR ($4 = 0 AND (u.short_name = $1 OR u.name = $1 OR u.code = $1)))
ORDER BY t.year DESC, t.id LIMIT 50;

-- the years of which there are targets
-- name: target_years_of
SELECT DISTINCT t.year FROM target t JOIN unit u ON u.id = t.unit JOIN unit d ON d.id = t.data_owner
WHERE t.shown > 0 AND t.ended = 0
  AND ((u.path >= $1 AND u.path < $2) OR (u.path >= $3 AND u.path < $4) OR (u.path >= $5 AND u.path < $6) OR (u.path >= $7 AND u.path < $8)
    OR (d.path >= $1 AND d.path < $2) OR (d.path >= $3 AND d.path < $4) OR (d.path >= $5 AND d.path < $6) OR (d.path >= $7 AND d.path < $8))
ORDER BY t.year DESC LIMIT 20;
