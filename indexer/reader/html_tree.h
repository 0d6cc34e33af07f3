/* An HTML page as a tree of what its reader looks at. */
#ifndef TIP_READER_HTML_TREE_H
#define TIP_READER_HTML_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/string_builder.h"
#include "reader/reader.h"

/* Elements by name. `BLOCK` ones stand on lines of their own. */
#define TIP_HTML_TAGS(INLINE, BLOCK)                                                               \
    INLINE(A, "a")                                                                                 \
    BLOCK(ADDRESS, "address")                                                                      \
    BLOCK(ARTICLE, "article")                                                                      \
    BLOCK(ASIDE, "aside")                                                                          \
    INLINE(AUDIO, "audio")                                                                         \
    INLINE(B, "b")                                                                                 \
    BLOCK(BLOCKQUOTE, "blockquote")                                                                \
    BLOCK(BODY, "body")                                                                            \
    INLINE(BR, "br")                                                                               \
    INLINE(BUTTON, "button")                                                                       \
    INLINE(CANVAS, "canvas")                                                                       \
    BLOCK(CAPTION, "caption")                                                                      \
    BLOCK(CENTER, "center")                                                                        \
    INLINE(CITE, "cite")                                                                           \
    BLOCK(DD, "dd")                                                                                \
    BLOCK(DETAILS, "details")                                                                      \
    BLOCK(DIALOG, "dialog")                                                                        \
    BLOCK(DIV, "div")                                                                              \
    BLOCK(DL, "dl")                                                                                \
    BLOCK(DT, "dt")                                                                                \
    BLOCK(FIELDSET, "fieldset")                                                                    \
    BLOCK(FIGCAPTION, "figcaption")                                                                \
    BLOCK(FIGURE, "figure")                                                                        \
    BLOCK(FOOTER, "footer")                                                                        \
    BLOCK(FORM, "form")                                                                            \
    BLOCK(H1, "h1")                                                                                \
    BLOCK(H2, "h2")                                                                                \
    BLOCK(H3, "h3")                                                                                \
    BLOCK(H4, "h4")                                                                                \
    BLOCK(H5, "h5")                                                                                \
    BLOCK(H6, "h6")                                                                                \
    BLOCK(HEAD, "head")                                                                            \
    BLOCK(HEADER, "header")                                                                        \
    BLOCK(HR, "hr")                                                                                \
    BLOCK(HTML, "html")                                                                            \
    BLOCK(IFRAME, "iframe")                                                                        \
    INLINE(IMG, "img")                                                                             \
    INLINE(INPUT, "input")                                                                         \
    INLINE(LABEL, "label")                                                                         \
    BLOCK(LEGEND, "legend")                                                                        \
    BLOCK(LI, "li")                                                                                \
    INLINE(LINK, "link")                                                                           \
    BLOCK(MAIN, "main")                                                                            \
    BLOCK(MENU, "menu")                                                                            \
    INLINE(META, "meta")                                                                           \
    BLOCK(NAV, "nav")                                                                              \
    BLOCK(NOSCRIPT, "noscript")                                                                    \
    INLINE(OBJECT, "object")                                                                       \
    BLOCK(OL, "ol")                                                                                \
    INLINE(OPTION, "option")                                                                       \
    BLOCK(P, "p")                                                                                  \
    BLOCK(PRE, "pre")                                                                              \
    INLINE(Q, "q")                                                                                 \
    INLINE(SCRIPT, "script")                                                                       \
    BLOCK(SECTION, "section")                                                                      \
    INLINE(SELECT, "select")                                                                       \
    INLINE(STRONG, "strong")                                                                       \
    INLINE(STYLE, "style")                                                                         \
    BLOCK(SUMMARY, "summary")                                                                      \
    INLINE(SUP, "sup")                                                                             \
    INLINE(SVG, "svg")                                                                             \
    BLOCK(TABLE, "table")                                                                          \
    BLOCK(TBODY, "tbody")                                                                          \
    BLOCK(TD, "td")                                                                                \
    INLINE(TEMPLATE, "template")                                                                   \
    INLINE(TEXTAREA, "textarea")                                                                   \
    BLOCK(TFOOT, "tfoot")                                                                          \
    BLOCK(TH, "th")                                                                                \
    BLOCK(THEAD, "thead")                                                                          \
    BLOCK(TITLE, "title")                                                                          \
    BLOCK(TR, "tr")                                                                                \
    BLOCK(UL, "ul")                                                                                \
    INLINE(VIDEO, "video")

