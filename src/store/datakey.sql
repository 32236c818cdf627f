-- name: data_key_add
INSERT INTO data_key (ref, nonce, wrapped) VALUES ($1, $2, $3);

-- name: data_key_get
SELECT nonce, wrapped FROM data_key WHERE ref = $1;

-- name: data_key_drop
DELETE FROM data_key WHERE ref = $1;

-- name: data_key_refs
SELECT ref FROM data_key ORDER BY ref;
