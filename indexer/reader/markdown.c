/* Markdown -> blocks, through cmark-gfm.
 *
 * The parser's tree is walked with its iterator, never by recursion: text may nest as deeply as a
 * source likes. A leaf of the tree (paragraph, heading, code, HTML) is one block; quotes and tables
 * are taken whole, as their parts belong together. What a reader of the page sees is kept; markup
 * goes, and so do the addresses behind links, which are no words.
 *
 * Of GitHub's extensions only those are on that change how words are cut into blocks: tables, and
 * ~~ with two tildes ("~5" is a figure). Footnotes are off, as the parser drops unreferenced ones.
 * A table row with more cells than the header loses them in the parser, so they are taken from the
 * source line. */
#include "reader/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reader/document.h"
#include "reader/front_matter.h"
#include "reader/markdown_words.h"
#include "reader/markup.h"

/* The parser looks, at each of these openings, through the rest of the paragraph: with 50,000 in
 * one it took 11 s (0.29.0.gfm.6), with 10,000 half a second. No text holds as many. */
enum { OPENINGS_LIMIT = 10000 };

struct markdown {
    struct tip_document *document;
    const char *text; /* what the parser was given: the source behind its front matter */
    size_t length;
    size_t skipped_lines; /* lines of front matter */

    /* The source line `line` (of the parser's count, from 1) begins at `line_start`. */
    size_t line;
    size_t line_start;

    bool failed; /* no memory */
};

/* ---- the source's lines ---- */

static size_t line_end(const char *text, size_t length, size_t at)
{
    const char *end = memchr(text + at, '\n', length - at);
    return end == NULL ? length : (size_t)(end - text);
}

/* Moves on to a line; asked for in rising order, so a whole document costs one pass. */
static void go_to_line(struct markdown *markdown, size_t line)
{
    while (markdown->line < line && markdown->line_start < markdown->length) {
        size_t end = line_end(markdown->text, markdown->length, markdown->line_start);
        markdown->line_start = end < markdown->length ? end + 1 : end;
        markdown->line++;
    }
}

/* The line (from 1) of a paragraph with more openings than the limit; 0 when there is none. */
static size_t endless_paragraph(const char *text, size_t length)
{
    size_t openings = 0;
    size_t line = 1;
    bool is_blank_line = true;

    for (size_t i = 0; i + 1 < length; i++) {
        char next = text[i + 1];
        if (text[i] == '\n') {
            openings = is_blank_line ? 0 : openings;
            is_blank_line = true;
            line++;
        } else if (memchr(" \t\r", text[i], 3) == NULL) {
            is_blank_line = false;
        }
        openings +=
            (text[i] == '<' && (next == '?' || next == '!')) || (text[i] == '!' && next == '[');
        if (openings > OPENINGS_LIMIT) {
            return line;
        }
    }
    return 0;
}

/* ---- blocks ---- */

static size_t source_line(const struct markdown *markdown, cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    return line < 1 ? 0 : (size_t)line + markdown->skipped_lines;
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (memchr(" \t\r\n", text[i], 4) == NULL) {
            return false;
        }
    }
    return true;
}

/* Adds the text as a block, unless it is blank. NULL when nothing was added. */
static struct tip_block *add_block(struct markdown *markdown, enum tip_block_kind kind,
                                   const struct tip_string *text, cmark_node *node)
{
    markdown->failed |= text->failed;
    if (markdown->failed || is_blank(text->data, text->length)) {
        return NULL;
    }
    struct tip_block *block = tip_document_add(markdown->document, kind, text->data, text->length,
                                               source_line(markdown, node));
    markdown->failed |= block == NULL;
    return block;
}

/* ---- images ---- */

/* A caption for every image in a node: what it shows, and its title. */
static void add_captions(struct markdown *markdown, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_IMAGE) {
            continue;
        }
        struct tip_string text = {0};
        tip_markdown_words(&text, node);
        tip_markdown_title(&text, node);
        add_block(markdown, TIP_BLOCK_CAPTION, &text, root);
        tip_string_free(&text);
    }
    cmark_iter_free(iterator);
}

/* ---- paragraphs, headings, list items ---- */

/* "3. " before the first block of an item of an ordered list. The list's node counts its items in
 * the pointer that the parser leaves to its users. */
static void append_marker(struct tip_string *out, cmark_node *block)
{
    cmark_node *list = cmark_node_parent(cmark_node_parent(block));
    if (cmark_node_previous(block) != NULL || list == NULL ||
        cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) {
        return;
    }
    intptr_t passed = (intptr_t)cmark_node_get_user_data(list) - 1;
    bool is_parenthesis = cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM;
    tip_string_printf(out, "%lld%c ", (long long)cmark_node_get_list_start(list) + passed,
                      is_parenthesis ? ')' : '.');
}

