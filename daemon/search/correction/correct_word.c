/* How far from what was typed a word may be, and which of the candidates is proposed: the best one
 * that a search finds. */
#include "search/correction/correct_word.h"

#include <string.h>

#include "search/correction/candidates.h"
#include "search/correction/lexicon.h"
#include "search/correction/split_word.h"
#include "search/correction/word_hits.h"

/* Fitted on slips made of the words of a report and on lists of common misspellings, against names
 * and words that it does not have (tests/integration/test_correction_report.c prints the shares):
 * 20 more of doubt spare a fourth of those, and cost three of 100 words with two edits. */
enum {
    LETTERS_LEAST = 4, /* of a word that is corrected */
    PER_BIT = 9, /* what edits may cost, for each bit by which the word surprises, less doubt */
    COUNTRY_LIMIT = 140, /* what they may where a capital is written and a country may be meant */
    LIMIT_MOST = 220,    /* at most about two edits */
    DERIVED_LIMIT = 50,
    ROOT_LEAST = 4,    /* bytes of the word that another one is derived from */
    SHORT_LETTERS = 5, /* a short word is near many others */
    SPLIT_LETTERS = 5, /* of a word that may be two */
    SPLIT_LIMIT = 180, /* what a split costs less than */
    COST_JOIN = 70,    /* a blank too many */
    JOIN_LIMIT = 75,   /* what the slips of two words that are one may cost besides */
    JOIN_LETTERS = 7   /* of such a word */
};

/* Doubt by TIP_MAY_BE_NAME and TIP_IS_IN_COMPANY, and what edits may cost whatever the doubt. */
static const struct {
    int doubt;
    int least;       /* one likely slip */
    int least_short; /* of a word of SHORT_LETTERS at most */
    int most_shortest;
} doubts[] = {
    {105, 85, 85, 60},
    {140, 60, 60, 60},
    {120, 60, 45, 45},
    {150, 60, 45, 45},
};

/* What the edits may cost. The less a word looks like a name or like the words of the index, the
 * surer it is that another one was meant; long words surprise by more, and are less often near
 * another one by chance. */
static unsigned limit_of(const struct tip_lexicon *lexicon, const struct tip_names *names,
                         const struct tip_letters *typed, unsigned signs)
{
    unsigned as_name = tip_letter_model_surprise(names->letters, typed);
    unsigned as_word = tip_letter_model_surprise(lexicon->letters, typed);
    unsigned surprise = as_name < as_word ? as_name : as_word;
    int limit = (int)(surprise * PER_BIT / 100) - doubts[signs].doubt;
    int least = typed->count <= SHORT_LETTERS ? doubts[signs].least_short : doubts[signs].least;
    int most = typed->count == LETTERS_LEAST ? doubts[signs].most_shortest : LIMIT_MOST;
    limit = limit < least ? least : limit;
    return (unsigned)(limit > most ? most : limit);
}

/* Whether a word is a live one with a prefix or suffix that the stemmer leaves: "adoptee". Then it
 * is a word, though no passage has it. */
static bool is_derived(const struct tip_words *words, const char *word, size_t length)
{
    static const char *const prefixes[] = {"anti",  "counter", "cross", "inter", "mis",  "multi",
                                           "non",   "over",    "post",  "pre",   "semi", "sub",
                                           "super", "trans",   "un",    "under", "re",   "dis"};
    static const char *const suffixes[] = {"ee",   "ees",  "er",    "ers",  "ful",  "hood",
                                           "ish",  "ism",  "ist",   "ists", "less", "like",
                                           "ness", "ship", "ships", "wise"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t own = strlen(prefixes[i]);
        if (length >= own + ROOT_LEAST && memcmp(word, prefixes[i], own) == 0 &&
            tip_word_find_live(words, word + own, length - own) != TIP_NO_WORD) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t own = strlen(suffixes[i]);
        if (length >= own + ROOT_LEAST && memcmp(word + length - own, suffixes[i], own) == 0 &&
            tip_word_find_live(words, word, length - own) != TIP_NO_WORD) {
            return true;
        }
    }
    return false;
}

static bool is_country(const struct tip_searcher *searcher, uint32_t number)
{
    struct tip_word word;
    size_t place;
    tip_words_get(searcher->generation->words, number, &word);
    return searcher->knowledge != NULL &&
           tip_country_find(searcher->knowledge, word.text, word.length, &place);
}

