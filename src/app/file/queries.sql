-- table: file projection key(id)
CREATE TABLE file (
  id @int PRIMARY KEY, matter @int NOT NULL, record @int NOT NULL, digest @text NOT NULL, name @text NOT NULL, type @text NOT NULL,
  size @int NOT NULL, width @int NOT NULL, height @int NOT NULL, why @text NOT NULL, post @int NOT NULL, at @int NOT NULL,
  withdrawn_at @int NOT NULL, withdrawn_by @int NOT NULL, reason @text NOT NULL
) @end;
CREATE INDEX file_matter ON file (matter, id);
CREATE INDEX file_digest ON file (digest);

-- name: file_put
INSERT INTO file (id, matter, record, digest, name, type, size, width, height, why, post, at, withdrawn_at, withdrawn_by, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, '');

-- name: file_set_withdrawn
UPDATE file SET withdrawn_at = $2, withdrawn_by = $3, reason = $4 WHERE id = $1;

-- name: file_by_id
SELECT id, matter, record, digest, name, type, size, width, height, why, post, at, withdrawn_at, withdrawn_by, reason
FROM file WHERE id = $1;

-- name: file_of_matter
SELECT id, matter, record, digest, name, type, size, width, height, why, post, at, withdrawn_at, withdrawn_by, reason
FROM file WHERE matter = $1 ORDER BY id;

-- name: file_of_digest
SELECT id, matter, record, digest, name, type, size, width, height, why, post, at, withdrawn_at, withdrawn_by, reason
FROM file WHERE digest = $1 ORDER BY id;

-- name: file_after
SELECT id, matter, record, digest, name, type, size, width, height, why, post, at, withdrawn_at, withdrawn_by, reason
FROM file WHERE id > $1 ORDER BY id LIMIT $2;

-- name: file_digests
SELECT digest, MIN(id), MIN(size), MAX(size) FROM file GROUP BY digest ORDER BY digest;
