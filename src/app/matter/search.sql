-- The index of words, in a file of its own beside the store (search.db): it may be lost, and is made anew from the tables.
-- @sqlite (an index of words is another thing on PostgreSQL)
-- table: matter_text volatile key(rowid)
CREATE VIRTUAL TABLE IF NOT EXISTS matter_text USING fts5(body, tokenize = "unicode61 remove_diacritics 0", columnsize = 0);

-- table: matter_text_at volatile key(id)
CREATE TABLE IF NOT EXISTS matter_text_at (id @int PRIMARY KEY, seq @int NOT NULL);

-- name: text_at
SELECT seq FROM matter_text_at WHERE id = 1;

-- name: text_at_put
INSERT INTO matter_text_at (id, seq) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq;

-- @sqlite
-- name: text_drop
DELETE FROM matter_text WHERE rowid = $1;

-- @sqlite
-- name: text_put
INSERT INTO matter_text (rowid, body) VALUES ($1, $2);

-- @sqlite
-- name: text_find
SELECT rowid FROM matter_text WHERE matter_text MATCH $1 ORDER BY rowid DESC LIMIT $2;

-- @sqlite
-- name: text_next
SELECT rowid FROM matter_text WHERE matter_text MATCH $1 AND rowid > $2 ORDER BY rowid LIMIT $3;

-- where the open store lies
-- @sqlite
-- name: store_file
SELECT file FROM pragma_database_list WHERE name = 'main';

-- name: changed_since
SELECT m.*, o.short_name, o.path, v.short_name FROM matter m JOIN unit o ON o.id = m.owner
LEFT JOIN unit v ON v.id = m.verifier WHERE m.seq > $1 ORDER BY m.seq LIMIT $2;

-- name: last_change
SELECT COALESCE(MAX(seq), 0) FROM matter;

-- without an index: slow, but it answers
-- name: find_slow
SELECT m.id FROM matter m WHERE m.title LIKE $1 OR m.goal LIKE $1 OR m.list LIKE $1 OR m.origin LIKE $1 OR m.progress LIKE $1
ORDER BY m.id DESC LIMIT $2;

-- name: next_slow
SELECT m.id FROM matter m
WHERE (m.title LIKE $1 OR m.goal LIKE $1 OR m.list LIKE $1 OR m.origin LIKE $1 OR m.progress LIKE $1) AND m.id > $2
ORDER BY m.id LIMIT $3;
