/* Buckets are made band by band: texts in the order of their elements, so that equal ones stand
 * side by side. An element that only one text has makes none. */
#include "index/twin_buckets.h"

#include <stdlib.h>
#include <string.h>

/* Digits of the sort by element. */
enum { DIGIT_BITS = 11, DIGITS = 3, DIGIT_VALUES = 1 << DIGIT_BITS };

/* A text and its element of a band. */
struct keyed {
    uint32_t element, text;
};

/* ---- sorting ---- */

static void sort_by_digit(struct keyed *to, const struct keyed *from, size_t count, int digit)
{
    size_t starts[DIGIT_VALUES + 1] = {0};
    const int shift = digit * DIGIT_BITS;
    for (size_t i = 0; i < count; i++)
        starts[(from[i].element >> shift) % DIGIT_VALUES + 1]++;
    for (int value = 1; value <= DIGIT_VALUES; value++)
        starts[value] += starts[value - 1];
    for (size_t i = 0; i < count; i++)
        to[starts[(from[i].element >> shift) % DIGIT_VALUES]++] = from[i];
}

/* Sorts `items`, which stays in its order where elements are equal; the result is where the last
 * digit's pass put it. */
static struct keyed *sort_by_element(struct keyed *items, struct keyed *room, size_t count)
{
    for (int digit = 0; digit < DIGITS; digit++) {
        struct keyed *sorted = room;
        sort_by_digit(sorted, items, count, digit);
        room = items;
        items = sorted;
    }
    return items;
}

/* ---- making buckets ---- */

static tip_status add_bucket(struct tip_twin_buckets *buckets, struct tip_error *error)
{
    if (buckets->bucket_count == buckets->bucket_capacity) {
        size_t capacity = buckets->bucket_capacity == 0 ? 1024 : buckets->bucket_capacity * 2;
        struct tip_bucket *grown = reallocarray(buckets->buckets, capacity, sizeof *grown);
        if (grown == NULL)
            return tip_error_memory(error, "finding passages that are alike");
        buckets->buckets = grown;
        buckets->bucket_capacity = capacity;
    }
    buckets->buckets[buckets->bucket_count++] = (struct tip_bucket){0};
    return TIP_OK;
}

/* Replaces the elements of a band by the numbers of their buckets. */
static tip_status number_band(struct tip_twin_buckets *buckets, int band,
                              const struct keyed *sorted, size_t count, struct tip_error *error)
{
    tip_status status = TIP_OK;
    for (size_t first = 0, behind; first < count && status == TIP_OK; first = behind) {
        for (behind = first; behind < count && sorted[behind].element == sorted[first].element;)
            behind++;
        if (behind - first > 1)
            status = add_bucket(buckets, error);
        for (size_t i = first; i < behind; i++)
            buckets->of[sorted[i].text].bands[band] =
                behind - first > 1 ? (uint32_t)buckets->bucket_count : 0;
    }
    return status;
}

static size_t collect_band(const struct tip_twin_buckets *buckets, int band, size_t texts,
                           struct keyed *items)
{
    size_t count = 0;
    for (uint32_t text = 0; text < texts; text++)
        if (buckets->of[text].bands[band] != 0)
            items[count++] = (struct keyed){buckets->of[text].bands[band], text};
    return count;
}

static tip_status make_buckets(struct tip_twin_buckets *buckets, size_t texts,
                               struct tip_error *error)
{
    struct keyed *items = calloc(texts + 1, 2 * sizeof *items);
    if (items == NULL)
        return tip_error_memory(error, "finding passages that are alike");
    tip_status status = TIP_OK;
    for (int band = 0; band < TIP_MINHASH_BANDS && status == TIP_OK; band++) {
        size_t count = collect_band(buckets, band, texts, items);
        const struct keyed *sorted = sort_by_element(items, items + texts, count);
        status = number_band(buckets, band, sorted, count, error);
    }
    free(items);
    return status;
}

tip_status tip_twin_buckets_init(struct tip_twin_buckets *buckets, struct tip_minhash *signatures,
                                 size_t count, struct tip_error *error)
{
    *buckets = (struct tip_twin_buckets){
        .of = signatures,
        .seen = calloc(count + 1, sizeof *buckets->seen),
        .shared = calloc(count + 1, sizeof *buckets->shared),
    };
    if (buckets->seen == NULL || buckets->shared == NULL)
        return tip_error_memory(error, "finding passages that are alike");
    return make_buckets(buckets, count, error);
}

void tip_twin_buckets_free(struct tip_twin_buckets *buckets)
{
    free(buckets->of);
    free(buckets->buckets);
    free(buckets->places);
    free(buckets->seen);
    free(buckets->shared);
    *buckets = (struct tip_twin_buckets){0};
}

/* ---- texts in buckets ---- */

static tip_status reserve_places(struct tip_twin_buckets *buckets, struct tip_error *error)
{
    if (buckets->place_count + TIP_MINHASH_BANDS <= buckets->place_capacity)
        return TIP_OK;
    size_t capacity = buckets->place_capacity == 0 ? 1024 : buckets->place_capacity * 2;
    struct tip_bucket_place *places = reallocarray(buckets->places, capacity, sizeof *places);
    if (places == NULL)
        return tip_error_memory(error, "finding passages that are alike");
    buckets->places = places;
    buckets->place_capacity = capacity;
    return TIP_OK;
}

tip_status tip_twin_buckets_put(struct tip_twin_buckets *buckets, uint32_t text,
                                struct tip_error *error)
{
    tip_status status = reserve_places(buckets, error);
    for (int band = 0; band < TIP_MINHASH_BANDS && status == TIP_OK; band++) {
        uint32_t number = buckets->of[text].bands[band];
        if (number == 0 || buckets->buckets[number - 1].count == TIP_BUCKET_TEXTS)
            continue;
        struct tip_bucket *bucket = &buckets->buckets[number - 1];
        buckets->places[buckets->place_count++] = (struct tip_bucket_place){.text = text};
        uint32_t place = (uint32_t)buckets->place_count;
        if (bucket->count++ == 0)
            bucket->first = place;
        else
            buckets->places[bucket->last - 1].next = place;
        bucket->last = place;
    }
    return status;
}

size_t tip_twin_buckets_meet(struct tip_twin_buckets *buckets, uint32_t text, struct tip_met *met)
{
    size_t count = 0;
    for (int band = 0; band < TIP_MINHASH_BANDS; band++) {
        uint32_t number = buckets->of[text].bands[band];
        uint32_t place = number == 0 ? 0 : buckets->buckets[number - 1].first;
        for (; place != 0; place = buckets->places[place - 1].next) {
            uint32_t other = buckets->places[place - 1].text;
            if (buckets->seen[other] != text + 1) {
                buckets->seen[other] = text + 1;
                buckets->shared[other] = 0;
                met[count++].text = other;
            }
            buckets->shared[other]++;
        }
    }
    for (size_t i = 0; i < count; i++)
        met[i].shared = buckets->shared[met[i].text];
    return count;
}
