-- table: tally projection key(id)
CREATE TABLE tally (
  id @int PRIMARY KEY, owner @int NOT NULL, period @int NOT NULL, ruleset @int NOT NULL, series @int NOT NULL, item @text NOT NULL,
  kind @text NOT NULL, source @text NOT NULL, day @int, file_name @text NOT NULL, file_digest @text NOT NULL, state @text NOT NULL,
  reason @text NOT NULL, cells @int NOT NULL, corrects @int NOT NULL, corrected_by @int NOT NULL, made @int NOT NULL, at @int NOT NULL,
  author @int NOT NULL, author_person @int NOT NULL, counted @int NOT NULL, confirmer @int NOT NULL, confirmer_person @int NOT NULL,
  ended @int NOT NULL
) @end;
CREATE INDEX tally_period ON tally (period, series);

-- table: tally_cell projection key(tally, no)
CREATE TABLE tally_cell (
  tally @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, voters @text NOT NULL, grade @text NOT NULL, judge @text NOT NULL,
  missing @text NOT NULL, value @int NOT NULL, votes @int NOT NULL, estimated @int NOT NULL, PRIMARY KEY (tally, no)
) @end;

-- name: tally_put
INSERT INTO tally (id, owner, period, ruleset, series, item, kind, source, day, file_name, file_digest, state, reason, cells, corrects,
  corrected_by, made, at, author, author_person, counted, confirmer, confirmer_person, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'proposed', $12, $13, $14, 0, $15, $16, $17, $18, 0, 0, 0, 0);

-- name: tally_cell_put
INSERT INTO tally_cell (tally, no, unit, voters, grade, judge, missing, value, votes, estimated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: tally_set_second
UPDATE tally SET state = $2, counted = $3, confirmer = $4, confirmer_person = $5, reason = CASE WHEN $6 = '' THEN reason ELSE $6 END
WHERE id = $1;

-- name: tally_set_ended
UPDATE tally SET state = $2, ended = $3, corrected_by = $4, reason = CASE WHEN $5 = '' THEN reason ELSE $5 END WHERE id = $1;

-- name: tally_by_id
SELECT t.id, t.owner, t.period, t.ruleset, t.series, t.item, t.kind, t.source, t.day, t.file_name, t.file_digest, t.state, t.reason,
  t.cells, t.corrects, t.corrected_by, t.made, t.at, t.author, t.author_person, t.counted, t.confirmer, t.confirmer_person, t.ended,
  p.name, u.path
FROM tally t JOIN period p ON p.id = t.period JOIN unit u ON u.id = t.owner WHERE t.id = $1;

-- name: tally_counted
SELECT t.id, t.owner, t.period, t.ruleset, t.series, t.item, t.kind, t.source, t.day, t.file_name, t.file_digest, t.state, t.reason,
  t.cells, t.corrects, t.corrected_by, t.made, t.at, t.author, t.author_person, t.counted, t.confirmer, t.confirmer_person, t.ended,
  p.name, u.path
FROM tally t JOIN period p ON p.id = t.period JOIN unit u ON u.id = t.owner
WHERE t.period = $1 AND t.series = $2 AND t.state = 'counted' ORDER BY t.id;

-- of a period and series, with cells of a unit: those that do not count, or count only since an act
-- name: tally_beside
SELECT t.id, t.owner, t.period, t.ruleset, t.series, t.item, t.kind, t.source, t.day, t.file_name, t.file_digest, t.state, t.reason,
  t.cells, t.corrects, t.corrected_by, t.made, t.at, t.author, t.author_person, t.counted, t.confirmer, t.confirmer_person, t.ended,
  p.name, u.path
FROM tally t JOIN period p ON p.id = t.period JOIN unit u ON u.id = t.owner
WHERE t.period = $1 AND t.series = $2 AND (t.state <> 'counted' OR t.counted > $4)
  AND EXISTS (SELECT 1 FROM tally_cell c WHERE c.tally = t.id AND c.unit = $3) ORDER BY t.id LIMIT 200;

-- name: tally_page
SELECT t.id, t.owner, t.period, t.ruleset, t.series, t.item, t.kind, t.source, t.day, t.file_name, t.file_digest, t.state, t.reason,
  t.cells, t.corrects, t.corrected_by, t.made, t.at, t.author, t.author_person, t.counted, t.confirmer, t.confirmer_person, t.ended,
  p.name, u.path
FROM tally t JOIN period p ON p.id = t.period JOIN unit u ON u.id = t.owner
WHERE (t.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (t.period = $10 OR $10 = 0) AND (t.state = $11 OR $11 = '')
ORDER BY t.id DESC LIMIT $12;

-- name: tally_count_waiting
SELECT COUNT(*) FROM tally WHERE period = $1 AND (series = $2 OR $2 = 0) AND state = 'proposed';

-- the others of an item that count or wait, with each unit that stands in them
-- name: tally_units
SELECT DISTINCT t.id, c.unit FROM tally t JOIN tally_cell c ON c.tally = t.id
WHERE t.period = $1 AND t.series = $2 AND t.item = $3 AND t.id <> $4 AND t.state IN ('proposed', 'counted') ORDER BY t.id, c.unit;

-- name: tally_called
SELECT t.id FROM tally t JOIN period p ON p.id = t.period WHERE t.item = $2 AND (p.name = $1 OR $1 = '') AND t.state IN ('proposed', 'counted')
  AND NOT EXISTS (SELECT 1 FROM tally x WHERE x.corrects = t.id AND x.state = 'proposed') ORDER BY t.id DESC LIMIT 2;

-- name: tally_cells_of
SELECT unit, voters, grade, judge, missing, value, votes, estimated FROM tally_cell WHERE tally = $1 ORDER BY no;

-- name: tally_cells_named
SELECT c.no, u.short_name, c.voters, c.grade, c.judge, c.missing, c.value, c.votes, c.estimated, c.unit
FROM tally_cell c JOIN unit u ON u.id = c.unit WHERE c.tally = $1 AND c.no > $2 ORDER BY c.no LIMIT $3;
