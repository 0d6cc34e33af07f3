/* Every question is answered by passes over the words, none by trying combinations:
 *
 * A run with gaps is followed slot by slot; of the ways to reach a slot the one that began last is
 * kept, as it leaves the most room. Which words take part is known from such a pass in each
 * direction: the latest beginning that leads to a word, the earliest end that it leads to.
 *
 * A chain of operands is followed operand by operand; what is kept of one is only where those of
 * its places begin and end that the chain so far can reach, as the next operand's distance is
 * counted from there. */
#include "search/spans.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t NOWHERE = UINT32_MAX;

/* A part of the stream without breaks. */
struct segment {
    const uint32_t *words;
    uint32_t count;
    const struct tip_words *dictionary;
};

/* A segment and a run as they are, or both from behind. */
struct view {
    const struct segment *segment;
    const struct tip_word_run *run;
    bool is_reversed;
};

/* By place: what begins here, what ends here. */
struct sides {
    bool *first, *last;
};

void tip_spans_free(struct tip_spans *spans)
{
    free(spans->flags);
    free(spans->places);
    *spans = (struct tip_spans){0};
}

static tip_status reserve(struct tip_spans *spans, size_t flags, size_t places,
                          struct tip_error *error)
{
    if (flags > spans->flag_capacity) {
        free(spans->flags);
        spans->flags = malloc(flags * sizeof *spans->flags);
        spans->flag_capacity = spans->flags == NULL ? 0 : flags;
    }
    if (places > spans->place_capacity) {
        free(spans->places);
        spans->places = malloc(places * sizeof *spans->places);
        spans->place_capacity = spans->places == NULL ? 0 : places;
    }
    return flags > spans->flag_capacity || places > spans->place_capacity
               ? tip_error_memory(error, "looking where words stand together")
               : TIP_OK;
}

/* The next segment at or behind *at, which moves behind it. */
static bool next_segment(const struct tip_word_stream *stream, size_t *at, struct segment *segment)
{
    while (*at < stream->count && stream->words[*at] == TIP_NO_WORD) {
        ++*at;
    }
    size_t start = *at;
    while (*at < stream->count && stream->words[*at] != TIP_NO_WORD) {
        ++*at;
    }
    *segment = (struct segment){.words = stream->words + start,
                                .count = (uint32_t)(*at - start),
                                .dictionary = stream->dictionary};
    return segment->count > 0;
}

/* ---- slots ---- */

static bool contains(const uint32_t *numbers, size_t count, uint32_t number)
{
    while (count > 4) {
        size_t half = count / 2;
        bool is_upper = number >= numbers[half];
        numbers += is_upper ? half : 0;
        count = is_upper ? count - half : half;
    }
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == number) {
            return true;
        }
    }
    return false;
}

bool tip_slot_has(const struct tip_slot *slot, const struct tip_words *dictionary, uint32_t number)
{
    return contains(slot->numbers, slot->number_count, number) ||
           (slot->stem_count > 0 &&
            contains(slot->stems, slot->stem_count, tip_words_stem_of(dictionary, number)));
}

static bool fits(const struct segment *segment, const struct tip_slot *slot, size_t place)
{
    return tip_slot_has(slot, segment->dictionary, segment->words[place]);
}

static uint32_t place_of(const struct view *view, uint32_t place)
{
    return view->is_reversed ? view->segment->count - 1 - place : place;
}

static bool fits_at(const struct view *view, size_t slot, uint32_t place)
{
    size_t last = view->run->slot_count - 1;
    return fits(view->segment, &view->run->slots[view->is_reversed ? last - slot : slot],
                place_of(view, place));
}

/* ---- runs ---- */

/* Words from the first to the last, at most. */
static size_t width_of(const struct tip_word_run *run)
{
    return run->slot_count + run->gaps;
}

static bool is_side_by_side(const struct tip_word_run *run)
{
    return run->gaps == 0 || run->slot_count == 1;
}

static bool stands_at(const struct segment *segment, const struct tip_word_run *run, size_t place)
{
    for (size_t s = 0; s < run->slot_count; s++) {
        if (!fits(segment, &run->slots[s], place + s)) {
            return false;
        }
    }
    return true;
}

static void fill(uint32_t *places, size_t count, uint32_t value)
{
    for (size_t i = 0; i < count; i++) {
        places[i] = value;
    }
}

/* Notes for the word at `place` which slots it can be and where the latest way to there began:
 * here[s] (NULL: not asked for), NOWHERE for none. latest[s] is the same of all words so far; a way
 * begins only where begins[] (NULL: everywhere) allows. */
