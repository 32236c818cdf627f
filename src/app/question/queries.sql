-- table: question projection key(id)
CREATE TABLE question (
  id @int PRIMARY KEY, owner @int NOT NULL, kind @text NOT NULL, text @text NOT NULL, options @text NOT NULL, answer @text NOT NULL,
  full_marks @int NOT NULL, document @text NOT NULL, article @text NOT NULL, topic @text NOT NULL, level @text NOT NULL, expires @int NOT NULL,
  because @text NOT NULL, state @text NOT NULL, reason @text NOT NULL, made @int NOT NULL, author @int NOT NULL
) @end;
CREATE INDEX question_owner ON question (owner, state, id);
CREATE INDEX question_text ON question (owner, text);

-- name: question_put
INSERT INTO question (id, owner, kind, text, options, answer, full_marks, document, article, topic, level, expires, because, state, reason, made, author)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', '', $14, $15);

-- name: question_set
UPDATE question SET kind = $2, text = $3, options = $4, answer = $5, full_marks = $6, document = $7, article = $8, topic = $9, level = $10,
  expires = $11, because = $12 WHERE id = $1;

-- name: question_set_state
UPDATE question SET state = $2, reason = $3 WHERE id = $1;

-- name: question_by_id
SELECT q.id, q.owner, q.kind, q.text, q.options, q.answer, q.full_marks, q.document, q.article, q.topic, q.level, q.expires, q.because,
  q.state, q.reason, q.made, q.author, u.path, u.name
FROM question q JOIN unit u ON u.id = q.owner WHERE q.id = $1;

-- name: question_rows
SELECT q.id, q.owner, q.kind, q.text, q.options, q.answer, q.full_marks, q.document, q.article, q.topic, q.level, q.expires, q.because,
  q.state, q.reason, q.made, q.author, u.path, u.name
FROM question q JOIN unit u ON u.id = q.owner
WHERE (q.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (q.state = $10 OR $10 = '') AND (q.kind = $11 OR $11 = '') AND (q.level = $12 OR $12 = '') AND (q.topic = $13 OR $13 = '')
  AND (q.text LIKE $14 ESCAPE '\' OR $14 = '') AND (q.expires >= $15 OR $15 = 0)
ORDER BY q.id DESC LIMIT $16;

-- name: question_bank_of
SELECT id FROM question
WHERE (owner = $1 OR owner = $8) AND state = 'ready' AND expires >= $2 AND (kind = $3 OR $3 = '') AND (topic = $4 OR $4 = '') AND (level = $5 OR $5 = '')
  AND (full_marks = $6 OR $6 = 0 OR $3 <> 'text')
ORDER BY id LIMIT $7;

-- name: question_twin
SELECT id FROM question WHERE owner = $1 AND text = $2 AND state <> 'retired' AND id <> $3 ORDER BY id LIMIT 1;

-- name: question_called
SELECT id FROM question WHERE text = $1 AND state <> 'retired' ORDER BY id DESC LIMIT 1;

-- what a list of the ledger holds now, and whether that unit leads it
-- name: question_of_list
SELECT m.no, m.title, (SELECT COUNT(*) FROM assignment a WHERE a.matter = m.id AND a.unit = $5 AND a.role = 'lead' AND a.state <> 'released')
FROM matter m
WHERE m.owner = $1 AND m.list = $2 AND m.shown = 1 AND m.state NOT IN ('draft', 'withdrawn') AND (m.kind = $3 OR $3 = '')
  AND (m.category = $4 OR $4 = '')
ORDER BY m.no LIMIT $6;
