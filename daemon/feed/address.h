/* Addresses within the server that ask the same again. */
#ifndef TIP_FEED_ADDRESS_H
#define TIP_FEED_ADDRESS_H

#include "base/string_builder.h"
#include "search/request.h"

/* Appends the address of the feed that asks the request, from another offset. `base` is scheme and
 * host. */
void tip_feed_address(struct tip_string *out, const char *base, const struct tip_request *request,
                      unsigned offset);

/* Appends that of the page of results which asks the same for people. */
void tip_feed_page_address(struct tip_string *out, const char *base,
                           const struct tip_request *request);

/* Appends the parameters alone, without what tells pages apart: the question. */
void tip_feed_question(struct tip_string *out, const struct tip_request *request);

#endif
