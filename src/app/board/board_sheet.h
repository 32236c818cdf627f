#ifndef APP_BOARD_SHEET_H
#define APP_BOARD_SHEET_H
/* A board as a workbook, with the columns of the monthly sheet (handbook 3.7). */
#include "base/err.h"
#include "base/json.h"

struct board_sheet {
	struct sv title, foot;      /* foot: under the rows, how it was made */
	const struct js *rows;      /* as board.show gives them: already cut to what the reader may see */
};

NODISCARD enum rc board_sheet_write(struct ctx *cx, const struct board_sheet *s, const char *path);

#endif
