/* Made by tmplc from tests/tmplc/escape.tmpl. */
#include "escape.tmpl.h"

#line 3 "tests/tmplc/escape.tmpl"
void escape(struct out *o, struct sv s, struct url u, int n)
{
	(void)o;
	out_raw(o, SV("<!doctype html>\n\n<p title=\""));
#line 6 "tests/tmplc/escape.tmpl"
	OUT_ATTR(o, (s));
	out_raw(o, SV("\" data-n='"));
#line 6 "tests/tmplc/escape.tmpl"
	OUT_ATTR(o, (n));
	out_raw(o, SV("'>"));
#line 6 "tests/tmplc/escape.tmpl"
	OUT_TEXT(o, (s));
	out_raw(o, SV(" &amp; "));
#line 6 "tests/tmplc/escape.tmpl"
	OUT_TEXT(o, SV("kB"));
	out_raw(o, SV("</p>\n<a href=\""));
#line 7 "tests/tmplc/escape.tmpl"
	OUT_URL(o, (u));
	out_raw(o, SV("\">"));
#line 7 "tests/tmplc/escape.tmpl"
	OUT_TEXT(o, (n));
	out_raw(o, SV("</a> <a href=\"/x/"));
#line 7 "tests/tmplc/escape.tmpl"
	OUT_URL_PART(o, (s));
	out_raw(o, SV("\?n="));
#line 7 "tests/tmplc/escape.tmpl"
	OUT_URL_PART(o, (n));
	out_raw(o, SV("#"));
#line 7 "tests/tmplc/escape.tmpl"
	OUT_URL_PART(o, (s));
	out_raw(o, SV("\" "));
#line 7 "tests/tmplc/escape.tmpl"
	if (n > 0) {
	out_raw(o, SV("rel=\"next\""));
	}
	out_raw(o, SV(">"));
#line 7 "tests/tmplc/escape.tmpl"
	OUT_TEXT(o, (s));
	out_raw(o, SV("</a>\n<title>"));
#line 8 "tests/tmplc/escape.tmpl"
	OUT_TEXT(o, (s));
	out_raw(o, SV("</title>\n<textarea name=\"t\" rows=3>\n"));
#line 9 "tests/tmplc/escape.tmpl"
	OUT_TEXT(o, (s));
	out_raw(o, SV("</textarea>\n<img src=\"/-/a.png\" alt=\"\"><br><svg><path d=\"M0 0\"/></svg>\n<script src=\"/-/a.js\" defer></script>\n"));
}

