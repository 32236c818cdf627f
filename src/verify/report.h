#ifndef VERIFY_REPORT_H
#define VERIFY_REPORT_H
#include "verify/verify.h"

/* One line, in both languages; the arguments come in the same order in both.  True for what is right. */
bool vf_say(struct vf_report *r, enum finding kind, const char *zh, const char *en, ...)
	__attribute__((format(printf, 3, 5), format(printf, 4, 5)));
#define vf_right(r, ...) vf_say((r), FOUND_RIGHT, __VA_ARGS__)
#define vf_wrong(r, ...) vf_say((r), FOUND_WRONG, __VA_ARGS__)
#define vf_unreadable(r, ...) vf_say((r), FOUND_UNREADABLE, __VA_ARGS__)
#define vf_note(r, ...) vf_say((r), FOUND_NOTE, __VA_ARGS__)

#endif
