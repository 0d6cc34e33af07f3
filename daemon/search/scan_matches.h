/* What a searcher keeps of scans that go on: which passages match, so that it is not found anew for
 * every page. A query of wildcards takes longer than a page's passages. */
#ifndef TIP_SCAN_MATCHES_H
#define TIP_SCAN_MATCHES_H

#include "base/bitmap.h"
#include "search/scan_cursor.h"

struct tip_scan_matches; /* a searcher's, of its last scans */

/* Copies what was kept for a scan into `out` (initialised); false when nothing was. `is_corrected`:
 * the query was corrected as it found nothing. A cursor names all that it depends on, so nothing
 * that is kept is ever out of date. */
bool tip_scan_matches_find(struct tip_searcher *searcher, const struct tip_scan_cursor *cursor,
                           bool is_corrected, struct tip_bitmap *out);
/* Keeps a copy, in place of what was unused longest. Without memory it is not kept. */
void tip_scan_matches_keep(struct tip_searcher *searcher, const struct tip_scan_cursor *cursor,
                           bool is_corrected, const struct tip_bitmap *matches);
void tip_scan_matches_free(struct tip_scan_matches *kept); /* NULL is allowed */

#endif
