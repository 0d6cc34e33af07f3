/* What two editions say the same. A statement that stands once in each is itself there, wherever it
 * stands; of those, the longest row that is in one order in both (as patience sorting finds it) has
 * kept its place, the others were moved. What stands several times goes with its neighbours, then
 * with what stands between the same ones, then one for one. */
#include <stdlib.h>

#include "search/compare/alignment.h"

enum { NEAR_WORDS = 300 }; /* of the longest passage */

struct keyed {
    uint64_t key;
    uint32_t place;
    bool is_after;
};

/* Statements with one key: [first, middle) of `before` and [middle, end) of `after`. */
struct group {
    size_t first, middle, end;
};

struct matching {
    struct tip_alignment *alignment;
    struct keyed *keyed; /* by key, edition and place */
    size_t count;
    uint32_t *gap_of_before, *gap_of_after; /* by statement: between which that are in order */
    uint32_t *words_before, *running_before;
    uint32_t *scratch; /* of so many numbers as `before` has statements, three times */
    struct tip_error *error;
};

static int compare_keyed(const void *one, const void *two)
{
    const struct keyed *first = one, *second = two;
    if (first->key != second->key) {
        return first->key > second->key ? 1 : -1;
    }
    if (first->is_after != second->is_after) {
        return first->is_after ? 1 : -1;
    }
    return (first->place > second->place) - (first->place < second->place);
}

static bool next_group(const struct matching *matching, struct group *group)
{
    const struct keyed *keyed = matching->keyed;
    size_t at = group->end;
    *group = (struct group){at, at, at};
    while (at < matching->count && keyed[at].key == keyed[group->first].key) {
        group->middle += keyed[at].is_after ? 0 : 1;
        group->end = ++at;
    }
    return group->end > group->first;
}

static void match(struct tip_alignment *alignment, uint32_t a, uint32_t b)
{
    alignment->same_of_before[a] = b;
    alignment->same_of_after[b] = a;
}

static tip_status sort_keys(struct matching *matching)
{
    const struct tip_edition *before = matching->alignment->before;
    const struct tip_edition *after = matching->alignment->after;
    matching->keyed = malloc((before->count + after->count + 1) * sizeof *matching->keyed);
    matching->gap_of_before = malloc((before->count + 1) * sizeof *matching->gap_of_before);
    matching->gap_of_after = malloc((after->count + 1) * sizeof *matching->gap_of_after);
    matching->words_before = malloc((after->count + 1) * sizeof *matching->words_before);
    matching->running_before = malloc((after->count + 1) * sizeof *matching->running_before);
    matching->scratch = malloc((3 * before->count + 1) * sizeof *matching->scratch);
    if (matching->keyed == NULL || matching->gap_of_before == NULL ||
        matching->gap_of_after == NULL || matching->words_before == NULL ||
        matching->running_before == NULL || matching->scratch == NULL) {
        return tip_error_memory(matching->error, "comparing reports");
    }
    for (uint32_t i = 0; i < before->count; i++) {
        matching->keyed[matching->count++] = (struct keyed){before->statements[i].key, i, false};
    }
    for (uint32_t i = 0; i < after->count; i++) {
        matching->keyed[matching->count++] = (struct keyed){after->statements[i].key, i, true};
    }
    qsort(matching->keyed, matching->count, sizeof *matching->keyed, compare_keyed);
    return TIP_OK;
}

static void match_unique(struct matching *matching)
{
    for (struct group group = {0}; next_group(matching, &group);) {
        if (group.middle - group.first == 1 && group.end - group.middle == 1) {
            match(matching->alignment, matching->keyed[group.first].place,
                  matching->keyed[group.middle].place);
        }
    }
}

/* ---- reports ---- */

static int compare_numbers(const void *one, const void *two)
{
    const uint32_t *first = one, *second = two;
    return (*first > *second) - (*first < *second);
}

/* The number that stands most often among `count`, which are sorted then; the lowest of equals. */
static uint32_t most_frequent(uint32_t *numbers, size_t count, size_t *times)
{
    uint32_t found = TIP_UNALIGNED;
    *times = 0;
    if (count > 0) {
        qsort(numbers, count, sizeof *numbers, compare_numbers);
    }
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start; end < count && numbers[end] == numbers[start]; end++) {
        }
        if (end - start > *times) {
            *times = end - start;
            found = numbers[start];
        }
    }
    return found;
}

