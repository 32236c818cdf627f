#ifndef SHEET_XLSX_TEXT_H
#define SHEET_XLSX_TEXT_H
/* Texts of an .xlsx file: plain or in runs of their own fonts, with phonetic runs (left out) and the
 * _x000D_ escapes; and the table of shared ones. */
#include "base/buf.h"
#include "sheet/xlsx_xml.h"

struct rich {
	struct buf text;
	int rph;           /* inside a phonetic run: its depth */
	bool in_t, in_run, run_strike;
	bool some, all_strike; /* text was seen; all of it was struck through */
};

struct rich rich_new(struct arena *a);
void rich_reset(struct rich *r);
void rich_start(struct rich *r, const struct xml_el *el);
void rich_text(struct rich *r, struct sv s);
void rich_end(struct rich *r, struct sv name, int depth);
bool rich_struck(const struct rich *r);

/* Undoes _xHHHH_ ; a view of `s` itself where there is none. */
struct sv xlsx_unescape(struct arena *a, struct sv s);

struct shared {
	struct sv text;
	bool strike;
};

struct shared_table {
	struct shared *s;
	size_t n, cap;
};

NODISCARD enum rc xlsx_shared_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part,
				   struct shared_table *ret);

#endif
