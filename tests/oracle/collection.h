/* The dumped passages as the oracle reads them: every text in tokens, every word with its stem.
 *
 * Here is the oracle's whole use of the product: the analyser and its stems. All functions assert
 * that what they do succeeds. */
#ifndef TIP_ORACLE_COLLECTION_H
#define TIP_ORACLE_COLLECTION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"

enum { ORACLE_LANGUAGES = 8, ORACLE_STRETCHES = 10 };

/* A folded word of one language. */
struct oracle_word {
    char *text;
    char *stem;
    size_t language;
};

struct oracle_token {
    uint32_t word;       /* into the collection's words */
    uint32_t start, end; /* bytes of the text */
    bool is_compound;
};

/* A text in which phrases may stand: they do not go on from one to the next. */
struct oracle_stretch {
    const char *text;
    struct oracle_token *tokens;
    size_t token_count;
    uint32_t *places; /* the words that are no compounds, in order */
    size_t place_count;
};

struct oracle_passage {
    const char *id;
    uint64_t id_number;
    const json_t *facts;                               /* the dump's object */
    struct oracle_stretch stretches[ORACLE_STRETCHES]; /* the text, the headings, the speaker */
    size_t stretch_count;
    size_t heading_count;
    struct oracle_stretch title; /* the report's: no stretch for phrases */
};

struct oracle_collection {
    struct tip_analyser *analyser;
    struct tip_tokens tokens; /* scratch */
    json_t *dump;
    struct oracle_passage *passages;
    size_t passage_count;
    struct oracle_word *words;
    size_t word_count, word_capacity;
    uint32_t *slots; /* a hash table: places in `words` + 1 */
    size_t slot_count;
    const char *languages[ORACLE_LANGUAGES];
    size_t language_count;
    bool with_knowledge; /* queries are asked with oracle/knowledge.h */
};

/* Takes the dump (an array of its lines), which the collection owns from now on. */
void oracle_collection_load(struct oracle_collection *collection, json_t *dump);
void oracle_collection_free(struct oracle_collection *collection);

/* The passage with this id; asserts that there is one. */
size_t oracle_collection_find(const struct oracle_collection *collection, uint64_t id);

/* Whether a text is one word, which is then written folded to `word`. */
bool oracle_collection_is_one_word(struct oracle_collection *collection, const char *text,
                                   char word[TIP_WORD_LIMIT + 1]);

/* The stem of a folded word in the collection's language `language`; valid until the next. */
const char *oracle_collection_stem(struct oracle_collection *collection, size_t language,
                                   const char *word, size_t *length);

#endif
