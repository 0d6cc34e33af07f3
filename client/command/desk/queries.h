/* A file of queries: one a line (which ends in LF, CR, or both), or a column of a CSV file, read as
 * it comes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_QUERIES_H
#define TIPSEARCH_DESK_QUERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "tipsearch.h"

/* A query of the file, or what is wrong in its place. */
struct query_line {
    long long line;               /* of the file, from 1: where it begins */
    char *text;                   /* owned; NULL when it cannot be asked */
    struct tipsearch_error error; /* OK: there is a text */
};

struct queries {
    const char *name;   /* of the file, for messages; borrowed */
    const char *column; /* whose name, or number, is looked for in the first record; NULL: none */
    size_t field;       /* of a record, from 0 */
    bool is_csv;
    char separator;
    int file;
    bool is_at_end;   /* the file has no more bytes */
    bool is_skipping; /* the rest of a line that was too long */
    bool has_begun;
    long long line; /* of what comes next */
    char *bytes;    /* owned: read and not consumed */
    size_t start, length, room;
};

enum queries_outcome {
    QUERIES_NEXT, /* one came */
    QUERIES_WAIT, /* queries_read must bring more bytes first */
    QUERIES_END,
    QUERIES_FAILED
};

/* Opens a file, "-" is standard input. `column` (or NULL) is the name of a column, in the first
 * record that is not blank, or else its number from 1: then no record is taken for names. INVALID,
 * NO_MEMORY. To be closed in any case. */
enum tipsearch_code queries_open(struct queries *queries, const char *file, const char *column,
                                 struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
void queries_close(struct queries *queries);

/* How many lines the file has, 0: nobody knows, as it is no plain file. */
long long queries_count_lines(const struct queries *queries);

/* Reads once, which waits when there is nothing to read. */
enum tipsearch_code queries_read(struct queries *queries,
                                 struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

/* The next query, blank ones passed over. FAILED, with an error: the file as a whole cannot be
 * used. `out` is to be freed after NEXT. */
enum queries_outcome queries_next(struct queries *queries, struct query_line *out,
                                  struct tipsearch_error *error);
void query_line_free(struct query_line *line);

#endif
