/* HTML pages: bytes -> text -> tree -> its main content -> lines with roles, which then go the way
 * of a plain text's lines (tip_lines_read): a page without headings is understood by shapes alone.
 */
#include "reader/html.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/document.h"
#include "reader/heading.h"
#include "reader/html_charset.h"
#include "reader/html_facts.h"
#include "reader/html_lines.h"
#include "reader/html_main.h"
#include "reader/html_text.h"
#include "reader/html_tree.h"
#include "reader/reading.h"
#include "reader/text.h"

/* A page of which much is left out is told of. */
enum { LEFT_OUT_WORDS = 1000, LEFT_OUT_PART = 3, LEVELS = 7 };

/* ---- telling a page by its content ---- */

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    return at;
}

/* Behind a comment or an XML declaration; NULL when it has no end. */
static const char *skip_to(const char *at, const char *end, const char *close)
{
    const char *found = memmem(at, (size_t)(end - at), close, strlen(close));
    return found == NULL ? NULL : found + strlen(close);
}

static bool begins(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) > length && strncasecmp(at, word, length) == 0 &&
           !isalnum((unsigned char)at[length]);
}

bool tip_html_sniff(const char *bytes, size_t length)
{
    static const char *const words[] = {"<!doctype html", "<html", "<head", "<body"};
    const char *at = bytes, *end = bytes + length;
    while (at != NULL) {
        at = skip_blanks(at, end);
        if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
            at = skip_to(at + 4, end, "-->");
            continue;
        }
        if (begins(at, end, "<?xml")) {
            at = skip_to(at, end, "?>");
            continue;
        }
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (begins(at, end, words[i]))
                return true;
        return false;
    }
    return false;
}

/* ---- levels of headings ---- */

/* What the headings of a page are like. */
struct headings {
    size_t at_level[LEVELS];
    size_t capitals, titles, others;
    bool has_title; /* the first is the only one of level 1: the page's title */
};

static void look_at_headings(struct headings *headings, const struct tip_lines *lines)
{
    size_t count = 0, first_level = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct tip_line *line = &lines->items[i];
        if (line->role != TIP_ROLE_HEADING || line->level == 0)
            continue;
        if (count++ == 0)
            first_level = (size_t)line->level;
        headings->at_level[line->level]++;
    }
    headings->has_title = first_level == 1 && headings->at_level[1] == 1;
    for (size_t i = 0; i < lines->count; i++) {
        const struct tip_line *line = &lines->items[i];
        if (line->role != TIP_ROLE_HEADING || (headings->has_title && line->level == 1))
            continue;
        if (tip_heading_is_capitals(line->text, line->length))
            headings->capitals++;
        else if (tip_heading_is_title(line->text, line->length))
            headings->titles++;
        else
            headings->others++;
    }
}

/* Levels without gaps; the page's title, which all of the page stands under, is beside them. Where
 * all headings are of one level, but some in capitals and some in title case, their shapes tell
 * more than the markup does. */
static unsigned settle_levels(struct tip_lines *lines)
{
    struct headings headings = {0};
    int settled[LEVELS] = {0}, levels = 0, below = 0;
    look_at_headings(&headings, lines);
    for (int level = 1; level < LEVELS; level++) {
        if (headings.at_level[level] == 0)
            continue;
        bool is_title = level == 1 && headings.has_title;
        settled[level] = is_title ? 1 : ++levels;
        below += !is_title;
    }
    bool by_shape = below == 0 || (below == 1 && headings.capitals > 0 && headings.titles > 0);
    for (size_t i = 0; i < lines->count; i++) {
        struct tip_line *line = &lines->items[i];
        if (line->role == TIP_ROLE_HEADING)
            line->level = by_shape ? 0 : settled[line->level];
    }
    return (headings.capitals > 0 ? TIP_MARKS_CAPITALS : 0u) |
           (headings.titles + headings.others > 0 ? TIP_MARKS_TITLES : 0u) |
           (by_shape ? 0u : TIP_MARKS_LEVELS);
}

/* ---- the page ---- */

static tip_status read_lines(struct tip_document *document, struct tip_html_lines *lines,
                             const struct tip_html_tree *tree, tip_html_place root,
                             struct tip_error *error)
{
    tip_status status = tip_html_text(lines, tree, root, error);
    if (status == TIP_OK)
        status = tip_html_lines_finish(lines, error);
    if (status != TIP_OK)
        return status;
    unsigned marks = settle_levels(&lines->lines);
    return tip_lines_read(document, &lines->lines, marks, error);
}

static tip_status read_tree(struct tip_document *document, struct tip_html_tree *tree,
                            const char *name, const struct tip_reader_options *options,
                            struct tip_error *error)
{
    tip_html_place root = 0;
    size_t left_out = 0;
    struct tip_html_lines lines = {0};
    tip_status status = tip_html_find_main(tree, &root, &left_out, error);
    if (status == TIP_OK)
        status = tip_html_take_facts(document, tree, root, error);
    if (status == TIP_OK)
        status = read_lines(document, &lines, tree, root, error);
    tip_html_lines_free(&lines);
    if (status == TIP_OK && document->words == 0)
        status = tip_error_set(
            error, TIP_INVALID, "%s: the page holds no text%s: save it as the browser shows it",
            name,
            left_out > 0 ? " but navigation and the like" : ", which scripts or frames may bring");
    if (status == TIP_OK && left_out > LEFT_OUT_WORDS && left_out > document->words * LEFT_OUT_PART)
        tip_reader_tell(options, name, 0,
                        "%zu words of navigation, headers, footers and the like are left out, %zu "
                        "are read",
                        left_out, document->words);
    return status;
}

tip_status tip_html_read(struct tip_document *document, const char *name, const char *bytes,
                         size_t length, const struct tip_reader_options *options,
                         struct tip_error *error)
{
    char *text = NULL;
    size_t text_length = 0;
    tip_status status = tip_html_decode(&text, &text_length, name, bytes, length, options, error);
    if (status != TIP_OK)
        return status;
    struct tip_html_tree tree = {0};
    status = tip_html_parse(&tree, name, text, text_length, options, error);
    free(text);
    if (status == TIP_OK)
        status = read_tree(document, &tree, name, options, error);
    tip_html_free(&tree);
    return status;
}
