# the judges change sides, and all mark all
clerk: tally import $D/tour.csv --period 2022年度 --ruleset 岔河乡观摩评比办法 --item 观摩评分 --source 评分表 --day 2022-12-29 --corrects 观摩评分 --reason 评委换边补看
clerk2: tally confirm 观摩评分
clerk: board compose --period 2022年度 --ruleset 岔河乡观摩评比办法 --kind village --within 530426201 --dry-run
clerk: board compose --period 2022年度 --ruleset 岔河乡观摩评比办法 --kind village --within 530426201 --name 观摩榜
!6 anju: board jury --board 观摩榜
clerk: board preview 观摩榜 --days 2
@2023-01-29 09:00
head: board approve 观摩榜
leader: board approve 观摩榜
@2023-01-31 09:00
clerk: board publish 观摩榜
