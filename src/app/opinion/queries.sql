-- table: opinion projection key(vote, no)
CREATE TABLE opinion (
  vote @int NOT NULL, no @int NOT NULL, body @text NOT NULL, state @text NOT NULL, reason @text NOT NULL, PRIMARY KEY (vote, no)
) @end;

-- name: opinion_put
INSERT INTO opinion (vote, no, body, state, reason) VALUES ($1, $2, $3, 'held', '');

-- name: opinion_set_withheld
UPDATE opinion SET state = 'withheld', reason = $3 WHERE vote = $1 AND no = $2;

-- name: opinion_set_released
UPDATE opinion SET state = 'released' WHERE vote = $1 AND state = 'held';

-- name: opinions_of
SELECT no, body, state, reason FROM opinion WHERE vote = $1 ORDER BY no;
