/* Documents of Word and Excel: the container is written anew, its parts byte for byte, but for the properties (author,
 * company, whoever saved it last) and for what pictures say of place, time and device.  Runs in the jail. */
#include "app/file/kind.h"

#include "sheet/xlsx_xml.h"
#include "sheet/zip_out.h"

enum {
	SWAPS_MAX = 32,
	DEPTH_MAX = 3,         /* a table in a report in … */
};

/* Parts that say who made the document, by the last word of the relationship that leads to them; each with the least that a
 * reader takes for one.  A small picture of the first page may show an older one: it becomes empty. */
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OPENXML "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/"
static const struct {
	const char *rel, *part, *instead;
} properties[] = {
	{ "core-properties", "docProps/core.xml", XML_HEAD "<cp:coreProperties xmlns:cp=\"" OPENXML "package/2006/metadata/core-properties\"/>" },
	{ "extended-properties", "docProps/app.xml", XML_HEAD "<Properties xmlns=\"" OPENXML "officeDocument/2006/extended-properties\"/>" },
	{ "custom-properties", "docProps/custom.xml", XML_HEAD "<Properties xmlns=\"" OPENXML "officeDocument/2006/custom-properties\"/>" },
	{ "extendedProperties", "", XML_HEAD "<Properties xmlns=\"" STRICT "extendedProperties\"/>" },
	{ "customProperties", "", XML_HEAD "<Properties xmlns=\"" STRICT "customProperties\"/>" },
	{ "classificationlabels", "docMetadata/LabelInfo.xml",
	  XML_HEAD "<clbl:labelList xmlns:clbl=\"http://schemas.microsoft.com/office/2020/mipLabelMetadata\"/>" },
	{ "thumbnail", "", "" },
};

struct package {
	struct ctx *cx;
	struct zip_dir z;
	struct zip_out out;
	int depth;
	struct { const struct zip_part *part; const char *instead; } swap[SWAPS_MAX];
	size_t n;
};

static enum rc package_anew(struct ctx *cx, struct sv in, int depth, struct sv *ret);

static enum rc unsafe(struct ctx *cx, const char *why)
{
	because(cx, RC_INVALID, "office: %s", why);
	return fail(cx, RC_INVALID, "file.zip",
		    N_("This file is damaged, or holds too much. Open it in Word, Excel or WPS, save it under a new name and send that, or a PDF."));
}

/* ---- who made it ------------------------------------------------------------------------------------------------ */

static struct sv last_word(struct sv s)
{
	size_t i = s.n;
	while (i && s.p[i - 1] != '/')
		i--;
	return sv_from(s, i);
}

static enum rc swap_add(struct package *k, const struct zip_part *part, const char *instead)
{
	if (part && k->n == SWAPS_MAX)
		return unsafe(k->cx, "too many parts of properties");
	if (part) {
		k->swap[k->n].part = part;
		k->swap[k->n++].instead = instead;
	}
	return RC_OK;
}

static enum rc on_rel(void *arg, const struct xml_el *el)
{
	struct package *k = arg;
	struct sv target = xml_att(el, "Target"), type = last_word(xml_att(el, "Type"));
	if (el->depth != 2 || !sv_is(el->name, "Relationship") || !target.p || sv_is(xml_att(el, "TargetMode"), "External"))
		return RC_OK;
	while (sv_starts(target, SV("/")) || sv_starts(target, SV("./")))
		target = sv_from(target, target.p[0] == '/' ? 1 : 2);
	for (size_t i = 0; i < COUNT(properties); i++) {
		if (!sv_is(type, properties[i].rel))
			continue;
		if (sv_has(target, SV("%")) || sv_has(target, SV("..")))
			return unsafe(k->cx, "a winding way to the properties");
		return swap_add(k, zip_dir_find(&k->z, target), properties[i].instead);
	}
	return RC_OK;
}

