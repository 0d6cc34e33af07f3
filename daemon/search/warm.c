/* What is kept for a generation and a state of the knowledge, made while nobody asks: the words
 * to correct to, patterns as sets of passages, and what suggestions for one letter find. */
#include "search/patterns.h"
#include "search/searcher.h"

enum { STEP_LIMIT_MS = 20 /* what comes meanwhile waits for no more */ };

/* In one go: of 500,000 words it takes a fifth of a second, of a report's some milliseconds. */
static tip_status warm_spelling(struct tip_searcher *searcher)
{
    const struct tip_lexicon *lexicon;
    const struct tip_names *names;
    tip_status status = tip_searcher_names(searcher, &names, NULL);
    return status == TIP_OK ? tip_searcher_lexicon(searcher, &lexicon, NULL) : status;
}

static tip_status warm_pattern(struct tip_searcher *searcher, size_t place)
{
    const struct tip_bitmap *passages;
    bool is_cut;
    searcher->deadline_ns = tip_clock_ns() + STEP_LIMIT_MS * INT64_C(1000000);
    return tip_pattern_passages(searcher, place, false, &passages, &is_cut, NULL);
}

static void warm_letter(struct tip_searcher *searcher, char letter)
{
    char typed[] = {letter, '\0'};
    const struct tip_request request = {
        .command = TIP_COMMAND_SUGGEST, .query = typed, .limit = 10};
    struct tip_reply reply;
    tip_searcher_run(searcher, &request, STEP_LIMIT_MS, &reply);
    tip_reply_free(&reply);
}

/* A scope's suggestions take a second to make, and whoever comes meanwhile would wait: they are
 * left to who asks for the first. */
static bool may_suggest(const struct tip_searcher *searcher)
{
    return searcher->restricted == NULL || tip_restricted_has_suggestions(searcher->restricted);
}

bool tip_searcher_warm(struct tip_searcher *searcher)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    size_t patterns = searcher->knowledge == NULL ? 0 : tip_pattern_count(searcher->knowledge);
    size_t step = searcher->warmed;
    if (searcher->generation == NULL || step > patterns + sizeof letters - 1) {
        return false;
    }
    if (step > patterns && !may_suggest(searcher)) {
        return false;
    }
    searcher->warmed++;
    if (step == 0) {
        return warm_spelling(searcher) == TIP_OK; /* a failure is told to whoever asks */
    }
    if (step <= patterns) {
        return warm_pattern(searcher, step - 1) == TIP_OK;
    }
    warm_letter(searcher, letters[step - 1 - patterns]);
    return true;
}
