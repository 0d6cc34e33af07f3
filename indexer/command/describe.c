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
static bool is_taken(const struct tip_origin *origin, const char *id)
{
    const struct tip_builder *builder = origin->builder;
    if (!builder) {
        return tip_printout_file(origin->printout, id) != NULL;
    }
    return tip_builder_has_report(builder, id) || tip_builder_has_collection(builder, id);
}

static bool is_suffix_taken(const struct tip_origin *origin, const char *slug, unsigned suffix)
{
    char *id = suffixed(slug, suffix);
    bool taken = id && is_taken(origin, id);
    free(id);
    return taken;
}

/* An id that another source has gets a suffix, so that reports/2023/asia.md and
 * reports/2024/asia.md are two reports. It is found by doubling and halving, as an archive may hold
 * thousands of index.md. */
static char *free_id(const struct tip_origin *origin, char *slug)
{
    if (!slug || !is_taken(origin, slug)) {
        return slug;
    }
    unsigned taken = 1, unused = 2;
    while (is_suffix_taken(origin, slug, unused)) {
        taken = unused;
        unused *= 2;
    }
    while (unused - taken > 1) {
        unsigned middle = taken + (unused - taken) / 2;
        *(is_suffix_taken(origin, slug, middle) ? &taken : &unused) = middle;
    }
    char *id = suffixed(slug, unused);
    free(slug);
    return id;
}

/* What the folder says, where it says anything. */
static struct tip_facts folder_of(const struct tip_origin *origin)
{
    return origin->facts->folder ? *origin->facts->folder : (struct tip_facts){0};
}

/* `stated` is the id that the source itself gives, or NULL. */
static char *choose_id(const struct tip_origin *origin, const char *stated)
{
    const struct tip_facts folder = folder_of(origin);
    if (origin->facts->id) {
        return strdup(origin->facts->id);
    }
    if (stated || folder.id) {
        return strdup(stated ? stated : folder.id);
    }
    if (origin->known) {
        return strdup(tip_source_id(origin->known));
    }
    bool is_stdin = strcmp(origin->file->path, "-") == 0;
    return free_id(origin, is_stdin ? strdup("stdin") : tip_report_slug(origin->file->path));
}

char *tip_collection_id(const struct tip_origin *origin)
{
    return choose_id(origin, NULL);
}

static char *record_id(const struct tip_origin *origin, const struct tip_document *document,
                       const char *collection, size_t line)
{
    char *id = NULL;
    if (document->id) {
        return strdup(document->id);
    }
    return asprintf(&id, "%s-%zu", collection, line) < 0 ? NULL : free_id(origin, id);
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

/* The first layer that gives a year, be it within a date. */
static int first_year(const struct tip_facts *first, const struct tip_facts *second,
                      const struct tip_facts *third)
{
    int year = tip_facts_year(first);
    year = year != 0 ? year : tip_facts_year(second);
    return year != 0 ? year : tip_facts_year(third);
}

/* An option comes before what the document states, that before what is said of its folder, and that
 * before what was found in the document. */
#define LAYERED(fact) first_of(first_of(facts->fact, stated.fact), first_of(folder.fact, own.fact))

enum { ALL_STATED = ~0 };

/* What a document says of itself: all of it, or only what it states outright. */
static struct tip_facts own_facts(const struct tip_document *document, unsigned states)
{
    bool has_date = (states & TIP_STATES_DATE) != 0;
    return (struct tip_facts){
        .id = (states & TIP_STATES_ID) != 0 ? document->id : NULL,
        .title = (states & TIP_STATES_TITLE) != 0 ? document->title : NULL,
        .publisher = (states & TIP_STATES_PUBLISHER) != 0 ? document->publisher : NULL,
        .date = has_date ? document->date : NULL,
        .language = (states & TIP_STATES_LANGUAGE) != 0 ? document->language : NULL,
        .url = (states & TIP_STATES_URL) != 0 ? document->url : NULL,
        .year = (states & TIP_STATES_YEAR) != 0 || has_date ? document->year : 0,
    };
}

tip_status tip_describe_record(struct tip_description *description, const struct tip_origin *origin,
                               const struct tip_document *document, const char *collection,
                               size_t line, struct tip_error *error)
{
    const struct tip_facts *facts = origin->facts, folder = folder_of(origin);
    const struct tip_facts own = own_facts(document, (unsigned)ALL_STATED);
    const char *title = first_of(facts->title, folder.title);
    bool is_titled = !document->title && title;
    *description = (struct tip_description){
        .id = record_id(origin, document, collection, line),
        .title = is_titled ? strdup(title) : record_title(origin, document, line)};
    if (!description->id || !description->title) {
        return tip_error_memory(error, "naming a record");
    }
    const char *language = first_of(document->language, facts->language);
    description->report = (struct tip_report){
        .id = description->id,
        .title = description->title,
        .publisher = first_of(document->publisher, first_of(facts->publisher, folder.publisher)),
        .date = first_of(document->date, first_of(facts->date, folder.date)),
        .year = first_year(&own, facts, &folder),
        .language = first_of(first_of(language, folder.language), "en"),
        .file = origin->file->path,
        .sha256 = origin->sha256,
        .url = document->url,
        .tags = document->tags,
        .meta = document->meta,
        .collection = collection,
    };
    return TIP_OK;
}

/* What front matter states must be what an option would take. */
static tip_status check_stated(const struct tip_origin *origin, const struct tip_facts *stated,
                               struct tip_error *error)
{
    const struct {
        const char *name, *value;
    } facts[] = {{"id", stated->id},
                 {"title", stated->title},
                 {"publisher", stated->publisher},
                 {"date", stated->date},
                 {"url", stated->url}};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        struct tip_facts taken = {0};
        struct tip_error own;
        if (facts[i].value &&
            tip_facts_set(&taken, facts[i].name, facts[i].value, &own) != TIP_OK) {
            const char *reason = own.message + strspn(own.message, "-");
            return tip_error_set(error, TIP_INVALID, "%s: in its front matter, %.300s",
                                 origin->file->path, reason);
        }
    }
    return TIP_OK;
}

tip_status tip_describe(struct tip_description *description, const struct tip_origin *origin,
                        const struct tip_document *document, struct tip_error *error)
{
    const struct tip_facts *facts = origin->facts, folder = folder_of(origin);
    const struct tip_facts stated = own_facts(document, document->stated);
    const struct tip_facts own = own_facts(document, (unsigned)ALL_STATED);
    tip_status status = check_stated(origin, &stated, error);
    if (status != TIP_OK) {
        return status;
    }
    const char *said = first_of(first_of(facts->title, stated.title), folder.title);
    *description = (struct tip_description){.id = choose_id(origin, stated.id),
                                            .title = find_title(origin, document->title)};
    if (!description->id || !description->title) {
        return tip_error_memory(error, "naming a report");
    }
    int year = first_year(facts, &stated, &folder);
    description->report = (struct tip_report){
        .id = description->id,
        .title = first_of(said, description->title),
        .publisher = LAYERED(publisher),
        .date = LAYERED(date),
        .year = year != 0 ? year : tip_facts_year(&own),
        .language = first_of(LAYERED(language), "en"),
        .file = origin->file->path,
        .sha256 = origin->sha256,
        .url = LAYERED(url),
        .tags = document->tags,
        .meta = document->meta,
    };
    return TIP_OK;
}
