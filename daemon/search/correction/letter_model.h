/* How much a word looks like others: what follows what in those. A slip mostly leaves letters that
 * rarely follow each other. */
#ifndef TIP_LETTER_MODEL_H
#define TIP_LETTER_MODEL_H

#include "base/status.h"
#include "search/correction/edit_cost.h"

struct tip_letter_model;

tip_status tip_letter_model_create(struct tip_letter_model **out,
                                   struct tip_error *error) TIP_MUST_CHECK;
void tip_letter_model_free(struct tip_letter_model *model); /* NULL is allowed */

/* Learns from a word; each distinct word once. */
void tip_letter_model_add(struct tip_letter_model *model, const struct tip_letters *word);

/* How surprising a word is: the sum over its letters, and its end, of -log2 of their probability
 * behind the two before them, in hundredths of a bit. */
unsigned tip_letter_model_surprise(const struct tip_letter_model *model,
                                   const struct tip_letters *word);

#endif
