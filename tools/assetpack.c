/* assetpack: `assetpack OUT.c FILE…` compiles browser files into a table with type, ETag and fingerprinted
 * address.  The fingerprint is 64-bit FNV-1a: it tells versions apart, it protects
 * nothing.  A build tool: it stops at the first error and never frees. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file {
	const char *name;
	unsigned char *p;
	size_t n;
	uint64_t print;
};

static const struct {
	const char *end, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
};

static const char *type_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(dot, types[i].end) == 0)
			return types[i].type;
	fprintf(stderr, "assetpack: %s: only .css, .js, .svg, .png and .ico are served\n", name);
	exit(1);
}

static struct file load(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct file f = { .name = slash ? slash + 1 : path, .print = 14695981039346656037u };
	FILE *in = fopen(path, "rb");
	size_t cap = 0;
	if (!in) {
		perror(path);
		exit(1);
	}
	for (int c; (c = getc(in)) != EOF;) {
		if (f.n == cap) {
			cap = cap ? cap * 2 : 65536;
			f.p = realloc(f.p, cap);
			if (!f.p)
				abort();
		}
		f.p[f.n++] = (unsigned char)c;
		f.print = (f.print ^ (unsigned char)c) * 1099511628211u;
	}
	f.print = (f.print ^ (f.print >> 32)) * 1099511628211u;
	fclose(in);
	return f;
}

static void put_bytes(FILE *out, size_t at, const struct file *f)
{
	fprintf(out, "static const unsigned char bytes%zu[] = {", at);
	for (size_t i = 0; i < f->n; i++)
		fprintf(out, "%s%u,", i % 24 ? "" : "\n\t", f->p[i]);
	fputs(f->n ? "\n};\n\n" : "0 };\n\n", out);
}

static void put_row(FILE *out, size_t at, const struct file *f)
{
	const char *dot = strrchr(f->name, '.');
	unsigned long long print = f->print & 0xFFFFFFFFFFFFu;
	fprintf(out, "\t{ .name = { \"%s\", %zu },\n", f->name, strlen(f->name));
	fprintf(out, "\t  .address = { \"/-/%.*s.%012llx%s\", %zu },\n", (int)(dot - f->name), f->name, print, dot,
		strlen(f->name) + 16);
	fprintf(out, "\t  .type = { \"%s\", %zu },\n", type_of(f->name), strlen(type_of(f->name)));
	fprintf(out, "\t  .etag = { \"\\\"%016llx\\\"\", 18 },\n", (unsigned long long)f->print);
	fprintf(out, "\t  .content = { (const char *)bytes%zu, %zu } },\n", at, f->n);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: assetpack OUT.c FILE…\n");
		return 2;
	}
	FILE *out = fopen(argv[1], "wb");
	struct file *files = calloc((size_t)argc, sizeof(*files));
	if (!out || !files) {
		perror(argv[1]);
		return 1;
	}
	size_t n = (size_t)argc - 2;
	fputs("/* Made by assetpack. */\n#include \"web/asset.h\"\n\n#include \"base/bug.h\"\n\n", out);
	for (size_t i = 0; i < n; i++) {
		files[i] = load(argv[i + 2]);
		put_bytes(out, i, &files[i]);
	}
	fputs("static const struct asset assets[] = {\n", out);
	for (size_t i = 0; i < n; i++)
		put_row(out, i, &files[i]);
	fprintf(out, "\t{ .name = { \"\", 0 } },\n};\n\n"
		     "const struct asset *asset_find(struct sv name)\n{\n\tfor (size_t i = 0; i < %zu; i++)\n"
		     "\t\tif (sv_eq(name, assets[i].name) || sv_eq(name, assets[i].address))\n"
		     "\t\t\treturn &assets[i];\n\treturn NULL;\n}\n\n"
		     "struct url asset_url(struct sv name)\n{\n\tconst struct asset *a = asset_find(name);\n"
		     "\tif (!a)\n\t\tBUG(\"ui/%%.*s is not compiled in\", SV_ARG(name));\n"
		     "\treturn (struct url){ a->address };\n}\n", n);
	if (fclose(out) != 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
