/* Judged queries: what is asked, and which documents answer it how well. */
#ifndef TIP_RELEVANCE_JUDGED_H
#define TIP_RELEVANCE_JUDGED_H

#include <stddef.h>

#include "base/status.h"

struct judgement {
    char *document;
    int gain; /* the judged score as it stands in the file; relevant from 1 */
};

struct judged_query {
    char *id;
    char *text;
    char *half;    /* "tune" or "held"; "" where a collection has no halves */
    char *needles; /* of a table of needles: words that passages which answer hold; else NULL */
    struct judgement *judgements;
    size_t judgement_count, judgement_capacity;
};

/* Zero-initialised is empty and valid. */
struct judged_queries {
    struct judged_query *items; /* in the order of the file */
    size_t count, capacity;
};

/* Reads queries of any of the three forms, which the first character that is no blank tells apart:
 *
 *   {   JSON Lines with "_id" or "id", and "text" or "query"
 *   <   TREC topics: <top>, <num> Number: 301, <title>, <desc>; asked is the title, or the
 *       description where there is no title
 *   else a table of needles: id, half, query, needles, parted by tabs, below a line of names
 *
 * The queries are added to those that are there. TIP_INVALID names file and line. */
tip_status judged_queries_read(struct judged_queries *queries, const char *path,
                               struct tip_error *error) TIP_MUST_CHECK;

/* Reads judgements: TREC's four columns (query, iteration, document, score), or BEIR's three
 * (query, document, score) below a line of names. What is said of a query that is not there is
 * passed over. TIP_INVALID names file and line. */
tip_status judged_queries_read_judgements(struct judged_queries *queries, const char *path,
                                          struct tip_error *error) TIP_MUST_CHECK;

/* Adds what is known of a document; the texts are copied. */
tip_status judged_query_judge(struct judged_query *query, const char *document, int gain,
                              struct tip_error *error) TIP_MUST_CHECK;

/* The gain of a document; 0 when nobody judged it. */
int judged_query_gain(const struct judged_query *query, const char *document);

/* The query of that id, or NULL. */
struct judged_query *judged_queries_find(const struct judged_queries *queries, const char *id);

/* Judges passages by the needles of the queries, with gain 1: `path` holds what tipindex dump
 * wrote. Documents are the passages' ids; tables of contents answer nothing. */
tip_status judged_queries_judge_dump(struct judged_queries *queries, const char *path,
                                     struct tip_error *error) TIP_MUST_CHECK;

/* Keeps the first `count` queries. */
void judged_queries_cut(struct judged_queries *queries, size_t count);

void judged_queries_free(struct judged_queries *queries);

#endif
