# Another person is another person, whatever the posts are called meanwhile; a lateness counts once; who sees a board.
system: unit import $D/units.csv
system: person add --unit 530426201 --title 督查办科员 --login clerk --holder 甲
system: person grant clerk --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办科员二 --login clerk2 --holder 乙
system: person grant clerk2 --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办副主任 --login deputy --holder "甲 "
system: person grant deputy --role office_head --unit 530426201
system: person add --unit 530426201 --title 督查办主任 --login head --holder 丙
system: person grant head --role office_head --unit 530426201
system: person add --unit 530426201 --title 乡长 --login leader --holder 丁
system: person grant leader --role leader --unit 530426201
system: person add --unit 530426201 --title 副乡长 --login leader2 --holder 乙
system: person grant leader2 --role leader --unit 530426201
system: person add --unit 530426201 --title 核查员 --login verifier
system: person grant verifier --role verifier --unit 530426201
system: person add --unit 530426201204 --title 联络员 --login village
system: person grant village --role liaison --unit 530426201204
system: person add --unit 530426201203 --title 联络员 --login hewai
system: person grant hewai --role liaison --unit 530426201203
system: person add --unit 611002-D043 --title 联络员 --login housing
system: person grant housing --role liaison --unit 611002-D043
system: person add --unit 530426-D019 --title 督查室科员 --login county
system: person grant county --role clerk --unit 530426

# the same person drafts and adopts under two posts
clerk: ruleset draft $D/rules.rule --owner 530426201
!6 deputy: ruleset adopt 岔河乡红黑榜积分细则
head: ruleset adopt 岔河乡红黑榜积分细则 --basis_doc 岔政发〔2022〕9号 --advice_read yes

clerk: period open --owner 530426201 --name 2022年3月 --from 2022-03-01 --to 2022-03-31 --publish_on 2022-04-18
@2022-04-07 09:00
clerk: entry import $D/chahe-march.csv --period 2022年3月
clerk: period close 2022年3月
@2022-04-08 09:00
clerk2: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind village --within 530426201 --name 三月村榜
clerk2: board preview 三月村榜 --days 2

# whoever wrote the entries of a line does not rule on it, under either post; nor whoever composed the board
@2022-04-11 10:00
village: objection raise 三月村榜 --unit 文山村 --line 1 --text 这一行不对请核实
!6 clerk: objection rule 三月村榜 --ruling dismiss --reason 我自己记的
!6 deputy: objection rule 三月村榜 --ruling dismiss --reason 我自己记的
deputy: person hand_over deputy --holder 庚
!6 deputy: objection rule 三月村榜 --ruling dismiss --reason 我自己记的
!6 clerk2: objection rule 三月村榜 --ruling dismiss --reason 我自己编的
!6 leader2: objection rule 三月村榜 --ruling dismiss --reason 我自己编的
verifier: objection rule 三月村榜 --ruling dismiss --reason 现场复核无误
hewai: objection raise 三月村榜 --unit 河外村 --text 整行都请核实一下
!6 clerk: objection rule 三月村榜 --ruling dismiss --reason 我自己记的
head: objection rule 三月村榜 --ruling dismiss --reason 现场复核无误

# one phone: the post without a name is his who wrote the entries, and does not rule on them either
system: person add --unit 530426201 --title 值班员 --login duty --phone 13912340030
system: person grant duty --role verifier --unit 530426201
clerk: person hand_over duty --holder 甲 --phone 13912340031
system: person add --unit 530426201 --title 驻村核查员 --login verifier2 --phone "139 1234 0031"
system: person grant verifier2 --role verifier --unit 530426201
village: objection raise 三月村榜 --unit 文山村 --line 2 --text 这一行也请核实
!6 duty: objection rule 三月村榜 --ruling dismiss --reason 我自己记的
!6 verifier2: objection rule 三月村榜 --ruling dismiss --reason 我自己记的
verifier: objection rule 三月村榜 --ruling dismiss --reason 现场复核无误

# whoever composed it does not approve it as a leader, not after a hand-over either
@2022-04-16 09:00
!6 leader2: board approve 三月村榜
clerk2: person hand_over clerk2 --holder 辛
!6 leader2: board approve 三月村榜
head: board approve 三月村榜
leader: board approve 三月村榜
@2022-04-18 09:00
clerk: board publish 三月村榜
