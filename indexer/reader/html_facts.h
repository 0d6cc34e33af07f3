/* What an HTML page says of itself. */
#ifndef TIP_READER_HTML_FACTS_H
#define TIP_READER_HTML_FACTS_H

#include "base/status.h"
#include "reader/html_tree.h"

/* Sets the document's title (an only h1 within `root` that the page's title repeats, else og:title,
 * else title), publisher (else the author), date and year, language and url, as far as the page has
 * them. TIP_NO_MEMORY. */
tip_status tip_html_take_facts(struct tip_document *document, const struct tip_html_tree *tree,
                               tip_html_place root, struct tip_error *error) TIP_MUST_CHECK;

#endif
