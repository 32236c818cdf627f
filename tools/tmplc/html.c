/* Follows the HTML of a template byte by byte: enough to know what escaping a place needs, and to refuse
 * what our pages never contain (script and style in the page, unquoted expressions, untranslated text). */
#include "tmplc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool is_void(const char *tag)
{
	static const char *const list[] = { "area", "br", "col", "embed", "hr", "img", "input", "link",
		"meta", "source", "track", "wbr", NULL };
	return one_of(tag, list);
}

static bool is_url_attr(const char *attr)
{
	static const char *const list[] = { "href", "src", "action", "formaction", "cite", "poster", "data",
		"xlink:href", "data-url", "data-get", "data-post", "data-href", NULL };
	return one_of(attr, list);
}

static bool is_people_attr(const char *attr)
{
	static const char *const list[] = { "alt", "title", "aria-label", "placeholder", "label",
		"aria-description", NULL };
	return one_of(attr, list);
}

void html_init(struct html *h, const struct src *src, bool loose)
{
	*h = (struct html){ .src = src, .loose = loose };
}

bool html_keeps_space(const struct html *h)
{
	if (h->state == IN_RCDATA || h->state == IN_QUOTED)
		return true;
	for (int i = 0; i < h->depth; i++)
		if (strcmp(h->stack[i], "pre") == 0)
			return true;
	return false;
}

static void name_add(struct html *h, char *name, char c, size_t pos)
{
	size_t n = strlen(name);
	if (n + 1 >= NAME_MAX_)
		stop(h->src, pos, "the name '%s…' is too long", name);
	name[n] = (char)tolower((unsigned char)c);
	name[n + 1] = '\0';
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == ':' || c == '.';
}

/* Literal text that people read must go through the catalogue. */
static void people_byte(struct html *h, char c, size_t pos)
{
	unsigned char u = (unsigned char)c;
	if (h->entity) {
		if (c == ';')
			h->entity = false;
		return;
	}
	if (c == '&') {
		h->entity = true;
		h->letters = 0;
		return;
	}
	h->letters = isalpha(u) ? h->letters + 1 : 0;
	bool han = (u >= 0xE4 && u <= 0xE9) ||
		   (u == 0xE3 && pos + 1 < h->src->n && (unsigned char)h->src->p[pos + 1] != 0x80);
	if (h->letters >= 2 || han)
		stop(h->src, pos, "text for people stands outside the catalogue; write {_ \"English text\" _}, or "
				  "{{ \"kB\" }} for a sign that is the same in every language");
}

/* What may stand at the front of an address. */
static void check_prefix(const struct html *h, size_t pos)
{
	static const char *const good[] = { "http://", "https://", "mailto:", "tel:", NULL };
	if (h->prefix_n == 0)
		return;
	for (const char *const *g = good; *g; g++)
		if (strncasecmp(h->prefix, *g, strlen(*g)) == 0)
			return;
	if (h->prefix[0] == '/' && h->prefix[1] == '/')
		stop(h->src, pos, "an address must not begin with //; write https://… or a path");
	size_t n = strcspn(h->prefix, "/?#");
	if (memchr(h->prefix, ':', n))
		stop(h->src, pos, "only http:, https:, mailto: and tel: addresses may be written here");
}

static void tag_begin(struct html *h, size_t pos)
{
	h->tag[0] = '\0';
	h->has_alt = h->has_type = h->has_src = false;
	h->tag_pos = pos;
}

static void check_tag_name(const struct html *h, size_t pos)
{
	if (strcmp(h->tag, "style") == 0)
		stop(h->src, pos, "<style> is refused (content policy); write the rule in ui/bixue.css");
	if (strcmp(h->tag, "base") == 0)
		stop(h->src, pos, "<base> is refused; write whole paths");
}

static void check_attr_name(struct html *h, size_t pos)
{
	const char *a = h->attr;
	if (a[0] == 'o' && a[1] == 'n')
		stop(h->src, pos, "the attribute '%s' is refused (content policy); give the element a data- "
				  "attribute and handle it in ui/bixue.js", a);
	if (strcmp(a, "style") == 0)
		stop(h->src, pos, "style= is refused (content policy); use a class from ui/bixue.css");
	if (strcmp(a, "srcdoc") == 0 || strcmp(a, "http-equiv") == 0 || strcmp(a, "srcset") == 0)
		stop(h->src, pos, "the attribute '%s' is refused", a);
	if (strcmp(a, "alt") == 0)
		h->has_alt = true;
	if (strcmp(a, "type") == 0)
		h->has_type = true;
	if (strcmp(a, "src") == 0)
		h->has_src = true;
	h->url = is_url_attr(a);
}

