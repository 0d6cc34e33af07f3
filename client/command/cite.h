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

/* Citations under way, any number of them. */
struct cite_writer {
    FILE *out;
    enum cite_form form;
    size_t count; /* entries so far */
};

/* Begins to write citations to `out`. Whether that takes everything is the caller's to see. */
void cite_begin(struct cite_writer *writer, FILE *out, enum cite_form form);

/* Writes the citation of a passage; `keyword` (may be NULL) is one of its keywords, where the form
 * has such. Control characters in its texts are replaced. False when there is not enough memory. */
bool cite_put(struct cite_writer *writer, const struct tipsearch_passage *passage,
              const char *keyword);

/* Writes what stands behind the last one, also where there was none. */
void cite_end(struct cite_writer *writer);

/* All of it for `count` passages. False when there is not enough memory. */
bool cite_print(FILE *out, enum cite_form form, const struct tipsearch_passage *const *passages,
                size_t count);

#endif
