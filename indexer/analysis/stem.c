/* Stems by Snowball (libstemmer). Its own look-up compares names one by one and copies the chosen
 * stemmer; ours finds the open one by the two letters of the language. */
#include "analysis/stem.h"

#include <string.h>

#include <libstemmer.h>

#include "analysis/analysis.h"
#include "analysis/spelling.h"

/* The ISO 639-1 codes that libstemmer knows, English first; one it does not know on this machine
 * stems nothing. */
static const char languages[][3] = {
    "en", "ar", "ca", "da", "de", "el", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy",
    "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
};

enum { LANGUAGE_COUNT = sizeof(languages) / sizeof(languages[0]) };

_Static_assert((int)LANGUAGE_COUNT <= (int)TIP_STEMMER_LIMIT, "a stemmer has no place");

/* The place of a language in the table; LANGUAGE_COUNT when it is not there, or NULL. */
static size_t place_of(const char *language)
{
    size_t i = language == NULL ? LANGUAGE_COUNT : 0;
    while (i < LANGUAGE_COUNT && strcmp(languages[i], language) != 0)
        i++;
    return i;
}

/* The stemmer of the language at a place of the table; NULL when this machine has none. */
static struct sb_stemmer *stemmer_at(struct tip_stemmers *stemmers, size_t place)
{
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
    memset(stemmers, 0, sizeof *stemmers);
}

static bool has_digit(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (word[i] >= '0' && word[i] <= '9')
            return true;
    }
    return false;
}

/* The stem as Snowball makes it, English spelt one way first. */
static const char *make_stem(struct sb_stemmer *stemmer, size_t place, const char *word,
                             size_t word_length, size_t *stem_length)
{
    char american[TIP_WORD_LIMIT];
    size_t american_length = 0;
    if (place == 0)
        american_length = tip_spelling_american(american, word, word_length);
    const char *spelt = american_length > 0 ? american : word;
    int spelt_length = (int)(american_length > 0 ? american_length : word_length);
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)spelt, spelt_length);
    int length = stem != NULL ? sb_stemmer_length(stemmer) : 0;
    *stem_length = word_length;
    if (length <= 0 || length > TIP_WORD_LIMIT)
        return word;
    *stem_length = (size_t)length;
    return (const char *)stem;
}

/* Where a word's stem is kept: FNV-1a (Fowler, Noll, Vo) over its bytes. */
static struct tip_stem_entry *entry_for(struct tip_stemmers *stemmers, const char *word,
                                        size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return &stemmers->cache[(hash ^ hash >> 16) % TIP_STEM_CACHE_SIZE];
}

static void keep(struct tip_stem_entry *entry, size_t place, const char *word, size_t word_length,
                 const char *stem, size_t stem_length)
{
    if (stem_length > TIP_STEM_CACHE_WORD)
        return;
    memcpy(entry->stem, stem, stem_length);
    memcpy(entry->word, word, word_length);
    entry->word_length = (uint8_t)word_length;
    entry->stem_length = (uint8_t)stem_length;
    entry->place = (uint8_t)place;
}

const char *tip_stem(struct tip_stemmers *stemmers, const char *language, const char *word,
                     size_t word_length, size_t *stem_length)
{
    size_t place = place_of(language);
    struct sb_stemmer *stemmer = stemmer_at(stemmers, place);
    *stem_length = word_length;
    if (stemmer == NULL || word_length > TIP_WORD_LIMIT || has_digit(word, word_length))
        return word;
    if (word_length > TIP_STEM_CACHE_WORD)
        return make_stem(stemmer, place, word, word_length, stem_length);
    struct tip_stem_entry *entry = entry_for(stemmers, word, word_length);
    if (entry->word_length == word_length && entry->place == place &&
        memcmp(entry->word, word, word_length) == 0) {
        *stem_length = entry->stem_length;
        return entry->stem;
    }
    const char *stem = make_stem(stemmer, place, word, word_length, stem_length);
    keep(entry, place, word, word_length, stem, *stem_length);
    return stem;
}

bool tip_language_has_stemmer(const char *language)
{
    size_t place = place_of(language);
    struct sb_stemmer *stemmer =
        place == LANGUAGE_COUNT ? NULL : sb_stemmer_new(languages[place], "UTF_8");
    if (stemmer != NULL)
        sb_stemmer_delete(stemmer);
    return stemmer != NULL;
}
