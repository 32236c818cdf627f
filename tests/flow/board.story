# The whole job of issue 2, step 6, told on the simulated clock: Chahe's boards of March 2022 (data/demo/README.md).
system: unit import $D/units.csv
system: person add --unit 530426201 --title 督查办科员 --login clerk --holder 甲
system: person grant clerk --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办科员二 --login clerk2 --holder 乙
system: person grant clerk2 --role clerk --unit 530426201
system: person add --unit 530426201 --title 督查办主任 --login head --holder 丙
system: person grant head --role office_head --unit 530426201
system: person add --unit 530426201 --title 乡长 --login leader --holder 丁
system: person grant leader --role leader --unit 530426201
system: person add --unit 530426201 --title 副乡长 --login leader2 --holder 丙
system: person grant leader2 --role leader --unit 530426201
system: person add --unit 530426201 --title 核查员 --login verifier
system: person grant verifier --role verifier --unit 530426201
system: person add --unit 530426201204 --title 联络员 --login village
system: person grant village --role liaison --unit 530426201204
system: person add --unit 530426201203 --title 联络员 --login hewai
system: person grant hewai --role liaison --unit 530426201203
system: person add --unit 530426201 --title 临时人员 --login nobody
system: person add --unit 611002-D043 --title 联络员 --login housing
system: person grant housing --role liaison --unit 611002-D043
system: person add --unit 611002 --title 区长 --login mayor
system: person grant mayor --role leader --unit 611002
system: person add --unit 530426 --title 县政府办 --login county
system: person grant county --role unit_head --unit 530426
system: person add --unit 530426-D019 --title 督查室 --login county-clerk
system: person grant county-clerk --role clerk --unit 530426

# the rules: adopted by a second post only, and never edited afterwards
clerk: ruleset draft $D/rules.rule --owner 530426201
!6 clerk: ruleset adopt 岔河乡红黑榜积分细则
head: ruleset adopt 岔河乡红黑榜积分细则 --basis_doc 岔政发〔2022〕9号 --advice_read yes
!5 head: ruleset adopt 岔河乡红黑榜积分细则
!5 clerk: ruleset draft $D/rules.rule --owner 530426201

clerk: period open --owner 530426201 --name 2022年3月 --from 2022-03-01 --to 2022-03-31 --publish_on 2022-04-18
!5 clerk: period close 2022年3月
!6 village: entry post --unit 文山村 --ruleset 岔河乡红黑榜积分细则 --item 群众诉求满意 --fact satisfied --day 2022-03-01 --record 回访记录
@2022-04-07 09:00
clerk: entry import $D/chahe-march.csv --period 2022年3月
clerk: entry import $D/chahe-march.csv --period 2022年3月
clerk: entry import $D/chahe-march-groups.csv --period 2022年3月
clerk: entry import $D/chahe-march-teams.csv --period 2022年3月
!5 clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind village --within 530426201
clerk: period close 2022年3月
!5 clerk: entry post --unit 文山村 --ruleset 岔河乡红黑榜积分细则 --item 群众诉求满意 --fact satisfied --day 2022-03-31 --record 回访记录

@2022-04-08 09:00
clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind village --within 530426201 --name 三月村榜
!5 clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind village --within 530426201 --name 三月村榜
clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind group --within 安居村 --name 三月组榜
clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind team --within 530426201 --name 三月工作队榜
!3 clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind department --within 530426201

# the units see it only from the preview on, and then only themselves
!6 village: board show 三月村榜
!5 head: board approve 三月村榜
clerk: board preview 三月村榜 --days 2
village: board show 三月村榜
village: board line --board 三月村榜 --unit 文山村
!6 village: board line --board 三月村榜 --unit 安居村
!5 head: board approve 三月村榜

@2022-04-11 10:00
!6 hewai: objection raise 三月村榜 --unit 文山村 --entry "文山村 2022-03-22 recurred" --text 点位不属我村
!4 village: objection raise 三月村榜 --unit 文山村 --entry "文山村 2022-03-23 recurred" --text 点位不属我村
village: objection raise 三月村榜 --unit 文山村 --entry "文山村 2022-03-22 recurred" --text 点位经现场复核在河外村七组责任段，不属我村。
!5 village: objection raise 三月村榜 --unit 文山村 --entry "文山村 2022-03-22 recurred" --text 点位经现场复核在河外村七组责任段，不属我村。

@2022-04-14 09:00
!5 head: board approve 三月村榜
!6 clerk: objection rule 三月村榜 --ruling uphold --reason 复核属实 --right_unit 河外村
!6 village: objection rule 三月村榜 --ruling uphold --reason 复核属实 --right_unit 河外村
!3 verifier: objection rule 三月村榜 --ruling uphold --reason 复核属实 --right_unit 文山村
verifier: objection rule 三月村榜 --ruling uphold --reason 现场复核，点位在河外村七组责任段 --right_unit 河外村
!5 head: board approve 三月村榜
clerk: board correct 三月村榜 --reason 申诉成立，冲销并改记
!5 clerk: board correct 三月村榜 --reason 再来一次
clerk: board preview 三月村榜 --days 1
hewai: board line --board 三月村榜 --unit 河外村

