/* The ids that the generation before had and this one lacks: what became of each.
 *
 * A passage that vanished is looked for in the passages that its report, or what took its place,
 * has now. An id that vanished earlier leads to passages of the generation before; where one of
 * those vanished in its turn, the words that stood in it are looked for, so that a chain of builds
 * is one step for the reader, and a passage that was merged and split again leads to its part.
 *
 * Work goes by report (by its heirs, report_heirs.h): the words of one at a time are in memory. It
 * is done when all other parts are written, from the files. */
#include "index/moved_trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "index/report_heirs.h"
#include "index/text_trace.h"

/* Less than a quarter of the words in common is no successor: what a report says everywhere. */
enum { LEAST_OVERLAP = TIP_SHARE_WHOLE / 4 };

/* What a generation's passages are compared by. */
struct side {
    const struct tip_words *words;
    const struct tip_token_file *tokens;
    const struct tip_columns *columns;
};

/* An id without a passage. */
struct lost {
    uint64_t id;
    uint32_t last;
    const char *report;
};

/* Some words of a passage that vanished, which an id leads to. */
struct clue {
    uint32_t group;       /* of heirs */
    uint32_t passage;     /* of the generation before */
    uint32_t from, until; /* which of its words */
    uint32_t share;       /* how much of the id's passage these are, up to TIP_SHARE_WHOLE */
    size_t lost;          /* a place in `lost` */
};

/* A successor of an id. */
struct found {
    size_t lost;
    struct tip_successor successor;
};

struct tracing {
    const char *folder;
    const struct tip_generation *previous;
    const struct tip_text_pool *purged;
    struct side before, now;
    struct tip_words *words; /* the draft's files, opened */
    struct tip_token_file *tokens;
    struct tip_columns *columns;
    struct tip_report_heirs *heirs;
    struct tip_trace *trace;
    struct tip_token_list list;
    uint32_t *hashes; /* the words of a passage, as they are compared */
    size_t hash_capacity;
    struct lost *lost;
    size_t lost_count, lost_capacity;
    struct clue *clues;
    size_t clue_count, clue_capacity;
    struct found *found;
    size_t found_count, found_capacity;
    struct tip_moved_builder *moved;
    struct tip_error *error;
};

static tip_status no_memory(const struct tracing *tracing)
{
    return tip_error_memory(tracing->error, "looking for what ids have become");
}

/* ---- lists ---- */

/* Room for one more element: the array, moved if need be; NULL when there is no memory. */
static void *room(void *array, size_t count, size_t *capacity, size_t width)
{
    if (count < *capacity)
        return array;
    size_t grown = *capacity == 0 ? 64 : 2 * *capacity;
    void *moved = reallocarray(array, grown, width);
    if (moved != NULL)
        *capacity = grown;
    return moved;
}

static tip_status add_lost(struct tracing *tracing, const struct lost *lost)
{
    struct lost *array =
        room(tracing->lost, tracing->lost_count, &tracing->lost_capacity, sizeof *array);
    if (array == NULL)
        return no_memory(tracing);
    tracing->lost = array;
    array[tracing->lost_count++] = *lost;
    return TIP_OK;
}

/* The words [from, until) of an old passage are to be found for the id that was lost last. */
static tip_status add_clue(struct tracing *tracing, uint32_t passage, uint32_t from, uint32_t until,
                           uint32_t share)
{
    struct clue *array =
        room(tracing->clues, tracing->clue_count, &tracing->clue_capacity, sizeof *array);
    if (array == NULL)
        return no_memory(tracing);
    uint32_t report = tip_columns_report_of(tracing->before.columns, passage);
    tracing->clues = array;
    array[tracing->clue_count++] = (struct clue){
        .group = tip_report_heirs_of(tracing->heirs, report),
        .passage = passage,
        .from = from,
        .until = until,
        .share = share,
        .lost = tracing->lost_count - 1,
    };
    return TIP_OK;
}

static tip_status add_found(struct tracing *tracing, size_t lost,
                            const struct tip_successor *successor)
{
    struct found *array =
        room(tracing->found, tracing->found_count, &tracing->found_capacity, sizeof *array);
    if (array == NULL)
        return no_memory(tracing);
    tracing->found = array;
    array[tracing->found_count++] = (struct found){lost, *successor};
    return TIP_OK;
}

