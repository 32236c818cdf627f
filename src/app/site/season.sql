-- how long a site is not shown again at the tours of a series
-- table: season projection key(series)
CREATE TABLE season (series @int PRIMARY KEY, months @int NOT NULL) @end;

-- name: season_put
INSERT INTO season (series, months) VALUES ($1, $2) ON CONFLICT (series) DO UPDATE SET months = excluded.months;

-- name: season_months_of
SELECT months FROM season WHERE series = $1;

-- name: season_series
SELECT s.id, s.owner, s.name, s.state, s.document, u.path FROM series s JOIN unit u ON u.id = s.owner WHERE s.id = $1;

-- what was held: over, or its results released; neither rehearsals nor cancelled ones, nor what is still to come
-- name: season_held
SELECT COUNT(*), COUNT(DISTINCT CASE WHEN host <> 0 THEN host END) FROM event WHERE series = $1 AND rehearsal = 0 AND (state = 'ended' OR (released_at <> 0 AND state <> 'cancelled'));

-- name: season_points_of
SELECT e.id, e.name, e.day, COALESCE(h.short_name, ''), t.no, s.id, s.name, s.line, s.topic, s.place, u.short_name, COALESCE(c.id, u.id), COALESCE(c.short_name, u.short_name),
  s.matter, COALESCE(m.no, 0), COALESCE(m.state, ''), COALESCE(m.closed_at, 0), e.begun_at
FROM event e JOIN tour_stop t ON t.event = e.id JOIN site s ON s.id = t.site JOIN unit u ON u.id = s.unit LEFT JOIN unit h ON h.id = e.host
  LEFT JOIN unit c ON c.parent = s.owner AND substr(u.path, 1, length(c.path)) = c.path LEFT JOIN matter m ON m.id = s.matter
WHERE e.series = $1 AND e.rehearsal = 0 AND (e.state = 'ended' OR (e.released_at <> 0 AND e.state <> 'cancelled')) ORDER BY e.day, e.id, t.no LIMIT $2;

-- name: season_votes_of
SELECT r.unit, u.short_name, v.id, v.name, e.id, e.name, e.day, r.points, r.place, r.tied, v.ruleset, v.item
FROM event e JOIN vote v ON v.event = e.id JOIN vote_result r ON r.vote = v.id JOIN unit u ON u.id = r.unit
WHERE e.series = $1 AND e.rehearsal = 0 AND e.released_at <> 0 AND e.state <> 'cancelled' AND v.state = 'closed' AND r.given = 1 AND (r.unit = $2 OR $2 = 0)
ORDER BY u.order_key, r.unit, e.day, v.id LIMIT $3;
