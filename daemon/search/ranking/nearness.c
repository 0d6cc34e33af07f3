/* A pair is two words that follow each other in the query. For each pair that stands side by side
 * in the passage's text or in one of its headings, in either order and however often, the passage
 * gains a tenth of the rarer word's weight. */
#include "search/ranking/nearness.h"

#include <stdlib.h>

static const double PAIR_SHARE = 0.1;

/* Two terms, the lower place first. */
struct pair {
    uint32_t one, two;
    double gain;
    bool is_seen;
};

struct pairs {
    struct pair *items;
    size_t count;
};

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    return a->one != b->one ? (a->one > b->one) - (a->one < b->one)
                            : (a->two > b->two) - (a->two < b->two);
}

static struct pair make_pair(uint32_t a, uint32_t b)
{
    return (struct pair){.one = a < b ? a : b, .two = a < b ? b : a};
}

static void add_pair(struct pairs *pairs, const struct tip_window *window, size_t word, size_t next,
                     size_t language)
{
    const struct tip_plan *plan = window->plan;
    uint32_t first = plan->stem_of[word * plan->languages + language];
    uint32_t second = plan->stem_of[next * plan->languages + language];
    uint32_t a = tip_terms_find(&window->terms, plan->stems[first].number);
    uint32_t b = tip_terms_find(&window->terms, plan->stems[second].number);
    if (a == b || a == TIP_NO_TERM_PLACE || b == TIP_NO_TERM_PLACE) {
        return; /* a word followed by itself is no pair */
    }
    struct pair pair = make_pair(a, b);
    double one = window->terms.weights[a], two = window->terms.weights[b];
    pair.gain = PAIR_SHARE * (one > two ? one : two);
    pairs->items[pairs->count++] = pair;
}

static void sort_pairs(struct pairs *pairs)
{
    qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        if (kept == 0 || compare_pairs(&pairs->items[kept - 1], &pairs->items[i]) != 0) {
            pairs->items[kept++] = pairs->items[i];
        }
    }
    pairs->count = kept;
}

/* Sorted, each once. */
static tip_status make_pairs(struct pairs *pairs, const struct tip_window *window,
                             struct tip_error *error)
{
    size_t count, languages = window->plan->languages;
    size_t *words = tip_words_in_order(window->plan, &count);
    pairs->items = calloc(count * languages + 1, sizeof *pairs->items);
    if (words == NULL || pairs->items == NULL) {
        free(words);
        return tip_error_memory(error, "ranking");
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t l = 0; l < languages; l++) {
            add_pair(pairs, window, words[i - 1], words[i], l);
        }
    }
    free(words);
    sort_pairs(pairs);
    return TIP_OK;
}

static void see_pairs(const struct pairs *pairs, const struct tip_sighting *sightings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (sightings[i].position == sightings[i - 1].position + 1) {
            struct pair wanted = make_pair(sightings[i - 1].term, sightings[i].term);
            struct pair *found =
                bsearch(&wanted, pairs->items, pairs->count, sizeof wanted, compare_pairs);
            if (found != NULL) {
                found->is_seen = true;
            }
        }
    }
}

static double sum_seen(struct pairs *pairs)
{
    double sum = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        sum += pairs->items[i].is_seen ? pairs->items[i].gain : 0;
        pairs->items[i].is_seen = false;
    }
    return sum;
}

tip_status tip_nearness_add(struct tip_window *window, struct tip_error *error)
{
    struct pairs pairs = {0};
    tip_status status = make_pairs(&pairs, window, error);
    for (size_t i = 0; i < window->count && status == TIP_OK && pairs.count > 0; i++) {
        struct tip_reading reading;
        status = tip_readings_get(&window->readings, window->items[i].number, &reading, error);
        if (status == TIP_OK) {
            see_pairs(&pairs, window->readings.sightings + reading.first, reading.count);
            tip_candidate_gain(&window->items[i], TIP_PART_NEARNESS, sum_seen(&pairs));
        }
    }
    free(pairs.items);
    return status;
}
