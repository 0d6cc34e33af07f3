/* Remains of markup in plain text: what conversion from HTML or Markdown left behind. */
#ifndef TIP_READER_MARKUP_H
#define TIP_READER_MARKUP_H

#include <stddef.h>

/* The text as it is to be shown, for free(3): known HTML tags dropped (a paragraph's or line's end
 * becomes a line break), `**strong**` and `*emphasis*` without their stars, `\$` and other escaped
 * punctuation without the backslash, `<https://…>` without its brackets. Words stay as they are.
 * NULL when there is no memory. */
char *tip_markup_strip(const char *text, size_t length);

#endif
