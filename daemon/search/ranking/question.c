/* No question is parsed: some words in some order are enough to tell. Interrogatives, and the nouns
 * that say what is asked for, are a closed class of English, as function words are. */
#include "search/ranking/question.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/function_words.h"
#include "search/ranking/terms.h"

/* Words that mean the same here, up to a NULL. */
typedef const char *const words_of[32];
static words_of interrogatives = {"which", "what", NULL};
static words_of countries = {"countries", "country", "nations", "states", "governments", NULL};
static words_of measures = {"many", "much", "big", "large", "often", "long", NULL};
static words_of shares = {"percentage", "percent", "proportion", "share", "number", NULL};
/* One person, whom nothing but a story names. Not "child" and "worker", which stand for many. */
static words_of persons = {"man",         "woman",   "boy",     "girl",   "baby",    "toddler",
                           "teenager",    "teen",    "student", "father", "mother",  "son",
                           "daughter",    "brother", "sister",  "wife",   "husband", "grandmother",
                           "grandfather", "widow",   "orphan",  "nurse",  "maid",    "waitress",
                           "cook",        NULL};

/* The words of the query, in its order. */
struct question {
    const struct tip_plan *plan;
    const size_t *words;
    size_t count;
};

static bool is_word(const struct question *question, size_t place, const char *word)
{
    if (place >= question->count) {
        return false;
    }
    const struct tip_query *query = question->plan->query;
    size_t length = query->words[question->words[place]].length;
    return strlen(word) == length &&
           memcmp(tip_query_word_text(query, question->words[place]), word, length) == 0;
}

static bool is_one_of(const struct question *question, size_t place, words_of words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (is_word(question, place, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_function(const struct question *question, size_t place)
{
    const struct tip_query *query = question->plan->query;
    size_t word = question->words[place];
    return tip_word_is_function(tip_query_word_text(query, word), query->words[word].length);
}

/* "which countries", "what African countries", "list of countries", "countries on …", "country
 * list", "who is on the list", as lists of these reports are of countries; but not "what should
 * countries do". */
static bool asks_for_countries(const struct question *question, size_t place)
{
    if (is_word(question, place, "list") &&
        (is_word(question, 0, "who") || is_word(question, 0, "which"))) {
        return true;
    }
    if (!is_one_of(question, place, countries)) {
        return false;
    }
    if (place == 0 || is_word(question, place + 1, "list") ||
        is_one_of(question, place - 1, interrogatives)) {
        return true;
    }
    return place > 1 &&
           ((is_one_of(question, place - 2, interrogatives) && !is_function(question, place - 1)) ||
            (is_word(question, place - 2, "list") && is_word(question, place - 1, "of")));
}

static bool asks_for_figure(const struct question *question, size_t place)
{
    return (is_word(question, place, "how") && is_one_of(question, place + 1, measures)) ||
           (is_one_of(question, place, shares) && is_word(question, place + 1, "of"));
}

static bool asks_for_year(const struct question *question, size_t place)
{
    return (place == 0 && is_word(question, place, "when")) ||
           (is_one_of(question, place, interrogatives) && is_word(question, place + 1, "year"));
}

/* A person, and no question: "can a man be a victim" asks for what is true of all. */
static bool asks_for_story(const struct question *question)
{
    bool has_person = false;
    for (size_t i = 0; i < question->count; i++) {
        has_person |= is_one_of(question, i, persons);
    }
    return has_person && (!is_function(question, 0) || is_word(question, 0, "a"));
}

static enum tip_asked read_question(const struct question *question)
{
    for (size_t i = 0; i < question->count; i++) {
        if (asks_for_countries(question, i)) {
            return TIP_ASKED_COUNTRIES;
        }
        if (asks_for_figure(question, i)) {
            return TIP_ASKED_FIGURE;
        }
        if (asks_for_year(question, i)) {
            return TIP_ASKED_YEAR;
        }
        if (i == 0 && is_word(question, i, "where")) {
            return TIP_ASKED_PLACE;
        }
    }
    return asks_for_story(question) ? TIP_ASKED_STORY : TIP_ASKED_NOTHING;
}

tip_status tip_question_read(enum tip_asked *asked, const struct tip_plan *plan,
                             struct tip_error *error)
{
    struct question question = {.plan = plan};
    size_t *words = tip_words_in_order(plan, &question.count);
    if (words == NULL) {
        return tip_error_memory(error, "ranking");
    }
    question.words = words;
    *asked = read_question(&question);
    free(words);
    return TIP_OK;
}
