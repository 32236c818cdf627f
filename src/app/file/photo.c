/* Photos: decoded and encoded anew, so that nothing of the old file but its picture is left.  Runs in the jail. */
#include "app/file/kind.h"

#include <turbojpeg.h>

static enum rc broken(struct ctx *cx, const char *why)
{
	because(cx, RC_INVALID, "photo: %s", why);
	return fail(cx, RC_INVALID, "file.photo", N_("This photo is damaged or was cut off on its way. Take it again, or choose another."));
}

enum rc pixels_too_many(struct ctx *cx, int64_t width, int64_t height)
{
	if (width * height <= FILE_PIXELS_MAX)
		return RC_OK;
	return fail(cx, RC_INVALID, "file.pixels",
		    N_("This picture has %lld × %lld points; %d million are the most. Choose a smaller size in the camera, or send a screenshot of it."),
		    (long long)width, (long long)height, FILE_PIXELS_MAX / 1000000);
}

/* ---- the old file's markers --------------------------------------------------------------------------------- */

static unsigned be16(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static uint32_t tiff(struct sv s, size_t at, int n, bool big)
{
	uint32_t v = 0;
	if (at > s.n || s.n - at < (size_t)n)
		return 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)s.p[at + (size_t)(big ? i : n - 1 - i)];
	return v;
}

/* Tag 0x0112 of the first directory (Exif 2.32, 4.6.4). */
static int exif_orientation(struct sv s)
{
	bool big = sv_starts(s, SV("MM"));
	if ((!big && !sv_starts(s, SV("II"))) || tiff(s, 2, 2, big) != 42)
		return 1;
	size_t dir = tiff(s, 4, 4, big), n = tiff(s, dir, 2, big);
	for (size_t i = 0; i < n && i < 200; i++) {
		size_t at = dir + 2 + 12 * i;
		uint32_t v = tiff(s, at + 8, 2, big);
		if (tiff(s, at, 2, big) == 0x0112 && tiff(s, at + 2, 2, big) == 3)
			return v >= 1 && v <= 8 ? (int)v : 1;
	}
	return 1;
}

/* Walks the segments before the picture; the bytes after SOS in `*ret_rest`. */
static bool walk(struct sv s, int *ret_orientation, struct sv *ret_rest)
{
	if (!sv_starts(s, SV("\xff\xd8\xff")))
		return false;
	size_t at = 2;
	*ret_orientation = 1;
	while (at + 4 <= s.n && (unsigned char)s.p[at] == 0xff) {
		unsigned kind = (unsigned char)s.p[at + 1];
		if (kind == 0xff) { /* a fill byte */
			at++;
			continue;
		}
		size_t n = be16(s.p + at + 2);
		if (n < 2 || at + 2 + n > s.n)
			return false;
		struct sv body = sv_make(s.p + at + 4, n - 2);
		if (kind == 0xe1 && sv_starts(body, SV("Exif\0\0")) && *ret_orientation == 1)
			*ret_orientation = exif_orientation(sv_from(body, 6));
		at += 2 + n;
		if (kind == 0xda) {
			*ret_rest = sv_from(s, at);
			return true;
		}
	}
	return false;
}

int photo_orientation(struct sv jpeg)
{
	int o = 1;
	struct sv rest;
	return walk(jpeg, &o, &rest) ? o : 1;
}

/* ---- pixels --------------------------------------------------------------------------------------------------- */

struct pixels {
	unsigned char *p;        /* RGB */
	int w, h;
};

/* One line by area: each new point is the mean of what it covers. */
static void shrink_line(const unsigned char *from, size_t step, int64_t n, unsigned char *to, size_t to_step, int64_t m)
{
	for (int64_t d = 0; d < m; d++) {
		int64_t lo = d * n, hi = lo + n, sum[3] = { 0 };
		for (int64_t i = lo / m; i * m < hi; i++) {
			int64_t a = i * m > lo ? i * m : lo, b = (i + 1) * m < hi ? (i + 1) * m : hi;
			for (int c = 0; c < 3; c++)
				sum[c] += (b - a) * from[(size_t)i * step + (size_t)c];
		}
		for (int c = 0; c < 3; c++)
			to[(size_t)d * to_step + (size_t)c] = (unsigned char)((sum[c] + n / 2) / n);
	}
}

static struct pixels shrink(struct arena *a, struct pixels s)
{
	int most = s.w > s.h ? s.w : s.h;
	if (most <= FILE_SIDE_MAX)
		return s;
	int w = (int)((int64_t)s.w * FILE_SIDE_MAX / most), h = (int)((int64_t)s.h * FILE_SIDE_MAX / most);
	w = w > 0 ? w : 1;
	h = h > 0 ? h : 1;
	unsigned char *across = NEW(a, unsigned char, (size_t)w * (size_t)s.h * 3);
	struct pixels d = { NEW(a, unsigned char, (size_t)w * (size_t)h * 3), w, h };
	for (int y = 0; y < s.h; y++)
		shrink_line(s.p + (size_t)y * (size_t)s.w * 3, 3, s.w, across + (size_t)y * (size_t)w * 3, 3, w);
	for (int x = 0; x < w; x++)
		shrink_line(across + (size_t)x * 3, (size_t)w * 3, s.h, d.p + (size_t)x * 3, (size_t)w * 3, h);
	return d;
}

