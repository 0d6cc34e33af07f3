/* The form of a word that is compared. */
#ifndef TIP_QUOTE_FORM_H
#define TIP_QUOTE_FORM_H

#include <stddef.h>

#include "base/string_builder.h"

/* Appends a part of a word (valid UTF-8, some 200 bytes) in NFKC, so that ligatures are letters and
 * marks are one with theirs, with straight apostrophes and without characters that cannot be seen.
 */
void tip_quote_form(struct tip_string *out, const char *bytes, size_t length);

#endif
