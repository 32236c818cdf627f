-- heard: the units that were on while the event was held, their ids parted by spaces; one in its second slot as "41.2"
-- table: stage projection key(event)
CREATE TABLE stage (
  event @int PRIMARY KEY, step @text NOT NULL, screen @text NOT NULL, reveal @text NOT NULL, public @int NOT NULL, trial @int NOT NULL, heard @text NOT NULL
) @end;

-- table: stage_clock projection key(event, slot)
CREATE TABLE stage_clock (
  event @int NOT NULL, slot @int NOT NULL, spent @int NOT NULL, started @int NOT NULL, PRIMARY KEY (event, slot)
) @end;

-- table: stage_screen projection key(digest)
CREATE TABLE stage_screen (
  digest @text PRIMARY KEY, event @int NOT NULL, no @int NOT NULL, name @text NOT NULL, made_at @int NOT NULL, gone_at @int NOT NULL
) @end;
CREATE INDEX stage_screen_event ON stage_screen (event, no);

-- slides belong to who reports there: unit and title find them again when lots or a new agenda give the slot another number
-- table: stage_deck projection key(id)
CREATE TABLE stage_deck (
  id @int PRIMARY KEY, event @int NOT NULL, no @int NOT NULL, unit @int NOT NULL, title @text NOT NULL, digest @text NOT NULL, name @text NOT NULL,
  size @int NOT NULL, pages @int NOT NULL
) @end;
CREATE INDEX stage_deck_event ON stage_deck (event, id);

-- name: stage_deck_drop
DELETE FROM stage_deck WHERE id = $1;

-- name: stage_deck_put
INSERT INTO stage_deck (id, event, no, unit, title, digest, name, size, pages) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: stage_decks_of
SELECT id, no, unit, title, digest, name, size, pages FROM stage_deck WHERE event = $1 ORDER BY id;

-- name: stage_deck_digests
SELECT digest, MIN(id) FROM stage_deck GROUP BY digest ORDER BY digest;

-- name: stage_put
INSERT INTO stage (event, step, screen, reveal, public, trial, heard) VALUES ($1, 'cover', 'show', 'top', 0, 0, '');

-- name: stage_set_cue
UPDATE stage SET step = $2, screen = $3, heard = $4 WHERE event = $1;

-- name: stage_set_setting
UPDATE stage SET reveal = $2, public = $3, trial = $4 WHERE event = $1;

-- name: stage_by_event
SELECT step, screen, reveal, public, trial, heard FROM stage WHERE event = $1;

-- name: stage_public
SELECT event FROM stage WHERE public = 1 ORDER BY event;

-- name: stage_clock_drop
DELETE FROM stage_clock WHERE event = $1 AND slot = $2;

-- name: stage_clock_put
INSERT INTO stage_clock (event, slot, spent, started) VALUES ($1, $2, $3, $4);

-- name: stage_clocks_of
SELECT slot, spent, started FROM stage_clock WHERE event = $1 ORDER BY slot;

-- name: stage_screen_put
INSERT INTO stage_screen (digest, event, no, name, made_at, gone_at) VALUES ($1, $2, $3, $4, $5, 0);

-- name: stage_screen_set_gone
UPDATE stage_screen SET gone_at = $3 WHERE event = $1 AND no = $2;

-- name: stage_screens_of
SELECT no, name, made_at, gone_at, digest FROM stage_screen WHERE event = $1 ORDER BY no;

-- name: stage_screen_by_digest
SELECT event, gone_at FROM stage_screen WHERE digest = $1;

-- what the act vote.result stated
-- name: stage_results_of
SELECT r.no, r.unit, u.name, u.short_name, r.given, r.points, r.place, r.tied FROM vote_result r JOIN unit u ON u.id = r.unit WHERE r.vote = $1 ORDER BY r.no;

-- name: stage_stated_by
SELECT seq FROM journal WHERE subject = $1 AND act = $2 ORDER BY seq LIMIT 1;
