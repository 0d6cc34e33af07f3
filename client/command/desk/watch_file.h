/* The file of tipsearch --watch: searches with names.
 *
 *     # what the desk follows
 *     compounds: cyber scam country:KH,LA
 *     case 12: "debt bondage" kind:story
 *
 * A line each, in UTF-8. The name ends at the first colon that a blank or tab follows, so a name
 * may hold other colons and a query any. Blanks around either do not count; a line that is blank,
 * or whose first character is #, says nothing. Lines end at LF, of which a CR before it is part; a
 * byte-order mark at the beginning is passed over.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_WATCH_FILE_H
#define TIPSEARCH_WATCH_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "tipsearch.h"

enum { WATCH_NAME_MAX = 200 /* bytes: it stands in a column */ };

struct watch_search {
    char *name; /* owned, as the query; no two are equal */
    char *query;
    long line; /* from 1 */
};

/* A line that is no search. */
struct watch_fault {
    long line;
    const char *message; /* what it is and what to do; static */
};

struct watch_file {
    struct watch_search *searches; /* in the file's order */
    size_t count;
    struct watch_fault *faults;
    size_t fault_count;
};

/* Reads what `in` holds; `name` is for messages. What is wrong with a line is among the faults and
 * keeps nothing else back. The caller frees it in any case.
 *
 * INVALID: it cannot be read. NO_MEMORY. */
enum tipsearch_code watch_file_read(struct watch_file *file, FILE *in, const char *name,
                                    struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

void watch_file_free(struct watch_file *file);

#endif
