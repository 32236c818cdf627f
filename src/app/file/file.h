#ifndef APP_FILE_H
#define APP_FILE_H
/* Evidence 附件: what proves a matter, kept under its SM3 digest in DIR/files/ab/cdef….  Photos are decoded and
 * written anew in the jail (upright, at most 1600 px, without place, time and device), documents of Word and Excel part by
 * part (without their properties, and what the pictures in them say of place and device); PDF and text are kept byte for
 * byte, metadata included; everything is only taken when its bytes are what its kind says.  A file is on disk, synced, before the act speaks of it. */
#include "app/door/door.h"
#include "app/matter/matter.h"
#include "store/rebuild.h"

extern const struct noun file_noun;
extern const struct http_route file_routes[];
extern const size_t file_routes_n;
extern const struct api_op file_api[];
extern const size_t file_api_n;

#define FILE_TYPES "jpeg|png|pdf|docx|xlsx|txt"
enum file_type { FILE_JPEG, FILE_PNG, FILE_PDF, FILE_DOCX, FILE_XLSX, FILE_TXT, FILE_TYPE_COUNT_ };

enum {
	FILE_MAX = 20 << 20,          /* bytes of one */
	FILE_PIXELS_MAX = 50000000,   /* of a picture as it comes; trust.md 3.3 */
	FILE_SIDE_MAX = 1600,         /* of a photo as it is kept */
	FILE_PHOTO_AIM = 200 * 1024,  /* bytes of it, where the quality allows */
	FILES_PER_MATTER = 200,
	FILES_AT_ONCE = 9,
};
/* What the browser may offer, for the attribute accept. */
#define FILE_ACCEPT "image/jpeg,image/png,.pdf,.docx,.xlsx,.txt"

struct file {
	int64_t id, matter;
	int64_t record;          /* seq of the record that it proves; 0: the matter as a whole */
	struct sv digest;        /* SM3, hexadecimal */
	struct sv name;          /* for people, with the ending of its type */
	enum file_type type;
	int64_t size, width, height; /* pixels of a picture, else 0 */
	struct sv why;
	int64_t post, at;
	int64_t withdrawn_at, withdrawn_by; /* 0: it stands */
	struct sv reason;
};

NODISCARD enum rc file_get(struct ctx *cx, struct db *db, int64_t id, struct file *ret);     /* RC_NOT_FOUND */
/* In the order they came, withdrawn ones too. */
NODISCARD enum rc files_of_matter(struct ctx *cx, struct db *db, int64_t matter, struct file **ret, size_t *ret_n);

/* ---- taking files in ------------------------------------------------------------------------------------- */

struct file_kept {
	struct sv digest, name;
	enum file_type type;
	int64_t size, width, height;
};

/* Looks at the file in the jail, and keeps what may be kept under `dir` (the data folder), durably.  `name` is
 * what the sender called it. RC_INVALID with a text that says what to do. */
NODISCARD enum rc file_keep(struct ctx *cx, const char *dir, int fd, struct sv name, struct file_kept *ret);
/* The files that came with this request in `field`; an empty choice is none. */
NODISCARD enum rc files_take(struct visit *v, const char *field, struct file_kept **ret, size_t *ret_n);
/* Attaches them, each with a key of its own made from the form's. */
NODISCARD enum rc files_attach(struct visit *v, int64_t matter, int64_t record, struct sv why, const struct file_kept *k, size_t n);

/* ---- giving them out -------------------------------------------------------------------------------------- */

/* The standing file of that digest on a matter that `scope` sees. RC_NOT_FOUND. */
NODISCARD enum rc file_seen(struct ctx *cx, struct db *db, struct sv digest, const struct scope *scope, struct file *ret);
/* Answers with its bytes; pictures are shown, everything else is saved. */
void file_send(struct visit *v, const struct file *f);
/* For reading, by who was given its digest by a record; −1 where it is gone.  The caller closes it. */
int file_open(struct ctx *cx, const char *dir, struct sv digest);
struct url file_url(struct arena *a, const struct file *f); /* /f/DIGEST */

/* What a page of a matter shows of its files. */
struct file_item {
	struct sv name, note, why, struck;  /* struck: the reason of its withdrawal */
	struct url url, withdraw;           /* withdraw: for those who may */
	bool picture;
	int64_t width, height;
};
NODISCARD enum rc file_items(struct visit *v, const struct matter *m, struct file_item **ret, size_t *ret_n);
/* The list of them, and the choice of files in a form; both stand in pages.tmpl. */
void file_list(struct out *o, const struct file_item *item, size_t n);
void file_choice(struct out *o, struct sv why, const struct fault *faults);

/* ---- verify ------------------------------------------------------------------------------------------------ */
/* Every file that an act speaks of is there and is what its digest says: else a finding. */
NODISCARD enum rc files_check(struct ctx *cx, struct db *db, const char *dir, struct report *r);
/* The same for one file that the attachment `id` of another noun speaks of. */
void file_digest_check(struct ctx *cx, const char *dir, struct sv digest, int64_t id, struct report *r);

#endif
