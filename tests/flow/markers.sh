#!/bin/sh
# What is personal or secret lies nowhere but sealed.  Unmistakable texts are brought in by every door there is (command line,
# API, web form, list, comment, password, one-time codes, links), and then looked for in every byte that is kept or shown: the
# data folder with its write-ahead logs, the keys, the server's log, answers of every view, pages, exports, a backup.
set -eu
B=${BIXUE:-build/bixue}
T=$(mktemp -d)
log="$T/seen/log"; . "$(dirname "$0")/lib/end.sh"
export BIXUE_DATA="$T/county" LANG=C.UTF-8
O=530426201 V=530426201203 # the township that supervises, one of its villages

bad() { echo "$*"; sed 's/<[^>]*>//g' "$T/out" | grep -v '^ *$' | head -40; exit 1; }
says() { # expected exit code, command…
	want=$1; shift
	got=0; "$@" >"$T/out" 2>"$T/err" || got=$?
	[ "$got" = "$want" ] || { echo "exit $got instead of $want: $*"; head -40 "$T/out" "$T/err"; exit 1; }
	n=$((n + 1)); cat "$T/out" "$T/err" >"$T/seen/cli-$n"
}
web() { # expected status, curl's arguments…: kept, to be looked through
	want=$1; shift
	got=$(curl -s -o "$T/out" -D "$T/head" -w '%{http_code}' "$@") || true
	[ "$got" = "$want" ] || bad "status $got instead of $want: $*"
	n=$((n + 1)); cat "$T/out" >"$T/seen/web-$n"; grep -vi '^set-cookie' "$T/head" >"$T/seen/head-$n" || true
}
unseen() { rm -f "$T/seen/web-$n" "$T/seen/head-$n" "$T/seen/cli-$n"; } # this answer may show it: it was asked for by name
has() { grep -q -- "$1" "$T/out" || bad "no $1 in:"; }
hasnt() { ! grep -q -- "$1" "$T/out" || bad "there is $1 in:"; }
is() { [ "$1" = "$2" ] || { echo "$3: $2 instead of $1"; exit 1; }; }
to() { sed -n 's/^Location: *\([^ ]*\).*/\1/p' "$T/head" | tr -d '\r'; }
hidden_of() { # name, action: the hidden field of the form with that action
	tr '\n' ' ' <"$T/out" | sed 's/<form/\n<form/g' | grep -F "action=\"$2\"" | sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" | head -1
}
form() { # expected status, page, action, curl's arguments: as a browser sends the form of that page
	status=$1 page=$2 action=$3; shift 3
	web 200 -b "$T/jar" "$base$page"
	case $page in /me/totp | /feedback/queue) unseen ;; esac           # shows what it is there to show
	csrf=$(hidden_of csrf "$action") key=$(hidden_of key "$action")
	[ "$csrf" ] || bad "there is no form $action on $page"
	web "$status" -b "$T/jar" -c "$T/jar" --data-urlencode "csrf=$csrf" -d "key=$key" "$@" "$base$action"
}
start() {
	"$B" serve --listen 127.0.0.1:0 >>"$T/seen/log" 2>&1 & server=$!
	for i in $(seq 60); do base=$(grep -o 'http://127.0.0.1:[0-9]*' "$T/seen/log" | tail -1); curl -s -o "$T/null" "${base:-none}/healthz" && break; sleep 0.1; done
}

# ---- looking ------------------------------------------------------------------------------------------------------------------
# A marker also counts in other clothes: UTF-16, %XX, \uXXXX, hexadecimal, base64 at each offset, as overlapping pairs (the
# search index), inside zip files, in a column of a table, over a page's end.
cat >"$T/look.py" <<'PY'
import base64, io, os, shutil, sqlite3, sys, tempfile, urllib.parse, zipfile
markers = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
def clothes(text):
    raw = text.encode()
    yield "plain", raw
    yield "utf-16", text.encode("utf-16-le")
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    quoted = urllib.parse.quote(text, safe="")
    if quoted != text:
        yield "percent", quoted.encode()
        yield "percent", quoted.lower().encode()
        yield "json", text.encode("ascii", "backslashreplace")
        yield "pairs", " ".join(text[i:i + 2] for i in range(len(text) - 1)).encode()
    for k in range(3):
        middle = base64.b64encode(b"\0" * k + raw)[(4 if k else 0):]
        yield "base64", middle[:len(middle) - 4]
