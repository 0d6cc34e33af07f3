/* Where text went, by the runs of words (shingles) that two passages share.
 *
 * All runs of the passages that are there now are kept in a hash table, made when it is first
 * needed. A text's runs vote for the passages they stand in: those that stand in few, as what is
 * everywhere tells nothing, or all when there are none. The passages with the most votes, and those
 * beside them, where a text that was split goes on, are compared with it word by word. Text that is
 * shorter than a run is looked for as a whole. */
#include "index/text_trace.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "index/run_table.h"

enum {
    RUN = 4,     /* words: shorter ones stand in too many passages, longer ones break at each
                    correction */
    RARE = 8,    /* places at most of a run that tells something */
    COMMON = 32, /* places looked at of one that does not */
    RANKED = 10, /* passages that are compared for their votes: those that can be taken and two */
    CANDIDATES = 16, /* the same with those beside the first three of them */
    LEAST_PART = 20  /* a part holds at least one word in so many */
};

struct numbers {
    uint32_t *items;
    size_t count, capacity;
};

/* All runs of one size, each with all its places; these are counted from 1, and 0 is none. */
struct chains {
    struct tip_run_table last; /* the last place of each run */
    struct numbers before;     /* by place: the one before it where the same run stands */
    bool is_made;
};

struct tip_trace {
    struct numbers words;    /* of all passages, one after the other */
    struct numbers owners;   /* the passage each belongs to, counted from 0 as they were added */
    struct numbers passages; /* the numbers they were added with */
    struct numbers starts;   /* where their words begin, and one more: where the last ones end */
    struct chains chains[RUN + 1]; /* by the size of their runs; made when they are needed */
    struct tip_run_table one;      /* scratch: the runs of one candidate */
    struct numbers votes;          /* scratch */
    unsigned char *held;           /* scratch: for each candidate, which words it holds */
    size_t held_capacity;
};

/* A passage that may hold a text. */
struct candidate {
    uint32_t owner;
    uint32_t votes;
    double distance; /* from where it was expected */
    uint32_t from, until;
    unsigned char *held;
    bool is_taken;
};

void tip_trace_free(struct tip_trace *trace)
{
    if (trace == NULL)
        return;
    for (size_t size = 0; size <= RUN; size++) {
        tip_run_table_free(&trace->chains[size].last);
        free(trace->chains[size].before.items);
    }
    tip_run_table_free(&trace->one);
    free(trace->words.items);
    free(trace->owners.items);
    free(trace->passages.items);
    free(trace->starts.items);
    free(trace->votes.items);
    free(trace->held);
    free(trace);
}

tip_status tip_trace_create(struct tip_trace **out, struct tip_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? tip_error_memory(error, "tracing text") : TIP_OK;
}

/* FNV-1a, 64 bits, its halves folded together: http://www.isthe.com/chongo/tech/comp/fnv/ */
uint32_t tip_trace_word(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    uint32_t folded = (uint32_t)(hash ^ (hash >> 32));
    return folded == 0 ? 1 : folded;
}

/* ---- passages ---- */

/* The words are others now. */
static void forget_chains(struct tip_trace *trace)
{
    for (size_t size = 0; size <= RUN; size++)
        trace->chains[size].is_made = false;
}

void tip_trace_clear(struct tip_trace *trace)
{
    forget_chains(trace);
    trace->words.count = 0;
    trace->owners.count = 0;
    trace->passages.count = 0;
    trace->starts.count = 0;
}

