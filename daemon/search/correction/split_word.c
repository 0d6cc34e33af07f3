/* All cuts are tried. Words that stand side by side somewhere are the evidence: without it nearly
 * every name would fall into two words. */
#include "search/correction/split_word.h"

#include <string.h>

#include "base/utf8.h"
#include "search/correction/candidates.h"
#include "search/correction/lexicon.h"
#include "search/correction/word_hits.h"

enum {
    COST_BLANK = 70,     /* a blank left out between words that stand side by side */
    COST_STRANGERS = 50, /* more, between words that do not; then both are long: */
    STRANGERS_LEAST = 5, /* letters of each */
    PART_LEAST = 2,      /* letters of a part; of a misspelt one: */
    MISSPELT_LEAST = 5,
    MISSPELT_LIMIT = 100 /* what its edits may cost */
};

struct splitting {
    struct tip_searcher *searcher;
    const struct tip_lexicon *lexicon;
    unsigned limit; /* a split must cost less */
    struct tip_correction *correction;
    struct tip_error *error;
};

/* A part of the word, and the word of the dictionary that it is. */
struct part {
    const char *text;
    size_t length, letters;
    uint32_t number; /* TIP_NO_WORD: none */
    unsigned cost;
};

static struct part make_part(const struct splitting *splitting, const char *text, size_t length)
{
    return (struct part){.text = text,
                         .length = length,
                         .letters = tip_utf8_count(text, length),
                         .number = tip_word_find_live(splitting->lexicon->words, text, length)};
}

static void write_correction(const struct splitting *splitting, const struct part *first,
                             const struct part *second, unsigned cost)
{
    struct tip_correction *correction = splitting->correction;
    struct tip_word words[2];
    tip_words_get(splitting->lexicon->words, first->number, &words[0]);
    tip_words_get(splitting->lexicon->words, second->number, &words[1]);
    memcpy(correction->text, words[0].text, words[0].length);
    correction->text[words[0].length] = ' ';
    memcpy(correction->text + words[0].length + 1, words[1].text, words[1].length);
    correction->length = words[0].length + 1 + words[1].length;
    correction->text[correction->length] = '\0';
    correction->cost = cost;
}

/* Takes two words if they are convincing side by side, and cheaper than what was taken before. */
static tip_status take(struct splitting *splitting, const struct part *first,
                       const struct part *second)
{
    bool are_neighbours;
    unsigned cost = COST_BLANK + first->cost + second->cost;
    if (cost >= splitting->limit) {
        return TIP_OK;
    }
    tip_status status = tip_words_are_neighbours(splitting->searcher, first->number, second->number,
                                                 &are_neighbours, splitting->error);
    bool are_long = first->letters >= STRANGERS_LEAST && second->letters >= STRANGERS_LEAST &&
                    first->cost + second->cost == 0;
    cost += are_neighbours ? 0 : COST_STRANGERS;
    if (status == TIP_OK && (are_neighbours || are_long) && cost < splitting->limit) {
        write_correction(splitting, first, second, cost);
        splitting->limit = cost;
    }
    return status;
}

/* The part that is no word becomes the best one that stands beside `whole`. */
static tip_status mend(struct splitting *splitting, const struct part *whole,
                       const struct part *misspelt, bool is_first)
{
    struct tip_correction_candidates candidates;
    struct tip_letters letters;
    tip_status status = TIP_OK;
    if (misspelt->letters < MISSPELT_LEAST || whole->letters <= PART_LEAST ||
        !tip_letters_read(&letters, misspelt->text, misspelt->length)) {
        return TIP_OK;
    }
    tip_correction_candidates_find(&candidates, splitting->searcher, splitting->lexicon, &letters,
                                   MISSPELT_LIMIT);
    for (size_t i = 0; i < candidates.count && status == TIP_OK; i++) {
        struct part meant = *misspelt;
        meant.number = candidates.best[i].number;
        meant.cost = candidates.best[i].cost;
        status = is_first ? take(splitting, &meant, whole) : take(splitting, whole, &meant);
    }
    return status;
}

static tip_status cut(struct splitting *splitting, const char *word, size_t length, size_t place,
                      bool with_slips)
{
    struct part first = make_part(splitting, word, place);
    struct part second = make_part(splitting, word + place, length - place);
    if (first.letters < PART_LEAST || second.letters < PART_LEAST) {
        return TIP_OK;
    }
    if (first.number != TIP_NO_WORD && second.number != TIP_NO_WORD) {
        return with_slips ? TIP_OK : take(splitting, &first, &second);
    }
    if (!with_slips || (first.number == TIP_NO_WORD && second.number == TIP_NO_WORD)) {
        return TIP_OK;
    }
    return first.number == TIP_NO_WORD ? mend(splitting, &second, &first, true)
                                       : mend(splitting, &first, &second, false);
}

static tip_status try_cuts(struct splitting *splitting, const char *word, size_t length,
                           bool with_slips)
{
    const char *cursor = word, *end = word + length;
    tip_status status = TIP_OK;
    while (status == TIP_OK && !tip_searcher_is_late(splitting->searcher)) {
        tip_utf8_next(&cursor, end);
        if (cursor == end) {
            break;
        }
        status = cut(splitting, word, length, (size_t)(cursor - word), with_slips);
    }
    return status;
}

tip_status tip_split_word(struct tip_searcher *searcher, const char *word, size_t length,
                          unsigned limit, struct tip_correction *correction,
                          struct tip_error *error)
{
    struct splitting splitting = {
        .searcher = searcher, .limit = limit, .correction = correction, .error = error};
    tip_status status = tip_searcher_lexicon(searcher, &splitting.lexicon, error);
    if (status == TIP_OK) {
        status = try_cuts(&splitting, word, length, false);
    }
    if (status == TIP_OK && correction->length == 0) {
        status = try_cuts(&splitting, word, length, true);
    }
    return status;
}
