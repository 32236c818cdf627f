#ifndef APP_FILE_KIND_H
#define APP_FILE_KIND_H
/* Inside the folder: what a file is, judged by its bytes.  All of this runs in the jail. */
#include "app/file/file.h"
#include "sheet/blocks.h"

/* Goes before the answer's bytes. */
struct file_verdict {
	uint32_t type, width, height;
	uint32_t as_is;          /* keep the bytes that came (PDF and plain text); else those that follow */
};

/* For jail_run: judges the file and writes the verdict and, for pictures, the new bytes. */
enum rc file_judge(struct ctx *cx, int in, void *arg, struct blocks *out);
enum rc file_judge_bytes(struct ctx *cx, struct sv s, struct blocks *out);

/* The parts of it, each for bytes of its kind. */
enum rc photo_anew(struct ctx *cx, struct sv in, struct file_verdict *ret, struct sv *ret_bytes); /* photo.c */
enum rc png_strip(struct ctx *cx, struct sv in, struct file_verdict *ret, struct sv *ret_bytes);   /* png.c */
enum rc office_anew(struct ctx *cx, struct sv in, struct file_verdict *ret, struct sv *ret_bytes); /* office.c: .docx, .xlsx */
/* Without a word of place, time, device and maker, the picture byte for byte; false where the segments do not hold
 * together.  jpeg.c */
bool jpeg_strip(struct arena *a, struct sv in, struct sv *ret);
/* 1 to 8 as EXIF counts them; 1 where nothing is said. */
int photo_orientation(struct sv jpeg);
enum rc pixels_too_many(struct ctx *cx, int64_t width, int64_t height);

#endif
