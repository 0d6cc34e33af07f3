/* Snowball's stemmers, opened when a language is first asked for. */
#ifndef TIP_ANALYSIS_STEM_H
#define TIP_ANALYSIS_STEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sb_stemmer;

enum {
    TIP_STEMMER_LIMIT = 32,
    TIP_STEM_CACHE_SIZE = 1024, /* a power of two: some 60 KiB */
    TIP_STEM_CACHE_WORD = 24    /* bytes; longer words are rare and stemmed each time */
};

/* A word that was stemmed before. */
struct tip_stem_entry {
    char word[TIP_STEM_CACHE_WORD];
    char stem[TIP_STEM_CACHE_WORD];
    uint8_t word_length; /* 0: the entry is empty */
    uint8_t stem_length;
    uint8_t place; /* of the language in stem.c's table */
};

/* Zero-initialised is empty and valid. */
struct tip_stemmers {
    struct sb_stemmer *open[TIP_STEMMER_LIMIT]; /* by the language's place in stem.c's table */
    bool is_tried[TIP_STEMMER_LIMIT];
    struct tip_stem_entry cache[TIP_STEM_CACHE_SIZE]; /* by the word's hash; the later word stays */
};

void tip_stemmers_close(struct tip_stemmers *stemmers);

/* As tip_analyser_stem. */
const char *tip_stem(struct tip_stemmers *stemmers, const char *language, const char *word,
                     size_t word_length, size_t *stem_length);

#endif
