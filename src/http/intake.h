#ifndef HTTP_INTAKE_H
#define HTTP_INTAKE_H
/* Takes a request's body in pieces: small ones into the arena, the files of a multipart body into unlinked
 * files of the spool folder. */
#include "http/request.h"

struct intake;

struct intake *intake_new(struct http_request *rq, const char *spool, size_t form_max);
/* Checks the content type before any byte has come. RC_INVALID for a body of a type nobody reads here. */
NODISCARD enum rc intake_begin(struct ctx *cx, struct intake *in);
/* RC_LIMIT past `rq->body_max` or, for what stays in memory, past `form_max`; RC_FAILED when the spool has no
 * room. */
NODISCARD enum rc intake_feed(struct ctx *cx, struct intake *in, struct sv piece);
/* The body is whole: form, files, json and body are set in the request. */
NODISCARD enum rc intake_end(struct ctx *cx, struct intake *in);
enum rc intake_too_large(struct ctx *cx, size_t max);

#endif
