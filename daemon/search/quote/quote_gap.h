/* What stands between two words of a quotation or its source. */
#ifndef TIP_QUOTE_GAP_H
#define TIP_QUOTE_GAP_H

#include "search/quote/quote_words.h"

/* Signs by kind. */
bool tip_sign_is_hyphen(uint32_t character); /* joins words: - ‐ ‑ − */
bool tip_sign_is_dash(uint32_t character);   /* parts them: – — ― */
bool tip_sign_is_single_quote(uint32_t character);
bool tip_sign_is_quote(uint32_t character); /* single or double, of any kind */

/* What the bytes between two words are; `is_number`: both are digits there, so that a short dash
 * means a range. Sets *flags of the word before: an ellipsis, a quote, the end of a sentence. */
enum tip_quote_glue tip_quote_gap_read(const char *gap, const char *end, bool is_number,
                                       unsigned *flags);

#endif
