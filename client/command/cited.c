/* A passage as the forms of a citation need it.
 *
 * SPDX-License-Identifier: MIT */
#include "command/cited.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command/printable.h"

/* A copy on one line that no terminal obeys; NULL for a text that is missing or blank. */
static bool take_line(char **out, const char *text)
{
    size_t length;
    FILE *line;

    *out = NULL;
    if (!text || text[strspn(text, " \t\r\n")] == '\0')
        return true;
    line = open_memstream(out, &length);
    if (!line)
        return false;
    printable_print(line, text);
    return fclose(line) == 0;
}

/* ---- dates ---- */

/* The month whose English name, or its first three letters, begins at `text`; 0 when none does. */
static int month_at(const char *text)
{
    static const char *const NAMES[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};

    for (int i = 0; i < 12; i++)
        if (strncasecmp(text, NAMES[i], 3) == 0)
            return i + 1;
    return 0;
}

/* "2021-07-20" or a beginning of it, in numbers with hyphens between. */
static bool read_numbers(const char *text, struct cited_date *date)
{
    struct cited_date read = {0};
    int end = 0;

    if (strlen(text) != 4 && strlen(text) != 7 && strlen(text) != 10)
        return false;
    if (sscanf(text, "%4d%n-%2d%n-%2d%n", &read.year, &end, &read.month, &end, &read.day, &end) < 1)
        return false;
    if (text[end] != '\0' || read.month < 0 || read.month > 12 || read.day < 0 || read.day > 31)
        return false;
    *date = read;
    return true;
}

struct cited_date cited_date_read(const char *text, long year)
{
    struct cited_date date = {0};

    if (!text || read_numbers(text, &date))
        text = "";
    for (const char *at = text; *at;) {
        size_t digits = strspn(at, "0123456789");
        size_t letters = 0;

        while (isalpha((unsigned char)at[letters]))
            letters++;
        if (digits == 4)
            date.year = atoi(at);
        else if ((digits == 1 || digits == 2) && atoi(at) <= 31)
            date.day = atoi(at);
        else if (letters >= 3 && date.month == 0)
            date.month = month_at(at);
        at += digits + letters > 0 ? digits + letters : 1;
    }
    if (date.year == 0)
        date = (struct cited_date){.year = (int)year};
    if (date.month == 0)
        date.day = 0;
    return date;
}

/* ---- texts ---- */

static bool make_key(struct cited *cited, const struct tipsearch_passage *passage)
{
    const char *report = passage->report.id ? passage->report.id : "passage";

    if (asprintf(&cited->key, "%s-%s", report, passage->id) < 0) {
        cited->key = NULL;
        return false;
    }
    for (char *at = cited->key; *at; at++)
        if (!isascii((unsigned char)*at) || (!isalnum((unsigned char)*at) && !strchr("-_.", *at)))
            *at = '-';
    return true;
}

static void add_to_note(FILE *note, const char *before, const char *text, const char *behind)
{
    if (!text || text[0] == '\0')
        return;
    if (ftell(note) > 0)
        fputs("; ", note);
    fputs(before, note);
    printable_print(note, text);
    fputs(behind, note);
}

static bool make_note(struct cited *cited, const struct tipsearch_passage *passage)
{
    size_t length, depth = passage->section_count;
    FILE *note = open_memstream(&cited->note, &length);
    bool is_section_start = passage->page_is && strcmp(passage->page_is, "section_start") == 0;

    if (!note)
        return false;
    add_to_note(note, "“", depth > 0 ? passage->section[depth - 1] : NULL, "”");
    if (is_section_start)
        add_to_note(note, "section beginning p. ", passage->page, "");
    add_to_note(note, "said by ", passage->by, "");
    add_to_note(note, "passage ", passage->id, "");
    return fclose(note) == 0;
}

bool cited_make(struct cited *cited, const struct tipsearch_passage *passage)
{
    const struct tipsearch_report *report = &passage->report;
    bool is_exact = passage->page_is && strcmp(passage->page_is, "exact") == 0;

    *cited = (struct cited){.date = cited_date_read(report->date, report->year)};
    return make_key(cited, passage) && take_line(&cited->title, report->title) &&
           (cited->title || take_line(&cited->title, report->id ? report->id : passage->id)) &&
           take_line(&cited->publisher, report->publisher) && take_line(&cited->url, report->url) &&
           take_line(&cited->page, is_exact ? passage->page : NULL) && make_note(cited, passage);
}

bool cited_set_keyword(struct cited *cited, const char *keyword)
{
    return take_line(&cited->keyword, keyword);
}

void cited_free(struct cited *cited)
{
    free(cited->key);
    free(cited->title);
    free(cited->publisher);
    free(cited->url);
    free(cited->page);
    free(cited->note);
    free(cited->keyword);
    *cited = (struct cited){0};
}
