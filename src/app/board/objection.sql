-- table: objection projection key(id)
CREATE TABLE objection (
  id @int PRIMARY KEY, board @int NOT NULL, version @int NOT NULL, unit @int NOT NULL, entry @int NOT NULL,
  line @int NOT NULL, body @text NOT NULL, state @text NOT NULL, reason @text NOT NULL, raiser @int NOT NULL,
  raised_at @int NOT NULL, ruler @int NOT NULL, ruled_at @int NOT NULL, right_unit @int NOT NULL, reversal @int NOT NULL,
  raiser_person @int NOT NULL
) @end;
CREATE INDEX objection_board ON objection (board, id);

-- name: objection_put
INSERT INTO objection (id, board, version, unit, entry, line, body, state, reason, raiser, raised_at, ruler, ruled_at, right_unit, reversal,
  raiser_person)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', '', $8, $9, 0, 0, 0, 0, $10);

-- name: objection_set_ruled
UPDATE objection SET state = $2, reason = $3, ruler = $4, ruled_at = $5, right_unit = $6 WHERE id = $1;

-- name: objection_set_reversal
UPDATE objection SET reversal = $2 WHERE id = $1;

-- name: objection_by_id
SELECT id, board, version, unit, entry, line, body, state, reason, raiser, raised_at, ruler, ruled_at, right_unit, reversal,
  raiser_person
FROM objection WHERE id = $1;

-- name: objection_of_board
SELECT id, board, version, unit, entry, line, body, state, reason, raiser, raised_at, ruler, ruled_at, right_unit, reversal,
  raiser_person
FROM objection WHERE board = $1 ORDER BY id;

-- name: objection_list_page
SELECT o.id, o.board, o.version, o.unit, o.entry, o.line, o.body, o.state, o.reason, o.raiser, o.raised_at, o.ruler,
  o.ruled_at, o.right_unit, o.reversal, o.raiser_person, u.short_name, b.name
FROM objection o JOIN unit u ON u.id = o.unit JOIN board b ON b.id = o.board
WHERE o.id > $1 AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (o.board = $10 OR $10 = 0) AND (o.state = $11 OR $11 = '')
ORDER BY o.id LIMIT $12;
