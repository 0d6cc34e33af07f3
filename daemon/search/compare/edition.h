/* What the reports of one year say: their statements in order. */
#ifndef TIP_EDITION_H
#define TIP_EDITION_H

#include "base/bitmap.h"
#include "search/compare/statement.h"
#include "search/searcher.h"

enum {
    /* Text of a year's reports that is compared: five times that of all country narratives. With
     * what is noted of it, two editions side by side take up to ten times as much memory. */
    TIP_EDITION_BYTES = 16 << 20,
};

struct tip_edition_passage {
    uint32_t number;                           /* of the generation */
    uint32_t report;                           /* its place in the edition's */
    uint32_t first_statement, statement_count; /* its own, without headings */
    uint64_t section; /* a hash of its headings: equal in editions where they are */
    bool is_asked;
    bool is_table;
    bool is_running_text; /* not a table, quotation or caption, which stand beside it */
    char *text;           /* owned */
};

struct tip_edition {
    int year;
    uint32_t *reports; /* owned; numbers, in the order of their ids */
    uint32_t *starts;  /* owned; by report its first statement, and behind the last one's */
    uint32_t report_count;
    struct tip_edition_passage *passages; /* owned; by report, each in its order */
    size_t passage_count, passage_capacity;
    struct tip_statement *statements; /* owned */
    size_t count, capacity;
    uint32_t *words; /* owned; hashes */
    size_t word_count, word_capacity;
    size_t bytes; /* of all texts */
};

/* Reads the passages of `among` in the reports of edition->reports, which is filled before; those
 * in `asked` too are what the request finds. Each heading is a statement where it first stands; it
 * is asked for where any passage below it is, and belongs to the first such. The caller frees the
 * edition, also after a failure. TIP_TIMEOUT; TIP_LIMIT beyond TIP_EDITION_BYTES. */
tip_status tip_edition_read(struct tip_edition *edition, struct tip_searcher *searcher,
                            const struct tip_bitmap *among, const struct tip_bitmap *asked,
                            struct tip_error *error) TIP_MUST_CHECK;
void tip_edition_free(struct tip_edition *edition);

/* The report of a statement, its place in the edition's. */
static inline uint32_t tip_edition_report_of(const struct tip_edition *edition, size_t statement)
{
    return edition->passages[edition->statements[statement].passage].report;
}

/* Whether two statements stand side by side in one report: `second` is not the last one's. */
static inline bool tip_edition_joins(const struct tip_edition *edition, size_t second)
{
    return second > 0 && second < edition->count &&
           tip_edition_report_of(edition, second - 1) == tip_edition_report_of(edition, second);
}

#endif
