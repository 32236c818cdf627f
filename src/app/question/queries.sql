-- table: question projection key(id)
CREATE TABLE question (
  id @int PRIMARY KEY, owner @int NOT NULL, kind @text NOT NULL, text @text NOT NULL, options @text NOT NULL, answer @text NOT NULL,
  full_marks @int NOT NULL, document @text NOT NULL, article @text NOT NULL, topic @text NOT NULL, level @text NOT NULL, expires @int NOT NULL,
  because @text NOT NULL, state @text NOT NULL, reason @text NOT NULL, made @int NOT NULL, author @int NOT NULL, import @int NOT NULL
) @end;
CREATE INDEX question_owner ON question (owner, state, id);
CREATE INDEX question_text ON question (owner, text);
CREATE INDEX question_import_of ON question (import) WHERE import > 0;

-- a sheet that comes in: its questions are seen when it is done
-- table: question_import projection key(id)
CREATE TABLE question_import (
  id @int PRIMARY KEY, owner @int NOT NULL, file_name @text NOT NULL, file_digest @text NOT NULL, state @text NOT NULL, counted @int NOT NULL,
  begun_at @int NOT NULL, begun_by @int NOT NULL, ended_at @int NOT NULL, reason @text NOT NULL
) @end;
CREATE INDEX question_import_owner ON question_import (owner, id);

-- name: question_import_put
INSERT INTO question_import (id, owner, file_name, file_digest, state, counted, begun_at, begun_by, ended_at, reason)
VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, 0, '');

-- name: question_import_end
UPDATE question_import SET state = $2, reason = $3, ended_at = $4 WHERE id = $1;

-- name: question_import_at
SELECT id, owner, state, counted FROM question_import WHERE id = $1;

-- name: question_import_count
SELECT COUNT(*) FROM question WHERE import = $1;

-- name: question_import_running
SELECT id FROM question_import WHERE owner = $1 AND state = 'open' ORDER BY id LIMIT 1;

-- name: question_imports_seen
SELECT i.id, i.owner, i.file_name, i.file_digest, i.state, i.counted, i.begun_at, i.ended_at, i.reason FROM question_import i JOIN unit u ON u.id = i.owner
WHERE (i.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
ORDER BY i.id DESC LIMIT $10;

-- name: question_put
INSERT INTO question (id, owner, kind, text, options, answer, full_marks, document, article, topic, level, expires, because, state, reason, made, author,
  import)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', '', $14, $15, $16);

-- name: question_set
UPDATE question SET kind = $2, text = $3, options = $4, answer = $5, full_marks = $6, document = $7, article = $8, topic = $9, level = $10,
  expires = $11, because = $12 WHERE id = $1;

-- name: question_set_state
UPDATE question SET state = $2, reason = $3 WHERE id = $1;

-- name: question_by_id
SELECT q.id, q.owner, q.kind, q.text, q.options, q.answer, q.full_marks, q.document, q.article, q.topic, q.level, q.expires, q.because,
  q.state, q.reason, q.made, q.author, u.path, u.name
FROM question q JOIN unit u ON u.id = q.owner
WHERE q.id = $1 AND (q.import = 0 OR EXISTS (SELECT 1 FROM question_import i WHERE i.id = q.import AND i.state = 'done'));

-- name: question_rows
SELECT q.id, q.owner, q.kind, q.text, q.options, q.answer, q.full_marks, q.document, q.article, q.topic, q.level, q.expires, q.because,
  q.state, q.reason, q.made, q.author, u.path, u.name
FROM question q JOIN unit u ON u.id = q.owner
WHERE (q.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (q.state = $10 OR $10 = '') AND (q.kind = $11 OR $11 = '') AND (q.level = $12 OR $12 = '') AND (q.topic = $13 OR $13 = '')
  AND (q.text LIKE $14 ESCAPE '\' OR $14 = '') AND (q.expires >= $15 OR $15 = 0)
  AND (q.import = 0 OR EXISTS (SELECT 1 FROM question_import i WHERE i.id = q.import AND i.state = 'done'))
ORDER BY q.id DESC LIMIT $16;

-- name: question_bank_of
SELECT id FROM question
WHERE (owner = $1 OR owner = $8) AND state = 'ready' AND expires >= $2 AND (kind = $3 OR $3 = '') AND (topic = $4 OR $4 = '') AND (level = $5 OR $5 = '')
  AND (full_marks = $6 OR $6 = 0 OR $3 <> 'text')
ORDER BY id LIMIT $7;

-- in the bank, or further up in the import that is on its way
-- name: question_twin
SELECT q.id FROM question q WHERE q.owner = $1 AND q.text = $2 AND q.state <> 'retired' AND q.id <> $3
  AND (q.import = $4 OR q.import = 0 OR EXISTS (SELECT 1 FROM question_import i WHERE i.id = q.import AND i.state = 'done')) ORDER BY q.id LIMIT 1;

-- name: question_called
SELECT q.id FROM question q WHERE q.text = $1 AND q.state <> 'retired' AND (q.import = 0 OR EXISTS (SELECT 1 FROM question_import i WHERE i.id = q.import AND i.state = 'done')) ORDER BY q.id DESC LIMIT 1;

-- what a list of the ledger holds now, and whether that unit leads it
-- name: question_of_list
SELECT m.no, m.title, (SELECT COUNT(*) FROM assignment a WHERE a.matter = m.id AND a.unit = $5 AND a.role = 'lead' AND a.state <> 'released')
FROM matter m
WHERE m.owner = $1 AND m.list = $2 AND m.shown = 1 AND m.state NOT IN ('draft', 'withdrawn') AND (m.kind = $3 OR $3 = '')
  AND (m.category = $4 OR $4 = '')
ORDER BY m.no LIMIT $6;
