/* The list of sources at a dossier's end.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_sources.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command/desk/markdown.h"

static int compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* Reports by id, file and hash. */
static int by_source(const void *a, const void *b)
{
    const struct tipsearch_passage *passage = a, *other = b;
    int order = compare(passage->report.id, other->report.id);

    if (order == 0)
        order = compare(passage->source.file, other->source.file);
    return order != 0 ? order : compare(passage->source.sha256, other->source.sha256);
}

static void leave(void *passage)
{
    (void)passage; /* the answers free it */
}

static void put_part(FILE *out, const char *before, const char *text)
{
    if (!text || text[0] == '\0')
        return;
    fputs(before, out);
    markdown_put_line(out, text);
}

static void put_source(FILE *out, const struct tipsearch_passage *passage)
{
    const struct tipsearch_report *report = &passage->report;

    fputs("- ", out);
    markdown_put_line(out, report->title ? report->title : report->id ? report->id : passage->id);
    put_part(out, ". ", report->publisher);
    put_part(out, ", ", report->date);
    put_part(out, ". Report ", report->id);
    put_part(out, ", file ", passage->source.file);
    put_part(out, ", SHA-256 ", passage->source.sha256);
    put_part(out, ", ", report->url);
    fputc('\n', out);
}

static void put_time(FILE *out, long long generation)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    time_t now = given && given[0] ? (time_t)strtoll(given, NULL, 10) : time(NULL);
    char text[64] = "";
    struct tm calendar;

    if (gmtime_r(&now, &calendar))
        strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &calendar);
    fprintf(out,
            "\nQuotations filled in on %s by tipsearch %s, from generation %lld of the index.\n",
            text, tipsearch_version(), generation);
}

bool dossier_sources_write(FILE *out, const struct dossier_answers *answers)
{
    void *known = NULL;
    bool has_memory = true, has_any = false;

    for (size_t i = 0; has_memory && i < answers->count; i++) {
        const struct tipsearch_passage *passage =
            answers->items[i].excerpt ? &answers->items[i].excerpt->passage : NULL;

        if (!passage || tfind(passage, &known, by_source))
            continue;
        has_memory = tsearch(passage, &known, by_source) != NULL;
        if (!has_any)
            fputs("\n\n# Sources\n\n", out);
        has_any = true;
        put_source(out, passage);
    }
    tdestroy(known, leave);
    if (has_any)
        put_time(out, answers->generation);
    return has_memory;
}
