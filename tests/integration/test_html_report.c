/* The full report as HTML, in the forms that converters give it: the same passages with the same
 * ids on the same pages as from the plain text. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/string_builder.h"
#include "harness/harness.h"
#include "passage/passage.h"
#include "reader/lines.h"
#include "reader/list_marker.h"

TestSuite(html_report, .timeout = 120);

enum { KEPT_PERCENT = 97, PAGES_PERCENT = 98 };

/* What a converter makes of a group of lines between empty ones. */
struct form {
    const char *name;
    bool is_pre;         /* the text as it is, in one element */
    bool has_headings;   /* h2 and so on, as deep as the text reader has them; else a paragraph */
    bool is_flat;        /* all of them h2 */
    bool has_lists;      /* ul, its items without their marks */
    bool has_tables;     /* table, the first row of th where a rule stands below */
    bool is_by_line;     /* every line is a paragraph */
    const char *tag;     /* of what is nothing else */
    const char *between; /* lines in it */
};

static const struct form forms[] = {
    {.name = "pre", .is_pre = true},
    {.name = "paragraphs alone", .tag = "p", .between = "<br>"},
    {.name = "paragraphs with source lines", .tag = "p", .between = "\n"},
    {.name = "a paragraph a line", .is_by_line = true, .tag = "p", .between = ""},
    {.name = "divisions", .tag = "div", .between = "<br/>\n"},
    {.name = "headings in their nesting", .has_headings = true, .tag = "p", .between = "<br>"},
    {.name = "lists and tables",
     .has_headings = true,
     .has_lists = true,
     .has_tables = true,
     .tag = "p",
     .between = "<br>"},
    {.name = "all headings h2",
     .has_headings = true,
     .is_flat = true,
     .has_lists = true,
     .has_tables = true,
     .tag = "p",
     .between = "<br>"},
};

static const struct tip_report report = {.id = "tip-2023"};

/* The text and what its reader made of it. */
struct fixture {
    char *text;
    size_t length;
    struct tip_lines lines;
    struct tip_document document;
    struct tip_passages passages;
};

static void read_passages(struct tip_document *document, struct tip_passages *passages,
                          const char *name, const char *bytes, size_t length)
{
    struct tip_error error = {.message = ""};
    cr_assert_eq(tip_read_bytes(document, name, bytes, length, NULL, &error), TIP_OK, "%s",
                 error.message);
    cr_assert_eq(tip_passages_make(passages, document, &report, NULL, &error), TIP_OK);
}

static bool open_fixture(struct fixture *fixture)
{
    struct tip_error error;
    const char *path = tip_test_report();
    if (path == NULL)
        return false;
    *fixture = (struct fixture){0};
    cr_assert_eq(tip_file_read(&fixture->text, &fixture->length, path, TIP_SOURCE_LIMIT, &error),
                 TIP_OK);
    cr_assert_eq(tip_lines_split(&fixture->lines, fixture->text, fixture->length, &error), TIP_OK);
    read_passages(&fixture->document, &fixture->passages, path, fixture->text, fixture->length);
    return true;
}

static void close_fixture(struct fixture *fixture)
{
    tip_passages_free(&fixture->passages);
    tip_document_free(&fixture->document);
    tip_lines_free(&fixture->lines);
    free(fixture->text);
}

/* ---- the converter ---- */

static void append_escaped(struct tip_string *page, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *entity = text[i] == '<'   ? "&lt;"
                             : text[i] == '>' ? "&gt;"
                             : text[i] == '&' ? "&amp;"
                                              : NULL;
        if (entity != NULL)
            tip_string_append_text(page, entity);
        else
            tip_string_append_char(page, text[i]);
    }
}

static void append_line(struct tip_string *page, const struct tip_line *line)
{
    append_escaped(page, line->text, line->length);
}

static bool same_letters(const char *heading, const struct tip_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < lines[i].length; at++) {
            if (!isalnum((unsigned char)lines[i].text[at]))
                continue;
            while (*heading != '\0' && !isalnum((unsigned char)*heading))
                heading++;
            if (*heading++ != lines[i].text[at])
                return false;
        }
    while (*heading != '\0' && !isalnum((unsigned char)*heading))
        heading++;
    return *heading == '\0';
}

/* The level that the text reader gave these lines as a heading; 0 when they are none. */
static int heading_level(const struct fixture *fixture, const struct tip_line *lines, size_t count)
{
    for (size_t i = 0; i < fixture->document.count; i++) {
        const struct tip_block *block = &fixture->document.blocks[i];
        if (block->kind == TIP_BLOCK_HEADING && same_letters(block->text, lines, count))
            return block->level;
    }
    return 0;
}

static bool all_bullets(const struct tip_line *lines, size_t count)
{
    size_t skip;
    for (size_t i = 0; i < count; i++)
        if (tip_list_marker(lines[i].text, lines[i].length, &skip) != TIP_MARKER_BULLET)
            return false;
    return true;
}

static void append_list(struct tip_string *page, const struct tip_line *lines, size_t count)
{
    tip_string_append_text(page, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        size_t skip;
        tip_list_marker(lines[i].text, lines[i].length, &skip);
        tip_string_append_text(page, "<li>");
        append_escaped(page, lines[i].text + skip, lines[i].length - skip);
        tip_string_append_text(page, "</li>\n");
    }
    tip_string_append_text(page, "</ul>\n");
}

