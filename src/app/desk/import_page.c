#include "app/desk/handlers.h"
#define STUB(name) void name(void *web, struct http_request *rq, struct http_reply *rp) { struct visit v; if (visit_open(&v, web, rq, rp)) visit_fail(&v, RC_NOT_FOUND); visit_close(&v); }
STUB(import_start)
STUB(do_import)
STUB(import_preview)
STUB(do_import_accept)
STUB(do_import_withdraw)
