/* Hunks of an alignment, and the entries that they make. */
#include "search/compare/changes.h"

#include <stdlib.h>

#include "search/compare/fragments.h"

/* The words of an addition, or loss, that is told as one although it goes on in further passages:
 * two of the longest aimed at. A section that was written anew is told passage by passage. */
enum { HUNK_WORDS = 440 };

struct finding {
    struct tip_changes *changes;
    const struct tip_alignment *alignment;
    struct tip_error *error;
};

static bool is_lost(const struct tip_alignment *alignment, uint32_t a)
{
    return alignment->same_of_before[a] == TIP_UNALIGNED &&
           alignment->counterpart_of_before[a] == 0 && alignment->before->statements[a].is_asked;
}

static bool is_added(const struct tip_alignment *alignment, uint32_t b)
{
    return alignment->same_of_after[b] == TIP_UNALIGNED &&
           alignment->counterpart_of_after[b] == 0 && alignment->after->statements[b].is_asked;
}

static tip_status add_hunk(struct finding *finding, const struct tip_hunk *hunk)
{
    struct tip_changes *changes = finding->changes;
    if (changes->hunk_count == changes->hunk_capacity) {
        size_t capacity = changes->hunk_capacity == 0 ? 64 : changes->hunk_capacity * 2;
        struct tip_hunk *moved = reallocarray(changes->hunks, capacity, sizeof *moved);
        if (moved == NULL) {
            return tip_error_memory(finding->error, "comparing reports");
        }
        changes->hunks = moved;
        changes->hunk_capacity = capacity;
    }
    changes->hunks[changes->hunk_count++] = *hunk;
    return TIP_OK;
}

static uint32_t passage_of(const struct tip_edition *edition, uint32_t statement)
{
    return edition->statements[statement].passage + 1;
}

static bool any_asked(const struct tip_edition *edition, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        if (edition->statements[i].is_asked) {
            return true;
        }
    }
    return false;
}

/* ---- hunks ---- */

static tip_status add_changed(struct finding *finding)
{
    const struct tip_alignment *alignment = finding->alignment;
    tip_status status = TIP_OK;
    for (uint32_t i = 0; i < alignment->counterpart_count && status == TIP_OK; i++) {
        const struct tip_counterpart *pair = &alignment->counterparts[i];
        struct tip_hunk hunk = {
            .is = TIP_CHANGE_CHANGED,
            .before_first = pair->before_first,
            .before_count = pair->before_count,
            .after_first = pair->after_first,
            .after_count = pair->after_count,
            .place = (uint64_t)pair->after_first * 2 + 1,
            .before_passage = passage_of(alignment->before, pair->before_first),
            .after_passage = passage_of(alignment->after, pair->after_first),
        };
        if (!pair->is_same &&
            (any_asked(alignment->before, pair->before_first, pair->before_count) ||
             any_asked(alignment->after, pair->after_first, pair->after_count))) {
            status = add_hunk(finding, &hunk);
        }
    }
    return status;
}

/* Whether the run that holds `words` words goes on with statement `next`. A heading begins another
 * one, but for those that stand below each other. */
static bool goes_on(const struct tip_edition *edition, uint32_t next, uint32_t words)
{
    const struct tip_statement *last = &edition->statements[next - 1];
    const struct tip_statement *statement = &edition->statements[next];
    if (statement->is_heading && !last->is_heading) {
        return false;
    }
    return statement->passage == last->passage || words + statement->word_count <= HUNK_WORDS;
}

static uint32_t run_end(const struct tip_alignment *alignment, const struct tip_edition *edition,
                        uint32_t first,
                        bool is_open(const struct tip_alignment *alignment, uint32_t statement))
{
    uint32_t end = first + 1, words = edition->statements[first].word_count;
    while (tip_edition_joins(edition, end) && is_open(alignment, end) &&
           goes_on(edition, end, words)) {
        words += edition->statements[end++].word_count;
    }
    return end;
}

/* The passage of `after` in which statement `b` goes on, or 0. */
static uint32_t neighbour_before(const struct tip_alignment *alignment, uint32_t b)
{
    uint32_t a = alignment->same_of_after[b], pair = alignment->counterpart_of_after[b];
    if (a == TIP_UNALIGNED && pair > 0) {
        a = alignment->counterparts[pair - 1].before_first;
    }
    return a == TIP_UNALIGNED ? 0 : passage_of(alignment->before, a);
}

