#ifndef WEB_QR_H
#define WEB_QR_H
#include "web/out.h"

/* The QR code of a text as an SVG with a quiet zone; the text is ASCII. */
struct html qr_svg(struct arena *a, struct sv text);

#endif
