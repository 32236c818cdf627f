/* Made by tmplc from tests/tmplc/texts.tmpl. */
#include "texts.tmpl.h"

#line 1 "tests/tmplc/texts.tmpl"
void texts(struct out *o, int n, const char *id)
{
	(void)o;
	out_raw(o, SV("<p title=\""));
#line 2 "tests/tmplc/texts.tmpl"
	out_tr(o, "Close");
	out_raw(o, SV("\">"));
#line 2 "tests/tmplc/texts.tmpl"
	out_tr(o, "%d of %d: \"}}\" _} 100%%", n, n);
	out_raw(o, SV(" "));
#line 2 "tests/tmplc/texts.tmpl"
	out_trn(o, n, "%d day", "%d days", n);
	out_raw(o, SV(" "));
#line 2 "tests/tmplc/texts.tmpl"
	out_msg(o, id);
	out_raw(o, SV("</p>\n<pre>\n  "));
#line 4 "tests/tmplc/texts.tmpl"
	out_tr(o, "kept");
	out_raw(o, SV("\n</pre>\n"));
}

