/* Pages that no command answers: the help, and the description of all the rest. */
#ifndef TIP_HTTP_PAGES_H
#define TIP_HTTP_PAGES_H

#include <stdbool.h>

#include "base/string_builder.h"

/* Appends the page of help, as text or as HTML. */
void tip_http_help_write(struct tip_string *out, bool as_html);

/* Appends what HTTP offers, as OpenAPI 3.1 describes it, from the tables of paths, commands and
 * members. */
void tip_openapi_write(struct tip_string *out);

#endif
