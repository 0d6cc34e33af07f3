/* "She spoke Thai with him", "in French, English, and Spanish", "Spanish-speaking": languages.
 *
 * A word such as "Thai" that has a noun behind it is an adjective, whatever stands before. */
#include "knowledge/mention_text.h"

enum { LIST_LIMIT = 12 }; /* words of a list of languages that are walked over */

static const char *const speaking[] = {
    "speak",      "speaks", "spoke", "spoken", "speaking", "learn", "learned",    "learning",
    "understand", "in",     "into",  "read",   "reads",    "write", "translated", NULL,
};
static const char *const languages[] = {
    "language",     "languages",  "speaking", "speaker",  "speakers",  "translation",
    "translations", "translated", "version",  "versions", "subtitles", NULL,
};
/* Words that may stand within a list of languages. */
static const char *const listing[] = {
    "and",  "or",   "some",   "little", "a",   "no", "only",
    "both", "also", "fluent", "basic",  "not", NULL,
};
/* Words that are no noun which an adjective could have behind it. */
static const char *const no_nouns[] = {
    "and", "or",   "but",  "to",       "with",  "at",  "by",    "for",    "from",    "on",
    "in",  "into", "as",   "is",       "are",   "was", "were",  "when",   "while",   "because",
    "so",  "than", "that", "which",    "who",   "if",  "after", "before", "during",  "through",
    "via", "not",  "well", "fluently", "only",  "too", "nor",   "rather", "instead", "about",
    "has", "had",  "have", "can",      "could", NULL,
};

static bool is_people(const struct tip_mention_text *text, const struct tip_match *match)
{
    const struct tip_name_form *people =
        tip_match_form(text, match, 1 << TIP_FORM_PEOPLE, TIP_NO_PLACE);
    return match->words == 1 && people != NULL && !people->is_plural &&
           tip_match_form(text, match, 1 << TIP_FORM_NAME, TIP_NO_PLACE) == NULL;
}

/* The word that a list goes on with behind word `at`, SIZE_MAX when it ends there. */
static size_t next_in_list(const struct tip_mention_text *text, size_t at)
{
    size_t next = at;
    do {
        if (!tip_gap_is(text, next, " ") && !tip_gap_is(text, next, ", "))
            return SIZE_MAX;
        next++;
    } while (tip_word_is(text, next, listing));
    bool is_joined = next > at + 1 || tip_gap_is(text, at, ", ");
    return is_joined && next < text->words.count && tip_text_word_is_capitalised(&text->words, next)
               ? next
               : SIZE_MAX;
}

/* The last word of the list of capitalised words that word `at` is in. */
static size_t list_end(const struct tip_mention_text *text, size_t at)
{
    for (size_t i = 0; i < LIST_LIMIT; i++) {
        size_t next = next_in_list(text, at);
        if (next == SIZE_MAX)
            return at;
        at = next;
    }
    return at;
}

/* Whether a word such as "spoke" stands before the list that word `at` is in. */
static bool is_spoken(const struct tip_mention_text *text, size_t at)
{
    uint32_t sentence = text->sentences[at];
    for (size_t i = 0; i < LIST_LIMIT && at > 0 && text->sentences[at - 1] == sentence; i++) {
        at--;
        if (tip_word_is(text, at, speaking))
            return true;
        if (!tip_word_is(text, at, listing) && !tip_text_word_is_capitalised(&text->words, at))
            return false;
    }
    return false;
}

static bool has_noun_after(const struct tip_mention_text *text, size_t at)
{
    return (tip_gap_is(text, at, " ") || tip_gap_is(text, at, "-") || tip_gap_is(text, at, "\n")) &&
           !tip_word_is(text, at + 1, no_nouns);
}

bool tip_match_is_language(const struct tip_mention_text *text, size_t number)
{
    const struct tip_match *match = &text->matches[number];
    if (!is_people(text, match))
        return false;
    size_t last = list_end(text, match->at);
    if (last + 1 < text->words.count && text->sentences[last + 1] == text->sentences[last] &&
        tip_word_is(text, last + 1, languages))
        return true;
    return !has_noun_after(text, last) && is_spoken(text, match->at);
}