static uint32_t neighbour_after(const struct tip_alignment *alignment, uint32_t a)
{
    uint32_t b = alignment->same_of_before[a], pair = alignment->counterpart_of_before[a];
    if (b == TIP_UNALIGNED && pair > 0) {
        b = alignment->counterparts[pair - 1].after_first;
    }
    return b == TIP_UNALIGNED ? 0 : passage_of(alignment->after, b);
}

/* What the passage around the run [first, end) is in the other edition, by the run's neighbours in
 * that passage. */
static uint32_t passage_around(const struct tip_alignment *alignment,
                               const struct tip_edition *edition, uint32_t first, uint32_t end,
                               uint32_t other(const struct tip_alignment *alignment,
                                              uint32_t statement))
{
    uint32_t passage = edition->statements[first].passage, found = 0;
    if (first > 0 && edition->statements[first - 1].passage == passage &&
        !edition->statements[first - 1].is_heading) {
        found = other(alignment, first - 1);
    }
    if (found == 0 && end < edition->count && edition->statements[end].passage == passage) {
        found = other(alignment, end);
    }
    return found;
}

static tip_status add_new(struct finding *finding)
{
    const struct tip_alignment *alignment = finding->alignment;
    const struct tip_edition *after = alignment->after;
    tip_status status = TIP_OK;
    for (uint32_t b = 0, end; b < after->count && status == TIP_OK; b = end) {
        end = b + 1;
        if (is_added(alignment, b)) {
            end = run_end(alignment, after, b, is_added);
            struct tip_hunk hunk = {.is = TIP_CHANGE_NEW,
                                    .after_first = b,
                                    .after_count = end - b,
                                    .place = (uint64_t)b * 2 + 1,
                                    .before_passage =
                                        passage_around(alignment, after, b, end, neighbour_before),
                                    .after_passage = passage_of(after, b)};
            status = add_hunk(finding, &hunk);
        }
    }
    return status;
}

/* What is gone stands behind what stood before it. */
static tip_status add_gone(struct finding *finding)
{
    const struct tip_alignment *alignment = finding->alignment;
    const struct tip_edition *before = alignment->before;
    uint64_t place = 0;
    tip_status status = TIP_OK;
    for (uint32_t a = 0, end; a < before->count && status == TIP_OK; a = end) {
        uint32_t left = tip_alignment_from_left(alignment, a);
        place = left == TIP_UNALIGNED ? place : (uint64_t)left * 2;
        end = a + 1;
        if (is_lost(alignment, a)) {
            end = run_end(alignment, before, a, is_lost);
            struct tip_hunk hunk = {.is = TIP_CHANGE_GONE,
                                    .before_first = a,
                                    .before_count = end - a,
                                    .place = place,
                                    .before_passage = passage_of(before, a),
                                    .after_passage =
                                        passage_around(alignment, before, a, end, neighbour_after)};
            status = add_hunk(finding, &hunk);
        }
    }
    return status;
}

static bool is_moved_on(const struct tip_alignment *alignment, uint32_t a)
{
    return tip_edition_joins(alignment->before, a) && alignment->is_moved[a] &&
           alignment->same_of_before[a] == alignment->same_of_before[a - 1] + 1;
}

static tip_status add_moved(struct finding *finding)
{
    const struct tip_alignment *alignment = finding->alignment;
    tip_status status = TIP_OK;
    for (uint32_t a = 0, end; a < alignment->before->count && status == TIP_OK; a = end) {
        end = a + 1;
        if (!alignment->is_moved[a]) {
            continue;
        }
        while (end < alignment->before->count && is_moved_on(alignment, end)) {
            end++;
        }
        uint32_t b = alignment->same_of_before[a];
        struct tip_hunk hunk = {.is = TIP_CHANGE_MOVED,
                                .before_first = a,
                                .before_count = end - a,
                                .after_first = b,
                                .after_count = end - a,
                                .place = (uint64_t)b * 2 + 1,
                                .before_passage = passage_of(alignment->before, a),
                                .after_passage = passage_of(alignment->after, b)};
        if (any_asked(alignment->before, a, end - a) || any_asked(alignment->after, b, end - a)) {
            status = add_hunk(finding, &hunk);
        }
    }
    return status;
}

/* ---- entries ---- */

static int compare_hunks(const void *one, const void *two)
{
    const struct tip_hunk *first = one, *second = two;
    if (first->place != second->place) {
        return first->place > second->place ? 1 : -1;
    }
    return (first->before_first > second->before_first) -
           (first->before_first < second->before_first);
}

static int compare_by_entry(const void *one, const void *two)
{
    const struct tip_hunk *first = one, *second = two;
    if (first->entry != second->entry) {
        return first->entry > second->entry ? 1 : -1;
    }
    return compare_hunks(one, two);
}

