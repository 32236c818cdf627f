/* Made by tmplc from tests/tmplc/flow.tmpl. */
#include "flow.tmpl.h"

#line 1 "tests/tmplc/flow.tmpl"
static void look(struct out *o, size_t n);
#line 23 "tests/tmplc/flow.tmpl"
static void inner(struct out *o, int k);
#line 1 "tests/tmplc/flow.tmpl"
static void look(struct out *o, size_t n)
{
	(void)o;
#line 2 "tests/tmplc/flow.tmpl"
	if (n > 1) {
	out_raw(o, SV(" class=\"many\""));
	}
}

#line 5 "tests/tmplc/flow.tmpl"
void flow(struct out *o, const int *v, size_t n)
{
	(void)o;
	out_raw(o, SV("<ul>\n"));
#line 7 "tests/tmplc/flow.tmpl"
	for (size_t i = 0; i < n; i++) {
#line 8 "tests/tmplc/flow.tmpl"
	int k = v[i];
#line 9 "tests/tmplc/flow.tmpl"
	if (k == 1) {
	out_raw(o, SV("<li class=\"one\">"));
#line 10 "tests/tmplc/flow.tmpl"
	OUT_TEXT(o, (k));
	out_raw(o, SV("</li>\n"));
#line 11 "tests/tmplc/flow.tmpl"
	} else if (k > '}') {
	out_raw(o, SV("<li>"));
#line 12 "tests/tmplc/flow.tmpl"
	OUT_TEXT(o, (k * 2));
	out_raw(o, SV("</li>\n"));
#line 13 "tests/tmplc/flow.tmpl"
	} else {
	out_raw(o, SV("<li>"));
#line 14 "tests/tmplc/flow.tmpl"
	inner(o, k);
	out_raw(o, SV("</li>\n"));
	}
	}
	out_raw(o, SV("</ul>\n"));
#line 18 "tests/tmplc/flow.tmpl"
	box_open(o, n);
	out_raw(o, SV("<p"));
#line 19 "tests/tmplc/flow.tmpl"
	look(o, n);
	out_raw(o, SV(">-</p>\n"));
#line 18 "tests/tmplc/flow.tmpl"
	box_close(o, n);
}

#line 23 "tests/tmplc/flow.tmpl"
static void inner(struct out *o, int k)
{
	(void)o;
	out_raw(o, SV("<b>"));
#line 24 "tests/tmplc/flow.tmpl"
	OUT_TEXT(o, (k));
	out_raw(o, SV("</b>"));
#line 25 "tests/tmplc/flow.tmpl"
	if (k) {
	out_raw(o, SV(" <i>"));
#line 25 "tests/tmplc/flow.tmpl"
	OUT_TEXT(o, (k));
	out_raw(o, SV("</i>"));
	}
}

#line 28 "tests/tmplc/flow.tmpl"
void box_open(struct out *o, size_t n)
{
	(void)o;
	out_raw(o, SV("<div class=\"b"));
#line 29 "tests/tmplc/flow.tmpl"
	OUT_ATTR(o, (n));
	out_raw(o, SV("\">\n"));
}

#line 31 "tests/tmplc/flow.tmpl"
void box_close(struct out *o, size_t n)
{
	(void)o;
#line 32 "tests/tmplc/flow.tmpl"
	(void)n;
	out_raw(o, SV("</div>\n"));
}

