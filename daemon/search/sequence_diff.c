/* Myers' algorithm in linear space. A path of edits leads from the corner where neither sequence
 * has begun to the one where both have ended; x counts items of `before`, y of `after`, and k = x -
 * y names the diagonal. It is sought from both corners at once; where the two searches meet, the
 * problem falls into two smaller ones. */
#include "search/sequence_diff.h"

#include <stdlib.h>

enum {
    REACH = TIP_DIFF_EDITS / 2, /* edits that each of the two searches may spend */
    DIAGONALS = 2 * REACH + 1,
    UNREACHED_FORWARD = INT32_MIN / 2,
    UNREACHED_BACKWARD = INT32_MAX / 2
};

/* How far x came on each diagonal; `middle` is where its search began. */
struct front {
    int32_t x[DIAGONALS];
    int32_t middle;
};

struct search {
    const uint32_t *before, *after;
    uint32_t *pairs;
    bool is_minimal;
    struct front forward, backward;
};

struct point {
    int32_t x, y;
};

/* The part between two corners. */
struct area {
    struct point from, to;
};

static int32_t *place(struct front *front, int32_t k)
{
    return &front->x[k - front->middle + REACH];
}

/* Whether diagonal k was looked at with `cost` edits: those have every second one. */
static bool is_looked_at(const struct front *front, const struct area *area, int32_t k,
                         int32_t cost)
{
    int32_t far = k > front->middle ? k - front->middle : front->middle - k;
    return far <= cost && k >= area->from.x - area->to.y && k <= area->to.x - area->from.y;
}

/* Where one more edit and then equal items lead on diagonal k. */
static int32_t step_forward(struct search *search, const struct area *area, int32_t k, int32_t cost)
{
    struct front *front = &search->forward;
    int32_t x = UNREACHED_FORWARD;
    if (is_looked_at(front, area, k - 1, cost - 1)) {
        x = *place(front, k - 1) + 1;
    }
    if (is_looked_at(front, area, k + 1, cost - 1) && *place(front, k + 1) > x) {
        x = *place(front, k + 1);
    }
    if (x < area->from.x || x > area->to.x || x - k < area->from.y || x - k > area->to.y) {
        return UNREACHED_FORWARD;
    }
    while (x < area->to.x && x - k < area->to.y && search->before[x] == search->after[x - k]) {
        x++;
    }
    return x;
}

static int32_t step_backward(struct search *search, const struct area *area, int32_t k,
                             int32_t cost)
{
    struct front *front = &search->backward;
    int32_t x = UNREACHED_BACKWARD;
    if (is_looked_at(front, area, k + 1, cost - 1)) {
        x = *place(front, k + 1) - 1;
    }
    if (is_looked_at(front, area, k - 1, cost - 1) && *place(front, k - 1) < x) {
        x = *place(front, k - 1);
    }
    if (x < area->from.x || x > area->to.x || x - k < area->from.y || x - k > area->to.y) {
        return UNREACHED_BACKWARD;
    }
    while (x > area->from.x && x - k > area->from.y &&
           search->before[x - 1] == search->after[x - k - 1]) {
        x--;
    }
    return x;
}

/* Goes on by one edit on each diagonal; true, with the point, when the other search is met. The two
 * can meet on a diagonal only at costs of the parity of their distance. */
static bool advance_forward(struct search *search, const struct area *area, int32_t cost,
                            struct point *met)
{
    struct front *front = &search->forward, *other = &search->backward;
    bool may_meet = ((front->middle - other->middle) & 1) != 0;
    for (int32_t k = front->middle - cost; k <= front->middle + cost; k += 2) {
        if (!is_looked_at(front, area, k, cost)) {
            continue;
        }
        int32_t x = *place(front, k) = step_forward(search, area, k, cost);
        if (may_meet && is_looked_at(other, area, k, cost - 1) && x >= *place(other, k)) {
            *met = (struct point){x, x - k};
            return true;
        }
    }
    return false;
}

