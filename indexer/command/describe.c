/* What a report is called, and the other facts of it: from the command line, from its source, from
 * the source's name. */
#include "command/describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "base/utf8.h"
#include "reader/gzip.h"

enum { TITLE_LIMIT = 300 /* bytes of a title that nobody gave: it stands in every citation */ };

void tip_description_free(struct tip_description *description)
{
    free(description->id);
    free(description->title);
    *description = (struct tip_description){0};
}

/* ---- ids ---- */

/* The slug with a suffix; for free(3). */
static char *suffixed(const char *slug, unsigned suffix)
{
    char *id;
    return asprintf(&id, "%s-%u", slug, suffix) < 0 ? NULL : id;
}

/* By a report or a collection, so that one name means one of them. */
static bool is_taken(const struct tip_builder *builder, const char *id)
{
    return tip_builder_has_report(builder, id) || tip_builder_has_collection(builder, id);
}

static bool is_suffix_taken(const struct tip_builder *builder, const char *slug, unsigned suffix)
{
    char *id = suffixed(slug, suffix);
    bool taken = id && is_taken(builder, id);
    free(id);
    return taken;
}

/* An id that another source has gets a suffix, so that reports/2023/asia.md and
 * reports/2024/asia.md are two reports. It is found by doubling and halving, as an archive may hold
 * thousands of index.md. */
static char *free_id(const struct tip_builder *builder, char *slug)
{
    if (!slug || !is_taken(builder, slug)) {
        return slug;
    }
    unsigned taken = 1, unused = 2;
    while (is_suffix_taken(builder, slug, unused)) {
        taken = unused;
        unused *= 2;
    }
    while (unused - taken > 1) {
        unsigned middle = taken + (unused - taken) / 2;
        *(is_suffix_taken(builder, slug, middle) ? &taken : &unused) = middle;
    }
    char *id = suffixed(slug, unused);
    free(slug);
    return id;
}

char *tip_collection_id(const struct tip_origin *origin)
{
    if (origin->facts->id) {
        return strdup(origin->facts->id);
    }
    if (origin->known) {
        return strdup(tip_source_id(origin->known));
    }
    bool is_stdin = strcmp(origin->file->path, "-") == 0;
    return free_id(origin->builder,
                   is_stdin ? strdup("stdin") : tip_report_slug(origin->file->path));
}

static char *record_id(const struct tip_origin *origin, const struct tip_document *document,
                       const char *collection, size_t line)
{
    char *id = NULL;
    if (document->id) {
        return strdup(document->id);
    }
    return asprintf(&id, "%s-%zu", collection, line) < 0 ? NULL : free_id(origin->builder, id);
}

/* ---- titles ---- */

static char *stem(const char *path)
{
    if (strcmp(path, "-") == 0) {
        return strdup("Standard input");
    }
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    size_t length = tip_gzip_name_length(name);
    const char *dot = memrchr(name, '.', length);
    return strndup(name, dot && dot > name ? (size_t)(dot - name) : length);
}

/* The title of a report that nobody gave one, for free(3). */
static char *find_title(const struct tip_origin *origin, const char *own)
{
    static const char more[] = "…";
    size_t length = own ? strlen(own) : 0;
    if (!own) {
        return stem(origin->file->path);
    }
    if (length <= TITLE_LIMIT) {
        return strdup(own);
    }
    struct tip_string title = {0};
    tip_string_append(&title, own, tip_utf8_cut(own, length, TITLE_LIMIT - strlen(more)));
    tip_string_append_text(&title, more);
    return tip_string_release(&title);
}

/* "notes, 2023/17" or, for a record without an id, "notes, line 17"; for free(3). */
static char *record_title(const struct tip_origin *origin, const struct tip_document *document,
                          size_t line)
{
    char *title = NULL, *name = stem(origin->file->path);
    int length = -1;
    if (document->title) {
        title = strdup(document->title);
        length = 0;
    } else if (name && document->id) {
        length = asprintf(&title, "%s, %s", name, document->id);
    } else if (name) {
        length = asprintf(&title, "%s, line %zu", name, line);
    }
    free(name);
    return length < 0 ? NULL : title;
}

/* ---- the whole ---- */

static const char *first_of(const char *first, const char *second)
{
    return first ? first : second;
}

/* The year of a record's own date comes before the year of all. */
static int record_year(const struct tip_facts *facts, const struct tip_document *document)
{
    const struct tip_facts own = {.year = document->year, .date = document->date};
    int year = tip_facts_year(&own);
    return year != 0 ? year : tip_facts_year(facts);
}

tip_status tip_describe_record(struct tip_description *description, const struct tip_origin *origin,
                               const struct tip_document *document, const char *collection,
                               size_t line, struct tip_error *error)
{
    const struct tip_facts *facts = origin->facts;
    bool is_titled = !document->title && facts->title;
    *description = (struct tip_description){
        .id = record_id(origin, document, collection, line),
        .title = is_titled ? strdup(facts->title) : record_title(origin, document, line)};
    if (!description->id || !description->title) {
        return tip_error_memory(error, "naming a record");
    }
    const char *language = first_of(document->language, facts->language);
    description->report = (struct tip_report){
        .id = description->id,
        .title = description->title,
        .publisher = first_of(document->publisher, facts->publisher),
        .date = first_of(document->date, facts->date),
        .year = record_year(facts, document),
        .language = first_of(language, "en"),
        .file = origin->file->path,
        .sha256 = origin->sha256,
        .url = document->url,
        .tags = document->tags,
        .meta = document->meta,
        .collection = collection,
    };
    return TIP_OK;
}

tip_status tip_describe(struct tip_description *description, const struct tip_origin *origin,
                        const struct tip_document *document, struct tip_error *error)
{
    const struct tip_facts *facts = origin->facts;
    *description = (struct tip_description){.id = tip_collection_id(origin),
                                            .title = find_title(origin, document->title)};
    if (!description->id || !description->title) {
        return tip_error_memory(error, "naming a report");
    }
    struct tip_report *report = &description->report;
    *report = (struct tip_report){
        .id = description->id,
        .title = facts->title ? facts->title : description->title,
        .publisher = facts->publisher ? facts->publisher : document->publisher,
        .date = facts->date ? facts->date : document->date,
        .year = tip_facts_year(facts),
        .language = facts->language ? facts->language : document->language,
        .file = origin->file->path,
        .sha256 = origin->sha256,
        .url = document->url,
        .tags = document->tags,
        .meta = document->meta,
    };
    if (report->year == 0) {
        report->year = document->year;
    }
    if (!report->language) {
        report->language = "en";
    }
    return TIP_OK;
}
