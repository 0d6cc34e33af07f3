/* A chain of operands is followed operand by operand; what is kept of one is only where those of
 * its places begin and end that the chain so far can reach, as the next operand's distance is
 * counted from there. */
#include "search/spans.h"

#include <string.h>

#include "search/span_view.h"

/* By place: what begins here, what ends here. */
struct sides {
    bool *first, *last;
};

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

static bool *flags_of(const struct tip_spans *spans, const struct tip_span_segment *segment,
                      int which)
{
    return spans->flags + (size_t)which * segment->count;
}

static struct sides sides_of(const struct tip_spans *spans, const struct tip_span_segment *segment,
                             int first)
{
    return (struct sides){flags_of(spans, segment, first), flags_of(spans, segment, first + 1)};
}

/* Sets ends[] where a run with gaps can end that begins where begins[] or ends where may_end[]
 * allows; as the view has it. */
static bool reach_ends(struct tip_spans *spans, const struct tip_span_view *view,
                       const bool *begins, const bool *may_end, bool *ends)
{
    uint32_t count = view->segment->count;
    size_t slots = view->run->slot_count, width = tip_word_run_width(view->run);
    /* The last beginning before a place: any, and one that is allowed. */
    uint32_t *any = spans->places, *allowed = any + count + 1, *latest = allowed + count + 1;
    bool found = false;
    any[0] = allowed[0] = TIP_NOWHERE;
    memset(latest, 0xFF, slots * sizeof *latest); /* TIP_NOWHERE */
    for (uint32_t i = 0; i < count; i++) {
        bool is_first = tip_span_fits(view, 0, i);
        any[i + 1] = is_first ? i : any[i];
        allowed[i + 1] = is_first && begins[tip_span_place(view, i)] ? i : allowed[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        /* The latest way through the slots between began here: the run must begin before it. */
        uint32_t way = slots == 2 ? i : latest[slots - 2];
        if (way != TIP_NOWHERE && tip_span_fits(view, slots - 1, i)) {
            uint32_t first = may_end[tip_span_place(view, i)] ? any[way] : allowed[way];
            if (first != TIP_NOWHERE && i - first < width) {
                ends[tip_span_place(view, i)] = found = true;
            }
        }
        for (size_t s = slots - 1; s-- > 1;) {
            if ((s == 1 || latest[s - 1] != TIP_NOWHERE) && tip_span_fits(view, s, i)) {
                latest[s] = s == 1 ? i : latest[s - 1];
            }
        }
    }
    return found;
}

/* Where a run stands that begins or ends as allowed; adds to `here`. */
static bool reach_run(struct tip_spans *spans, const struct tip_span_segment *segment,
                      const struct tip_word_run *run, struct sides allowed, struct sides here)
{
    bool found = false;
    if (run->slot_count == 0) {
        return false;
    }
    if (!tip_word_run_is_tight(run)) {
        struct tip_span_view forward = {segment, run, false}, backward = {segment, run, true};
        return reach_ends(spans, &forward, allowed.first, allowed.last, here.last) &&
               reach_ends(spans, &backward, allowed.last, allowed.first, here.first);
    }
    for (size_t i = 0; i + run->slot_count <= segment->count; i++) {
        size_t last = i + run->slot_count - 1;
        if ((allowed.first[i] || allowed.last[last]) && tip_word_run_stands_at(segment, run, i)) {
            here.first[i] = here.last[last] = found = true;
        }
    }
    return found;
}

static bool reach_operand(struct tip_spans *spans, const struct tip_span_segment *segment,
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
static void allow_near(const struct tip_span_segment *segment, struct sides here, size_t distance,
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
static bool approach(struct tip_spans *spans, const struct tip_span_segment *segment,
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
            size_t marks = for_marks ? tip_word_run_mark_places(run) : 0;
            most = reach > most ? reach : most;
            most = marks > most ? marks : most;
        }
    }
    return most;
}

tip_status tip_near_stands(struct tip_spans *spans, const struct tip_word_stream *stream,
                           const struct tip_near *near, bool *stands, struct tip_error *error)
{
    struct tip_span_segment segment;
    size_t at = 0, last = near->operand_count - 1;
    *stands = false;
    tip_status status = tip_spans_reserve(spans, FLAG_ARRAYS * stream->count,
                                          most_places(near, stream->count, false), error);
    while (status == TIP_OK && near->operand_count > 0 && !*stands &&
           tip_span_segment_next(stream, &at, &segment)) {
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
static void mark_operand(struct tip_spans *spans, const struct tip_span_segment *segment,
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
            tip_word_run_mark_in(spans, segment, run, both.first, NULL, marked);
            tip_word_run_mark_in(spans, segment, run, NULL, both.last, marked);
            tip_word_run_mark_in(spans, segment, run, before.first, behind.last, marked);
            tip_word_run_mark_in(spans, segment, run, behind.first, before.last, marked);
        }
    }
}

tip_status tip_near_mark(struct tip_spans *spans, const struct tip_word_stream *stream,
                         const struct tip_near *near, size_t operand, bool *marked,
                         struct tip_error *error)
{
    struct tip_span_segment segment;
    size_t at = 0;
    tip_status status = tip_spans_reserve(spans, FLAG_ARRAYS * stream->count,
                                          most_places(near, stream->count, true), error);
    while (status == TIP_OK && tip_span_segment_next(stream, &at, &segment)) {
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
