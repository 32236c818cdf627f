#!/bin/sh
# A matter on the phone, by link alone: make the link, open the card, sign for it, report with a photo, claim the finish;
# nothing twice, nothing beside its own matter, no token and no place of the photo anywhere in the data folder.
set -eu
. tests/flow/lib/base.sh
BIXUE_DATA="$T/county"
O=611002-D019 H=611002-D043

hidden_of() { # name, action: the hidden field of the form with that action
	tr '\n' ' ' <"$T/out" | sed 's/<form/\n<form/g' | grep -F "action=\"$2" | sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -1
}
to() { sed -n 's/^Location: *\([^ ]*\).*/\1/p' "$T/head" | tr -d '\r'; }
acts() { # how many of them since the units were imported; all of them without a name
	curl -s -b "$T/audit" "$base/api/v1/events?after=$since" | grep -o "\"act\":\"${1:-}" | wc -l | tr -d ' '
}
number() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$T/out" | head -1; } # of a JSON answer
audit() { # somebody who may read the whole journal, to count
	post $O 审计员 auditor auditadmin 61
	says 0 "$B" person grant auditor --role auditadmin --unit 53 --as system
	echo 'a sentence of an auditor' | says 0 "$B" person password auditor
	says 0 "$B" verify --json; since=$(number acts)
	start
	web 303 -c "$T/audit" -d login=auditor --data-urlencode 'password=a sentence of an auditor' "$base/in"
}
post() { # unit, title, login, role, over
	says 0 "$B" person add --as system --unit "$1" --title "$2" --login "$3"
	says 0 "$B" person grant "$3" --role "$4" --unit "$5" --as system
}

says 0 "$B" init --name 商州区督查考核办 --simulated=2023-04-03
says 0 "$B" unit import data/demo/units.csv --as system
post $O 科员 clerk clerk 611002
post $H 联络员 housing liaison $H
post 611002-D031 联络员 planning liaison 611002-D031
for t in 滨河步道二期亮化 农贸市场搬迁; do
	says 0 "$B" matter draft --kind task --title $t --goal 亮化2.60公里 --owner $O --leads $H --due 2023-06-30 --as clerk
done
says 0 "$B" matter issue 1 --as clerk
says 0 "$B" matter issue 2 --as clerk
says 6 "$B" file list --as system
echo 'a sentence of a clerk' | says 0 "$B" person password clerk
audit

