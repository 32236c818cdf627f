#include "sheet/xlsx_zip.h"

#include "sheet/limits.h"

#include <zlib.h>

enum {
	END_LEN = 22,
	ENTRY_LEN = 46,
	LOCAL_LEN = 30,
	END64_LEN = 56,
	LOCATOR_LEN = 20,
	PIECE = 64 * 1024,
	FLAG_ENCRYPTED = 1,
};

static uint32_t le16(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] | (uint32_t)u[1] << 8;
}

static uint32_t le32(const char *p)
{
	return le16(p) | le16(p + 2) << 16;
}

static uint64_t le64(const char *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

static enum rc broken(struct ctx *cx, const char *why)
{
	because(cx, RC_INVALID, "zip: %s", why);
	return fail(cx, RC_INVALID, "xlsx.broken",
		    N_("This .xlsx file is damaged or was cut off on its way. Open it in Excel or WPS, save it under a "
		       "new name and upload the new file."));
}

static enum rc too_big(struct ctx *cx, const char *why)
{
	because(cx, RC_INVALID, "zip: %s", why);
	return fail(cx, RC_INVALID, "xlsx.too_big",
		    N_("Unpacked, this .xlsx file would be far larger than a table needs to be. Copy the table itself "
		       "into a new workbook, without pictures and empty rows, and upload that."));
}

/* ---- the directory ----------------------------------------------------------------------------------- */

struct place {
	uint64_t entries, n, from; /* of the directory: entries, bytes, first byte */
	uint64_t end;              /* where it must end */
};

/* Java's streaming writers (POI, EasyExcel) put zip64's own end before the old one, even of small files. */
static bool find_end64(struct sv s, struct place *p)
{
	if (p->end < END64_LEN + LOCATOR_LEN)
		return true;
	const char *locator = s.p + p->end - LOCATOR_LEN, *r = locator - END64_LEN;
	if (memcmp(locator, "PK\6\7", 4) != 0)
		return true;
	struct place q = { le64(r + 32), le64(r + 40), le64(r + 48), (uint64_t)(r - s.p) };
	if (memcmp(r, "PK\6\6", 4) != 0 || le64(r + 4) != END64_LEN - 12 || le64(locator + 8) != q.end ||
	    (p->entries != UINT16_MAX && p->entries != q.entries) || (p->n != UINT32_MAX && p->n != q.n) ||
	    (p->from != UINT32_MAX && p->from != q.from))
		return false;
	*p = q;
	return true;
}

/* The directory's place, from the record at the end of the file. */
static bool find_end(struct sv s, struct place *ret)
{
	if (s.n < END_LEN)
		return false;
	size_t least = s.n > END_LEN + 65535 ? s.n - END_LEN - 65535 : 0;
	for (size_t at = s.n - END_LEN + 1; at-- > least;) {
		const char *p = s.p + at;
		if (memcmp(p, "PK\5\6", 4) != 0 || le16(p + 20) != s.n - at - END_LEN)
			continue;
		*ret = (struct place){ le16(p + 10), le32(p + 12), le32(p + 16), at };
		return le16(p + 4) == 0 && le16(p + 6) == 0 && le16(p + 8) == ret->entries && find_end64(s, ret) &&
		       ret->from <= ret->end && ret->n == ret->end - ret->from;
	}
	return false;
}

/* Sizes and place that do not fit 32 bits, or that a streaming writer put into the zip64 field. */
static bool zip64(struct sv extra, struct zip_part *z, uint64_t *local)
{
	while (extra.n >= 4) {
		size_t n = le16(extra.p + 2);
		struct sv body = sv_upto(sv_from(extra, 4), n);
		if (body.n < n)
			return false;
		if (le16(extra.p) == 1) {
			uint64_t *fields[] = { &z->size, &z->packed, local };
			for (size_t i = 0; i < 3; i++) {
				if (*fields[i] != UINT32_MAX)
					continue;
				if (body.n < 8)
					return false;
				*fields[i] = le64(body.p);
				body = sv_from(body, 8);
			}
		}
		extra = sv_from(extra, 4 + n);
	}
	return true;
}

static bool name_ok(struct sv name)
{
	if (name.n == 0 || name.n > ZIP_NAME_MAX || name.p[0] == '/' || memchr(name.p, 0, name.n) ||
	    sv_has(name, SV("..")) || (name.n > 1 && name.p[1] == ':'))
		return false;
	return true;
}

/* One entry of the directory and the local header it points to. */
static const char *entry(struct sv s, struct sv *dir, size_t dir_at, struct zip_part *ret)
{
	const char *p = dir->p;
	if (dir->n < ENTRY_LEN || memcmp(p, "PK\1\2", 4) != 0)
		return "entry";
	size_t name = le16(p + 28), extra = le16(p + 30), comment = le16(p + 32);
	if (dir->n - ENTRY_LEN < name + extra + comment)
		return "entry length";
	struct zip_part z = { .name = sv_make(p + ENTRY_LEN, name), .flags = (uint16_t)le16(p + 8),
			      .method = (uint16_t)le16(p + 10), .crc = le32(p + 16), .packed = le32(p + 20),
			      .size = le32(p + 24), .from = le32(p + 42) };
	if (!zip64(sv_make(p + ENTRY_LEN + name, extra), &z, &z.from))
		return "zip64";
	if (!name_ok(z.name))
		return "name";
	if (z.from > dir_at || dir_at - z.from < LOCAL_LEN || memcmp(s.p + z.from, "PK\3\4", 4) != 0)
		return "local header";
	const char *l = s.p + z.from;
	uint64_t head = LOCAL_LEN + le16(l + 26) + le16(l + 28);
	if (head > dir_at - z.from || z.packed > dir_at - z.from - head)
		return "beyond the directory";
	if (le16(l + 26) != name || memcmp(l + LOCAL_LEN, z.name.p, name) != 0 || le16(l + 8) != z.method)
		return "two names or methods";
	z.to = z.from + head + z.packed;
	if (z.method != 0 && z.method != 8)
		return "method";
	if (z.method == 0 && z.packed != z.size)
		return "stored size";
	*dir = sv_from(*dir, ENTRY_LEN + name + extra + comment);
	*ret = z;
	return NULL;
}

/* Not qsort: for more than a kilobyte glibc's asks the system how much memory there is, which ends the jail. */
static void sort_by_place(struct zip_part *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct zip_part x = p[i];
		size_t k = i;
		for (; k > 0 && p[k - 1].from > x.from; k--)
			p[k] = p[k - 1];
		p[k] = x;
	}
}

