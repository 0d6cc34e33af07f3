/* Citations in the forms that memos and reference managers take.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_CITE_H
#define TIPSEARCH_CITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tipsearch.h"

enum cite_form {
    CITE_NONE,
    CITE_TEXT,   /* a line each, as the server writes it */
    CITE_BIBTEX, /* an entry each */
    CITE_CSL,    /* one array of items (CSL-JSON 1.0) */
    CITE_RIS     /* a reference each */
};

/* The form that a word on the command line names; CITE_NONE when it names none. */
enum cite_form cite_form_named(const char *name);

/* Writes the citations of `count` passages. Control characters in their texts are replaced. False
 * when there is not enough memory; whether `out` took everything is the caller's to see. */
bool cite_print(FILE *out, enum cite_form form, const struct tipsearch_passage *const *passages,
                size_t count);

#endif