/* ---- what was lost ---- */

static const char *report_id(const struct tip_columns *columns, uint32_t passage)
{
    struct tip_report report;
    tip_columns_report(columns, tip_columns_report_of(columns, passage), &report);
    return report.id;
}

static bool is_purged(const struct tracing *tracing, const char *report)
{
    return tip_text_pool_find(tracing->purged, report, strlen(report)) != TIP_NO_TEXT;
}

static bool is_there(const struct tracing *tracing, uint64_t id)
{
    return tip_columns_find_id(tracing->now.columns, id) != 0;
}

/* The passages of the generation before whose ids are not there any more. */
static tip_status list_vanished(struct tracing *tracing)
{
    const struct tip_columns *columns = tracing->before.columns;
    tip_status status = TIP_OK;
    for (uint32_t number = 1; number < tip_columns_size(columns) && status == TIP_OK; number++) {
        struct tip_row row;
        if (!tip_columns_has(columns, number))
            continue;
        tip_columns_get(columns, number, &row);
        const char *report = report_id(columns, number);
        if (is_there(tracing, row.id) || is_purged(tracing, report))
            continue;
        const struct lost lost = {row.id, tracing->previous->number, report};
        status = add_lost(tracing, &lost);
        if (status == TIP_OK)
            status = add_clue(tracing, number, 0, UINT32_MAX, TIP_SHARE_WHOLE);
    }
    return status;
}

/* Whether an id led to a report that was purged: then it is part of what must go. */
static bool leads_to_purged(const struct tracing *tracing, const struct tip_moved_entry *entry)
{
    const struct tip_columns *columns = tracing->before.columns;
    for (size_t i = 0; i < entry->count; i++) {
        uint32_t number = tip_columns_find_id(columns, entry->successors[i].id);
        if (number != 0 && is_purged(tracing, report_id(columns, number)))
            return true;
    }
    return false;
}

static tip_status follow(struct tracing *tracing, const struct tip_successor *successor)
{
    uint32_t number = tip_columns_find_id(tracing->before.columns, successor->id);
    if (is_there(tracing, successor->id))
        return add_found(tracing, tracing->lost_count - 1, successor);
    if (number == 0)
        return TIP_OK;
    return add_clue(tracing, number, successor->from, successor->until, successor->share);
}

/* The ids that had vanished before, but for those that are back. */
static tip_status list_earlier(struct tracing *tracing)
{
    const struct tip_moved *moved = tracing->previous->moved;
    tip_status status = TIP_OK;
    for (uint32_t place = 0; place < tip_moved_count(moved) && status == TIP_OK; place++) {
        struct tip_moved_entry entry;
        tip_moved_get(moved, place, &entry);
        if (is_there(tracing, entry.id) || is_purged(tracing, entry.report) ||
            leads_to_purged(tracing, &entry))
            continue;
        const struct lost lost = {entry.id, entry.last, entry.report};
        status = add_lost(tracing, &lost);
        for (size_t i = 0; i < entry.count && status == TIP_OK; i++)
            status = follow(tracing, &entry.successors[i]);
    }
    return status;
}

/* ---- words ---- */

/* tracing->hashes: the words of a passage's text. */
static tip_status read_words(struct tracing *tracing, const struct side *side, uint32_t passage,
                             size_t *count)
{
    struct tip_token_list *list = &tracing->list;
    tip_status status = tip_token_file_get(side->tokens, passage, list, tracing->error);
    if (status != TIP_OK)
        return status;
    *count = list->count[TIP_STREAM_BODY];
    if (*count > tracing->hash_capacity) {
        uint32_t *grown = reallocarray(tracing->hashes, *count, sizeof *grown);
        if (grown == NULL)
            return no_memory(tracing);
        tracing->hashes = grown;
        tracing->hash_capacity = *count;
    }
    for (size_t i = 0; i < *count; i++) {
        struct tip_word word = {.text = "", .length = 0};
        if (list->words[i] != TIP_NO_WORD)
            tip_words_get(side->words, list->words[i], &word);
        tracing->hashes[i] =
            list->words[i] == TIP_NO_WORD ? 0 : tip_trace_word(word.text, word.length);
    }
    return TIP_OK;
}

