#ifndef APP_DOOR_H
#define APP_DOOR_H
/* The web door: who is at it, what page frame she gets, and how a form becomes an act.  Every page handler
 * begins with visit_open and ends with visit_send, visit_redirect or visit_fail, then visit_close. */
#include "app/instance/instance.h"
#include "app/person/person.h"
#include "http/server.h"
#include "store/door.h"
#include "store/store.h"
#include "web/frame.tmpl.h"
#include "web/parts.h"

struct web;

/* A door of the API beside acts and views: where a file or a board's inputs are read before the act is done.  Its row
 * describes it in openapi.json; the route of that path stands in the folder's routes. */
struct api_op {
	const char *method, *path;         /* "post", "/api/v1/boards/{id}/correct" */
	const char *name, *label;          /* "board.correct"; message id */
	const struct field *fields;
	size_t n_fields;
	bool file;                         /* multipart/form-data with a part "file" beside the fields */
};
struct api_ops {
	const struct api_op *row;
	const size_t *n;
};

struct web_options {
	struct store *store;
	void (*after_act)(void *arg);      /* wakes the reactions; may be NULL */
	void *after_arg;
	const struct sv *origins;          /* "https://bixue.example"; none: the Host header counts */
	size_t n_origins;
	struct sv base;                    /* "https://bixue.example", for links; SV_NONE: as the visitor came */
	struct sv feedback_phone;
	const struct api_ops *ops;         /* what the API has beside acts and views */
	size_t n_ops;
	struct sv demo_token;              /* of a demonstration: /demo/TOKEN is a page of posts to enter as; SV_NONE: no such page */
};
NODISCARD enum rc web_new(struct ctx *cx, const struct web_options *o, struct web **ret);
void web_free(struct web *w);
struct store *web_store(struct web *w);

/* Sign-in, the generic form of every act, the generic table of every view, the API. */
extern const struct http_route door_routes[];
extern const size_t door_routes_n;
void door_refuse(void *web, struct http_request *rq, struct http_reply *rp, struct ctx *cx, enum rc rc, int status);

struct session {
	struct sv token;                   /* as the browser holds it; the store keeps its digest */
	int64_t post;
	struct sv csrf;
	struct sv stamp;                   /* commitment of the password that it was opened with */
	bool large;
};

struct lease;

struct visit {
	struct web *web;
	struct http_request *rq;
	struct http_reply *rp;
	struct ctx cx;                     /* arena of the request, the store's now, the reader's language */
	struct db *db;                     /* a snapshot: everything on the page is of one moment */
	struct lease *lease;               /* the loan of that connection */
	bool bearer;                       /* the session's token came in a header, not in a cookie */
	struct session session;            /* post 0: nobody */
	struct actor actor;
	struct post post;                  /* whose session it is */
	struct sv post_label;
	unsigned roles;                    /* all that this post holds somewhere */
	struct day today;
	struct frame frame;                /* filled in; the page sets title, paper, error, as_of, code */
	struct out out;
};

/* False when the answer is given already (nobody is signed in: on to the sign-in page). */
bool visit_open(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp);
/* The same where nobody needs to be signed in. */
void visit_open_public(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp);
/* For a POST: session as visit_open, and the request must be the site's own, with the session's token. */
bool visit_open_post(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp);
void visit_close(struct visit *v);

void visit_send(struct visit *v, int status);              /* v->out is the page */
void visit_redirect(struct visit *v, struct sv path);      /* 303 */
void visit_fail(struct visit *v, enum rc rc);              /* the page that says what happened, from cx's faults */
/* A file made by the handler: "attachment", with its name. */
void visit_download(struct visit *v, struct sv body, const char *type, struct sv name);

/* The text in the visitor's language. */
struct sv visit_say(const struct visit *v, const char *msgid);
/* Title, date of the numbers and page code. */
void visit_frame(struct visit *v, struct sv title, const char *code);
/* Runs a view as this visitor: the rows as the API would give them. */
NODISCARD enum rc visit_rows(struct visit *v, const char *view, int64_t subject, const struct js *filters, int limit, struct sv after,
			     struct js **ret_rows, struct sv *ret_after);
/* The same for what a page can do without: NULL where the view is not for this visitor, and nothing is said of it. */
struct js *visit_rows_seen(struct visit *v, const char *view, int64_t subject, int limit);
/* What a view may show to this visitor. */
NODISCARD enum rc visit_scope(struct visit *v, const char *view, struct scope *ret);
/* A form of this page: token, a fresh idempotency key, the subject's last seq as basis (0 for none). */
struct ui_form visit_form(struct visit *v, struct url action, int64_t subject);
/* The sent form as the fields of an act: all of its fields but csrf, key, basis, back and those starting "_". */
struct js *visit_fields(struct visit *v);
/* Does the act as this visitor with the form's key and basis; references given by name are resolved. */
NODISCARD enum rc visit_act(struct visit *v, const char *act, int64_t subject, const struct js *fields, struct act_answer *ret);
/* Is the act open to this visitor on this subject now?  Asks load and the grants, does nothing. */
bool visit_may(struct visit *v, const char *act, int64_t subject);
/* What a page calls them; empty where there is none. */
struct sv visit_post_name(struct visit *v, int64_t post);
struct sv visit_unit_name(struct visit *v, int64_t unit);
/* How a field of an act is asked for by its type: the kind of input, its name, label, hint and length. */
struct ui_field visit_field(struct visit *v, const struct field *f);
struct sv visit_form_value(struct visit *v, const char *name); /* from the form, else the query; SV_NONE */
/* Path and query to come back to after a form: the form's "back" when it is a path of ours, else `otherwise`. */
struct sv visit_back(struct visit *v, struct sv otherwise);