enum tip_html_tag {
    TIP_HTML_TEXT,  /* no element: a run of text */
    TIP_HTML_OTHER, /* an element that has no name here: what is in it counts */
#define XX(tag, name) TIP_HTML_##tag,
    TIP_HTML_TAGS(XX, XX)
#undef XX
};

/* Attributes that are kept. */
#define TIP_HTML_ATTRIBUTES(XX)                                                                    \
    XX(ALT, "alt")                                                                                 \
    XX(ARIA_HIDDEN, "aria-hidden")                                                                 \
    XX(ARIA_LABEL, "aria-label")                                                                   \
    XX(CLASS, "class")                                                                             \
    XX(COLSPAN, "colspan")                                                                         \
    XX(CONTENT, "content")                                                                         \
    XX(EPUB_TYPE, "epub:type")                                                                     \
    XX(HIDDEN, "hidden")                                                                           \
    XX(HREF, "href")                                                                               \
    XX(ID, "id")                                                                                   \
    XX(LANG, "lang")                                                                               \
    XX(NAME, "name")                                                                               \
    XX(PROPERTY, "property")                                                                       \
    XX(REL, "rel")                                                                                 \
    XX(ROLE, "role")                                                                               \
    XX(ROWSPAN, "rowspan")                                                                         \
    XX(START, "start")                                                                             \
    XX(STYLE, "style")                                                                             \
    XX(TITLE, "title")                                                                             \
    XX(TYPE, "type")                                                                               \
    XX(VALUE, "value")                                                                             \
    XX(XML_LANG, "xml:lang")

enum tip_html_attribute {
#define XX(attribute, name) TIP_HTML_AT_##attribute,
    TIP_HTML_ATTRIBUTES(XX)
#undef XX
};

/* A node, by its place in the tree's array; the root is 0, and 0 stands for none in the others'
 * links. What comes before in the page has the smaller place. */
typedef uint32_t tip_html_place;

struct tip_html_node {
    uint8_t tag;     /* enum tip_html_tag */
    bool is_dropped; /* it and what is in it is no text of the page (html_main.h) */
    tip_html_place parent, first, last, next;
    tip_html_place end;  /* behind the last node in it */
    uint32_t attributes; /* the first of its own; 0: none */
    uint32_t text;       /* TIP_HTML_TEXT: where it begins in the tree's text */
    uint32_t length;     /* … and how long it is */
    uint32_t line;       /* in the source, from 1 */
};

struct tip_html_value {
    uint32_t next; /* of the same node; 0: none */
    uint32_t text; /* NUL-terminated, in the tree's text */
    uint8_t attribute;
};

struct tip_html_tree {
    struct tip_html_node *nodes;
    size_t count, capacity;
    struct tip_html_value *values; /* the first is unused */
    size_t value_count, value_capacity;
    struct tip_string text;
};

/* Parses `length` bytes of valid UTF-8. Nothing is fetched, no entity but HTML's own is known.
 * Elements nested more than 400 deep lose their nesting, with a warning. TIP_LIMIT for a page of
 * more nodes or of more faults than any page has, TIP_NO_MEMORY. */
tip_status tip_html_parse(struct tip_html_tree *tree, const char *name, const char *text,
                          size_t length, const struct tip_reader_options *options,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_html_free(struct tip_html_tree *tree);

/* The value of an attribute; NULL when the node has none. Good until the tree is freed. */
const char *tip_html_attribute(const struct tip_html_tree *tree, tip_html_place place,
                               enum tip_html_attribute attribute);

bool tip_html_is_block(enum tip_html_tag tag);

/* 1 to 6 for h1 to h6, else 0. */
int tip_html_heading_level(enum tip_html_tag tag);

/* The nearest element with the tag around a node, but not the node itself; 0 when there is none. */
tip_html_place tip_html_around(const struct tip_html_tree *tree, tip_html_place place,
                               enum tip_html_tag tag);

/* The first element with the tag within a node that is not dropped; 0 when there is none. */
tip_html_place tip_html_within(const struct tip_html_tree *tree, tip_html_place place,
                               enum tip_html_tag tag);

/* How many words stand in a node, without what is dropped. */
size_t tip_html_words(const struct tip_html_tree *tree, tip_html_place place);

#endif
