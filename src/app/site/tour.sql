-- table: tour_stop projection key(event, no)
CREATE TABLE tour_stop (
  event @int NOT NULL, no @int NOT NULL, site @int NOT NULL, drawn @int NOT NULL, look_back @int NOT NULL, stay @int NOT NULL, travel @int NOT NULL,
  shift @int NOT NULL, arrived_at @int NOT NULL, left_at @int NOT NULL, PRIMARY KEY (event, no)
) @end;
CREATE INDEX tour_stop_site ON tour_stop (site, event);

-- table: tour_party projection key(event)
CREATE TABLE tour_party (event @int PRIMARY KEY, people @int NOT NULL, cars @int NOT NULL) @end;

-- minutes on the road between two sites, the smaller id first; from the start of an event a is 0, else event is 0
-- table: tour_leg projection key(event, a, b)
CREATE TABLE tour_leg (
  event @int NOT NULL, a @int NOT NULL, b @int NOT NULL, minutes @int NOT NULL, PRIMARY KEY (event, a, b)
) @end;

-- table: tour_draw projection key(id)
CREATE TABLE tour_draw (
  id @int PRIMARY KEY, event @int NOT NULL, wanted @int NOT NULL, list_digest @text NOT NULL, seed_digest @text NOT NULL, state @text NOT NULL,
  seed @text NOT NULL, word @text NOT NULL, reason @text NOT NULL, committed_at @int NOT NULL, revealed_at @int NOT NULL
) @end;
CREATE INDEX tour_draw_event ON tour_draw (event, id);

-- table: tour_candidate projection key(draw, site)
CREATE TABLE tour_candidate (
  draw @int NOT NULL, site @int NOT NULL, ticket @text NOT NULL, place @int NOT NULL, picked @int NOT NULL, PRIMARY KEY (draw, site)
) @end;

-- name: tour_stops_drop
DELETE FROM tour_stop WHERE event = $1;

-- name: tour_stop_put
INSERT INTO tour_stop (event, no, site, drawn, look_back, stay, travel, shift, arrived_at, left_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: tour_stop_shift
UPDATE tour_stop SET shift = $3 WHERE event = $1 AND no = $2;

-- name: tour_stop_arrived
UPDATE tour_stop SET arrived_at = $3 WHERE event = $1 AND no = $2;

-- name: tour_stop_left
UPDATE tour_stop SET left_at = $3 WHERE event = $1 AND no = $2;

-- name: tour_stop_pick
UPDATE tour_stop SET site = $3 WHERE event = $1 AND no = $2;

-- name: tour_leg_put
INSERT INTO tour_leg (event, a, b, minutes) VALUES ($1, $2, $3, $4) ON CONFLICT (event, a, b) DO UPDATE SET minutes = excluded.minutes;

-- name: tour_party_put
INSERT INTO tour_party (event, people, cars) VALUES ($1, $2, $3) ON CONFLICT (event) DO UPDATE SET people = excluded.people, cars = excluded.cars;

-- name: tour_draw_put
INSERT INTO tour_draw (id, event, wanted, list_digest, seed_digest, state, seed, word, reason, committed_at, revealed_at)
VALUES ($1, $2, $3, $4, $5, 'committed', '', '', '', $6, 0);

-- name: tour_candidate_put
INSERT INTO tour_candidate (draw, site, ticket, place, picked) VALUES ($1, $2, '', 0, 0);

-- name: tour_draw_set_revealed
UPDATE tour_draw SET state = 'revealed', seed = $2, word = $3, revealed_at = $4 WHERE id = $1;

-- name: tour_candidate_set
UPDATE tour_candidate SET ticket = $3, place = $4, picked = $5 WHERE draw = $1 AND site = $2;

-- name: tour_draw_set_void
UPDATE tour_draw SET state = 'void', reason = $2 WHERE id = $1;

-- name: tour_stops_of
SELECT t.no, t.site, t.drawn, t.look_back, t.stay, t.travel, t.shift, t.arrived_at, t.left_at, COALESCE(s.name, ''), COALESCE(s.place, ''), COALESCE(s.presenter, ''),
  COALESCE(s.line, ''), COALESCE(u.id, 0), COALESCE(u.name, ''), COALESCE(u.short_name, ''), COALESCE(c.id, 0), COALESCE(c.name, ''), COALESCE(c.short_name, ''), COALESCE(s.state, '')
FROM tour_stop t LEFT JOIN site s ON s.id = t.site LEFT JOIN unit u ON u.id = s.unit
  LEFT JOIN unit c ON c.parent = s.owner AND substr(u.path, 1, length(c.path)) = c.path
WHERE t.event = $1 ORDER BY t.no;

-- name: tour_party_of
SELECT people, cars FROM tour_party WHERE event = $1;

-- name: tour_legs_of
SELECT a, b, minutes FROM tour_leg WHERE event = $1 ORDER BY a, b;

-- between the sites of one pool
-- name: tour_legs_between
SELECT l.a, l.b, l.minutes FROM tour_leg l JOIN site s ON s.id = l.a WHERE l.event = 0 AND s.owner = $1 ORDER BY l.a, l.b;

-- both of them with the names of their ends, "" for the start
-- name: tour_roads_named
SELECT COALESCE(x.name, ''), y.name, l.minutes FROM tour_leg l LEFT JOIN site x ON x.id = l.a JOIN site y ON y.id = l.b
WHERE l.event IN (0, $1) AND (l.event <> 0 OR x.owner = $2) ORDER BY CASE WHEN l.event = 0 THEN 1 ELSE 0 END, l.a, l.b;

-- name: tour_draws_of
SELECT id, event, wanted, list_digest, seed_digest, state, seed, word, reason, committed_at, revealed_at FROM tour_draw WHERE event = $1 ORDER BY id;

-- name: tour_candidates_of
SELECT c.site, s.name, u.short_name, c.ticket, c.place, c.picked FROM tour_candidate c JOIN site s ON s.id = c.site JOIN unit u ON u.id = s.unit
WHERE c.draw = $1 ORDER BY c.site;

-- when the site stood on the route of another tour before, the latest first
-- name: tour_shown_between
SELECT e.id, e.day, e.name FROM tour_stop t JOIN event e ON e.id = t.event
WHERE t.site = $1 AND e.id <> $2 AND e.rehearsal = 0 AND e.state <> 'cancelled' AND e.day > $3 AND (e.day < $4 OR (e.day = $4 AND e.id < $2)) ORDER BY e.day DESC, e.id DESC LIMIT 1;
