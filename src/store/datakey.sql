-- in a file of its own, wrapped by the master key
-- table: data_key secret key(ref)
CREATE TABLE data_key (ref @text PRIMARY KEY, nonce @blob NOT NULL, wrapped @blob NOT NULL) @end;

-- name: data_key_add
INSERT INTO data_key (ref, nonce, wrapped) VALUES ($1, $2, $3);

-- name: data_key_get
SELECT nonce, wrapped FROM data_key WHERE ref = $1;

-- name: data_key_drop
DELETE FROM data_key WHERE ref = $1;

-- name: data_key_refs
SELECT ref FROM data_key ORDER BY ref;
