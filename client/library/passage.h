/* A passage of a reply.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_LIBRARY_PASSAGE_H
#define TIPSEARCH_LIBRARY_PASSAGE_H

#include "library/members.h"

/* Fills a zeroed passage with what the object has of it. */
void tipsearch_read_passage(struct tipsearch_reader *reader, const json_t *object,
                            struct tipsearch_passage *passage);

#endif
