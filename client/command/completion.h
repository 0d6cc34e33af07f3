/* Completions on their way out, and where values come from.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_COMPLETION_H
#define TIPSEARCH_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "command/options.h"

struct completion {
    FILE *out;
    const struct options *options; /* which server or index is meant */
    const char *kept;              /* what stands before the part that is completed */
    size_t kept_length;
    const char *typed; /* that part */
};

/* Prints `kept` and `value`, when the value begins with what is typed, whatever the case of ASCII.
 */
void completion_offer(const struct completion *completion, const char *value);

/* The same, but as far as it is typed it stays so: for words of a query, where case says nothing.
 */
void completion_offer_word(const struct completion *completion, const char *value);

/* Offers a name as one word of a filter: in lower case, with hyphens for blanks and signs. */
void completion_offer_name(const struct completion *completion, const char *name);

/* The same for a title, which may be completed from any of its words on. */
void completion_offer_title(const struct completion *completion, const char *title);

/* Offers the values that the files of the knowledge have for a field; those of no other field. */
void completion_offer_known(const struct completion *completion, const char *field);

#endif
