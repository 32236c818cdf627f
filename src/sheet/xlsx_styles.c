#include "sheet/xlsx_styles.h"

#include "sheet/limits.h"

enum section { IN_NONE, IN_FORMATS, IN_FONTS, IN_CELLS };

struct format {
	int id;
	struct numfmt fmt;
};

struct styles_reader {
	struct ctx *cx;
	const struct zip_part *part;
	enum section in;
	struct format *formats;
	bool *fonts; /* struck through */
	struct style *cells;
	size_t n_formats, n_fonts, n_cells, cap_formats, cap_fonts, cap_cells;
};

/* Room for one more of `size` bytes each. */
static void *room(struct arena *a, void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 64;
	void *q = arena_alloc(a, *cap, size, alignof(max_align_t));
	if (n)
		memcpy(q, p, n * size);
	return q;
}

static enum rc add_format(struct styles_reader *r, const struct xml_el *el)
{
	struct sv code = xml_att(el, "formatCode");
	int id = xml_att_int(el, "numFmtId", INT32_MAX, -1);
	if (r->n_formats == XLSX_FORMATS_MAX)
		return xml_broken(r->cx, r->part, "too many number formats");
	if (id < 0 || !code.p)
		return RC_OK;
	r->formats = room(r->cx->a, r->formats, r->n_formats, &r->cap_formats, sizeof(*r->formats));
	code = sv_upto(code, NUMFMT_CODE_MAX + 1); /* longer ones are not understood anyway */
	r->formats[r->n_formats++] = (struct format){ id, numfmt_of_code(arena_sv(r->cx->a, code)) };
	return RC_OK;
}

static enum rc add_font(struct styles_reader *r)
{
	if (r->n_fonts == XLSX_STYLES_MAX)
		return xml_broken(r->cx, r->part, "too many fonts");
	r->fonts = room(r->cx->a, r->fonts, r->n_fonts, &r->cap_fonts, sizeof(*r->fonts));
	r->fonts[r->n_fonts++] = false;
	return RC_OK;
}

static enum rc add_cell(struct styles_reader *r, const struct xml_el *el)
{
	int id = xml_att_int(el, "numFmtId", INT32_MAX, 0);
	size_t font = (size_t)xml_att_int(el, "fontId", INT32_MAX, 0);
	if (r->n_cells == XLSX_STYLES_MAX)
		return xml_broken(r->cx, r->part, "too many styles");
	struct style s = { .fmt = numfmt_builtin(id), .strike = font < r->n_fonts && r->fonts[font] };
	/* A file's own code wins over the meaning of its number. */
	for (size_t i = 0; i < r->n_formats; i++)
		if (r->formats[i].id == id)
			s.fmt = r->formats[i].fmt;
	r->cells = room(r->cx->a, r->cells, r->n_cells, &r->cap_cells, sizeof(*r->cells));
	r->cells[r->n_cells++] = s;
	return RC_OK;
}

static enum rc styles_start(void *arg, const struct xml_el *el)
{
	struct styles_reader *r = arg;
	if (el->depth == 2)
		r->in = sv_is(el->name, "numFmts") ? IN_FORMATS :
			sv_is(el->name, "fonts")   ? IN_FONTS :
			sv_is(el->name, "cellXfs") ? IN_CELLS :
						     IN_NONE;
	if (el->depth == 3 && r->in == IN_FORMATS && sv_is(el->name, "numFmt"))
		return add_format(r, el);
	if (el->depth == 3 && r->in == IN_FONTS && sv_is(el->name, "font"))
		return add_font(r);
	if (el->depth == 4 && r->in == IN_FONTS && r->n_fonts && sv_is(el->name, "strike"))
		r->fonts[r->n_fonts - 1] = xml_att_true(el, "val", true);
	if (el->depth == 3 && r->in == IN_CELLS && sv_is(el->name, "xf"))
		return add_cell(r, el);
	return RC_OK;
}

enum rc xlsx_styles_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part, struct styles *ret)
{
	static const struct xml_handlers h = { styles_start, NULL, NULL };
	struct styles_reader r = { .cx = cx, .part = part };
	TRY(xml_read(cx, z, part, &h, &r));
	*ret = (struct styles){ r.cells, r.n_cells };
	return RC_OK;
}
