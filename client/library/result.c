/* Replies as structs.
 *
 * A result's texts are those of the parsed reply, which it keeps; only its arrays are made anew.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "library/error.h"
#include "library/members.h"
#include "library/passage.h"

/* What the caller gets a pointer to, with what it consists of behind it. */
struct stored_result {
    struct tipsearch_result result; /* first, so that one pointer is both */
    struct tipsearch_store store;
};

struct stored_excerpt {
    struct tipsearch_excerpt excerpt; /* first, as above */
    struct tipsearch_store store;
};

static void read_report(struct tipsearch_reader *reader, const json_t *object,
                        struct tipsearch_report *report)
{
    const json_t *member = tipsearch_read_object(reader, object, "report");

    report->id = tipsearch_read_text(reader, member, "id");
    report->title = tipsearch_read_text(reader, member, "title");
    report->publisher = tipsearch_read_text(reader, member, "publisher");
    report->date = tipsearch_read_text(reader, member, "date");
    report->url = tipsearch_read_text(reader, member, "url");
    report->year = (long)tipsearch_read_integer(reader, member, "year");
}

static void read_source(struct tipsearch_reader *reader, const json_t *object,
                        struct tipsearch_source *source)
{
    const json_t *member = tipsearch_read_object(reader, object, "source");

    source->file = tipsearch_read_text(reader, member, "file");
    source->sha256 = tipsearch_read_text(reader, member, "sha256");
    source->page = (long)tipsearch_read_integer(reader, member, "page");
    source->address = tipsearch_read_text(reader, member, "address");
}

const struct tipsearch_twin *tipsearch_read_twins(struct tipsearch_reader *reader,
                                                  const json_t *object, const char *key,
                                                  size_t *size)
{
    const json_t *array = tipsearch_read_array(reader, object, key);
    size_t count = json_array_size(array);
    struct tipsearch_twin *twins = tipsearch_reader_array(reader, count, sizeof *twins);

    for (size_t i = 0; twins && i < count; i++) {
        const json_t *twin = json_array_get(array, i);

        twins[i].id = tipsearch_read_needed_text(reader, twin, "id");
        read_report(reader, twin, &twins[i].report);
        twins[i].page = tipsearch_read_text(reader, twin, "page");
        twins[i].page_is = tipsearch_read_text(reader, twin, "page_is");
        twins[i].citation = tipsearch_read_text(reader, twin, "citation");
        twins[i].overlap = tipsearch_read_number(reader, twin, "overlap");
        /* A server that does not say so knows of nothing else. */
        twins[i].is_same =
            !json_object_get(twin, "same") || tipsearch_read_boolean(reader, twin, "same");
    }
    *size = twins ? count : 0;
    return twins;
}

void tipsearch_read_passage(struct tipsearch_reader *reader, const json_t *object,
                            struct tipsearch_passage *passage)
{
    passage->id = tipsearch_read_needed_text(reader, object, "id");
    read_report(reader, object, &passage->report);
    passage->section = tipsearch_read_texts(reader, object, "section", &passage->section_count);
    passage->kind = tipsearch_read_text(reader, object, "kind");
    passage->page = tipsearch_read_text(reader, object, "page");
    passage->page_is = tipsearch_read_text(reader, object, "page_is");
    passage->countries = tipsearch_read_texts(reader, object, "countries", &passage->country_count);
    passage->citation = tipsearch_read_text(reader, object, "citation");
    read_source(reader, object, &passage->source);
    passage->also_in = tipsearch_read_twins(reader, object, "also_in", &passage->also_in_count);
    passage->also_in_total = (long)tipsearch_read_integer(reader, object, "also_in_total");
    passage->by = tipsearch_read_text(reader, object, "by");
    passage->text = tipsearch_read_text(reader, object, "text");
}

static void read_snippet(struct tipsearch_reader *reader, const json_t *object,
                         struct tipsearch_hit *hit)
{
    const json_t *array = tipsearch_read_array(reader, object, "snippet");
    size_t count = json_array_size(array);
    struct tipsearch_piece *pieces = tipsearch_reader_array(reader, count, sizeof *pieces);

    for (size_t i = 0; pieces && i < count; i++) {
        const json_t *piece = json_array_get(array, i);

        pieces[i].text = tipsearch_read_needed_text(reader, piece, "text");
        pieces[i].is_hit = tipsearch_read_boolean(reader, piece, "hit");
    }
    hit->snippet = pieces;
    hit->snippet_count = pieces ? count : 0;
}

static void read_hits(struct tipsearch_reader *reader, struct tipsearch_result *result)
{
    const json_t *array = tipsearch_read_array(reader, reader->store->root, "hits");
    size_t count = json_array_size(array);
    struct tipsearch_hit *hits = tipsearch_reader_array(reader, count, sizeof *hits);
    long long *since = tipsearch_reader_array(reader, count, sizeof *since);

    if (!array)
        tipsearch_reader_fail(reader, "hits", "there");
    for (size_t i = 0; hits && since && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        tipsearch_read_passage(reader, object, &hits[i].passage);
        since[i] = tipsearch_read_integer(reader, object, "since");
        hits[i].rank = (long)tipsearch_read_integer(reader, object, "rank");
        hits[i].score = tipsearch_read_number(reader, object, "score");
        hits[i].matched_in = tipsearch_read_text(reader, object, "matched_in");
        read_snippet(reader, object, &hits[i]);
    }
    result->hits = hits;
    result->hit_count = hits && since ? count : 0;
    result->since = since;
}

