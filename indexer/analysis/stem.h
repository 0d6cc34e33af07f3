/* Snowball's stemmers, opened when a language is first asked for. */
#ifndef TIP_ANALYSIS_STEM_H
#define TIP_ANALYSIS_STEM_H

#include <stdbool.h>
#include <stddef.h>

struct sb_stemmer;

enum { TIP_STEMMER_LIMIT = 32 };

/* Zero-initialised is empty and valid. */
struct tip_stemmers {
    struct sb_stemmer *open[TIP_STEMMER_LIMIT]; /* by the language's place in stem.c's table */
    bool is_tried[TIP_STEMMER_LIMIT];
};

void tip_stemmers_close(struct tip_stemmers *stemmers);

/* As tip_analyser_stem. */
const char *tip_stem(struct tip_stemmers *stemmers, const char *language, const char *word,
                     size_t word_length, size_t *stem_length);

#endif
