-- table: roster projection key(event, post)
CREATE TABLE roster (
  event @int NOT NULL, post @int NOT NULL, must @int NOT NULL, state @text NOT NULL, instead @text NOT NULL, reason @text NOT NULL,
  PRIMARY KEY (event, post)
) @end;

-- table: roster_check projection key(event, line)
CREATE TABLE roster_check (
  event @int NOT NULL, line @text NOT NULL, kept @int NOT NULL, amount @int NOT NULL, note @text NOT NULL, at @int NOT NULL, post @int NOT NULL,
  PRIMARY KEY (event, line)
) @end;

-- what the lines of a part cite at this event; a part without a row: what its series says
-- table: roster_cite projection key(event, part)
CREATE TABLE roster_cite (
  event @int NOT NULL, part @text NOT NULL, cites @text NOT NULL, PRIMARY KEY (event, part)
) @end;

-- name: roster_cite_put
INSERT INTO roster_cite (event, part, cites) VALUES ($1, $2, $3) ON CONFLICT (event, part) DO UPDATE SET cites = excluded.cites;

-- name: roster_cite_drop
DELETE FROM roster_cite WHERE event = $1 AND part = $2;

-- name: roster_cites_of
SELECT part, cites FROM roster_cite WHERE event = $1 ORDER BY part;

-- name: roster_put
INSERT INTO roster (event, post, must, state, instead, reason) VALUES ($1, $2, $3, 'expected', '', '')
ON CONFLICT (event, post) DO UPDATE SET must = excluded.must;

-- name: roster_set
UPDATE roster SET state = $3, instead = $4, reason = $5 WHERE event = $1 AND post = $2;

-- name: roster_of
SELECT g.post, g.must, g.state, g.instead, g.reason, p.title, u.short_name, u.path
FROM roster g JOIN post p ON p.id = g.post JOIN unit u ON u.id = p.unit WHERE g.event = $1 ORDER BY u.order_key, u.id, g.post;

-- name: roster_check_put
INSERT INTO roster_check (event, line, kept, amount, note, at, post) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (event, line) DO UPDATE SET kept = excluded.kept, amount = excluded.amount, note = excluded.note, at = excluded.at, post = excluded.post;

-- name: roster_checks_of
SELECT line, kept, amount, note, at, post FROM roster_check WHERE event = $1 ORDER BY line;

-- units of which every post on the list stayed away
-- name: roster_absent
SELECT p.unit FROM roster r JOIN post p ON p.id = r.post WHERE r.event = $1
GROUP BY p.unit HAVING COUNT(*) = COUNT(CASE WHEN r.state = 'absent' THEN 1 END) ORDER BY p.unit LIMIT $2;
