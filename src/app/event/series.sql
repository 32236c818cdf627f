-- table: series projection key(id)
CREATE TABLE series (
  id @int PRIMARY KEY, owner @int NOT NULL, name @text NOT NULL, kind @text NOT NULL, rhythm @text NOT NULL, level @text NOT NULL,
  gap @int NOT NULL, document @text NOT NULL, since @int NOT NULL, state @text NOT NULL, copied_from @int NOT NULL
) @end;
CREATE INDEX series_owner ON series (owner, id);

-- table: series_host projection key(series, no)
CREATE TABLE series_host (
  series @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, PRIMARY KEY (series, no)
) @end;

-- what the lines of the checklist cite, as it was said in its time; part: frugal, plain_meal or conduct
-- table: series_cite projection key(series, part, seq)
CREATE TABLE series_cite (
  series @int NOT NULL, part @text NOT NULL, seq @int NOT NULL, at @int NOT NULL, cites @text NOT NULL, PRIMARY KEY (series, part, seq)
) @end;

-- name: series_put
INSERT INTO series (id, owner, name, kind, rhythm, level, gap, document, since, state, copied_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10);

-- name: series_set_ended
UPDATE series SET state = 'ended' WHERE id = $1;

-- name: series_set_document
UPDATE series SET document = $2 WHERE id = $1;

-- name: series_cite_put
INSERT INTO series_cite (series, part, seq, at, cites) VALUES ($1, $2, $3, $4, $5);

-- up to an instant; 0: up to now
-- name: series_cites_of
SELECT part, cites FROM series_cite WHERE series = $1 AND (at <= $2 OR $2 = 0) ORDER BY part, at, seq;

-- name: series_hosts_drop
DELETE FROM series_host WHERE series = $1;

-- name: series_host_put
INSERT INTO series_host (series, no, unit) VALUES ($1, $2, $3);

-- name: series_by_id
SELECT s.id, s.owner, s.name, s.kind, s.rhythm, s.level, s.gap, s.document, s.since, s.state, s.copied_from, u.path
FROM series s JOIN unit u ON u.id = s.owner WHERE s.id = $1;

-- name: series_page
SELECT s.id, s.owner, s.name, s.kind, s.rhythm, s.level, s.gap, s.document, s.since, s.state, s.copied_from, u.path
FROM series s JOIN unit u ON u.id = s.owner
WHERE (s.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
ORDER BY s.id DESC LIMIT $10;

-- name: series_hosts_of
SELECT h.unit, u.short_name FROM series_host h JOIN unit u ON u.id = h.unit WHERE h.series = $1 ORDER BY h.no;

-- with those still to come; rehearsals and cancelled ones are none
-- name: series_sessions
SELECT host, day, state, released_at FROM event WHERE series = $1 AND rehearsal = 0 AND state <> 'cancelled' ORDER BY day, id;

-- name: series_slots_count
SELECT COUNT(*) FROM event e JOIN event_slot s ON s.event = e.id WHERE e.series = $1 AND e.rehearsal = 0 AND (e.state = 'ended' OR (e.released_at <> 0 AND e.state <> 'cancelled')) AND s.unit <> 0;

-- over, or their results released
-- name: series_held
SELECT COUNT(*), COUNT(DISTINCT CASE WHEN host <> 0 THEN host END), COALESCE(MAX(day), 0) FROM event WHERE series = $1 AND rehearsal = 0 AND (state = 'ended' OR (released_at <> 0 AND state <> 'cancelled'));

-- name: series_last_number
SELECT COALESCE(MAX(number), 0) FROM event WHERE series = $1 AND rehearsal = 0 AND day >= $2 AND day <= $3;

-- name: series_called
SELECT id FROM series WHERE name = $1 ORDER BY id DESC LIMIT 1;
