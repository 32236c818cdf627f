-- name: whatif_leaf
SELECT leaf FROM journal WHERE seq = $1;
