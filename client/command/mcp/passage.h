/* Passages as results have them: as JSON, and as text for a model.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_MCP_PASSAGE_H
#define TIPSEARCH_MCP_PASSAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tipsearch.h"

/* A resource's address is this and a passage's id. */
#define PASSAGE_SCHEME "tipsearch://passage/"

/* Bytes of passages' texts in a result. A passage has 60 to 220 words, 1.4 KB; what is longer is
 * most often a table. All together are about 6,000 tokens, and fifty passages with all that is told
 * of them below 20,000, of which programs for models let 25,000 pass. */
enum {
    PASSAGE_TEXT_MAX = 4000,
    PASSAGE_TEXTS_MAX = 24000,
    PASSAGE_TEXT_LEAST = 300 /* of each, also of those behind the 24,000 */
};

/* A result that is being made. */
struct passage_list {
    json_t *items; /* as the tools' schema has them; owned, until they are taken */
    json_t *links; /* ResourceLinks of the protocol's schema; the same */
    FILE *text;    /* what a model reads */
    size_t spent;  /* bytes of texts */
};

/* Adds a passage to all three, with its rank and snippet where it is that of a hit (else NULL).
 * With `is_whole` the text is, however long. */
void passage_add(struct passage_list *list, const struct tipsearch_passage *passage,
                 const struct tipsearch_hit *hit, bool is_whole);

#endif
