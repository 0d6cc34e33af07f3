/* Words of as many letters come first, so that soon only better ones are of interest. Most are left
 * aside by how many letters they have and which, the next by the number of
 * edits; only of the rest the edits are weighed. Of 500,000 words that takes 2 ms. */
#include "search/correction/candidates.h"

#include <string.h>

#include "search/correction/letter_distance.h"
#include "search/correction/lexicon.h"

enum {
    EDITS = 3,          /* of a correction; three are only cheap enough when they are slips */
    STRANGE_MOST = 4,   /* different letters that only one of two words has, at two edits */
    STRANGE_LEAST = 3,  /* and at one, where two letters may stand for one */
    ONE_EDIT = 120,     /* what edits cost at most that are counted as one there */
    SHORTEST_EDIT = 60, /* what a letter more or less costs, but for a doubled one */
    BONUS_DOUBLING = 4, /* each time that the occurrences double: 1,000 are worth 0.4 edits */
    SLACK = 30,         /* what the next best may cost more than the best, to be of interest */
    LATE_EVERY = 4096   /* words between two looks at the clock */
};

struct finding {
    struct tip_correction_candidates *candidates;
    const struct tip_searcher *searcher;
    const struct tip_lexicon *lexicon;
    const struct tip_letters *typed;
    struct tip_letter_places places;
    uint32_t mask;
    int bonus_most;
    unsigned limit; /* less when there are better candidates */
};

static int bonus(uint32_t occurrences)
{
    int doublings = 0;
    for (; occurrences > 1; occurrences /= 2) {
        doublings++;
    }
    return doublings * BONUS_DOUBLING;
}

static void offer(struct tip_correction_candidates *candidates,
                  const struct tip_correction_candidate *candidate)
{
    size_t place = candidates->count;
    while (place > 0 && candidates->best[place - 1].score > candidate->score) {
        place--;
    }
    if (place == TIP_CANDIDATES) {
        return;
    }
    candidates->count += candidates->count < TIP_CANDIDATES ? 1 : 0;
    memmove(&candidates->best[place + 1], &candidates->best[place],
            (candidates->count - 1 - place) * sizeof *candidate);
    candidates->best[place] = *candidate;
}

static void compare(struct finding *finding, uint32_t place)
{
    const struct tip_lexicon *lexicon = finding->lexicon;
    struct tip_letters meant;
    size_t length;
    const char *text = tip_lexicon_word(lexicon, place, &length);
    if (!tip_letters_read(&meant, text, length) ||
        tip_letter_distance(&finding->places, &meant) > EDITS) {
        return;
    }
    unsigned cost = tip_edit_cost(&lexicon->costs, finding->typed, &meant, finding->limit);
    if (cost != TIP_NO_COST) {
        struct tip_correction_candidate candidate = {
            lexicon->numbers[place], cost, (int)cost - bonus(lexicon->occurrences[place])};
        offer(finding->candidates, &candidate);
        int worth = finding->candidates->best[0].score + finding->bonus_most + SLACK;
        finding->limit = worth < (int)finding->limit ? (unsigned)worth : finding->limit;
    }
}

static bool has_at_most(uint32_t mask, unsigned bits)
{
    for (; bits > 0; bits--) {
        mask &= mask - 1; /* without its lowest bit; 0 stays 0 */
    }
    return mask == 0;
}

/* The words of so many letters; false when time runs out. */
static bool look_through(struct finding *finding, size_t letters)
{
    const struct tip_lexicon *lexicon = finding->lexicon;
    for (uint32_t i = lexicon->starts[letters]; i < lexicon->starts[letters + 1]; i++) {
        if (i % LATE_EVERY == 0 && tip_searcher_is_late(finding->searcher)) {
            return false;
        }
        unsigned strange = finding->limit > ONE_EDIT ? STRANGE_MOST : STRANGE_LEAST;
        if (has_at_most(lexicon->masks[i] ^ finding->mask, strange)) {
            compare(finding, i);
        }
    }
    return true;
}

void tip_correction_candidates_find(struct tip_correction_candidates *candidates,
                                    const struct tip_searcher *searcher,
                                    const struct tip_lexicon *lexicon,
                                    const struct tip_letters *typed, unsigned limit)
{
    struct finding finding = {.candidates = candidates,
                              .searcher = searcher,
                              .lexicon = lexicon,
                              .typed = typed,
                              .limit = limit,
                              .mask = tip_letters_mask(typed),
                              .bonus_most = bonus(lexicon->occurrences_most)};
    bool is_in_time = true;
    candidates->count = 0;
    tip_letter_places_make(&finding.places, typed);
    for (size_t apart = 0; apart <= finding.limit / SHORTEST_EDIT && is_in_time; apart++) {
        if (typed->count + apart <= TIP_LETTERS_LIMIT) {
            is_in_time = look_through(&finding, typed->count + apart);
        }
        if (is_in_time && apart > 0 && typed->count > apart) {
            is_in_time = look_through(&finding, typed->count - apart);
        }
    }
    candidates->count = is_in_time ? candidates->count : 0;
}
