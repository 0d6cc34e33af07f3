/* A comparison as the pages that it came in.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_COMPARE_PAGES_H
#define TIPSEARCH_DESK_COMPARE_PAGES_H

#include <stdbool.h>
#include <stdio.h>

#include "tipsearch.h"

struct compare_pages {
    struct tipsearch_comparison **items; /* owned, with what they point to; all of one generation */
    char **lines;                        /* owned; the replies as they came */
    size_t count;
};

/* The change `place` of a kind of step `step`, through all pages; NULL behind the last one that
 * came. */
const struct tipsearch_change *compare_pages_change(const struct compare_pages *pages, size_t step,
                                                    enum tipsearch_change_kind kind, size_t place);

/* How often a year has a value, by its kinds or patterns. */
long long compare_count_of(const struct tipsearch_count *counts, size_t count, const char *value);

/* Tells once of each kind (or pattern) that some year has, but for rarer ones that are the same in
 * all years: how many those are. */
size_t compare_for_each_value(const struct tipsearch_comparison *comparison, bool is_pattern,
                              void (*tell)(void *context, const struct tipsearch_count *count),
                              void *context);

/* The heading above changes of a kind. Static. */
const char *compare_kind_title(enum tipsearch_change_kind kind);

/* Write all pages for people. What could not be written, the stream's error indicator says. */
void compare_write_markdown(FILE *out, const struct compare_pages *pages);
void compare_write_html(FILE *out, const struct compare_pages *pages);

#endif
