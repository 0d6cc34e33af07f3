/* The words of a node of a Markdown tree, in the order of the page. */
#include "reader/markdown_words.h"

#include <stdlib.h>
#include <string.h>

#include "reader/markup.h"

bool tip_markdown_is_type(cmark_node *node, const char *extension_type)
{
    return strcmp(cmark_node_get_type_string(node), extension_type) == 0;
}

static void append_html(struct tip_string *out, const char *html)
{
    char *words = tip_markup_strip(html, strlen(html));
    if (words == NULL) {
        out->failed = true;
        return;
    }
    tip_string_append_text(out, words);
    free(words);
}

bool tip_markdown_begins_with_dash(const char *line)
{
    static const char *const dashes[] = {"\u2014", "\u2013", "\u2015", "--"};

    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        if (strncmp(line, dashes[i], strlen(dashes[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* A line break of the source is a blank, except before the name under a quotation. */
static void append_soft_break(struct tip_string *out, cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    bool is_name = next != NULL && cmark_node_get_type(next) == CMARK_NODE_TEXT &&
                   tip_markdown_begins_with_dash(cmark_node_get_literal(next));
    tip_string_append_char(out, is_name ? '\n' : ' ');
}

void tip_markdown_title(struct tip_string *out, cmark_node *node)
{
    const char *title = cmark_node_get_title(node);
    if (title != NULL && *title != '\0') {
        tip_string_printf(out, " (%s)", title);
    }
}

void tip_markdown_begin_line(struct tip_string *out)
{
    if (out->length > 0 && out->data[out->length - 1] != '\n') {
        tip_string_append_char(out, '\n');
    }
}

static void append_node(struct tip_string *out, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        tip_string_append_text(out, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
        append_soft_break(out, node);
        break;
    case CMARK_NODE_LINEBREAK:
        tip_string_append_char(out, '\n');
        break;
    case CMARK_NODE_HTML_INLINE:
        append_html(out, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
        tip_markdown_begin_line(out);
        break;
    case CMARK_NODE_CODE_BLOCK:
        tip_markdown_begin_line(out);
        tip_string_append_text(out, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_HTML_BLOCK:
        tip_markdown_begin_line(out);
        append_html(out, cmark_node_get_literal(node));
        break;
    default:
        if (tip_markdown_is_type(node, "table_row") || tip_markdown_is_type(node, "table_header")) {
            tip_markdown_begin_line(out);
        } else if (tip_markdown_is_type(node, "table_cell") && out->length > 0 &&
                   out->data[out->length - 1] != '\n') {
            tip_string_append_char(out, ' ');
        }
    }
}

void tip_markdown_words(struct tip_string *out, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        cmark_node_type type = cmark_node_get_type(node);
        if (event == CMARK_EVENT_EXIT) {
            if (type == CMARK_NODE_LINK) {
                tip_markdown_title(out, node);
            }
        } else if (type == CMARK_NODE_IMAGE && node != root) {
            cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT);
        } else {
            append_node(out, node);
        }
    }
    cmark_iter_free(iterator);
}