/* Where a passage stood in its report, from 0 to 1. */
static double place_of(const struct tracing *tracing, uint32_t passage)
{
    const struct tip_columns *columns = tracing->before.columns;
    struct tip_row row;
    tip_columns_get(columns, passage, &row);
    uint32_t first = tip_columns_report_start(columns, row.report);
    return (double)row.ordinal / (tip_columns_report_start(columns, row.report + 1) - first);
}

static tip_status read_report(struct tracing *tracing, uint32_t report)
{
    const struct tip_columns *columns = tracing->now.columns;
    uint32_t behind = tip_columns_report_start(columns, report + 1);
    tip_status status = TIP_OK;
    for (uint32_t place = tip_columns_report_start(columns, report);
         place < behind && status == TIP_OK; place++) {
        uint32_t number = tip_columns_at(columns, place);
        size_t count = 0;
        status = read_words(tracing, &tracing->now, number, &count);
        if (status == TIP_OK)
            status = tip_trace_add(tracing->trace, number, tracing->hashes, count, tracing->error);
    }
    return status;
}

static tip_status read_heirs(struct tracing *tracing, uint32_t group)
{
    tip_status status = TIP_OK;
    tip_trace_clear(tracing->trace);
    if (group == TIP_NO_HEIRS)
        return TIP_OK;
    for (size_t i = 0; i < tip_report_heirs_count(tracing->heirs, group) && status == TIP_OK; i++)
        status = read_report(tracing, tip_report_heirs_get(tracing->heirs, group, i));
    return status;
}

/* ---- following the clues ---- */

static tip_status follow_clue(struct tracing *tracing, const struct clue *clue)
{
    size_t count = 0, part_count = 0;
    struct tip_trace_part parts[TIP_TRACE_PARTS];
    tip_status status = read_words(tracing, &tracing->before, clue->passage, &count);
    if (status != TIP_OK)
        return status;
    size_t until = clue->until < count ? clue->until : count;
    size_t from = clue->from < until ? clue->from : until;
    count = until - from;
    status = tip_trace_find(tracing->trace, tracing->hashes + from, count,
                            place_of(tracing, clue->passage), parts, &part_count, tracing->error);
    for (size_t i = 0; i < part_count && status == TIP_OK; i++) {
        struct tip_row row;
        tip_columns_get(tracing->now.columns, parts[i].passage, &row);
        const struct tip_successor successor = {
            .id = row.id,
            .share = (uint32_t)(((uint64_t)clue->share * parts[i].held + count / 2) / count),
            .from = parts[i].from,
            .until = parts[i].until,
        };
        status = add_found(tracing, clue->lost, &successor);
    }
    return status;
}

static int by_group(const void *left, const void *right)
{
    const struct clue *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    if (a->passage != b->passage)
        return a->passage < b->passage ? -1 : 1;
    return (a->lost > b->lost) - (a->lost < b->lost);
}

static tip_status follow_clues(struct tracing *tracing)
{
    tip_status status = TIP_OK;
    if (tracing->clue_count > 0)
        qsort(tracing->clues, tracing->clue_count, sizeof *tracing->clues, by_group);
    for (size_t i = 0; i < tracing->clue_count && status == TIP_OK; i++) {
        const struct clue *clue = &tracing->clues[i];
        if (clue->group == TIP_NO_HEIRS)
            break; /* these come last */
        if (i == 0 || clue->group != clue[-1].group)
            status = read_heirs(tracing, clue->group);
        if (status == TIP_OK)
            status = follow_clue(tracing, clue);
    }
    return status;
}

/* ---- the table ---- */

static int by_lost(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->lost != b->lost)
        return a->lost < b->lost ? -1 : 1;
    return (a->successor.id > b->successor.id) - (a->successor.id < b->successor.id);
}

static int by_share(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->successor.share != b->successor.share)
        return a->successor.share > b->successor.share ? -1 : 1;
    return (a->successor.id > b->successor.id) - (a->successor.id < b->successor.id);
}

/* Puts together what was found of one passage in several steps; returns how many are left. */
static size_t merge_same(struct found *found, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct tip_successor *last = kept == 0 ? NULL : &found[kept - 1].successor;
        const struct tip_successor *next = &found[i].successor;
        if (last == NULL || last->id != next->id) {
            found[kept++] = found[i];
            continue;
        }
        last->share += next->share;
        if (next->from < last->from)
            last->from = next->from;
        if (next->until > last->until)
            last->until = next->until;
    }
    return kept;
}

