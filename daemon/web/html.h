/* HTML is written here and nowhere else: markup is ours, as it stands; all else is escaped.
 *
 * What stands in an index or a query is foreign: it may hold markup, control characters, any
 * script and any direction. The functions below are safe in text and in quoted attributes alike. */
#ifndef TIP_WEB_HTML_H
#define TIP_WEB_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"

/* Markup: literals of this folder alone. */
void tip_html_markup(struct tip_string *out, const char *markup);

/* Text as text: & < > " and ' are escaped. What HTML may not hold (control characters, bytes that
 * are not UTF-8, noncharacters; HTML, section 13.2.3.5) becomes U+FFFD; CR, U+2028 and U+2029
 * become a blank. NULL is "". */
void tip_html_text(struct tip_string *out, const char *text);
void tip_html_bytes(struct tip_string *out, const char *text, size_t length);

/* A line: no more than `limit` bytes of it, cut between characters, and "…"; without what would
 * turn round the rest of the line (tip_utf8_turns_direction). */
void tip_html_bounded(struct tip_string *out, const char *text, size_t limit);

/* <bdi>text</bdi>: whatever its direction, what stands around it keeps its place. */
void tip_html_isolated(struct tip_string *out, const char *text);

/* ` name="value"`. */
void tip_html_attribute(struct tip_string *out, const char *name, const char *value);
void tip_html_number_attribute(struct tip_string *out, const char *name, unsigned long long value);

/* A number for people: 12,345. */
void tip_html_number(struct tip_string *out, unsigned long long value);

/* Appends what stands for a text in a URL's path or query: only unreserved characters stand for
 * themselves (RFC 3986, section 2.3). No HTML: the whole URL goes through tip_html_attribute. */
void tip_url_component(struct tip_string *url, const char *text);

/* Whether a foreign address is one of the web, and so may be a link: it runs nothing where it is
 * followed. False for NULL. */
bool tip_url_is_of_web(const char *url);

#endif
