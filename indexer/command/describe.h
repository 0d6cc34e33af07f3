/* What a report is called, and the other facts of it. */
#ifndef TIP_DESCRIBE_H
#define TIP_DESCRIBE_H

#include "base/report.h"
#include "command/facts.h"
#include "command/printout.h"
#include "command/source.h"
#include "index/builder.h"
#include "reader/reader.h"

/* Where a document comes from; everything is borrowed. */
struct tip_origin {
    const struct tip_builder *builder; /* that knows which ids are taken; NULL: `printout` does */
    const struct tip_printout *printout;
    const struct tip_source_file *file;
    const struct tip_source *known; /* its line in the ledger of the live generation, or NULL */
    const struct tip_facts *facts;  /* what the command line says of it */
    const char *sha256;
};

/* A report as it is to be added; its texts are the origin's, the document's, and these. */
struct tip_description {
    struct tip_report report;
    char *id;
    char *title; /* when it comes from the source or its name */
};

/* The facts of a document's report: what the command line says, else what the document says itself,
 * else what follows from the file's name. The caller frees the description, also after a failure.
 * TIP_NO_MEMORY. */
tip_status tip_describe(struct tip_description *description, const struct tip_origin *origin,
                        const struct tip_document *document,
                        struct tip_error *error) TIP_MUST_CHECK;

/* The id of the collection that a source of records is: one given on the command line, the one it
 * had, or the slug of its name; for free(3), NULL without memory. */
char *tip_collection_id(const struct tip_origin *origin);

/* The facts of a record's report. What a record says itself comes before what the command line says
 * of all. A record without an id is called by its collection and the line it stands on. */
tip_status tip_describe_record(struct tip_description *description, const struct tip_origin *origin,
                               const struct tip_document *document, const char *collection,
                               size_t line, struct tip_error *error) TIP_MUST_CHECK;

void tip_description_free(struct tip_description *description);

#endif
