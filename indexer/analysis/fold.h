/* Folding: what makes "Türkiye", "TÜRKİYE" and "turkiye" the same word. */
#ifndef TIP_ANALYSIS_FOLD_H
#define TIP_ANALYSIS_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include <unicode/unorm2.h>

#include "analysis/analysis.h"

enum {
    /* Characters of a word that are looked at: more than TIP_WORD_LIMIT bytes can hold. */
    TIP_FOLD_CHARACTERS = 128,
    /* UTF-16 units they can become: NFKC makes at most 18 of one (U+FDFA), NFD at most 4 of one. */
    TIP_FOLD_UNITS = TIP_FOLD_CHARACTERS * 2 * 18,
};

struct tip_fold {
    const UNormalizer2 *nfkc_casefold; /* ICU's own; never freed */
    const UNormalizer2 *nfd;
    const UNormalizer2 *nfc;
    UChar units[TIP_FOLD_UNITS];
    UChar spare[TIP_FOLD_UNITS];
};

/* TIP_INTERNAL when ICU lacks its data. */
tip_status tip_fold_init(struct tip_fold *fold, struct tip_error *error) TIP_MUST_CHECK;

/* Folds `length` bytes of UTF-8 (letters, marks and digits of one word) into `out`, which has room
 * for TIP_WORD_LIMIT bytes, and returns how many there are: 0 when nothing of a word is left. Sets
 * *is_cut when there were more; leaves it alone otherwise. */
size_t tip_fold_bytes(struct tip_fold *fold, const char *bytes, size_t length,
                      char out[TIP_WORD_LIMIT], bool *is_cut);

#endif
