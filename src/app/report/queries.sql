-- table: report projection key(event, unit)
CREATE TABLE report (
  event @int NOT NULL, unit @int NOT NULL, no @int NOT NULL, done @text NOT NULL, ahead @text NOT NULL, sign_projects @int NOT NULL,
  sign_money @int NOT NULL, start_projects @int NOT NULL, start_money @int NOT NULL, run_projects @int NOT NULL, run_money @int NOT NULL,
  at @int NOT NULL, author @int NOT NULL, behalf @int NOT NULL, PRIMARY KEY (event, unit)
) @end;

-- name: report_put
INSERT INTO report (event, unit, no, done, ahead, sign_projects, sign_money, start_projects, start_money, run_projects, run_money, at, author, behalf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (event, unit) DO UPDATE SET no = excluded.no, done = excluded.done, ahead = excluded.ahead, sign_projects = excluded.sign_projects,
  sign_money = excluded.sign_money, start_projects = excluded.start_projects, start_money = excluded.start_money, run_projects = excluded.run_projects,
  run_money = excluded.run_money, at = excluded.at, author = excluded.author, behalf = excluded.behalf;

-- name: report_get
SELECT no, done, ahead, sign_projects, sign_money, start_projects, start_money, run_projects, run_money, at, author, behalf
FROM report WHERE event = $1 AND unit = $2;

-- what the ledger holds of a unit's projects, by the batch that its lists name
-- name: report_projects
SELECT m.batch, COUNT(DISTINCT m.id) FROM matter m JOIN assignment a ON a.matter = m.id JOIN unit u ON u.id = a.unit
WHERE m.kind = 'project' AND m.shown = 1 AND m.batch <> '' AND m.state NOT IN ('draft', 'withdrawn') AND a.state <> 'released' AND u.path >= $1 AND u.path < $2
GROUP BY m.batch ORDER BY m.batch;
