#!/usr/bin/env python3
"""A table with | between cells on standard input becomes a real .xlsx:  sheet.py OUT.xlsx NAME [MERGE…] <table
A number is a number, 83% a number shown as a percentage, everything else a text; ^ is the cell above, merged with it."""
import re, sys, zipfile
from xml.sax.saxutils import escape

out, name = sys.argv[1:3]
rows = [line.rstrip("\n").split("|") for line in sys.stdin]

def ref(r, c):
    letters = ""
    while c >= 0:
        letters = chr(65 + c % 26) + letters
        c = c // 26 - 1
    return "%s%d" % (letters, r + 1)

merges = list(sys.argv[3:])
body = []
for r, cells in enumerate(rows):
    line = []
    for c, text in enumerate(cells):
        if text == "^":
            top = r
            while rows[top][c] == "^":
                top -= 1
            if r + 1 == len(rows) or c >= len(rows[r + 1]) or rows[r + 1][c] != "^":
                merges.append("%s:%s" % (ref(top, c), ref(r, c)))
        elif re.fullmatch(r"-?\d+(\.\d+)?", text):
            line.append('<c r="%s"><v>%s</v></c>' % (ref(r, c), text))
        elif re.fullmatch(r"\d+(\.\d+)?%", text):
            line.append('<c r="%s" s="1"><v>%s</v></c>' % (ref(r, c), float(text[:-1]) / 100))
        elif text:
            line.append('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (ref(r, c), escape(text)))
    body.append('<row r="%d">%s</row>' % (r + 1, "".join(line)))
head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
package = "http://schemas.openxmlformats.org/package/2006/"
merged = '<mergeCells count="%d">%s</mergeCells>' % (len(merges), "".join('<mergeCell ref="%s"/>' % m for m in merges)) if merges else ""
parts = {
    "[Content_Types].xml": '<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sworksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/></Types>' % (package, kinds, kinds, kinds),
    "_rels/.rels": '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (package, rel),
    "xl/workbook.xml": '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="%s" sheetId="1" r:id="r1"/></sheets></workbook>' % (main, rel, escape(name)),
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="%s/styles" Target="styles.xml"/></Relationships>' % (package, rel, rel),
    "xl/styles.xml": '<styleSheet xmlns="%s"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs></styleSheet>' % main,
    "xl/worksheets/sheet1.xml": '<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (main, "".join(body), merged),
}
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    for part, text in parts.items():
        z.writestr(part, head + text)
