/* HTML -> tree, by libxml2's parser and our own few callbacks.
 *
 * The parser's own trees are not used: they end at a depth of 256, and what a page holds further in
 * would be lost. Its work on one end tag that closes nothing is as large as elements are open,
 * which hostile pages can make a hang of, so that work is counted. */
#include "reader/html_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "reader/document.h"

enum {
    DEPTH = 400,           /* of elements; browsers end at 512 */
    NODES = 8 << 20,       /* a yearly report has about 30,000 */
    FAULT_WORK = 500000000 /* steps through open elements: a second or two */
};

struct parsing {
    struct tip_html_tree *tree;
    htmlParserCtxtPtr context;
    tip_html_place open[DEPTH];
    size_t depth;   /* of `open` */
    size_t further; /* elements open beyond it */
    size_t fault_work;
    bool is_deep, is_large, failed;
};

static const struct {
    const char *name;
    bool is_block;
} tags[] = {[TIP_HTML_TEXT] = {"", false},
            [TIP_HTML_OTHER] = {"", false},
#define INLINE(tag, name) [TIP_HTML_##tag] = {name, false},
#define BLOCK(tag, name)  [TIP_HTML_##tag] = {name, true},
            TIP_HTML_TAGS(INLINE, BLOCK)
#undef INLINE
#undef BLOCK
};

static const char *const attribute_names[] = {
#define XX(attribute, name) name,
    TIP_HTML_ATTRIBUTES(XX)
#undef XX
};

enum {
    TAG_COUNT = sizeof tags / sizeof tags[0],
    ATTRIBUTE_COUNT = sizeof attribute_names / sizeof attribute_names[0]
};

/* The lists are in the order of the alphabet. */
static enum tip_html_tag tag_of(const char *name)
{
    size_t low = TIP_HTML_OTHER + 1, high = TAG_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, tags[middle].name);
        if (order == 0)
            return (enum tip_html_tag)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return TIP_HTML_OTHER;
}

static void stop(struct parsing *parsing)
{
    xmlStopParser(parsing->context);
}

/* ---- building ---- */

static bool grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity == 0 ? 1024 : *capacity * 2;
    void *grown = realloc(*items, wanted * size);
    if (grown == NULL)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

/* A node as the last child of what is open; 0 when there is no room. */
static tip_html_place add_node(struct parsing *parsing, enum tip_html_tag tag)
{
    struct tip_html_tree *tree = parsing->tree;
    parsing->is_large |= tree->count >= NODES;
    if (parsing->is_large ||
        !grow((void **)&tree->nodes, &tree->capacity, tree->count, sizeof *tree->nodes)) {
        parsing->failed |= !parsing->is_large;
        stop(parsing);
        return 0;
    }
    tip_html_place place = (tip_html_place)tree->count++;
    tip_html_place parent = parsing->open[parsing->depth - 1];
    int line = xmlSAX2GetLineNumber(parsing->context);
    tree->nodes[place] = (struct tip_html_node){
        .tag = (uint8_t)tag, .parent = parent, .end = place + 1, .line = (uint32_t)line};
    struct tip_html_node *above = &tree->nodes[parent];
    if (above->last == 0)
        above->first = place;
    else
        tree->nodes[above->last].next = place;
    above->last = place;
    return place;
}

static void add_value(struct parsing *parsing, tip_html_place place, const char *name,
                      const char *value)
{
    struct tip_html_tree *tree = parsing->tree;
    for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) {
        if (strcmp(attribute_names[i], name) != 0)
            continue;
        if (!grow((void **)&tree->values, &tree->value_capacity, tree->value_count,
                  sizeof *tree->values)) {
            parsing->failed = true;
            return;
        }
        tree->values[tree->value_count] =
            (struct tip_html_value){.next = tree->nodes[place].attributes,
                                    .text = (uint32_t)tree->text.length,
                                    .attribute = (uint8_t)i};
        tree->nodes[place].attributes = (uint32_t)tree->value_count++;
        tip_string_append(&tree->text, value, strlen(value) + 1);
        return;
    }
}

/* Beyond DEPTH only the ends of lines are kept. */
static void begin_further(struct parsing *parsing, enum tip_html_tag tag)
{
    parsing->is_deep = true;
    parsing->further++;
    if (tags[tag].is_block)
        add_node(parsing, TIP_HTML_BR);
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct parsing *parsing = context;
    enum tip_html_tag tag = tag_of((const char *)name);
    if (parsing->depth == DEPTH) {
        begin_further(parsing, tag);
        return;
    }
    tip_html_place place = add_node(parsing, tag);
    if (place == 0)
        return;
    parsing->open[parsing->depth++] = place;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        add_value(parsing, place, (const char *)attributes[i],
                  attributes[i + 1] == NULL ? "" : (const char *)attributes[i + 1]);
}

