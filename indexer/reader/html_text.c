/* The walk through a page's main content: blocks become lines, what they are their roles.
 *
 * The tree's array is in the order of the page, so the walk is a loop; what is open is a stack. An
 * element that is used to lay out the page rather than for what it means (a list of articles, a
 * quotation around headings) is only what is in it. */
#include "reader/html_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reader/document.h"
#include "reader/html_pages.h"
#include "reader/html_table.h"
#include "reader/html_words.h"
#include "reader/list_marker.h"

enum {
    OPEN = 402,        /* the tree's depth and its root */
    ALT_WORDS = 4,     /* what describes a picture in fewer names it: "logo", "Figure 3" */
    QUOTE_WORDS = 400, /* a longer quotation is a part of the text, set in */
    ITEM_WORDS = 300,  /* … and so is a longer list item of several paragraphs */
    BREAK_BLANKS = 3   /* empty lines that stand for a page break (lines.h) */
};

/* An element that is open. */
struct open {
    tip_html_place place, end;
    struct tip_html_group *group; /* what its lines belong to; NULL: each is its own */
    struct tip_html_group own;    /* where it is the one that makes the group */
    bool is_bold, is_page_link, is_verbatim;
    bool has_caption, has_quotation; /* the figure around it */
    bool ends_mark;                  /* a "]" follows: a note's mark */
    unsigned list_depth;
    bool has_items; /* a list: one was met */
    long number;    /* ol: of the next item; 0: it has none */
    char style;     /* ol: '1', 'a', 'A', 'i' or 'I' */
};

struct walk {
    const struct tip_html_tree *tree;
    struct tip_html_lines *lines;
    struct open open[OPEN];
    size_t depth;
    struct tip_string captions; /* of pictures within the block that is open, each with its NUL */
    struct tip_error *error;
};

/* ---- what elements are used for ---- */

static bool holds_any(const struct walk *walk, tip_html_place place, const enum tip_html_tag *list,
                      size_t count)
{
    for (tip_html_place at = place + 1; at < walk->tree->nodes[place].end; at++)
        for (size_t i = 0; i < count; i++)
            if (walk->tree->nodes[at].tag == list[i])
                return true;
    return false;
}

static const enum tip_html_tag parts[] = {
    TIP_HTML_H1, TIP_HTML_H2, TIP_HTML_H3,      TIP_HTML_H4,      TIP_HTML_H5,
    TIP_HTML_H6, TIP_HTML_HR, TIP_HTML_ARTICLE, TIP_HTML_SECTION, TIP_HTML_TABLE};

enum { PART_COUNT = sizeof parts / sizeof parts[0] };

static bool is_quotation(const struct walk *walk, tip_html_place place)
{
    static const enum tip_html_tag lists[] = {TIP_HTML_UL, TIP_HTML_OL, TIP_HTML_DL, TIP_HTML_PRE};
    return !holds_any(walk, place, parts, PART_COUNT) &&
           !holds_any(walk, place, lists, sizeof lists / sizeof lists[0]) &&
           tip_html_words(walk->tree, place) <= QUOTE_WORDS;
}

static bool is_item(const struct walk *walk, tip_html_place place)
{
    size_t paragraphs = 0;
    if (holds_any(walk, place, parts, PART_COUNT))
        return false;
    for (tip_html_place at = place + 1; at < walk->tree->nodes[place].end; at++)
        paragraphs += walk->tree->nodes[at].tag == TIP_HTML_P;
    return paragraphs < 3 || tip_html_words(walk->tree, place) <= ITEM_WORDS;
}

/* A list of terms whose meanings are a line each; others hold paragraphs. */
static bool is_of_terms(const struct walk *walk, tip_html_place place)
{
    const struct tip_html_tree *tree = walk->tree;
    bool has_terms = false;
    for (tip_html_place at = place + 1; at < tree->nodes[place].end; at++) {
        enum tip_html_tag tag = (enum tip_html_tag)tree->nodes[at].tag;
        has_terms |= tag == TIP_HTML_DT;
        if (tag != TIP_HTML_DT && tag != TIP_HTML_DD && tag != TIP_HTML_DIV &&
            tip_html_is_block(tag))
            return false;
    }
    return has_terms;
}

static bool has_style(const struct walk *walk, tip_html_place place, const char *what)
{
    const char *style = tip_html_attribute(walk->tree, place, TIP_HTML_AT_STYLE);
    return style != NULL && strcasestr(style, what) != NULL;
}

static bool breaks_page(const struct walk *walk, tip_html_place place)
{
    return walk->tree->nodes[place].tag == TIP_HTML_HR || has_style(walk, place, "page-break") ||
           has_style(walk, place, "break-before");
}

