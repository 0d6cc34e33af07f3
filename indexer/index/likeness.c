/* Shingles of word numbers: a pair of numbers of 32 bits is one of 64, so that sets are compared
 * exactly. */
#include "index/likeness.h"

#include <stdlib.h>
#include <string.h>

#include "index/words.h"

void tip_shingles_free(struct tip_shingles *shingles)
{
    free(shingles->items);
    *shingles = (struct tip_shingles){0};
}

size_t tip_text_word_count(const struct tip_token_list *list)
{
    size_t count = 0;
    while (count < list->count[TIP_STREAM_BODY] && list->words[count] != TIP_NO_WORD)
        count++;
    return count;
}

/* A passage has a hundred shingles: a Shell sort (gaps of M. Ciura, 2001) takes a quarter of the
 * time of qsort, which is most of what a comparison takes. */
static void sort(uint64_t *items, size_t count)
{
    static const size_t gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)
        for (size_t i = gaps[g]; i < count; i++) {
            uint64_t item = items[i];
            size_t at = i;
            for (; at >= gaps[g] && items[at - gaps[g]] > item; at -= gaps[g])
                items[at] = items[at - gaps[g]];
            items[at] = item;
        }
}

/* Leaves of sorted items each once. */
static size_t unite(uint64_t *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || items[i] != items[kept - 1])
            items[kept++] = items[i];
    return kept;
}

tip_status tip_shingles_make(struct tip_shingles *shingles, const struct tip_token_list *list,
                             struct tip_error *error)
{
    size_t words = tip_text_word_count(list);
    size_t count = words < 2 ? 0 : words - 1;
    if (count > shingles->capacity) {
        uint64_t *items = reallocarray(shingles->items, count * 2, sizeof *items);
        if (items == NULL)
            return tip_error_memory(error, "comparing passages");
        shingles->items = items;
        shingles->capacity = count * 2;
    }
    for (size_t i = 0; i < count; i++)
        shingles->items[i] = (uint64_t)list->words[i] << 32 | list->words[i + 1];
    sort(shingles->items, count);
    shingles->count = unite(shingles->items, count);
    return TIP_OK;
}

size_t tip_shingles_common(const struct tip_shingles *a, const struct tip_shingles *b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint64_t left = a->items[i], right = b->items[j];
        common += left == right;
        i += left <= right;
        j += right <= left;
    }
    return common;
}

double tip_shingles_overlap(const struct tip_shingles *a, const struct tip_shingles *b)
{
    size_t common = tip_shingles_common(a, b);
    size_t all = a->count + b->count - common;
    return all == 0 ? 0 : (double)common / (double)all;
}

bool tip_overlap_is_enough(size_t a, size_t b, size_t common)
{
    return common > 0 && common * TIP_ALIKE_WHOLE >= (a + b - common) * TIP_ALIKE_PARTS;
}

bool tip_kind_can_be_alike(enum tip_kind kind)
{
    return kind == TIP_KIND_NARRATIVE || kind == TIP_KIND_STORY || kind == TIP_KIND_LIST ||
           kind == TIP_KIND_QUOTE;
}

/* ---- countries ---- */

enum { SET_WORDS = sizeof((struct tip_country_set *)0)->bits / sizeof(uint64_t) };

void tip_country_set_read(struct tip_country_set *set, const char *codes)
{
    *set = (struct tip_country_set){0};
    for (size_t length; *codes != '\0'; codes += length + (codes[length] == ' ')) {
        length = strcspn(codes, " ");
        if (length != 2 || codes[0] < 'A' || codes[0] > 'Z' || codes[1] < 'A' || codes[1] > 'Z')
            continue;
        unsigned bit = (unsigned)(codes[0] - 'A') * 26 + (unsigned)(codes[1] - 'A');
        set->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

static bool is_empty(const struct tip_country_set *set)
{
    uint64_t any = 0;
    for (size_t i = 0; i < SET_WORDS; i++)
        any |= set->bits[i];
    return any == 0;
}

bool tip_country_sets_meet(const struct tip_country_set *a, const struct tip_country_set *b)
{
    uint64_t common = 0;
    for (size_t i = 0; i < SET_WORDS; i++)
        common |= a->bits[i] & b->bits[i];
    return common != 0 || is_empty(a) || is_empty(b);
}

void tip_country_set_narrow(struct tip_country_set *set, const struct tip_country_set *by)
{
    if (is_empty(by))
        return;
    if (is_empty(set)) {
        *set = *by;
        return;
    }
    for (size_t i = 0; i < SET_WORDS; i++)
        set->bits[i] &= by->bits[i];
}

bool tip_countries_can_be_alike(const char *a, const char *b)
{
    struct tip_country_set left, right;
    tip_country_set_read(&left, a);
    tip_country_set_read(&right, b);
    return tip_country_sets_meet(&left, &right);
}
