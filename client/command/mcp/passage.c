/* Passages as results have them.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/passage.h"

#include <stdlib.h>
#include <string.h>

#include "command/mcp/quoted.h"

static json_t *text_list(const char *const *texts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, quoted_line(texts[i]));
    return list;
}

static json_t *year_of(const struct tipsearch_report *report)
{
    return report->year > 0 ? json_integer(report->year) : json_null();
}

static json_t *twin_list(const struct tipsearch_passage *passage)
{
    json_t *list = passage->also_in_count > 0 ? json_array() : NULL;

    for (size_t i = 0; i < passage->also_in_count; i++) {
        const struct tipsearch_twin *twin = &passage->also_in[i];

        json_array_append_new(list, json_pack("{s:s,s:o?,s:o,s:o?,s:b}", "id", twin->id, "report",
                                              quoted_line(twin->report.id), "year",
                                              year_of(&twin->report), "citation",
                                              quoted_line(twin->citation), "same", twin->is_same));
    }
    return list;
}

/* The pieces of a snippet in one; NULL: there is none. */
static json_t *snippet_text(const struct tipsearch_hit *hit)
{
    char *text = NULL, *clean;
    size_t length;
    FILE *out = hit && hit->snippet_count > 0 ? open_memstream(&text, &length) : NULL;
    json_t *value;

    if (!out)
        return NULL;
    for (size_t i = 0; i < hit->snippet_count; i++)
        fputs(hit->snippet[i].text, out);
    fclose(out);
    clean = quoted_clean(text);
    value = clean ? json_string(clean) : NULL;
    free(clean);
    free(text);
    return value;
}

/* Bytes of a passage's text that the result has room for. */
static size_t room_for(const struct passage_list *list, const char *text, bool is_whole)
{
    size_t left = list->spent < PASSAGE_TEXTS_MAX ? PASSAGE_TEXTS_MAX - list->spent : 0;

    if (is_whole)
        return strlen(text);
    if (left > PASSAGE_TEXT_MAX)
        left = PASSAGE_TEXT_MAX;
    return quoted_cut(text, left > PASSAGE_TEXT_LEAST ? left : PASSAGE_TEXT_LEAST);
}

static const char *citation_of(const struct tipsearch_passage *passage)
{
    return passage->citation ? passage->citation : passage->id;
}

/* Shows `length` bytes of its text, which was cleaned. */
static json_t *describe(const struct tipsearch_passage *passage, const struct tipsearch_hit *hit,
                        const char *text, size_t length)
{
    bool is_cut = text[length] != '\0';
    json_t *value = json_pack(
        "{s:s,s:o,s:o,s:o?,s:o?,s:o,s:o?,s:s?,s:o,s:s?,s:o,s:o*,s:s%,s:b,s:o*,s:o*}", "id",
        passage->id, "uri", json_sprintf(PASSAGE_SCHEME "%s", passage->id), "citation",
        quoted_line(citation_of(passage)), "report", quoted_line(passage->report.id), "title",
        quoted_line(passage->report.title), "year", year_of(&passage->report), "page",
        quoted_line(passage->page), "page_is", passage->page_is, "section",
        text_list(passage->section, passage->section_count), "kind", passage->kind, "countries",
        text_list(passage->countries, passage->country_count), "by", quoted_line(passage->by),
        "text", text, length, "text_cut", is_cut, "snippet", is_cut ? snippet_text(hit) : NULL,
        "also_in", twin_list(passage));

    if (value && hit && hit->rank > 0)
        json_object_set_new(value, "rank", json_integer(hit->rank));
    return value;
}

static json_t *link_to(const struct tipsearch_passage *passage)
{
    return json_pack("{s:s,s:o,s:s,s:o*,s:s,s:{s:[s]}}", "type", "resource_link", "uri",
                     json_sprintf(PASSAGE_SCHEME "%s", passage->id), "name", passage->id, "title",
                     quoted_line(passage->citation), "mimeType", "text/plain", "annotations",
                     "audience", "user");
}

static void write_facts(FILE *out, const struct tipsearch_passage *passage)
{
    fprintf(out, "passage %s (report ", passage->id);
    quoted_write_inline(out, passage->report.id ? passage->report.id : "unknown");
    if (passage->report.year > 0)
        fprintf(out, ", year %ld", passage->report.year);
    if (passage->page) {
        bool is_start = passage->page_is && strcmp(passage->page_is, "exact") != 0;

        fputs(is_start ? ", section beginning on page " : ", page ", out);
        quoted_write_inline(out, passage->page);
    }
    if (passage->kind)
        fprintf(out, ", %s", passage->kind);
    for (size_t i = 0; i < passage->country_count; i++)
        fprintf(out, "%s %s", i == 0 ? ", about" : ",", passage->countries[i]);
    fputs(")\n", out);
}

static void write_twins(FILE *out, const struct tipsearch_passage *passage)
{
    if (passage->also_in_count == 0)
        return;
    fputs("The same, or nearly, in:", out);
    for (size_t i = 0; i < passage->also_in_count; i++) {
        const struct tipsearch_twin *twin = &passage->also_in[i];

        fputs(i > 0 ? "; " : " ", out);
        quoted_write_inline(out, twin->report.id ? twin->report.id : "another report");
        fprintf(out, " (passage %s, %s)", twin->id, twin->is_same ? "the same" : "nearly");
    }
    fputc('\n', out);
}

static void write_text(FILE *out, const struct tipsearch_passage *passage, const char *text,
                       size_t length)
{
    char *part = strndup(text, length);

    fputs("Text:\n", out);
    quoted_write(out, part);
    if (text[length] != '\0')
        fprintf(out, "(The text goes on: get_passage %s has all of it.)\n", passage->id);
    free(part);
}

/* A line of its own with text of the report. */
static void write_quoted_line(FILE *out, const char *what, const char *text)
{
    fprintf(out, "%s:\n> ", what);
    quoted_write_inline(out, text);
    fputc('\n', out);
}

void passage_add(struct passage_list *list, const struct tipsearch_passage *passage,
                 const struct tipsearch_hit *hit, bool is_whole)
{
    char *clean = passage->text ? quoted_clean(passage->text) : NULL;
    const char *text = clean ? clean : "";
    size_t length = room_for(list, text, is_whole);

    list->spent += length;
    json_array_append_new(list->items, describe(passage, hit, text, length));
    json_array_append_new(list->links, link_to(passage));
    if (hit && hit->rank > 0)
        fprintf(list->text, "\n%ld. ", hit->rank);
    else
        fputc('\n', list->text);
    write_facts(list->text, passage);
    write_quoted_line(list->text, "Citation", citation_of(passage));
    if (passage->by)
        write_quoted_line(list->text, "Said by", passage->by);
    write_text(list->text, passage, text, length);
    write_twins(list->text, passage);
    free(clean);
}
