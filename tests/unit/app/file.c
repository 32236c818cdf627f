/* What is kept of a photo, what is refused, and what verify says when a file is gone. */
#include "app/file/kind.h"
#include "main/wiring.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <turbojpeg.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	struct arena a;
	struct ctx cx;
	char dir[64];
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	arena_init(&f->a, 512u << 20);
	ctx_init(&f->cx, &f->a, 0, LANG_EN);
	snprintf(f->dir, sizeof(f->dir), "/tmp/bixue-file-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char cmd[128];
	snprintf(cmd, sizeof(cmd), "rm -rf %s", f->dir);
	assert_int_equal(system(cmd), 0);
	arena_release(&f->a);
	free(f);
	return 0;
}

static int spooled(struct fixture *f, struct sv s)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/in-XXXXXX", f->dir);
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	unlink(path);
	for (size_t at = 0; at < s.n;) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		assert_true(n > 0);
		at += (size_t)n;
	}
	return fd;
}

static enum rc keep(struct fixture *f, struct sv bytes, const char *name, struct file_kept *ret)
{
	int fd = spooled(f, bytes);
	ctx_forget(&f->cx);
	enum rc rc = file_keep(&f->cx, f->dir, fd, sv_of(name), ret);
	close(fd);
	return rc;
}

static struct sv kept_bytes(struct fixture *f, const struct file_kept *k)
{
	char path[256], *p = NEW(&f->a, char, FILE_MAX);
	snprintf(path, sizeof(path), "%s/files/%.2s/%.62s", f->dir, k->digest.p, k->digest.p + 2);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	size_t n = fread(p, 1, FILE_MAX, in);
	fclose(in);
	assert_int_equal((int64_t)n, k->size);
	struct digest d = HASH(HASH_SM3, sv_make(p, n));
	assert_true(sv_eq(hex_text(&f->a, digest_sv(&d)), k->digest));
	return sv_make(p, n);
}

static void refused(struct fixture *f, struct sv bytes, const char *name, const char *id)
{
	struct file_kept k;
	assert_int_equal(keep(f, bytes, name, &k), RC_INVALID);
	assert_non_null(f->cx.faults);
	if (strcmp(f->cx.faults->id, id) != 0)
		print_error("%s: %s, %.*s\n", name, f->cx.faults->id, SV_ARG(f->cx.faults->text));
	assert_string_equal(f->cx.faults->id, id);
	assert_string_equal(f->cx.faults->field, "file");
}

/* ---- photos ---------------------------------------------------------------------------------------------------- */

/* Quarters: red, green / blue, white. */
static struct sv jpeg_of(struct fixture *f, int w, int h)
{
	static const unsigned char colours[4][3] = { { 250, 0, 0 }, { 0, 250, 0 }, { 0, 0, 250 }, { 250, 250, 250 } };
	unsigned char *p = NEW(&f->a, unsigned char, (size_t)w * (size_t)h * 3), *out = NULL;
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++)
			memcpy(p + ((size_t)y * (size_t)w + (size_t)x) * 3, colours[(y >= h / 2) * 2 + (x >= w / 2)], 3);
	unsigned long n = 0;
	tjhandle t = tjInitCompress();
	assert_int_equal(tjCompress2(t, p, w, 0, h, TJPF_RGB, &out, &n, TJSAMP_444, 95, 0), 0);
	struct sv s = arena_sv(&f->a, sv_make((char *)out, n));
	tjFree(out);
	tjDestroy(t);
	return s;
}

