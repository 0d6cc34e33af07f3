/* Where the output goes: a terminal of some size, with or without colours, or not a terminal.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_TERMINAL_H
#define TIPSEARCH_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "command/options.h"

struct terminal {
    bool is_terminal;
    bool has_color;
    int width; /* columns to fill */
    int rows;  /* 0 when not known */
};

/* Looks at standard output, $COLUMNS, $TERM and $NO_COLOR. */
void terminal_look(struct terminal *terminal, enum color_when color);

/* Writes text to standard output, through a pager ($PAGER, else less) when it is a terminal that
 * the text does not fit. False, with errno, when it could not be written. */
bool terminal_show(const struct terminal *terminal, const char *text, size_t length);

#endif
