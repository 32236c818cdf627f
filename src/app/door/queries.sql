-- sessions and set-up links may be lost: everybody signs in again
-- table: session volatile key(digest)
CREATE TABLE session (digest @blob PRIMARY KEY, post @int NOT NULL, csrf @text NOT NULL, stamp @text NOT NULL, large @int NOT NULL, lang @int NOT NULL, seen @int NOT NULL, made @int NOT NULL) @end;

-- table: setup_link volatile key(digest)
CREATE TABLE setup_link (digest @blob PRIMARY KEY, post @int NOT NULL, until @int NOT NULL, cause @int NOT NULL) @end;

-- the last step whose one-time code was taken: no code counts twice
-- table: totp_used volatile key(post)
CREATE TABLE totp_used (post @int PRIMARY KEY, step @int NOT NULL) @end;

-- name: session_put
INSERT INTO session (digest, post, csrf, large, lang, seen, made, stamp) VALUES ($1, $2, $3, 0, -1, $4, $4, $5);

-- name: session_get
SELECT post, csrf, large, lang, seen, made, stamp FROM session WHERE digest = $1;

-- name: session_seen
UPDATE session SET seen = $2 WHERE digest = $1;

-- name: session_prefs
UPDATE session SET large = $2, lang = $3 WHERE digest = $1;

-- name: session_drop
DELETE FROM session WHERE digest = $1;

-- name: session_drop_post
DELETE FROM session WHERE post = $1;

-- name: session_sweep
DELETE FROM session WHERE seen < $1 OR made < $2;

-- name: setup_put
INSERT INTO setup_link (digest, post, until, cause) VALUES ($1, $2, $3, $4);

-- name: setup_get
SELECT post, until, cause FROM setup_link WHERE digest = $1;

-- what ends a set-up link: another one, a password, another holder, other rights
-- name: setup_over
SELECT COUNT(*) FROM journal WHERE subject = $1 AND seq > $2
AND act IN ('person.start', 'person.set_password', 'person.hand_over', 'person.grant', 'person.revoke', 'person.disable');

-- name: setup_drop
DELETE FROM setup_link WHERE digest = $1;

-- a step far ahead was taken while the machine's clock was wrong
-- name: totp_take
INSERT INTO totp_used (post, step) VALUES ($1, $2)
ON CONFLICT (post) DO UPDATE SET step = excluded.step WHERE totp_used.step < excluded.step OR totp_used.step > excluded.step + 2;

-- name: totp_put
INSERT INTO totp_used (post, step) VALUES ($1, $2) ON CONFLICT (post) DO UPDATE SET step = excluded.step;
