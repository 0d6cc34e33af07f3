/* British spelling -> American, by rule where there is one (-ise, -isation, -yse) and by a table of
 * beginnings where there is none. Reports of the United States write "forced labor", those of the
 * United Nations' agencies "forced labour"; who searches types either. Words in -ise that no -ize
 * stands beside ("supervise", "promise") are left alone, as their kin ("supervision") would be
 * parted from them. */
#include "analysis/spelling.h"

#include <stdbool.h>
#include <string.h>

enum { SHORTEST_ISE = 7 }; /* "realise": below it stand "rise", "wise", "raise" */

/* Beginnings; what stands behind them (-s, -ed, -ing, -er, -hood) is kept. */
#define BEGINNING(british, american)                                                               \
    {                                                                                              \
        british, sizeof british - 1, american, sizeof american - 1                                 \
    }
static const struct {
    const char *british;
    size_t british_length;
    const char *american;
    size_t american_length;
} beginnings[] = {
    BEGINNING("labour", "labor"),        BEGINNING("harbour", "harbor"),
    BEGINNING("neighbour", "neighbor"),  BEGINNING("behaviour", "behavior"),
    BEGINNING("favour", "favor"),        BEGINNING("colour", "color"),
    BEGINNING("honour", "honor"),        BEGINNING("endeavour", "endeavor"),
    BEGINNING("rumour", "rumor"),        BEGINNING("humour", "humor"),
    BEGINNING("saviour", "savior"),      BEGINNING("vigour", "vigor"),
    BEGINNING("centred", "centered"),    BEGINNING("centre", "center"),
    BEGINNING("theatre", "theater"),     BEGINNING("defence", "defense"),
    BEGINNING("offence", "offense"),     BEGINNING("licence", "license"),
    BEGINNING("pretence", "pretense"),   BEGINNING("counsell", "counsel"),
    BEGINNING("travell", "travel"),      BEGINNING("labell", "label"),
    BEGINNING("modell", "model"),        BEGINNING("signall", "signal"),
    BEGINNING("judgement", "judgment"),  BEGINNING("paediatric", "pediatric"),
    BEGINNING("programmes", "programs"), BEGINNING("sceptic", "skeptic"),
};
#undef BEGINNING

/* What may stand behind the s of -ise. */
static const char *const ise_endings[] = {"e",   "es",    "ed",     "er",     "ers",
                                          "ing", "ation", "ations", "ational"};

/* What may stand before -ise, "is" included. */
static const char *const ise_stems[] = {"lis",  "nis",  "gis", "imis", "ris",
                                        "itis", "atis", "sis", "rdis", "lys"};

/* Those have no spelling with z, whatever stands before. */
static const char *const not_ise[] = {"enterpris", "surpris", "compris", "apprais", "sunris"};

static bool ends_with(const char *word, size_t length, const char *end)
{
    size_t size = strlen(end);
    return length >= size && memcmp(word + length - size, end, size) == 0;
}

/* The place of the s that is a z in American spelling; 0 when there is none. */
static size_t find_ise(const char *word, size_t length)
{
    if (length < SHORTEST_ISE)
        return 0;
    size_t stem = 0;
    for (size_t i = 0; i < sizeof ise_endings / sizeof ise_endings[0]; i++) {
        size_t rest = length - strlen(ise_endings[i]);
        if (ends_with(word, length, ise_endings[i]) && word[rest - 1] == 's')
            stem = rest;
    }
    for (size_t i = 0; i < sizeof not_ise / sizeof not_ise[0]; i++)
        if (ends_with(word, stem, not_ise[i]))
            return 0;
    for (size_t i = 0; i < sizeof ise_stems / sizeof ise_stems[0]; i++)
        if (ends_with(word, stem, ise_stems[i]))
            return stem - 1;
    return 0;
}

size_t tip_spelling_american(char out[TIP_WORD_LIMIT], const char *word, size_t length)
{
    if (length > TIP_WORD_LIMIT)
        return 0;
    size_t place = find_ise(word, length);
    if (place > 0) {
        memcpy(out, word, length);
        out[place] = 'z';
        return length;
    }
    if (length == strlen("programme") && memcmp(word, "programme", length) == 0) {
        memcpy(out, "program", strlen("program"));
        return strlen("program");
    }
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        size_t british = beginnings[i].british_length, american = beginnings[i].american_length;
        if (word[0] != beginnings[i].british[0] || length < british ||
            memcmp(word, beginnings[i].british, british) != 0)
            continue;
        memcpy(out, beginnings[i].american, american);
        memcpy(out + american, word + british, length - british);
        return american + length - british;
    }
    return 0;
}