static void follow(const struct view *view, const bool *begins, uint32_t place, uint32_t *latest,
                   uint32_t *here)
{
    size_t width = width_of(view->run);
    for (size_t s = view->run->slot_count; s-- > 0;) {
        uint32_t way = NOWHERE;
        if (s > 0) {
            bool is_open = latest[s - 1] != NOWHERE && place - latest[s - 1] < width;
            way = is_open ? latest[s - 1] : NOWHERE;
        } else if (begins == NULL || begins[place_of(view, place)]) {
            way = place;
        }
        way = way != NOWHERE && fits_at(view, s, place) ? way : NOWHERE;
        latest[s] = way != NOWHERE ? way : latest[s];
        if (here != NULL) {
            here[s] = way;
        }
    }
}

static bool stands_in(struct tip_spans *spans, const struct segment *segment,
                      const struct tip_word_run *run)
{
    if (is_side_by_side(run)) {
        for (size_t i = 0; i + run->slot_count <= segment->count; i++) {
            if (stands_at(segment, run, i)) {
                return true;
            }
        }
        return false;
    }
    struct view view = {.segment = segment, .run = run};
    fill(spans->places, run->slot_count, NOWHERE);
    for (uint32_t i = 0; i < segment->count; i++) {
        follow(&view, NULL, i, spans->places, NULL);
        if (spans->places[run->slot_count - 1] != NOWHERE) {
            return true;
        }
    }
    return false;
}

tip_status tip_word_run_stands(struct tip_spans *spans, const struct tip_word_stream *stream,
                               const struct tip_word_run *run, bool *stands,
                               struct tip_error *error)
{
    struct segment segment;
    size_t at = 0;
    *stands = false;
    tip_status status = reserve(spans, 0, run->slot_count, error);
    while (status == TIP_OK && run->slot_count > 0 && !*stands &&
           next_segment(stream, &at, &segment)) {
        *stands = stands_in(spans, &segment, run);
    }
    return status;
}

/* ---- marks of runs ---- */

enum { WINDOW_WORDS = 1024 }; /* of a long text are looked at together: it bounds the tables */

/* How many words are looked at together: a run that stands lies in one of the windows, which begin
 * `step` words apart. */
static uint32_t step_of(const struct tip_word_run *run)
{
    size_t width = width_of(run);
    return (uint32_t)(width < WINDOW_WORDS ? WINDOW_WORDS : width);
}

static size_t table_places(const struct tip_word_run *run)
{
    return (2 * (step_of(run) + width_of(run)) + 1) * run->slot_count;
}

/* table[place * slots + slot] for the words of the view, which is a window. */
static void fill_table(const struct view *view, const bool *begins, uint32_t *latest,
                       uint32_t *table)
{
    size_t slots = view->run->slot_count;
    fill(latest, slots, NOWHERE);
    for (uint32_t i = 0; i < view->segment->count; i++) {
        follow(view, begins, i, latest, table + i * slots);
    }
}

/* Marks what takes part in the run in a window, where it begins and ends as allowed. */
static void mark_window(struct tip_spans *spans, const struct segment *window,
                        const struct tip_word_run *run, const bool *begins, const bool *ends,
                        bool *marked)
{
    size_t slots = run->slot_count;
    uint32_t *latest = spans->places, *before = latest + slots,
             *behind = before + window->count * slots;
    fill_table(&(struct view){window, run, false}, begins, latest, before);
    fill_table(&(struct view){window, run, true}, ends, latest, behind);
    for (uint32_t i = 0; i < window->count; i++) {
        uint32_t mirrored = window->count - 1 - i;
        for (size_t s = 0; s < slots; s++) {
            uint32_t first = before[i * slots + s];
            uint32_t last = behind[mirrored * slots + slots - 1 - s];
            if (first != NOWHERE && last != NOWHERE &&
                window->count - 1 - last - first < width_of(run)) {
                marked[i] = true;
            }
        }
    }
}

static void mark_side_by_side(const struct segment *segment, const struct tip_word_run *run,
                              const bool *begins, const bool *ends, bool *marked)
{
    for (size_t i = 0; i + run->slot_count <= segment->count; i++) {
        if ((begins == NULL || begins[i]) && (ends == NULL || ends[i + run->slot_count - 1]) &&
            stands_at(segment, run, i)) {
            memset(marked + i, true, run->slot_count * sizeof *marked);
        }
    }
}

/* Needs table_places of room. */
static void mark_in(struct tip_spans *spans, const struct segment *segment,
                    const struct tip_word_run *run, const bool *begins, const bool *ends,
                    bool *marked)
{
    if (is_side_by_side(run)) {
        mark_side_by_side(segment, run, begins, ends, marked);
        return;
    }
    size_t size = step_of(run) + width_of(run);
    for (size_t at = 0; at < segment->count; at += step_of(run)) {
        size_t left = segment->count - at;
        struct segment window = {.words = segment->words + at,
                                 .count = (uint32_t)(left < size ? left : size),
                                 .dictionary = segment->dictionary};
        mark_window(spans, &window, run, begins == NULL ? NULL : begins + at,
                    ends == NULL ? NULL : ends + at, marked + at);
    }
}

