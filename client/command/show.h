/* Replies as people read them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_SHOW_H
#define TIPSEARCH_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "tipsearch.h"

struct show_style {
    bool has_color;
    int width;
    bool is_full; /* the whole text of each hit, not its snippet */
};

/* The hits, how many there are, and how to see more. `offset` is that of the request. */
void show_result(FILE *out, const struct show_style *style, const struct tipsearch_result *result,
                 long offset);

/* What a query found, without the hits: how many, and what was looked for besides what was typed.
 */
void show_summary(FILE *out, const struct show_style *style, const struct tipsearch_result *result);

/* One passage, and what became of the one that was asked for when it is another one. */
void show_excerpt(FILE *out, const struct show_style *style,
                  const struct tipsearch_excerpt *excerpt);

/* That the id that was asked for is no more, and where its words are; nothing when it is there.
 * `is_first_shown`: the first of these passages stands below. */
void show_moved(FILE *out, const struct show_style *style, const struct tipsearch_moved *moved,
                bool is_first_shown);

/* The query as a tree, and for each hit what made its score, the most first; for a passage that
 * does not match what it lacks. */
void show_explanation(FILE *out, const struct show_style *style,
                      const struct tipsearch_explanation *explanation);

/* The patterns, group by group, with how many passages each finds; in full also where it is defined
 * and its queries. */
void show_patterns(FILE *out, const struct show_style *style,
                   const struct tipsearch_patterns *patterns);

/* Suggestions, a line each, with how many passages each finds. */
void show_suggestions(FILE *out, const struct tipsearch_suggestions *suggestions);

/* An error on one line; with bad_query also the query (may be NULL) and a mark under the place. */
void show_error(FILE *out, const struct tipsearch_error *error, const char *query);

#endif
