/* Feeds and descriptions as others read them: parsed by libxml2, held against a RELAX NG schema of
 * tests/integration/feed/, and looked into by XPath. */
#ifndef TIP_TEST_FEED_CHECK_H
#define TIP_TEST_FEED_CHECK_H

#include <stddef.h>

#include <libxml/tree.h>

/* Parses a document and asserts that it is valid by `schema` ("atom.rng"); for xmlFreeDoc. */
xmlDoc *feed_read(const char *xml, size_t length, const char *schema);

/* What an XPath expression gives, as a string, for free(3). The prefixes are a (Atom), o
 * (OpenSearch) and d (Dublin Core). */
char *feed_get(xmlDoc *document, const char *path);

/* Asserts that an expression gives `text`. */
void feed_expect(xmlDoc *document, const char *path, const char *text);

#endif
