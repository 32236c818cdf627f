#include "app/file/kind.h"

#include "base/utf8.h"
#include "sheet/jail.h"

/* Kinds that people send and that are not taken, by their first bytes: each with what to do. */
static const struct {
	size_t at;
	struct sv bytes;
	const char *text;
} known[] = {
	{ 4, { "ftyp", 4 }, N_("This is a HEIC photo or a video. On an iPhone choose Settings, Camera, Formats, Most Compatible; or send a screenshot.") },
	{ 0, { "\xd0\xcf\x11\xe0", 4 }, N_("This is an old Word, Excel or WPS file. Save it as .docx, .xlsx or PDF and send that.") },
	{ 0, { "GIF8", 4 }, N_("GIF pictures are not taken. Send a photo (JPEG) or a screenshot (PNG).") },
	{ 0, { "BM", 2 }, N_("BMP pictures are not taken. Send a photo (JPEG) or a screenshot (PNG).") },
	{ 8, { "WEBP", 4 }, N_("WEBP pictures are not taken. Send a photo (JPEG) or a screenshot (PNG).") },
	{ 0, { "Rar!", 4 }, N_("Packed files are not taken. Unpack it and send the files one by one.") },
	{ 0, { "7z\xbc\xaf", 4 }, N_("Packed files are not taken. Unpack it and send the files one by one.") },
	{ 0, { "\x1f\x8b", 2 }, N_("Packed files are not taken. Unpack it and send the files one by one.") },
};

static enum rc refuse(struct ctx *cx, struct sv s)
{
	for (size_t i = 0; i < COUNT(known); i++)
		if (sv_starts(sv_from(s, known[i].at), known[i].bytes))
			return fail(cx, RC_INVALID, "file.type", "%.*s", SV_ARG(sv_of(tr(cx->lang, known[i].text))));
	return fail(cx, RC_INVALID, "file.type",
		    N_("Files of this kind are not taken. Send a photo (JPEG), PNG, PDF, .docx, .xlsx or plain text."));
}

static bool plain_text(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && !strchr("\t\n\r", s.p[i]))
			return false;
	return utf8_valid(s) && !memchr(s.p, 0, s.n);
}

enum rc file_judge_bytes(struct ctx *cx, struct sv s, struct blocks *out)
{
	struct file_verdict v = { 0 };
	struct sv bytes = SV_NONE;
	if (s.n == 0)
		return fail(cx, RC_INVALID, "file.empty", N_("This file is empty. Choose another."));
	if (sv_starts(s, SV("\xff\xd8\xff"))) {
		TRY(photo_anew(cx, s, &v, &bytes));
	} else if (sv_starts(s, SV("\x89PNG\r\n\x1a\n"))) {
		TRY(png_strip(cx, s, &v, &bytes));
	} else if (sv_starts(s, SV("PK\3\4"))) {
		TRY(office_anew(cx, s, &v, &bytes));
	} else if (sv_starts(s, SV("%PDF-")) && sv_has(sv_from(s, s.n > 4096 ? s.n - 4096 : 0), SV("%%EOF"))) {
		v.type = FILE_PDF;
		v.as_is = 1;
	} else if (plain_text(s)) {
		v.type = FILE_TXT;
		v.as_is = 1;
	} else {
		return refuse(cx, s);
	}
	blocks_put(out, sv_make((const char *)&v, sizeof(v)));
	if (!v.as_is)
		blocks_put(out, bytes);
	return RC_OK;
}

enum rc file_judge(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	(void)arg;
	struct sv s = SV_NONE;
	enum rc rc = jail_slurp(cx, in, FILE_MAX, &s);
	if (rc == RC_LIMIT && !cx->faults)
		return fail(cx, RC_INVALID, "file.large", N_("This file is larger than %d MB. Send a smaller one, or a part of it."), FILE_MAX >> 20);
	return rc == RC_OK ? file_judge_bytes(cx, s, out) : rc;
}
