/* A closed class: the list is whole and short, so it stands here and not in a file of knowledge.
 * "us" is missing, as "U.S." folds to it, and so are the single letters of names ("T visa"). */
#include "analysis/function_words.h"

#include <stdlib.h>
#include <string.h>

/* In the order of their bytes. */
static const char *const function_words[] = {
    "a",          "about",     "above",      "according", "across",      "after",      "again",
    "against",    "all",       "almost",     "along",     "alongside",   "already",    "also",
    "although",   "always",    "am",         "amid",      "among",       "amongst",    "an",
    "and",        "another",   "any",        "anyone",    "anything",    "are",        "arent",
    "around",     "as",        "at",         "be",        "because",     "been",       "before",
    "behind",     "being",     "below",      "beneath",   "beside",      "besides",    "between",
    "beyond",     "both",      "but",        "by",        "can",         "cannot",     "cant",
    "concerning", "could",     "despite",    "did",       "didnt",       "do",         "does",
    "doesnt",     "doing",     "done",       "dont",      "during",      "each",       "either",
    "enough",     "etc",       "even",       "ever",      "every",       "everyone",   "everything",
    "except",     "few",       "for",        "from",      "furthermore", "had",        "has",
    "have",       "having",    "he",         "hence",     "her",         "here",       "hers",
    "herself",    "him",       "himself",    "his",       "how",         "however",    "i",
    "if",         "in",        "including",  "into",      "is",          "isnt",       "it",
    "its",        "itself",    "just",       "least",     "less",        "like",       "many",
    "me",         "mine",      "more",       "moreover",  "most",        "much",       "must",
    "my",         "myself",    "near",       "neither",   "never",       "no",         "nobody",
    "none",       "nor",       "not",        "nothing",   "now",         "of",         "off",
    "often",      "on",        "once",       "one",       "only",        "onto",       "or",
    "other",      "ought",     "our",        "ours",      "ourselves",   "out",        "over",
    "per",        "quite",     "rather",     "regarding", "same",        "several",    "shall",
    "she",        "should",    "since",      "so",        "some",        "someone",    "something",
    "sometimes",  "still",     "such",       "than",      "that",        "the",        "their",
    "theirs",     "them",      "themselves", "then",      "there",       "therefore",  "these",
    "they",       "this",      "those",      "though",    "through",     "throughout", "thus",
    "till",       "to",        "too",        "toward",    "towards",     "under",      "underneath",
    "unless",     "until",     "up",         "upon",      "versus",      "very",       "via",
    "was",        "wasnt",     "we",         "well",      "were",        "werent",     "what",
    "whatever",   "when",      "whenever",   "where",     "whereas",     "wherever",   "whether",
    "which",      "whichever", "while",      "who",       "whoever",     "whom",       "whose",
    "why",        "will",      "with",       "within",    "without",     "wont",       "would",
    "yet",        "you",       "your",       "yours",     "yourself",    "yourselves",
};

/* A word that is looked for. */
struct key {
    const char *word;
    size_t length;
};

static int compare(const void *key, const void *item)
{
    const struct key *wanted = key;
    const char *word = *(const char *const *)item;
    int order = strncmp(wanted->word, word, wanted->length);
    return order != 0 ? order : word[wanted->length] == '\0' ? 0 : -1;
}

static bool is_listed(const char *word, size_t length)
{
    struct key key = {word, length};
    return bsearch(&key, function_words, sizeof function_words / sizeof *function_words,
                   sizeof *function_words, compare) != NULL;
}

/* A contraction is one by what it begins with ("they're", "don't"). Those that bend it are listed
 * without the apostrophe. */
static bool is_contraction(const char *word, size_t length)
{
    const char *apostrophe = memchr(word, '\'', length);
    char joined[16];
    if (apostrophe == NULL || length > sizeof joined) {
        return false;
    }
    size_t before = (size_t)(apostrophe - word);
    memcpy(joined, word, before);
    memcpy(joined + before, apostrophe + 1, length - before - 1);
    bool is_negated = before > 1 && word[before - 1] == 'n' && apostrophe[1] == 't';
    return is_listed(word, before) || (is_negated && is_listed(word, before - 1)) ||
           is_listed(joined, length - 1);
}

bool tip_word_is_function(const char *word, size_t length)
{
    return is_listed(word, length) || is_contraction(word, length);
}
