/* PNG: its chunks are walked and only those are kept that draw the picture.  Runs in the jail. */
#include "app/file/kind.h"

#include "sheet/xlsx_zip.h"

enum { SIDE_MAX = 30000 };

static enum rc broken(struct ctx *cx, const char *why)
{
	because(cx, RC_INVALID, "png: %s", why);
	return fail(cx, RC_INVALID, "file.png", N_("This PNG picture is damaged. Save it again, or make a screenshot of it."));
}

static uint32_t be32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

/* Not kept: tEXt iTXt zTXt (words), eXIf (place, device), tIME, iCCP (names its maker), acTL fcTL fdAT (moving
 * pictures), private ones, and whatever stands after the end. */
static bool draws(struct sv name)
{
	static const char kept[] = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT pHYs";
	for (const char *k = kept; *k; k += k[4] ? 5 : 4)
		if (memcmp(k, name.p, 4) == 0)
			return true;
	return false;
}

static enum rc head(struct ctx *cx, struct sv body, struct file_verdict *ret)
{
	if (body.n != 13)
		return broken(cx, "IHDR");
	uint32_t w = be32(body.p), h = be32(body.p + 4);
	if (w == 0 || h == 0)
		return broken(cx, "no size");
	TRY(pixels_too_many(cx, w, h));
	if (w > SIDE_MAX || h > SIDE_MAX)
		return broken(cx, "too long");
	*ret = (struct file_verdict){ .type = FILE_PNG, .width = w, .height = h };
	return RC_OK;
}

enum rc png_strip(struct ctx *cx, struct sv in, struct file_verdict *ret, struct sv *ret_bytes)
{
	char *out = NEW(cx->a, char, in.n);
	size_t n = 8, at = 8;
	bool drawn = false;
	memcpy(out, in.p, 8);
	for (;;) {
		if (in.n - at < 12)
			return broken(cx, "cut off");
		size_t len = be32(in.p + at);
		struct sv name = sv_make(in.p + at + 4, 4);
		if (len > in.n - at - 12)
			return broken(cx, "a chunk too long");
		if (be32(in.p + at + 8 + len) != zip_crc(sv_make(name.p, len + 4)))
			return broken(cx, "a checksum");
		if (at == 8 ? !sv_is(name, "IHDR") : sv_is(name, "IHDR"))
			return broken(cx, "IHDR is not first");
		if (at == 8)
			TRY(head(cx, sv_make(name.p + 4, len), ret));
		drawn |= sv_is(name, "IDAT");
		if (draws(name)) {
			memcpy(out + n, in.p + at, len + 12);
			n += len + 12;
		}
		at += len + 12;
		if (sv_is(name, "IEND"))
			break;
	}
	if (!drawn)
		return broken(cx, "no picture");
	*ret_bytes = sv_make(out, n);
	return RC_OK;
}
