-- table: arena_title projection key(series, theme)
CREATE TABLE arena_title (
  series @int NOT NULL, theme @text NOT NULL, holder @int NOT NULL, streak @int NOT NULL, since @int NOT NULL, PRIMARY KEY (series, theme)
) @end;

-- one session each: who won, and what it did to the title
-- table: arena_bout projection key(vote)
CREATE TABLE arena_bout (
  vote @int PRIMARY KEY, series @int NOT NULL, theme @text NOT NULL, winner @int NOT NULL, tied @int NOT NULL, holder @int NOT NULL, streak @int NOT NULL,
  turn @text NOT NULL, seq @int NOT NULL
) @end;
CREATE INDEX arena_bout_series ON arena_bout (series, theme, seq);

-- name: arena_title_put
INSERT INTO arena_title (series, theme, holder, streak, since) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (series, theme) DO UPDATE SET holder = excluded.holder, streak = excluded.streak, since = excluded.since;

-- name: arena_bout_put
INSERT INTO arena_bout (vote, series, theme, winner, tied, holder, streak, turn, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (vote) DO UPDATE SET winner = excluded.winner, tied = excluded.tied, holder = excluded.holder, streak = excluded.streak, turn = excluded.turn;

-- on one theme, in the order in which they were held
-- name: arena_bouts_by_day
SELECT b.vote, e.day, e.begins, e.id, b.holder, b.streak FROM arena_bout b JOIN vote v ON v.id = b.vote JOIN event e ON e.id = v.event
WHERE b.series = $1 AND b.theme = $2 ORDER BY e.day, e.begins, e.id, b.vote LIMIT $3;

-- name: arena_titles_page
SELECT t.series, t.theme, t.holder, COALESCE(u.short_name, ''), t.streak, t.since, s.name
FROM arena_title t JOIN series s ON s.id = t.series JOIN unit o ON o.id = s.owner LEFT JOIN unit u ON u.id = t.holder
WHERE ((o.path >= $1 AND o.path < $2) OR (o.path >= $3 AND o.path < $4) OR (o.path >= $5 AND o.path < $6) OR (o.path >= $7 AND o.path < $8))
ORDER BY t.series, t.theme LIMIT $9;

-- name: arena_bouts_of
SELECT b.vote, b.theme, COALESCE(w.short_name, ''), b.tied, COALESCE(h.short_name, ''), b.streak, b.turn, e.name, e.day
FROM arena_bout b JOIN vote v ON v.id = b.vote JOIN event e ON e.id = v.event LEFT JOIN unit w ON w.id = b.winner LEFT JOIN unit h ON h.id = b.holder
WHERE b.series = $1 ORDER BY e.day, e.begins, e.id, b.vote LIMIT $2;

-- name: arena_series_path
SELECT u.path FROM series s JOIN unit u ON u.id = s.owner WHERE s.id = $1;

-- name: arena_series_called
SELECT id FROM series WHERE name = $1 ORDER BY id DESC LIMIT 1;