static void count_item(cmark_node *item)
{
    cmark_node *list = cmark_node_parent(item);
    intptr_t count = (intptr_t)cmark_node_get_user_data(list) + 1;
    cmark_node_set_user_data(list, (void *)count);
}

/* A heading inside a list item or a quote opens no section. */
static bool is_section_heading(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING &&
           cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_DOCUMENT;
}

static enum tip_block_kind kind_of(cmark_node *node)
{
    if (cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_ITEM) {
        return TIP_BLOCK_LIST_ITEM;
    }
    return is_section_heading(node) ? TIP_BLOCK_HEADING : TIP_BLOCK_PARAGRAPH;
}

static void note_heading(struct markdown *markdown, struct tip_block *block, cmark_node *node)
{
    block->level = cmark_node_get_heading_level(node);
    if (block->level == 1 && markdown->document->title == NULL) {
        markdown->document->title = tip_document_copy(block->text, strlen(block->text));
        markdown->failed |= markdown->document->title == NULL;
    }
}

static void add_leaf(struct markdown *markdown, cmark_node *node)
{
    enum tip_block_kind kind = kind_of(node);
    struct tip_string words = {0};
    tip_markdown_words(&words, node);
    if (!is_blank(words.data, words.length)) {
        struct tip_string text = {0};
        if (kind == TIP_BLOCK_LIST_ITEM) {
            append_marker(&text, node);
        }
        tip_string_append(&text, words.data, words.length);
        struct tip_block *block = add_block(markdown, kind, &text, node);
        if (block != NULL && kind == TIP_BLOCK_HEADING) {
            note_heading(markdown, block, node);
        }
        tip_string_free(&text);
    }
    markdown->failed |= words.failed;
    tip_string_free(&words);
    add_captions(markdown, node);
}

/* ---- quotations ---- */

/* The offset of the last line when it names who said the text above it; `length` when none does. */
static size_t name_offset(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == '\n') {
        length--;
    }
    const char *before = length == 0 ? NULL : memrchr(text, '\n', length);
    if (before == NULL || !tip_markdown_begins_with_dash(before + 1)) {
        return length;
    }
    return (size_t)(before + 1 - text);
}

/* The name without the dash before it. */
static char *copy_name(const char *line, size_t length)
{
    static const char *const marks[] = {"\u2014", "\u2013", "\u2015", "-", " "};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        while (length >= size && memcmp(line, marks[i], size) == 0) {
            line += size;
            length -= size;
        }
    }
    return tip_document_copy(line, length);
}

static void add_quotation(struct markdown *markdown, cmark_node *quote)
{
    struct tip_string text = {0};
    tip_markdown_words(&text, quote);
    size_t length = text.length;
    size_t name = text.failed ? length : name_offset(text.data, length);
    text.length = name;
    struct tip_block *block = add_block(markdown, TIP_BLOCK_QUOTATION, &text, quote);
    if (block != NULL && name < length) {
        block->by = copy_name(text.data + name, length - name);
        markdown->failed |= block->by == NULL;
        markdown->document->words += tip_text_words(text.data + name, length - name);
    }
    tip_string_free(&text);
    add_captions(markdown, quote);
}

/* ---- tables ---- */

/* The rest of a source line behind `cells` cells of a table row, without its closing bar. */
static void append_surplus(struct markdown *markdown, struct tip_string *out, cmark_node *row,
                           size_t cells)
{
    go_to_line(markdown, (size_t)cmark_node_get_start_line(row));
    const char *text = markdown->text;
    size_t end = line_end(text, markdown->length, markdown->line_start);
    size_t at = markdown->line_start + strspn(text + markdown->line_start, " \t>");
    at += at < end && text[at] == '|';
    for (; at < end && cells > 0; at++) {
        if (text[at] == '\\' && at + 1 < end) {
            at++;
        } else if (text[at] == '|') {
            cells--;
        }
    }
    char *words = tip_markup_strip(text + at, end > at ? end - at : 0);
    if (words == NULL) {
        out->failed = true;
        return;
    }
    for (char *bar = strchr(words, '|'); bar != NULL; bar = strchr(bar, '|')) {
        *bar = ' ';
    }
    if (!is_blank(words, strlen(words))) {
        tip_markdown_begin_line(out);
        tip_string_append_text(out, words + strspn(words, " "));
    }
    free(words);
}

