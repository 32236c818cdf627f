#include "sheet/book.h"

#include "base/utf8.h"
#include "sheet/csv.h"
#include "sheet/jail.h"
#include "sheet/limits.h"
#include "sheet/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what it is -------------------------------------------------------------------------------------- */

enum file_kind { FILE_TEXT, FILE_ZIP, FILE_OLE, FILE_PDF, FILE_PICTURE, FILE_HTML, FILE_ARCHIVE, FILE_DOCUMENT };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool starts_nocase(struct sv s, const char *word)
{
	size_t n = strlen(word);
	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(s.p[i]) != word[i])
			return false;
	return true;
}

/* A web page, or Excel's XML of 2003, is often saved under the name .xls. */
static bool is_markup(struct sv s)
{
	static const char *const words[] = { "<html", "<!doctype", "<table", "<head", "<meta", "<body", "<style",
					     "<!--", "<?xml", "<div", "mime-version:" };
	s = sv_trim(sv_upto(s, 1024));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (starts_nocase(s, words[i]))
			return true;
	return false;
}

static enum file_kind sniff(struct sv s)
{
	static const struct {
		size_t at;
		struct sv magic;
		enum file_kind kind;
	} magics[] = {
		{ 0, { "PK\3\4", 4 }, FILE_ZIP },
		{ 0, { "PK\5\6", 4 }, FILE_ZIP },
		{ 0, { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 }, FILE_OLE },
		{ 0, { "%PDF", 4 }, FILE_PDF },
		{ 0, { "\x89PNG", 4 }, FILE_PICTURE },
		{ 0, { "\xFF\xD8\xFF", 3 }, FILE_PICTURE },
		{ 0, { "GIF8", 4 }, FILE_PICTURE },
		{ 0, { "II*\0", 4 }, FILE_PICTURE },
		{ 0, { "MM\0*", 4 }, FILE_PICTURE },
		{ 8, { "WEBP", 4 }, FILE_PICTURE },
		{ 4, { "ftyp", 4 }, FILE_PICTURE }, /* HEIC, and videos */
		{ 0, { "Rar!", 4 }, FILE_ARCHIVE },
		{ 0, { "7z\xBC\xAF", 4 }, FILE_ARCHIVE },
		{ 0, { "\x1F\x8B", 2 }, FILE_ARCHIVE },
		{ 0, { "{\\rtf", 5 }, FILE_DOCUMENT },
	};
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (sv_starts(sv_from(s, magics[i].at), magics[i].magic))
			return magics[i].kind;
	if (s.n > 64 && s.p[0] == 'B' && s.p[1] == 'M' && memchr(s.p, 0, 14))
		return FILE_PICTURE;
	return is_markup(s) ? FILE_HTML : FILE_TEXT;
}

/* ---- refusals ---------------------------------------------------------------------------------------- */

static bool name_ends(struct sv name, const char *ext)
{
	size_t n = strlen(ext);
	return name.n >= n && starts_nocase(sv_from(name, name.n - n), ext);
}

/* `ascii` as UTF-16LE, as OLE files name their streams. */
static bool has_stream(struct sv s, const char *ascii)
{
	char wide[64];
	size_t n = 0;
	for (; *ascii && n + 2 <= sizeof(wide); ascii++) {
		wide[n++] = *ascii;
		wide[n++] = 0;
	}
	return sv_has(s, sv_make(wide, n));
}

static enum rc refuse_ole(struct ctx *cx, struct sv s, struct sv name)
{
	if (has_stream(s, "EncryptedPackage"))
		return fail(cx, RC_INVALID, "xlsx.encrypted",
			    N_("This file is protected by a password. Remove the password (File, Info, Protect "
			       "Workbook), save it as .xlsx and upload it again."));
	if (has_stream(s, "WordDocument") || has_stream(s, "PowerPoint Document"))
		return fail(cx, RC_INVALID, "sheet.document",
			    N_("This is a text document or a presentation, not a table. Copy the table into Excel or "
			       "WPS and save it as .xlsx."));
	if (name_ends(name, ".et") || name_ends(name, ".ett"))
		return fail(cx, RC_INVALID, "sheet.et",
			    N_("This is a WPS table (.et). Open it in WPS, choose “Save as”, take the type .xlsx and "
			       "upload that file."));
	return fail(cx, RC_INVALID, "sheet.xls",
		    N_("This is a table in an old format (.xls, or .et of WPS). Open it in Excel or WPS, choose “Save "
		       "as”, take the type .xlsx and upload that file."));
}

