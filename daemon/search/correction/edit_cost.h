/* What it takes to get from a word as it was typed to a word that may have been meant: slips of the
 * fingers and of the ear cost less than letters that nothing explains. */
#ifndef TIP_EDIT_COST_H
#define TIP_EDIT_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TIP_EDIT = 100,         /* a letter put in, left out or changed for no reason */
    TIP_LETTERS_LIMIT = 40, /* longer words are not compared */
    TIP_NO_COST = 0xffff    /* above the limit */
};

/* A folded word in code points. */
struct tip_letters {
    size_t count;
    uint32_t at[TIP_LETTERS_LIMIT];
};

/* What each letter of a to z costs in the place of another one. */
struct tip_edit_costs {
    unsigned char replace[26][26];
};

/* False for a word of more letters than the limit. `text` is valid UTF-8. */
bool tip_letters_read(struct tip_letters *letters, const char *text, size_t length);

bool tip_letters_hold_digit(const struct tip_letters *letters);

/* The letters that occur, as bits: one each for a to z, the others share six. */
uint32_t tip_letters_mask(const struct tip_letters *letters);

void tip_edit_costs_make(struct tip_edit_costs *costs);

/* The least that the edits from `typed` to `meant` cost together, in hundredths of an edit, or
 * TIP_NO_COST when that is above `limit`. */
unsigned tip_edit_cost(const struct tip_edit_costs *costs, const struct tip_letters *typed,
                       const struct tip_letters *meant, unsigned limit);

#endif
