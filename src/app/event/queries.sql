-- table: event projection key(id)
CREATE TABLE event (
  id @int PRIMARY KEY, owner @int NOT NULL, kind @text NOT NULL, name @text NOT NULL, day @int NOT NULL, ruleset @int NOT NULL,
  item @text NOT NULL, period @int NOT NULL, first_most @int NOT NULL, rehearsal @int NOT NULL, state @text NOT NULL, made @int NOT NULL,
  author @int NOT NULL, rule_digest @text NOT NULL, opened_at @int NOT NULL, closed_at @int NOT NULL, closer @int NOT NULL,
  attended @int NOT NULL, votes @int NOT NULL, reason @text NOT NULL
) @end;
CREATE INDEX event_owner ON event (owner, day);

-- table: event_slot projection key(event, no)
CREATE TABLE event_slot (
  event @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, PRIMARY KEY (event, no)
) @end;

-- table: event_code projection key(digest)
CREATE TABLE event_code (
  digest @text PRIMARY KEY, event @int NOT NULL, voters @text NOT NULL
) @end;
CREATE INDEX event_code_event ON event_code (event, digest);

-- table: event_count projection key(event, no)
CREATE TABLE event_count (
  event @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, voters @text NOT NULL, grade @text NOT NULL, place @int NOT NULL,
  value @int NOT NULL, votes @int NOT NULL, missing @text NOT NULL, PRIMARY KEY (event, no)
) @end;

-- name: event_put
INSERT INTO event (id, owner, kind, name, day, ruleset, item, period, first_most, rehearsal, state, made, author, rule_digest, opened_at,
  closed_at, closer, attended, votes, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', $11, $12, '', 0, 0, 0, 0, 0, '');

-- name: event_slots_drop
DELETE FROM event_slot WHERE event = $1;

-- name: event_slot_put
INSERT INTO event_slot (event, no, unit) VALUES ($1, $2, $3);

-- name: event_code_put
INSERT INTO event_code (digest, event, voters) VALUES ($1, $2, $3);

-- name: event_set_open
UPDATE event SET state = 'open', rule_digest = $2, opened_at = $3 WHERE id = $1;

-- name: event_set_closed
UPDATE event SET state = 'closed', closed_at = $2, closer = $3, attended = $4, votes = $5 WHERE id = $1;

-- name: event_set_cancelled
UPDATE event SET state = 'cancelled', reason = $2 WHERE id = $1;

-- name: event_count_put
INSERT INTO event_count (event, no, unit, voters, grade, place, value, votes, missing) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: event_by_id
SELECT e.id, e.owner, e.kind, e.name, e.day, e.ruleset, e.item, e.period, e.first_most, e.rehearsal, e.state, e.made, e.author, e.rule_digest,
  e.opened_at, e.closed_at, e.closer, e.attended, e.votes, e.reason, u.path, p.name
FROM event e JOIN unit u ON u.id = e.owner JOIN period p ON p.id = e.period WHERE e.id = $1;

-- name: event_page
SELECT e.id, e.owner, e.kind, e.name, e.day, e.ruleset, e.item, e.period, e.first_most, e.rehearsal, e.state, e.made, e.author, e.rule_digest,
  e.opened_at, e.closed_at, e.closer, e.attended, e.votes, e.reason, u.path, p.name
FROM event e JOIN unit u ON u.id = e.owner JOIN period p ON p.id = e.period
WHERE (e.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (e.state = $10 OR $10 = '')
ORDER BY e.id DESC LIMIT $11;

-- name: event_called
SELECT id FROM event WHERE name = $1 AND state <> 'cancelled' ORDER BY id DESC LIMIT 1;

-- name: event_slots_of
SELECT s.unit, u.name, u.short_name FROM event_slot s JOIN unit u ON u.id = s.unit WHERE s.event = $1 ORDER BY s.no;

-- name: event_codes_of
SELECT digest, voters FROM event_code WHERE event = $1 ORDER BY digest;

-- name: event_code_classes
SELECT voters, COUNT(*) FROM event_code WHERE event = $1 GROUP BY voters ORDER BY voters;

-- name: event_of_code
SELECT event, voters FROM event_code WHERE digest = $1;

-- another one that is planned or held for the same place in the rules
-- name: event_twin
SELECT id FROM event WHERE period = $1 AND ruleset = $2 AND item = $3 AND id <> $4 AND rehearsal = 0 AND state IN ('planned', 'open') ORDER BY id LIMIT 1;

-- name: event_counts_of
SELECT c.no, c.unit, u.short_name, c.voters, c.grade, c.place, c.value, c.votes, c.missing
FROM event_count c JOIN unit u ON u.id = c.unit WHERE c.event = $1 AND c.no > $2 ORDER BY c.no LIMIT $3;

-- name: event_open_ids
SELECT id FROM event WHERE state = 'open' ORDER BY id;