/* A row as "COLUMN: cell" lines; `header` NULL gives the cells alone. */
static void append_row(struct markdown *markdown, struct tip_string *out, cmark_node *row,
                       cmark_node *header)
{
    size_t cells = 0;
    cmark_node *column = header == NULL ? NULL : cmark_node_first_child(header);
    for (cmark_node *cell = cmark_node_first_child(row); cell != NULL;
         cell = cmark_node_next(cell), cells++) {
        struct tip_string words = {0};
        struct tip_string name = {0};
        tip_markdown_words(&words, cell);
        if (column != NULL) {
            tip_markdown_words(&name, column);
            column = cmark_node_next(column);
        }
        if (!is_blank(words.data, words.length)) {
            tip_markdown_begin_line(out);
            if (!is_blank(name.data, name.length)) {
                tip_string_printf(out, "%s: ", name.data);
            }
            tip_string_append(out, words.data, words.length);
        }
        markdown->failed |= words.failed || name.failed;
        tip_string_free(&words);
        tip_string_free(&name);
    }
    if (header != NULL) {
        append_surplus(markdown, out, row, cells);
    }
}

static void add_table(struct markdown *markdown, cmark_node *table)
{
    cmark_node *header = cmark_node_first_child(table);
    bool has_rows = header != NULL && cmark_node_next(header) != NULL;
    unsigned flags = TIP_BLOCK_TABLE_START;
    for (cmark_node *row = has_rows ? cmark_node_next(header) : header;
         row != NULL && !markdown->failed; row = cmark_node_next(row)) {
        struct tip_string text = {0};
        append_row(markdown, &text, row, has_rows ? header : NULL);
        struct tip_block *block = add_block(markdown, TIP_BLOCK_TABLE_ROW, &text, row);
        if (block != NULL) {
            block->flags |= flags;
            flags = 0;
        }
        tip_string_free(&text);
    }
    add_captions(markdown, table);
}

/* ---- the document ---- */

/* Takes a node into blocks; true when that took all that is in it. */
static bool take_node(struct markdown *markdown, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        add_leaf(markdown, node);
        return true;
    case CMARK_NODE_BLOCK_QUOTE:
        add_quotation(markdown, node);
        return true;
    case CMARK_NODE_ITEM:
        count_item(node);
        return false;
    default:
        if (tip_markdown_is_type(node, "table")) {
            add_table(markdown, node);
            return true;
        }
        return false;
    }
}

static void walk(struct markdown *markdown, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    while (!markdown->failed && cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (cmark_iter_get_event_type(iterator) == CMARK_EVENT_ENTER && take_node(markdown, node) &&
            cmark_node_first_child(node) != NULL) {
            cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT);
        }
    }
    cmark_iter_free(iterator);
}

static cmark_node *parse(const struct markdown *markdown)
{
    static const char *const extensions[] = {"table", "strikethrough"};

    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
        if (extension != NULL) {
            cmark_parser_attach_syntax_extension(parser, extension);
        }
    }
    cmark_parser_feed(parser, markdown->text, markdown->length);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

tip_status tip_markdown_read(struct tip_document *document, const char *name, const char *text,
                             size_t length, const struct tip_reader_options *options,
                             struct tip_error *error)
{
    size_t lines = 0, skipped = 0;
    tip_status status =
        tip_front_matter_read(document, &skipped, &lines, name, text, length, options, error);
    if (status != TIP_OK) {
        return status;
    }
    struct markdown markdown = {.document = document,
                                .text = text + skipped,
                                .length = length - skipped,
                                .skipped_lines = lines,
                                .line = 1};
    if (markdown.length > INT_MAX / 2) {
        return tip_error_set(error, TIP_LIMIT,
                             "%s: more Markdown than the parser can take; split the file", name);
    }
    size_t endless = endless_paragraph(markdown.text, markdown.length);
    if (endless > 0) {
        return tip_error_set(error, TIP_LIMIT,
                             "%s:%zu: more than %d images or comments in one paragraph; "
                             "name the file .txt to read it as plain text",
                             name, endless + markdown.skipped_lines, OPENINGS_LIMIT);
    }
    document->reader = "markdown";
    cmark_node *root = parse(&markdown);
    walk(&markdown, root);
    cmark_node_free(root);
    if (markdown.failed) {
        return tip_error_memory(error, name);
    }
    if (document->count == 0) {
        return tip_error_set(error, TIP_INVALID, "%s: holds no text, only markup", name);
    }
    return TIP_OK;
}
