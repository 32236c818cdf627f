#ifndef WEB_ASSET_H
#define WEB_ASSET_H
/* The files of ui/, compiled in (tools/assetpack).  Their addresses carry a fingerprint of the content, so
 * that they may be kept by browsers for ever. */
#include "web/out.h"

struct asset {
	struct sv name;    /* "bixue.css" */
	struct sv address; /* "/-/bixue.1a2b3c4d5e6f.css": what pages link to */
	struct sv type;    /* "text/css; charset=utf-8" */
	struct sv etag;    /* with its quotes */
	struct sv content;
};

/* By its plain name or by its address; NULL if there is none. An address with an old fingerprint finds
 * nothing. */
const struct asset *asset_find(struct sv name);
/* The address of a file that is known to be there. */
struct url asset_url(struct sv name);

#endif