wanted = [(name, text, how, b) for name, text in markers for how, b in clothes(text) if len(b) >= 8]
found = set()
def look(where, data):
    for name, text, how, b in wanted:
        if b in data:
            found.add((name, how, where))
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            for part in z.namelist():
                look(where + "!" + part, z.read(part))
def tables(where, path):
    with tempfile.TemporaryDirectory() as d:
        copy = os.path.join(d, "copy.db")
        shutil.copy(path, copy)
        if os.path.exists(path + "-wal"):
            shutil.copy(path + "-wal", copy + "-wal")
        db = sqlite3.connect(copy)
        db.text_factory = bytes
        names = [r[0].decode() for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for t in names:
            try:
                for row in db.execute('SELECT * FROM "%s"' % t):
                    look(where + ":" + t, b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in row if v is not None))
            except sqlite3.OperationalError as e:
                if "fts5" not in str(e) and "matter_text" not in t:
                    raise
        db.close()
stamp = os.environ.get("STAMP", "")
before = os.path.getmtime(stamp) if os.path.exists(stamp) else 0
files = 0
for root in sys.argv[2:]:
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isfile(path) or all(os.path.getmtime(p) < before for p in (path, path + "-wal") if os.path.exists(p)):
                continue
            files += 1
            data = open(path, "rb").read()
            look(path, data)
            look("its name: " + path, path.encode())
            if data[:15] == b"SQLite format 3":
                tables(path, path)
for name, how, where in sorted(found):
    print("%s\t%s\t%s" % (name, how, where))
print("%d files" % files, file=sys.stderr)
PY
mark() { printf '%s\t%s\n' "$1" "$2" >>"$T/markers"; }
look() { # what was done so far; what has not changed since the last look is left out, but for the last
	touch "$T/now"
	STAMP=${WHOLE-$T/stamp} python3 "$T/look.py" "$T/markers" "$BIXUE_DATA" "$BIXUE_DATA.keys" "$T/seen" "$@" >"$T/hits" 2>"$T/files"
	mv "$T/now" "$T/stamp"
	grep -v '^open	' "$T/hits" >"$T/leaks" || true
	[ ! -s "$T/leaks" ] || { echo "lies open after: $after"; sed "s|$T/||" "$T/leaks" | head -${LEAKS:-40}; leaked=1; [ "${KEEP_GOING:-}" ] || exit 1; }
}
finds() { grep -q "^open	.*$1" "$T/hits" || { echo "the search itself finds nothing in $1"; cat "$T/hits"; exit 1; }; }