/* APP1 with the orientation, a place (33°52' N) and a maker; big- or little-endian. */
static struct sv with_exif(struct fixture *f, struct sv jpeg, int orientation, bool big)
{
	char b[160] = { 0 };
	size_t n = 0;
	struct { uint16_t tag, type; uint32_t count, value; } dir[3] = {
		{ 0x010f, 2, 20, 74 },             /* the maker's name */
		{ 0x0112, 3, 1, (uint32_t)orientation },
		{ 0x8825, 4, 1, 96 },              /* the directory of the place */
	};
#define PUT(v, len)                                                                                                      \
	for (int k = 0; k < (len); k++)                                                                                   \
		b[n++] = (char)((uint32_t)(v) >> 8 * (big ? (len) - 1 - k : k))
	memcpy(b, big ? "MM" : "II", 2);
	n = 2;
	PUT(42, 2);
	PUT(8, 4);
	PUT(3, 2);
	for (int i = 0; i < 3; i++) {
		PUT(dir[i].tag, 2);
		PUT(dir[i].type, 2);
		PUT(dir[i].count, 4);
		if (dir[i].type == 3) {
			PUT(dir[i].value, 2);
			PUT(0, 2);
		} else {
			PUT(dir[i].value, 4);
		}
	}
	PUT(0, 4);
#undef PUT
	memcpy(b + 74, "SECRETPHONE 12 Pro", 19);
	memcpy(b + 96, "GPSLatitude 33.8712", 20);
	n = 120;
	struct buf out = buf_new(&f->a, jpeg.n + 400);
	buf_put(&out, sv_upto(jpeg, 2));
	buf_put(&out, SV("\xff\xe1"));
	buf_putc(&out, 0);
	buf_putc(&out, (char)(n + 8));
	buf_put(&out, SV("Exif\0\0"));
	buf_put(&out, sv_make(b, n));
	buf_put(&out, sv_from(jpeg, 2));
	return buf_sv(&out);
}

static void pixel(struct fixture *f, struct sv jpeg, bool right, bool bottom, unsigned char ret[3], int *w, int *h)
{
	tjhandle t = tjInitDecompress();
	int sampling;
	assert_int_equal(tjDecompressHeader2(t, (unsigned char *)(uintptr_t)jpeg.p, jpeg.n, w, h, &sampling), 0);
	unsigned char *p = NEW(&f->a, unsigned char, (size_t)*w * (size_t)*h * 3);
	assert_int_equal(tjDecompress2(t, (const unsigned char *)jpeg.p, jpeg.n, p, *w, 0, *h, TJPF_RGB, 0), 0);
	tjDestroy(t);
	int x = right ? *w - *w / 4 : *w / 4, y = bottom ? *h - *h / 4 : *h / 4;
	memcpy(ret, p + ((size_t)y * (size_t)*w + (size_t)x) * 3, 3);
}

static char colour_at(struct fixture *f, struct sv jpeg, bool right, bool bottom, int *w, int *h)
{
	unsigned char c[3];
	pixel(f, jpeg, right, bottom, c, w, h);
	bool r = c[0] > 150, g = c[1] > 150, b = c[2] > 150;
	return r && g && b ? 'w' : r ? 'r' : g ? 'g' : b ? 'b' : '?';
}

static void place_and_device_are_gone(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 2; i++) {
		struct sv in = with_exif(f, jpeg_of(f, 400, 300), 1, i == 0);
		struct file_kept k;
		assert_true(sv_has(in, SV("GPSLatitude")) && sv_has(in, SV("SECRETPHONE")));
		if (getenv("BIXUE_WRITE_PHOTO")) { /* makes tests/flow/gps.jpg */
			FILE *out = fopen(getenv("BIXUE_WRITE_PHOTO"), "wb");
			assert_int_equal(fwrite(in.p, 1, in.n, out), in.n);
			fclose(out);
		}
		assert_int_equal(keep(f, in, "IMG_0001.HEIC", &k), RC_OK);
		struct sv out = kept_bytes(f, &k);
		static const char *const gone[] = { "GPS", "SECRETPHONE", "Exif", "II*", "MM" };
		for (size_t g = 0; g < COUNT(gone); g++)
			assert_false(sv_has(out, sv_of(gone[g])));
		assert_false(sv_has(out, SV("\xff\xe1")));
		assert_int_equal(k.type, FILE_JPEG);
		assert_int_equal(k.width, 400);
		assert_int_equal(k.height, 300);
		assert_true(sv_is(k.name, "IMG_0001.HEIC.jpg"));
	}
}

