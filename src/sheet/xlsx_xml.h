#ifndef SHEET_XLSX_XML_H
#define SHEET_XLSX_XML_H
/* The XML parts of an .xlsx file, element by element.  No document type, hence no entities beyond XML's own
 * five; names without their prefix. */
#include "sheet/xlsx_zip.h"

struct xml_el {
	struct sv name;
	const char *const *atts; /* name, value, …, NULL */
	int depth;               /* 1 for the root */
};

struct xml_handlers {
	enum rc (*start)(void *arg, const struct xml_el *el);
	enum rc (*end)(void *arg, struct sv name, int depth); /* may be NULL, as may text */
	enum rc (*text)(void *arg, struct sv text);
};

NODISCARD enum rc xml_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part,
			   const struct xml_handlers *h, void *arg);

/* The value, or SV_NONE. */
struct sv xml_att(const struct xml_el *el, const char *name);
bool xml_att_true(const struct xml_el *el, const char *name, bool otherwise);
/* A number from 0 to `most`, else `otherwise`. */
int xml_att_int(const struct xml_el *el, const char *name, int most, int otherwise);

/* For a reader that finds something impossible. */
enum rc xml_broken(struct ctx *cx, const struct zip_part *part, const char *why);

#endif