/* An id with all that was found of it. */
static tip_status write_entry(struct tracing *tracing, const struct lost *lost, struct found *found,
                              size_t count)
{
    struct tip_moved_entry entry = {.id = lost->id, .last = lost->last, .report = lost->report};
    count = merge_same(found, count);
    if (count > 0)
        qsort(found, count, sizeof *found, by_share);
    for (size_t i = 0; i < count && entry.count < TIP_MOVED_SUCCESSORS; i++) {
        entry.successors[entry.count] = found[i].successor;
        if (found[i].successor.share > TIP_SHARE_WHOLE)
            entry.successors[entry.count].share = TIP_SHARE_WHOLE;
        entry.count++;
    }
    if (tip_moved_overlap(&entry) < LEAST_OVERLAP)
        entry.count = 0;
    return tip_moved_builder_add(tracing->moved, &entry, tracing->error);
}

static tip_status write_entries(struct tracing *tracing)
{
    tip_status status = TIP_OK;
    if (tracing->found_count > 0)
        qsort(tracing->found, tracing->found_count, sizeof *tracing->found, by_lost);
    for (size_t i = 0, at = 0; i < tracing->lost_count && status == TIP_OK; i++) {
        size_t first = at;
        while (at < tracing->found_count && tracing->found[at].lost == i)
            at++;
        status = write_entry(tracing, &tracing->lost[i],
                             at == first ? NULL : &tracing->found[first], at - first);
    }
    return status;
}

/* ---- the whole ---- */

static tip_status open_draft(struct tracing *tracing)
{
    const char *folder = tracing->folder;
    char *words = tip_path_join(folder, "words");
    char *tokens = tip_path_join(folder, "tokens");
    char *columns = tip_path_join(folder, "columns");
    tip_status status =
        words == NULL || tokens == NULL || columns == NULL ? no_memory(tracing) : TIP_OK;
    if (status == TIP_OK)
        status = tip_words_open(&tracing->words, words, tracing->error);
    if (status == TIP_OK)
        status = tip_token_file_open(&tracing->tokens, tokens, tracing->error);
    if (status == TIP_OK)
        status = tip_columns_open(&tracing->columns, columns, tracing->error);
    free(words);
    free(tokens);
    free(columns);
    tracing->now = (struct side){tracing->words, tracing->tokens, tracing->columns};
    return status;
}

static tip_status compare(struct tracing *tracing)
{
    const struct tip_generation *previous = tracing->previous;
    tracing->before = (struct side){previous->words, previous->tokens, previous->columns};
    tip_status status = open_draft(tracing);
    if (status == TIP_OK)
        status = tip_report_heirs_create(&tracing->heirs, tracing->before.columns,
                                         tracing->now.columns, tracing->error);
    if (status == TIP_OK)
        status = list_vanished(tracing);
    if (status == TIP_OK)
        status = list_earlier(tracing);
    if (status != TIP_OK || tracing->clue_count == 0)
        return status;
    status = tip_trace_create(&tracing->trace, tracing->error);
    return status == TIP_OK ? follow_clues(tracing) : status;
}

static void tracing_free(struct tracing *tracing)
{
    tip_words_close(tracing->words);
    tip_token_file_close(tracing->tokens);
    tip_columns_close(tracing->columns);
    tip_report_heirs_free(tracing->heirs);
    tip_trace_free(tracing->trace);
    tip_token_list_free(&tracing->list);
    tip_moved_builder_free(tracing->moved);
    free(tracing->hashes);
    free(tracing->lost);
    free(tracing->clues);
    free(tracing->found);
}

tip_status tip_moved_trace(const char *folder, const struct tip_generation *previous,
                           const struct tip_text_pool *purged, struct tip_error *error)
{
    struct tracing tracing = {
        .folder = folder, .previous = previous, .purged = purged, .error = error};
    char *path = tip_path_join(folder, "moved");
    tip_status status =
        path == NULL ? no_memory(&tracing) : tip_moved_builder_create(&tracing.moved, error);
    if (status == TIP_OK && previous != NULL)
        status = compare(&tracing);
    if (status == TIP_OK)
        status = write_entries(&tracing);
    if (status == TIP_OK)
        status = tip_moved_builder_write(tracing.moved, path, error);
    tracing_free(&tracing);
    free(path);
    return status;
}
