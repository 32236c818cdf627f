# The yearly board of Chahe's villages for 2022: a month's board, the targets, the ballots, an objection, two approvals.
system: unit import $D/units.csv
system: person add --unit 530426201 --title 督查办科员 --login clerk --holder 甲
system: person grant clerk --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办科员二 --login clerk2 --holder 乙
system: person grant clerk2 --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办主任 --login head --holder 丙
system: person grant head --role office_head --unit 530426201
system: person add --unit 530426201 --title 乡长 --login leader --holder 丁
system: person grant leader --role leader --unit 530426201
system: person add --unit 530426201 --title 核查员 --login verifier
system: person grant verifier --role verifier --unit 530426201
system: person add --unit 530426201 --title 统计员 --login stat
system: person grant stat --role liaison --unit 530426201
system: person add --unit 530426201205 --title 联络员 --login anju
system: person grant anju --role liaison --unit 530426201205
system: person add --unit 611002-D019 --title 科员 --login elsewhere
system: person grant elsewhere --role clerk --unit 611002

# a month's board
clerk: ruleset draft $D/rules.rule --owner 530426201
head: ruleset adopt 岔河乡红黑榜积分细则 --basis_doc 岔政发〔2022〕9号 --advice_read yes
clerk: ruleset draft $D/year.rule --owner 530426201
head: ruleset adopt 岔河乡村级年终考评 --basis_doc 岔政发〔2022〕30号 --advice_read yes
clerk: target import $D/chahe-pledge.csv --owner 530426201 --document 岔政发〔2022〕3号
clerk: period open --owner 530426201 --name 2022年3月 --from 2022-03-01 --to 2022-03-31 --publish_on 2022-04-18
clerk: period open --owner 530426201 --name 2022年度 --from 2022-01-01 --to 2022-12-31 --publish_on 2023-01-31
@2022-04-07 09:00
clerk: entry import $D/chahe-march.csv --period 2022年3月 --ruleset 岔河乡红黑榜积分细则
clerk: period close 2022年3月
@2022-04-08 09:00
clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind village --within 530426201 --name 三月村榜
clerk: board preview 三月村榜 --days 2
@2022-04-14 09:00
head: board approve 三月村榜
leader: board approve 三月村榜
@2022-04-18 09:00
clerk: board publish 三月村榜

# what came of the targets; nothing is told of 谢札村
@2023-01-09 09:00
stat: target report "青河村 村集体经济收入 2022" --quarter 4 --value 13 --as_of 2022-12-31 --standing final --source 村级“三资”监管平台
stat: target report "棚租坝村 村集体经济收入 2022" --quarter 4 --value 10.5 --as_of 2022-12-31 --standing final --source 村级“三资”监管平台
stat: target report "河外村 村集体经济收入 2022" --quarter 4 --value 8.1 --as_of 2022-12-31 --standing final --source 村级“三资”监管平台
stat: target report "文山村 村集体经济收入 2022" --quarter 4 --value 13.5 --as_of 2022-12-31 --standing final --source 村级“三资”监管平台
stat: target report "安居村 村集体经济收入 2022" --quarter 4 --value 15.8 --as_of 2022-12-31 --standing estimated --source 快报
stat: target report "安居村 村集体经济收入 2022" --quarter 4 --value 15.675 --as_of 2022-12-31 --standing final --source 村级“三资”监管平台
stat: target report "云美村 村集体经济收入 2022" --quarter 4 --value 12 --as_of 2022-12-31 --standing final --source 村级“三资”监管平台
clerk: period close 2022年度

# the ballots: read cell by cell, one person brings them in, another confirms
!3 clerk: tally import $D/ballots-wrong.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06
clerk: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06 --dry-run
!6 anju: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06
!6 elsewhere: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06
!3 clerk: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 没有的项目 --source 党政办计票单 --day 2023-01-06
clerk: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06
clerk: tally withdraw 述职评议票 --reason 计票单未签字
clerk: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06
!5 clerk: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06
!5 clerk: board compose --period 2022年度 --ruleset 岔河乡村级年终考评 --kind village --within 530426201
!6 clerk: tally confirm 述职评议票
!6 anju: tally show 述职评议票
clerk2: tally confirm 述职评议票
!5 clerk2: tally confirm 述职评议票
clerk: board compose --period 2022年度 --ruleset 岔河乡村级年终考评 --kind village --within 530426201 --name 2022年终村榜
!5 clerk: tally withdraw 述职评议票 --reason 重新计票
clerk: board preview 2022年终村榜 --days 5
@2023-01-12 10:00
anju: objection raise 2022年终村榜 --unit 安居村 --line 2 --text 乡领导票应为好9票，计票单抄录有误。
@2023-01-13 09:00
verifier: objection rule 2022年终村榜 --ruling dismiss --reason 计票单已另行更正，本榜将重新合成
!3 clerk: tally import $D/ballots2.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单（更正） --day 2023-01-06 --corrects 述职评议票
clerk: tally import $D/ballots2.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单（更正） --day 2023-01-06 --corrects 述职评议票 --reason 安居村乡领导票抄录有误
clerk2: tally confirm 述职评议票
clerk: board correct 2022年终村榜 --reason 计票更正
clerk: board preview 2022年终村榜 --days 2
@2023-01-29 09:00
head: board approve 2022年终村榜
!6 head: board approve 2022年终村榜
leader: board approve 2022年终村榜
@2023-01-31 09:00
clerk: board publish 2022年终村榜
!5 clerk: board correct 2022年终村榜 --reason 改一改
!5 clerk: tally import $D/ballots.csv --period 2022年度 --ruleset 岔河乡村级年终考评 --item 述职评议票 --source 党政办计票单 --day 2023-01-06 --corrects 述职评议票 --reason 再改
