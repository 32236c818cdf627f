#ifndef APP_DOOR_PAGES_H
#define APP_DOOR_PAGES_H
/* What the door's own pages show. */
#include "web/parts.h"

struct sign_in_page {
	const struct frame *frame;
	struct ui_form form;
	const struct fault *faults;
	struct sv login, back;
};

struct setup_page {
	const struct frame *frame;
	struct ui_form form;
	const struct fault *faults;
	struct sv post, login;
};

struct totp_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_notice done;
	enum { TOTP_NEVER /* there is no password */, TOTP_OFF, TOTP_OFFERED, TOTP_ON } state;
	struct ui_form form;
	struct html qr;
	struct sv secret;            /* in groups of four */
};

struct fault_page {
	const struct frame *frame;
	const struct fault *faults;
	struct sv title, code;
};

struct sent_pair {
	struct sv name, value;
};
struct resend_page {
	const struct frame *frame;
	const struct fault *faults;
	struct ui_form form;
	const struct sent_pair *pair;    /* what was typed */
	size_t n;
	bool signed_in;
};

struct act_page {
	const struct frame *frame;
	struct ui_form form;
	const struct fault *faults;
	struct sv title, back, note; /* note: what it is done to; "" where nothing has a name */
	struct url up;
	const struct ui_field *field;
	size_t n_field;
	struct ui_button button;
};

struct view_page {
	const struct frame *frame;
	struct sv title;
	struct ui_form filter;
	const struct ui_field *field;
	size_t n_field;
	struct ui_table table;
	struct ui_empty empty;
	struct ui_pager pager;
	const struct ui_button *button;
	size_t n_button;
};

struct demo_post {
	struct sv id, label, roles;
};
struct demo_page {
	const struct frame *frame;
	struct ui_form form;
	const struct demo_post *post;
	size_t n;
};

#endif
