#include "sheet/xlsx.h"

#include "base/utf8.h"
#include "sheet/limits.h"
#include "sheet/xlsx_sheet.h"

/* ---- relationships ----------------------------------------------------------------------------------- */

struct rel {
	struct rel *next;
	struct sv id, type; /* the last word of the type's address */
	struct sv target;   /* name of a part */
};

struct rels_reader {
	struct ctx *cx;
	struct sv folder; /* that targets count from: "xl/" */
	struct rel *first, **end;
	size_t n;
};

static struct sv last_word(struct sv s)
{
	size_t i = s.n;
	while (i && s.p[i - 1] != '/')
		i--;
	return sv_from(s, i);
}

/* "xl/" + "../docProps/app.xml" = "docProps/app.xml" */
static struct sv resolve(struct arena *a, struct sv folder, struct sv target)
{
	if (sv_starts(target, SV("/")))
		return arena_sv(a, sv_from(target, 1));
	while (sv_starts(target, SV("./")))
		target = sv_from(target, 2);
	while (sv_starts(target, SV("../")) && folder.n) {
		target = sv_from(target, 3);
		folder.n--;
		folder.n -= last_word(folder).n;
	}
	return arena_printf(a, "%.*s%.*s", SV_ARG(folder), SV_ARG(target));
}

static enum rc rel_start(void *arg, const struct xml_el *el)
{
	struct rels_reader *r = arg;
	if (el->depth != 2 || !sv_is(el->name, "Relationship"))
		return RC_OK;
	struct sv target = xml_att(el, "Target");
	if (!target.p || target.n > ZIP_NAME_MAX || sv_is(xml_att(el, "TargetMode"), "External") || r->n++ >= 1000)
		return RC_OK;
	struct rel *rel = NEW(r->cx->a, struct rel, 1);
	rel->id = arena_sv(r->cx->a, xml_att(el, "Id"));
	rel->type = arena_sv(r->cx->a, last_word(xml_att(el, "Type")));
	rel->target = resolve(r->cx->a, r->folder, target);
	*r->end = rel;
	r->end = &rel->next;
	return RC_OK;
}

/* The relationships of `part` ("" for the package); none if it has no such file. */
static enum rc read_rels(struct ctx *cx, struct zip_dir *z, struct sv part, struct rel **ret)
{
	static const struct xml_handlers h = { rel_start, NULL, NULL };
	struct sv word = last_word(part);
	struct rels_reader r = { .cx = cx, .folder = sv_upto(part, part.n - word.n) };
	r.end = &r.first;
	struct sv name = arena_printf(cx->a, "%.*s_rels/%.*s.rels", SV_ARG(r.folder), SV_ARG(word));
	const struct zip_part *p = zip_dir_find(z, name);
	if (p)
		TRY(xml_read(cx, z, p, &h, &r));
	*ret = r.first;
	return RC_OK;
}

/* By id, or by type if `id` is SV_NONE. */
static const struct rel *find_rel(const struct rel *r, struct sv id, const char *type)
{
	for (; r; r = r->next)
		if (id.p ? sv_eq(r->id, id) : sv_is(r->type, type))
			return r;
	return NULL;
}

/* ---- what kind of package ---------------------------------------------------------------------------- */

struct content {
	bool sheet, binary, word, slides;
};

static enum rc content_start(void *arg, const struct xml_el *el)
{
	struct content *c = arg;
	struct sv type = xml_att(el, "ContentType");
	if (el->depth != 2 || !type.p)
		return RC_OK;
	c->sheet = c->sheet || sv_has(type, SV("spreadsheetml.sheet.main+xml")) ||
		   sv_has(type, SV("spreadsheetml.template.main+xml")) ||
		   sv_has(type, SV("ms-excel.sheet.macroEnabled.main+xml"));
	c->binary = c->binary || sv_has(type, SV("ms-excel.sheet.binary"));
	c->word = c->word || sv_has(type, SV("wordprocessingml.document.main+xml"));
	c->slides = c->slides || sv_has(type, SV("presentationml.presentation.main+xml"));
	return RC_OK;
}

static enum rc check_package(struct ctx *cx, struct zip_dir *z)
{
	static const struct xml_handlers h = { content_start, NULL, NULL };
	struct content c = { 0 };
	const struct zip_part *types = zip_dir_find(z, SV("[Content_Types].xml"));
	if (types)
		TRY(xml_read(cx, z, types, &h, &c));
	if (c.sheet)
		return RC_OK;
	if (c.binary)
		return fail(cx, RC_INVALID, "sheet.xlsb",
			    N_("This is a binary workbook (.xlsb). Open it in Excel or WPS and save it as .xlsx."));
	if (c.word || c.slides)
		return fail(cx, RC_INVALID, "sheet.document",
			    N_("This is a text document or a presentation, not a table. Copy the table into Excel or "
			       "WPS and save it as .xlsx."));
	if (zip_dir_find(z, SV("OFD.xml")))
		return fail(cx, RC_INVALID, "sheet.ofd",
			    N_("This is an OFD document, not a table. Ask for the original table, or type the table into "
			       "Excel or WPS and save it as .xlsx."));
	if (zip_dir_find(z, SV("mimetype")) && zip_dir_find(z, SV("content.xml")))
		return fail(cx, RC_INVALID, "sheet.ods",
			    N_("This is an OpenDocument file (.ods). Open it and save it as .xlsx."));
	return fail(cx, RC_INVALID, "sheet.zip",
		    N_("This is a compressed folder, not a table. Unpack it and upload the .xlsx table in it."));
}

