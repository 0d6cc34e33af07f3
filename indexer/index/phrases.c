/* Phrases, found a length at a time.
 *
 * A run of n words can only be frequent when both runs of n - 1 words in it are, so each length is
 * counted among those that the length before left over. What is counted is kept, since a run's
 * parts say whether it holds together: of all ways to cut it in two, the one where chance explains
 * it best must not explain it (normalised pointwise mutual information; Bouma 2009). What is mostly
 * part of one longer phrase is left to that. */
#include "index/phrases.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "analysis/function_words.h"
#include "index/gram_table.h"

enum {
    COVERED_PERCENT = 90, /* of its passages: then it is only the beginning of a longer phrase, */
    ENDING_PERCENT = 95,  /* or only its end */
    NAME_PASSAGES = 3     /* at most: then it may be somebody's name */
};

/* Read off lists of the full report: below it stand chance pairs of common words, such as "victims
 * trafficking", above it terms. */
static const double COHESION = 0.3;

struct occurrence {
    uint32_t gram;
    uint32_t item;
};

struct search {
    const struct tip_wording *wording;
    const struct tip_words *words;
    struct tip_gram_table tables[TIP_PHRASE_WORDS + 1]; /* by length */
    uint32_t *runs; /* of each item: the run that begins there, or 0 */
    double total;   /* words in all */
    uint32_t least; /* passages that a phrase must be in */
    struct occurrence *occurrences;
    size_t occurrence_count;
    struct tip_phrases *phrases;
    struct tip_error *error;
};

void tip_phrases_free(struct tip_phrases *phrases)
{
    free(phrases->items);
    *phrases = (struct tip_phrases){0};
}

/* ---- counting ---- */

/* The pair of a run of `length` words at an item; 0 when none can be there. */
static uint64_t pair_at(const struct search *search, uint32_t length, size_t item)
{
    int32_t form = search->wording->items[item];
    if (length == 1)
        return form < 0 ? 0 : tip_wording_word(search->wording, form);
    if (item + 1 == search->wording->count || search->runs[item] == 0 ||
        search->runs[item + 1] == 0)
        return 0;
    return (uint64_t)search->runs[item] << 32 | search->runs[item + 1];
}

static bool is_frequent(const struct search *search, const struct tip_gram_table *table,
                        uint32_t gram)
{
    return gram != 0 && table->grams[gram - 1].passages >= search->least;
}

/* Counts the runs of a length and leaves the frequent ones in search->runs, where those that are a
 * word shorter stood: an item is not looked at again once its run is known. */
static tip_status count_runs(struct search *search, uint32_t length)
{
    struct tip_gram_table *table = &search->tables[length];
    uint32_t passage = 0;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < search->wording->count && status == TIP_OK; i++) {
        uint64_t pair = pair_at(search, length, i);
        passage += search->wording->items[i] == TIP_BREAK_PASSAGE;
        search->runs[i] = 0;
        if (pair != 0)
            status = tip_gram_table_count(table, pair, (uint32_t)i, passage, &search->runs[i],
                                          search->error);
    }
    for (size_t i = 0; i < search->wording->count; i++)
        if (!is_frequent(search, table, search->runs[i]))
            search->runs[i] = 0;
    return status;
}

/* The same once they are counted. */
static void name_runs(struct search *search, uint32_t length)
{
    const struct tip_gram_table *table = &search->tables[length];
    for (size_t i = 0; i < search->wording->count; i++) {
        uint64_t pair = pair_at(search, length, i);
        uint32_t gram = pair == 0 ? 0 : tip_gram_table_find(table, pair);
        search->runs[i] = is_frequent(search, table, gram) ? gram : 0;
    }
}

static tip_status count_all(struct search *search)
{
    tip_status status = TIP_OK;
    for (uint32_t length = 1; length <= TIP_PHRASE_WORDS && status == TIP_OK; length++)
        status = count_runs(search, length);
    for (uint32_t i = 0; i < search->tables[1].count; i++)
        search->total += search->tables[1].grams[i].occurrences;
    return status;
}

/* ---- choosing ---- */

static const struct tip_gram *gram_of(const struct search *search, uint32_t length, uint32_t number)
{
    return &search->tables[length].grams[number - 1];
}

/* How often the first `part` words of a run stand, or, `is_end`, the last ones. */
static double part_occurrences(const struct search *search, uint32_t length, uint32_t number,
                               uint32_t part, bool is_end)
{
    for (; length > part; length--) {
        uint64_t pair = gram_of(search, length, number)->pair;
        number = is_end ? (uint32_t)pair : (uint32_t)(pair >> 32);
    }
    return gram_of(search, length, number)->occurrences;
}

static double cohesion(const struct search *search, uint32_t length, uint32_t number)
{
    double least = 1;
    double own = gram_of(search, length, number)->occurrences;
    for (uint32_t part = 1; part < length; part++) {
        double left = part_occurrences(search, length, number, part, false);
        double right = part_occurrences(search, length, number, length - part, true);
        double together = log(own * search->total / (left * right)) / log(search->total / own);
        least = together < least ? together : least;
    }
    return least;
}

