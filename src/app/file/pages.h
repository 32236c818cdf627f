#ifndef APP_FILE_PAGES_H
#define APP_FILE_PAGES_H
/* What the pages of this folder show. */
#include "app/file/file.h"

struct file_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title;
	struct url matter;
	struct ui_notice done;
	const struct file_item *item;
	size_t n;
	struct ui_form form;
	bool may;
	struct sv why;
};

http_handler page_files, do_files, page_file;

#endif
