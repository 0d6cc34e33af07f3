/* Lines of a quotation that are of the page and not of its text. */
#ifndef TIP_QUOTE_LINES_H
#define TIP_QUOTE_LINES_H

#include "search/quote/quote_words.h"

/* Marks as optional the words, from `first` on, of each line between two others that has a page's
 * number alone ("45", "xii"), or is a running head: capitals alone, with or without a number. */
void tip_quote_lines_read(struct tip_quote_words *words, uint32_t first, const char *text);

#endif
