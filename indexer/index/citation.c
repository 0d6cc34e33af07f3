/* The line under a hit: its parts with ", " between, those that are not known left out. */
#include "index/citation.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

struct line {
    struct tip_string *out;
    size_t start; /* of the citation in `out` */
    struct tip_citation_part parts[TIP_CITATION_PARTS];
    size_t count;
};

/* A comma when another part stands before this one, and what opens it. */
static void begin_part(struct line *line, const char *opening)
{
    if (line->out->length > line->start)
        tip_string_append_text(line->out, ", ");
    tip_string_append_text(line->out, opening);
    line->parts[line->count].begin = line->out->length - line->start;
}

static void end_part(struct line *line)
{
    line->parts[line->count++].end = line->out->length - line->start;
}

static bool is_white(uint32_t character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/* Whether a text has nothing to show. */
static bool is_blank(const char *text)
{
    const char *end = text == NULL ? NULL : text + strlen(text);

    while (text != end) {
        uint32_t character = tip_utf8_next(&text, end);

        if (!is_white(character) && !tip_utf8_turns_direction(character))
            return false;
    }
    return true;
}

/* Appends a text on one line: a heading may come from two. */
static void append_line(struct tip_string *out, const char *text)
{
    const char *end = text + strlen(text);
    bool is_begun = false, is_behind_blank = false;

    while (text < end) {
        const char *start = text;
        uint32_t character = tip_utf8_next(&text, end);

        if (is_white(character)) {
            is_behind_blank = is_begun;
        } else if (!tip_utf8_turns_direction(character)) {
            tip_string_append_text(out, is_behind_blank ? " " : "");
            tip_string_append(out, start, (size_t)(text - start));
            is_begun = true;
            is_behind_blank = false;
        }
    }
}

static void append_part(struct line *line, const char *text)
{
    if (is_blank(text))
        return;
    begin_part(line, "");
    append_line(line->out, text);
    end_part(line);
}

static void append_date(struct line *line, const struct tip_report *report)
{
    char year[16] = "";
    if (report->year != 0)
        snprintf(year, sizeof year, "%d", report->year);
    append_part(line, is_blank(report->date) ? year : report->date);
}

static void append_heading(struct line *line, const struct tip_cited *cited)
{
    if (cited->depth == 0 || is_blank(cited->headings[cited->depth - 1]))
        return;
    begin_part(line, "“");
    append_line(line->out, cited->headings[cited->depth - 1]);
    end_part(line);
    tip_string_append_text(line->out, "”");
}

/* Never a plain "p. 64" for a page on which only the section begins: the passage may stand ten
 * pages on, and whoever looks for it there would doubt the quotation. */
static void append_page(struct line *line, const struct tip_cited *cited)
{
    if (is_blank(cited->page) || cited->page_is == TIP_PAGE_UNKNOWN)
        return;
    begin_part(line, "");
    tip_string_append_text(
        line->out, cited->page_is == TIP_PAGE_SECTION_START ? "section beginning p. " : "p. ");
    append_line(line->out, cited->page);
    end_part(line);
}

size_t tip_citation(struct tip_string *out, const struct tip_cited *cited,
                    struct tip_citation_part parts[TIP_CITATION_PARTS])
{
    struct line line = {.out = out, .start = out->length};

    append_part(&line, cited->report->publisher);
    append_part(&line, cited->report->title);
    append_date(&line, cited->report);
    append_heading(&line, cited);
    append_page(&line, cited);
    if (cited->id != 0) {
        begin_part(&line, "");
        tip_string_printf(out, "passage %016" PRIx64, cited->id);
        end_part(&line);
    }
    if (parts != NULL)
        memcpy(parts, line.parts, sizeof line.parts);
    return line.count;
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
