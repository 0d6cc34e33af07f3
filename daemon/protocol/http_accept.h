/* What a client takes: the fields accept, accept-encoding and if-none-match. */
#ifndef TIP_HTTP_ACCEPT_H
#define TIP_HTTP_ACCEPT_H

#include <stdbool.h>

enum tip_http_coding {
    TIP_HTTP_IDENTITY,
    TIP_HTTP_GZIP,       /* where it is worth it */
    TIP_HTTP_GZIP_ALONE, /* identity is refused */
    TIP_HTTP_NO_CODING
};

/* The coding for a reply by accept-encoding (RFC 9110, section 12.5.3); NULL: identity. Of equals
 * gzip is taken. TIP_HTTP_NO_CODING when the client takes neither. */
enum tip_http_coding tip_http_coding_choose(const char *accept_encoding);

/* Whether the client would rather have HTML than plain text. */
bool tip_http_wants_html(const char *accept);

/* Whether if-none-match, by the weak comparison (RFC 9110, section 13.1.2), names the tag, which is
 * W/"…". */
bool tip_http_has_tag(const char *if_none_match, const char *etag);

/* Whether it is *, which any answer but an error fulfils. */
bool tip_http_has_any(const char *if_none_match);

#endif