static void value_begin(struct html *h)
{
	h->prefix_n = 0;
	memset(h->prefix, 0, sizeof(h->prefix));
	h->value_begun = false;
	h->letters = 0;
	h->entity = false;
}

static void value_byte(struct html *h, char c, size_t pos)
{
	if (h->url && h->prefix_n + 1 < PREFIX_MAX && (!h->value_begun || h->prefix_n > 0))
		h->prefix[h->prefix_n++] = c;
	h->value_begun = true;
	if (is_people_attr(h->attr))
		people_byte(h, c, pos);
}

static void value_end(struct html *h, size_t pos)
{
	if (h->url)
		check_prefix(h, pos);
	h->state = IN_TAG;
}

static void push(struct html *h, size_t pos)
{
	if (h->depth == DEPTH_MAX)
		stop(h->src, pos, "more than %d nested tags", DEPTH_MAX);
	memcpy(h->stack[h->depth++], h->tag, NAME_MAX_);
}

static void tag_end(struct html *h, bool self_closing, size_t pos, struct str *lit)
{
	h->state = IN_TEXT;
	h->letters = 0;
	h->entity = false;
	if (strcmp(h->tag, "img") == 0 && !h->has_alt)
		stop(h->src, h->tag_pos, "<img> without alt=; write alt=\"\" for a mere ornament");
	if (strcmp(h->tag, "button") == 0 && !h->has_type)
		stop(h->src, h->tag_pos, "<button> without type=; write type=\"submit\" or type=\"button\"");
	if (strcmp(h->tag, "script") == 0 && !h->has_src)
		stop(h->src, h->tag_pos, "<script> without src= is refused (content policy); put it in ui/bixue.js");
	if (self_closing || is_void(h->tag))
		return;
	push(h, pos);
	if (strcmp(h->tag, "script") == 0)
		h->state = IN_SCRIPT;
	if (strcmp(h->tag, "title") == 0 || strcmp(h->tag, "textarea") == 0)
		h->state = IN_RCDATA;
	/* A browser drops the first newline of a textarea, so give it one of ours. */
	if (strcmp(h->tag, "textarea") == 0)
		str_putc(lit, '\n');
}

static void close_end(struct html *h, size_t pos)
{
	h->state = IN_TEXT;
	h->letters = 0;
	h->entity = false;
	if (is_void(h->tag))
		stop(h->src, pos, "<%s> has no closing tag", h->tag);
	if (h->depth > 0 && strcmp(h->stack[h->depth - 1], h->tag) == 0) {
		h->depth--;
		return;
	}
	if (h->loose && h->depth == 0)
		return;
	if (h->depth == 0)
		stop(h->src, pos, "</%s> closes nothing here; only parts named …_open and …_close may be unbalanced",
		     h->tag);
	stop(h->src, pos, "</%s> where </%s> is due", h->tag, h->stack[h->depth - 1]);
}

static bool ahead(const struct html *h, size_t pos, const char *what)
{
	size_t n = strlen(what);
	return h->src->n - pos >= n && strncasecmp(h->src->p + pos, what, n) == 0;
}

/* `<` in text: what begins here? */
static void less_than(struct html *h, size_t pos, struct str *lit)
{
	if (ahead(h, pos, "<!--")) {
		h->state = IN_COMMENT;
		return;
	}
	char next = '\0';
	if (pos + 1 < h->src->n)
		next = h->src->p[pos + 1];
	if (next == '/')
		h->state = IN_CLOSE;
	else if (next == '!')
		h->state = IN_DECL;
	else if (isalpha((unsigned char)next))
		h->state = IN_NAME;
	else
		stop(h->src, pos, "'<' begins no tag here; write &lt;");
	tag_begin(h, pos);
	str_putc(lit, '<');
}

