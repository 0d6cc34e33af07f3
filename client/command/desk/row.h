/* Hits as rows, for spreadsheets (csv), programs (jsonl) and people (md).
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_ROW_H
#define TIPSEARCH_DESK_ROW_H

#include <stdbool.h>
#include <stdio.h>

#include "tipsearch.h"

enum row_form { ROW_NONE, ROW_CSV, ROW_JSONL, ROW_MD };

/* The form that a word names; ROW_NONE when it names none. */
enum row_form row_form_named(const char *name);

/* The form that --format names; csv without one (NULL). */
enum row_form row_form_of(const char *format);

/* The columns of csv and the members of jsonl, in their order. The numbers of those without a
 * value are empty cells, and null. */
#define ROW_COLUMN_MAP(XX)                                                                         \
    XX(LINE, "line")       /* of the query's file, counted from 1 */                               \
    XX(NAME, "search")     /* its name in a file of --watch */                                     \
    XX(QUERY, "query")     /* as it was asked */                                                   \
    XX(READ_AS, "read_as") /* as it was understood */                                              \
    XX(TOTAL, "total")     /* passages that the query finds */                                     \
    XX(RANK, "rank")       /* from 1 */                                                            \
    XX(ID, "id")           /* of the passage */                                                    \
    XX(REPORT, "report")   /* its id */                                                            \
    XX(YEAR, "year")       /* of the report */                                                     \
    XX(PAGE, "page")       /* the printed label */                                                 \
    XX(SECTION, "section") /* headings, outermost first */                                         \
    XX(CITATION, "citation")                                                                       \
    XX(QUOTATION, "quotation") /* the passage's whole text */                                      \
    XX(PAGE_IS, "page_is") /* "exact" or "section_start": `page` is where the section begins */    \
    XX(BY, "by")           /* who said it */                                                       \
    XX(KIND, "kind")                                                                               \
    XX(COUNTRIES, "countries") /* ISO 3166 alpha-2 */                                              \
    XX(URL, "url")             /* of the report */                                                 \
    XX(ALSO_IN, "also_in")     /* passages of other reports that say the same, or nearly */        \
    XX(CORRECTED, "corrected") /* the query that was run instead of one with a slip */             \
    XX(ERROR, "error")         /* why the query was not answered, or not wholly */

enum row_column {
#define XX(column, name) ROW_##column,
    ROW_COLUMN_MAP(XX)
#undef XX
        ROW_COLUMN_COUNT
};

/* Sets of columns: a bit each, 1u << enum row_column. */
#define ROW_BIT(column) (1u << ROW_##column)
enum {
    ROW_COLUMNS_ALL = (1u << ROW_COLUMN_COUNT) - 1,
    ROW_COLUMNS_QUERIES = ROW_COLUMNS_ALL & ~ROW_BIT(NAME)
};

/* One row. Texts are borrowed, UTF-8, and NULL where there is nothing to say; numbers are 0 (total:
 * -1) there. */
struct row {
    bool is_further; /* a row of the same query stands above it: md needs no heading */
    long long line;
    const char *name;
    const char *query;
    const char *read_as;
    const char *corrected;
    long long total;
    long rank;
    const struct tipsearch_passage *passage; /* with its text; NULL: nothing was found */
    const struct tipsearch_error *error;     /* NULL: none */
};

/* The error of a result that time cut short. */
extern const struct tipsearch_error ROW_PARTIAL;

struct row_writer {
    FILE *out; /* borrowed */
    enum row_form form;
    unsigned columns;
    bool is_terminal; /* what it would obey is replaced */
};

/* Begins to write rows to `out`; csv begins with a line of names, before it a byte order mark when
 * `has_bom`. `columns` is a set; md heeds it not. */
void row_begin(struct row_writer *writer, FILE *out, enum row_form form, unsigned columns,
               bool has_bom);

/* Writes a row. False, with errno, when the output did not take it or memory is short. */
bool row_write(struct row_writer *writer, const struct row *row);

/* Writes a row for each hit of a result, or one without a passage when it has no hits; what is
 * said of the query is the result's, the rest `row`'s. False as above. */
bool row_write_result(struct row_writer *writer, const struct row *row,
                      const struct tipsearch_result *result);

#endif