mkdir "$T/seen" "$T/demo" "$T/in"; n=0 leaked=
cp data/demo/* "$T/demo/"
sed '/^# the last place of the villages/,$d' data/demo/story.txt >"$T/demo/story.txt"
says 0 "$B" demo --build-only --from "$T/demo"
PASSWORD='斑马 marks its own sentence'
for top in 61 53; do says 0 "$B" person grant auditadmin --role auditadmin --unit $top --as system; done
for who in chahe chahe-head auditadmin hewai; do echo "$PASSWORD $who" | says 0 "$B" person password $who; done
mark password '斑马 marks its own'
mark open 公开甲乙丙标志                                               # this one is to be found

# ---- the command line -------------------------------------------------------------------------------------------------------------
mark cli-contact 13912340001; mark cli-contact-name 欧阳暗甲
mark cli-edit 13912340011
mark person-phone 13912340006; mark hand-over-phone 13912340007
says 0 "$B" matter draft --kind problem --title 公开甲乙丙标志水沟堵塞 --owner $O --leads $V --due 2022-06-30 --contact '欧阳暗甲 13912340001' --as chahe --json
no=$(jq -r '.facts.set.no // .facts.no // empty' "$T/out" | head -1)
[ "$no" ] || bad "no number of the matter"
no=$(printf %04d "$no")
says 0 "$B" matter edit "$no" --contact 13912340011 --as chahe
says 0 "$B" matter issue "$no" --as chahe
says 0 "$B" person add --unit $V --title 网格员 --login grid --phone 13912340006 --as system
says 0 "$B" person grant grid --role liaison --unit $V --as system
says 0 "$B" person hand_over grid --holder 王接任 --phone 13912340007 --as chahe-head
# A list of problems: a column of complainants, one of phones, an identity number, and phones in the middle of sentences.
mark list-name 司徒暗乙; mark list-phone 13912340004; mark list-title-phone 13912340005; mark list-person 13912340008
mark list-identity 61250119880101123X; mark list-address 暗丙新村九幢; mark list-note 13912340009; mark list-heading 13912340010
cat >"$T/in/problems.csv" <<'CSV'
公开甲乙丙标志问题整改台账（共1个，联系人电话13912340010）
序号,问题来源,问题描述,责任单位,责任领导,责任人及电话,投诉人,联系电话,身份证号,家庭住址,整改措施,整改时限,整改进展,备注
1,群众提,村口路灯不亮找13912340005户主反映,河外村,村主任,王二 13912340008,司徒暗乙,13912340004,61250119880101123X,暗丙新村九幢,更换,2022年6月底前,正在整改,再打13912340009.
CSV
says 0 "$B" matter import "$T/in/problems.csv" --dry-run --json
says 0 "$B" matter import "$T/in/problems.csv" --owner $O --issue --yes --as chahe --json
mark file-name 13912340024; mark list-called 13912340025                # people put phones even there
printf '%s\n' '序号,问题描述,责任单位,整改时限,整改进展' '1,涵洞淤塞,河外村,2022年6月底前,正在整改' >"$T/in/反映人13912340024.csv"
says 0 "$B" matter import "$T/in/反映人13912340024.csv" --owner $O --yes --list '电话13912340025反映的' --explain 无 --as chahe --json
rm -r "$T/demo"
after="the command line"; look; finds bixue.db; finds seen/cli

# ---- a server: API, forms, comments --------------------------------------------------------------------------------------------------
start
web 303 -c "$T/jar" -d login=chahe --data-urlencode "password=$PASSWORD chahe" "$base/in"
mark session "$(awk '/bixue/ { print $7 }' "$T/jar")"
web 403 -d login=chahe --data-urlencode "password=$PASSWORD wrong" "$base/in"
web 200 -H 'Content-Type: application/json' -d "{\"login\":\"chahe-head\",\"password\":\"$PASSWORD chahe-head\"}" "$base/api/v1/session"; unseen
token=$(jq -r .token "$T/out"); mark bearer "$token"
mark api-contact 13912340002; mark api-contact-name 上官暗丁; mark api-refused 13912340012
api() { web "$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: $2" -d "$3" "$base/api/v1/acts/matter.draft"; }
said='{"fields":{"kind":"problem","title":"公开甲乙丙标志护栏缺失","owner":"'$O'","leads":"'$V'","due":"2022-06-30","contact":"上官暗丁 13912340002"}}'
api 200 one "$said"; first=$(jq -r .seq "$T/out")
api 200 one "$said"; is "$first" "$(jq -r .seq "$T/out")" "row of the same request sent again"
# What would slip past the sealing is refused: the same key with another phone, a phone as a number or in a text, a text
# that looks like a sealed one.
mark api-other 13912340031; mark api-number 13912340032; mark api-text 13912340033
api 409 one "$(printf %s "$said" | sed 's/13912340002/13912340031/')"
api 422 three '{"fields":{"kind":"problem","title":"公开甲乙丙标志路灯","owner":"'$O'","leads":"'$V'","due":"2022-06-30","contact":13912340032}}'; has contact
api 422 four '{"fields":{"kind":"problem","title":"公开甲乙丙标志路灯","goal":"请拨13912340033","owner":"'$O'","leads":"'$V'","due":"2022-06-30"}}'; has goal
api 422 five '{"fields":{"kind":"problem","title":"s:'$(printf '%032d' 0):$(printf '%064d' 0)'","owner":"'$O'","leads":"'$V'","due":"2022-06-30"}}'; has title
web 422 -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"subject":"'$V'","basis":"1","fields":{"alias":"别名"}}' "$base/api/v1/acts/unit.alias"; has basis
web 422 -H "Authorization: Bearer $token" "$base/api/v1/views/matter.list?stat=active"; has stat
api 422 two '{"fields":{"kind":"problem","owner":"'$O'","contact":"上官暗丁 13912340012"}}'
web 400 -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"fields":{"contact":"13912340012"' "$base/api/v1/acts/matter.draft"
mark form-contact 13912340003; mark form-contact-name 夏侯暗戊
draft='-d kind=problem --data-urlencode title=公开甲乙丙标志积水 -d owner='$O' -d leads='$V' -d due=2022-06-30'
form 303 /matters/new /matters/new $draft --data-urlencode 'contact=夏侯暗戊 13912340003'
done=$(to)
web 303 -b "$T/jar" --data-urlencode "csrf=$csrf" -d "key=$key" $draft --data-urlencode 'contact=夏侯暗戊 13912340003' "$base/matters/new"
is "$done" "$(to)" "answer to the form sent twice"
mark comment 诸葛暗己的意见十分要紧; mark comment-phone 13912340013
web 303 --data-urlencode 'text=诸葛暗己的意见十分要紧，请回电13912340013' -d page=/units "$base/feedback"
# Evidence: who made a document and where its pictures were taken, and what a photo itself says.
cat >"$T/office.py" <<'PY'
import sys, zipfile
kind, photo, out = sys.argv[1:]
pkg = "http://schemas.openxmlformats.org/package/2006"
doc = "http://schemas.openxmlformats.org/officeDocument/2006"
main = "application/vnd.openxmlformats-officedocument."
rel = lambda n, type, target: '<Relationship Id="r%d" Type="%s" Target="%s"/>' % (n, type, target)
rels = lambda *all: '<Relationships xmlns="%s/relationships">%s</Relationships>' % (pkg, "".join(all))
word = kind == "docx"
first = "word/document.xml" if word else "xl/workbook.xml"
parts = {
    "[Content_Types].xml": '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/%s" ContentType="%s%s.main+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="%sextended-properties+xml"/><Override PartName="/docProps/custom.xml" ContentType="%scustom-properties+xml"/>%s</Types>'
        % (pkg, first, main, "wordprocessingml.document" if word else "spreadsheetml.sheet", main, main,
           "" if word else '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sspreadsheetml.worksheet+xml"/>' % main),
    "_rels/.rels": rels(rel(1, doc + "/relationships/officeDocument", first), rel(2, pkg + "/relationships/metadata/core-properties", "docProps/core.xml"),
        rel(3, doc + "/relationships/extended-properties", "docProps/app.xml"), rel(4, doc + "/relationships/custom-properties", "docProps/custom.xml")),
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="%s/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>尉迟暗壬 13912340026</dc:creator>'
        '<cp:lastModifiedBy>13912340026</cp:lastModifiedBy></cp:coreProperties>' % pkg,
    "docProps/app.xml": '<Properties xmlns="%s/extended-properties"><Company>尉迟暗壬 13912340026</Company></Properties>' % doc,
    "docProps/custom.xml": '<Properties xmlns="%s/custom-properties" xmlns:vt="%s/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="who">'
        '<vt:lpwstr>13912340026</vt:lpwstr></property></Properties>' % (doc, doc),
}
if word:
    parts[first] = ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="%s/relationships" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r><w:t>drain cleared</w:t></w:r></w:p><w:p><w:r><w:drawing><wp:inline>'
        '<wp:extent cx="1905000" cy="1428750"/><wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="r1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1905000" cy="1428750"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        '</a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>') % doc
    parts["word/_rels/document.xml.rels"] = rels(rel(1, doc + "/relationships/image", "media/image1.jpeg"))
else:
    sheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s/relationships"' % doc
    parts[first] = '<workbook %s><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>' % sheet
    parts["xl/_rels/workbook.xml.rels"] = rels(rel(1, doc + "/relationships/worksheet", "worksheets/sheet1.xml"))
    parts["xl/worksheets/sheet1.xml"] = '<worksheet %s><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>drain cleared</t></is></c></row></sheetData></worksheet>' % sheet
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    for name, text in parts.items():
        z.writestr(name, text)
    z.write(photo, ("word" if word else "xl") + "/media/image1.jpeg")
PY
mark author 13912340026; mark author-name 尉迟暗壬; mark place 'GPSLatitude 33'; mark device 'SECRETPHONE 12'
web 200 -b "$T/jar" "$base/m/$no/files"; csrf=$(hidden_of csrf "/m/$no/files") key=$(hidden_of key "/m/$no/files")
for kind in docx xlsx; do python3 "$T/office.py" $kind tests/flow/gps.jpg "$T/in/sent.$kind"; done
web 303 -b "$T/jar" -F "csrf=$csrf" -F "key=$key" -F "file=@$T/in/sent.docx;filename=report.docx" -F "file=@$T/in/sent.xlsx;filename=table.xlsx" \
	-F "file=@tests/flow/gps.jpg;filename=site.jpg" "$base/m/$no/files"
web 200 -b "$T/jar" "$base/m/$no/files"; n_files=0
for file in $(grep -o '/f/[0-9a-f]\{64\}">[a-z.]*' "$T/out" | sed 's/">/:/' | sort -u); do
	case $file in *.docx | *.xlsx) ;; *) continue ;; esac
	name=${file#*:} n_files=$((n_files + 1))
	curl -s -b "$T/jar" -o "$T/seen/$name" "$base${file%:*}"
	# It still opens: what stands in it is the same page.
	command -v soffice >/dev/null && command -v pdfimages >/dev/null || { echo "skipped: no soffice and pdfimages to open $name"; continue; }
	for side in seen/$name in/sent.${name##*.}; do
		timeout 120 soffice "-env:UserInstallation=file://$T/office" --headless --convert-to pdf --outdir "$T/office-out" "$T/$side" >"$T/null" 2>&1 || bad "soffice cannot open $side"
	done
	for pdf in ${name%.*} sent; do
		[ "$(pdftotext "$T/office-out/$pdf.pdf" - 2>"$T/null" | grep -c 'drain cleared')" = 1 ] || bad "$pdf.pdf of $name is empty"
		pdfimages -list "$T/office-out/$pdf.pdf" | tail -n +3 | awk '{ print $3, $4, $5 }' >"$T/$pdf.images"
	done
	[ ${name##*.} = xlsx ] || [ -s "$T/sent.images" ] || bad "soffice shows no picture"
	cmp -s "$T/${name%.*}.images" "$T/sent.images" || bad "the picture in $name is gone"
done
is 2 "$n_files" "documents kept"
after="evidence"; look
# Whoever comes from a link's page and writes a comment: the page that he came from is no secret, its token is.
form 200 "/m/$no/link" "/m/$no/link" -d "_seed=0123456789abcdef0123456789abcdef" -d until=2022-06-30 \
	--data-urlencode "post=$(curl -s -b "$T/jar" "$base/m/$no/link" | grep -o 'name="post" value="#[0-9]*"' | head -1 | sed 's/.*value="\([^"]*\)"/\1/')"; unseen
link=$(grep -o '/t/[0-9A-F]\{32\}' "$T/out" | head -1 | cut -c4-)
[ "$link" ] || bad "no link was made"
mark link "$link"
web 200 "$base/t/$link"; unseen
web 200 -H "Referer: $base/t/$link" "$base/feedback"; page=$(sed -n 's/.*name="page" value="\([^"]*\)".*/\1/p' "$T/out" | head -1); unseen
web 303 --data-urlencode 'text=这一页的按钮太小' --data-urlencode "page=$page" "$base/feedback"
# One-time codes, a set-up link.
form 303 /me/totp /me/totp
web 200 -b "$T/jar" "$base/me/totp"; unseen
secret=$(tr '\n' ' ' <"$T/out" | sed -n 's/.*<code class="copy">\([A-Z2-7 ]*\)<.*/\1/p'); mark totp-shown "$secret"
secret=$(echo "$secret" | tr -d ' '); mark totp "$secret"; is 32 ${#secret} "letters of the secret"
after="API, forms, comments and links, the server running"; look; finds bixue.db
code=$(python3 -c 'import base64, hashlib, hmac, struct, sys, time
m = hmac.new(base64.b32decode(sys.argv[1]), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
print("%06d" % ((struct.unpack(">I", m[m[19] & 15:][:4])[0] & 0x7fffffff) % 1000000))' "$secret")
form 303 /me/totp /me/totp/confirm -d "code=$code" --data-urlencode "password=$PASSWORD chahe"
mark session-2 "$(awk '/bixue/ { print $7 }' "$T/jar")"
after="one-time codes"; look

# ---- a list in the web: it lies in the spool until it is accepted, and no longer ---------------------------------------------------------
mark web-list-name 司徒暗庚; mark web-list-phone 13912340020; mark web-list-title 13912340021
mark pasted-name 司徒暗辛; mark pasted-phone 13912340022
head='序号,问题来源,问题描述,责任单位,责任领导,投诉人,联系电话,整改措施,整改时限,整改进展'
printf '%s\n' '公开甲乙丙标志第二批问题整改台账（共1个）' "$head" '1,群众提,健身器材松动找13912340021反映,河外村,村主任,司徒暗庚,13912340020,加固,2022年6月底前,正在整改' >"$T/in/second.csv"
accept() { # curl's arguments of the upload
	web 200 -b "$T/jar" "$base/import"; csrf=$(hidden_of csrf /import) key=$(hidden_of key /import)
	web 303 -b "$T/jar" -F "csrf=$csrf" -F "key=$key" -F "owner=$(sed -n 's/.*<option value="\([0-9]*\)".*/\1/p' "$T/out" | head -1)" "$@" "$base/import"
	preview=$(to)
	web 200 -b "$T/jar" "$base$preview"                             # the preview shows nothing of it
	here=${preview%%\?*} csrf=$(hidden_of csrf "${preview%%\?*}") key=$(hidden_of key "${preview%%\?*}")
	[ "$(ls "$BIXUE_DATA/spool" | grep -c list-)" = 1 ] || bad "the list is not in the spool"
	web 303 -b "$T/jar" --data-urlencode "csrf=$csrf" -d "key=$key" -d _do=accept -d issue=1 -d doubts=1 --data-urlencode "name=第二批" \
		--data-urlencode explanation=无 "$base$here"
	is 0 "$(ls -A "$BIXUE_DATA/spool" | wc -l | tr -d ' ')" "files in the spool after the list was accepted"
}
accept -F "file=@$T/in/second.csv;filename=第二批.csv"
accept -F table="$(printf '%s\n' "$head" '1,群众提,公交站牌破损,河外村,村主任,司徒暗辛,13912340022,更换,2022年6月底前,正在整改' | tr ',' '\t')" -F list=第三批
after="lists in the web"; look
# A ledger of petitions is refused, with the reason, and nothing of it stays.
mark petition-name 诉求人标记甲; mark petition-name 诉求人标记乙; mark petition-phone 13900005678; mark petition-phone 13900005679
web 200 -b "$T/jar" "$base/import"; csrf=$(hidden_of csrf /import) key=$(hidden_of key /import)
web 303 -b "$T/jar" -F "csrf=$csrf" -F "key=$key" -F "file=@data/quirks/13-petition-ledger.xlsx;filename=台账.xlsx" "$base/import"; refused=$(to)
web 422 -b "$T/jar" "$base$refused"; has 信访
is 0 "$(ls -A "$BIXUE_DATA/spool" | wc -l | tr -d ' ')" "files in the spool after a ledger was refused"
web 404 -b "$T/jar" "$base$refused"
after="a ledger of petitions"; look

# ---- everything that can be seen ----------------------------------------------------------------------------------------------------------
web 303 -c "$T/audit" -d login=auditadmin --data-urlencode "password=$PASSWORD auditadmin" "$base/in"
mark session-3 "$(awk '/bixue/ { print $7 }' "$T/audit")"
web 200 "$base/api/v1/openapi.json"
ids=$(curl -s -b "$T/jar" "$base/api/v1/views/matter.list?limit=1000" | jq -r '.items[].id')
boards=$(curl -s -b "$T/jar" "$base/api/v1/views/board.list" | jq -r '.items[].id')
see() { # jar, address: whatever the answer is, it is looked through
	n=$((n + 1)); echo "$(curl -s -b "$1" -o "$T/seen/web-$n" -w '%{http_code}' "$base$2") ${1##*/} $2" >>"$T/statuses"
}
views=$(jq -r '.paths | keys[] | select(startswith("/api/v1/views/"))' "$T/out")
for view in $views; do for jar in jar audit; do see "$T/$jar" "$view?limit=1000"; done; done
for id in $ids; do for view in matter.show matter.timeline; do see "$T/jar" "/api/v1/views/$view?_subject=%23$id&limit=1000"; done; done
for id in $boards; do
	for view in board.show board.rows "board.line?unit=$V"; do see "$T/jar" "/api/v1/views/$view$(case $view in *\?*) echo \& ;; *) echo \? ;; esac)_subject=%23$id&board=%23$id&limit=1000"; done
done
is 0 "$(grep -c '^5' "$T/statuses" || true)" "answers of 500"
see "$T/audit" '/api/v1/events?after=0'
for page in / /matters /matters/new /chase /review /leader /import /boards /objections /periods /rules /units /people /audit /admin /about /me /me/totp \
	/feedback /feedback/queue /m/$no /m/$no/link /m/$no/files /u/$V /matters?text=%E5%85%AC%E5%BC%80 /view/matter.list /do/matter.draft; do
	for jar in jar audit; do see "$T/$jar" "$page"; done
done
for nr in $(curl -s -b "$T/jar" "$base/api/v1/views/matter.list?limit=1000" | jq -r '.items[].no'); do see "$T/jar" "/m/$nr"; done
last=$(curl -s -b "$T/audit" "$base/api/v1/events?after=0" | jq -r .next)
while [ "$(curl -s -b "$T/audit" "$base/api/v1/events?after=$last" | jq '.items | length')" != 0 ]; do
	last=$(curl -s -b "$T/audit" "$base/api/v1/events?after=$last" | jq -r .next)
done
for seq in $(seq $((last - 80)) "$last"); do see "$T/audit" "/audit/$seq"; done
for id in $boards; do for page in /boards/$id /boards/$id.xlsx /boards/$id/print /boards/$id/poster; do see "$T/jar" "$page"; done; done
see "$T/jar" /matters.xlsx
[ -z "${STATUSES:-}" ] || sort "$T/statuses" | sed 's/=%23[0-9]*/=N/g; s/[0-9][0-9]*/N/2g' | uniq -c | sort -rn
after="views, pages and exports"; look; finds 'xlsx\|!xl/'; finds seen/web

# Whoever must call, sees it; that he looked is in the journal, the number is not.
csrf=$(curl -s -b "$T/jar" "$base/m/$no" >"$T/out"; sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$T/out" | head -1)
web 200 -b "$T/jar" --data-urlencode "csrf=$csrf" -d post=0 "$base/m/$no/reach"; has 13912340011; unseen
grep -qi '^cache-control: no-store' "$T/head" || bad "the page with the phone may be kept"
comment=$(curl -s -b "$T/jar" "$base/api/v1/views/feedback.list" | jq -r '.items[].id' | tail -1)
form 303 /feedback/queue "/feedback/$comment/open"
web 200 -b "$T/jar" "$base/feedback/queue"; has 诸葛暗己; unseen
after="looking at a phone and a comment"; look

# ---- killed, restarted, exported, backed up ---------------------------------------------------------------------------------------------------
kill -9 $server; wait $server 2>/dev/null || true; server=
after="kill -9"; look
start
says 0 "$B" backup --to "$T/copy-1"
after="a backup by the server"; look "$T/copy-1"; finds copy-1
stop
says 0 "$B" backup --to "$T/copy-2"
says 0 "$B" matter list --text 13912340001 --as chahe --json; [ ! -s "$T/out" ] || bad "a phone is found by searching"
for q in 司徒 暗乙 上官 诸葛 欧阳; do says 0 "$B" matter list --text $q --as chahe --json; [ ! -s "$T/out" ] || bad "$q is found by searching"; done
says 0 "$B" matter list --text 公开甲乙 --as chahe --json; [ "$(wc -l <"$T/out")" -ge 5 ] || bad "searching finds nothing at all"
says 0 "$B" matter show "$no" --as chahe --json
says 0 "$B" matter timeline "$no" --as chahe --json
says 0 "$B" matter export --out "$T/seen/ledger.xlsx" --owner $O --as chahe --json
says 0 "$B" board export 岔河乡2022年3月红黑榜（村） --out "$T/seen/board.xlsx" --as chahe
says 0 "$B" person list --as chahe --json
says 0 "$B" verify
says 0 "$B" rebuild --check
after="the end"; WHOLE= look "$T/copy-1" "$T/copy-2"; finds copy-2; finds ledger.xlsx
[ ! "$leaked" ] || exit 1
echo "ok markers: $(wc -l <"$T/markers" | tr -d ' ') markers in $(cat "$T/files")"
