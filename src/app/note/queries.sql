-- table: note projection key(id)
CREATE TABLE note (
  id @int PRIMARY KEY, event @int NOT NULL, slot @int NOT NULL, kind @text NOT NULL, state @text NOT NULL, unit @int NOT NULL,
  speaker @text NOT NULL, author @int NOT NULL, said_at @int NOT NULL, text @text NOT NULL, level @text NOT NULL, programme @text NOT NULL,
  respondent @text NOT NULL, post_class @text NOT NULL, topic @text NOT NULL, source @text NOT NULL, taken_from @text NOT NULL,
  parent @int NOT NULL, mark @int NOT NULL, full_mark @int NOT NULL, seconds @int NOT NULL, vote @int NOT NULL, lead_unit @int NOT NULL,
  due @int, how @text NOT NULL, solved_at @int NOT NULL, matter @int NOT NULL, replaces @int NOT NULL, replaced_by @int NOT NULL,
  question @int NOT NULL
) @end;
CREATE INDEX note_event ON note (event, slot, id);
CREATE INDEX note_unit ON note (unit, id);
CREATE INDEX note_matter ON note (matter);
CREATE INDEX note_parent ON note (parent);
CREATE INDEX note_question ON note (question, event);

-- a question drawn by lot: the list it was drawn from, an id of the bank a line, and the words that drew it
-- table: note_draw projection key(note)
CREATE TABLE note_draw (
  note @int PRIMARY KEY, event @int NOT NULL, topic @text NOT NULL, level @text NOT NULL, kind @text NOT NULL, list @text NOT NULL,
  digest @text NOT NULL, seed @text NOT NULL, said_a @text NOT NULL, said_b @text NOT NULL, drawn_at @int NOT NULL
) @end;
CREATE INDEX note_draw_event ON note_draw (event, note);

-- name: note_put
INSERT INTO note (id, event, slot, kind, state, unit, speaker, author, said_at, text, level, programme, respondent, post_class, topic, source,
  taken_from, parent, mark, full_mark, seconds, vote, lead_unit, due, how, solved_at, matter, replaces, replaced_by, question)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, 0, $29);

-- name: note_set_replaced
UPDATE note SET replaced_by = $2 WHERE id = $1;

-- an answer follows its question
-- name: note_set_parent
UPDATE note SET parent = $2 WHERE parent = $1;

-- name: note_put_draw
INSERT INTO note_draw (note, event, topic, level, kind, list, digest, seed, said_a, said_b, drawn_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: note_set_draw
UPDATE note_draw SET note = $2 WHERE note = $1;

-- name: note_set_solved
UPDATE note SET state = $2, lead_unit = $3, due = $4, how = $5, solved_at = $6 WHERE id = $1;

-- name: note_set_matter
UPDATE note SET matter = $2 WHERE id = $1;

-- name: note_problems_open
SELECT COUNT(CASE WHEN state = 'open' AND replaced_by = 0 THEN 1 END), COALESCE(MAX(slot), 0) FROM note WHERE event = $1;

-- name: note_taken_home
SELECT COUNT(*) FROM note WHERE event = $1 AND unit = $2 AND kind = 'take_home' AND replaced_by = 0;

-- what was asked at an event out of the bank, corrected or not
-- name: note_asked_at
SELECT DISTINCT question FROM note WHERE event = $1 AND question <> 0 ORDER BY question;

-- name: note_asked_of
SELECT n.id, n.event, e.name, e.day, n.respondent, COALESCE(u.short_name, ''), COALESCE(x.mark, 0), COALESCE(x.full_mark, 0), COALESCE(x.id, 0), e.rehearsal, o.path
FROM note n JOIN event e ON e.id = n.event JOIN unit o ON o.id = e.owner LEFT JOIN unit u ON u.id = n.unit
  LEFT JOIN note x ON x.id = (SELECT MAX(y.id) FROM note y WHERE y.parent = n.id AND y.kind = 'answer' AND y.replaced_by = 0)
WHERE n.question = $1 AND n.replaced_by = 0 ORDER BY e.day DESC, n.id DESC LIMIT 50;

-- name: note_draws_at
SELECT d.note, n.question, n.slot, d.topic, d.level, d.kind, d.list, d.digest, d.seed, d.said_a, d.said_b, d.drawn_at
FROM note_draw d JOIN note n ON n.id = d.note WHERE d.event = $1 AND (d.note = $2 OR $2 = 0) ORDER BY d.drawn_at, d.note;

-- name: note_event_prior
SELECT id FROM event WHERE series = $1 AND id <> $2 AND rehearsal = 0 AND state = 'ended' AND (day < $3 OR (day = $3 AND id < $2))
ORDER BY day DESC, id DESC LIMIT 1;

-- name: note_events_around
SELECT e.id FROM event e JOIN unit o ON o.id = e.owner WHERE substr($1, 1, length(o.path)) = o.path AND e.rehearsal = 0
  AND (e.state = 'under_way' OR e.state = 'ended') ORDER BY e.day DESC, e.id DESC LIMIT 200;

-- part: note_row
n.id, n.event, n.slot, n.kind, n.state, n.unit, n.speaker, n.author, n.said_at, n.text, n.level, n.programme, n.respondent, n.post_class,
  n.topic, n.source, n.taken_from, n.parent, n.mark, n.full_mark, n.seconds, n.vote, n.lead_unit, n.due, n.how, n.solved_at, n.matter,
  n.replaces, n.replaced_by, COALESCE(u.short_name, ''), COALESCE(u.path, ''), COALESCE(l.short_name, ''), e.name, o.path, e.rehearsal,
  COALESCE(m.no, 0), COALESCE(m.state, ''), n.question, CASE WHEN e.kind = 'tour' THEN COALESCE(s.title, '') ELSE '' END

-- part: note_with
note n JOIN event e ON e.id = n.event JOIN unit o ON o.id = e.owner LEFT JOIN event_slot s ON s.event = n.event AND s.no = n.slot
  LEFT JOIN unit u ON u.id = n.unit LEFT JOIN unit l ON l.id = n.lead_unit LEFT JOIN matter m ON m.id = n.matter

-- name: note_by_id
SELECT {note_row}
FROM {note_with}
WHERE n.id = $1;

-- name: note_by_matter
SELECT {note_row}
FROM {note_with}
WHERE n.matter = $1 AND n.replaced_by = 0;

-- name: note_of_event
SELECT {note_row}
FROM {note_with}
WHERE n.event = $1 ORDER BY n.slot, n.id LIMIT 2000;

-- Problems of earlier tours of one office at a site: where its name stood as a title, under the site's unit or one that holds it below the
-- office's place.  Another county's site of the same name is another site.
-- name: note_of_site
SELECT {note_row}
FROM event e JOIN event_slot s ON s.event = e.id AND s.title = $2 JOIN unit t ON t.id = s.unit JOIN unit w ON w.id = $3
  JOIN note n ON n.event = e.id AND n.slot = s.no JOIN unit o ON o.id = e.owner
  LEFT JOIN unit u ON u.id = n.unit LEFT JOIN unit l ON l.id = n.lead_unit LEFT JOIN matter m ON m.id = n.matter
WHERE e.owner = $1 AND e.rehearsal = 0 AND n.kind = 'problem' AND n.replaced_by = 0
  AND (t.id = w.id OR (t.id <> e.owner AND substr(w.path, 1, length(t.path)) = t.path))
  AND ((o.path >= $4 AND o.path < $5) OR (o.path >= $6 AND o.path < $7) OR (o.path >= $8 AND o.path < $9) OR (o.path >= $10 AND o.path < $11)
    OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9) OR (u.path >= $10 AND u.path < $11))
