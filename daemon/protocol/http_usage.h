/* How a path is asked, and what only the whole of a request can lack. */
#ifndef TIP_HTTP_USAGE_H
#define TIP_HTTP_USAGE_H

#include "protocol/http_fault.h"
#include "protocol/http_route.h"

/* tip_command_check in HTTP's words: what is missing is called as it is in the query (POST false)
 * or the body (true), and the usage is the path's. `given` has a bit 1 << member for each that was
 * set. */
bool tip_http_check(const struct tip_http_route *route, bool is_post, struct tip_request *request,
                    unsigned given, struct tip_http_fault *fault);

#endif
