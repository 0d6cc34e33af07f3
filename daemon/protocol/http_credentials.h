/* Who asks, as the field authorization says it. */
#ifndef TIP_HTTP_CREDENTIALS_H
#define TIP_HTTP_CREDENTIALS_H

#include <stdbool.h>

/* The token of "Bearer TOKEN" (RFC 6750), or of "Basic …" (RFC 7617), where it is the password and
 * the name is anybody's. *token is for free(3); NULL where there is none, or it cannot be read.
 * False: no memory. */
bool tip_http_token_read(char **token, const char *authorization);

#endif
