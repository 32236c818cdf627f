-- table: lot projection key(event)
CREATE TABLE lot (
  event @int PRIMARY KEY, grp @text NOT NULL, list @text NOT NULL, digest @text NOT NULL, seed @text NOT NULL, said_a @text NOT NULL,
  said_b @text NOT NULL, at @int NOT NULL
) @end;

-- name: lot_put
INSERT INTO lot (event, grp, list, digest, seed, said_a, said_b, at) VALUES ($1, $2, $3, $4, '', '', '', $5)
ON CONFLICT (event) DO UPDATE SET grp = excluded.grp, list = excluded.list, digest = excluded.digest, seed = '', said_a = '', said_b = '', at = excluded.at;

-- name: lot_set_drawn
UPDATE lot SET seed = $2, said_a = $3, said_b = $4, at = $5 WHERE event = $1;

-- name: lot_of
SELECT grp, list, digest, seed, said_a, said_b, at FROM lot WHERE event = $1;

-- the contestants of a group in official order, by code
-- name: lot_codes
SELECT DISTINCT u.code, u.short_name, u.order_key, u.id FROM event_slot s JOIN unit u ON u.id = s.unit
WHERE s.event = $1 AND (s.grp = $2 OR $2 = '') ORDER BY u.order_key, u.id;