/* Exif 2.32, 4.6.4: where row 0 and column 0 of the stored picture stand when it is looked at. */
static void it_stands_upright(void **state)
{
	struct fixture *f = *state;
	/* What is seen at top left, top right, bottom left for orientations 1 to 8, from the standard's words. */
	static const char *const seen[] = { "rgb", "grw", "wbg", "bwr", "rbg", "brw", "wgb", "gwr" };
	for (int o = 1; o <= 8; o++) {
		struct file_kept k;
		int w, h;
		assert_int_equal(keep(f, with_exif(f, jpeg_of(f, 160, 96), o, o % 2), "a.jpg", &k), RC_OK);
		struct sv out = kept_bytes(f, &k);
		assert_int_equal(colour_at(f, out, false, false, &w, &h), seen[o - 1][0]);
		assert_int_equal(colour_at(f, out, true, false, &w, &h), seen[o - 1][1]);
		assert_int_equal(colour_at(f, out, false, true, &w, &h), seen[o - 1][2]);
		assert_int_equal(w, o >= 5 ? 96 : 160);
		assert_int_equal(h, o >= 5 ? 160 : 96);
		assert_int_equal(w, k.width);
	}
}

static void it_becomes_small(void **state)
{
	struct fixture *f = *state;
	static const struct { int w, h, to_w, to_h; } sizes[] = {
		{ 4032, 3024, 1600, 1200 }, { 1601, 10, 1600, 9 }, { 1600, 1600, 1600, 1600 }, { 900, 5000, 288, 1600 }, { 1, 1, 1, 1 },
	};
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct file_kept k;
		int w, h;
		assert_int_equal(keep(f, jpeg_of(f, sizes[i].w, sizes[i].h), "a.jpg", &k), RC_OK);
		assert_int_equal(k.width, sizes[i].to_w);
		assert_int_equal(k.height, sizes[i].to_h);
		assert_true(k.size <= FILE_PHOTO_AIM);
		if (sizes[i].w > 100 && sizes[i].h > 100)
			assert_int_equal(colour_at(f, kept_bytes(f, &k), true, true, &w, &h), 'w');
	}
}

/* A picture of noise cannot be as small as wished, but is not refused for it. */
static void noise_is_kept_too(void **state)
{
	struct fixture *f = *state;
	enum { W = 2000, H = 1500 };
	unsigned char *p = NEW(&f->a, unsigned char, (size_t)W * H * 3), *out = NULL;
	random_bytes(p, (size_t)W * H * 3);
	unsigned long n = 0;
	struct file_kept k;
	tjhandle t = tjInitCompress();
	assert_int_equal(tjCompress2(t, p, W, 0, H, TJPF_RGB, &out, &n, TJSAMP_420, 90, TJFLAG_PROGRESSIVE), 0);
	assert_int_equal(keep(f, sv_make((char *)out, n), "noise.jpeg", &k), RC_OK);
	assert_int_equal(k.width, 1600);
	assert_true(k.size < 2 << 20);
	tjFree(out);
	tjDestroy(t);
}

static void floods_and_fragments_are_refused(void **state)
{
	struct fixture *f = *state;
	struct sv whole = jpeg_of(f, 320, 200), huge = arena_sv(&f->a, whole);
	size_t sof = sv_find(huge, SV("\xff\xc0"), 0);
	assert_true(sof != SIZE_MAX);
	memcpy((char *)(uintptr_t)huge.p + sof + 5, "\xfd\xe8\xfd\xe8", 4); /* 65000 × 65000 */
	refused(f, huge, "huge.jpg", "file.pixels");
	refused(f, sv_upto(whole, whole.n / 2), "half.jpg", "file.photo");
	refused(f, sv_upto(whole, 30), "head.jpg", "file.photo");
	refused(f, SV("\xff\xd8\xff"), "three.jpg", "file.photo");
	refused(f, SV(""), "nothing.jpg", "file.empty");
	/* Whatever is written into one, the answer is a photo or a refusal. */
	uint32_t seed = 1;
	for (int i = 0; i < 120; i++) {
		struct sv s = arena_sv(&f->a, with_exif(f, whole, 6, i % 2));
		for (int k = 0; k < 1 + i % 9; k++) {
			seed = seed * 1664525 + 1013904223;
			((char *)(uintptr_t)s.p)[3 + seed % (s.n - 3)] = (char)(seed >> 24);
		}
		struct file_kept kept;
		enum rc rc = keep(f, s, "x.jpg", &kept);
		assert_true(rc == RC_OK || rc == RC_INVALID);
		if (rc == RC_OK)
			assert_false(sv_has(kept_bytes(f, &kept), SV("GPS")));
	}
}

