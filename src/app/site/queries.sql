-- table: site projection key(id)
CREATE TABLE site (
  id @int PRIMARY KEY, owner @int NOT NULL, unit @int NOT NULL, name @text NOT NULL, line @text NOT NULL, topic @text NOT NULL,
  place @text NOT NULL, why @text NOT NULL, reason @text NOT NULL, presenter @text NOT NULL, matter @int NOT NULL, figures @text NOT NULL,
  state @text NOT NULL, made @int NOT NULL, author @int NOT NULL, person @int NOT NULL, confirmed_at @int NOT NULL, confirmer @int NOT NULL,
  ended @text NOT NULL
) @end;
CREATE INDEX site_owner ON site (owner, name);
CREATE INDEX site_unit ON site (unit);

-- what a department was asked and said on paper; "" while it has not answered
-- table: site_check projection key(site, department)
CREATE TABLE site_check (
  site @int NOT NULL, department @int NOT NULL, result @text NOT NULL, note @text NOT NULL, post @int NOT NULL, at @int NOT NULL,
  PRIMARY KEY (site, department)
) @end;

-- table: site_picture projection key(id)
CREATE TABLE site_picture (
  id @int PRIMARY KEY, site @int NOT NULL, side @text NOT NULL, day @int NOT NULL, viewpoint @text NOT NULL, digest @text NOT NULL, name @text NOT NULL,
  type @text NOT NULL, size @int NOT NULL, width @int NOT NULL, height @int NOT NULL, post @int NOT NULL, at @int NOT NULL
) @end;
CREATE INDEX site_picture_site ON site_picture (site, id);

-- name: site_put
INSERT INTO site (id, owner, unit, name, line, topic, place, why, reason, presenter, matter, figures, state, made, author, person, confirmed_at,
  confirmer, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'nominated', $13, $14, $15, 0, 0, '');

-- name: site_set_facts
UPDATE site SET topic = $2, presenter = $3, matter = $4, figures = $5 WHERE id = $1;

-- name: site_set_state
UPDATE site SET state = $2 WHERE id = $1;

-- name: site_set_confirmed
UPDATE site SET state = 'confirmed', confirmed_at = $2, confirmer = $3 WHERE id = $1;

-- name: site_set_ended
UPDATE site SET state = $2, ended = $3 WHERE id = $1;

-- name: site_check_ask
INSERT INTO site_check (site, department, result, note, post, at) VALUES ($1, $2, '', '', 0, 0);

-- name: site_check_answer
UPDATE site_check SET result = $3, note = $4, post = $5, at = $6 WHERE site = $1 AND department = $2;

