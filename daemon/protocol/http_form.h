/* What pages are asked with: the parameters that a form or a link of theirs sends. */
#ifndef TIP_HTTP_FORM_H
#define TIP_HTTP_FORM_H

#include "protocol/http_exchange.h"

/* Reads the request of a page, whose command is set. An empty value is as none, as forms send all
 * their fields; a parameter that a page does not know is left out and told (exchange->unknown);
 * fields of filters may be repeated, and each narrows. False and `fault` filled: it cannot be
 * read. */
bool tip_http_form_read(struct tip_http_exchange *exchange, struct tip_request *request,
                        const char *query, const char *id, size_t id_length,
                        struct tip_http_fault *fault);

#endif
