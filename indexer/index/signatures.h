/* The signatures of all passages, the file `signatures`: what finds passages that may be alike
 * (minhash.h). The layout is in signatures.c. */
#ifndef TIP_SIGNATURES_H
#define TIP_SIGNATURES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "index/minhash.h"
#include "index/tokens.h"
#include "index/words.h"

/* ---- the builder ---- */

struct tip_signatures_builder;

tip_status tip_signatures_builder_create(struct tip_signatures_builder **out,
                                         struct tip_error *error) TIP_MUST_CHECK;
void tip_signatures_builder_free(struct tip_signatures_builder *builder);
/* Makes the signature of passage `number` from its words, of a dictionary; words of none, or too
 * few to be alike to others, give none. */
tip_status tip_signatures_builder_put(struct tip_signatures_builder *builder, uint32_t number,
                                      const struct tip_token_list *list,
                                      const struct tip_words_builder *words,
                                      struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_signatures_builder_write(const struct tip_signatures_builder *builder,
                                        const char *path, struct tip_error *error) TIP_MUST_CHECK;
/* False when the passage has none. */
bool tip_signatures_builder_get(const struct tip_signatures_builder *builder, uint32_t number,
                                struct tip_minhash *out);

/* ---- the reader: mapped, may be shared between threads ---- */

struct tip_signatures;

/* TIP_FORMAT, TIP_CORRUPT. */
tip_status tip_signatures_open(struct tip_signatures **out, const char *path,
                               struct tip_error *error) TIP_MUST_CHECK;
void tip_signatures_close(struct tip_signatures *signatures); /* NULL is allowed */
/* False when the passage has none. */
bool tip_signatures_get(const struct tip_signatures *signatures, uint32_t number,
                        struct tip_minhash *out);
tip_status tip_signatures_builder_load(struct tip_signatures_builder **out,
                                       const struct tip_signatures *signatures,
                                       struct tip_error *error) TIP_MUST_CHECK;

#endif