ORDER BY n.id DESC LIMIT 50;

-- name: note_page
SELECT {note_row}
FROM {note_with}
WHERE (n.id < $1 OR $1 = 0) AND ((o.path >= $2 AND o.path < $3) OR (o.path >= $4 AND o.path < $5) OR (o.path >= $6 AND o.path < $7) OR (o.path >= $8 AND o.path < $9))
  AND (n.event = $10 OR $10 = 0) AND (n.kind = $11 OR $11 = '') AND (n.unit = $12 OR $12 = 0) AND (n.state = $13 OR $13 = '')
ORDER BY n.id DESC LIMIT $14;

-- what a unit sees: of itself, as it stands; the questions to its people and their marks stay with the office
-- name: note_page_about
SELECT {note_row}
FROM {note_with}
WHERE (n.id < $1 OR $1 = 0) AND ((u.path >= $2 AND u.path < $3) OR (u.path >= $4 AND u.path < $5) OR (u.path >= $6 AND u.path < $7) OR (u.path >= $8 AND u.path < $9))
  AND (n.event = $10 OR $10 = 0) AND (n.kind = $11 OR $11 = '') AND (n.unit = $12 OR $12 = 0) AND (n.state = $13 OR $13 = '')
  AND n.kind <> 'question' AND n.kind <> 'answer' AND n.replaced_by = 0 AND e.rehearsal = 0
ORDER BY n.id DESC LIMIT $14;

-- rehearsals and cancelled events count nowhere
-- name: note_series_counts
SELECT s.id, s.name, (SELECT COUNT(*) FROM event x WHERE x.series = s.id AND x.rehearsal = 0 AND x.state = 'ended'),
  COUNT(CASE WHEN n.kind = 'progress' THEN 1 END), COUNT(CASE WHEN n.kind = 'highlight' THEN 1 END),
  COUNT(CASE WHEN n.kind = 'practice' THEN 1 END), COUNT(CASE WHEN n.kind = 'problem' THEN 1 END),
  COUNT(CASE WHEN n.kind = 'comment' THEN 1 END), COUNT(CASE WHEN n.kind = 'question' THEN 1 END),
  COUNT(CASE WHEN n.kind = 'commitment' THEN 1 END), COUNT(CASE WHEN n.kind = 'demand' THEN 1 END),
  COUNT(CASE WHEN n.kind = 'take_home' THEN 1 END),
  COUNT(CASE WHEN n.kind = 'problem' AND (n.state = 'settled' OR m.state = 'closed') THEN 1 END),
  COUNT(CASE WHEN n.kind = 'problem' AND (n.state = 'open' OR (n.state = 'matter' AND COALESCE(m.state, '') <> 'closed')) THEN 1 END),
  COUNT(CASE WHEN n.kind = 'problem' AND n.state = 'dismissed' THEN 1 END)
FROM series s JOIN unit o ON o.id = s.owner LEFT JOIN event e ON e.series = s.id AND e.rehearsal = 0 AND e.state <> 'cancelled'
  LEFT JOIN note n ON n.event = e.id AND n.replaced_by = 0 LEFT JOIN matter m ON m.id = n.matter
WHERE (s.id < $1 OR $1 = 0) AND ((o.path >= $2 AND o.path < $3) OR (o.path >= $4 AND o.path < $5) OR (o.path >= $6 AND o.path < $7) OR (o.path >= $8 AND o.path < $9))
  AND (s.id = $10 OR $10 = 0)
GROUP BY s.id, s.name ORDER BY s.id DESC LIMIT $11;
