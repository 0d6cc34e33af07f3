/* Queries of a text's own words, and what they match: decided word by word, by the definitions of
 * the query language and without the index. */
#ifndef TIP_TEST_MARKS_QUERY_H
#define TIP_TEST_MARKS_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/analysis.h"
#include "index/words.h"

enum { MARKS_LEAVES = 3, MARKS_LEAF_WORDS = 3, MARKS_QUERY_SIZE = 1024 };

/* A text in words. */
struct marks_text {
    struct tip_tokens tokens;
    size_t *words; /* the tokens that are no compounds */
    size_t count;
    const char *language;
};

/* What both sides need to know: the analyser, and the languages of the index. */
struct marks_ground {
    struct tip_analyser *analyser;
    const struct tip_words *dictionary;
};

/* `language` NULL: English. Asserts that it succeeds. */
void marks_text_make(struct marks_text *text, const struct marks_ground *ground, const char *bytes,
                     const char *language);
void marks_text_free(struct marks_text *text);

/* What a leaf of a query is, here. */
enum marks_kind {
    MARKS_WORD,
    MARKS_LITERAL, /* =word */
    MARKS_PREFIX,  /* its first five letters and * */
    MARKS_LETTER,  /* a ? in place of its third letter */
    MARKS_FUZZY,   /* word~1 */
    MARKS_PHRASE,
    MARKS_GAPS, /* "a b"~2 */
    MARKS_NEAR, /* a NEAR/4 b */
    MARKS_KINDS
};

struct marks_leaf {
    enum marks_kind kind;
    char words[MARKS_LEAF_WORDS][TIP_WORD_LIMIT + 1];
    size_t count;
};

struct marks_query {
    struct marks_leaf leaves[MARKS_LEAVES];
    size_t count;
    char text[MARKS_QUERY_SIZE];
};

/* Makes a query of words of the text, sometimes without another word; false when the words that
 * chance took do not serve. */
bool marks_query_make(struct marks_query *query, const struct marks_text *text);

/* Sets expected[] for the words of the text that the query looks for. */
void marks_query_expect(const struct marks_query *query, const struct marks_ground *ground,
                        const struct marks_text *text, bool *expected);

/* From 0 to `below` - 1, the same numbers in each run. */
unsigned marks_random(unsigned below);

#endif