static enum rc refuse(struct ctx *cx, enum file_kind kind, struct sv s, struct sv name)
{
	switch (kind) {
	case FILE_OLE:
		return refuse_ole(cx, s, name);
	case FILE_PDF:
		return fail(cx, RC_INVALID, "sheet.pdf",
			    N_("This is a PDF document, not a table. Ask for the original table, or copy the table into "
			       "Excel or WPS and save it as .xlsx."));
	case FILE_PICTURE:
		return fail(cx, RC_INVALID, "sheet.picture",
			    N_("A picture of a table cannot be read. Upload the table itself as .xlsx; if there is only "
			       "paper, type it into Excel or WPS first."));
	case FILE_HTML:
		return fail(cx, RC_INVALID, "sheet.html",
			    N_("This is a web page saved under the name of a table. Open it in Excel or WPS, choose "
			       "“Save as”, take the type .xlsx and upload that file."));
	case FILE_ARCHIVE:
		return fail(cx, RC_INVALID, "sheet.zip",
			    N_("This is a compressed folder, not a table. Unpack it and upload the .xlsx table in it."));
	case FILE_DOCUMENT:
		return fail(cx, RC_INVALID, "sheet.document",
			    N_("This is a text document or a presentation, not a table. Copy the table into Excel or "
			       "WPS and save it as .xlsx."));
	case FILE_TEXT:
	case FILE_ZIP:
		break;
	}
	return fail(cx, RC_INVALID, "sheet.unknown",
		    N_("This is neither an .xlsx table nor a text table (.csv). Open it in Excel or WPS and save it as "
		       ".xlsx."));
}

static enum rc too_large(struct ctx *cx, int mb)
{
	return fail(cx, RC_INVALID, "sheet.too_large",
		    N_("This file is larger than %d MB. Copy the table itself, without pictures, into a new workbook, "
		       "or split it into several files."),
		    mb);
}

enum rc book_parse(struct ctx *cx, struct sv bytes, struct sv name, void *csv_decoder, struct blocks *out)
{
	struct pack pack = pack_new(cx, out);
	enum file_kind kind = sniff(bytes);
	if (kind == FILE_ZIP && bytes.n > XLSX_FILE_MAX)
		return too_large(cx, XLSX_FILE_MAX / SHEET_MB);
	if (kind == FILE_ZIP)
		return xlsx_read(cx, bytes, &pack);
	if (kind == FILE_TEXT)
		return csv_read(cx, bytes, utf8_upto(name, SHEET_NAME_MAX / 4), csv_decoder, &pack);
	return refuse(cx, kind, bytes, name);
}

/* ---- the whole --------------------------------------------------------------------------------------- */

struct job {
	struct sv name;
	void *decoder;
};

static enum rc in_jail(struct ctx *cx, int in, void *arg, struct blocks *out)
{
	const struct job *job = arg;
	struct sv bytes;
	enum rc rc = jail_slurp(cx, in, CSV_FILE_MAX, &bytes);
	if (rc == RC_LIMIT)
		return too_large(cx, CSV_FILE_MAX / SHEET_MB);
	if (rc != RC_OK)
		return fail(cx, rc, "sheet.read", N_("The file could not be read from disk. Upload it again."));
	return book_parse(cx, bytes, job->name, job->decoder, out);
}

static void close_file(void *fd)
{
	close((int)(intptr_t)fd);
}

static enum rc open_file(struct ctx *cx, const char *path, int *ret)
{
	/* Not blocking on a pipe that somebody put there. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && errno == ENOENT)
		return fail(cx, RC_NOT_FOUND, "sheet.no_file",
			    N_("There is no file %s. Check the name and the folder."), path);
	struct stat st;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		arena_defer(cx->a, close_file, (void *)(intptr_t)fd);
		if (st.st_size > CSV_FILE_MAX)
			return too_large(cx, CSV_FILE_MAX / SHEET_MB);
		*ret = fd;
		return RC_OK;
	}
	if (fd >= 0)
		close(fd);
	return fail(cx, RC_FAILED, "sheet.read", N_("The file could not be read from disk. Upload it again."));
}

enum rc book_read(struct ctx *cx, const char *path, struct sv name, struct book *ret)
{
	static const struct jail jail = { JAIL_MEMORY, JAIL_CPU_S, JAIL_WALL_MS, BOOK_PACKED_MAX };
	int fd = -1;
	TRY(open_file(cx, path, &fd));
	struct job job = { utf8_valid(name) ? name : SV(""), csv_decoder(cx->a) };
	struct sv packed;
	TRY(jail_run(cx, &jail, fd, in_jail, &job, &packed));
	bool room = true;
	if (pack_open(cx->a, packed, ret, &room))
		return RC_OK;
	if (!room)
		return fail(cx, RC_INVALID, "sheet.no_room",
			    N_("This table is larger than the server may take in at once. Split it into several files."));
	return because(cx, fail(cx, RC_INVALID, "jail.died",
				N_("This file could not be read safely, and nothing was taken from it. Open it, save it "
				   "again under a new name and upload the new file.")),
		       "sheet: the child's answer is malformed");
}