tip_status tip_word_run_mark(struct tip_spans *spans, const struct tip_word_stream *stream,
                             const struct tip_word_run *run, bool *marked, struct tip_error *error)
{
    struct segment segment;
    size_t at = 0;
    tip_status status = reserve(spans, 0, table_places(run), error);
    while (status == TIP_OK && run->slot_count > 0 && next_segment(stream, &at, &segment)) {
        mark_in(spans, &segment, run, NULL, NULL, marked + (segment.words - stream->words));
    }
    return status;
}

/* ---- chains ---- */

/* Which arrays of flags the work on a chain needs, of a segment's words each. */
enum {
    FIRST_HERE,
    LAST_HERE,
    FIRST_BEFORE,
    LAST_BEFORE,
    FIRST_BEHIND,
    LAST_BEHIND,
    FIRST_BOTH,
    LAST_BOTH,
    FLAG_ARRAYS
};

static bool *flags_of(const struct tip_spans *spans, const struct segment *segment, int which)
{
    return spans->flags + (size_t)which * segment->count;
}

static struct sides sides_of(const struct tip_spans *spans, const struct segment *segment,
                             int first)
{
    return (struct sides){flags_of(spans, segment, first), flags_of(spans, segment, first + 1)};
}

/* Sets ends[] where a run with gaps can end that begins where begins[] or ends where may_end[]
 * allows; as the view has it. */
static bool reach_ends(struct tip_spans *spans, const struct view *view, const bool *begins,
                       const bool *may_end, bool *ends)
{
    uint32_t count = view->segment->count;
    size_t slots = view->run->slot_count, width = width_of(view->run);
    /* The last beginning before a place: any, and one that is allowed. */
    uint32_t *any = spans->places, *allowed = any + count + 1, *latest = allowed + count + 1;
    bool found = false;
    any[0] = allowed[0] = NOWHERE;
    fill(latest, slots, NOWHERE);
    for (uint32_t i = 0; i < count; i++) {
        bool is_first = fits_at(view, 0, i);
        any[i + 1] = is_first ? i : any[i];
        allowed[i + 1] = is_first && begins[place_of(view, i)] ? i : allowed[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        /* The latest way through the slots between began here: the run must begin before it. */
        uint32_t way = slots == 2 ? i : latest[slots - 2];
        if (way != NOWHERE && fits_at(view, slots - 1, i)) {
            uint32_t first = may_end[place_of(view, i)] ? any[way] : allowed[way];
            if (first != NOWHERE && i - first < width) {
                ends[place_of(view, i)] = found = true;
            }
        }
        for (size_t s = slots - 1; s-- > 1;) {
            if ((s == 1 || latest[s - 1] != NOWHERE) && fits_at(view, s, i)) {
                latest[s] = s == 1 ? i : latest[s - 1];
            }
        }
    }
    return found;
}

/* Where a run stands that begins or ends as allowed; adds to `here`. */
static bool reach_run(struct tip_spans *spans, const struct segment *segment,
                      const struct tip_word_run *run, struct sides allowed, struct sides here)
{
    bool found = false;
    if (run->slot_count == 0) {
        return false;
    }
    if (!is_side_by_side(run)) {
        struct view forward = {segment, run, false}, backward = {segment, run, true};
        return reach_ends(spans, &forward, allowed.first, allowed.last, here.last) &&
               reach_ends(spans, &backward, allowed.last, allowed.first, here.first);
    }
    for (size_t i = 0; i + run->slot_count <= segment->count; i++) {
        size_t last = i + run->slot_count - 1;
        if ((allowed.first[i] || allowed.last[last]) && stands_at(segment, run, i)) {
            here.first[i] = here.last[last] = found = true;
        }
    }
    return found;
}

static bool reach_operand(struct tip_spans *spans, const struct segment *segment,
                          const struct tip_near_operand *operand, struct sides allowed,
                          struct sides here)
{
    bool found = false;
    memset(here.first, false, segment->count * sizeof *here.first);
    memset(here.last, false, segment->count * sizeof *here.last);
    for (size_t r = 0; r < operand->run_count; r++) {
        found = reach_run(spans, segment, &operand->runs[r], allowed, here) || found;
    }
    return found;
}

/* What is at most `distance` from something that stands here: it begins behind an end, or ends
 * before a beginning. */
static void allow_near(const struct segment *segment, struct sides here, size_t distance,
                       struct sides allowed)
{
    size_t left = distance + 1; /* words since the last end */
    for (size_t i = 0; i < segment->count; i++) {
        allowed.first[i] = left <= distance;
        left = here.last[i] ? 1 : left + 1;
        left = left > distance ? distance + 1 : left;
    }
    left = distance + 1;
    for (size_t i = segment->count; i-- > 0;) {
        allowed.last[i] = left <= distance;
        left = here.first[i] ? 1 : left + 1;
        left = left > distance ? distance + 1 : left;
    }
}

/* Where an operand may stand for the sake of those before it in the chain, or of those behind it:
 * false when nowhere. */
static bool approach(struct tip_spans *spans, const struct segment *segment,
                     const struct tip_near *near, size_t operand, bool from_behind,
                     struct sides allowed)
{
    struct sides here = sides_of(spans, segment, FIRST_HERE);
    size_t steps = from_behind ? near->operand_count - 1 - operand : operand;
    memset(allowed.first, true, segment->count * sizeof *allowed.first);
    memset(allowed.last, true, segment->count * sizeof *allowed.last);
    for (size_t s = 0; s < steps; s++) {
        size_t from = from_behind ? near->operand_count - 1 - s : s;
        if (!reach_operand(spans, segment, &near->operands[from], allowed, here)) {
            return false;
        }
        allow_near(segment, here, near->operands[from_behind ? from : from + 1].distance, allowed);
    }
    return true;
}

static size_t most_places(const struct tip_near *near, size_t words, bool for_marks)
{
    size_t most = 0;
    for (size_t o = 0; o < near->operand_count; o++) {
        for (size_t r = 0; r < near->operands[o].run_count; r++) {
            const struct tip_word_run *run = &near->operands[o].runs[r];
            size_t reach = 2 * (words + 1) + run->slot_count;
            size_t marks = for_marks ? table_places(run) : 0;
            most = reach > most ? reach : most;
            most = marks > most ? marks : most;
        }
    }
    return most;
}

tip_status tip_near_stands(struct tip_spans *spans, const struct tip_word_stream *stream,
                           const struct tip_near *near, bool *stands, struct tip_error *error)
{
    struct segment segment;
    size_t at = 0, last = near->operand_count - 1;
    *stands = false;
    tip_status status =
        reserve(spans, FLAG_ARRAYS * stream->count, most_places(near, stream->count, false), error);
    while (status == TIP_OK && near->operand_count > 0 && !*stands &&
           next_segment(stream, &at, &segment)) {
        struct sides allowed = sides_of(spans, &segment, FIRST_BEFORE);
        *stands = approach(spans, &segment, near, last, false, allowed) &&
                  reach_operand(spans, &segment, &near->operands[last], allowed,
                                sides_of(spans, &segment, FIRST_HERE));
    }
    return status;
}

static void set_both(bool *both, const bool *a, const bool *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        both[i] = a[i] && b[i];
    }
}

