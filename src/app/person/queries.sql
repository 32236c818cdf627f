-- table: post projection key(id)
CREATE TABLE post (
  id @int PRIMARY KEY, unit @int NOT NULL, title @text NOT NULL, holder @text NOT NULL, login @text, phone @text,
  password @text, disabled @int NOT NULL
) @end;
CREATE UNIQUE INDEX post_login ON post (login) WHERE login IS NOT NULL;
CREATE INDEX post_unit ON post (unit, id);

-- who held a post when: `person` is the same number wherever the same person holds a post, `same` the name as it is compared,
-- `phone` the reference of the sealed one
-- table: post_holder projection key(post, since)
CREATE TABLE post_holder (
  post @int NOT NULL, since @int NOT NULL, holder @text NOT NULL, person @int NOT NULL, same @text NOT NULL, phone @text,
  PRIMARY KEY (post, since)
) @end;
CREATE INDEX post_holder_same ON post_holder (same, since);
CREATE INDEX post_holder_person ON post_holder (person);
CREATE INDEX post_holder_phone ON post_holder (phone) WHERE phone IS NOT NULL;

-- table: post_grant projection key(post, role, unit)
CREATE TABLE post_grant (post @int NOT NULL, role @int NOT NULL, unit @int NOT NULL, PRIMARY KEY (post, role, unit)) @end;

-- name: post_put
INSERT INTO post (id, unit, title, holder, login, phone, password, disabled) VALUES ($1, $2, $3, $4, $5, $6, NULL, 0);

-- name: post_holder_put
INSERT INTO post_holder (post, since, holder, person, same, phone) VALUES ($1, $2, $3, $4, $5, $6);

-- name: person_of_phone
SELECT person, since FROM post_holder WHERE phone >= $1 AND phone < $2 AND post <> $3;

-- name: person_called
SELECT person FROM post_holder WHERE same = $1 ORDER BY since, post LIMIT 1;

-- name: person_of_post
SELECT person FROM post_holder WHERE post = $1 ORDER BY since DESC LIMIT 1;

-- name: person_places_of
SELECT u.path FROM post_holder h JOIN post p ON p.id = h.post JOIN unit u ON u.id = p.unit
WHERE h.person = $1 AND p.disabled = 0 AND h.since = (SELECT MAX(b.since) FROM post_holder b WHERE b.post = h.post) ORDER BY p.id LIMIT $2;

-- every holder from the one at that row of the journal on
-- name: person_held_since
SELECT person FROM post_holder WHERE post = $1
AND since >= COALESCE((SELECT MAX(b.since) FROM post_holder b WHERE b.post = $1 AND b.since <= $2), 0);

-- name: post_holders_of
SELECT h.holder, j.at FROM post_holder h JOIN journal j ON j.seq = h.since WHERE h.post = $1 ORDER BY h.since DESC LIMIT $2;

-- name: post_holder_since
SELECT since FROM post_holder WHERE post = $1 ORDER BY since DESC LIMIT 1;

-- name: post_set_holder
UPDATE post SET holder = $2, phone = $3, password = NULL WHERE id = $1;

-- name: post_set_password
UPDATE post SET password = $2 WHERE id = $1;

-- name: post_set_disabled
UPDATE post SET disabled = $2 WHERE id = $1;

-- name: post_by_id
SELECT id, unit, title, holder, login, phone, password, disabled FROM post WHERE id = $1;

-- name: post_one_by_login
SELECT id, unit, title, holder, login, phone, password, disabled FROM post WHERE login = $1;

-- name: post_of_unit
SELECT id, unit, title, holder, login, phone, password, disabled FROM post WHERE unit = $1 ORDER BY id;

-- name: post_list_page
SELECT p.id, p.unit, p.title, p.holder, p.login, p.phone, p.password, p.disabled, u.name, u.path
FROM post p JOIN unit u ON u.id = p.unit
WHERE p.id > $1 AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
ORDER BY p.id LIMIT $10;

-- name: post_label_of
SELECT u.short_name, p.title, p.holder FROM post p JOIN unit u ON u.id = p.unit WHERE p.id = $1;

-- name: grant_put
INSERT INTO post_grant (post, role, unit) VALUES ($1, $2, $3) ON CONFLICT (post, role, unit) DO NOTHING;

-- name: grant_drop
DELETE FROM post_grant WHERE post = $1 AND role = $2 AND unit = $3;

-- name: grant_of_post
SELECT g.role, g.unit, u.path FROM post_grant g JOIN unit u ON u.id = g.unit WHERE g.post = $1 ORDER BY g.role, g.unit;

-- an act belongs where its post stands, a reaction where the post of its cause stands; what the system did of itself
-- is the audit administrator's
-- name: trail_page
SELECT j.seq, j.at, j.actor, j.act, j.subject, j.cause
FROM journal j LEFT JOIN journal c ON c.seq = j.cause
LEFT JOIN post o ON o.id = CASE WHEN j.actor = 0 THEN c.actor ELSE j.actor END LEFT JOIN unit u ON u.id = o.unit
WHERE j.seq > $1 AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7)
  OR (u.path >= $8 AND u.path < $9) OR (u.path IS NULL AND CAST($10 AS @int) = 1))
ORDER BY j.seq LIMIT $11;