static void content_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	if (h->state == IN_TEXT && c == '<') {
		less_than(h, pos, lit);
		return;
	}
	if (c == '<') {
		char end[NAME_MAX_ + 4];
		snprintf(end, sizeof(end), "</%s", h->stack[h->depth - 1]);
		if (!ahead(h, pos, end))
			stop(h->src, pos, "no tags inside <%s>; write &lt;", h->stack[h->depth - 1]);
		less_than(h, pos, lit);
		return;
	}
	if (h->state == IN_SCRIPT && !isspace((unsigned char)c))
		stop(h->src, pos, "script in the page is refused (content policy); put it in ui/bixue.js");
	people_byte(h, c, pos);
	str_putc(lit, c);
}

static void attr_begin(struct html *h, char c, size_t pos)
{
	if (!is_name_char(c))
		stop(h->src, pos, "'%c' may not stand here in a tag", c);
	h->attr[0] = '\0';
	name_add(h, h->attr, c, pos);
	h->state = IN_ATTR;
}

static void in_tag_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	if (h->gap && c != '>' && c != '/' && !isspace((unsigned char)c))
		stop(h->src, pos, "a name may not go on after a directive; put a blank between them");
	h->gap = false;
	str_putc(lit, c);
	if (c == '>')
		tag_end(h, false, pos, lit);
	else if (c == '/')
		h->state = IN_SLASH;
	else if (!isspace((unsigned char)c))
		attr_begin(h, c, pos);
}

static void name_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	if (is_name_char(c)) {
		name_add(h, h->tag, c, pos);
		str_putc(lit, c);
		return;
	}
	check_tag_name(h, h->tag_pos);
	h->state = IN_TAG;
	in_tag_byte(h, c, pos, lit);
}

static void close_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	str_putc(lit, c);
	if (c == '>')
		close_end(h, pos);
	else if (is_name_char(c))
		name_add(h, h->tag, c, pos);
	else if (c != '/' && !isspace((unsigned char)c))
		stop(h->src, pos, "'%c' may not stand in a closing tag", c);
}

static void attr_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	if (h->state == IN_ATTR && is_name_char(c)) {
		name_add(h, h->attr, c, pos);
		str_putc(lit, c);
		return;
	}
	if (h->state == IN_ATTR)
		check_attr_name(h, pos - 1);
	h->state = AFTER_ATTR;
	if (c == '=') {
		h->state = BEFORE_VALUE;
		value_begin(h);
		str_putc(lit, c);
	} else if (isspace((unsigned char)c)) {
		str_putc(lit, c);
	} else {
		h->state = IN_TAG;
		in_tag_byte(h, c, pos, lit);
	}
}

static void before_value_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	str_putc(lit, c);
	if (isspace((unsigned char)c))
		return;
	if (c == '"' || c == '\'') {
		h->quote = c;
		h->state = IN_QUOTED;
		return;
	}
	if (!isalnum((unsigned char)c))
		stop(h->src, pos, "write the value of '%s' in quotes", h->attr);
	h->state = IN_BARE;
	value_byte(h, c, pos);
}

static void bare_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	if (isspace((unsigned char)c) || c == '>') {
		value_end(h, pos);
		in_tag_byte(h, c, pos, lit);
		return;
	}
	if (!is_name_char(c))
		stop(h->src, pos, "write the value of '%s' in quotes", h->attr);
	value_byte(h, c, pos);
	str_putc(lit, c);
}

static void quoted_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	str_putc(lit, c);
	if (c == h->quote)
		value_end(h, pos);
	else
		value_byte(h, c, pos);
}

static void comment_byte(struct html *h, char c, size_t pos)
{
	if (c == '>' && pos >= 2 && h->src->p[pos - 1] == '-' && h->src->p[pos - 2] == '-')
		h->state = IN_TEXT;
}

void html_byte(struct html *h, char c, size_t pos, struct str *lit)
{
	switch (h->state) {
	case IN_TEXT:
	case IN_RCDATA:
	case IN_SCRIPT:
		content_byte(h, c, pos, lit);
		break;
	case IN_DECL:
		str_putc(lit, c);
		if (c == '>')
			h->state = IN_TEXT;
		break;
	case IN_COMMENT:
		comment_byte(h, c, pos);
		break;
	case IN_NAME:
		name_byte(h, c, pos, lit);
		break;
	case IN_CLOSE:
		close_byte(h, c, pos, lit);
		break;
	case IN_TAG:
		in_tag_byte(h, c, pos, lit);
		break;
	case IN_SLASH:
		if (c != '>')
			stop(h->src, pos, "'/' may stand only at the end of a tag");
		str_putc(lit, c);
		tag_end(h, true, pos, lit);
		break;
	case IN_ATTR:
	case AFTER_ATTR:
		attr_byte(h, c, pos, lit);
		break;
	case BEFORE_VALUE:
		before_value_byte(h, c, pos, lit);
		break;
	case IN_QUOTED:
		quoted_byte(h, c, pos, lit);
		break;
	case IN_BARE:
		bare_byte(h, c, pos, lit);
		break;
	}
}

