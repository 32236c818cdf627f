-- table: secret secret key(ref)
CREATE TABLE secret (ref @text PRIMARY KEY, nonce @blob NOT NULL, body @blob NOT NULL, salt @blob NOT NULL) @end;

-- table: credential secret key(post)
CREATE TABLE credential (post @int PRIMARY KEY, password @text NOT NULL, totp @text) @end;

-- name: secret_add
INSERT INTO secret (ref, nonce, body, salt) VALUES ($1, $2, $3, $4);

-- name: secret_by_ref
SELECT nonce, body, salt FROM secret WHERE ref = $1;

-- name: secret_drop
DELETE FROM secret WHERE ref = $1;

-- name: secret_count
SELECT COUNT(*) FROM secret;

-- name: credential_put
INSERT INTO credential (post, password, totp) VALUES ($1, $2, $3)
ON CONFLICT (post) DO UPDATE SET password = excluded.password, totp = excluded.totp;

-- name: credential_get
SELECT password, totp FROM credential WHERE post = $1;