@2022-04-16 09:00
!6 clerk: board approve 三月村榜
head: board approve 三月村榜
!6 head: board approve 三月村榜
!6 leader2: board approve 三月村榜
# handed over on paper, both of them: still the one who signed
head: person hand_over head --holder 庚
!6 leader2: board approve 三月村榜
leader2: person hand_over leader2 --holder 壬
!6 leader2: board approve 三月村榜
!5 clerk: board publish 三月村榜
leader: board approve 三月村榜
!5 clerk: board publish 三月村榜
@2022-04-18 09:00
!6 village: board publish 三月村榜
!3 clerk: board publish 三月村榜 --audience public
clerk: board publish 三月村榜

# published: nothing edits it any more
!5 clerk: board correct 三月村榜 --reason 改一改
!5 clerk: board discard 三月村榜 --reason 改一改
!5 clerk: board preview 三月村榜
!5 clerk: board publish 三月村榜
!5 head: board approve 三月村榜
!5 village: objection raise 三月村榜 --unit 文山村 --text 还有意见
!5 clerk: board compose --period 2022年3月 --ruleset 岔河乡红黑榜积分细则 --kind village --within 530426201
clerk: board note 三月村榜 --text 三月村榜中河外村的说明。
hewai: board show 三月村榜

# the black row opened a matter; when that is verified the row is repaired
hewai: matter ack 1
hewai: matter claim_finish 1 --text 已清理
@2022-04-28 09:00
head: matter take_up 1
head: matter close 1 --text 现场核查属实

# ---- April: rules of version 2, facts from matters, a second person, an exemption, the limit of ux.md R7 --------------
head: ruleset draft $D/rules2.rule --owner 530426201
!6 head: ruleset adopt "岔河乡红黑榜积分细则 v2"
leader: ruleset adopt "岔河乡红黑榜积分细则 v2" --advice_read yes
clerk: period open --owner 530426201 --name 2022年4月 --from 2022-04-01 --to 2022-04-30 --publish_on 2022-05-18
!5 clerk: entry post --unit 云美村 --ruleset "岔河乡红黑榜积分细则 v1" --item 群众诉求满意 --fact satisfied --day 2022-04-28 --record 回访记录
clerk: entry post --unit 云美村 --ruleset "岔河乡红黑榜积分细则 v2" --item 群众诉求满意 --fact satisfied --day 2022-04-28 --record 回访记录
!5 clerk: entry post --unit 云美村 --ruleset "岔河乡红黑榜积分细则 v2" --item 群众诉求满意 --fact satisfied --day 2022-03-30 --record 回访记录
!3 clerk: entry post --unit 岔河乡 --ruleset "岔河乡红黑榜积分细则 v2" --item 群众诉求满意 --fact satisfied --day 2022-04-28 --record 回访记录
!3 clerk: entry post --unit 云美村 --ruleset "岔河乡红黑榜积分细则 v2" --item 群众诉求满意 --fact sent_back --day 2022-04-28 --record 回访记录

# one matter put right in time, one that is late when the month ends; both become entries by themselves
clerk: matter draft --owner 530426201 --kind problem --title 沟渠清淤 --leads 云美村 --due 2022-04-29 --issue true
clerk: matter draft --owner 530426201 --kind problem --title 垃圾清运 --leads 谢札村 --due 2022-04-29 --issue true
clerk: matter ack 2 --unit 云美村 --on_behalf_of 村主任 --means phone
clerk: matter claim_finish 2 --unit 云美村 --on_behalf_of 村主任 --means phone --text 已清淤
head: matter take_up 2
head: matter close 2 --text 属实

# judged by hand: it waits for a second person
clerk: entry post --unit 安居村 --ruleset "岔河乡红黑榜积分细则 v2" --item 现场检查 --fact finding --day 2022-04-28 --record 检查记录第3号
leader: period exempt 2022年4月 --unit 青河村 --doc_no 岔政批〔2022〕3号 --reason 受灾

@2022-05-06 09:00
clerk: period close 2022年4月
!5 clerk: board compose --period 2022年4月 --ruleset "岔河乡红黑榜积分细则 v2" --kind village --name 四月村榜
!6 clerk: entry confirm "安居村 2022-04-28 finding"
head: entry confirm "安居村 2022-04-28 finding"
!5 head: entry refuse "安居村 2022-04-28 finding" --reason 晚了
# what a published board has counted stands; a mistake found later counts on the day on which it is found
head: entry reverse "谢札村 2022-03-19 overdue" --reason 台账记错
!6 clerk: entry reverse "云美村 2022-04-28 satisfied" --reason 台账记错
clerk: board compose --period 2022年4月 --ruleset "岔河乡红黑榜积分细则 v2" --kind village --name 四月村榜
clerk: board preview 四月村榜
@2022-05-11 09:00
leader: board approve 四月村榜
head: board approve 四月村榜
@2022-05-18 09:00
!5 clerk: board publish 四月村榜
clerk: board publish 四月村榜 --basis_doc 峨办发〔2022〕11号
head: period freeze 2022年4月
!5 head: period exempt 2022年4月 --unit 河外村 --doc_no 岔政批〔2022〕4号 --reason 受灾
