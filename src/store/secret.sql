-- table: secret secret key(ref)
CREATE TABLE secret (ref @text PRIMARY KEY, nonce @blob NOT NULL, body @blob NOT NULL, salt @blob NOT NULL) @end;

-- the credential that a post is getting stands beside the one it has until its act is durable
-- table: credential secret key(post, commitment)
CREATE TABLE credential (
  post @int NOT NULL, commitment @text NOT NULL, password @text NOT NULL, totp @text, PRIMARY KEY (post, commitment)
) @end;

-- what was sealed for an act that is not known to be durable yet: settled at the next opening
-- table: pending volatile key(ref)
CREATE TABLE pending (ref @text PRIMARY KEY) @end;

-- name: secret_add
INSERT INTO secret (ref, nonce, body, salt) VALUES ($1, $2, $3, $4);

-- name: secret_by_ref
SELECT nonce, body, salt FROM secret WHERE ref = $1;

-- name: secret_drop
DELETE FROM secret WHERE ref = $1;

-- name: secret_refs
SELECT ref FROM secret ORDER BY ref;

-- name: pending_add
INSERT INTO pending (ref) VALUES ($1) ON CONFLICT (ref) DO NOTHING;

-- name: pending_drop
DELETE FROM pending WHERE ref = $1;

-- name: pending_all
SELECT ref FROM pending ORDER BY ref;

-- name: pending_every_secret
INSERT INTO pending (ref) SELECT ref FROM secret WHERE ref NOT IN (SELECT ref FROM pending);

-- name: pending_every_credential
INSERT INTO pending (ref) SELECT 'c:' || post || ':' || commitment FROM credential
WHERE 'c:' || post || ':' || commitment NOT IN (SELECT ref FROM pending);

-- name: credential_add
INSERT INTO credential (post, commitment, password, totp) VALUES ($1, $2, $3, $4) ON CONFLICT (post, commitment) DO NOTHING;

-- what is settled before what is pending
-- name: credential_get
SELECT c.password, c.totp, c.commitment FROM credential c LEFT JOIN pending p ON p.ref = 'c:' || c.post || ':' || c.commitment
WHERE c.post = $1 ORDER BY CASE WHEN p.ref IS NULL THEN 0 ELSE 1 END LIMIT 1;

-- name: credential_drop
DELETE FROM credential WHERE post = $1 AND commitment = $2;

-- name: credential_others
SELECT commitment, totp FROM credential WHERE post = $1 AND commitment <> $2;

-- name: credential_all
SELECT post, commitment, password, totp FROM credential ORDER BY post, commitment;
