/* What changed through the years, as a struct.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "library/error.h"
#include "library/members.h"
#include "library/passage.h"

/* What the caller gets a pointer to, with what it consists of behind it. */
struct stored_comparison {
    struct tipsearch_comparison comparison; /* first, so that one pointer is both */
    struct tipsearch_store store;
};

/* The items of array `key`, each read by `read`; *count is how many. NULL for none. */
static void *
read_items(struct tipsearch_reader *reader, const json_t *object, const char *key, size_t size,
           void (*read)(struct tipsearch_reader *reader, const json_t *object, void *item),
           size_t *count)
{
    const json_t *array = tipsearch_read_array(reader, object, key);
    size_t wanted = json_array_size(array);
    char *items = tipsearch_reader_array(reader, wanted, size);

    for (size_t i = 0; items && i < wanted; i++)
        read(reader, json_array_get(array, i), items + i * size);
    *count = items ? wanted : 0;
    return items;
}

/* ---- years ---- */

static void read_report(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_report *report = item;

    report->id = tipsearch_read_needed_text(reader, object, "id");
    report->title = tipsearch_read_text(reader, object, "title");
    report->publisher = tipsearch_read_text(reader, object, "publisher");
    report->date = tipsearch_read_text(reader, object, "date");
}

static void read_tier(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_tier *tier = item;

    tier->code = tipsearch_read_needed_text(reader, object, "code");
    tier->name = tipsearch_read_text(reader, object, "name");
    tier->tier = tipsearch_read_text(reader, object, "tier");
    tier->label = tipsearch_read_text(reader, object, "label");
}

static void read_count(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_count *count = item;

    count->value = tipsearch_read_needed_text(reader, object, "value");
    count->label = tipsearch_read_needed_text(reader, object, "label");
    count->count = tipsearch_read_integer(reader, object, "count");
}

static void read_year(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_year *year = item;

    year->year = (long)tipsearch_read_integer(reader, object, "year");
    year->reports = read_items(reader, object, "reports", sizeof *year->reports, read_report,
                               &year->report_count);
    year->report_total = tipsearch_read_integer(reader, object, "report_total");
    year->passages = tipsearch_read_integer(reader, object, "passages");
    year->tiers =
        read_items(reader, object, "tiers", sizeof *year->tiers, read_tier, &year->tier_count);
    year->kinds =
        read_items(reader, object, "kinds", sizeof *year->kinds, read_count, &year->kind_count);
    year->patterns = read_items(reader, object, "patterns", sizeof *year->patterns, read_count,
                                &year->pattern_count);
}

/* ---- steps ---- */

static const char *const change_names[TIPSEARCH_CHANGE_KINDS] = {
    [TIPSEARCH_CHANGED] = "changed",
    [TIPSEARCH_NEW] = "new",
    [TIPSEARCH_GONE_TEXT] = "gone",
    [TIPSEARCH_MOVED] = "moved",
};

/* What `is` says; a word that this library does not know makes the reply a bad one. */
static enum tipsearch_change_kind read_change_kind(struct tipsearch_reader *reader,
                                                   const json_t *object)
{
    const char *name = tipsearch_read_needed_text(reader, object, "is");

    for (int i = 0; name && i < TIPSEARCH_CHANGE_KINDS; i++)
        if (strcmp(name, change_names[i]) == 0)
            return (enum tipsearch_change_kind)i;
    if (name)
        tipsearch_reader_fail(reader, "is", "changed, new, gone or moved");
    return TIPSEARCH_CHANGED;
}

static void read_piece(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_diff_piece *piece = item;
    const char *is = tipsearch_read_needed_text(reader, object, "is");

    piece->text = tipsearch_read_needed_text(reader, object, "text");
    piece->is_gone = is && strcmp(is, "gone") == 0;
    piece->is_new = is && strcmp(is, "new") == 0;
}

static void read_hunk(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_hunk *hunk = item;

    hunk->kind = read_change_kind(reader, object);
    hunk->is_heading = tipsearch_read_boolean(reader, object, "heading");
    hunk->diff =
        read_items(reader, object, "diff", sizeof *hunk->diff, read_piece, &hunk->diff_count);
}

static void read_cited(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    tipsearch_read_passage(reader, object, item);
}