/* ---- other kinds ----------------------------------------------------------------------------------------------- */

static uint32_t crc_of(struct sv s)
{
	uint32_t c = UINT32_MAX;
	for (size_t i = 0; i < s.n; i++) {
		c ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			c = c & 1 ? c >> 1 ^ 0xedb88320 : c >> 1;
	}
	return ~c;
}

static void chunk(struct buf *b, const char *name, struct sv body)
{
	struct buf c = buf_new(b->a, body.n + 8);
	buf_puts(&c, name);
	buf_put(&c, body);
	uint32_t v[2] = { (uint32_t)body.n, crc_of(buf_sv(&c)) };
	for (int k = 24; k >= 0; k -= 8)
		buf_putc(b, (char)(v[0] >> k));
	buf_put(b, buf_sv(&c));
	for (int k = 24; k >= 0; k -= 8)
		buf_putc(b, (char)(v[1] >> k));
}

static struct sv png_of(struct fixture *f, struct sv size)
{
	struct buf b = buf_new(&f->a, 4096), head = buf_new(&f->a, 32);
	buf_put(&head, size);
	buf_put(&head, SV("\x08\x02\0\0\0"));
	buf_put(&b, SV("\x89PNG\r\n\x1a\n"));
	chunk(&b, "IHDR", buf_sv(&head));
	chunk(&b, "tEXt", SV("Author\0SOMEBODY"));
	chunk(&b, "eXIf", SV("MM\0*GPSLatitude"));
	chunk(&b, "tIME", SV("\x07\xe6\x04\x12\x09\0\0"));
	chunk(&b, "IDAT", SV("thepicture"));
	chunk(&b, "zTXt", SV("Comment\0\0HIDDEN"));
	chunk(&b, "IEND", SV(""));
	buf_puts(&b, "APPENDED");
	return buf_sv(&b);
}

static void png_keeps_its_picture_only(void **state)
{
	struct fixture *f = *state;
	struct file_kept k;
	struct sv in = png_of(f, SV("\0\0\0\x10\0\0\0\x20")), bad = arena_sv(&f->a, in);
	assert_int_equal(keep(f, in, "屏幕截图.png", &k), RC_OK);
	struct sv out = kept_bytes(f, &k);
	static const char *const gone[] = { "SOMEBODY", "GPS", "tIME", "HIDDEN", "APPENDED", "eXIf" };
	for (size_t i = 0; i < COUNT(gone); i++)
		assert_false(sv_has(out, sv_of(gone[i])));
	assert_true(sv_has(out, SV("IDATthepicture")) && sv_has(out, SV("IHDR")) && sv_has(out, SV("IEND")));
	assert_int_equal(k.type, FILE_PNG);
	assert_int_equal(k.width, 16);
	assert_int_equal(k.height, 32);
	((char *)(uintptr_t)bad.p)[sv_find(bad, SV("thepicture"), 0)] = 'X';
	refused(f, bad, "bad.png", "file.png");
	refused(f, sv_upto(in, in.n - 40), "half.png", "file.png");
	refused(f, png_of(f, SV("\0\0\xff\xff\0\0\xff\xff")), "flood.png", "file.pixels");
}

struct part {
	const char *name;
	struct sv bytes;
};

static void put_le32(char *to, size_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (char)(v >> 8 * i);
}

/* Everything stored, with the time of its making and an extra field, as phones and offices write them. */
static struct sv zip_with(struct fixture *f, const struct part *part, size_t n)
{
	struct buf b = buf_new(&f->a, 8 << 20), dir = buf_new(&f->a, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		size_t at = b.n, len = strlen(part[i].name);
		char local[30] = "PK\3\4", entry[46] = "PK\1\2";
		memcpy(local + 10, "\x21\x43\x65\x57", 4);
		put_le32(local + 14, crc_of(part[i].bytes));
		put_le32(local + 18, part[i].bytes.n);
		put_le32(local + 22, part[i].bytes.n);
		local[26] = (char)len;
		memcpy(entry + 6, local + 4, 26);
		put_le32(entry + 42, at);
		local[28] = 8;
		buf_put(&b, sv_make(local, 30));
		buf_puts(&b, part[i].name);
		buf_put(&b, SV("\x99\x99\4\0WHEN"));
		buf_put(&b, part[i].bytes);
		buf_put(&dir, sv_make(entry, 46));
		buf_puts(&dir, part[i].name);
	}
	char end[22] = "PK\5\6";
	end[8] = end[10] = (char)n;
	put_le32(end + 12, dir.n);
	put_le32(end + 16, b.n);
	buf_put(&b, buf_sv(&dir));
	buf_put(&b, sv_make(end, 22));
	return buf_sv(&b);
}