/* A code that is printed on a slip or shown once (code.c): 128 random bits in capitals, of which only the digest is kept. */
struct code {
	struct sv text;                    /* 32 hexadecimal digits */
	struct sv digest;                  /* code_digest of it */
};
struct code code_new(struct arena *a);
struct sv code_digest(struct arena *a, struct sv text);    /* SHA-256 in hexadecimal */
struct sv code_in_groups(struct arena *a, struct sv text); /* "0123 4567 …", as it is printed for typing */

/* An address came with a link or code that is none: may it try on?  128 random bits are not guessed; this keeps the noise
 * small.  A right one always opens, since a whole township or hall may stand behind one address. */
bool visit_may_guess(struct visit *v, int64_t *ret_minutes);
/* A page behind a printed code: nobody is signed in here, whatever the browser sends, and nothing of the visit is kept; how
 * the reader likes it stands in the address (lang, large).  `page`: one letter for the page's code. */
void visit_open_code(struct visit *v, void *web, struct http_request *rq, struct http_reply *rp, const char *page);
/* For a code that opens nothing: RC_NOT_FOUND with the faults as they are, or RC_OFTEN. */
NODISCARD enum rc visit_wrong_code(struct visit *v);
/* What somebody typed or copied of a code: digits and capitals, without blanks and strokes; of a whole address its end. */
struct sv visit_code_typed(struct arena *a, struct sv typed);
/* What failed behind a code, on a page without ways into the office; for a wrong code with a box for another one.  `at`: "/v". */
void visit_code_fail(struct visit *v, const char *at, enum rc rc);
/* Where a code is typed in: a route's data is the address behind which its pages lie.  `do_code_box` leads there, from the form or from an
 * address as it was typed (:typed). */
http_handler page_code_box, do_code_box;
/* The same address with one preference changed; `name` NULL: as it is. */
struct url visit_code_url(struct visit *v, struct url path, const char *name, struct sv value);

/* ---- a door of the API (api.c) ---- */
/* A POST to it: bearer token, or cookie with a page's token; `fn` makes the answer, or the problem that the faults tell. */
typedef enum rc api_fn(struct visit *v, struct js **ret);
void api_answer(void *web, struct http_request *rq, struct http_reply *rp, api_fn *fn);
/* Its fields, from JSON or from the plain parts of a form; names of units and the like are resolved. */
NODISCARD enum rc api_fields(struct visit *v, const struct api_op *op, struct fields *ret);
struct sv api_key(struct visit *v);                       /* of the header Idempotency-Key, for act_request.key; or SV_NONE */
/* For act_request.mark where an act is made of more than was sent, as what stood in the store then; `more` is what was sent
 * beside the fields. */
struct sv api_mark(struct visit *v, const struct api_op *op, const struct fields *f, struct sv more);
/* What the request's key has done already, if anything; RC_CONFLICT when that was another act, or had another mark. */
NODISCARD enum rc api_before(struct visit *v, const char *act, struct sv mark, struct journal_row *ret, bool *ret_found);
/* Several acts in the visitor's name, all or none. */
NODISCARD enum rc api_do_all(struct visit *v, struct act_request *rq, size_t n, struct act_answer *ret);
/* Does the act as this visitor by the API, and what follows. */
NODISCARD enum rc api_do(struct visit *v, struct act_request *rq, struct act_answer *ret);

/* Inside the folder and for links. */
/* A session ends by itself when the post gets another password or holder. */
NODISCARD enum rc session_new(struct web *w, struct ctx *cx, int64_t post, struct session *ret);
/* A link by which the post sets its own password, once, within a day: an act of whoever makes it. */
NODISCARD enum rc setup_new(struct web *w, struct ctx *cx, struct actor actor, int64_t post, struct sv *ret_token);
/* The address under which people reach this server, for links: as configured, else as the visitor reached it. */
struct sv visit_base(struct visit *v);
void visit_as(struct visit *v, int64_t post);
/* The form of the visitor's own password: old, code, password, again.  All sessions of the post end; `ret` is a
 * new one for this browser (visit_enter).  The faults stand at the form's fields. */
NODISCARD enum rc own_password(struct visit *v, struct session *ret);
void visit_enter(struct visit *v, const struct session *s); /* gives the browser the session's cookie */

#endif
