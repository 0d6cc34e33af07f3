/* The stems that rank, with their weights. */
#ifndef TIP_TERMS_H
#define TIP_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "search/plan.h"
#include "search/ranking/parts.h"

/* Stems of the dictionary that are looked for in passages, each once. Found by number through a
 * hash table: it is asked for every word of many passages. */
struct tip_terms {
    size_t count;
    uint32_t *numbers;
    double *weights;
    uint32_t *slots; /* places plus one, 0 for none */
    uint32_t slot_mask;
};

enum { TIP_NO_TERM_PLACE = UINT32_MAX };

/* Room for `capacity` stems; none is there. Freed by tip_terms_free, also when it failed. */
tip_status tip_terms_init(struct tip_terms *terms, size_t capacity,
                          struct tip_error *error) TIP_MUST_CHECK;
void tip_terms_free(struct tip_terms *terms);

/* Adds a stem that is not yet there, within the capacity. */
void tip_terms_add(struct tip_terms *terms, uint32_t number, double weight);

/* The place of a stem by its number, or TIP_NO_TERM_PLACE. */
uint32_t tip_terms_find(const struct tip_terms *terms, uint32_t number);

double tip_terms_weight(const struct tip_terms *terms); /* of all together */

/* Whether a stem of the plan is of weak words alone: those that only hold a sentence together. */
bool tip_stem_is_weak(const struct tip_plan *plan, uint32_t stem);

/* What a stem of the plan adds to a passage's rank: its idf, more where it was typed again, less
 * for one of weak words; a synonym's weight. 0 when it does not rank. */
double tip_stem_weight(const struct tip_plan *plan, uint32_t stem, tip_part_set without);

/* The stems that stand somewhere, as terms of the index's ranking: an array for free(3), whose text
 * belongs to the plan. */
tip_status tip_terms_of_index(const struct tip_plan *plan, tip_part_set without,
                              struct tip_rank_term **terms, size_t *count,
                              struct tip_error *error) TIP_MUST_CHECK;

/* Those of them that were typed, by their numbers in the dictionary. */
tip_status tip_terms_typed(struct tip_terms *terms, const struct tip_plan *plan,
                           tip_part_set without, struct tip_error *error) TIP_MUST_CHECK;

/* The scored words of the query that take a place of their own (compounds stand for words beside
 * them), in its order; an array for free(3), NULL without memory. */
size_t *tip_words_in_order(const struct tip_plan *plan, size_t *count);

#endif