static void read_counts(struct tipsearch_reader *reader, const json_t *facets,
                        struct tipsearch_facet *facet)
{
    const json_t *array = tipsearch_read_array(reader, facets, facet->name);
    size_t count = json_array_size(array);
    struct tipsearch_count *counts = tipsearch_reader_array(reader, count, sizeof *counts);

    for (size_t i = 0; counts && i < count; i++) {
        const json_t *object = json_array_get(array, i);
        const char *label = tipsearch_read_text(reader, object, "label");

        counts[i].value = tipsearch_read_needed_text(reader, object, "value");
        counts[i].label = label ? label : counts[i].value;
        counts[i].count = tipsearch_read_integer(reader, object, "count");
        counts[i].depth = (long)tipsearch_read_integer(reader, object, "depth");
    }
    facet->counts = counts;
    facet->count_count = counts ? count : 0;
}

static void read_facets(struct tipsearch_reader *reader, struct tipsearch_result *result)
{
    const json_t *more = tipsearch_read_object(reader, reader->store->root, "facets_more");
    const json_t *object = tipsearch_read_object(reader, reader->store->root, "facets");
    size_t count = json_object_size(object), used = 0;
    struct tipsearch_facet *facets = tipsearch_reader_array(reader, count, sizeof *facets);
    const char *name;
    json_t *counts;

    if (!facets)
        return;
    json_object_foreach((json_t *)object, name, counts)
    {
        facets[used].name = name;
        read_counts(reader, object, &facets[used]);
        facets[used].more = tipsearch_read_integer(reader, more, name);
        used++;
    }
    result->facets = facets;
    result->facet_count = used;
}

static void read_corrections(struct tipsearch_reader *reader, const json_t *query,
                             struct tipsearch_result *result)
{
    const json_t *array = tipsearch_read_array(reader, query, "corrections");
    size_t count = json_array_size(array);
    struct tipsearch_correction *corrections =
        tipsearch_reader_array(reader, count, sizeof *corrections);

    for (size_t i = 0; corrections && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        corrections[i].typed = tipsearch_read_needed_text(reader, object, "typed");
        corrections[i].meant = tipsearch_read_needed_text(reader, object, "meant");
    }
    result->corrections = corrections;
    result->correction_count = corrections ? count : 0;
}

static void read_synonyms(struct tipsearch_reader *reader, const json_t *query,
                          struct tipsearch_result *result)
{
    const json_t *array = tipsearch_read_array(reader, query, "synonyms");
    size_t count = json_array_size(array);
    struct tipsearch_synonym *synonyms = tipsearch_reader_array(reader, count, sizeof *synonyms);

    for (size_t i = 0; synonyms && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        synonyms[i].typed = tipsearch_read_needed_text(reader, object, "typed");
        synonyms[i].also = tipsearch_read_texts(reader, object, "also", &synonyms[i].also_count);
    }
    result->synonyms = synonyms;
    result->synonym_count = synonyms ? count : 0;
}

static void read_expansions(struct tipsearch_reader *reader, const json_t *query,
                            struct tipsearch_result *result)
{
    const json_t *array = tipsearch_read_array(reader, query, "expansions");
    size_t count = json_array_size(array);
    struct tipsearch_expansion *expansions =
        tipsearch_reader_array(reader, count, sizeof *expansions);

    for (size_t i = 0; expansions && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        expansions[i].typed = tipsearch_read_needed_text(reader, object, "typed");
        expansions[i].words = tipsearch_read_integer(reader, object, "words");
        expansions[i].is_cut = tipsearch_read_boolean(reader, object, "cut");
    }
    result->expansions = expansions;
    result->expansion_count = expansions ? count : 0;
}

static void read_countries(struct tipsearch_reader *reader, const json_t *query,
                           struct tipsearch_result *result)
{
    const json_t *array = tipsearch_read_array(reader, query, "countries");
    size_t count = json_array_size(array);
    struct tipsearch_country *countries = tipsearch_reader_array(reader, count, sizeof *countries);

    for (size_t i = 0; countries && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        countries[i].typed = tipsearch_read_needed_text(reader, object, "typed");
        countries[i].code = tipsearch_read_needed_text(reader, object, "code");
        countries[i].name = tipsearch_read_needed_text(reader, object, "name");
    }
    result->countries = countries;
    result->country_count = countries ? count : 0;
}

static enum tipsearch_total_is read_total_is(struct tipsearch_reader *reader)
{
    const char *name = tipsearch_read_text(reader, reader->store->root, "total_is");

