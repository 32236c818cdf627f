#ifndef APP_DOOR_CODE_H
#define APP_DOOR_CODE_H
/* Inside the folder: where a printed code is typed in. */
#include "app/door/door.h"

struct code_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title;
	struct url again;                /* to the box for another code; none: no such way */
	struct ui_form form;
	const struct ui_field *field;    /* NULL: no box */
};

#endif
