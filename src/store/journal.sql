-- table: journal journal key(seq)
CREATE TABLE journal (
  seq @int PRIMARY KEY, at @int NOT NULL, actor @int NOT NULL, act @text NOT NULL, version @int NOT NULL,
  subject @int NOT NULL, basis @int NOT NULL, key @text, cause @int NOT NULL,
  digest @blob NOT NULL, leaf @blob NOT NULL
) @end;
CREATE UNIQUE INDEX journal_key ON journal (actor, key) WHERE key IS NOT NULL;
CREATE INDEX journal_subject ON journal (subject, seq);
CREATE INDEX journal_cause ON journal (cause) WHERE cause > 0;

-- table: payload journal key(seq)
CREATE TABLE payload (seq @int PRIMARY KEY, salt @blob NOT NULL, body @text NOT NULL) @end;

-- table: checkpoint journal key(size)
CREATE TABLE checkpoint (size @int PRIMARY KEY, at @int NOT NULL, root @blob NOT NULL, note @text NOT NULL, signature @blob NOT NULL) @end;

-- rows without payload, for replaying; why and by whom stands in the act that erased them
-- table: erased journal key(seq)
CREATE TABLE erased (seq @int PRIMARY KEY) @end;

-- the right-hand edge of the tree, so that a root costs a few hashes; made anew from the leaves if lost
-- table: tree_edge volatile key(id)
CREATE TABLE tree_edge (id @int PRIMARY KEY, size @int NOT NULL, edge @blob NOT NULL) @end;

-- how far each reader of the journal has come
-- table: reader volatile key(name)
CREATE TABLE reader (name @text PRIMARY KEY, seq @int NOT NULL) @end;

-- name: journal_add
INSERT INTO journal (seq, at, actor, act, version, subject, basis, key, cause, digest, leaf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: payload_add
INSERT INTO payload (seq, salt, body) VALUES ($1, $2, $3);

-- only where the row is the one that was erased, not another one that took its number after a restore
-- name: payload_erase_leaf
DELETE FROM payload WHERE seq = $1 AND EXISTS (SELECT 1 FROM journal j WHERE j.seq = $1 AND j.leaf = $2);

-- name: payload_newest_first
SELECT seq, body FROM payload ORDER BY seq DESC;

-- name: payload_loose
SELECT p.seq FROM payload p LEFT JOIN journal j ON j.seq = p.seq WHERE j.seq IS NULL ORDER BY p.seq;

-- name: erased_add
INSERT INTO erased (seq) VALUES ($1) ON CONFLICT (seq) DO NOTHING;

-- name: erased_present
SELECT e.seq FROM erased e LEFT JOIN journal j ON j.seq = e.seq LEFT JOIN payload p ON p.seq = e.seq
WHERE j.seq IS NULL OR p.seq IS NOT NULL ORDER BY e.seq;

-- name: journal_leaves_after
SELECT leaf FROM journal WHERE seq > $1 ORDER BY seq;

-- name: journal_acts_after
SELECT act FROM journal WHERE seq > $1;

-- name: journal_last
SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_by_key
SELECT j.seq, j.at, j.act, j.subject, p.body FROM journal j LEFT JOIN payload p ON p.seq = j.seq
WHERE j.actor = $1 AND j.key = $2;

-- name: journal_subject_last
SELECT MAX(seq) FROM journal WHERE subject = $1;

-- name: journal_from
SELECT j.seq, j.at, j.actor, j.act, j.version, j.subject, j.basis, j.key, j.cause, j.digest, j.leaf, p.salt, p.body, e.seq
FROM journal j LEFT JOIN payload p ON p.seq = j.seq LEFT JOIN erased e ON e.seq = j.seq
WHERE j.seq > $1 ORDER BY j.seq LIMIT $2;

-- name: journal_of
SELECT j.seq, j.at, j.actor, j.act, j.version, j.subject, j.basis, j.key, j.cause, j.digest, j.leaf, p.salt, p.body, e.seq
FROM journal j LEFT JOIN payload p ON p.seq = j.seq LEFT JOIN erased e ON e.seq = j.seq
WHERE j.subject = $1 ORDER BY j.seq DESC LIMIT $2;

-- name: journal_caused
SELECT COUNT(*) FROM journal WHERE cause = $1;

-- name: edge_get
SELECT size, edge FROM tree_edge WHERE id = 1;

-- name: edge_put
INSERT INTO tree_edge (id, size, edge) VALUES (1, $1, $2)
ON CONFLICT (id) DO UPDATE SET size = excluded.size, edge = excluded.edge;

-- name: edge_drop
DELETE FROM tree_edge;

-- name: edge_rows
SELECT id, size, edge FROM tree_edge ORDER BY id;

-- name: checkpoint_add
INSERT INTO checkpoint (size, at, root, note, signature) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (size) DO NOTHING;

-- name: checkpoint_all
SELECT size, at, root, note, signature FROM checkpoint ORDER BY size;

-- name: checkpoint_known
SELECT COUNT(*) FROM checkpoint WHERE note = $1;

-- name: checkpoint_last
SELECT size, at, root, note, signature FROM checkpoint ORDER BY size DESC LIMIT 1;

-- the first that reaches as far
-- name: checkpoint_from
SELECT size, root, note, signature FROM checkpoint WHERE size >= $1 ORDER BY size LIMIT 1;

-- name: journal_leaves
SELECT leaf FROM journal WHERE seq <= $1 ORDER BY seq;

-- name: reader_get
SELECT seq FROM reader WHERE name = $1;

-- name: reader_put
INSERT INTO reader (name, seq) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq;

-- name: reader_drop
DELETE FROM reader WHERE name = $1;