static void read_change(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_change *change = item;

    change->was =
        read_items(reader, object, "was", sizeof *change->was, read_cited, &change->was_count);
    change->now =
        read_items(reader, object, "now", sizeof *change->now, read_cited, &change->now_count);
    change->hunks =
        read_items(reader, object, "hunks", sizeof *change->hunks, read_hunk, &change->hunk_count);
}

static void read_step(struct tipsearch_reader *reader, const json_t *object, void *item)
{
    struct tipsearch_step *step = item;
    const json_t *counts = tipsearch_read_object(reader, object, "counts");
    const json_t *unchanged = tipsearch_read_object(reader, object, "unchanged");

    step->from = (long)tipsearch_read_integer(reader, object, "from");
    step->to = (long)tipsearch_read_integer(reader, object, "to");
    step->edits = tipsearch_read_integer(reader, object, "edits");
    step->unchanged_passages = tipsearch_read_integer(reader, unchanged, "passages");
    step->unchanged_sentences = tipsearch_read_integer(reader, unchanged, "sentences");
    for (int i = 0; i < TIPSEARCH_CHANGE_KINDS; i++) {
        struct tipsearch_changes *changes = &step->changes[i];

        changes->total = tipsearch_read_integer(reader, counts, change_names[i]);
        changes->items = read_items(reader, object, change_names[i], sizeof *changes->items,
                                    read_change, &changes->count);
    }
}

static void read_missing(struct tipsearch_reader *reader, struct tipsearch_comparison *comparison)
{
    const json_t *array = tipsearch_read_array(reader, reader->store->root, "missing");
    size_t count = json_array_size(array);
    long *years = tipsearch_reader_array(reader, count, sizeof *years);

    for (size_t i = 0; years && i < count; i++)
        years[i] = (long)json_integer_value(json_array_get(array, i));
    comparison->missing = years;
    comparison->missing_count = years ? count : 0;
}

static void read_comparison(struct tipsearch_reader *reader,
                            struct tipsearch_comparison *comparison)
{
    const json_t *root = reader->store->root;
    const json_t *query = tipsearch_read_object(reader, root, "query");

    comparison->query = tipsearch_read_text(reader, query, "text");
    comparison->read_as = tipsearch_read_text(reader, query, "read_as");
    comparison->corrected = tipsearch_read_text(reader, query, "corrected");
    comparison->hint = tipsearch_read_text(reader, root, "hint");
    comparison->generation =
        tipsearch_read_integer(reader, tipsearch_read_object(reader, root, "index"), "generation");
    comparison->from = (long)tipsearch_read_integer(reader, root, "from");
    comparison->to = (long)tipsearch_read_integer(reader, root, "to");
    comparison->total = tipsearch_read_integer(reader, root, "total");
    comparison->more = tipsearch_read_integer(reader, root, "more");
    if (!tipsearch_read_array(reader, root, "steps"))
        tipsearch_reader_fail(reader, "steps", "there");
    comparison->years = read_items(reader, root, "years", sizeof *comparison->years, read_year,
                                   &comparison->year_count);
    comparison->steps = read_items(reader, root, "steps", sizeof *comparison->steps, read_step,
                                   &comparison->step_count);
    read_missing(reader, comparison);
}

enum tipsearch_code tipsearch_comparison_parse(struct tipsearch_comparison **out, const char *reply,
                                               size_t length, struct tipsearch_error *error)
{
    struct stored_comparison *stored = calloc(1, sizeof *stored);
    struct tipsearch_reader reader;

    if (!stored)
        return tipsearch_error_memory(error, "a comparison");
    tipsearch_reader_begin(&reader, &stored->store, reply, length, error);
    if (reader.code == TIPSEARCH_OK)
        read_comparison(&reader, &stored->comparison);
    if (reader.code == TIPSEARCH_OK)
        *out = &stored->comparison;
    else
        tipsearch_comparison_free(&stored->comparison);
    return reader.code;
}

void tipsearch_comparison_free(struct tipsearch_comparison *comparison)
{
    struct stored_comparison *stored = (struct stored_comparison *)comparison;

    if (!stored)
        return;
    tipsearch_store_free(&stored->store);
    free(stored);
}
