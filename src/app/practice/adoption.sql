-- table: adoption projection key(id)
CREATE TABLE adoption (
  id @int PRIMARY KEY, practice @int NOT NULL, unit @int NOT NULL, matter @int NOT NULL, stage @text NOT NULL, first @int NOT NULL,
  since @int NOT NULL, began @int, pilot_until @int, rating @text NOT NULL, adapted @text NOT NULL, reason @text NOT NULL,
  indicator @text NOT NULL, uom @text NOT NULL, figure_source @text NOT NULL, before_value @int NOT NULL, after_value @int NOT NULL,
  before_on @int, after_on @int, worst @int NOT NULL, made_at @int NOT NULL, author @int NOT NULL, ended_at @int NOT NULL
) @end;
CREATE INDEX adoption_practice ON adoption (practice, id);
CREATE INDEX adoption_unit ON adoption (unit, practice);

-- table: adoption_step projection key(id)
CREATE TABLE adoption_step (
  id @int PRIMARY KEY, adoption @int NOT NULL, stage @text NOT NULL, day @int NOT NULL, until @int, note @text NOT NULL, at @int NOT NULL,
  post @int NOT NULL, behalf @int NOT NULL, gone @text NOT NULL
) @end;
CREATE INDEX adoption_step_of ON adoption_step (adoption, id);

-- name: adoption_put
INSERT INTO adoption (id, practice, unit, matter, stage, first, since, began, pilot_until, rating, adapted, reason, indicator, uom,
  figure_source, before_value, after_value, before_on, after_on, worst, made_at, author, ended_at)
VALUES ($1, $2, $3, $4, 'wish', $5, $5, NULL, NULL, '', '', '', '', '', '', 0, 0, NULL, NULL, 0, $6, $7, 0);

-- name: adoption_set_stage
UPDATE adoption SET stage = $2, since = $3, began = $4, pilot_until = $5 WHERE id = $1;

-- name: adoption_set_result
UPDATE adoption SET stage = 'result', since = $2, rating = $3, adapted = $4, indicator = $5, uom = $6, figure_source = $7,
  before_value = $8, after_value = $9, before_on = $10, after_on = $11, worst = $12, ended_at = $13 WHERE id = $1;

-- name: adoption_set_unsuitable
UPDATE adoption SET stage = 'unsuitable', since = $2, reason = $3, ended_at = $4 WHERE id = $1;

-- name: adoption_step_put
INSERT INTO adoption_step (id, adoption, stage, day, until, note, at, post, behalf, gone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '');

-- name: adoption_step_gone
UPDATE adoption_step SET gone = $2 WHERE id = $1;

-- name: adoption_set_back
UPDATE adoption SET stage = $2, since = $3, began = $4, pilot_until = $5, reason = '', ended_at = 0 WHERE id = $1;

-- name: adoption_step_last
SELECT id, stage, day FROM adoption_step WHERE adoption = $1 AND gone = '' ORDER BY id DESC LIMIT 2;

-- name: adoption_by_id
SELECT a.id, a.practice, a.unit, a.matter, a.stage, a.first, a.since, a.began, a.pilot_until, a.rating, a.adapted, a.reason, a.indicator,
  a.uom, a.figure_source, a.before_value, a.after_value, a.before_on, a.after_on, a.worst, a.made_at, a.author, a.ended_at,
  u.name, u.short_name, u.path, u.order_key, p.title, p.topic, p.state, s.short_name, s.path, s.order_key, p.source, p.owner,
  COALESCE(m.no, 0)
FROM adoption a JOIN practice p ON p.id = a.practice JOIN unit u ON u.id = a.unit JOIN unit s ON s.id = p.source
LEFT JOIN matter m ON m.id = a.matter
WHERE a.id = $1;

-- name: adoption_page
SELECT a.id, a.practice, a.unit, a.matter, a.stage, a.first, a.since, a.began, a.pilot_until, a.rating, a.adapted, a.reason, a.indicator,
  a.uom, a.figure_source, a.before_value, a.after_value, a.before_on, a.after_on, a.worst, a.made_at, a.author, a.ended_at,
  u.name, u.short_name, u.path, u.order_key, p.title, p.topic, p.state, s.short_name, s.path, s.order_key, p.source, p.owner,
  COALESCE(m.no, 0)
FROM adoption a JOIN practice p ON p.id = a.practice JOIN unit u ON u.id = a.unit JOIN unit s ON s.id = p.source
LEFT JOIN matter m ON m.id = a.matter
WHERE a.id > $1 AND (p.state <> 'draft' OR (u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5)
  OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (a.practice = $10 OR $10 = 0) AND (a.unit = $11 OR $11 = 0) AND (a.stage = $12 OR $12 = '') AND (p.topic = $13 OR $13 = '')
ORDER BY a.id LIMIT $14;

-- name: adoption_twin
SELECT id, stage FROM adoption WHERE practice = $1 AND unit = $2 AND (stage NOT IN ('result', 'unsuitable') OR rating IN ('good', 'fair')) ORDER BY id;

-- name: adoption_called
SELECT id FROM adoption WHERE practice = $1 AND unit = $2 ORDER BY id DESC LIMIT 1;

-- name: adoption_steps_of
SELECT id, stage, day, until, note, at, post, behalf, gone FROM adoption_step WHERE adoption = $1 ORDER BY id;
