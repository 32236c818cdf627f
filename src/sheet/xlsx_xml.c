#include "sheet/xlsx_xml.h"

#include "sheet/limits.h"

#include <expat.h>

struct walk {
	struct ctx *cx;
	XML_Parser parser;
	const struct zip_part *part;
	const struct xml_handlers *h;
	void *arg;
	enum rc rc;
	int depth;
};

enum rc xml_broken(struct ctx *cx, const struct zip_part *part, const char *why)
{
	because(cx, RC_INVALID, "xlsx: %.*s: %s", SV_ARG(part->name), why);
	return fail(cx, RC_INVALID, "xlsx.broken",
		    N_("This .xlsx file is damaged or was cut off on its way. Open it in Excel or WPS, save it under a "
		       "new name and upload the new file."));
}

static struct sv local(const char *name)
{
	const char *colon = strchr(name, ':');
	return sv_of(colon ? colon + 1 : name);
}

static void stop(struct walk *w, enum rc rc)
{
	if (rc == RC_OK || w->rc != RC_OK)
		return;
	w->rc = rc;
	XML_StopParser(w->parser, XML_FALSE);
}

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **atts)
{
	struct walk *w = arg;
	if (w->rc != RC_OK)
		return;
	struct xml_el el = { local(name), atts, ++w->depth };
	if (w->depth > XML_DEPTH_MAX)
		stop(w, xml_broken(w->cx, w->part, "too deep"));
	else
		stop(w, w->h->start(w->arg, &el));
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct walk *w = arg;
	if (w->rc != RC_OK)
		return;
	if (w->h->end)
		stop(w, w->h->end(w->arg, local(name), w->depth));
	w->depth--;
}

static void XMLCALL on_text(void *arg, const XML_Char *s, int n)
{
	struct walk *w = arg;
	if (w->rc == RC_OK && w->h->text)
		stop(w, w->h->text(w->arg, sv_make(s, (size_t)n)));
}

static void XMLCALL on_doctype(void *arg, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid,
			       int internal)
{
	struct walk *w = arg;
	(void)name, (void)sysid, (void)pubid, (void)internal;
	stop(w, fail(w->cx, RC_INVALID, "xlsx.doctype",
		     N_("This .xlsx file contains a document type declaration, which no spreadsheet program writes, so "
			"it was not read. Open it in Excel or WPS, save it under a new name and upload the new file.")));
}

static enum rc feed(void *arg, struct sv piece)
{
	struct walk *w = arg;
	if (XML_Parse(w->parser, piece.p, (int)piece.n, 0) != XML_STATUS_OK && w->rc == RC_OK)
		w->rc = xml_broken(w->cx, w->part, XML_ErrorString(XML_GetErrorCode(w->parser)));
	return w->rc;
}

enum rc xml_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part, const struct xml_handlers *h,
		 void *arg)
{
	struct walk w = { .cx = cx, .parser = XML_ParserCreate(NULL), .part = part, .h = h, .arg = arg };
	if (!w.parser)
		return because(cx, RC_LIMIT, "expat has no memory");
	XML_SetUserData(w.parser, &w);
	XML_SetElementHandler(w.parser, on_start, on_end);
	XML_SetCharacterDataHandler(w.parser, on_text);
	XML_SetStartDoctypeDeclHandler(w.parser, on_doctype);
	enum rc rc = zip_dir_read(cx, z, part, feed, &w);
	if (rc == RC_OK && XML_Parse(w.parser, "", 0, 1) != XML_STATUS_OK)
		rc = w.rc != RC_OK ? w.rc
				   : xml_broken(cx, part, XML_ErrorString(XML_GetErrorCode(w.parser)));
	XML_ParserFree(w.parser);
	return rc;
}

struct sv xml_att(const struct xml_el *el, const char *name)
{
	for (const char *const *a = el->atts; a[0]; a += 2)
		if (sv_is(local(a[0]), name))
			return sv_of(a[1]);
	return SV_NONE;
}

bool xml_att_true(const struct xml_el *el, const char *name, bool otherwise)
{
	struct sv v = xml_att(el, name);
	return v.p ? sv_is(v, "1") || sv_is(v, "true") || sv_is(v, "on") : otherwise;
}

int xml_att_int(const struct xml_el *el, const char *name, int most, int otherwise)
{
	int64_t v;
	struct sv s = xml_att(el, name);
	return s.p && sv_int(s, &v) && v >= 0 && v <= most ? (int)v : otherwise;
}
