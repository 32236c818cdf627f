#ifndef WEB_PO_H
#define WEB_PO_H
/* The catalogue compiled from src/web/po/zh_CN/ (tools/pocomp).  main and tests call
 * tr_install(catalogue); everything else says tr(). */
#include "base/err.h"

/* The text of `msgid` in `lang`; `msgid` itself in English or where there is none. */
const char *catalogue(enum lang lang, const char *msgid) __attribute__((format_arg(2)));

#endif
