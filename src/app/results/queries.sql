-- The journal as the auditor searches it.  Bounds are always given; 0 and '' stand for "any".
-- name: res_journal_search
SELECT j.seq, j.at, j.actor, j.act, j.subject, j.cause, e.seq, p.seq
FROM journal j LEFT JOIN payload p ON p.seq = j.seq LEFT JOIN erased e ON e.seq = j.seq
WHERE j.seq < $1 AND (j.act = $2 OR $2 = '') AND (j.actor = $3 OR $3 < 0) AND (j.subject = $4 OR $4 = 0)
  AND j.at >= $5 AND j.at < $6
ORDER BY j.seq DESC LIMIT $7;

-- name: res_journal_one
SELECT j.seq, j.at, j.actor, j.act, j.version, j.subject, j.basis, j.key, j.cause, j.digest, j.leaf, p.body, e.reason
FROM journal j LEFT JOIN payload p ON p.seq = j.seq LEFT JOIN erased e ON e.seq = j.seq WHERE j.seq = $1;

-- name: res_journal_effects
SELECT seq, act, subject FROM journal WHERE cause = $1 ORDER BY seq LIMIT 100;

-- what a form with this key has made already
-- name: res_by_key
SELECT subject FROM journal WHERE actor = $1 AND key = $2;

-- name: res_checkpoint
SELECT size, at, root, note FROM checkpoint ORDER BY size DESC LIMIT 1;

-- name: res_checkpoints
SELECT COUNT(*) FROM checkpoint;

-- name: res_erasures
SELECT COUNT(*) FROM erased;

-- the face of the noun unit tells no past names and no peer groups yet
-- name: res_unit_past
SELECT since, name, short_name FROM unit_past WHERE unit = $1 ORDER BY since, seq;

-- name: res_unit_peer
SELECT peer_group, since, until FROM unit_peer WHERE unit = $1 ORDER BY peer_group;

-- name: res_unit_boards
SELECT b.id FROM board b JOIN board_row r ON r.board = b.id AND r.version = b.version
WHERE r.unit = $1 AND b.state <> 4 ORDER BY b.last_day DESC, b.id DESC LIMIT 12;