/* Where the point (x, y) of the upright picture stands in the stored one. */
static size_t stored_at(const struct pixels *s, int o, int x, int y)
{
	int sx = o >= 5 ? y : x, sy = o >= 5 ? x : y;
	if (o == 2 || o == 3 || o == 7 || o == 8)
		sx = s->w - 1 - sx;
	if (o == 3 || o == 4 || o == 6 || o == 7)
		sy = s->h - 1 - sy;
	return ((size_t)sy * (size_t)s->w + (size_t)sx) * 3;
}

static struct pixels upright(struct arena *a, struct pixels s, int o)
{
	if (o == 1)
		return s;
	struct pixels d = { NULL, o >= 5 ? s.h : s.w, o >= 5 ? s.w : s.h };
	d.p = NEW(a, unsigned char, (size_t)d.w * (size_t)d.h * 3);
	for (int y = 0; y < d.h; y++)
		for (int x = 0; x < d.w; x++)
			memcpy(d.p + ((size_t)y * (size_t)d.w + (size_t)x) * 3, s.p + stored_at(&s, o, x, y), 3);
	return d;
}

/* ---- decode, encode ------------------------------------------------------------------------------------------ */

/* The smallest size at which the long side still has what is wanted: the decoder then skips most of the work. */
static tjscalingfactor scale_for(int w, int h)
{
	int n = 0, most = w > h ? w : h;
	const tjscalingfactor *f = tjGetScalingFactors(&n);
	tjscalingfactor best = { 1, 1 };
	for (int i = 0; i < n; i++)
		if (f[i].num <= f[i].denom && TJSCALED(most, f[i]) >= FILE_SIDE_MAX &&
		    f[i].num * best.denom < best.num * f[i].denom)
			best = f[i];
	return best;
}

/* Cameras leave stray bytes between segments; the picture is whole all the same. */
static bool harmless(tjhandle h)
{
	return tjGetErrorCode(h) == TJERR_WARNING && strstr(tjGetErrorStr2(h), "extraneous bytes");
}

static void destroy(void *h)
{
	tjDestroy(h);
}

static void drop(void *p)
{
	tjFree(p);
}

static enum rc decode(struct ctx *cx, struct sv in, struct pixels *ret)
{
	tjhandle h = tjInitDecompress();
	int w, height, sampling, space;
	const unsigned char *p = (const unsigned char *)in.p;
	if (!h)
		return broken(cx, "no decoder");
	arena_defer(cx->a, destroy, h);
	if (tjDecompressHeader3(h, p, in.n, &w, &height, &sampling, &space) != 0 || w < 1 || height < 1)
		return broken(cx, tjGetErrorStr2(h));
	TRY(pixels_too_many(cx, w, height));
	if (space == TJCS_CMYK || space == TJCS_YCCK)
		return fail(cx, RC_INVALID, "file.cmyk", N_("This picture has the colours of a printing press. Save it as an ordinary JPEG (RGB)."));
	tjscalingfactor f = scale_for(w, height);
	struct pixels s = { NULL, TJSCALED(w, f), TJSCALED(height, f) };
	s.p = NEW(cx->a, unsigned char, (size_t)s.w * (size_t)s.h * 3);
	if (tjDecompress2(h, p, in.n, s.p, s.w, 0, s.h, TJPF_RGB, TJFLAG_LIMITSCANS) != 0 && !harmless(h))
		return broken(cx, tjGetErrorStr2(h));
	*ret = s;
	return RC_OK;
}

static enum rc encode(struct ctx *cx, struct pixels s, struct sv *ret)
{
	static const int quality[] = { 82, 74, 66, 58, 50 };
	tjhandle h = tjInitCompress();
	unsigned long size = 0;
	unsigned char *p = NULL; /* the library's */
	if (!h)
		return broken(cx, "no encoder");
	arena_defer(cx->a, destroy, h);
	for (size_t i = 0; i < COUNT(quality); i++) {
		size = 0;
		p = NULL;
		if (tjCompress2(h, s.p, s.w, 0, s.h, TJPF_RGB, &p, &size, TJSAMP_420, quality[i], 0) != 0)
			return broken(cx, tjGetErrorStr2(h));
		arena_defer(cx->a, drop, p);
		if (size <= FILE_PHOTO_AIM)
			break;
	}
	*ret = sv_make((const char *)p, size);
	return RC_OK;
}

enum rc photo_anew(struct ctx *cx, struct sv in, struct file_verdict *ret, struct sv *ret_bytes)
{
	struct pixels s;
	struct sv rest;
	int o;
	/* In the picture's own bytes 0xff is always followed by 0 or a restart mark, so that its end cannot be mistaken. */
	if (!walk(in, &o, &rest) || !sv_has(rest, SV("\xff\xd9")))
		return broken(cx, "its end is missing");
	TRY(decode(cx, in, &s));
	s = upright(cx->a, shrink(cx->a, s), o);
	TRY(encode(cx, s, ret_bytes));
	*ret = (struct file_verdict){ .type = FILE_JPEG, .width = (uint32_t)s.w, .height = (uint32_t)s.h };
	return RC_OK;
}
