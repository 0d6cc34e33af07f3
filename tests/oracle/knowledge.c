/* Few groups: a member of several words, inflections, words that no passage has. */
#include "oracle/knowledge.h"

#include <criterion/criterion.h>
#include <string.h>

const char oracle_synonyms_tsv[] = "members\n"
                                   "fee; charge; visa contract\n"
                                   "broker; recruiter\n"
                                   "woman; women; female\n";

const char oracle_countries_tsv[] =
    "code\tcode3\tregion\tname\tnames\tpeople\tabbreviations\tnot\tplaces\n"
    "NP\tNPL\t\tNepal\t\tNepali\t\t\t\n"
    "CI\tCIV\t\tIvory Coast\t\t\t\t\t\n"
    "FR\tFRA\t\tFrance\t\t\t\t\t\n"
    "KH\tKHM\t\tCambodia\t\t\t\t\t\n"
    "ZW\tZWE\t\tZimbabwe\t\t\t\t\t\n"
    "TH\tTHA\t\tThailand\t\tThai\t\t\t\n";

static const char *const groups[][ORACLE_GROUP_MEMBERS] = {
    {"fee", "charge", "visa contract"},
    {"broker", "recruiter"},
    {"woman", "women", "female"},
};

static const char *const countries[][2] = {
    {"nepal", "NP"}, {"nepali", "NP"}, {"thailand", "TH"}, {"thai", "TH"}};

/* Whether two words have one English stem. */
static bool are_alike(struct oracle_collection *collection, const char *one, const char *two)
{
    char kept[TIP_WORD_LIMIT + 1] = "";
    size_t length, other_length;
    const char *stem = tip_analyser_stem(collection->analyser, "en", one, strlen(one), &length);
    memcpy(kept, stem, length);
    stem = tip_analyser_stem(collection->analyser, "en", two, strlen(two), &other_length);
    return length == other_length && memcmp(kept, stem, length) == 0;
}

const char *const *oracle_synonyms_of(struct oracle_collection *collection, const char *word,
                                      size_t *own)
{
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++) {
        for (size_t i = 0; i < ORACLE_GROUP_MEMBERS && groups[group][i] != NULL; i++) {
            *own = i;
            if (are_alike(collection, word, groups[group][i])) {
                return groups[group];
            }
        }
    }
    return NULL;
}

const char *oracle_country_of(const char *word)
{
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        if (strcmp(countries[i][0], word) == 0) {
            return countries[i][1];
        }
    }
    return NULL;
}

/* Whether the last of a word's parts, or the first one, is `word` by its stem. */
static bool has_part(struct oracle_collection *collection, const char *text, bool is_last,
                     const char *word)
{
    struct tip_tokens *tokens = &collection->tokens;
    struct tip_error error;
    cr_assert_eq(tip_analyse(collection->analyser, text, strlen(text), tokens, &error), TIP_OK);
    size_t count = tokens->count;
    while (count > 0 && tokens->items[count - 1].is_compound) {
        count--;
    }
    return count > 0 && are_alike(collection, tokens->items[is_last ? count - 1 : 0].word, word);
}

bool oracle_names_a_run(struct oracle_collection *collection, const struct oracle_tree *tree)
{
    bool has_first = false;
    for (size_t i = 1; i < tree->count; i++) {
        const struct oracle_node *node = &tree->nodes[i];
        if (node->kind < ORACLE_WORD || node->kind == ORACLE_FILTER) {
            continue;
        }
        bool is_word = node->kind == ORACLE_WORD;
        if (has_first && is_word && has_part(collection, node->text, false, "contract")) {
            return true;
        }
        has_first = is_word && has_part(collection, node->text, true, "visa");
    }
    return false;
}