/* Whether a phrase may end with this word: it means something. */
static bool is_telling(const struct search *search, int32_t form)
{
    struct tip_word word;
    uint32_t number = tip_wording_word(search->wording, form);
    if (number == TIP_NO_WORD)
        return false;
    tip_words_get(search->words, number, &word);
    return !tip_word_is_function(word.text, word.length) &&
           (word.text[0] < '0' || word.text[0] > '9');
}

static bool is_phrase(const struct search *search, uint32_t length, uint32_t number)
{
    const struct tip_gram *gram = gram_of(search, length, number);
    const int32_t *forms = &search->wording->items[gram->first];
    return gram->passages >= search->least && is_telling(search, forms[0]) &&
           is_telling(search, forms[length - 1]) && cohesion(search, length, number) >= COHESION;
}

static void cover(uint32_t *covered, uint32_t passages)
{
    *covered = passages > *covered ? passages : *covered;
}

/* Longest first: each run tells its two parts of the most frequent phrase that begins or ends with
 * them. Two words before a preposition are whole, whatever follows: "minimum standards for". */
static void cover_parts(struct search *search)
{
    for (uint32_t length = TIP_PHRASE_WORDS; length > 2; length--) {
        for (uint32_t number = 1; number <= search->tables[length].count; number++) {
            const struct tip_gram *gram = gram_of(search, length, number);
            struct tip_gram *shorter = search->tables[length - 1].grams;
            uint32_t passages = is_phrase(search, length, number) ? gram->passages : 0;
            if (length > 3 || is_telling(search, search->wording->items[gram->first + 2])) {
                cover(&shorter[(gram->pair >> 32) - 1].begins, passages);
                cover(&shorter[(gram->pair >> 32) - 1].begins, gram->begins);
            }
            cover(&shorter[(uint32_t)gram->pair - 1].ends, passages);
            cover(&shorter[(uint32_t)gram->pair - 1].ends, gram->ends);
        }
    }
}

static bool has_capital(const struct search *search, int32_t form)
{
    size_t length;
    const char *text = tip_wording_text(search->wording, form, &length);
    return length > 0 && !(text[0] >= 'a' && text[0] <= 'z');
}

/* Whether each of its words has a capital and stands in hardly any other place: somebody's name,
 * likely, which is not to be suggested when few passages have it. */
static bool is_name(const struct search *search, uint32_t length, uint32_t number)
{
    const struct tip_gram *gram = gram_of(search, length, number);
    if (gram->passages > NAME_PASSAGES)
        return false;
    for (uint32_t i = 0; i < length; i++) {
        int32_t form = search->wording->items[gram->first + i];
        uint32_t word = tip_wording_word(search->wording, form);
        uint32_t one = tip_gram_table_find(&search->tables[1], word);
        if (!has_capital(search, form) ||
            gram_of(search, 1, one)->occurrences > gram->occurrences + 1)
            return false;
    }
    return true;
}

/* Whether it is only part of a longer phrase. The end of a name means nothing, as in "Nations
 * Office"; that of a term is a term, too, as in "TVPA's minimum standards". */
static bool is_part(const struct search *search, const struct tip_gram *gram)
{
    bool is_named = has_capital(search, search->wording->items[gram->first]);
    return (uint64_t)gram->begins * 100 >= (uint64_t)gram->passages * COVERED_PERCENT ||
           (is_named && (uint64_t)gram->ends * 100 >= (uint64_t)gram->passages * ENDING_PERCENT);
}

static bool is_chosen(const struct search *search, uint32_t length, uint32_t number)
{
    return is_phrase(search, length, number) && !is_name(search, length, number) &&
           !is_part(search, gram_of(search, length, number));
}

/* ---- how they are written ---- */

static bool joins_next(const struct search *search, int32_t item)
{
    size_t length;
    if (item < 0)
        return false;
    const char *text = tip_wording_text(search->wording, item, &length);
    return length > 0 && text[length - 1] == '-';
}

/* What an occurrence says of how a phrase is written: nothing within a longer joined word or in a
 * line of capitals; less at the beginning of a sentence, which has a capital anyway. */
static unsigned worth(const struct search *search, uint32_t length, uint32_t item)
{
    const int32_t *items = search->wording->items;
    int32_t before = items[item - 1]; /* a passage begins with a break */
    if (joins_next(search, before) || joins_next(search, items[item + length - 1]) ||
        (tip_wording_is_shouted(search->wording, item) &&
         tip_wording_is_shouted(search->wording, item + length - 1)))
        return 0;
    return before == TIP_BREAK_SENTENCE || before == TIP_BREAK_PASSAGE ? 1 : 2;
}

