/* The layout of the file `words`, for its reader (words.c, where it is described) and its writer
 * (words_builder.c). */
#ifndef TIP_WORDS_FILE_H
#define TIP_WORDS_FILE_H

#include "index/table_file.h"

enum tip_words_section {
    TIP_WORDS_LANGUAGES,
    TIP_WORDS_WORDS,
    TIP_WORDS_STEMS,
    TIP_WORDS_ORDER,
    TIP_WORDS_STEM_ORDER,
    TIP_WORDS_TEXT,
    TIP_WORDS_SECTION_COUNT
};

enum {
    TIP_LANGUAGE_SIZE = 8,      /* bytes of a code in the file, its NUL included */
    TIP_LANGUAGE_LIMIT = 256,   /* languages, so that one fits the first byte of a builder's key */
    TIP_STORED_WORD_LIMIT = 255 /* bytes of a word; the analyser's are shorter */
};

extern const struct tip_table_format tip_words_format;

/* Orders words by their bytes, a prefix before what it begins: less than, equal to or above 0. */
int tip_words_compare(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
