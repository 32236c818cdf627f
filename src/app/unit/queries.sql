-- table: unit projection key(id)
CREATE TABLE unit (
  id @int PRIMARY KEY, code @text NOT NULL, name @text NOT NULL, short_name @text NOT NULL, kind @text NOT NULL,
  parent @int NOT NULL, path @text NOT NULL, sort_no @int NOT NULL, order_key @text NOT NULL, closed @int
) @end;
CREATE UNIQUE INDEX unit_code ON unit (code);
CREATE INDEX unit_parent ON unit (parent, sort_no, id);
CREATE INDEX unit_path ON unit (path);
CREATE INDEX unit_order ON unit (order_key);
CREATE INDEX unit_by_name ON unit (name);

-- every name, place in the tree and place in the order that a unit ever had, from its first day on
-- table: unit_past projection key(unit, since, seq)
CREATE TABLE unit_past (
  unit @int NOT NULL, since @int NOT NULL, seq @int NOT NULL, name @text NOT NULL, short_name @text NOT NULL,
  parent @int NOT NULL, path @text NOT NULL, sort_no @int NOT NULL, PRIMARY KEY (unit, since, seq)
) @end;

-- table: unit_alias projection key(alias, unit)
CREATE TABLE unit_alias (alias @text NOT NULL, unit @int NOT NULL, since @int, until @int, PRIMARY KEY (alias, unit)) @end;
CREATE INDEX unit_alias_unit ON unit_alias (unit);

-- table: unit_peer projection key(peer_group, unit)
CREATE TABLE unit_peer (peer_group @text NOT NULL, unit @int NOT NULL, since @int, until @int, PRIMARY KEY (peer_group, unit)) @end;

-- table: unit_member projection key(task_force, unit)
CREATE TABLE unit_member (task_force @int NOT NULL, unit @int NOT NULL, since @int, until @int, PRIMARY KEY (task_force, unit)) @end;

-- how many people a unit has, from its day on, and who said so; of one day the later act holds
-- table: unit_staff projection key(unit, since, seq)
CREATE TABLE unit_staff (
  unit @int NOT NULL, since @int NOT NULL, seq @int NOT NULL, staff @int NOT NULL, source @text NOT NULL, PRIMARY KEY (unit, since, seq)
) @end;

-- name: unit_put
INSERT INTO unit (id, code, name, short_name, kind, parent, path, sort_no, order_key, closed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL);

-- name: unit_past_put
INSERT INTO unit_past (unit, since, seq, name, short_name, parent, path, sort_no)
SELECT id, $2, $3, name, short_name, parent, path, sort_no FROM unit WHERE id = $1;

-- name: unit_by_id
SELECT id, code, name, short_name, kind, parent, path, sort_no, closed, order_key FROM unit WHERE id = $1;

-- name: unit_one_by_code
SELECT id, code, name, short_name, kind, parent, path, sort_no, closed, order_key FROM unit WHERE code = $1;

-- name: unit_by_text
SELECT id, code, name, short_name, kind, parent, path, sort_no, closed, order_key FROM unit
WHERE (name = $1 OR short_name = $1) AND path >= $2 AND path < $3
UNION
SELECT u.id, u.code, u.name, u.short_name, u.kind, u.parent, u.path, u.sort_no, u.closed, u.order_key
FROM unit_alias a JOIN unit u ON u.id = a.unit WHERE a.alias = $1 AND u.path >= $2 AND u.path < $3
ORDER BY 10 LIMIT 6;

-- name: unit_of_parent
SELECT id, code, name, short_name, kind, parent, path, sort_no, closed, order_key FROM unit
WHERE parent = $1 ORDER BY sort_no, id;

-- name: unit_of_range
SELECT id, code, name, short_name, kind, parent, path, sort_no, closed, order_key FROM unit
WHERE path >= $1 AND path < $2 AND (kind = $3 OR $3 = '') ORDER BY order_key;

-- name: unit_list_page
SELECT u.id, u.code, u.name, u.short_name, u.kind, u.parent, u.path, u.sort_no, u.closed, u.order_key, p.name
FROM unit u LEFT JOIN unit p ON p.id = u.parent
WHERE u.order_key > $1 AND u.path >= $2 AND u.path < $3 AND (u.kind = $4 OR $4 = '') AND (u.name LIKE $5 OR u.short_name LIKE $5)
ORDER BY u.order_key LIMIT $6;

-- name: unit_last_sort
SELECT COALESCE(MAX(sort_no), 0) FROM unit WHERE parent = $1;

-- name: unit_set_name
UPDATE unit SET name = $2, short_name = $3 WHERE id = $1;

-- name: unit_set_sort
UPDATE unit SET sort_no = $2 WHERE id = $1;

-- name: unit_set_parent
UPDATE unit SET parent = $2 WHERE id = $1;

-- name: unit_repath
UPDATE unit SET path = $3 || SUBSTR(path, LENGTH($1) + 1) WHERE path >= $1 AND path < $2;

-- the official order of a whole subtree follows its head
-- name: unit_reorder
UPDATE unit SET order_key = $4 || SUBSTR(order_key, LENGTH($3) + 1) WHERE path >= $1 AND path < $2;

-- name: unit_set_closed
UPDATE unit SET closed = $2 WHERE id = $1;

-- the newest of what each unit was on a day comes last among its rows
-- name: unit_tree_on
SELECT u.id, u.code, p.name, p.short_name, u.kind, p.parent, p.path, p.sort_no, u.closed, u.order_key
FROM unit_past p JOIN unit u ON u.id = p.unit
WHERE p.since <= $1 AND (u.closed IS NULL OR u.closed > $1) ORDER BY p.unit, p.since, p.seq;

-- name: unit_peers_on
SELECT unit FROM unit_peer
WHERE peer_group = $1 AND (since IS NULL OR since <= $2) AND (until IS NULL OR until >= $2) ORDER BY unit;

-- name: unit_past_last
SELECT MAX(since) FROM unit_past WHERE unit = $1;

-- name: unit_past_name
SELECT name FROM unit_past WHERE unit = $1 AND since <= $2 ORDER BY since DESC, seq DESC LIMIT 1;

-- name: unit_alias_put
INSERT INTO unit_alias (alias, unit, since, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (alias, unit) DO UPDATE SET since = excluded.since, until = excluded.until;

-- name: unit_staff_put
INSERT INTO unit_staff (unit, since, seq, staff, source) VALUES ($1, $2, $3, $4, $5);

-- name: unit_staff_of
SELECT staff, since, source FROM unit_staff WHERE unit = $1 AND since <= $2 ORDER BY since DESC, seq DESC LIMIT 1;

-- name: unit_alias_of
SELECT alias FROM unit_alias WHERE unit = $1 ORDER BY alias;

-- name: unit_peer_put
INSERT INTO unit_peer (peer_group, unit, since, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (peer_group, unit) DO UPDATE SET since = excluded.since, until = excluded.until;

-- name: unit_member_put
INSERT INTO unit_member (task_force, unit, since, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (task_force, unit) DO UPDATE SET since = excluded.since, until = excluded.until;
