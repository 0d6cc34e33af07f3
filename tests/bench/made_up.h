/* A large collection of made-up words, the same in every run: few of them are in most passages, as
 * in a language, and among them stand the words of trafficking that the patterns look for. */
#ifndef BENCH_MADE_UP_H
#define BENCH_MADE_UP_H

#include <stddef.h>

#include "base/status.h"
#include "base/string_builder.h"

enum { BENCH_MADE_UP_WORDS = 60000 };

/* Appends the word of a rank; 0 is the most frequent one. */
void bench_made_up_word(struct tip_string *text, size_t rank);

/* Writes so many passages, rounded up to whole files of 2,000, as Markdown into a new folder. */
tip_status bench_made_up_write(const char *folder, size_t passages,
                               struct tip_error *error) TIP_MUST_CHECK;

#endif
