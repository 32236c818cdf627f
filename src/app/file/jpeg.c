/* JPEG as a document holds it: its segments are walked, the picture itself is not touched.  Runs in the jail. */
#include "app/file/kind.h"

#include "base/buf.h"

enum { FILL = 0xff, SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, APP2 = 0xe2, APP14 = 0xee, APP15 = 0xef, COM = 0xfe };

static unsigned byte(struct sv s, size_t at)
{
	return at < s.n ? (unsigned char)s.p[at] : 0;
}

static bool alone(unsigned kind) /* no length follows: TEM and the restart marks */
{
	return kind == 0x01 || (kind >= 0xd0 && kind <= 0xd7);
}

/* Not kept: APP1 (EXIF and XMP: place, time, device), APP13 (IPTC: names, words), the other makers' own, remarks, small
 * pictures of the picture. */
static bool draws(unsigned kind, struct sv body)
{
	if (kind == APP0)
		return sv_starts(body, SV("JFIF\0"));
	if (kind == APP2)
		return sv_starts(body, SV("ICC_PROFILE\0"));
	if (kind == APP14)
		return sv_starts(body, SV("Adobe"));
	return !(kind >= APP0 && kind <= APP15) && kind != COM;
}

/* Where the picture's own bytes end: at the first mark that is none of theirs. */
static size_t after_scan(struct sv s, size_t at)
{
	for (; at + 1 < s.n; at++) {
		unsigned next = byte(s, at + 1);
		if (byte(s, at) == FILL && next != 0 && next != FILL && !alone(next))
			return at;
	}
	return s.n;
}

/* A photo that lies on its side says so in its EXIF: that alone is said again. */
static void put_orientation(struct buf *b, int o)
{
	char app1[] = "\xff\xe1\0\x22" "Exif\0\0" "II*\0\x08\0\0\0" "\x01\0" "\x12\x01\x03\0\x01\0\0\0?\0\0\0" "\0\0\0";
	app1[28] = (char)o;
	if (o != 1)
		buf_put(b, sv_make(app1, sizeof(app1)));
}

bool jpeg_strip(struct arena *a, struct sv in, struct sv *ret)
{
	struct buf b = buf_new(a, in.n + 64);
	bool drawn = false, said = false;
	if (!sv_starts(in, SV("\xff\xd8\xff")))
		return false;
	buf_put(&b, sv_upto(in, 2));
	for (size_t at = 2; at + 1 < in.n;) {
		unsigned kind = byte(in, at + 1);
		if (byte(in, at) != FILL || kind == FILL || kind == 0 || alone(kind)) { /* cameras leave stray bytes */
			at++;
			continue;
		}
		if (kind == EOI) {
			buf_put(&b, sv_make(in.p + at, 2));
			*ret = buf_sv(&b);
			return drawn && !b.over; /* what follows the end (a second picture, a film) is left behind */
		}
		size_t n = byte(in, at + 2) << 8 | byte(in, at + 3);
		if (kind == SOI || n < 2 || n > in.n - at - 2)
			return false;
		size_t next = kind == SOS ? after_scan(in, at + 2 + n) : at + 2 + n;
		bool keep = draws(kind, sv_make(in.p + at + 4, n - 2));
		if (!said && kind != APP0) {
			put_orientation(&b, photo_orientation(in));
			said = true;
		}
		if (keep)
			buf_put(&b, sv_make(in.p + at, next - at));
		drawn |= kind == SOS;
		at = next;
	}
	return false;
}
