/* tipsearch compare: what changed through the years.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_COMPARE_H
#define TIPSEARCH_DESK_COMPARE_H

#include "command/options.h"

enum compare_form { COMPARE_MARKDOWN, COMPARE_HTML, COMPARE_JSON, COMPARE_NONE };

/* "md", "html", "json"; COMPARE_NONE for another name. */
enum compare_form compare_form_named(const char *name);

/* Whether a word is a range of years: "2021..2023", "2021..". */
bool compare_is_range(const char *word);

/* Prints what changed in the passages that the words name, by the range of years among them. The
 * exit status: 1 where nothing did. */
int run_compare(const struct options *options);

#endif