/* ---- pictures ---- */

/* What a picture shows is its caption where the page has no other. */
static void note_picture(struct walk *walk, tip_html_place place)
{
    const char *alt = tip_html_attribute(walk->tree, place, TIP_HTML_AT_ALT);
    bool has_caption = walk->open[walk->depth - 1].has_caption;
    if (alt != NULL && !has_caption && tip_text_words(alt, strlen(alt)) >= ALT_WORDS)
        tip_string_append(&walk->captions, alt, strlen(alt) + 1);
}

static void add_captions(struct walk *walk, tip_html_place place)
{
    const struct tip_html_setting setting = {.is_cell = true,
                                             .line = walk->tree->nodes[place].line};
    for (size_t at = 0; at < walk->captions.length;) {
        const char *alt = walk->captions.data + at;
        struct tip_html_group caption = {.role = TIP_ROLE_CAPTION};
        tip_html_lines_append(walk->lines, alt, strlen(alt), &setting, &caption);
        tip_html_lines_end(walk->lines, &caption);
        tip_html_lines_part(walk->lines, 1);
        at += strlen(alt) + 1;
    }
    tip_string_clear(&walk->captions);
}

/* ---- lists ---- */

static void append_roman(struct tip_string *out, long number)
{
    static const struct {
        long value;
        const char *letters;
    } digits[] = {{10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
        for (; number >= digits[i].value; number -= digits[i].value)
            tip_string_append_text(out, digits[i].letters);
}

/* "3. ", "c. ", "iii. " in front of an item, unless it begins with a number itself. */
static void append_number(struct walk *walk, const struct open *list, tip_html_place item)
{
    struct tip_string words = {0}, number = {0};
    size_t skip;
    tip_html_words_append(&words, walk->tree, item);
    bool is_numbered =
        words.data != NULL && tip_list_marker(words.data, words.length, &skip) == TIP_MARKER_NUMBER;
    bool is_small = list->number > 0 && list->number <= 26;
    if (list->style == 'a' && is_small)
        tip_string_append_char(&number, (char)('a' + list->number - 1));
    else if (list->style == 'i' && is_small)
        append_roman(&number, list->number);
    else
        tip_string_printf(&number, "%ld", list->number);
    tip_string_append_text(&number, ".");
    const struct tip_html_setting setting = {.line = walk->tree->nodes[item].line};
    if (!is_numbered && words.length > 0 && number.data != NULL) {
        tip_html_lines_append(walk->lines, number.data, number.length, &setting, NULL);
        tip_html_lines_append(walk->lines, " ", 1, &setting, NULL);
    }
    tip_string_free(&words);
    tip_string_free(&number);
}

static long number_of(const struct walk *walk, tip_html_place place,
                      enum tip_html_attribute attribute, long otherwise)
{
    const char *value = tip_html_attribute(walk->tree, place, attribute);
    char *end;
    long number = value == NULL ? 0 : strtol(value, &end, 10);
    return value == NULL || end == value || number < 0 || number > 1000000 ? otherwise : number;
}

static void open_list(struct walk *walk, struct open *open)
{
    const char *type = tip_html_attribute(walk->tree, open->place, TIP_HTML_AT_TYPE);
    open->list_depth++;
    open->has_items = false;
    open->number = 0;
    if (walk->tree->nodes[open->place].tag != TIP_HTML_OL)
        return;
    open->number = number_of(walk, open->place, TIP_HTML_AT_START, 1);
    open->style = type == NULL ? '1' : (char)tolower((unsigned char)type[0]);
}

static void open_item(struct walk *walk, struct open *open, struct open *list)
{
    bool is_first = !list->has_items;
    list->has_items = true;
    if (!is_item(walk, open->place)) {
        open->group = NULL;
        tip_html_lines_part(walk->lines, 1);
        return;
    }
    open->own = (struct tip_html_group){.role = TIP_ROLE_ITEM, .indent = 2 * open->list_depth};
    open->group = &open->own;
    if (open->list_depth < 2 && is_first)
        tip_html_lines_part(walk->lines, 1);
    else if (walk->lines->blanks < BREAK_BLANKS)
        walk->lines->blanks = 0;
    if (list->number == 0)
        return;
    list->number = number_of(walk, open->place, TIP_HTML_AT_VALUE, list->number);
    append_number(walk, list, open->place);
    list->number++;
}

/* ---- elements ---- */

static void begin_group(struct open *open, enum tip_line_role role, int level)
{
    open->own = (struct tip_html_group){.role = role, .level = level};
    open->group = &open->own;
}

static bool is_in(const struct open *open, enum tip_line_role role)
{
    return open->group != NULL && open->group->role == role;
}

/* What an element makes of its lines. `open` is a copy of what is around it. */
static void open_element(struct walk *walk, struct open *open, struct open *around)
{
    enum tip_html_tag tag = (enum tip_html_tag)walk->tree->nodes[open->place].tag;
    int level = tip_html_heading_level(tag);
    if (level > 0 && !is_in(open, TIP_ROLE_ITEM) && !is_in(open, TIP_ROLE_QUOTATION))
        begin_group(open, TIP_ROLE_HEADING, level);
    switch (tag) {
    case TIP_HTML_UL:
    case TIP_HTML_OL:
    case TIP_HTML_MENU:
        open_list(walk, open);
        break;
    case TIP_HTML_LI:
        open_item(walk, open, around);
        break;
    case TIP_HTML_BLOCKQUOTE:
        if (is_quotation(walk, open->place))
            begin_group(open, TIP_ROLE_QUOTATION, 0);
        break;
    case TIP_HTML_CITE:
    case TIP_HTML_FOOTER:
        if (is_in(open, TIP_ROLE_QUOTATION)) {
            tip_html_lines_end(walk->lines, open->group);
            begin_group(open, TIP_ROLE_SPEAKER, 0);
        }
        break;
    case TIP_HTML_FIGURE: /* a quotation's caption says who speaks */
        open->has_caption = tip_html_within(walk->tree, open->place, TIP_HTML_FIGCAPTION) != 0;
        open->has_quotation = tip_html_within(walk->tree, open->place, TIP_HTML_BLOCKQUOTE) != 0;
        break;
    case TIP_HTML_FIGCAPTION:
    case TIP_HTML_CAPTION:
        begin_group(open, open->has_quotation ? TIP_ROLE_SPEAKER : TIP_ROLE_CAPTION, 0);
        break;
    case TIP_HTML_PRE:
        open->is_verbatim = true;
        break;
    case TIP_HTML_B:
    case TIP_HTML_STRONG:
        open->is_bold = true;
        break;
    default:
        break;
    }
}

static bool leads_into_page(const struct walk *walk, tip_html_place place)
{
    const char *href = tip_html_attribute(walk->tree, place, TIP_HTML_AT_HREF);
    return walk->tree->nodes[place].tag == TIP_HTML_A && href != NULL && href[0] == '#' &&
           href[1] != '\0';
}

static void append(struct walk *walk, const struct open *open, tip_html_place at, const char *text,
                   size_t length)
{
    const struct tip_html_setting setting = {.is_bold = open->is_bold,
                                             .is_page_link = open->is_page_link,
                                             .is_verbatim = open->is_verbatim,
                                             .is_cell = is_in(open, TIP_ROLE_ITEM),
                                             .line = walk->tree->nodes[at].line};
    tip_html_lines_append(walk->lines, text, length, &setting, open->group);
}

/* A block's line ends what is under way, and captions of pictures in it follow. */
static void end_block(struct walk *walk, struct open *open)
{
    enum tip_html_tag tag = (enum tip_html_tag)walk->tree->nodes[open->place].tag;
    tip_html_lines_end(walk->lines, open->group);
    if (open->group == NULL || open->group == &open->own)
        add_captions(walk, open->place);
    if (tag != TIP_HTML_LI && tag != TIP_HTML_TR)
        tip_html_lines_part(walk->lines, 1);
}

static void leave(struct walk *walk)
{
    struct open *open = &walk->open[--walk->depth];
    enum tip_html_tag tag = (enum tip_html_tag)walk->tree->nodes[open->place].tag;
    if (open->ends_mark)
        append(walk, open, open->place, "]", 1);
    if (tag == TIP_HTML_Q)
        append(walk, open, open->place, "\u201D", strlen("\u201D"));
    if (tip_html_is_block(tag) || (tag == TIP_HTML_CITE && open->group == &open->own))
        end_block(walk, open);
}

static void enter(struct walk *walk, tip_html_place at)
{
    struct open *around = &walk->open[walk->depth - 1], *open = &walk->open[walk->depth];
    const struct tip_html_node *node = &walk->tree->nodes[at];
    enum tip_html_tag tag = (enum tip_html_tag)node->tag;
    *open = *around;
    open->place = at;
    open->end = node->end;
    open->ends_mark = false;
    open->is_page_link |= leads_into_page(walk, at);
    if (tip_html_is_block(tag)) {
        tip_html_lines_end(walk->lines, around->group);
        tip_html_lines_part(walk->lines, breaks_page(walk, at) ? BREAK_BLANKS : 1);
    }
    open_element(walk, open, around);
    if (tag == TIP_HTML_Q)
        append(walk, open, at, "\u201C", strlen("\u201C"));
    if (tag == TIP_HTML_SUP && tip_html_is_note_mark(walk->tree, at)) {
        append(walk, open, at, "[", 1);
        open->ends_mark = true;
    }
    walk->depth++;
}

/* What is taken whole, not entered: *is_taken tells whether the node is. */
static tip_status take_whole(struct walk *walk, tip_html_place at, bool *is_taken)
{
    const struct open *open = &walk->open[walk->depth - 1];
    enum tip_html_tag tag = (enum tip_html_tag)walk->tree->nodes[at].tag;
    bool is_table = tag == TIP_HTML_TABLE && tip_html_table_is_data(walk->tree, at);
    *is_taken = true;
    if (is_table || (tag == TIP_HTML_DL && is_of_terms(walk, at))) {
        tip_html_lines_end(walk->lines, open->group);
        tip_html_place caption = is_table ? tip_html_within(walk->tree, at, TIP_HTML_CAPTION) : 0;
        if (caption != 0) {
            struct tip_string text = {0};
            tip_html_words_append(&text, walk->tree, caption);
            tip_html_lines_part(walk->lines, 1);
            tip_html_lines_add(walk->lines, TIP_ROLE_CAPTION, text.data == NULL ? "" : text.data,
                               text.length, walk->tree->nodes[caption].line);
            tip_string_free(&text);
        }
        return is_table ? tip_html_table_add(walk->lines, walk->tree, at, walk->error)
                        : tip_html_terms_add(walk->lines, walk->tree, at, walk->error);
    }
    if (tip_html_is_page_mark(walk->tree, at)) {
        walk->lines->lines.pages_flow = true;
        tip_html_lines_begin_page(walk->lines, tip_html_page_label(walk->tree, at));
        return TIP_OK;
    }
    *is_taken = walk->tree->nodes[at].is_dropped;
    return TIP_OK;
}

/* A line's end; two in a row end a paragraph. */
static void break_line(struct walk *walk)
{
    struct tip_html_lines *lines = walk->lines;
    size_t count = lines->lines.count;
    tip_html_lines_end(lines, walk->open[walk->depth - 1].group);
    if (lines->lines.count == count)
        tip_html_lines_part(lines, 1);
}

static tip_status visit(struct walk *walk, tip_html_place at, tip_html_place *next)
{
    const struct tip_html_node *node = &walk->tree->nodes[at];
    bool is_taken = false;
    *next = node->end;
    if (node->tag == TIP_HTML_TEXT) {
        append(walk, &walk->open[walk->depth - 1], at, walk->tree->text.data + node->text,
               node->length);
        return TIP_OK;
    }
    if (node->tag == TIP_HTML_BR) {
        break_line(walk);
        return TIP_OK;
    }
    if (node->tag == TIP_HTML_IMG)
        note_picture(walk, at);
    tip_status status = take_whole(walk, at, &is_taken);
    if (status != TIP_OK || is_taken)
        return status;
    if (tip_html_is_page(walk->tree, at)) {
        tip_html_lines_end(walk->lines, walk->open[walk->depth - 1].group);
        tip_html_lines_begin_page(walk->lines, tip_html_page_label(walk->tree, at));
    }
    *next = at + 1;
    enter(walk, at);
    return TIP_OK;
}

tip_status tip_html_text(struct tip_html_lines *lines, const struct tip_html_tree *tree,
                         tip_html_place root, struct tip_error *error)
{
    struct walk *walk = calloc(1, sizeof *walk);
    if (walk == NULL)
        return tip_error_memory(error, "reading a page");
    *walk = (struct walk){.tree = tree, .lines = lines, .depth = 1, .error = error};
    walk->open[0] = (struct open){.place = root, .end = tree->nodes[root].end};
    tip_status status = TIP_OK;
    for (tip_html_place at = root + 1; at < tree->nodes[root].end && status == TIP_OK;) {
        while (walk->depth > 1 && at >= walk->open[walk->depth - 1].end)
            leave(walk);
        status = visit(walk, at, &at);
    }
    while (walk->depth > 1)
        leave(walk);
    tip_html_lines_end(lines, NULL);
    add_captions(walk, root);
    if (status == TIP_OK && walk->captions.failed)
        status = tip_error_memory(error, "reading a page");
    tip_string_free(&walk->captions);
    free(walk);
    return status;
}
