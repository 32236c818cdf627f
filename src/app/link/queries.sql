-- table: link projection key(id)
CREATE TABLE link (
  id @int PRIMARY KEY, digest @text NOT NULL, post @int NOT NULL, noun @text NOT NULL, subject @int NOT NULL,
  unit @int NOT NULL, until @int NOT NULL, made_at @int NOT NULL, made_by @int NOT NULL, revoked @int NOT NULL
) @end;
CREATE UNIQUE INDEX link_digest ON link (digest);
CREATE INDEX link_subject ON link (subject);

-- name: link_put
INSERT INTO link (id, digest, post, noun, subject, unit, until, made_at, made_by, revoked)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0);

-- name: link_revoke
UPDATE link SET revoked = 1 WHERE id = $1;

-- name: link_by_digest
SELECT id, post, noun, subject, unit, until, revoked, made_at, made_by FROM link WHERE digest = $1;

-- name: link_by_id
SELECT id, post, noun, subject, unit, until, revoked, made_at, made_by FROM link WHERE id = $1;

-- name: link_of_subject
SELECT id, post, noun, subject, unit, until, revoked, made_at, made_by FROM link WHERE subject = $1 AND noun = $2 AND unit = $3
ORDER BY id DESC LIMIT 200;