static bool same_name(struct sv a, struct sv b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		char x = a.p[i], y = b.p[i];
		x = x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
		y = y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
		if (x != y)
			return false;
	}
	return true;
}

static enum rc judge(struct ctx *cx, const struct zip_dir *z)
{
	uint64_t total = 0;
	for (size_t i = 0; i < z->n; i++) {
		const struct zip_part *p = &z->parts[i];
		if (p->flags & FLAG_ENCRYPTED)
			return fail(cx, RC_INVALID, "xlsx.encrypted",
				    N_("This file is protected by a password. Remove the password (File, Info, Protect "
				       "Workbook), save it as .xlsx and upload it again."));
		if (p->size > ZIP_TOTAL_MAX || total + p->size > ZIP_TOTAL_MAX)
			return too_big(cx, "total size");
		total += p->size;
		if (p->size > ZIP_RATIO_FREE && p->size / ZIP_RATIO_MAX >= p->packed)
			return too_big(cx, "ratio");
		if (i > 0 && p->from < z->parts[i - 1].to)
			return broken(cx, "overlapping entries");
		for (size_t k = 0; k < i; k++)
			if (same_name(p->name, z->parts[k].name))
				return broken(cx, "the same name twice");
	}
	return RC_OK;
}

/* ---- the whole --------------------------------------------------------------------------------------- */

