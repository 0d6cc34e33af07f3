/* What each part of the ranking brings. */
#ifndef TIP_RELEVANCE_PARTS_H
#define TIP_RELEVANCE_PARTS_H

#include <stddef.h>

#include "base/status.h"
#include "relevance/collection.h"

/* Prints a table in Markdown for collections that are indexed: a row with all parts, one without
 * each part that tipsearchd --without help names, one without any. A collection has a column of
 * nDCG@10; of the report both halves have columns of MRR@10, S@1 and S@3. A figure that chance
 * alone would move so far from the first row's in less than one of twenty cases is marked with an
 * asterisk.
 *
 * `options` are further ones of tipsearchd. */
tip_status parts_print(struct collection *collections, size_t count,
                       const struct program_options *options,
                       struct tip_error *error) TIP_MUST_CHECK;

#endif