static bool advance_backward(struct search *search, const struct area *area, int32_t cost,
                             struct point *met)
{
    struct front *front = &search->backward, *other = &search->forward;
    bool may_meet = ((front->middle - other->middle) & 1) == 0;
    for (int32_t k = front->middle - cost; k <= front->middle + cost; k += 2) {
        if (!is_looked_at(front, area, k, cost)) {
            continue;
        }
        int32_t x = *place(front, k) = step_backward(search, area, k, cost);
        if (may_meet && is_looked_at(other, area, k, cost) && x <= *place(other, k)) {
            *met = (struct point){x, x - k};
            return true;
        }
    }
    return false;
}

/* The point that one of the searches came furthest to, counted in items passed. */
static struct point furthest(struct search *search, const struct area *area)
{
    struct point best = area->from;
    int32_t passed = 0;
    for (int32_t i = -REACH; i <= REACH; i += 2) {
        int32_t k = search->forward.middle + i;
        if (is_looked_at(&search->forward, area, k, REACH)) {
            int32_t x = *place(&search->forward, k);
            int32_t gain = x == UNREACHED_FORWARD ? 0 : 2 * x - k - area->from.x - area->from.y;
            if (gain > passed) {
                passed = gain;
                best = (struct point){x, x - k};
            }
        }
        k = search->backward.middle + i;
        if (is_looked_at(&search->backward, area, k, REACH)) {
            int32_t x = *place(&search->backward, k);
            int32_t gain = x == UNREACHED_BACKWARD ? 0 : area->to.x + area->to.y - 2 * x + k;
            if (gain > passed) {
                passed = gain;
                best = (struct point){x, x - k};
            }
        }
    }
    return best;
}

/* A point of a best path through an area that has no equal items at its corners, so at least two
 * edits, which keeps the point from both corners. */
static struct point split(struct search *search, const struct area *area)
{
    struct point met;
    search->forward.middle = area->from.x - area->from.y;
    search->backward.middle = area->to.x - area->to.y;
    *place(&search->forward, search->forward.middle) = area->from.x;
    *place(&search->backward, search->backward.middle) = area->to.x;
    for (int32_t cost = 1; cost <= REACH; cost++) {
        if (advance_forward(search, area, cost, &met) ||
            advance_backward(search, area, cost, &met)) {
            return met;
        }
    }
    search->is_minimal = false;
    return furthest(search, area);
}

/* The first part is done by recursion and the second by going round, and the smaller one would do
 * for either: a part that a cut leaves behind is passed in steps of REACH items at least, one that
 * was met halves the edits. So it is at most length / REACH + log2(REACH) calls deep. */
static void pair(struct search *search, struct area area)
{
    for (;;) {
        while (area.from.x < area.to.x && area.from.y < area.to.y &&
               search->before[area.from.x] == search->after[area.from.y]) {
            search->pairs[area.from.x++] = (uint32_t)area.from.y++;
        }
        while (area.from.x < area.to.x && area.from.y < area.to.y &&
               search->before[area.to.x - 1] == search->after[area.to.y - 1]) {
            search->pairs[--area.to.x] = (uint32_t)--area.to.y;
        }
        if (area.from.x == area.to.x || area.from.y == area.to.y) {
            return;
        }
        struct point at = split(search, &area);
        pair(search, (struct area){area.from, at});
        area.from = at;
    }
}

tip_status tip_sequence_diff(uint32_t *pairs, bool *is_minimal, struct tip_sequence before,
                             struct tip_sequence after, struct tip_error *error)
{
    if (before.count > INT32_MAX / 4 || after.count > INT32_MAX / 4) {
        return tip_error_set(error, TIP_LIMIT,
                             "comparing two texts: %u and %u words are too many; compare parts",
                             before.count, after.count);
    }
    struct search *search = malloc(sizeof *search);
    if (search == NULL) {
        return tip_error_memory(error, "comparing two texts");
    }
    search->before = before.items;
    search->after = after.items;
    search->pairs = pairs;
    search->is_minimal = true;
    for (uint32_t i = 0; i < before.count; i++) {
        pairs[i] = TIP_DIFF_NONE;
    }
    pair(search, (struct area){{0, 0}, {(int32_t)before.count, (int32_t)after.count}});
    *is_minimal = search->is_minimal;
    free(search);
    return TIP_OK;
}
