-- table: event projection key(id)
CREATE TABLE event (
  id @int PRIMARY KEY, owner @int NOT NULL, kind @text NOT NULL, name @text NOT NULL, place @text NOT NULL, day @int NOT NULL,
  begins @int NOT NULL, host @int NOT NULL, series @int NOT NULL, number @int NOT NULL, parent @int NOT NULL, chair @int NOT NULL,
  rehearsal @int NOT NULL, state @text NOT NULL, reason @text NOT NULL, made @int NOT NULL, author @int NOT NULL, begun_at @int NOT NULL,
  ended_at @int NOT NULL, released_at @int NOT NULL, releaser @int NOT NULL
) @end;
CREATE INDEX event_owner ON event (owner, day);
CREATE INDEX event_series ON event (series, day);
CREATE INDEX event_parent ON event (parent);

-- table: event_slot projection key(event, no)
CREATE TABLE event_slot (
  event @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, speaker @text NOT NULL, title @text NOT NULL, minutes @int NOT NULL,
  grp @text NOT NULL, PRIMARY KEY (event, no)
) @end;

-- name: event_put
INSERT INTO event (id, owner, kind, name, place, day, begins, host, series, number, parent, chair, rehearsal, state, reason, made, author,
  begun_at, ended_at, released_at, releaser)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'planned', '', $14, $15, 0, 0, 0, 0);

-- name: event_change
UPDATE event SET name = $2, place = $3, day = $4, begins = $5, chair = $6 WHERE id = $1;

-- name: event_slots_drop
DELETE FROM event_slot WHERE event = $1;

-- name: event_slot_put
INSERT INTO event_slot (event, no, unit, speaker, title, minutes, grp) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: event_set_begun
UPDATE event SET state = 'under_way', begun_at = $2 WHERE id = $1;

-- name: event_set_ended
UPDATE event SET state = 'ended', ended_at = $2 WHERE id = $1;

-- name: event_set_cancelled
UPDATE event SET state = 'cancelled', reason = $2 WHERE id = $1;

-- name: event_set_released
UPDATE event SET released_at = $2, releaser = $3 WHERE id = $1;

-- name: event_by_id
SELECT e.id, e.owner, e.kind, e.name, e.place, e.day, e.begins, e.host, e.series, e.number, e.parent, e.chair, e.rehearsal, e.state, e.reason,
  e.made, e.author, e.begun_at, e.ended_at, e.released_at, e.releaser, u.path, COALESCE(h.short_name, ''), COALESCE(s.name, '')
FROM event e JOIN unit u ON u.id = e.owner LEFT JOIN unit h ON h.id = e.host LEFT JOIN series s ON s.id = e.series WHERE e.id = $1;

-- name: event_of_parent
SELECT e.id, e.owner, e.kind, e.name, e.place, e.day, e.begins, e.host, e.series, e.number, e.parent, e.chair, e.rehearsal, e.state, e.reason,
  e.made, e.author, e.begun_at, e.ended_at, e.released_at, e.releaser, u.path, COALESCE(h.short_name, ''), COALESCE(s.name, '')
FROM event e JOIN unit u ON u.id = e.owner LEFT JOIN unit h ON h.id = e.host LEFT JOIN series s ON s.id = e.series
WHERE e.parent = $1 AND e.parent <> 0 ORDER BY e.day, e.id LIMIT 50;

-- name: event_page
SELECT e.id, e.owner, e.kind, e.name, e.place, e.day, e.begins, e.host, e.series, e.number, e.parent, e.chair, e.rehearsal, e.state, e.reason,
  e.made, e.author, e.begun_at, e.ended_at, e.released_at, e.releaser, u.path, COALESCE(h.short_name, ''), COALESCE(s.name, '')
FROM event e JOIN unit u ON u.id = e.owner LEFT JOIN unit h ON h.id = e.host LEFT JOIN series s ON s.id = e.series
WHERE (e.id < $1 OR $1 = 0)
  AND (((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
    OR (e.rehearsal = 0 AND ((h.path >= $2 AND h.path < $3) OR (h.path >= $4 AND h.path < $5) OR (h.path >= $6 AND h.path < $7) OR (h.path >= $8 AND h.path < $9)))
    OR (e.rehearsal = 0 AND EXISTS (SELECT 1 FROM event_slot s2 JOIN unit x ON x.id = s2.unit WHERE s2.event = e.id
      AND ((x.path >= $2 AND x.path < $3) OR (x.path >= $4 AND x.path < $5) OR (x.path >= $6 AND x.path < $7) OR (x.path >= $8 AND x.path < $9)))))
  AND (e.state = $10 OR $10 = '') AND (e.kind = $11 OR $11 = '') AND (e.series = $12 OR $12 = 0)
ORDER BY e.id DESC LIMIT $13;

-- name: event_unreleased
SELECT e.id, e.owner, e.kind, e.name, e.place, e.day, e.begins, e.host, e.series, e.number, e.parent, e.chair, e.rehearsal, e.state, e.reason,
  e.made, e.author, e.begun_at, e.ended_at, e.released_at, e.releaser, u.path, COALESCE(h.short_name, ''), COALESCE(s.name, '')
FROM event e JOIN unit u ON u.id = e.owner LEFT JOIN unit h ON h.id = e.host LEFT JOIN series s ON s.id = e.series
WHERE e.released_at = 0 AND e.state <> 'cancelled' ORDER BY e.day DESC, e.id DESC LIMIT $1;

-- name: event_at_hand
SELECT e.id, e.owner, e.kind, e.name, e.place, e.day, e.begins, e.host, e.series, e.number, e.parent, e.chair, e.rehearsal, e.state, e.reason,
  e.made, e.author, e.begun_at, e.ended_at, e.released_at, e.releaser, u.path, COALESCE(h.short_name, ''), COALESCE(s.name, '')
FROM event e JOIN unit u ON u.id = e.owner LEFT JOIN unit h ON h.id = e.host LEFT JOIN series s ON s.id = e.series
WHERE e.state = 'under_way' OR (e.state = 'planned' AND e.day >= $1 AND e.day <= $2) ORDER BY e.day, e.begins, e.id LIMIT $3;

-- name: event_called
SELECT id FROM event WHERE name = $1 AND state <> 'cancelled' ORDER BY id LIMIT 2;

-- name: event_same
SELECT id FROM event WHERE owner = $1 AND name = $2 AND day = $3 AND id <> $4 AND state <> 'cancelled' ORDER BY id LIMIT 1;

-- name: event_slots_of
SELECT s.no, s.unit, s.speaker, s.title, s.minutes, s.grp, COALESCE(u.name, ''), COALESCE(u.short_name, ''), COALESCE(u.path, '')
FROM event_slot s LEFT JOIN unit u ON u.id = s.unit WHERE s.event = $1 ORDER BY s.no;

-- the units that it concerns: whoever hosts it, stands on its agenda, has a post that is expected, or got a notice of it; a tour of a series
-- all of its hosts, who see each other's sites
-- name: event_concerned
SELECT x.path FROM event_slot s JOIN unit x ON x.id = s.unit WHERE s.event = $1
UNION SELECT h.path FROM event e JOIN unit h ON h.id = e.host WHERE e.id = $1
UNION SELECT y.path FROM roster g JOIN post p ON p.id = g.post JOIN unit y ON y.id = p.unit WHERE g.event = $1
UNION SELECT z.path FROM event_notice_unit n JOIN unit z ON z.id = n.unit WHERE n.event = $1
UNION SELECT w.path FROM event e JOIN series_host r ON r.series = e.series JOIN unit w ON w.id = r.unit WHERE e.id = $1 AND e.kind = 'tour';