static struct sv zip_of(struct fixture *f, const char *const *names, size_t n)
{
	struct part part[8] = { 0 };
	for (size_t i = 0; i < n; i++)
		part[i].name = names[i];
	return zip_with(f, part, n);
}

/* The bytes of a stored part. */
static struct sv part_of(struct sv zip, const char *name)
{
	size_t at = sv_find(zip, sv_of(name), 0), n = 0;
	assert_true(at != SIZE_MAX && at >= 30);
	for (int i = 3; i >= 0; i--)
		n = n << 8 | (unsigned char)zip.p[at - 30 + 18 + (size_t)i];
	return sv_upto(sv_from(zip, at + strlen(name)), n);
}

#define RELS(type, target) \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"" type \
	"\" Target=\"" target "\"/></Relationships>"
#define CORE "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

static void documents_lose_their_author_and_places(void **state)
{
	struct fixture *f = *state;
	static const char *const gone[] = { "13912345678", "GPSLatitude", "SECRETPHONE", "SOMEBODY", "zTXt", "eXIf", "WHEN", "\x21\x43\x65\x57", "THUMB" };
	struct sv jpeg = jpeg_of(f, 64, 48), side = with_exif(f, jpeg, 6, true), inner, out;
	struct buf tail = buf_new(&f->a, 1 << 20);
	buf_put(&tail, with_exif(f, jpeg, 1, false));
	buf_put(&tail, side); /* a second picture after the end, as some phones write */
	const struct part table[] = { { "[Content_Types].xml", SV("<Types/>") }, { "docProps/custom.xml", SV("<a>13912345678</a>") } };
	inner = zip_with(f, table, 2);
	const struct part parts[] = {
		{ "[Content_Types].xml", SV("<Types/>") }, { "_rels/.rels", SV(RELS(CORE, "/odd/place.xml")) }, { "word/document.xml", SV("<w/>") },
		{ "docProps/core.xml", SV("<c>13912345678</c>") }, { "docProps/App.xml", SV("<Company>13912345678</Company>") },
		{ "docProps/thumbnail.emf", SV("THUMB") }, { "odd/place.xml", SV("<c>13912345678</c>") },
		{ "package/services/metadata/core-properties/1.psmdcp", SV("13912345678") }, { "word/media/image1.jpeg", buf_sv(&tail) },
		{ "word/media/image2.png", png_of(f, SV("\0\0\0\x10\0\0\0\x20")) }, { "word/media/image3.jpeg", side },
		{ "word/media/image4.jpeg", jpeg }, { "word/embeddings/table.xlsx", inner },
	};
	struct file_kept k;
	int w, h;
	assert_int_equal(keep(f, zip_with(f, parts, COUNT(parts)), "方案.docx", &k), RC_OK);
	assert_int_equal(k.type, FILE_DOCX);
	out = kept_bytes(f, &k);
	for (size_t i = 0; i < COUNT(gone); i++)
		assert_false(sv_has(out, sv_of(gone[i])));
	assert_true(sv_is(part_of(out, "word/document.xml"), "<w/>"));
	assert_true(sv_has(part_of(out, "odd/place.xml"), SV("coreProperties")));
	assert_true(sv_has(part_of(out, "docProps/App.xml"), SV("extended-properties")));
	assert_true(sv_eq(part_of(out, "word/media/image1.jpeg"), jpeg));
	assert_true(sv_eq(part_of(out, "word/media/image4.jpeg"), jpeg));
	assert_true(sv_has(part_of(out, "word/media/image2.png"), SV("IDATthepicture")));
	/* A photo that lies on its side still does, and says nothing else. */
	struct sv lying = part_of(out, "word/media/image3.jpeg");
	assert_int_equal(photo_orientation(lying), 6);
	assert_int_equal(lying.n, jpeg.n + 36);
	assert_int_equal(colour_at(f, lying, false, false, &w, &h), 'r');
	/* Once more: nothing is left to take out. */
	struct file_kept again;
	assert_int_equal(keep(f, out, "方案.docx", &again), RC_OK);
	assert_true(sv_eq(again.digest, k.digest));
}

