-- table: ruleset projection key(id)
CREATE TABLE ruleset (
  id @int PRIMARY KEY, series @int NOT NULL, owner @int NOT NULL, name @text NOT NULL, version @int NOT NULL,
  since @int NOT NULL, state @text NOT NULL, digest @text NOT NULL, body @text NOT NULL, grammar @int NOT NULL,
  author @int NOT NULL, adopter @int NOT NULL, at @int NOT NULL, adopted_at @int NOT NULL, basis_doc @text NOT NULL,
  author_person @int NOT NULL, seq @int NOT NULL
) @end;
CREATE INDEX ruleset_owner ON ruleset (owner, name, version);

-- name: ruleset_put
INSERT INTO ruleset (id, series, owner, name, version, since, state, digest, body, grammar, author, adopter, at, adopted_at, basis_doc,
  author_person, seq)
VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, 0, $11, 0, '', $12, $13);

-- name: ruleset_set_replaced
UPDATE ruleset SET state = 'replaced' WHERE id = $1;

-- name: ruleset_set_adopted
UPDATE ruleset SET state = 'adopted', adopter = $2, adopted_at = $3, basis_doc = $4 WHERE id = $1;

-- name: ruleset_by_id
SELECT id, series, owner, name, version, since, state, digest, body, grammar, author, adopter, at, adopted_at, basis_doc,
  author_person, seq
FROM ruleset WHERE id = $1;

-- name: ruleset_of_owner
SELECT id, series, owner, name, version, since, state, digest, body, grammar, author, adopter, at, adopted_at, basis_doc,
  author_person, seq
FROM ruleset WHERE owner = $1 AND state <> 'replaced' ORDER BY series, version, id;

-- name: ruleset_named
SELECT id, series, owner, name, version, since, state, digest, body, grammar, author, adopter, at, adopted_at, basis_doc,
  author_person, seq
FROM ruleset WHERE name = $1 AND state <> 'replaced' ORDER BY state, version DESC, id DESC LIMIT 20;

-- name: ruleset_list_page
SELECT r.id, r.series, r.owner, r.name, r.version, r.since, r.state, r.digest, r.body, r.grammar, r.author, r.adopter,
  r.at, r.adopted_at, r.basis_doc, r.author_person, r.seq, u.name
FROM ruleset r JOIN unit u ON u.id = r.owner
WHERE r.id > $1 AND (r.owner = $2 OR $2 = 0) ORDER BY r.id LIMIT $3;