static bool make_room(struct numbers *numbers, size_t more)
{
    size_t wanted = numbers->count + more;
    if (wanted <= numbers->capacity)
        return true;
    size_t capacity = wanted + wanted / 2 + 16;
    uint32_t *grown = reallocarray(numbers->items, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    numbers->items = grown;
    numbers->capacity = capacity;
    return true;
}

static void append(struct numbers *numbers, uint32_t number)
{
    numbers->items[numbers->count++] = number;
}

tip_status tip_trace_add(struct tip_trace *trace, uint32_t passage, const uint32_t *words,
                         size_t count, struct tip_error *error)
{
    if (trace->words.count + count >= UINT32_MAX)
        return tip_error_set(error, TIP_LIMIT,
                             "a report has more words than can be compared with what it was: "
                             "index it in parts");
    if (!make_room(&trace->words, count) || !make_room(&trace->owners, count) ||
        !make_room(&trace->passages, 1) || !make_room(&trace->starts, 2))
        return tip_error_memory(error, "tracing text");
    forget_chains(trace);
    if (trace->starts.count == 0)
        append(&trace->starts, 0);
    for (size_t i = 0; i < count; i++) {
        append(&trace->words, words[i]);
        append(&trace->owners, (uint32_t)trace->passages.count);
    }
    append(&trace->passages, passage);
    append(&trace->starts, (uint32_t)trace->words.count);
    return TIP_OK;
}

/* ---- candidates ---- */

/* The chains of all runs of `size` words, none of which goes beyond its passage. */
static tip_status make_chains(struct tip_trace *trace, size_t size, struct tip_error *error)
{
    struct chains *chains = &trace->chains[size];
    const struct numbers *words = &trace->words;
    if (chains->is_made)
        return TIP_OK;
    chains->before.count = 0;
    if (!make_room(&chains->before, words->count))
        return tip_error_memory(error, "tracing text");
    tip_status status = tip_run_table_begin(&chains->last, size, words->items, words->count, error);
    if (status != TIP_OK)
        return status;
    for (size_t at = 0; at + size <= words->count; at++) {
        if (trace->owners.items[at] != trace->owners.items[at + size - 1])
            continue;
        uint32_t *head = tip_run_table_head(&chains->last, words->items + at);
        chains->before.items[at] = *head;
        *head = (uint32_t)at + 1;
    }
    chains->is_made = true;
    return TIP_OK;
}

/* Each run of the text votes for the passages it stands in: for `most` of them, and for none if it
 * stands in more and `is_rare` asks for such as do not. */
static void vote_with(struct tip_trace *trace, const struct chains *chains, const uint32_t *words,
                      size_t runs, size_t most, bool is_rare)
{
    struct numbers *votes = &trace->votes;
    votes->count = 0;
    for (size_t i = 0; i < runs; i++) {
        size_t first = votes->count;
        uint32_t at = *tip_run_table_head(&chains->last, words + i);
        for (; at != 0 && votes->count - first < most; at = chains->before.items[at - 1])
            append(votes, trace->owners.items[at - 1]);
        if (at != 0 && is_rare)
            votes->count = first;
    }
}

static tip_status vote(struct tip_trace *trace, const struct chains *chains, const uint32_t *words,
                       size_t count, struct tip_error *error)
{
    size_t runs = count - chains->last.size + 1;
    trace->votes.count = 0;
    if (!make_room(&trace->votes, runs * COMMON))
        return tip_error_memory(error, "tracing text");
    vote_with(trace, chains, words, runs, RARE, true);
    if (trace->votes.count == 0)
        vote_with(trace, chains, words, runs, COMMON, false);
    return TIP_OK;
}

static int by_owner(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool is_better(const struct candidate *one, const struct candidate *other)
{
    if (one->votes != other->votes)
        return one->votes > other->votes;
    return one->distance != other->distance ? one->distance < other->distance
                                            : one->owner < other->owner;
}

/* Puts a candidate where it belongs among the best so far; returns how many there are now. */
static size_t rank(struct candidate *candidates, size_t count, const struct candidate *candidate)
{
    size_t place = count;
    while (place > 0 && is_better(candidate, &candidates[place - 1]))
        place--;
    if (place == RANKED)
        return count;
    size_t kept = count < RANKED ? count : RANKED - 1;
    memmove(&candidates[place + 1], &candidates[place], (kept - place) * sizeof *candidates);
    candidates[place] = *candidate;
    return kept + 1;
}

static double distance(uint32_t owner, double expected)
{
    return owner < expected ? expected - owner : owner - expected;
}

/* Adds the passages before and behind the first three candidates; returns how many there are. */
static size_t add_neighbours(const struct tip_trace *trace, double expected,
                             struct candidate candidates[CANDIDATES], size_t count)
{
    size_t ranked = count < 3 ? count : 3;
    for (size_t i = 0; i < 2 * ranked; i++) {
        uint32_t owner = candidates[i / 2].owner + (i % 2 == 0 ? 1 : UINT32_MAX); /* or - 1 */
        bool is_new = owner < trace->passages.count;
        for (size_t j = 0; j < count; j++)
            is_new &= candidates[j].owner != owner;
        if (is_new)
            candidates[count++] =
                (struct candidate){.owner = owner, .distance = distance(owner, expected)};
    }
    return count;
}

static size_t choose_candidates(struct tip_trace *trace, double place,
                                struct candidate candidates[CANDIDATES])
{
    size_t count = 0;
    const struct numbers *votes = &trace->votes;
    double expected = place * (double)(trace->passages.count - 1);
    if (votes->count > 0)
        qsort(votes->items, votes->count, sizeof *votes->items, by_owner);
    for (size_t i = 0, behind; i < votes->count; i = behind) {
        struct candidate candidate = {.owner = votes->items[i]};
        for (behind = i; behind < votes->count && votes->items[behind] == candidate.owner;)
            behind++;
        candidate.votes = (uint32_t)(behind - i);
        candidate.distance = distance(candidate.owner, expected);
        count = rank(candidates, count, &candidate);
    }
    return add_neighbours(trace, expected, candidates, count);
}

/* ---- comparing ---- */

/* trace->one: the first place of each run of the candidate. */
static tip_status table_one(struct tip_trace *trace, size_t size, const uint32_t *words,
                            size_t count, struct tip_error *error)
{
    tip_status status = tip_run_table_begin(&trace->one, size, words, count, error);
    for (size_t at = 0; status == TIP_OK && at + size <= count; at++) {
        uint32_t *head = tip_run_table_head(&trace->one, words + at);
        if (*head == 0)
            *head = (uint32_t)at + 1;
    }
    return status;
}

/* Marks which of the text's words stand in a run that the candidate has, and where in it. */
static tip_status compare(struct tip_trace *trace, struct candidate *candidate, size_t size,
                          const uint32_t *words, size_t count, struct tip_error *error)
{
    const uint32_t *starts = trace->starts.items;
    const uint32_t *own = trace->words.items + starts[candidate->owner];
    size_t own_count = starts[candidate->owner + 1] - starts[candidate->owner];
    tip_status status = table_one(trace, size, own, own_count, error);
    if (status != TIP_OK)
        return status;
    memset(candidate->held, 0, count);
    candidate->from = UINT32_MAX;
    candidate->until = 0;
    for (size_t i = 0; i + size <= count; i++) {
        uint32_t at = *tip_run_table_head(&trace->one, words + i);
        if (at == 0)
            continue;
        memset(candidate->held + i, 1, size);
        if (at - 1 < candidate->from)
            candidate->from = at - 1;
        if (at - 1 + size > candidate->until)
            candidate->until = at - 1 + (uint32_t)size;
    }
    return TIP_OK;
}

/* How many words the candidate holds that are not yet held by those that were taken. */
static uint32_t gain(const struct candidate *candidate, const unsigned char *taken, size_t count)
{
    uint32_t words = 0;
    for (size_t i = 0; i < count; i++)
        words += candidate->held[i] && !taken[i];
    return words;
}

/* Takes the candidate that adds most, again and again, as long as it is worth it. */
static size_t take_best(struct candidate *candidates, size_t candidate_count,
                        const struct tip_trace *trace, unsigned char *taken, size_t count,
                        struct tip_trace_part parts[TIP_TRACE_PARTS])
{
    size_t part_count = 0;
    while (part_count < TIP_TRACE_PARTS) {
        struct candidate *best = NULL;
        uint32_t most = 0;
        for (size_t i = 0; i < candidate_count; i++) {
            uint32_t words = candidates[i].is_taken ? 0 : gain(&candidates[i], taken, count);
            bool is_nearer =
                best != NULL && words == most && candidates[i].distance < best->distance;
            if (words > most || (words > 0 && is_nearer)) {
                best = &candidates[i];
                most = words;
            }
        }
        if (best == NULL || most < (count + LEAST_PART - 1) / LEAST_PART)
            break;
        best->is_taken = true;
        for (size_t i = 0; i < count; i++)
            taken[i] |= best->held[i];
        parts[part_count++] = (struct tip_trace_part){.passage = trace->passages.items[best->owner],
                                                      .held = most,
                                                      .from = best->from,
                                                      .until = best->until};
    }
    return part_count;
}

static tip_status make_held(struct tip_trace *trace, size_t bytes, struct tip_error *error)
{
    if (bytes <= trace->held_capacity)
        return TIP_OK;
    unsigned char *grown = realloc(trace->held, bytes);
    if (grown == NULL)
        return tip_error_memory(error, "tracing text");
    trace->held = grown;
    trace->held_capacity = bytes;
    return TIP_OK;
}

tip_status tip_trace_find(struct tip_trace *trace, const uint32_t *words, size_t count,
                          double place, struct tip_trace_part parts[TIP_TRACE_PARTS],
                          size_t *part_count, struct tip_error *error)
{
    struct candidate candidates[CANDIDATES];
    size_t size = count < RUN ? count : RUN;
    *part_count = 0;
    if (count == 0 || trace->words.count == 0)
        return TIP_OK;
    tip_status status = make_chains(trace, size, error);
    if (status == TIP_OK)
        status = vote(trace, &trace->chains[size], words, count, error);
    if (status == TIP_OK)
        status = make_held(trace, (CANDIDATES + 1) * count, error);
    if (status != TIP_OK)
        return status;
    size_t candidate_count = choose_candidates(trace, place, candidates);
    for (size_t i = 0; i < candidate_count && status == TIP_OK; i++) {
        candidates[i].held = trace->held + (i + 1) * count;
        status = compare(trace, &candidates[i], size, words, count, error);
    }
    if (status != TIP_OK)
        return status;
    memset(trace->held, 0, count);
    *part_count = take_best(candidates, candidate_count, trace, trace->held, count, parts);
    return TIP_OK;
}