static void on_end(void *context, const xmlChar *name)
{
    struct parsing *parsing = context;
    (void)name;
    if (parsing->further > 0) {
        parsing->further--;
    } else if (parsing->depth > 1) {
        parsing->depth--;
        parsing->tree->nodes[parsing->open[parsing->depth]].end =
            (tip_html_place)parsing->tree->count;
    }
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct parsing *parsing = context;
    struct tip_html_tree *tree = parsing->tree;
    tip_html_place last = tree->nodes[parsing->open[parsing->depth - 1]].last;
    struct tip_html_node *node = &tree->nodes[last];
    if (last == 0 || node->tag != TIP_HTML_TEXT || node->text + node->length != tree->text.length) {
        last = add_node(parsing, TIP_HTML_TEXT);
        if (last == 0)
            return;
        node = &tree->nodes[last];
        node->text = (uint32_t)tree->text.length;
    }
    tip_string_append(&tree->text, text, (size_t)length);
    node->length += (uint32_t)length;
}

static void on_fault(void *context, xmlErrorPtr error)
{
    struct parsing *parsing = context;
    (void)error;
    parsing->fault_work += (size_t)parsing->context->nameNr;
    if (parsing->fault_work > FAULT_WORK) {
        parsing->is_large = true;
        stop(parsing);
    }
}

static tip_status parse(struct parsing *parsing, const char *text, size_t length,
                        struct tip_error *error)
{
    enum {
        OPTIONS = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                  HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC
    };
    parsing->context = htmlNewParserCtxt();
    if (parsing->context == NULL)
        return tip_error_memory(error, "reading a page");
    *parsing->context->sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                                             .startElement = on_start,
                                             .endElement = on_end,
                                             .characters = on_text,
                                             .ignorableWhitespace = on_text,
                                             .cdataBlock = on_text,
                                             .serror = on_fault};
    parsing->context->userData = parsing;
    htmlDocPtr document =
        htmlCtxtReadMemory(parsing->context, text, (int)length, NULL, "UTF-8", OPTIONS);
    if (document != NULL)
        xmlFreeDoc(document);
    htmlFreeParserCtxt(parsing->context);
    return TIP_OK;
}

tip_status tip_html_parse(struct tip_html_tree *tree, const char *name, const char *text,
                          size_t length, const struct tip_reader_options *options,
                          struct tip_error *error)
{
    struct parsing parsing = {.tree = tree, .depth = 1};
    *tree = (struct tip_html_tree){.count = 1, .value_count = 1};
    if (!grow((void **)&tree->nodes, &tree->capacity, 1, sizeof *tree->nodes) ||
        !grow((void **)&tree->values, &tree->value_capacity, 1, sizeof *tree->values))
        return tip_error_memory(error, "reading a page");
    tree->nodes[0] = (struct tip_html_node){.tag = TIP_HTML_OTHER};
    tip_status status = parse(&parsing, text, length, error);
    for (size_t i = 0; i < parsing.depth; i++)
        tree->nodes[parsing.open[i]].end = (tip_html_place)tree->count;
    if (status == TIP_OK && (parsing.failed || tree->text.failed))
        status = tip_error_memory(error, "reading a page");
    if (status == TIP_OK && parsing.is_large)
        status = tip_error_set(error, TIP_LIMIT,
                               "%s: more elements, or more end tags without a beginning, than a "
                               "page has: name it .txt to read it as plain text",
                               name);
    if (status == TIP_OK && parsing.is_deep)
        tip_reader_tell(options, name, 0,
                        "elements nested more than %d deep: what is further in is read as lines",
                        DEPTH);
    return status;
}

void tip_html_free(struct tip_html_tree *tree)
{
    free(tree->nodes);
    free(tree->values);
    tip_string_free(&tree->text);
    *tree = (struct tip_html_tree){0};
}

/* ---- asking ---- */

const char *tip_html_attribute(const struct tip_html_tree *tree, tip_html_place place,
                               enum tip_html_attribute attribute)
{
    for (uint32_t i = tree->nodes[place].attributes; i != 0; i = tree->values[i].next)
        if (tree->values[i].attribute == attribute)
            return tree->text.data + tree->values[i].text;
    return NULL;
}

bool tip_html_is_block(enum tip_html_tag tag)
{
    return tags[tag].is_block;
}

int tip_html_heading_level(enum tip_html_tag tag)
{
    return tag >= TIP_HTML_H1 && tag <= TIP_HTML_H6 ? (int)tag - TIP_HTML_H1 + 1 : 0;
}

tip_html_place tip_html_around(const struct tip_html_tree *tree, tip_html_place place,
                               enum tip_html_tag tag)
{
    while (place != 0) {
        place = tree->nodes[place].parent;
        if (tree->nodes[place].tag == tag)
            return place;
    }
    return 0;
}

tip_html_place tip_html_within(const struct tip_html_tree *tree, tip_html_place place,
                               enum tip_html_tag tag)
{
    for (tip_html_place at = place + 1; at < tree->nodes[place].end;) {
        if (tree->nodes[at].is_dropped) {
            at = tree->nodes[at].end;
            continue;
        }
        if (tree->nodes[at].tag == tag)
            return at;
        at++;
    }
    return 0;
}

size_t tip_html_words(const struct tip_html_tree *tree, tip_html_place place)
{
    size_t words = 0;
    for (tip_html_place at = place; at < tree->nodes[place].end;) {
        const struct tip_html_node *node = &tree->nodes[at];
        if (node->is_dropped) {
            at = node->end;
            continue;
        }
        if (node->tag == TIP_HTML_TEXT)
            words += tip_text_words(tree->text.data + node->text, node->length);
        at++;
    }
    return words;
}