struct order {
    const int32_t *items;
    uint32_t length;
};

static int compare_forms(const struct order *order, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < order->length; i++)
        if (order->items[a + i] != order->items[b + i])
            return order->items[a + i] < order->items[b + i] ? -1 : 1;
    return 0;
}

static int compare_occurrences(const void *left, const void *right, void *context)
{
    const struct occurrence *a = left, *b = right;
    if (a->gram != b->gram)
        return a->gram < b->gram ? -1 : 1;
    int order = compare_forms(context, a->item, b->item);
    return order != 0 ? order : a->item < b->item ? -1 : a->item > b->item;
}

static tip_status list_occurrences(struct search *search, uint32_t length, const bool *chosen)
{
    size_t count = 0;
    for (size_t i = 0; i < search->wording->count; i++)
        count += search->runs[i] != 0 && chosen[search->runs[i]];
    free(search->occurrences);
    search->occurrences = calloc(count + 1, sizeof *search->occurrences);
    search->occurrence_count = count;
    if (search->occurrences == NULL)
        return tip_error_memory(search->error, "looking for phrases");
    count = 0;
    for (size_t i = 0; i < search->wording->count; i++)
        if (search->runs[i] != 0 && chosen[search->runs[i]])
            search->occurrences[count++] = (struct occurrence){search->runs[i], (uint32_t)i};
    struct order order = {search->wording->items, length};
    qsort_r(search->occurrences, count, sizeof *search->occurrences, compare_occurrences, &order);
    return TIP_OK;
}

/* The end of the occurrences from `at` on that are written alike; *value is what they say. */
static size_t alike(const struct search *search, uint32_t length, size_t at, unsigned *value)
{
    struct order order = {search->wording->items, length};
    const struct occurrence *first = &search->occurrences[at];
    *value = 0;
    for (; at < search->occurrence_count && search->occurrences[at].gram == first->gram &&
           compare_forms(&order, first->item, search->occurrences[at].item) == 0;
         at++)
        *value += worth(search, length, search->occurrences[at].item);
    return at;
}

/* Adds the phrase whose occurrences begin at `at`, and gives their end. */
static size_t add_phrase(struct search *search, uint32_t length, size_t at)
{
    uint32_t gram = search->occurrences[at].gram;
    uint32_t best_item = 0;
    unsigned best = 0;
    while (at < search->occurrence_count && search->occurrences[at].gram == gram) {
        uint32_t item = search->occurrences[at].item;
        unsigned value;
        at = alike(search, length, at, &value);
        if (value > best) {
            best = value;
            best_item = item;
        }
    }
    if (best > 0)
        search->phrases->items[search->phrases->count++] =
            (struct tip_phrase){.forms = &search->wording->items[best_item],
                                .length = length,
                                .passages = gram_of(search, length, gram)->passages};
    return at;
}

static tip_status add_phrases(struct search *search, uint32_t length)
{
    const struct tip_gram_table *table = &search->tables[length];
    bool *chosen = calloc((size_t)table->count + 1, sizeof *chosen);
    struct tip_phrases *phrases = search->phrases;
    struct tip_phrase *grown =
        reallocarray(phrases->items, phrases->count + table->count + 1, sizeof *grown);
    if (grown != NULL)
        phrases->items = grown;
    tip_status status = chosen == NULL || grown == NULL
                            ? tip_error_memory(search->error, "looking for phrases")
                            : TIP_OK;
    for (uint32_t number = 1; number <= table->count && status == TIP_OK; number++)
        chosen[number] = is_chosen(search, length, number);
    name_runs(search, length);
    if (status == TIP_OK)
        status = list_occurrences(search, length, chosen);
    for (size_t at = 0; at < search->occurrence_count && status == TIP_OK;)
        at = add_phrase(search, length, at);
    free(chosen);
    return status;
}

tip_status tip_phrases_find(struct tip_phrases *phrases, const struct tip_wording *wording,
                            const struct tip_words *words, struct tip_error *error)
{
    struct search search = {.wording = wording, .words = words, .phrases = phrases, .error = error};
    *phrases = (struct tip_phrases){0};
    search.least =
        wording->count > TIP_PHRASE_MANY_WORDS ? TIP_PHRASE_PASSAGES_MANY : TIP_PHRASE_PASSAGES;
    search.runs = calloc(wording->count + 1, sizeof *search.runs);
    tip_status status =
        search.runs == NULL ? tip_error_memory(error, "looking for phrases") : count_all(&search);
    if (status == TIP_OK) {
        cover_parts(&search);
        name_runs(&search, 1);
    }
    for (uint32_t length = 2; length <= TIP_PHRASE_WORDS && status == TIP_OK; length++)
        status = add_phrases(&search, length);
    for (uint32_t length = 1; length <= TIP_PHRASE_WORDS; length++)
        tip_gram_table_free(&search.tables[length]);
    free(search.runs);
    free(search.occurrences);
    return status;
}
