#ifndef APP_EXAM_OFFICE_H
#define APP_EXAM_OFFICE_H
/* Inside the folder: one test as a visitor sees it. */
#include "app/exam/exam_read.h"

struct office {
	struct visit v;
	struct exam e;
	struct exam_part *part;
	struct exam_seat *seat;
	size_t n_part, n_seat;
	int64_t makeup, waiting, second, third;
	bool office, marker;         /* the visitor's own office holds it; the visitor may mark */
	bool whole;                  /* sees all of it, not only the own units' rate */
};
/* RC_NOT_FOUND for who may not see it. */
enum rc exam_office_load(struct office *o);
void exam_office_show(struct office *o, int status);
struct sv exam_word(const struct visit *v, const char *column, struct sv code);
struct url exam_url(struct arena *a, int64_t id);

#endif
