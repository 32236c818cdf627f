-- table: entry projection key(id)
CREATE TABLE entry (
  id @int PRIMARY KEY, seq @int NOT NULL, counted @int NOT NULL, series @int NOT NULL, ruleset @int NOT NULL,
  owner @int NOT NULL, unit @int NOT NULL, class @text NOT NULL, item @text NOT NULL, kind @text NOT NULL,
  role @text NOT NULL, day @int NOT NULL, points @int NOT NULL, arithmetic @text NOT NULL, fact @text NOT NULL,
  record @text NOT NULL, record_day @int, evidence @text NOT NULL, matter @int NOT NULL, state @text NOT NULL,
  author @int NOT NULL, confirmer @int NOT NULL, reverses @int NOT NULL, reversed_by @int NOT NULL,
  corrects @int NOT NULL, reason @text NOT NULL, at @int NOT NULL, author_person @int NOT NULL, confirmer_person @int NOT NULL
) @end;
CREATE INDEX entry_series ON entry (series, day, id);
CREATE INDEX entry_unit ON entry (unit, day, id);
CREATE INDEX entry_fact ON entry (fact, unit);
CREATE INDEX entry_matter ON entry (matter) WHERE matter > 0;

-- the last day that a published board has counted, by unit: what is found later counts later
-- table: entry_settled projection key(series, unit)
CREATE TABLE entry_settled (series @int NOT NULL, unit @int NOT NULL, through @int NOT NULL, board @int NOT NULL, PRIMARY KEY (series, unit)) @end;

-- name: entry_put
INSERT INTO entry (id, seq, counted, series, ruleset, owner, unit, class, item, kind, role, day, points, arithmetic, fact,
  record, record_day, evidence, matter, state, author, confirmer, reverses, reversed_by, corrects, reason, at, author_person,
  confirmer_person)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 0, $22, 0, $23, $24, $25, $26, 0);

-- name: entry_set_state
UPDATE entry SET state = $2, counted = $3, confirmer = $4, reason = $5, confirmer_person = $6 WHERE id = $1;

-- name: entry_set_reversed
UPDATE entry SET reversed_by = $2 WHERE id = $1;

-- name: entry_settle_put
INSERT INTO entry_settled (series, unit, through, board) VALUES ($1, $2, $3, $4)
ON CONFLICT (series, unit) DO UPDATE SET through = excluded.through, board = excluded.board
WHERE excluded.through > entry_settled.through;

-- name: entry_settle_get
SELECT through FROM entry_settled WHERE series = $1 AND unit = $2;

-- name: entry_by_id
SELECT id, seq, counted, series, ruleset, owner, unit, class, item, kind, role, day, points, arithmetic, fact, record,
  record_day, evidence, matter, state, author, confirmer, reverses, reversed_by, corrects, reason, at, author_person,
  confirmer_person
FROM entry WHERE id = $1;

-- name: entry_of_series
SELECT id, seq, counted, series, ruleset, owner, unit, class, item, kind, role, day, points, arithmetic, fact, record,
  record_day, evidence, matter, state, author, confirmer, reverses, reversed_by, corrects, reason, at, author_person,
  confirmer_person
FROM entry WHERE series = $1 AND day >= $2 AND day <= $3 AND counted > 0 AND counted <= $4 ORDER BY id;

-- name: entry_first_target
SELECT MIN(t.day) FROM entry e JOIN entry t ON t.id = e.reverses
WHERE e.series = $1 AND e.day >= $2 AND e.day <= $3 AND e.counted > 0 AND e.counted <= $4;

-- name: entry_last_seq
SELECT COALESCE(MAX(counted), 0) FROM entry WHERE series = $1 AND day <= $2;

-- name: entry_count_waiting
SELECT COUNT(*) FROM entry WHERE series = $1 AND day >= $2 AND day <= $3 AND state = 'proposed';

-- name: entry_same_fact
SELECT id FROM entry WHERE fact = $1 AND unit = $2 AND series = $3 AND class = $4 AND item = $5
  AND reverses = 0 AND state <> 'refused' LIMIT 1;

-- name: entry_list_page
SELECT e.id, e.seq, e.counted, e.series, e.ruleset, e.owner, e.unit, e.class, e.item, e.kind, e.role, e.day, e.points,
  e.arithmetic, e.fact, e.record, e.record_day, e.evidence, e.matter, e.state, e.author, e.confirmer, e.reverses,
  e.reversed_by, e.corrects, e.reason, e.at, e.author_person, e.confirmer_person, u.short_name
FROM entry e JOIN unit u ON u.id = e.unit
WHERE e.id > $1 AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (e.unit = $10 OR $10 = 0) AND (e.series = $11 OR $11 = 0) AND e.day >= $12 AND e.day <= $13
  AND (e.owner = $14 OR $14 = 0) AND (e.state = $15 OR $15 = '')
ORDER BY e.id LIMIT $16;

-- name: entry_called
SELECT id FROM entry WHERE unit = $1 AND day = $2 AND kind = $3 AND reverses = 0 AND reversed_by = 0 AND state <> 'refused'
ORDER BY id LIMIT 2;
