/* The line under a hit: its parts with ", " between, those that are not known left out. */
#include "index/citation.h"

#include <stdio.h>
#include <string.h>

/* Begins a part: a comma when another stands before it. */
static void begin_part(struct tip_string *out, size_t start)
{
    if (out->length > start)
        tip_string_append_text(out, ", ");
}

static bool is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* Appends a text on one line: a heading may come from two. */
static void append_line(struct tip_string *out, const char *text)
{
    static const char white[] = " \t\r\n";
    text += strspn(text, white);
    while (*text != '\0') {
        size_t word = strcspn(text, white);
        tip_string_append(out, text, word);
        text += word;
        text += strspn(text, white);
        if (*text != '\0')
            tip_string_append_char(out, ' ');
    }
}

static void append_part(struct tip_string *out, size_t start, const char *text)
{
    if (is_blank(text))
        return;
    begin_part(out, start);
    append_line(out, text);
}

static void append_date(struct tip_string *out, size_t start, const struct tip_report *report)
{
    char year[16] = "";
    if (report->year != 0)
        snprintf(year, sizeof year, "%d", report->year);
    append_part(out, start, is_blank(report->date) ? year : report->date);
}

static void append_page(struct tip_string *out, size_t start, const char *page,
                        enum tip_page_is page_is)
{
    if (is_blank(page) || page_is == TIP_PAGE_UNKNOWN)
        return;
    begin_part(out, start);
    tip_string_append_text(out, "p. ");
    append_line(out, page);
    if (page_is == TIP_PAGE_SECTION_START)
        tip_string_append_text(out, " ff.");
}

void tip_citation(struct tip_string *out, const struct tip_report *report,
                  const char *const *headings, size_t depth, const char *page,
                  enum tip_page_is page_is)
{
    size_t start = out->length;
    append_part(out, start, report->publisher);
    append_part(out, start, report->title);
    append_date(out, start, report);
    append_page(out, start, page, page_is);
    if (depth == 0 || is_blank(headings[depth - 1]))
        return;
    begin_part(out, start);
    tip_string_append_text(out, "“");
    append_line(out, headings[depth - 1]);
    tip_string_append_text(out, "”");
}
