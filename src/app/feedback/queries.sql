-- table: feedback projection key(id)
CREATE TABLE feedback (
  id @int PRIMARY KEY, at @int NOT NULL, code @text NOT NULL, body @text NOT NULL, page @text NOT NULL, state @text NOT NULL,
  answer @text NOT NULL, opened_by @int NOT NULL, answered_at @int NOT NULL
) @end;
CREATE UNIQUE INDEX feedback_code ON feedback (code);

-- name: feedback_put
INSERT INTO feedback (id, at, code, body, page, state, answer, opened_by, answered_at) VALUES ($1, $2, $3, $4, $5, 'open', '', 0, 0);

-- name: feedback_set_opened
UPDATE feedback SET opened_by = $2 WHERE id = $1;

-- name: feedback_set_answer
UPDATE feedback SET state = 'answered', answer = $2, answered_at = $3 WHERE id = $1;

-- name: feedback_by_id
SELECT id, at, code, body, page, state, answer, opened_by, answered_at FROM feedback WHERE id = $1;

-- name: feedback_one_by_code
SELECT id, at, code, body, page, state, answer, opened_by, answered_at FROM feedback WHERE code = $1;

-- name: feedback_page
SELECT id, at, code, body, page, state, answer, opened_by, answered_at FROM feedback WHERE id < $1 ORDER BY id DESC LIMIT $2;
