/* Every question is answered by passes over the words, none by trying combinations. A run with gaps
 * is followed slot by slot; of the ways to reach a slot the one that began last is kept, as it
 * leaves the most room. Which words take part is known from such a pass in each direction: the
 * latest beginning that leads to a word, the earliest end that it leads to. */
#include "search/spans.h"

#include <stdlib.h>
#include <string.h>

#include "search/span_view.h"

void tip_spans_free(struct tip_spans *spans)
{
    free(spans->flags);
    free(spans->places);
    *spans = (struct tip_spans){0};
}

tip_status tip_spans_reserve(struct tip_spans *spans, size_t flags, size_t places,
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

bool tip_span_segment_next(const struct tip_word_stream *stream, size_t *at,
                           struct tip_span_segment *segment)
{
    while (*at < stream->count && stream->words[*at] == TIP_NO_WORD) {
        ++*at;
    }
    size_t start = *at;
    while (*at < stream->count && stream->words[*at] != TIP_NO_WORD) {
        ++*at;
    }
    *segment = (struct tip_span_segment){.words = stream->words + start,
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

static bool fits(const struct tip_span_segment *segment, const struct tip_slot *slot, size_t place)
{
    return tip_slot_has(slot, segment->dictionary, segment->words[place]);
}

uint32_t tip_span_place(const struct tip_span_view *view, uint32_t place)
{
    return view->is_reversed ? view->segment->count - 1 - place : place;
}

bool tip_span_fits(const struct tip_span_view *view, size_t slot, uint32_t place)
{
    size_t last = view->run->slot_count - 1;
    return fits(view->segment, &view->run->slots[view->is_reversed ? last - slot : slot],
                tip_span_place(view, place));
}

/* ---- runs ---- */

size_t tip_word_run_width(const struct tip_word_run *run)
{
    return run->slot_count + run->gaps;
}

bool tip_word_run_is_tight(const struct tip_word_run *run)
{
    return run->gaps == 0 || run->slot_count == 1;
}

bool tip_word_run_stands_at(const struct tip_span_segment *segment, const struct tip_word_run *run,
                            size_t place)
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
 * here[s] (NULL: not asked for), TIP_NOWHERE for none. latest[s] is the same of all words so far; a
 * way begins only where begins[] (NULL: everywhere) allows. */
static void follow(const struct tip_span_view *view, const bool *begins, uint32_t place,
                   uint32_t *latest, uint32_t *here)
{
    size_t width = tip_word_run_width(view->run);
    for (size_t s = view->run->slot_count; s-- > 0;) {
        uint32_t way = TIP_NOWHERE;
        if (s > 0) {
            bool is_open = latest[s - 1] != TIP_NOWHERE && place - latest[s - 1] < width;
            way = is_open ? latest[s - 1] : TIP_NOWHERE;
        } else if (begins == NULL || begins[tip_span_place(view, place)]) {
            way = place;
        }
        way = way != TIP_NOWHERE && tip_span_fits(view, s, place) ? way : TIP_NOWHERE;
        latest[s] = way != TIP_NOWHERE ? way : latest[s];
        if (here != NULL) {
            here[s] = way;
        }
    }
}

static bool stands_in(struct tip_spans *spans, const struct tip_span_segment *segment,
                      const struct tip_word_run *run)
{
    if (tip_word_run_is_tight(run)) {
        for (size_t i = 0; i + run->slot_count <= segment->count; i++) {
            if (tip_word_run_stands_at(segment, run, i)) {
                return true;
            }
        }
        return false;
    }
    struct tip_span_view view = {.segment = segment, .run = run};
    fill(spans->places, run->slot_count, TIP_NOWHERE);
    for (uint32_t i = 0; i < segment->count; i++) {
        follow(&view, NULL, i, spans->places, NULL);
        if (spans->places[run->slot_count - 1] != TIP_NOWHERE) {
            return true;
        }
    }
    return false;
}

tip_status tip_word_run_stands(struct tip_spans *spans, const struct tip_word_stream *stream,
                               const struct tip_word_run *run, bool *stands,
                               struct tip_error *error)
{
    struct tip_span_segment segment;
    size_t at = 0;
    *stands = false;
    tip_status status = tip_spans_reserve(spans, 0, run->slot_count, error);
    while (status == TIP_OK && run->slot_count > 0 && !*stands &&
           tip_span_segment_next(stream, &at, &segment)) {
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
    size_t width = tip_word_run_width(run);
    return (uint32_t)(width < WINDOW_WORDS ? WINDOW_WORDS : width);
}

size_t tip_word_run_mark_places(const struct tip_word_run *run)
{
    return (2 * (step_of(run) + tip_word_run_width(run)) + 1) * run->slot_count;
}

/* table[place * slots + slot] for the words of the view, which is a window. */
static void fill_table(const struct tip_span_view *view, const bool *begins, uint32_t *latest,
                       uint32_t *table)
{
    size_t slots = view->run->slot_count;
    fill(latest, slots, TIP_NOWHERE);
    for (uint32_t i = 0; i < view->segment->count; i++) {
        follow(view, begins, i, latest, table + i * slots);
    }
}

/* Marks what takes part in the run in a window, where it begins and ends as allowed. */
static void mark_window(struct tip_spans *spans, const struct tip_span_segment *window,
                        const struct tip_word_run *run, const bool *begins, const bool *ends,
                        bool *marked)
{
    size_t slots = run->slot_count;
    uint32_t *latest = spans->places, *before = latest + slots,
             *behind = before + window->count * slots;
    fill_table(&(struct tip_span_view){window, run, false}, begins, latest, before);
    fill_table(&(struct tip_span_view){window, run, true}, ends, latest, behind);
    for (uint32_t i = 0; i < window->count; i++) {
        uint32_t mirrored = window->count - 1 - i;
        for (size_t s = 0; s < slots; s++) {
            uint32_t first = before[i * slots + s];
            uint32_t last = behind[mirrored * slots + slots - 1 - s];
            if (first != TIP_NOWHERE && last != TIP_NOWHERE &&
                window->count - 1 - last - first < tip_word_run_width(run)) {
                marked[i] = true;
            }
        }
    }
}

static void mark_side_by_side(const struct tip_span_segment *segment,
                              const struct tip_word_run *run, const bool *begins, const bool *ends,
                              bool *marked)
{
    for (size_t i = 0; i + run->slot_count <= segment->count; i++) {
        if ((begins == NULL || begins[i]) && (ends == NULL || ends[i + run->slot_count - 1]) &&
            tip_word_run_stands_at(segment, run, i)) {
            memset(marked + i, true, run->slot_count * sizeof *marked);
        }
    }
}

void tip_word_run_mark_in(struct tip_spans *spans, const struct tip_span_segment *segment,
                          const struct tip_word_run *run, const bool *begins, const bool *ends,
                          bool *marked)
{
    if (tip_word_run_is_tight(run)) {
        mark_side_by_side(segment, run, begins, ends, marked);
        return;
    }
    size_t size = step_of(run) + tip_word_run_width(run);
    for (size_t at = 0; at < segment->count; at += step_of(run)) {
        size_t left = segment->count - at;
        struct tip_span_segment window = {.words = segment->words + at,
                                          .count = (uint32_t)(left < size ? left : size),
                                          .dictionary = segment->dictionary};
        mark_window(spans, &window, run, begins == NULL ? NULL : begins + at,
                    ends == NULL ? NULL : ends + at, marked + at);
    }
}

tip_status tip_word_run_mark(struct tip_spans *spans, const struct tip_word_stream *stream,
                             const struct tip_word_run *run, bool *marked, struct tip_error *error)
{
    struct tip_span_segment segment;
    size_t at = 0;
    tip_status status = tip_spans_reserve(spans, 0, tip_word_run_mark_places(run), error);
    while (status == TIP_OK && run->slot_count > 0 &&
           tip_span_segment_next(stream, &at, &segment)) {
        tip_word_run_mark_in(spans, &segment, run, NULL, NULL,
                             marked + (segment.words - stream->words));
    }
    return status;
}