/* Of the candidates for what may be a name, those whose edits cost little, and countries. */
static void keep_convincing(struct tip_correction_candidates *candidates,
                            const struct tip_searcher *searcher, unsigned limit)
{
    size_t kept = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct tip_correction_candidate candidate = candidates->best[i];
        if (candidate.cost <= limit ||
            (candidate.cost <= COUNTRY_LIMIT && is_country(searcher, candidate.number))) {
            candidates->best[kept++] = candidate;
        }
    }
    candidates->count = kept;
}

static tip_status choose(struct tip_searcher *searcher,
                         const struct tip_correction_candidates *candidates,
                         struct tip_correction *correction, struct tip_error *error)
{
    tip_status status = TIP_OK;
    bool has = false;
    for (size_t i = 0; i < candidates->count && status == TIP_OK && !has; i++) {
        const struct tip_correction_candidate *candidate = &candidates->best[i];
        status = tip_word_has_hits(searcher, candidate->number, &has, error);
        if (status == TIP_OK && has) {
            struct tip_word word;
            tip_words_get(searcher->generation->words, candidate->number, &word);
            memcpy(correction->text, word.text, word.length);
            correction->text[word.length] = '\0';
            correction->length = word.length;
            correction->cost = candidate->cost;
        }
    }
    return status;
}

tip_status tip_correct_word(struct tip_searcher *searcher, const char *word, size_t length,
                            unsigned signs, struct tip_correction *correction,
                            struct tip_error *error)
{
    const struct tip_lexicon *lexicon;
    const struct tip_names *names;
    struct tip_correction_candidates candidates;
    struct tip_letters typed;
    *correction = (struct tip_correction){0};
    if (length > TIP_WORD_LIMIT || !tip_letters_read(&typed, word, length) ||
        typed.count < LETTERS_LEAST || tip_letters_hold_digit(&typed)) {
        return TIP_OK;
    }
    tip_status status = tip_searcher_lexicon(searcher, &lexicon, error);
    if (status == TIP_OK) {
        status = tip_searcher_names(searcher, &names, error);
    }
    if (status != TIP_OK || tip_names_has(names, word, length)) {
        return status;
    }
    unsigned limit = is_derived(lexicon->words, word, length)
                         ? DERIVED_LIMIT
                         : limit_of(lexicon, names, &typed, signs & ~(unsigned)TIP_MAY_BE_NAME);
    tip_correction_candidates_find(&candidates, searcher, lexicon, &typed, limit);
    if ((signs & TIP_MAY_BE_NAME) != 0) {
        keep_convincing(&candidates, searcher, limit_of(lexicon, names, &typed, signs));
    }
    status = choose(searcher, &candidates, correction, error);
    if (status == TIP_OK && typed.count >= SPLIT_LETTERS) {
        limit = correction->length > 0 ? correction->cost : SPLIT_LIMIT;
        status = tip_split_word(searcher, word, length, limit, correction, error);
    }
    return status;
}

tip_status tip_join_words(struct tip_searcher *searcher, const char *first, size_t first_length,
                          const char *second, size_t second_length,
                          struct tip_correction *correction, struct tip_error *error)
{
    const struct tip_lexicon *lexicon;
    struct tip_correction_candidates candidates;
    struct tip_letters joined;
    char text[2 * TIP_WORD_LIMIT];
    *correction = (struct tip_correction){0};
    if (first_length > TIP_WORD_LIMIT || second_length > TIP_WORD_LIMIT) {
        return TIP_OK;
    }
    memcpy(text, first, first_length);
    memcpy(text + first_length, second, second_length);
    tip_status status = tip_searcher_lexicon(searcher, &lexicon, error);
    if (status != TIP_OK || !tip_letters_read(&joined, text, first_length + second_length) ||
        joined.count < LETTERS_LEAST || tip_letters_hold_digit(&joined)) {
        return status;
    }
    unsigned limit = joined.count < JOIN_LETTERS ? 0 : JOIN_LIMIT;
    tip_correction_candidates_find(&candidates, searcher, lexicon, &joined, limit);
    status = choose(searcher, &candidates, correction, error);
    correction->cost += COST_JOIN;
    return status;
}
