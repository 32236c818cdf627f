-- table: period projection key(id)
CREATE TABLE period (
  id @int PRIMARY KEY, owner @int NOT NULL, name @text NOT NULL, first_day @int NOT NULL, last_day @int NOT NULL,
  publish_on @int NOT NULL, state @int NOT NULL, as_of @int NOT NULL, closed_at @int NOT NULL, frozen_at @int NOT NULL
) @end;
CREATE INDEX period_owner ON period (owner, first_day, id);

-- a unit that takes no part, with its document
-- table: period_exempt projection key(period, unit)
CREATE TABLE period_exempt (
  period @int NOT NULL, unit @int NOT NULL, doc_no @text NOT NULL, reason @text NOT NULL, PRIMARY KEY (period, unit)
) @end;

-- name: period_put
INSERT INTO period (id, owner, name, first_day, last_day, publish_on, state, as_of, closed_at, frozen_at)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0);

-- name: period_set_closed
UPDATE period SET state = 1, as_of = $2, closed_at = $3 WHERE id = $1;

-- name: period_set_frozen
UPDATE period SET state = 2, frozen_at = $2 WHERE id = $1;

-- name: period_set_publish_on
UPDATE period SET publish_on = $2 WHERE id = $1;

-- name: period_by_id
SELECT id, owner, name, first_day, last_day, publish_on, state, as_of, closed_at, frozen_at FROM period WHERE id = $1;

-- name: period_of_owner
SELECT id, owner, name, first_day, last_day, publish_on, state, as_of, closed_at, frozen_at FROM period
WHERE owner = $1 ORDER BY first_day, id;

-- name: period_of_day
SELECT state, name FROM period WHERE owner = $1 AND first_day <= $2 AND last_day >= $2 ORDER BY state DESC, id LIMIT 1;

-- name: period_named
SELECT id, owner FROM period WHERE name = $1 ORDER BY id LIMIT 3;

-- name: period_list_page
SELECT p.id, p.owner, p.name, p.first_day, p.last_day, p.publish_on, p.state, p.as_of, p.closed_at, p.frozen_at, u.name
FROM period p JOIN unit u ON u.id = p.owner
WHERE p.id > $1 AND (p.owner = $2 OR $2 = 0) ORDER BY p.id LIMIT $3;

-- name: period_exempt_put
INSERT INTO period_exempt (period, unit, doc_no, reason) VALUES ($1, $2, $3, $4)
ON CONFLICT (period, unit) DO UPDATE SET doc_no = excluded.doc_no, reason = excluded.reason;

-- name: period_exempt_drop
DELETE FROM period_exempt WHERE period = $1 AND unit = $2;

-- name: period_exempt_of
SELECT unit, doc_no, reason FROM period_exempt WHERE period = $1 ORDER BY unit;
