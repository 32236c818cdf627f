-- The journal as the auditor searches it.  0 and '' stand for "any"; $1 is the row before which the page ends.  The
-- ranges of paths hold those whose acts, or whose acts' consequences, the reader may see; the first is '' to '~' for all.
-- name: res_journal_search
SELECT j.seq, j.at, j.actor, j.act, j.subject, j.cause, e.seq, p.seq
FROM journal j LEFT JOIN payload p ON p.seq = j.seq LEFT JOIN erased e ON e.seq = j.seq
LEFT JOIN journal c ON c.seq = j.cause
LEFT JOIN post o ON o.id = CASE WHEN j.actor = 0 THEN c.actor ELSE j.actor END
LEFT JOIN unit u ON u.id = o.unit
WHERE j.seq < $1 AND (j.act = $2 OR $2 = '') AND (j.actor = $3 OR $3 < 0) AND (j.subject = $4 OR $4 = 0)
  AND j.at >= $5 AND j.at < $6
  AND ((u.path >= $7 AND u.path < $8) OR (u.path >= $9 AND u.path < $10)
    OR (u.path >= $11 AND u.path < $12) OR (u.path >= $13 AND u.path < $14) OR (u.path IS NULL AND CAST($15 AS @int) = 1))
ORDER BY j.seq DESC LIMIT $16;

-- name: res_journal_one
SELECT j.seq, j.at, j.actor, j.act, j.version, j.subject, j.basis, j.key, j.cause, j.digest, j.leaf, p.body, e.seq
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