/* Of several reports that have the same partner, it is that of the one that shares the most. */
static tip_status find_partners(struct matching *matching)
{
    struct tip_alignment *alignment = matching->alignment;
    const struct tip_edition *before = alignment->before, *after = alignment->after;
    size_t *most = calloc((size_t)after->report_count + 1, sizeof *most);
    if (most == NULL) {
        return tip_error_memory(matching->error, "comparing reports");
    }
    for (uint32_t r = 0; r < before->report_count; r++) {
        size_t count = 0, times;
        for (uint32_t a = before->starts[r]; a < before->starts[r + 1]; a++) {
            uint32_t b = alignment->same_of_before[a];
            if (b != TIP_UNALIGNED) {
                matching->scratch[count++] = tip_edition_report_of(after, b);
            }
        }
        uint32_t partner = most_frequent(matching->scratch, count, &times);
        alignment->partner_of_before[r] = partner;
        if (partner != TIP_UNALIGNED && times > most[partner]) {
            most[partner] = times;
            alignment->partner_of_after[partner] = r;
        }
    }
    if (before->report_count == 1 && after->report_count == 1) {
        alignment->partner_of_before[0] = alignment->partner_of_after[0] = 0;
    }
    free(most);
    return TIP_OK;
}

/* ---- order ---- */

static bool is_with_partner(const struct tip_alignment *alignment, uint32_t report, uint32_t a)
{
    uint32_t b = alignment->same_of_before[a];
    return b != TIP_UNALIGNED &&
           tip_edition_report_of(alignment->after, b) == alignment->partner_of_before[report];
}

/* Marks the longest rising row of a report's matches. `tails` has for each length of a row the
 * statement that the best such row ends with, `links` what stands before a statement in its row. */
static void mark_order(struct matching *matching, uint32_t report)
{
    struct tip_alignment *alignment = matching->alignment;
    const uint32_t *same = alignment->same_of_before;
    uint32_t start = alignment->before->starts[report];
    uint32_t end = alignment->before->starts[report + 1];
    uint32_t *tails = matching->scratch, *links = tails + alignment->before->count;
    size_t length = 0;
    for (uint32_t a = start; a < end; a++) {
        if (!is_with_partner(alignment, report, a)) {
            continue;
        }
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (same[tails[middle]] < same[a]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        links[a] = low > 0 ? tails[low - 1] : TIP_UNALIGNED;
        tails[low] = a;
        length = low == length ? length + 1 : length;
    }
    for (uint32_t a = length > 0 ? tails[length - 1] : TIP_UNALIGNED; a != TIP_UNALIGNED;
         a = links[a]) {
        alignment->is_in_order[a] = true;
    }
}

static bool is_running_text(const struct tip_edition *edition, uint32_t statement)
{
    const struct tip_statement *one = &edition->statements[statement];
    return !one->is_heading && edition->passages[one->passage].is_running_text;
}

/* Sums up the words of what has kept its place before each statement of `after`: all, and those of
 * running text. */
static void sum_words(struct matching *matching)
{
    const struct tip_alignment *alignment = matching->alignment;
    const struct tip_edition *after = alignment->after;
    uint32_t all = 0, running = 0;
    for (uint32_t b = 0; b < after->count; b++) {
        uint32_t a = alignment->same_of_after[b];
        bool is_kept = a != TIP_UNALIGNED && alignment->is_in_order[a];
        matching->words_before[b] = all;
        matching->running_before[b] = running;
        all += is_kept ? after->statements[b].word_count : 0;
        running += is_kept && is_running_text(after, b) ? after->statements[b].word_count : 0;
    }
    matching->words_before[after->count] = all;
    matching->running_before[after->count] = running;
}

/* The words that a statement of `after` has passed which would stand at `place`. */
static uint32_t words_passed(const uint32_t *before, uint32_t place, uint32_t statement)
{
    return statement >= place ? before[statement] - before[place]
                              : before[place] - before[statement];
}

/* Where passages are cut decides whether what stands beside the text, such as a caption or a story,
 * comes before or behind it, and below which passage a heading is met first. So a heading is never
 * moved, running text only past running text, and what stands beside it only further than a passage
 * goes. `last` is what is in order before statement `a`, TIP_UNALIGNED at a report's start. */
static bool is_moved(const struct matching *matching, uint32_t report, uint32_t a, uint32_t last)
{
    const struct tip_alignment *alignment = matching->alignment;
    if (!is_with_partner(alignment, report, a) || alignment->is_in_order[a] ||
        alignment->before->statements[a].is_heading) {
        return false;
    }
    uint32_t b = alignment->same_of_before[a];
    uint32_t place = last == TIP_UNALIGNED
                         ? alignment->after->starts[alignment->partner_of_before[report]]
                         : alignment->same_of_before[last] + 1;
    bool is_running = is_running_text(alignment->before, a) && is_running_text(alignment->after, b);
    return is_running ? words_passed(matching->running_before, place, b) > 0
                      : words_passed(matching->words_before, place, b) > NEAR_WORDS;
}

static void mark_moved(struct matching *matching)
{
    struct tip_alignment *alignment = matching->alignment;
    const struct tip_edition *before = alignment->before;
    for (uint32_t r = 0; r < before->report_count; r++) {
        mark_order(matching, r);
    }
    sum_words(matching);
    for (uint32_t r = 0; r < before->report_count; r++) {
        uint32_t last = TIP_UNALIGNED;
        for (uint32_t a = before->starts[r]; a < before->starts[r + 1]; a++) {
            last = alignment->is_in_order[a] ? a : last;
            alignment->is_moved[a] = is_moved(matching, r, a, last);
        }
    }
}

/* ---- what stands several times ---- */

/* Goes along from what is matched, `step` 1 or -1, to neighbours that are equal. */
static void extend(struct tip_alignment *alignment, int step, bool only_in_order)
{
    const struct tip_edition *before = alignment->before, *after = alignment->after;
    uint32_t count = (uint32_t)before->count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t a = step > 0 ? i : count - 1 - i, b = alignment->same_of_before[a];
        if (b == TIP_UNALIGNED || (only_in_order && !alignment->is_in_order[a])) {
            continue;
        }
        uint32_t next_a = a + (uint32_t)step, next_b = b + (uint32_t)step;
        if (next_a < count && next_b < after->count &&
            alignment->same_of_before[next_a] == TIP_UNALIGNED &&
            alignment->same_of_after[next_b] == TIP_UNALIGNED &&
            before->statements[next_a].key == after->statements[next_b].key) {
            match(alignment, next_a, next_b);
            alignment->is_in_order[next_a] = alignment->is_in_order[a];
            alignment->is_moved[next_a] = alignment->is_moved[a];
        }
    }
}

