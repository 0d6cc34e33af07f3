/* Stems by Snowball (libstemmer). Its own look-up compares names one by one and copies the chosen
 * stemmer; ours finds the open one by the two letters of the language. */
#include "analysis/stem.h"

#include <string.h>

#include <libstemmer.h>

#include "analysis/analysis.h"
#include "analysis/spelling.h"

/* The ISO 639-1 codes that libstemmer knows; one it does not know on this machine stems nothing. */
static const char languages[][3] = {
    "en", "ar", "ca", "da", "de", "el", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy",
    "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
};

enum { LANGUAGE_COUNT = sizeof(languages) / sizeof(languages[0]) };

_Static_assert((int)LANGUAGE_COUNT <= (int)TIP_STEMMER_LIMIT, "a stemmer has no place");

/* The place of a language in the table; LANGUAGE_COUNT when it is not there. */
static size_t place_of(const char *language)
{
    size_t i = 0;
    while (i < LANGUAGE_COUNT && strcmp(languages[i], language) != 0)
        i++;
    return i;
}

static struct sb_stemmer *stemmer_for(struct tip_stemmers *stemmers, const char *language)
{
    size_t place = language != NULL ? place_of(language) : LANGUAGE_COUNT;
    if (place == LANGUAGE_COUNT)
        return NULL;
    if (!stemmers->is_tried[place]) {
        stemmers->open[place] = sb_stemmer_new(languages[place], "UTF_8");
        stemmers->is_tried[place] = true;
    }
    return stemmers->open[place];
}

void tip_stemmers_close(struct tip_stemmers *stemmers)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        if (stemmers->open[i] != NULL)
            sb_stemmer_delete(stemmers->open[i]);
    }
    *stemmers = (struct tip_stemmers){0};
}

static bool has_digit(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (word[i] >= '0' && word[i] <= '9')
            return true;
    }
    return false;
}

const char *tip_stem(struct tip_stemmers *stemmers, const char *language, const char *word,
                     size_t word_length, size_t *stem_length)
{
    *stem_length = word_length;
    struct sb_stemmer *stemmer = stemmer_for(stemmers, language);
    if (stemmer == NULL || word_length > TIP_WORD_LIMIT || has_digit(word, word_length))
        return word;
    char american[TIP_WORD_LIMIT];
    size_t american_length = 0;
    if (strcmp(language, "en") == 0)
        american_length = tip_spelling_american(american, word, word_length);
    const char *spelt = american_length > 0 ? american : word;
    int spelt_length = (int)(american_length > 0 ? american_length : word_length);
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)spelt, spelt_length);
    int length = stem != NULL ? sb_stemmer_length(stemmer) : 0;
    if (length <= 0 || length > TIP_WORD_LIMIT)
        return word;
    *stem_length = (size_t)length;
    return (const char *)stem;
}

bool tip_language_has_stemmer(const char *language)
{
    struct tip_stemmers stemmers = {0};
    bool has_one = stemmer_for(&stemmers, language) != NULL;
    tip_stemmers_close(&stemmers);
    return has_one;
}
