# A tour with nine judges, a debrief with three leaders, and what may be said of both.
system: unit import $D/units.csv
system: person add --unit 530426201 --title 督查办科员 --login clerk --holder 甲
system: person grant clerk --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办科员二 --login clerk2 --holder 乙
system: person grant clerk2 --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办主任 --login head --holder 丙
system: person grant head --role office_head --unit 530426201
system: person add --unit 530426201 --title 乡长 --login leader --holder 丁
system: person grant leader --role leader --unit 530426201
system: person add --unit 530426201205 --title 联络员 --login anju
system: person grant anju --role liaison --unit 530426201205
clerk: ruleset draft $D/honest.rule --owner 530426201
head: ruleset adopt 岔河乡观摩评比办法 --basis_doc 岔政发〔2022〕31号 --advice_read true
clerk: period open --owner 530426201 --name 2022年度 --from 2022-01-01 --to 2022-12-31 --publish_on 2023-01-31
@2023-01-09 09:00
clerk: period close 2022年度
clerk: tally import $D/apart.csv --period 2022年度 --ruleset 岔河乡观摩评比办法 --item 观摩评分 --source 评分表 --day 2022-12-28
clerk2: tally confirm 观摩评分
clerk: tally import $D/debrief.csv --period 2022年度 --ruleset 岔河乡观摩评比办法 --item 述职评议票 --source 计票单 --day 2023-01-06
clerk2: tally confirm 述职评议票
clerk: tally import $D/people.csv --period 2022年度 --ruleset 岔河乡观摩评比办法 --item 群众评价票 --source 计票单 --day 2023-01-06
clerk2: tally confirm 群众评价票
# four judges on this side of the river, five on the other
!5 clerk: board compose --period 2022年度 --ruleset 岔河乡观摩评比办法 --kind village --within 530426201 --name 观摩榜
!5 clerk: board compose --period 2022年度 --ruleset 岔河乡观摩评比办法 --kind village --within 530426201 --dry-run
!6 anju: board compose --period 2022年度 --ruleset 岔河乡观摩评比办法 --kind village --within 530426201 --dry-run
