#include "sheet/zip_out.h"

#include "sheet/limits.h"

enum {
	VERSION = 20,          /* that a reader needs: deflate and folders */
	DAY_ONE = 0x0021,      /* 1980-01-01, the first that the format can say */
	FLAGS_KEPT = 0x0806,   /* how hard it was packed, and that the name is UTF-8 */
};

struct zip_out zip_out_new(struct arena *a, size_t max)
{
	return (struct zip_out){ .body = blocks_new(a, max), .dir = buf_new(a, ZIP_ENTRIES_MAX * (46 + ZIP_NAME_MAX)) };
}

static void put_le(struct buf *b, uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_putc(b, (char)v);
}

/* What stands in the local header and in the directory alike: from the version needed to the two lengths. */
static void put_head(struct buf *b, const struct zip_part *p)
{
	put_le(b, VERSION, 2);
	put_le(b, p->flags, 2);
	put_le(b, p->method, 2);
	put_le(b, 0, 2);
	put_le(b, DAY_ONE, 2);
	put_le(b, p->crc, 4);
	put_le(b, p->packed, 4);
	put_le(b, p->size, 4);
	put_le(b, p->name.n, 2);
	put_le(b, 0, 2);
}

static void put_part(struct zip_out *z, struct zip_part p, struct sv packed)
{
	uint64_t at = z->body.n;
	struct buf head = buf_new(z->body.a, 64);
	p.flags &= FLAGS_KEPT;
	buf_put(&head, SV("PK\3\4"));
	put_head(&head, &p);
	blocks_put(&z->body, buf_sv(&head));
	blocks_put(&z->body, p.name);
	blocks_put(&z->body, packed);
	buf_put(&z->dir, SV("PK\1\2"));
	put_le(&z->dir, VERSION, 2);
	put_head(&z->dir, &p);
	put_le(&z->dir, 0, 10); /* no comment, the first disk, no attributes */
	put_le(&z->dir, at, 4);
	buf_put(&z->dir, p.name);
	z->n++;
}

void zip_out_copy(struct zip_out *z, const struct zip_dir *from, const struct zip_part *part)
{
	put_part(z, *part, zip_part_packed(from, part));
}

void zip_out_stored(struct zip_out *z, const struct zip_part *part, struct sv bytes)
{
	struct zip_part p = { .name = part->name, .flags = part->flags, .packed = bytes.n, .size = bytes.n, .crc = zip_crc(bytes) };
	put_part(z, p, bytes);
}

bool zip_out_end(struct zip_out *z, struct sv *ret)
{
	uint64_t at = z->body.n;
	struct buf end = buf_new(z->body.a, 64);
	buf_put(&end, SV("PK\5\6"));
	put_le(&end, 0, 4);
	put_le(&end, z->n, 2);
	put_le(&end, z->n, 2);
	put_le(&end, z->dir.n, 4);
	put_le(&end, at, 4);
	put_le(&end, 0, 2);
	blocks_put(&z->body, buf_sv(&z->dir));
	blocks_put(&z->body, buf_sv(&end));
	if (z->body.over || z->dir.over)
		return false;
	*ret = blocks_flat(z->body.a, &z->body);
	return true;
}
