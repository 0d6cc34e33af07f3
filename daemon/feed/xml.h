/* XML 1.0 written straight into a string: elements in the order in which they are opened, text and
 * attributes escaped.
 *
 * Whatever text comes, the document stays well-formed: characters that XML 1.0 forbids even as
 * references (section 2.2: U+0000 to U+001F but tab, LF and CR, U+FFFE, U+FFFF) and bytes that are
 * not UTF-8 become U+FFFD. A CR, and in attributes a tab or LF, is written as a reference, as
 * readers turn it into something else otherwise (sections 2.11 and 3.3.3). */
#ifndef TIP_FEED_XML_H
#define TIP_FEED_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"

enum { TIP_XML_DEPTH = 16 }; /* elements in elements; a feed has five */

struct tip_xml {
    struct tip_string *out; /* borrowed; its `failed` tells of missing memory */
    const char *open[TIP_XML_DEPTH];
    int depth;
    bool in_tag; /* attributes may still come */
};

/* Writes the declaration. */
void tip_xml_begin(struct tip_xml *xml, struct tip_string *out);

/* Names of elements and attributes are constants of the program: they are written as they are, and
 * kept until the element is closed. */
void tip_xml_open(struct tip_xml *xml, const char *name);
void tip_xml_attribute(struct tip_xml *xml, const char *name, const char *value);
void tip_xml_text(struct tip_xml *xml, const char *text);
void tip_xml_close(struct tip_xml *xml);

/* An element that holds text alone. */
void tip_xml_element(struct tip_xml *xml, const char *name, const char *text);

#endif
