#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4 };

struct html qr_svg(struct arena *a, struct sv text)
{
	QRcode *q = QRcode_encodeString(arena_cstr(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!q)
		return html_trusted(SV(""));
	struct buf b = buf_new(a, 256 * 1024);
	int n = q->width + 2 * QUIET;
	buf_printf(&b, "<svg class=\"qr\" role=\"img\" aria-label=\"QR\" viewBox=\"0 0 %d %d\" width=\"180\" height=\"180\" shape-rendering=\"crispEdges\">"
		   "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"", n, n, n, n);
	for (int y = 0; y < q->width; y++)
		for (int x = 0; x < q->width; x++)
			if (q->data[y * q->width + x] & 1)
				buf_printf(&b, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	buf_puts(&b, "\"/></svg>");
	QRcode_free(q);
	return html_trusted(buf_sv(&b));
}
