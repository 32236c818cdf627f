-- table: event_notice projection key(event, no)
CREATE TABLE event_notice (
  event @int NOT NULL, no @int NOT NULL, bring @text NOT NULL, digest @text NOT NULL, at @int NOT NULL, author @int NOT NULL,
  PRIMARY KEY (event, no)
) @end;

-- whoever was concerned by one of its notices, also when the plan has moved on without them
-- table: event_notice_unit projection key(event, unit)
CREATE TABLE event_notice_unit (event @int NOT NULL, unit @int NOT NULL, PRIMARY KEY (event, unit)) @end;

-- name: notice_unit_put
INSERT INTO event_notice_unit (event, unit) VALUES ($1, $2) ON CONFLICT (event, unit) DO NOTHING;

-- name: notice_put
INSERT INTO event_notice (event, no, bring, digest, at, author) VALUES ($1, $2, $3, $4, $5, $6);

-- name: notices_of
SELECT no, bring, digest, at, author FROM event_notice WHERE event = $1 ORDER BY no DESC LIMIT $2;

-- whoever hosts it, stands on its agenda, or has a post that is expected: their units
-- name: notice_concerned
SELECT x.id, x.path FROM event_slot s JOIN unit x ON x.id = s.unit WHERE s.event = $1
UNION SELECT h.id, h.path FROM event e JOIN unit h ON h.id = e.host WHERE e.id = $1
UNION SELECT y.id, y.path FROM roster g JOIN post p ON p.id = g.post JOIN unit y ON y.id = p.unit WHERE g.event = $1;

-- name: notices_ahead
SELECT e.id FROM event e
WHERE e.day >= $1 AND e.rehearsal = 0 AND e.state IN ('planned', 'under_way', 'cancelled') AND EXISTS (SELECT 1 FROM event_notice_unit n JOIN unit u ON u.id = n.unit
  WHERE n.event = e.id AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9)))
ORDER BY e.day, e.begins, e.id LIMIT $10;