/* What stands near both its neighbours: each of them before its beginning or behind its end. */
static void mark_operand(struct tip_spans *spans, const struct segment *segment,
                         const struct tip_near_operand *operand, bool *marked)
{
    struct sides before = sides_of(spans, segment, FIRST_BEFORE);
    struct sides behind = sides_of(spans, segment, FIRST_BEHIND);
    struct sides both = sides_of(spans, segment, FIRST_BOTH);
    set_both(both.first, before.first, behind.first, segment->count);
    set_both(both.last, before.last, behind.last, segment->count);
    for (size_t r = 0; r < operand->run_count; r++) {
        const struct tip_word_run *run = &operand->runs[r];
        if (run->slot_count > 0) {
            mark_in(spans, segment, run, both.first, NULL, marked);
            mark_in(spans, segment, run, NULL, both.last, marked);
            mark_in(spans, segment, run, before.first, behind.last, marked);
            mark_in(spans, segment, run, behind.first, before.last, marked);
        }
    }
}

tip_status tip_near_mark(struct tip_spans *spans, const struct tip_word_stream *stream,
                         const struct tip_near *near, size_t operand, bool *marked,
                         struct tip_error *error)
{
    struct segment segment;
    size_t at = 0;
    tip_status status =
        reserve(spans, FLAG_ARRAYS * stream->count, most_places(near, stream->count, true), error);
    while (status == TIP_OK && next_segment(stream, &at, &segment)) {
        if (approach(spans, &segment, near, operand, false,
                     sides_of(spans, &segment, FIRST_BEFORE)) &&
            approach(spans, &segment, near, operand, true,
                     sides_of(spans, &segment, FIRST_BEHIND))) {
            mark_operand(spans, &segment, &near->operands[operand],
                         marked + (segment.words - stream->words));
        }
    }
    return status;
}
