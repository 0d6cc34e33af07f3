/* What HTTP serves to programs that know search engines already: an Atom feed, the description of
 * OpenSearch, suggestions as browsers take them. */
#ifndef TIP_HTTP_FEED_H
#define TIP_HTTP_FEED_H

#include "protocol/http_exchange.h"

/* Fills exchange->base: what the operator calls the server (rules->base), else the scheme that is
 * spoken and the request's host, which is a host's name already. False, `fault` filled, when the
 * request has none. */
bool tip_http_base_set(struct tip_http_exchange *exchange, const struct tip_http_head *head,
                       const struct tip_http_rules *rules, struct tip_http_fault *fault);

/* Appends the body of a reply, of an error too, which is a sentence. Returns its type. */
const char *tip_http_feed_write(struct tip_string *body, const struct tip_http_exchange *exchange,
                                const struct tip_request *request, const struct tip_reply *reply);

#endif
