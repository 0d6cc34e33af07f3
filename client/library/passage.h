/* A passage of a reply.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_LIBRARY_PASSAGE_H
#define TIPSEARCH_LIBRARY_PASSAGE_H

#include "library/members.h"

/* Fills a zeroed passage with what the object has of it. */
void tipsearch_read_passage(struct tipsearch_reader *reader, const json_t *object,
                            struct tipsearch_passage *passage);

/* The passages that member `key`, an array, names briefly; *count is how many. */
const struct tipsearch_twin *tipsearch_read_twins(struct tipsearch_reader *reader,
                                                  const json_t *object, const char *key,
                                                  size_t *count);

#endif
