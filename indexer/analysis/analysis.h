/* Text -> words: the one analyser for indexing, querying and highlighting.
 *
 * A word is what Unicode's word boundaries (UAX #29, through ICU, which also segments Khmer, Thai,
 * Lao, Burmese, Chinese and Japanese by dictionary) and then these rules make of the text, each
 * folded (NFKC case fold, accents of Latin, Greek and Cyrillic letters taken off):
 *
 *   women's, women’s        women             a possessive ends the word before it
 *   don't                   dont              other contractions are one word
 *   d'Ivoire                d ivoire          + compound divoire
 *   U.S.  U.N.  V.C.L.      us un vcl         single letters with full stops are an abbreviation
 *   www.state.gov           www state gov     other full stops between letters part words
 *   2,000  8.7              2000 8.7          a thousands separator is no part of a number
 *   T-visa  COVID-19        t visa, covid 19  + compound tvisa, covid19
 *   non-punishment          non punishment    + compound nonpunishment
 *   $150 billion            150 billion
 *
 * A compound is a further way to find the words it spans (so "nonpunishment", "non-punishment" and
 * "non punishment" meet). It takes no position: phrases and lengths do not count it. */
#ifndef TIP_ANALYSIS_H
#define TIP_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum {
    TIP_WORD_LIMIT = 120, /* bytes of a folded word; longer ones are cut between characters */
};

struct tip_token {
    const char *word;     /* folded, NUL-terminated; owned by the tip_tokens */
    uint32_t word_length; /* bytes, 1 to TIP_WORD_LIMIT */
    uint32_t start;       /* byte offsets into the analysed text: [start, end) */
    uint32_t end;
    uint32_t position; /* counts words from 0; a compound has its first word's */
    bool is_compound;
};

/* The tokens of one text, in the order of `start` (a compound follows its last part). Reused from
 * text to text; zero-initialised is empty and valid. */
struct tip_tokens {
    struct tip_token *items;
    size_t count;
    uint32_t positions; /* how many words that are not compounds */
    size_t capacity;
    struct tip_arena_block *arena; /* where the words live */
};

/* Not to be shared between threads; an analyser costs about 190 KiB. */
struct tip_analyser;

/* TIP_NO_MEMORY, or TIP_INTERNAL when ICU lacks its data. */
tip_status tip_analyser_create(struct tip_analyser **out, struct tip_error *error) TIP_MUST_CHECK;
void tip_analyser_free(struct tip_analyser *analyser);

/* Splits `length` bytes of UTF-8 (malformed bytes separate words) into `tokens`, whose earlier
 * content is dropped. Text above 4 GiB is TIP_LIMIT. */
tip_status tip_analyse(struct tip_analyser *analyser, const char *text, size_t length,
                       struct tip_tokens *tokens, struct tip_error *error) TIP_MUST_CHECK;

void tip_tokens_free(struct tip_tokens *tokens);

/* The Snowball stem of a folded word in `language` (ISO 639-1); the word itself when the language
 * has no stemmer or the word holds a digit. In English, British and American spellings have one
 * stem ("labour", "labor"). Points into the analyser until its next stem, or to
 * `word`. *stem_length is at most TIP_WORD_LIMIT. Never NULL. */
const char *tip_analyser_stem(struct tip_analyser *analyser, const char *language, const char *word,
                              size_t word_length, size_t *stem_length);

/* Folds a part of a word as tip_analyse folds words: `length` bytes of UTF-8 into `out`, without a
 * NUL. Returns how many bytes there are, 0 when nothing of a word is left; what is beyond the limit
 * is cut. ASCII signs stay. */
size_t tip_analyser_fold(struct tip_analyser *analyser, const char *bytes, size_t length,
                         char out[TIP_WORD_LIMIT]);

/* Whether Snowball knows the language. */
bool tip_language_has_stemmer(const char *language);

#endif