# ---- the clerk makes a link -------------------------------------------------------------------------------------------
J="$T/jar"
web 303 -c "$J" -d login=clerk --data-urlencode 'password=a sentence of a clerk' "$base/in"
web 200 -b "$J" "$base/m/0001/link"
has '联络员'
hasnt '科员</label>'                                              # only posts that may act for its units
csrf=$(hidden_of csrf /m/0001/link) key=$(hidden_of key /m/0001/link) seed=$(hidden_of _seed /m/0001/link)
liaison=$(grep -o 'name="post" value="#[0-9]*"' "$T/out" | grep -o '[0-9]*')
make() { web "$1" -b "$J" --data-urlencode "csrf=$csrf" -d "key=$key" -d "_seed=$seed" --data-urlencode "post=$2" -d "until=2023-07-30" "$base/m/0001/link"; }
make 422 '#999999'
make 200 "#$liaison"
token=$(grep -o "/t/[0-9A-F]\{32\}" "$T/out" | head -1 | cut -c4-)
is 32 ${#token} "length of the token"
has '<svg class="qr"'
grep -qi '^cache-control: no-store' "$T/head" || bad "the page with the token may be kept"
make 200 "#$liaison"                                              # sent twice: the same link
grep -q "/t/$token" "$T/out" || bad "another token"
is 1 "$(acts link.make)" "links made"
web 200 -b "$J" "$base/m/0001/link"
hasnt "$token"                                                    # never shown again
web 403 -b "$J" -d "key=$key" -d "_seed=$seed" -d "until=2023-07-30" "$base/m/0001/link"

# ---- the card -----------------------------------------------------------------------------------------------------------
card="$base/t/$token"
before=$(acts)
web 200 "$card"
[ "$(wc -c <"$T/out")" -lt 60000 ] || bad "the card is larger than 60 kB"
has 签收; has 滨河步道二期亮化; has '亮化2.60公里'; has 0001
hasnt 'class="nav"'; hasnt 退出; hasnt 农贸市场
web 200 "$base/T/$(echo $token | tr A-F a-f)"; has 滨河步道二期亮化
web 200 "$card?lang=en&large=1"; has 'Sign for it'; has 'class="large"'
web 200 "$card?do=finish"; has 签收                               # not signed for: no form yet
is "$before" "$(acts)" "acts after looking"
web 409 -d 'text=早了' "$card/progress"
key=k1
web 200 "$card"; key=$(hidden key)
web 303 -d "key=$key" "$card/ack"
done=$(to)
web 303 -d "key=$key" "$card/ack"                                 # a double click
is "$done" "$(to)" "answer to the second click"
is 1 "$(acts matter.ack)" "signatures"
web 200 "$base$done"
has '0001-'; has '2023年6月30日'; has 已办好; has 正在办; has 要延期; has 退回
web 409 -d key=other "$card/ack"

# ---- a report with a photo ------------------------------------------------------------------------------------------------
web 200 "$card?do=progress"; has 'enctype="multipart/form-data"'; has 'type="file"'
key=$(hidden key)
head -c 3000 tests/flow/gps.jpg >"$T/half.jpg"
web 422 -F "key=$key" -F text=已完成1.61公里 -F percent=61.92 -F "file=@$T/half.jpg" "$card/progress"
has 已完成1.61公里; has 'id="errors"'; has '再选一次'             # what was typed is kept
is 0 "$(acts matter.progress)" "reports with a broken photo"
report() { web "$1" -F "key=$key" -F text="$2" -F percent=61.92 -F "file=@tests/flow/gps.jpg;filename=现场.jpg" "$card/progress"; }
report 303 已完成1.61公里; done=$(to)
report 303 已完成1.61公里
is "$done" "$(to)" "answer to the same report"
is 1 "$(acts matter.progress)" "reports"; is 1 "$(acts file.attach)" "files"
report 409 别的话; has 别的话; has 已经                            # Back, and another text: kept, told, under a new key
[ "$(hidden key)" != "$key" ] || bad "the key of the form is still the old one"
web 200 "$base$done"; has 61.92; has '现场.jpg'
web 200 "$card?do=progress"; has 已完成1.61公里; has 61.92        # the last words and figure stand there
web 200 "$base$done"; photo=$(grep -o '/f/[0-9a-f]\{64\}' "$T/out" | head -1 | cut -c4-)
web 200 "$card/f/$photo"
grep -q '^Content-Type: image/jpeg' "$T/head" && grep -q 'sandbox' "$T/head" && grep -qi 'nosniff' "$T/head" || { cat "$T/head"; exit 1; }
! grep -aq 'GPS\|SECRETPHONE\|Exif' "$T/out" || bad "the photo still says where it was taken"
! grep -arq 'SECRETPHONE\|GPSLatitude' "$T/county" || bad "something kept the photo as it came"
web 303 "$base/f/$photo"                                           # not without the link or signing in
web 200 -b "$J" "$base/f/$photo"
web 304 -b "$J" -H "If-None-Match: \"$photo\"" "$base/f/$photo"
web 404 -b "$J" "$base/f/0000000000000000000000000000000000000000000000000000000000000000"

# ---- more time, then finished -------------------------------------------------------------------------------------------------
web 200 "$card?do=extend"; key=$(hidden key)
web 422 -d "key=$key" -d due=2023-06-01 --data-urlencode reason=管线迁改 "$card/extend"; has 管线迁改
web 303 -d "key=$key" -d due=2023-07-15 --data-urlencode reason=管线迁改 "$card/extend"
web 200 "$base$(to)"; has '2023年7月15日'
web 200 "$card?do=finish"; key=$(hidden key); has 100
web 303 -F "key=$key" -F text=已办结 -F percent=100 "$card/finish"; done=$(to)
web 200 "$base$done"; has 核查; hasnt 正在办; hasnt 'value="100"'
web 404 -d a=b "$card/close"
is 0 "$(acts matter.close)" "closed by link"

# ---- what the link does not open -------------------------------------------------------------------------------------------------
web 404 "$base/t/00000000000000000000000000000000"; has 督查考核办
web 404 "$base/p/$token"
for i in $(seq 40); do curl -s -o /dev/null "$base/t/1111111111111111111111111111$i"; done
web 429 "$base/t/22222222222222222222222222222222"
web 200 "$card"                                                    # a right one still opens
web 200 -b "$J" "$base/m/0001/link"
revoke=$(grep -o '/do/link.revoke[^"]*' "$T/out" | head -1 | sed 's/&amp;/\&/g')
web 200 -b "$J" "$base$revoke"; csrf=$(hidden_of csrf /do/link.revoke) key=$(hidden_of key /do/link.revoke)
web 303 -b "$J" --data-urlencode "csrf=$csrf" -d "key=$key" --data-urlencode reason=换人 "$base$revoke"
web 403 "$card"; has 撤销
web 403 -d key=late -d text=x "$card/progress"

# ---- the next holder of the post does not get the link of the one before ------------------------------------------------------------
web 200 -b "$J" "$base/m/0001/link"
csrf=$(hidden_of csrf /m/0001/link) key=$(hidden_of key /m/0001/link) seed=$(hidden_of _seed /m/0001/link)
make 200 "#$liaison"
second=$(grep -o "/t/[0-9A-F]\{32\}" "$T/out" | head -1)
web 200 "$base$second"
says 0 "$B" person hand_over "#$liaison" --holder 继任者 --as clerk
web 403 "$base$second"; has 移交
web 403 -d key=later -d text=x "$base$second/progress"

# ---- comments have a measure -------------------------------------------------------------------------------------------------------
for i in 1 2 3 4 5 6 7 8 9 10; do web 303 --data-urlencode "text=意见$i" "$base/feedback"; done
web 429 --data-urlencode "text=第十一条意见" "$base/feedback"; has 第十一条意见

# ---- evidence on the matter's page ---------------------------------------------------------------------------------------------------
web 200 -b "$J" "$base/m/0002/files"; csrf=$(hidden_of csrf /m/0002/files) key=$(hidden_of key /m/0002/files)
web 422 -b "$J" -F "csrf=$csrf" -F "key=$key" -F why=会议纪要 "$base/m/0002/files"; has 会议纪要
printf '\320\317\021\340 old' >"$T/old.doc"
web 422 -b "$J" -F "csrf=$csrf" -F "key=$key" -F "file=@$T/old.doc" "$base/m/0002/files"; has docx
printf '%%PDF-1.4\n%%%%EOF\n' >"$T/a.pdf"
web 303 -b "$J" -F "csrf=$csrf" -F "key=$key" -F why=会议纪要 -F "file=@$T/a.pdf;filename=纪要.pdf" "$base/m/0002/files"
web 200 -b "$J" "$base$(to)"; has 纪要.pdf
pdf=$(grep -o '/f/[0-9a-f]\{64\}' "$T/out" | head -1)
web 200 -b "$J" "$base$pdf"
grep -q '^Content-Disposition: attachment' "$T/head" || { cat "$T/head"; exit 1; }

# ---- the folder -----------------------------------------------------------------------------------------------------------------------
stop
! grep -arqi "$token" "$T/county" || bad "the token is in the data folder"
grep -aq '"_via":"link"' "$T/county/bixue.db" || bad "nothing was done by link"
says 0 "$B" file list --as clerk --json; has 现场.jpg; has 纪要.pdf
says 0 "$B" file list --as housing --json; has 现场.jpg
says 0 "$B" file list --as planning --json; hasnt 现场.jpg
says 0 "$B" rebuild --check
says 0 "$B" verify --json
is 2 "$(number files)" "files checked"
says 0 "$B" file list --matter 2 --as clerk --json
says 0 "$B" file withdraw "#$(number id)" --reason 传错 --as clerk
says 0 "$B" rebuild --check
says 0 "$B" backup --to "$T/copy"
says 0 "$B" backup --check "$T/copy"
where="$T/county/files/$(echo $photo | cut -c1-2)/$(echo $photo | cut -c3-)"
printf x >>"$where"
says 7 "$B" verify; has "$photo"
rm "$where"
says 7 "$B" verify; has "$photo"

# ---- a unit's preview of a board -------------------------------------------------------------------------------------------------------
export BIXUE_DATA="$T/board"
mkdir "$T/demo"
cp data/demo/*.csv data/demo/*.rule "$T/demo/"
sed '/^wenshan: objection raise/,$d' data/demo/story.txt | grep -v 'matter import\|target ' >"$T/demo/story.txt"
says 0 "$B" demo --build-only --from "$T/demo"
echo 'a sentence of the office' | says 0 "$B" person password chahe
audit
J="$T/jar2"
web 303 -c "$J" -d login=chahe --data-urlencode 'password=a sentence of the office' "$base/in"
web 200 -b "$J" "$base/api/v1/views/board.list"
board=$(tr '{' '\n' <"$T/out" | grep '（村）' | sed 's/.*"id":\([0-9]*\).*/\1/' | head -1)
web 200 -b "$J" "$base/api/v1/views/board.rows?board=%23$board"
unit=$(tr '{' '\n' <"$T/out" | grep 文山 | sed 's/.*"unit":\([0-9]*\).*/\1/' | head -1)
hand="/boards/$board/units/$unit/link"
web 200 -b "$J" "$base$hand"; has 村联络员
csrf=$(hidden_of csrf "$hand") key=$(hidden_of key "$hand") seed=$(hidden_of _seed "$hand")
post=$(grep -o 'name="post" value="#[0-9]*"' "$T/out" | grep -o '[0-9]*')
web 200 -b "$J" --data-urlencode "csrf=$csrf" -d "key=$key" -d "_seed=$seed" --data-urlencode "post=#$post" -d until=2022-05-01 "$base$hand"
token=$(grep -o "/p/[0-9A-F]\{32\}" "$T/out" | head -1 | cut -c4-)
is 32 ${#token} "length of the token"
web 200 "$base/P/$token"
has 文山村; has '2022年4月12日'; has '对此条申诉'; hasnt 河外村
web 404 "$base/t/$token"
web 200 "$base/p/$token?line=1"; key=$(hidden key); has 'name="text"'
web 422 -d "key=$key" --data-urlencode text=短 "$base/p/$token/object?line=1"; has 短
web 303 -d "key=$key" --data-urlencode text=点位在河外村责任段，不属我村。 "$base/p/$token/object?line=1"; done=$(to)
web 303 -d "key=$key" --data-urlencode text=点位在河外村责任段，不属我村。 "$base/p/$token/object?line=1"
is "$done" "$(to)" "answer to the second click"
is 1 "$(acts objection.raise)" "objections"
web 200 "$base$done"; has 回执号; has 尚未裁定; has 点位在河外村责任段
stop
! grep -arqi "$token" "$T/board" || bad "the token is in the data folder"
says 0 "$B" rebuild --check
says 0 "$B" verify
echo "ok link"