static void append_row(struct tip_string *page, const struct tip_line *line, const char *cell)
{
    const char *at = line->text, *end = line->text + line->length;
    tip_string_append_text(page, "<tr>");
    for (const char *tab = at; tab != NULL; at = tab + 1) {
        tab = memchr(at, '\t', (size_t)(end - at));
        tip_string_printf(page, "<%s>", cell);
        append_escaped(page, at, (size_t)((tab == NULL ? end : tab) - at));
        tip_string_printf(page, "</%s>", cell);
        if (tab == NULL)
            break;
    }
    tip_string_append_text(page, "</tr>\n");
}

static void append_table(struct tip_string *page, const struct tip_line *lines, size_t count)
{
    tip_string_append_text(page, "<table>\n");
    for (size_t i = 0; i < count; i++)
        if (!tip_line_is_rule(&lines[i]))
            append_row(page, &lines[i],
                       i == 0 && count > 2 && tip_line_is_rule(&lines[1]) ? "th" : "td");
    tip_string_append_text(page, "</table>\n");
}

static void append_plain(struct tip_string *page, const struct form *form,
                         const struct tip_line *lines, size_t count)
{
    tip_string_printf(page, "<%s>", form->tag);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            tip_string_append_text(page, form->between);
        append_line(page, &lines[i]);
    }
    tip_string_printf(page, "</%s>\n", form->tag);
}

static void append_group(struct tip_string *page, const struct fixture *fixture,
                         const struct form *form, const struct tip_line *lines, size_t count)
{
    bool is_table = memchr(lines[0].text, '\t', lines[0].length) != NULL;
    int level = form->has_headings && !is_table ? heading_level(fixture, lines, count) : 0;
    if (level > 0) {
        int shown = form->is_flat ? 2 : level + 1;
        tip_string_printf(page, "<h%d>", shown);
        for (size_t i = 0; i < count; i++) {
            tip_string_append_text(page, i > 0 ? "<br>" : "");
            append_line(page, &lines[i]);
        }
        tip_string_printf(page, "</h%d>\n", shown);
    } else if (form->has_tables && is_table) {
        append_table(page, lines, count);
    } else if (form->has_lists && all_bullets(lines, count)) {
        append_list(page, lines, count);
    } else {
        append_plain(page, form, lines, count);
    }
}

static void convert(struct tip_string *page, const struct fixture *fixture, const struct form *form)
{
    tip_string_append_text(page, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                                 "<title>Report</title></head>\n<body>\n");
    if (form->is_pre) {
        tip_string_append_text(page, "<pre>");
        append_escaped(page, fixture->text, fixture->length);
        tip_string_append_text(page, "</pre>");
    }
    const struct tip_lines *lines = &fixture->lines;
    for (size_t first = 0; first < lines->count && !form->is_pre;) {
        size_t end = first + 1;
        while (end < lines->count && lines->items[end].blanks == 0 && !form->is_by_line)
            end++;
        append_group(page, fixture, form, &lines->items[first], end - first);
        first = end;
    }
    tip_string_append_text(page, "</body></html>\n");
}

/* ---- comparing ---- */

static const struct tip_passage *find(const struct tip_passages *passages, uint64_t id)
{
    for (size_t i = 0; i < passages->count; i++)
        if (passages->items[i].id == id)
            return &passages->items[i];
    return NULL;
}

static bool same_page(const struct tip_passage *a, const struct tip_passage *b)
{
    if (a->page_is != b->page_is || (a->page == NULL) != (b->page == NULL))
        return false;
    return a->page == NULL || strcmp(a->page, b->page) == 0;
}

static void expect_form(const struct fixture *fixture, const struct form *form)
{
    struct tip_string page = {0};
    struct tip_document document;
    struct tip_passages passages;
    convert(&page, fixture, form);
    read_passages(&document, &passages, "report.html", page.data, page.length);
    cr_expect_str_eq(document.reader, "html");
    size_t count = fixture->passages.count, kept = 0, pages = 0;
    for (size_t i = 0; i < count; i++) {
        const struct tip_passage *passage = &fixture->passages.items[i];
        const struct tip_passage *same = find(&passages, passage->id);
        kept += same != NULL;
        pages += same != NULL && same_page(passage, same);
    }
    printf("%s: %zu of %zu passages keep their ids, %zu of these their pages\n", form->name, kept,
           count, pages);
    cr_expect_geq(kept * 100, count * KEPT_PERCENT, "%s: %zu of %zu ids", form->name, kept, count);
    cr_expect_geq(pages * 100, kept * PAGES_PERCENT, "%s: %zu of %zu pages", form->name, pages,
                  kept);
    tip_passages_free(&passages);
    tip_document_free(&document);
    tip_string_free(&page);
}

Test(html_report, every_form_gives_the_passages_of_the_text)
{
    struct fixture fixture;
    if (!open_fixture(&fixture))
        return;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        expect_form(&fixture, &forms[i]);
    close_fixture(&fixture);
}
