/* A collection: documents, and judged queries about them. */
#ifndef TIP_RELEVANCE_COLLECTION_H
#define TIP_RELEVANCE_COLLECTION_H

#include <stdbool.h>

#include "base/status.h"
#include "relevance/judged.h"
#include "relevance/service.h"

struct collection {
    char *name;     /* the folder's or table's, or "report" */
    char *source;   /* what tipindex is given */
    bool is_report; /* judged by needles: a document is a passage */
    struct judged_queries queries;
    struct service service; /* its index, once it is built */
};

/* Reads queries and judgements of a folder: `corpus.jsonl`; `queries.jsonl` or `topics`;
 * `qrels.tsv` or `qrels`. To be freed also after a failure. */
tip_status collection_read(struct collection *collection, const char *folder,
                           struct tip_error *error) TIP_MUST_CHECK;

/* Reads tables of needles about the report: the file of that name or, when it is a folder, all
 * files
 * *.tsv in it whose first line says so. */
tip_status collection_read_report(struct collection *collection, const char *report,
                                  const char *tables, struct tip_error *error) TIP_MUST_CHECK;

/* Builds its index, and judges the passages of the report. */
tip_status collection_index(struct collection *collection, const struct program_options *options,
                            struct tip_error *error) TIP_MUST_CHECK;

/* Removes the index, too. */
void collection_free(struct collection *collection);

#endif