/* A gap is named by the statement of `before` in front of it; at a report's start by the report. */
static void number_gaps(struct matching *matching)
{
    struct tip_alignment *alignment = matching->alignment;
    const struct tip_edition *before = alignment->before, *after = alignment->after;
    uint32_t gap = 0, count = (uint32_t)before->count;
    for (uint32_t a = 0; a < count; a++) {
        if (!tip_edition_joins(before, a)) {
            gap = count + tip_edition_report_of(before, a);
        }
        gap = alignment->is_in_order[a] ? a : gap;
        matching->gap_of_before[a] = gap;
    }
    for (uint32_t b = 0; b < after->count; b++) {
        uint32_t a = alignment->same_of_after[b];
        if (!tip_edition_joins(after, b)) {
            uint32_t partner = alignment->partner_of_after[tip_edition_report_of(after, b)];
            gap = partner == TIP_UNALIGNED ? TIP_UNALIGNED : count + partner;
        }
        gap = a != TIP_UNALIGNED && alignment->is_in_order[a] ? a : gap;
        matching->gap_of_after[b] = gap;
    }
}

/* Matches what is left of a group one for one; with `in_gaps` only within a gap. */
static void match_rest(struct matching *matching, const struct group *group, bool in_gaps)
{
    struct tip_alignment *alignment = matching->alignment;
    size_t i = group->first, j = group->middle;
    while (i < group->middle && j < group->end) {
        uint32_t a = matching->keyed[i].place, b = matching->keyed[j].place;
        uint32_t gap_a = in_gaps ? matching->gap_of_before[a] : 0;
        uint32_t gap_b = in_gaps ? matching->gap_of_after[b] : 0;
        if (alignment->same_of_before[a] != TIP_UNALIGNED) {
            i++;
        } else if (alignment->same_of_after[b] != TIP_UNALIGNED) {
            j++;
        } else if (gap_a == gap_b) {
            match(alignment, a, b);
            i++;
            j++;
        } else if (gap_a < gap_b) {
            i++;
        } else {
            j++;
        }
    }
}

static void match_repeated(struct matching *matching)
{
    for (int only_in_order = 1; only_in_order >= 0; only_in_order--) {
        extend(matching->alignment, 1, only_in_order != 0);
        extend(matching->alignment, -1, only_in_order != 0);
    }
    number_gaps(matching);
    for (int in_gaps = 1; in_gaps >= 0; in_gaps--) {
        for (struct group group = {0}; next_group(matching, &group);) {
            match_rest(matching, &group, in_gaps != 0);
        }
    }
}

tip_status tip_align_same(struct tip_alignment *alignment, struct tip_error *error)
{
    struct matching matching = {.alignment = alignment, .error = error};
    tip_status status = sort_keys(&matching);
    if (status == TIP_OK) {
        match_unique(&matching);
        status = find_partners(&matching);
    }
    if (status == TIP_OK) {
        mark_moved(&matching);
        match_repeated(&matching);
    }
    free(matching.keyed);
    free(matching.gap_of_before);
    free(matching.gap_of_after);
    free(matching.words_before);
    free(matching.running_before);
    free(matching.scratch);
    return status;
}
