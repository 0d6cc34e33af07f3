/* The words of a text, to be compared with those of another one.
 *
 * What does not change what was said does not count: white space, kinds of quotation marks and
 * dashes, marks between sentences, invisible characters. Words, figures with the points and commas
 * in them and a minus right before, and the signs $ % & + = < > do. Case counts. A sign of a script
 * that is written without spaces is a word of its own. (The server's ids go by a stricter table,
 * which tells also of marks; for that, compare ids.)
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_WORDING_H
#define TIPSEARCH_DESK_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A word in both its forms. */
struct word {
    size_t at, length; /* in the norm */
    size_t start, end; /* in the text */
    bool is_gap;       /* of a quotation: words were left out here */
};

struct wording {
    const char *text; /* borrowed */
    char *norm;       /* the words, a blank before, between and behind them; owned */
    size_t norm_length;
    struct word *words; /* owned */
    size_t count;
};

enum wording_kind {
    WORDING_TEXT, /* as it stands */
    /* As a person quotes, in Markdown: an ellipsis and words in brackets are gaps, letters in
     * brackets within a word are letters, backslashes, stars and backquotes are Markdown's. */
    WORDING_QUOTE,
    WORDING_QUOTE_JOINED /* the same, and a hyphen at a line's end is no part of the word */
};

/* False when memory is short. To be freed in any case. */
bool wording_make(struct wording *wording, const char *text, enum wording_kind kind);
void wording_free(struct wording *wording);

/* Whether the words of `part` stand in `whole` side by side in their order; where `part` has gaps,
 * the words between them do, one run behind the other. A part without words stands nowhere. */
bool wording_holds(const struct wording *whole, const struct wording *part);

/* Whether a quotation stands in a text. *has_memory is false when memory is short. */
bool wording_quotes(const char *text, const char *quote, bool *has_memory);

/* How a difference is marked. */
struct wording_marks {
    const char *gone, *gone_end; /* around what the text has and the quotation has not */
    const char *added, *added_end;
    void (*put)(FILE *out, const char *text, size_t length);
    bool is_quote_earlier; /* the quotation is from before the text: its words come first */
};

/* Writes the quotation beside the words of the text that are most like it: what differs is marked,
 * and longer runs that do not are left out. False when the texts are too long for it, of which
 * nothing is written then, or memory is short.
 */
bool wording_put_difference(FILE *out, const struct wording *text, const struct wording *quote,
                            const struct wording_marks *marks);

#endif