enum place html_place(struct html *h, size_t pos)
{
	h->letters = 0;
	switch (h->state) {
	case IN_TEXT:
	case IN_RCDATA:
		return PLACE_TEXT;
	case IN_QUOTED:
		if (!h->url)
			return PLACE_ATTR;
		check_prefix(h, pos);
		if (h->value_begun)
			return PLACE_URL_PART;
		h->value_begun = true;
		return PLACE_URL;
	case BEFORE_VALUE:
	case IN_BARE:
		stop(h->src, pos, "an expression in a value needs quotes: %s=\"…\"", h->attr);
	case IN_SCRIPT:
		stop(h->src, pos, "no expression inside <script>; use a data- attribute and ui/bixue.js");
	case IN_COMMENT:
		stop(h->src, pos, "no expression inside an HTML comment; use {# … #}");
	case IN_DECL:
	case IN_NAME:
	case IN_CLOSE:
	case IN_TAG:
	case IN_SLASH:
	case IN_ATTR:
	case AFTER_ATTR:
		break;
	}
	stop(h->src, pos, "an expression may stand in text or in a quoted value, not as part of a tag; choose the "
			  "attribute with {%% if … %%}");
}

/* A name is finished by the byte after it; at a directive it is finished already, so that no name is
 * pieced together from two sides of a directive. */
void html_settle(struct html *h, size_t pos)
{
	switch ((int)h->state) {
	case IN_NAME:
		check_tag_name(h, h->tag_pos);
		h->gap = true;
		h->state = IN_TAG;
		break;
	case IN_ATTR:
		check_attr_name(h, pos);
		h->gap = true;
		h->state = IN_TAG;
		break;
	case AFTER_ATTR:
		h->state = IN_TAG;
		break;
	case IN_BARE:
		value_end(h, pos);
		h->gap = true;
		break;
	case BEFORE_VALUE:
		stop(h->src, pos, "write the value of '%s' in quotes", h->attr);
	case IN_CLOSE:
	case IN_SLASH:
	case IN_DECL:
	case IN_COMMENT:
		stop(h->src, pos, "no directive may stand inside a closing tag, a doctype or an HTML comment");
	default:
		break;
	}
}

void html_join(struct html *a, const struct html *b, size_t pos, const char *what)
{
	if (a->state != b->state || (a->state == IN_QUOTED && strcmp(a->attr, b->attr) != 0))
		stop(a->src, pos, "%s leaves the HTML in another place (inside a tag or value) than the other way "
				  "here; close what was opened on every way", what);
	if (a->state == IN_QUOTED && a->url && a->value_begun != b->value_begun)
		stop(a->src, pos, "%s begins the address and the other way does not; begin it on every way", what);
	if (a->depth != b->depth) {
		const struct html *more = a->depth > b->depth ? a : b;
		stop(a->src, pos, "%s opens or closes tags the other way does not (<%s>)", what,
		     more->stack[more->depth - 1]);
	}
	for (int i = 0; i < a->depth; i++)
		if (strcmp(a->stack[i], b->stack[i]) != 0)
			stop(a->src, pos, "%s leaves <%s> open, the other way <%s>", what, a->stack[i], b->stack[i]);
	a->has_alt = a->has_alt && b->has_alt;
	a->has_type = a->has_type && b->has_type;
	a->has_src = a->has_src && b->has_src;
	a->gap = a->gap || b->gap;
}

void html_finish(const struct html *h, enum html_state due, size_t pos)
{
	if (h->state != due)
		stop(h->src, pos, due == IN_TAG ? "attributes end inside a value or after the tag"
						: "the page ends inside a tag, a value or a comment");
	if (h->depth > 0 && !h->loose)
		stop(h->src, pos, "<%s> is not closed", h->stack[h->depth - 1]);
}
