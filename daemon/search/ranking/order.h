/* The order of passages that no word ranks: report by report, as they stand there. */
#ifndef TIP_ORDER_H
#define TIP_ORDER_H

#include "search/ranking/rank.h"

/* As tip_rank_page, for queries without scored words. */
tip_status tip_order_page(struct tip_searcher *searcher, const struct tip_bitmap *matches,
                          const struct tip_page *page, struct tip_page_hits *hits,
                          struct tip_error *error) TIP_MUST_CHECK;

#endif
