-- table: practice projection key(id)
CREATE TABLE practice (
  id @int PRIMARY KEY, owner @int NOT NULL, source @int NOT NULL, title @text NOT NULL, topic @text NOT NULL, problem @text NOT NULL,
  method @text NOT NULL, cost @int NOT NULL, cost_covers @text NOT NULL, fits @text NOT NULL, unfit @text NOT NULL,
  evidence @text NOT NULL, contact @int NOT NULL, born_kind @text NOT NULL, born_text @text NOT NULL, born_matter @int NOT NULL,
  state @text NOT NULL, reason @text NOT NULL, made_at @int NOT NULL, author @int NOT NULL, published_at @int NOT NULL,
  revised_at @int NOT NULL, level @text NOT NULL
) @end;
CREATE INDEX practice_title ON practice (title);

-- table: practice_recognition projection key(id)
CREATE TABLE practice_recognition (
  id @int PRIMARY KEY, practice @int NOT NULL, level @text NOT NULL, document @text NOT NULL, issuer @text NOT NULL, day @int NOT NULL,
  note @text NOT NULL, at @int NOT NULL, post @int NOT NULL
) @end;
CREATE INDEX practice_recognition_of ON practice_recognition (practice, id);

-- name: practice_put
INSERT INTO practice (id, owner, source, title, topic, problem, method, cost, cost_covers, fits, unfit, evidence, contact, born_kind,
  born_text, born_matter, state, reason, made_at, author, published_at, revised_at, level)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'draft', '', $17, $18, 0, 0, '');

-- name: practice_set_card
UPDATE practice SET title = $2, topic = $3, problem = $4, method = $5, cost = $6, cost_covers = $7, fits = $8, unfit = $9, evidence = $10,
  contact = $11, born_kind = $12, born_text = $13, born_matter = $14, revised_at = $15 WHERE id = $1;

-- name: practice_set_published
UPDATE practice SET state = 'published', published_at = $2 WHERE id = $1;

-- name: practice_set_withdrawn
UPDATE practice SET state = 'withdrawn', reason = $2 WHERE id = $1;

-- name: practice_set_level
UPDATE practice SET level = $2 WHERE id = $1;

-- name: practice_recognition_put
INSERT INTO practice_recognition (id, practice, level, document, issuer, day, note, at, post) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: practice_by_id
SELECT p.id, p.owner, p.source, p.title, p.topic, p.problem, p.method, p.cost, p.cost_covers, p.fits, p.unfit, p.evidence, p.contact,
  p.born_kind, p.born_text, p.born_matter, p.state, p.reason, p.made_at, p.author, p.published_at, p.revised_at, p.level,
  s.name, s.short_name, s.path, o.name, COALESCE(m.no, 0),
  (SELECT COUNT(*) FROM adoption a WHERE a.practice = p.id AND a.stage <> 'unsuitable'),
  (SELECT COUNT(*) FROM adoption a WHERE a.practice = p.id AND a.rating IN ('good', 'fair'))
FROM practice p JOIN unit s ON s.id = p.source JOIN unit o ON o.id = p.owner LEFT JOIN matter m ON m.id = p.born_matter
WHERE p.id = $1;

-- the latest first; a draft only where the source lies in the reader's part of the tree
-- name: practice_page
SELECT p.id, p.owner, p.source, p.title, p.topic, p.problem, p.method, p.cost, p.cost_covers, p.fits, p.unfit, p.evidence, p.contact,
  p.born_kind, p.born_text, p.born_matter, p.state, p.reason, p.made_at, p.author, p.published_at, p.revised_at, p.level,
  s.name, s.short_name, s.path, o.name, COALESCE(m.no, 0),
  (SELECT COUNT(*) FROM adoption a WHERE a.practice = p.id AND a.stage <> 'unsuitable'),
  (SELECT COUNT(*) FROM adoption a WHERE a.practice = p.id AND a.rating IN ('good', 'fair'))
FROM practice p JOIN unit s ON s.id = p.source JOIN unit o ON o.id = p.owner LEFT JOIN matter m ON m.id = p.born_matter
WHERE p.id < $1 AND (p.state <> 'draft' OR (s.path >= $2 AND s.path < $3) OR (s.path >= $4 AND s.path < $5)
  OR (s.path >= $6 AND s.path < $7) OR (s.path >= $8 AND s.path < $9))
  AND (p.state = $10 OR $10 = '') AND (p.topic = $11 OR $11 = '') AND (p.level = $12 OR $12 = '') AND (p.source = $13 OR $13 = 0)
ORDER BY p.id DESC LIMIT $14;

-- name: practice_called
SELECT id FROM practice WHERE title = $1 AND state <> 'withdrawn' ORDER BY id LIMIT 2;

-- name: practice_twin
SELECT id FROM practice WHERE title = $1 AND state <> 'withdrawn' AND id <> $2 ORDER BY id LIMIT 1;

-- name: practice_topics
SELECT DISTINCT topic FROM practice WHERE state = 'published' ORDER BY topic LIMIT 60;

-- name: practice_recognitions_of
SELECT id, level, document, issuer, day, note, at, post FROM practice_recognition WHERE practice = $1 ORDER BY id;

-- the supervision office nearest above a unit: the deepest unit on its path over which somebody is clerk or head of the office
-- name: practice_office_over
SELECT u.id FROM post_grant g JOIN unit u ON u.id = g.unit JOIN unit s ON substr(s.path, 1, length(u.path)) = u.path
WHERE s.id = $1 AND g.role IN (1, 2) ORDER BY length(u.path) DESC, u.id LIMIT 1;
