/* What the builder of `columns` holds: filled by columns_builder.c, written by columns_writer.c.
 *
 * Texts, reports and sections are kept in pools, so a row is a few numbers. Nothing is taken out of
 * a pool: what no passage uses any more is left out when the file is written. */
#ifndef TIP_COLUMNS_ROWS_H
#define TIP_COLUMNS_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/columns_file.h"
#include "index/text_pool.h"

enum { TIP_COLUMNS_BLOCK = 4096 };

/* A passage's facts; the texts are numbers of the builder's pool. */
struct tip_stored_row {
    uint64_t id, text_key;
    uint32_t report; /* TIP_NO_REPORT: the number is free */
    uint32_t section, ordinal, since, words, page_number;
    uint32_t page, by, countries; /* TIP_NO_TEXT: not known */
    unsigned char kind, page_is;
};

struct tip_stored_report {
    uint32_t facts[TIP_REPORT_FACTS]; /* texts in the pool, and the year */
};

struct tip_columns_builder {
    struct tip_text_pool texts;
    struct tip_text_pool reports;  /* ids */
    struct tip_text_pool sections; /* paths: the numbers of their headings in `texts` */
    struct tip_stored_report *report_facts;
    size_t report_capacity;
    struct tip_stored_row *rows; /* by number; row 0 stays free */
    uint32_t size;
    uint32_t capacity;
    uint32_t *block_counts; /* passages in each run of TIP_COLUMNS_BLOCK numbers */
    uint32_t lowest_free;   /* no number from 1 to below this one is free */
};

static inline bool tip_columns_is_free(const struct tip_columns_builder *builder, uint32_t number)
{
    return number >= builder->size || builder->rows[number].report == TIP_NO_REPORT;
}

#endif
