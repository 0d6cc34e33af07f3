/* Text filled into lines of a width, with emphasis.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_WRAP_H
#define TIPSEARCH_WRAP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum emphasis {
    EMPHASIS_NONE,
    EMPHASIS_BOLD,
    EMPHASIS_HIT,
    EMPHASIS_DIM,
    EMPHASIS_GONE,
    EMPHASIS_NEW
};

enum { WRAP_WORD_MAX = 256 };

struct wrap_cell {
    uint32_t character;
    enum emphasis emphasis;
};

/* A paragraph under way. */
struct wrap {
    FILE *out;
    bool has_color;
    int width;              /* of the lines, indent included */
    int indent;             /* of every line but where the first begins */
    int column;             /* where the line stands */
    bool is_fresh;          /* nothing but the indent stands on the line */
    bool is_indented;       /* false: the indent is still to be written */
    bool is_spaced;         /* a blank belongs before the word */
    enum emphasis emphasis; /* as switched on in the terminal */
    struct wrap_cell word[WRAP_WORD_MAX];
    int word_length;
    int word_width;
};

/* Begins a paragraph where `label` (may be "") stands at the indent's place. */
void wrap_begin(struct wrap *wrap, FILE *out, bool has_color, int width, int indent,
                const char *label);

/* Adds text from elsewhere: what must not reach a terminal does not. A line feed is a blank. */
void wrap_text(struct wrap *wrap, const char *text, enum emphasis emphasis);

/* The same, but a line feed begins a new line. */
void wrap_lines(struct wrap *wrap, const char *text, enum emphasis emphasis);

/* Ends the paragraph and its line. */
void wrap_end(struct wrap *wrap);

#endif
