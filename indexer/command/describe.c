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

static bool is_taken(const struct tip_builder *builder, const char *slug, unsigned suffix)
{
    char *id = suffixed(slug, suffix);
    bool taken = id && tip_builder_has_report(builder, id);
    free(id);
    return taken;
}

/* An id that another source has gets a suffix, so that reports/2023/asia.md and
 * reports/2024/asia.md are two reports. It is found by doubling and halving, as an archive may hold
 * thousands of index.md. */
static char *free_id(const struct tip_builder *builder, char *slug)
{
    if (!slug || !tip_builder_has_report(builder, slug)) {
        return slug;
    }
    unsigned taken = 1, unused = 2;
    while (is_taken(builder, slug, unused)) {
        taken = unused;
        unused *= 2;
    }
    while (unused - taken > 1) {
        unsigned middle = taken + (unused - taken) / 2;
        *(is_taken(builder, slug, middle) ? &taken : &unused) = middle;
    }
    char *id = suffixed(slug, unused);
    free(slug);
    return id;
}

static char *choose_id(const struct tip_origin *origin)
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

/* ---- the whole ---- */

tip_status tip_describe(struct tip_description *description, const struct tip_origin *origin,
                        const struct tip_document *document, struct tip_error *error)
{
    const struct tip_facts *facts = origin->facts;
    *description = (struct tip_description){.id = choose_id(origin),
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
