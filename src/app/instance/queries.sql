-- table: instance projection key(id)
CREATE TABLE instance (id @int PRIMARY KEY, name @text NOT NULL, clock @text NOT NULL, begun @int NOT NULL) @end;

-- table: erasure projection key(seq)
CREATE TABLE erasure (seq @int PRIMARY KEY, at @int NOT NULL, reason @text NOT NULL, basis_doc @text NOT NULL) @end;

-- table: forgotten projection key(ref)
CREATE TABLE forgotten (ref @text PRIMARY KEY, at @int NOT NULL, reason @text NOT NULL, basis_doc @text NOT NULL) @end;

-- name: forgotten_put
INSERT INTO forgotten (ref, at, reason, basis_doc) VALUES ($1, $2, $3, $4) ON CONFLICT (ref) DO NOTHING;

-- name: instance_put
INSERT INTO instance (id, name, clock, begun) VALUES ($1, $2, $3, $4);

-- name: instance_one
SELECT id, name, clock, begun FROM instance ORDER BY id LIMIT 1;

-- name: instance_rename
UPDATE instance SET name = $1;

-- name: erasure_put
INSERT INTO erasure (seq, at, reason, basis_doc) VALUES ($1, $2, $3, $4);
