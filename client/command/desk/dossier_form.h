/* The forms of a dossier, which pandoc makes of its Markdown, and where it goes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_FORM_H
#define TIPSEARCH_DESK_DOSSIER_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "tipsearch.h"

struct dossier_form {
    const char *name;   /* of --format, and a file's ending */
    const char *writer; /* pandoc's; NULL: Markdown, as it is */
    bool is_binary;     /* no terminal shows it; it holds its pictures */
    bool is_sandboxed;  /* pandoc needs no file of its own for it, and shall read none */
    bool is_page;       /* HTML by our template */
    bool is_pdf;        /* by weasyprint, of that page */
};

/* The form that --format names or, without one, the ending of `output` (both may be NULL: then it
 * is Markdown). INVALID names those that there are. */
enum tipsearch_code dossier_form_choose(const struct dossier_form **out, const char *name,
                                        const char *output,
                                        struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* Makes the form of `markdown`, for free(3). `source` is the dossier's path, beside which pictures
 * that it names are looked for, or "-". *is_whole is false when one was left out, which standard
 * error tells. INVALID: pandoc or weasyprint is not installed, or failed.
 */
enum tipsearch_code dossier_form_make(char **out, size_t *length, const struct dossier_form *form,
                                      const char *markdown, size_t markdown_length,
                                      const char *source, bool *is_whole,
                                      struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

#endif