static void documents_that_cannot_be_cleaned_are_refused(void **state)
{
	struct fixture *f = *state;
	struct sv jpeg = jpeg_of(f, 64, 48), bad = zip_of(f, (const char *const[]){ "a" }, 1);
	struct part parts[4] = { { "[Content_Types].xml", SV("<Types/>") }, { "xl/workbook.xml", SV("<w/>") } };
	static const struct { const char *name, *id; } tries[] = {
		{ "xl/media/a.jpeg", "file.inside" }, { "xl/media/b.png", "file.inside" }, { "xl/media/c.tiff", "file.inside" },
		{ "xl/media/d.heic", "file.inside" }, { "_rels/.rels", "file.zip" }, { "_rels/.rels", "file.zip" },
		{ "_xmlsignatures/sig1.xml", "file.signed" }, { "xl/embeddings/e.xlsm", "file.macros" }, { "xl/embeddings/f.zip", "file.zip" },
	};
	const struct sv bytes[] = {
		sv_upto(jpeg, jpeg.n / 2), SV("\x89PNG\r\n\x1a\n..."), SV("II*\0...."), SV("\0\0\0\x18""ftypheic"), SV("<Relationships>"),
		SV(RELS(CORE, "doc%50rops/core.xml")), SV("<s/>"), zip_of(f, (const char *const[]){ "xl/vbaProject.bin" }, 1), sv_upto(bad, bad.n - 1),
	};
	for (size_t i = 0; i < COUNT(tries); i++) {
		parts[2] = (struct part){ tries[i].name, bytes[i] };
		refused(f, zip_with(f, parts, 3), "a.xlsx", tries[i].id);
	}
	/* One in another in another … */
	struct sv s = SV("x");
	for (int i = 0; i < 5; i++) {
		parts[2] = (struct part){ "xl/embeddings/g.xlsx", s };
		s = zip_with(f, parts, 3);
	}
	refused(f, s, "a.xlsx", "file.zip");
	/* Whatever is written into one, the answer is a document without its author or a refusal. */
	parts[2] = (struct part){ "docProps/core.xml", SV("<c>13912345678</c>") };
	parts[3] = (struct part){ "xl/media/a.jpeg", with_exif(f, jpeg, 1, true) };
	struct sv whole = zip_with(f, parts, 4);
	uint32_t seed = 7;
	for (int i = 0; i < 150; i++) {
		struct sv hurt = arena_sv(&f->a, whole);
		struct file_kept k;
		for (int c = 0; c < 1 + i % 3; c++) {
			seed = seed * 1664525 + 1013904223;
			((char *)(uintptr_t)hurt.p)[seed % hurt.n] = (char)(seed >> 24);
		}
		enum rc rc = keep(f, hurt, "x.xlsx", &k);
		assert_true(rc == RC_OK || rc == RC_INVALID);
		if (rc == RC_OK && k.type == FILE_XLSX)
			assert_false(sv_has(kept_bytes(f, &k), SV("13912345678")) || sv_has(kept_bytes(f, &k), SV("GPSLatitude")));
	}
}

