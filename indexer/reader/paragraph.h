/* How a paragraph begins and ends: whether it is whole. */
#ifndef TIP_READER_PARAGRAPH_H
#define TIP_READER_PARAGRAPH_H

#include <stdbool.h>

/* Whether it ends where a sentence ends or a list begins (closing quotes and stars left aside). */
bool tip_paragraph_is_ended(const char *text);

/* Whether it begins with a small letter (opening quotes left aside). */
bool tip_paragraph_begins_small(const char *text);

#endif
