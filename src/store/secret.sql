-- same: a keyed digest of what the text says, where others may say the same; it goes with the row
-- table: secret secret key(ref)
CREATE TABLE secret (ref @text PRIMARY KEY, nonce @blob NOT NULL, body @blob NOT NULL, salt @blob NOT NULL, same @blob) @end;
CREATE INDEX secret_same ON secret (same) WHERE same IS NOT NULL;

-- seq: of the act that set it, 0 until that is durable; meanwhile it stands beside the one that counts, and is not read
-- table: credential secret key(post, commitment)
CREATE TABLE credential (
  post @int NOT NULL, commitment @text NOT NULL, password @text NOT NULL, totp @text, seq @int NOT NULL,
  PRIMARY KEY (post, commitment)
) @end;

-- what was sealed for an act that is not known to be durable yet: settled at the next opening
-- table: pending volatile key(ref)
CREATE TABLE pending (ref @text PRIMARY KEY) @end;

-- name: secret_add
INSERT INTO secret (ref, nonce, body, salt, same) VALUES ($1, $2, $3, $4, $5);

-- name: secret_saying_the_same
SELECT b.ref FROM secret a JOIN secret b ON b.same = a.same WHERE a.ref = $1 AND b.ref <> $1 ORDER BY b.ref;

-- name: secret_by_ref
SELECT nonce, body, salt, same FROM secret WHERE ref = $1;

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

-- name: credential_all_pending
UPDATE credential SET seq = 0;

-- name: credential_add
INSERT INTO credential (post, commitment, password, totp, seq) VALUES ($1, $2, $3, $4, 0) ON CONFLICT (post, commitment) DO NOTHING;

-- name: credential_get
SELECT password, totp FROM credential WHERE post = $1 ORDER BY seq DESC LIMIT 1;

-- name: credential_settle
UPDATE credential SET seq = $3 WHERE post = $1 AND commitment = $2;

-- what a later act has replaced
-- name: credential_replaced
SELECT commitment, totp FROM credential WHERE post = $1 AND seq > 0 AND seq < (SELECT MAX(seq) FROM credential WHERE post = $1);

-- name: credential_drop
DELETE FROM credential WHERE post = $1 AND commitment = $2;

-- name: credential_codes
SELECT COUNT(*) FROM credential WHERE totp = $1;

-- name: credential_rows
SELECT post, commitment, password, totp, seq FROM credential ORDER BY post, commitment;