static int compare_entries(const void *one, const void *two)
{
    const struct tip_change_entry *first = one, *second = two;
    if (first->is != second->is) {
        return first->is > second->is ? 1 : -1;
    }
    return (first->first > second->first) - (first->first < second->first);
}

/* Hunks of one passage of the later year are of one entry, and so is what a passage lost that has
 * gone altogether. What was moved is an entry by itself. */
static tip_status number_entries(struct finding *finding)
{
    struct tip_changes *changes = finding->changes;
    size_t after = finding->alignment->after->passage_count;
    size_t keys = after + finding->alignment->before->passage_count + 1;
    uint32_t *entry_of = calloc(keys + 1, sizeof *entry_of), entries = 0;
    if (entry_of == NULL) {
        return tip_error_memory(finding->error, "comparing reports");
    }
    for (size_t i = 0; i < changes->hunk_count; i++) {
        struct tip_hunk *hunk = &changes->hunks[i];
        size_t key = hunk->after_passage > 0 ? hunk->after_passage : after + hunk->before_passage;
        if (hunk->is == TIP_CHANGE_MOVED) {
            hunk->entry = entries++;
            continue;
        }
        entry_of[key] = entry_of[key] == 0 ? ++entries : entry_of[key];
        hunk->entry = entry_of[key] - 1;
    }
    free(entry_of);
    return TIP_OK;
}

static tip_status make_entries(struct finding *finding)
{
    struct tip_changes *changes = finding->changes;
    changes->entries = calloc(changes->hunk_count + 1, sizeof *changes->entries);
    if (changes->entries == NULL) {
        return tip_error_memory(finding->error, "comparing reports");
    }
    for (size_t i = 0; i < changes->hunk_count; i++) {
        const struct tip_hunk *hunk = &changes->hunks[i];
        bool begins = i == 0 || hunk->entry != changes->hunks[i - 1].entry;
        changes->entry_count += begins ? 1 : 0;
        struct tip_change_entry *entry = &changes->entries[changes->entry_count - 1];
        entry->first = begins ? i : entry->first;
        entry->is = begins || entry->is == hunk->is ? hunk->is : TIP_CHANGE_CHANGED;
        entry->count++;
        changes->edits += hunk->is == TIP_CHANGE_MOVED ? 0 : 1;
    }
    for (size_t i = 0; i < changes->entry_count; i++) {
        changes->entry_counts[changes->entries[i].is]++;
    }
    if (changes->entry_count > 0) {
        qsort(changes->entries, changes->entry_count, sizeof *changes->entries, compare_entries);
    }
    return TIP_OK;
}

static void count_unchanged(struct finding *finding)
{
    const struct tip_edition *after = finding->alignment->after;
    for (size_t p = 0; p < after->passage_count; p++) {
        const struct tip_edition_passage *passage = &after->passages[p];
        uint32_t same = 0;
        for (uint32_t i = 0; i < passage->statement_count; i++) {
            uint32_t b = passage->first_statement + i;
            uint32_t pair = finding->alignment->counterpart_of_after[b];
            same += finding->alignment->same_of_after[b] != TIP_UNALIGNED ||
                    (pair > 0 && finding->alignment->counterparts[pair - 1].is_same);
        }
        if (passage->is_asked) {
            finding->changes->unchanged_statements += same;
            finding->changes->unchanged_passages += same == passage->statement_count;
        }
    }
}

tip_status tip_changes_find(struct tip_changes *changes, const struct tip_alignment *alignment,
                            struct tip_error *error)
{
    *changes = (struct tip_changes){0};
    struct finding finding = {changes, alignment, error};
    tip_status (*const steps[])(struct finding *) = {add_changed, add_new, add_gone, add_moved};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == TIP_OK; i++) {
        status = steps[i](&finding);
    }
    if (status == TIP_OK) {
        status = tip_fragments_join(changes, alignment, error);
    }
    if (changes->hunk_count > 0) {
        qsort(changes->hunks, changes->hunk_count, sizeof *changes->hunks, compare_hunks);
    }
    if (status == TIP_OK) {
        status = number_entries(&finding);
    }
    if (status != TIP_OK) {
        return status;
    }
    if (changes->hunk_count > 0) {
        qsort(changes->hunks, changes->hunk_count, sizeof *changes->hunks, compare_by_entry);
    }
    count_unchanged(&finding);
    return make_entries(&finding);
}

void tip_changes_free(struct tip_changes *changes)
{
    free(changes->hunks);
    free(changes->entries);
    *changes = (struct tip_changes){0};
}