enum rc zip_dir_open(struct ctx *cx, struct sv bytes, struct zip_dir *ret)
{
	struct place place;
	if (!find_end(bytes, &place))
		return broken(cx, "no directory");
	if (place.entries > ZIP_ENTRIES_MAX)
		return too_big(cx, "entries");
	struct zip_dir z = { .parts = NEW(cx->a, struct zip_part, place.entries + 1), .n = place.entries,
			     .bytes = bytes };
	struct sv dir = sv_make(bytes.p + place.from, place.n);
	for (size_t i = 0; i < z.n; i++) {
		const char *wrong = entry(bytes, &dir, place.from, &z.parts[i]);
		if (wrong)
			return broken(cx, wrong);
	}
	if (dir.n != 0)
		return broken(cx, "directory length");
	sort_by_place(z.parts, z.n);
	TRY(judge(cx, &z));
	*ret = z;
	return RC_OK;
}

const struct zip_part *zip_dir_find(const struct zip_dir *z, struct sv name)
{
	for (size_t i = 0; i < z->n; i++)
		if (same_name(z->parts[i].name, name))
			return &z->parts[i];
	return NULL;
}

struct inflating {
	struct ctx *cx;
	struct zip_dir *z;
	const struct zip_part *part;
	uint64_t got;
	uLong crc;
	zip_take *take;
	void *arg;
};

static enum rc pass_on(struct inflating *f, struct sv piece)
{
	f->got += piece.n;
	f->z->inflated += piece.n;
	if (f->got > f->part->size)
		return broken(f->cx, "longer than it said");
	if (f->z->inflated > ZIP_TOTAL_MAX)
		return too_big(f->cx, "read again and again");
	f->crc = crc32(f->crc, (const Bytef *)piece.p, (uInt)piece.n);
	return piece.n ? f->take(f->arg, piece) : RC_OK;
}

static enum rc inflate_part(struct inflating *f, struct sv packed, char *piece)
{
	z_stream s = { .next_in = (z_const Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n };
	if (inflateInit2(&s, -MAX_WBITS) != Z_OK)
		return because(f->cx, RC_LIMIT, "zlib has no memory");
	enum rc rc = RC_OK;
	int end = Z_OK;
	while (rc == RC_OK && end == Z_OK) {
		s.next_out = (Bytef *)piece;
		s.avail_out = PIECE;
		end = inflate(&s, Z_NO_FLUSH);
		/* Z_BUF_ERROR: it wants more, and there is none. */
		if (end == Z_OK || end == Z_STREAM_END)
			rc = pass_on(f, sv_make(piece, PIECE - s.avail_out));
	}
	if (rc == RC_OK && (end != Z_STREAM_END || s.avail_in != 0))
		rc = broken(f->cx, "deflated data");
	inflateEnd(&s);
	return rc;
}

struct sv zip_part_packed(const struct zip_dir *z, const struct zip_part *part)
{
	return sv_make(z->bytes.p + part->to - part->packed, part->packed);
}

uint32_t zip_crc(struct sv s)
{
	return (uint32_t)crc32_z(crc32(0, NULL, 0), (const Bytef *)s.p, s.n);
}

enum rc zip_dir_read(struct ctx *cx, struct zip_dir *z, const struct zip_part *part, zip_take *take, void *arg)
{
	struct inflating f = { cx, z, part, 0, crc32(0, NULL, 0), take, arg };
	struct sv packed = zip_part_packed(z, part);
	if (part->method == 8) {
		TRY(inflate_part(&f, packed, NEW(cx->a, char, PIECE)));
	} else {
		for (; packed.n; packed = sv_from(packed, PIECE))
			TRY(pass_on(&f, sv_upto(packed, PIECE)));
	}
	if (f.got != part->size)
		return broken(cx, "shorter than it said");
	return f.crc == part->crc ? RC_OK : broken(cx, "checksum");
}
