/* A memo: the quotations in a text of the user's.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_MEMO_H
#define TIPSEARCH_DESK_MEMO_H

#include <stdbool.h>
#include <stddef.h>

/* Fewer words in quotation marks are a term ("debt bondage") or a word at arm's length. */
enum { MEMO_WORDS_MIN = 3 };

struct memo_quotation {
    size_t line; /* where it begins, from 1 */
    char *text;  /* owned; without its marks */
};

struct memo {
    struct memo_quotation *items; /* owned, in the order of the text */
    size_t count, capacity;
    size_t *short_lines; /* owned: where what has fewer words begins */
    size_t short_count, short_capacity;
    size_t *open_lines; /* owned: where a quotation begins that does not end in its paragraph */
    size_t open_count, open_capacity;
};

/* Finds the quotations in a text: what stands in double quotation marks, “ ”, „ “, « », » « or \"
 * \", with all that is quoted within it, and block quotes of Markdown. A quotation ends in the
 * paragraph that it begins in, or goes on where each further paragraph begins with a mark again.
 * False when memory is short; to be freed in any case. */
bool memo_find_quotations(struct memo *memo, const char *text, size_t length);

/* Takes each sentence for a quotation. */
bool memo_find_sentences(struct memo *memo, const char *text, size_t length);

void memo_free(struct memo *memo);

/* How many words a text has, as blanks part them. */
size_t memo_count_words(const char *text, size_t length);

#endif
