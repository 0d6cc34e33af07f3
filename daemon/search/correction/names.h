/* Names of people and places that the index may lack: none is corrected, nor easily what looks like
 * one. They come from the knowledge (people, countries) and from ICU, whose time zones are called
 * after some four hundred cities. The kinds of passages are known, too. */
#ifndef TIP_NAMES_H
#define TIP_NAMES_H

#include "analysis/analysis.h"
#include "base/string_builder.h"
#include "knowledge/knowledge.h"
#include "search/correction/letter_model.h"

struct tip_names {
    struct tip_string list; /* folded, each behind and before a line's end */
    struct tip_letter_model *letters;
};

/* The caller frees *out. `knowledge` may be NULL. */
tip_status tip_names_make(struct tip_names **out, const struct tip_knowledge *knowledge,
                          struct tip_analyser *analyser, struct tip_error *error) TIP_MUST_CHECK;
void tip_names_free(struct tip_names *names); /* NULL is allowed */

/* Whether a folded word is one of them, or of the words that they are made of. */
bool tip_names_has(const struct tip_names *names, const char *word, size_t length);

#endif
