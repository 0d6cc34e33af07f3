/* Every passage that matches a query, page by page, over however many connections it takes.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_SCAN_H
#define TIPSEARCH_SCAN_H

#include <stdbool.h>

#include "command/options.h"
#include "tipsearch.h"

/* A server that is scanned, one query after the other. */
struct scan {
    const struct options *options;
    struct tipsearch_client *client; /* NULL: not connected */
    bool has_answered;               /* the server did once: it is worth to wait for it */
    const char *query;               /* borrowed */
    bool with_twins;
    long page_size; /* as many as are asked for at once; fewer once the server had no time for more
                     */
    char *next;     /* where the next page begins; NULL: at the beginning, or at the end */
    bool is_at_end;
};

/* Begins; nothing is asked yet. The options are borrowed until the end. */
void scan_open(struct scan *scan, const struct options *options);

/* Begins with a query, which is borrowed; the connection stays. `with_twins`: passages with the
 * same text in several reports are each a hit. */
void scan_begin(struct scan *scan, const char *query, bool with_twins);

/* The next page, with the passages' texts, for tipsearch_result_free; NULL behind the last one. A
 * query that finds nothing has one page. A connection that is lost is made anew, a busy server
 * asked again, and one that had no time for a page asked for less, for as long as --timeout says;
 * other errors are returned, GONE when the generation that the pages before came from is no longer
 * there.
 */
enum tipsearch_code scan_next(struct scan *scan, struct tipsearch_result **page,
                              struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;

void scan_close(struct scan *scan);

#endif