static enum rc find_properties(struct package *k)
{
	static const struct xml_handlers h = { on_rel, NULL, NULL };
	const struct zip_part *rels = zip_dir_find(&k->z, SV("_rels/.rels"));
	if (rels)
		TRY(xml_read(k->cx, &k->z, rels, &h, k));
	/* … and where nothing leads to them. */
	for (size_t i = 0; i < COUNT(properties); i++)
		TRY(swap_add(k, zip_dir_find(&k->z, sv_of(properties[i].part)), properties[i].instead));
	return RC_OK;
}

static bool under(struct sv name, const char *folder) /* in small or capital letters */
{
	size_t n = strlen(folder);
	for (size_t i = 0; i < n; i++)
		if (i >= name.n || (name.p[i] | (name.p[i] >= 'A' && name.p[i] <= 'Z' ? 32 : 0)) != folder[i])
			return false;
	return true;
}

/* NULL: the part is kept. */
static const char *instead_of(const struct package *k, const struct zip_part *p)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->swap[i].part == p)
			return k->swap[i].instead;
	return p->size && (under(p->name, "docprops/") || under(p->name, "package/services/metadata/")) ? "" : NULL;
}

/* ---- what pictures say ---------------------------------------------------------------------------------------- */

enum inside { INSIDE_OTHER, INSIDE_JPEG, INSIDE_PNG, INSIDE_PACKAGE, INSIDE_NOT_TAKEN };

/* What phones and cameras write, and what else may say a place, by its first bytes. */
static enum inside told(struct sv s)
{
	if (sv_starts(s, SV("\xff\xd8\xff")))
		return INSIDE_JPEG;
	if (sv_starts(s, SV("\x89PNG\r\n\x1a\n")))
		return INSIDE_PNG;
	if (sv_starts(s, SV("PK\3\4")))
		return INSIDE_PACKAGE;
	bool webp = sv_starts(s, SV("RIFF")) && sv_starts(sv_from(s, 8), SV("WEBP"));
	bool tiff = sv_starts(s, SV("II*\0")) || sv_starts(s, SV("MM\0*")), film = sv_starts(sv_from(s, 4), SV("ftyp"));
	return webp || tiff || film ? INSIDE_NOT_TAKEN : INSIDE_OTHER;
}

/* A part on its way: whole where it has to be looked into, else only its checksum is looked at. */
struct taking {
	struct arena *a;
	const struct zip_part *part;
	enum inside is;
	char *p;
	size_t n;
};

static enum rc take(void *arg, struct sv piece)
{
	struct taking *t = arg;
	if (t->n == 0)
		t->is = told(piece);
	if (t->n == 0 && t->is != INSIDE_OTHER)
		t->p = NEW(t->a, char, t->part->size);
	if (t->p)
		memcpy(t->p + t->n, piece.p, piece.n);
	t->n += piece.n;
	return RC_OK;
}

static enum rc picture_broken(struct ctx *cx, const struct zip_part *p)
{
	because(cx, RC_INVALID, "office: %.*s", SV_ARG(p->name));
	return fail(cx, RC_INVALID, "file.inside",
		    N_("A picture in this document is damaged, so that the place and device in it cannot be taken out. Put that picture in again, or send the pictures as photos."));
}

static enum rc inside_anew(struct package *k, const struct taking *t, struct sv *ret)
{
	struct sv in = sv_make(t->p, t->n);
	struct file_verdict v;
	struct ctx probe = *k->cx;
	ctx_forget(&probe);
	switch (t->is) {
	case INSIDE_JPEG:
		return jpeg_strip(k->cx->a, in, ret) ? RC_OK : picture_broken(k->cx, t->part);
	case INSIDE_PNG:
		return png_strip(&probe, in, &v, ret) == RC_OK ? RC_OK : picture_broken(k->cx, t->part);
	case INSIDE_PACKAGE:
		return package_anew(k->cx, in, k->depth + 1, ret);
	case INSIDE_NOT_TAKEN:
		return fail(k->cx, RC_INVALID, "file.inside",
			    N_("This document holds a picture or film of a kind that is not taken (TIFF, HEIC, WEBP, film). Put it in as JPEG or PNG, or leave it out."));
	case INSIDE_OTHER:
		break;
	}
	*ret = in;
	return RC_OK;
}