    if (name && strcmp(name, "at_least") == 0)
        return TIPSEARCH_TOTAL_AT_LEAST;
    if (name && strcmp(name, "estimate") == 0)
        return TIPSEARCH_TOTAL_ESTIMATE;
    if (name && strcmp(name, "exact") != 0)
        tipsearch_reader_fail(reader, "total_is", "exact, at_least or estimate");
    return TIPSEARCH_TOTAL_EXACT;
}

static void read_moved(struct tipsearch_reader *reader, struct tipsearch_moved *out)
{
    const json_t *root = reader->store->root;
    const json_t *moved = tipsearch_read_object(reader, root, "moved");
    const json_t *array = moved ? tipsearch_read_array(reader, moved, "successors") : NULL;
    size_t count = json_array_size(array);
    struct tipsearch_successor *successors =
        tipsearch_reader_array(reader, count, sizeof *successors);

    if (!moved)
        return;
    out->from = tipsearch_read_needed_text(reader, moved, "from");
    out->overlap = tipsearch_read_number(reader, root, "overlap");
    for (size_t i = 0; successors && i < count; i++) {
        const json_t *object = json_array_get(array, i);

        successors[i].id = tipsearch_read_needed_text(reader, object, "id");
        successors[i].overlap = tipsearch_read_number(reader, object, "overlap");
    }
    out->successors = successors;
    out->successor_count = successors ? count : 0;
}

static void read_result(struct tipsearch_reader *reader, struct tipsearch_result *result)
{
    const json_t *root = reader->store->root;
    const json_t *query = tipsearch_read_object(reader, root, "query");
    const json_t *index = tipsearch_read_object(reader, root, "index");

    if (!json_object_get(root, "total"))
        tipsearch_reader_fail(reader, "total", "there");
    result->read_as = tipsearch_read_text(reader, query, "read_as");
    result->corrected = tipsearch_read_text(reader, query, "corrected");
    read_corrections(reader, query, result);
    read_synonyms(reader, query, result);
    read_expansions(reader, query, result);
    read_countries(reader, query, result);
    read_moved(reader, &result->moved);
    result->generation = tipsearch_read_integer(reader, index, "generation");
    result->total = tipsearch_read_integer(reader, root, "total");
    result->collapsed = tipsearch_read_integer(reader, root, "collapsed");
    result->total_all = tipsearch_read_integer(reader, root, "total_all");
    result->total_distinct = tipsearch_read_integer(reader, root, "total_distinct");
    result->next = tipsearch_read_text(reader, root, "next");
    result->total_is = read_total_is(reader);
    result->is_partial = tipsearch_read_boolean(reader, root, "partial");
    result->took_ms = tipsearch_read_number(reader, root, "took_ms");
    result->hint = tipsearch_read_text(reader, root, "hint");
    read_hits(reader, result);
    read_facets(reader, result);
}

enum tipsearch_code tipsearch_result_parse(struct tipsearch_result **out, const char *reply,
                                           size_t length, struct tipsearch_error *error)
{
    struct stored_result *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;

    if (!stored)
        return tipsearch_error_memory(error, "a result");
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_result(&reader, &stored->result);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->result;
    else
        tipsearch_result_free(&stored->result);
    return reader.code;
}

void tipsearch_result_free(struct tipsearch_result *result)
{
    struct stored_result *stored = (struct stored_result *)result;

    if (!stored)
        return;
    tipsearch_store_free(&stored->store);
    free(stored);
}

static const struct tipsearch_passage *read_neighbours(struct tipsearch_reader *reader,
                                                       const char *key, size_t *count)
{
    const json_t *array = tipsearch_read_array(reader, reader->store->root, key);
    size_t size = json_array_size(array);
    struct tipsearch_passage *passages = tipsearch_reader_array(reader, size, sizeof *passages);

    for (size_t i = 0; passages && i < size; i++)
        tipsearch_read_passage(reader, json_array_get(array, i), &passages[i]);
    *count = passages ? size : 0;
    return passages;
}

static void read_excerpt(struct tipsearch_reader *reader, struct tipsearch_excerpt *excerpt)
{
    const json_t *passage = tipsearch_read_object(reader, reader->store->root, "passage");

    if (!passage)
        tipsearch_reader_fail(reader, "passage", "there");
    tipsearch_read_passage(reader, passage, &excerpt->passage);
    read_moved(reader, &excerpt->moved);
    excerpt->before = read_neighbours(reader, "before", &excerpt->before_count);
    excerpt->after = read_neighbours(reader, "after", &excerpt->after_count);
}

enum tipsearch_code tipsearch_excerpt_parse(struct tipsearch_excerpt **out, const char *reply,
                                            size_t length, struct tipsearch_error *error)
{
    struct stored_excerpt *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;

    if (!stored)
        return tipsearch_error_memory(error, "a passage");
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_excerpt(&reader, &stored->excerpt);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->excerpt;
    else
        tipsearch_excerpt_free(&stored->excerpt);
    return reader.code;
}

void tipsearch_excerpt_free(struct tipsearch_excerpt *excerpt)
{
    struct stored_excerpt *stored = (struct stored_excerpt *)excerpt;

    if (!stored)
        return;
    tipsearch_store_free(&stored->store);
    free(stored);
}