-- name: site_picture_put
INSERT INTO site_picture (id, site, side, day, viewpoint, digest, name, type, size, width, height, post, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- county: the unit below the owner that holds the site's unit
-- name: site_by_id
SELECT s.id, s.owner, s.unit, s.name, s.line, s.topic, s.place, s.why, s.reason, s.presenter, s.matter, s.figures, s.state, s.made, s.author, s.person,
  s.confirmed_at, s.confirmer, s.ended, u.short_name, u.path, o.path, COALESCE(c.id, 0), COALESCE(c.name, ''), COALESCE(c.short_name, ''), COALESCE(m.no, 0),
  (SELECT COUNT(DISTINCT t.event) FROM tour_stop t JOIN event e ON e.id = t.event WHERE t.site = s.id AND e.rehearsal = 0 AND e.state IN ('under_way', 'ended'))
FROM site s JOIN unit u ON u.id = s.unit JOIN unit o ON o.id = s.owner
  LEFT JOIN unit c ON c.parent = s.owner AND substr(u.path, 1, length(c.path)) = c.path LEFT JOIN matter m ON m.id = s.matter
WHERE s.id = $1;

-- a department that was asked sees what it is to check
-- name: site_list_page
SELECT s.id, s.owner, s.unit, s.name, s.line, s.topic, s.place, s.why, s.reason, s.presenter, s.matter, s.figures, s.state, s.made, s.author, s.person,
  s.confirmed_at, s.confirmer, s.ended, u.short_name, u.path, o.path, COALESCE(c.id, 0), COALESCE(c.name, ''), COALESCE(c.short_name, ''), COALESCE(m.no, 0),
  (SELECT COUNT(DISTINCT t.event) FROM tour_stop t JOIN event e ON e.id = t.event WHERE t.site = s.id AND e.rehearsal = 0 AND e.state IN ('under_way', 'ended'))
FROM site s JOIN unit u ON u.id = s.unit JOIN unit o ON o.id = s.owner
  LEFT JOIN unit c ON c.parent = s.owner AND substr(u.path, 1, length(c.path)) = c.path LEFT JOIN matter m ON m.id = s.matter
WHERE (s.id < $1 OR $1 = 0) AND (
  ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9)) OR
  ((o.path >= $2 AND o.path < $3) OR (o.path >= $4 AND o.path < $5) OR (o.path >= $6 AND o.path < $7) OR (o.path >= $8 AND o.path < $9)) OR
  EXISTS (SELECT 1 FROM site_check k JOIN unit d ON d.id = k.department WHERE k.site = s.id AND
    ((d.path >= $2 AND d.path < $3) OR (d.path >= $4 AND d.path < $5) OR (d.path >= $6 AND d.path < $7) OR (d.path >= $8 AND d.path < $9))))
  AND (s.state = $10 OR $10 = '') AND (s.line = $11 OR $11 = '') AND (s.place = $12 OR $12 = '') AND (s.why = $13 OR $13 = '')
  AND (s.unit = $14 OR c.id = $14 OR $14 = 0)
ORDER BY s.id DESC LIMIT $15;

-- name: site_of_owner
SELECT s.id, s.owner, s.unit, s.name, s.line, s.topic, s.place, s.why, s.reason, s.presenter, s.matter, s.figures, s.state, s.made, s.author, s.person,
  s.confirmed_at, s.confirmer, s.ended, u.short_name, u.path, o.path, COALESCE(c.id, 0), COALESCE(c.name, ''), COALESCE(c.short_name, ''), COALESCE(m.no, 0),
  (SELECT COUNT(DISTINCT t.event) FROM tour_stop t JOIN event e ON e.id = t.event WHERE t.site = s.id AND e.rehearsal = 0 AND e.state IN ('under_way', 'ended'))
FROM site s JOIN unit u ON u.id = s.unit JOIN unit o ON o.id = s.owner
  LEFT JOIN unit c ON c.parent = s.owner AND substr(u.path, 1, length(c.path)) = c.path LEFT JOIN matter m ON m.id = s.matter
WHERE s.owner = $1 AND s.state = 'confirmed' ORDER BY s.id DESC LIMIT $2;

-- in the pool a name is said of one site only
-- name: site_called
SELECT id, state FROM site WHERE name = $1 AND (owner = $2 OR $2 = 0) AND state NOT IN ('declined', 'retired') ORDER BY id DESC LIMIT 1;

-- name: site_called_ever
SELECT id FROM site WHERE name = $1 ORDER BY CASE WHEN state IN ('declined', 'retired') THEN 1 ELSE 0 END, id DESC LIMIT 1;

-- name: site_checks_of
SELECT k.department, u.short_name, u.path, k.result, k.note, k.post, k.at FROM site_check k JOIN unit u ON u.id = k.department
WHERE k.site = $1 ORDER BY u.order_key, k.department;

-- name: site_pictures_of
SELECT id, side, day, viewpoint, digest, name, type, size, width, height, post, at FROM site_picture WHERE site = $1 ORDER BY id;

-- name: site_digests
SELECT digest, MIN(id) FROM site_picture GROUP BY digest ORDER BY digest;

-- name: site_tours_of
SELECT e.id, e.name, e.day, t.no, t.look_back, e.state FROM tour_stop t JOIN event e ON e.id = t.event
WHERE t.site = $1 AND e.rehearsal = 0 AND e.state <> 'cancelled' AND (e.id <> $2 OR $2 = 0) ORDER BY e.day DESC, e.id DESC, t.no LIMIT 100;
