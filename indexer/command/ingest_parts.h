/* What a source on its way into the draft is: shared by the files that take one in. */
#ifndef TIP_INGEST_PARTS_H
#define TIP_INGEST_PARTS_H

#include "command/describe.h"
#include "command/indexing.h"
#include "passage/passage.h"
#include "reader/input.h"

enum { INGEST_TOLD = 20 /* records of a source that are told of one by one, of each kind */ };

/* A source on its way: one document or, of a collection, one after the other. */
struct ingest {
    struct tip_indexing *indexing;
    const struct tip_source_file *file;
    const struct tip_source *known; /* its line in the ledger of the live generation, or NULL */
    struct tip_facts facts;
    struct tip_facts folder_facts; /* of its report.ini; in `facts` where there are any */
    char *facts_line;
    struct tip_input *input;
    char sha256[TIP_DIGEST_HEX_SIZE];
    struct tip_source line; /* the ledger's, which grows with every report; texts are borrowed */
    char *id;               /* in it: the report's or the collection's */
    char *reason;           /* in it: of records that could not be read */
    uint32_t replaced;      /* reports of other sources and earlier records, by id */
    uint32_t kept_out;      /* records that were removed on purpose */
    bool is_restored;       /* what was removed on purpose is let in again: it is read anyway */
    uint32_t warned;        /* how often something was said of a record */
    bool has_replaced;      /* what was indexed of it before is taken out */
    bool is_fatal;          /* what failed is more than this source */
};

/* A document of the source. */
struct ingest_piece {
    struct tip_document document;
    struct tip_description description;
    struct tip_passages passages;
    size_t record; /* the line of a record; 0 for a document that is its source */
};

/* Names a document's report, cuts it into passages, takes out what it replaces and adds it.
 * TIP_INVALID and TIP_LIMIT are the document's own; else ingest->is_fatal. */
tip_status ingest_document(struct ingest *ingest, struct ingest_piece *piece,
                           struct tip_error *error) TIP_MUST_CHECK;
void ingest_piece_free(struct ingest_piece *piece);

/* Takes out all that came from a source. */
tip_status ingest_take_out(struct tip_indexing *indexing, const struct tip_source *known,
                           struct tip_error *error) TIP_MUST_CHECK;

/* Prints what a reader has to say; `context` is the struct tip_indexing. */
void ingest_warn(void *context, const char *file, size_t line, const char *message);

/* The same for what is said of one record after the other: `context` is the struct ingest, and only
 * the first INGEST_TOLD are printed. */
void ingest_warn_of_record(void *context, const char *file, size_t line, const char *message);

/* Whether a source is JSON Lines; its input is at its beginning then. */
tip_status ingest_is_records(struct ingest *ingest, bool *is_records,
                             struct tip_error *error) TIP_MUST_CHECK;

/* Takes in a source of records. Those that cannot be read are told of and counted in its line;
 * when none can be, the source fails. */
tip_status ingest_records(struct ingest *ingest, struct tip_error *error) TIP_MUST_CHECK;

#endif