/* ---- the container ---------------------------------------------------------------------------------------------- */

static enum rc part_anew(struct package *k, const struct zip_part *p)
{
	struct taking t = { .a = k->cx->a, .part = p };
	struct sv bytes;
	const char *instead = instead_of(k, p);
	if (instead) {
		zip_out_stored(&k->out, p, sv_of(instead));
		return RC_OK;
	}
	TRY(zip_dir_read(k->cx, &k->z, p, take, &t));
	if (t.p)
		TRY(inside_anew(k, &t, &bytes));
	if (t.p && !sv_eq(bytes, sv_make(t.p, t.n)))
		zip_out_stored(&k->out, p, bytes);
	else
		zip_out_copy(&k->out, &k->z, p);
	return RC_OK;
}

static enum rc judge(struct ctx *cx, const struct zip_dir *z)
{
	if (zip_dir_find(z, SV("word/vbaProject.bin")) || zip_dir_find(z, SV("xl/vbaProject.bin")))
		return fail(cx, RC_INVALID, "file.macros", N_("This document carries programs (macros). Save it as .docx or .xlsx without macros, or as PDF."));
	for (size_t i = 0; i < z->n; i++)
		if (under(z->parts[i].name, "_xmlsignatures/"))
			return fail(cx, RC_INVALID, "file.signed",
				    N_("This document is signed electronically, and without the data of its author the signature would no longer hold. Save it as PDF."));
	return RC_OK;
}

static enum rc package_anew(struct ctx *cx, struct sv in, int depth, struct sv *ret)
{
	struct package k = { .cx = cx, .depth = depth };
	if (depth > DEPTH_MAX)
		return unsafe(cx, "documents in documents");
	TRY(zip_dir_open(cx, in, &k.z));
	TRY(judge(cx, &k.z));
	TRY(find_properties(&k));
	k.out = zip_out_new(cx->a, FILE_MAX);
	for (size_t i = 0; i < k.z.n; i++)
		TRY(part_anew(&k, &k.z.parts[i]));
	if (!zip_out_end(&k.out, ret))
		return fail(cx, RC_INVALID, "file.large", N_("This file is larger than %d MB. Send a smaller one, or a part of it."), FILE_MAX >> 20);
	return RC_OK;
}

/* Told by the part that every reader opens first. */
static enum rc type_of(struct ctx *cx, struct sv in, uint32_t *ret)
{
	struct zip_dir z;
	TRY(zip_dir_open(cx, in, &z));
	bool whole = zip_dir_find(&z, SV("[Content_Types].xml")) != NULL;
	if (whole && zip_dir_find(&z, SV("word/document.xml")))
		*ret = FILE_DOCX;
	else if (whole && zip_dir_find(&z, SV("xl/workbook.xml")))
		*ret = FILE_XLSX;
	else
		return fail(cx, RC_INVALID, "file.type", N_("Packed files are not taken. Unpack it and send the files one by one."));
	return RC_OK;
}

enum rc office_anew(struct ctx *cx, struct sv in, struct file_verdict *ret, struct sv *ret_bytes)
{
	struct ctx probe = *cx;
	uint32_t type = 0;
	ctx_forget(&probe);
	enum rc rc = type_of(&probe, in, &type);
	if (rc == RC_OK)
		rc = package_anew(&probe, in, 0, ret_bytes);
	/* What the reader of tables says of a container is said for tables. */
	if (rc != RC_OK && probe.faults && !sv_starts(sv_of(probe.faults->id), SV("file."))) {
		because(cx, rc, "%.*s", SV_ARG(probe.trail));
		return unsafe(cx, probe.faults->id);
	}
	if (rc != RC_OK)
		return fail_again(cx, rc, &probe);
	*ret = (struct file_verdict){ .type = type };
	return RC_OK;
}
