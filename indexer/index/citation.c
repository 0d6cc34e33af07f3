/* The line under a hit: its parts with ", " between, those that are not known left out. */
#include "index/citation.h"

#include <inttypes.h>
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

static void append_heading(struct tip_string *out, size_t start, const struct tip_cited *cited)
{
    if (cited->depth == 0 || is_blank(cited->headings[cited->depth - 1]))
        return;
    begin_part(out, start);
    tip_string_append_text(out, "“");
    append_line(out, cited->headings[cited->depth - 1]);
    tip_string_append_text(out, "”");
}

/* Never a plain "p. 64" for a page on which only the section begins: the passage may stand ten
 * pages on, and whoever looks for it there would doubt the quotation. */
static void append_page(struct tip_string *out, size_t start, const struct tip_cited *cited)
{
    if (is_blank(cited->page) || cited->page_is == TIP_PAGE_UNKNOWN)
        return;
    begin_part(out, start);
    tip_string_append_text(out, cited->page_is == TIP_PAGE_SECTION_START ? "section beginning p. "
                                                                         : "p. ");
    append_line(out, cited->page);
}

void tip_citation(struct tip_string *out, const struct tip_cited *cited)
{
    size_t start = out->length;
    append_part(out, start, cited->report->publisher);
    append_part(out, start, cited->report->title);
    append_date(out, start, cited->report);
    append_heading(out, start, cited);
    append_page(out, start, cited);
    if (cited->id == 0)
        return;
    begin_part(out, start);
    tip_string_printf(out, "passage %016" PRIx64, cited->id);
}

/* What RFC 3986 lets stand in a path as it is: unreserved characters and the slash. */
static bool is_plain_in_path(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte != '\0' && strchr("-._~/", byte) != NULL);
}

void tip_source_address(struct tip_string *out, const char *file, int page_number)
{
    if (file == NULL || file[0] != '/')
        return;
    tip_string_append_text(out, "file://");
    for (; *file != '\0'; file++) {
        if (is_plain_in_path((unsigned char)*file))
            tip_string_append_char(out, *file);
        else
            tip_string_printf(out, "%%%02X", (unsigned char)*file);
    }
    if (page_number > 0)
        tip_string_printf(out, "#page=%d", page_number);
}
