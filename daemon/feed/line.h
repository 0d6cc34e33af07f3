/* Titles, names and citations in a feed: readers show them among words of their own. */
#ifndef TIP_FEED_LINE_H
#define TIP_FEED_LINE_H

#include "base/string_builder.h"

/* Appends a text of one line, cut to TIP_LIMIT_SHOWN bytes, without characters that would turn
 * round the writing direction of what stands behind it. */
void tip_feed_line(struct tip_string *out, const char *text);

#endif