/* ---- the workbook ------------------------------------------------------------------------------------ */

struct tab {
	struct sv name, rel_id;
	bool hidden;
};

struct workbook_reader {
	struct ctx *cx;
	const struct zip_part *part;
	struct tab *tabs;
	size_t n;
	bool from_1904, in_sheets;
};

static enum rc workbook_start(void *arg, const struct xml_el *el)
{
	struct workbook_reader *r = arg;
	if (el->depth == 2) {
		r->in_sheets = sv_is(el->name, "sheets");
		if (sv_is(el->name, "workbookPr"))
			r->from_1904 = xml_att_true(el, "date1904", false);
	}
	if (el->depth != 3 || !r->in_sheets || !sv_is(el->name, "sheet"))
		return RC_OK;
	if (r->n == XLSX_SHEETS_MAX)
		return fail(r->cx, RC_INVALID, "xlsx.sheets",
			    N_("This workbook has more than %d sheets. Copy those that are needed into a new workbook."),
			    (int)XLSX_SHEETS_MAX);
	struct sv state = xml_att(el, "state"), id = xml_att(el, "id");
	if (!id.p)
		return xml_broken(r->cx, r->part, "a sheet without a part");
	r->tabs[r->n++] = (struct tab){
		.name = arena_sv(r->cx->a, utf8_upto(xml_att(el, "name"), SHEET_NAME_MAX / 4)),
		.rel_id = arena_sv(r->cx->a, id),
		.hidden = sv_is(state, "hidden") || sv_is(state, "veryHidden"),
	};
	return RC_OK;
}

static enum rc read_sheets(struct ctx *cx, struct zip_dir *z, const struct workbook_reader *w,
			   const struct rel *rels, const struct xlsx_context *x, struct pack *out)
{
	/* One part shown under many names would be read many times. */
	bool *used = NEW(cx->a, bool, z->n + 1);
	for (size_t i = 0; i < w->n; i++) {
		const struct rel *rel = find_rel(rels, w->tabs[i].rel_id, NULL);
		if (rel && !sv_is(rel->type, "worksheet"))
			continue; /* a sheet that is a chart, a dialog, a macro */
		const struct zip_part *part = rel ? zip_dir_find(z, rel->target) : NULL;
		if (!part || used[part - z->parts])
			return xml_broken(cx, w->part, "a sheet's part");
		used[part - z->parts] = true;
		pack_sheet(out, w->tabs[i].name, w->tabs[i].hidden);
		TRY(xlsx_sheet_read(cx, z, part, x, out));
		pack_sheet_end(out);
	}
	return RC_OK;
}

enum rc xlsx_read(struct ctx *cx, struct sv bytes, struct pack *out)
{
	static const struct xml_handlers h = { workbook_start, NULL, NULL };
	struct zip_dir z;
	struct rel *rels;
	TRY(zip_dir_open(cx, bytes, &z));
	TRY(check_package(cx, &z));
	TRY(read_rels(cx, &z, SV(""), &rels));
	const struct rel *main = find_rel(rels, SV_NONE, "officeDocument");
	struct sv name = main ? main->target : SV("xl/workbook.xml");
	struct workbook_reader w = { .cx = cx, .part = zip_dir_find(&z, name) };
	const struct zip_part missing = { .name = name };
	if (!w.part)
		return xml_broken(cx, &missing, "no workbook");
	w.tabs = NEW(cx->a, struct tab, XLSX_SHEETS_MAX);
	TRY(xml_read(cx, &z, w.part, &h, &w));
	TRY(read_rels(cx, &z, name, &rels));
	struct xlsx_context x = { .from_1904 = w.from_1904 };
	const struct rel *shared = find_rel(rels, SV_NONE, "sharedStrings");
	const struct rel *styles = find_rel(rels, SV_NONE, "styles");
	const struct zip_part *part = shared ? zip_dir_find(&z, shared->target) : NULL;
	if (part)
		TRY(xlsx_shared_read(cx, &z, part, &x.shared));
	part = styles ? zip_dir_find(&z, styles->target) : NULL;
	if (part)
		TRY(xlsx_styles_read(cx, &z, part, &x.styles));
	pack_book(out, BOOK_XLSX);
	TRY(read_sheets(cx, &z, &w, rels, &x, out));
	pack_book_end(out);
	return RC_OK;
}