static void documents_are_told_by_their_bytes(void **state)
{
	struct fixture *f = *state;
	struct file_kept k;
	static const char *const docx[] = { "[Content_Types].xml", "word/document.xml" }, *const xlsx[] = { "[Content_Types].xml", "xl/workbook.xml" },
		*const macro[] = { "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin" }, *const zip[] = { "virus.exe" };
	assert_int_equal(keep(f, zip_of(f, docx, 2), "方案.docx", &k), RC_OK);
	assert_int_equal(k.type, FILE_DOCX);
	assert_true(sv_is(k.name, "方案.docx"));
	assert_int_equal(keep(f, zip_of(f, xlsx, 2), "表", &k), RC_OK);
	assert_int_equal(k.type, FILE_XLSX);
	assert_true(sv_is(k.name, "表.xlsx"));
	refused(f, zip_of(f, macro, 3), "macro.docx", "file.macros");
	refused(f, zip_of(f, zip, 1), "innocent.docx", "file.type");
	assert_int_equal(keep(f, SV("%PDF-1.7\n1 0 obj\n%%EOF\n"), "a.pdf", &k), RC_OK);
	assert_int_equal(k.type, FILE_PDF);
	assert_true(sv_is(kept_bytes(f, &k), "%PDF-1.7\n1 0 obj\n%%EOF\n"));
	assert_int_equal(keep(f, SV("会议记录\r\n"), "a.txt", &k), RC_OK);
	assert_int_equal(k.type, FILE_TXT);
	assert_int_equal(keep(f, SV("<script>alert(1)</script>"), "a.html", &k), RC_OK);
	assert_true(k.type == FILE_TXT && sv_is(k.name, "a.html.txt"));
	refused(f, SV("\0\0\0\x18""ftypheic\0\0\0\0"), "IMG.HEIC", "file.type");
	assert_true(sv_has(f->cx.faults->text, SV("HEIC")));
	refused(f, SV("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old.doc", "file.type");
	refused(f, SV("MZ\x90\0\3\0"), "setup.pdf", "file.type");
	refused(f, SV("%PDF-1.7\nno end \1\2"), "cut.pdf", "file.type");
}

static void what_is_too_large_is_refused(void **state)
{
	struct fixture *f = *state;
	struct file_kept k;
	int fd = spooled(f, SV("%PDF-1.7"));
	assert_int_equal(ftruncate(fd, FILE_MAX + 1), 0);
	assert_int_equal(file_keep(&f->cx, f->dir, fd, SV("large.pdf"), &k), RC_INVALID);
	assert_string_equal(f->cx.faults->id, "file.large");
	close(fd);
}

/* ---- verify ---------------------------------------------------------------------------------------------------- */

static void a_missing_or_changed_file_is_found(void **state)
{
	struct fixture *f = *state;
	struct db *db;
	struct file_kept k;
	struct report r;
	char path[256];
	assert_int_equal(db_open(&f->cx, ":memory:", DB_MEMORY, &db), RC_OK);
	assert_int_equal(db_create(&f->cx, db, file_noun.tables, *file_noun.n_tables), RC_OK);
	assert_int_equal(keep(f, SV("one"), "one.txt", &k), RC_OK);
	assert_int_equal(db_exec(&f->cx, db, arena_printf(&f->a, "INSERT INTO file VALUES (64, 1, 0, '%.*s', 'one.txt', 'txt', 3, 0, 0, '', 1, 1, 0, 0, '')",
							    SV_ARG(k.digest)).p), RC_OK);
	report_init(&r);
	assert_int_equal(files_check(&f->cx, db, f->dir, &r), RC_OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(r.files, 1);
	snprintf(path, sizeof(path), "%s/files/%.2s/%.62s", f->dir, k.digest.p, k.digest.p + 2);
	FILE *out = fopen(path, "wb");
	fputs("two", out);
	fclose(out);
	assert_int_equal(files_check(&f->cx, db, f->dir, &r), RC_OK);
	assert_int_equal(r.n, 1);
	assert_int_equal(keep(f, SV("one"), "one.txt", &k), RC_OK); /* to send it again heals it */
	report_init(&r);
	assert_int_equal(files_check(&f->cx, db, f->dir, &r), RC_OK);
	assert_int_equal(r.n, 0);
	unlink(path);
	assert_int_equal(files_check(&f->cx, db, f->dir, &r), RC_OK);
	assert_int_equal(r.n, 1);
	assert_true(sv_starts(r.findings->where, SV("file ")));
	db_close(db);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(place_and_device_are_gone), T(it_stands_upright), T(it_becomes_small), T(noise_is_kept_too),
		T(floods_and_fragments_are_refused), T(png_keeps_its_picture_only), T(documents_are_told_by_their_bytes),
		T(documents_lose_their_author_and_places), T(documents_that_cannot_be_cleaned_are_refused),
		T(what_is_too_large_is_refused), T(a_missing_or_changed_file_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
