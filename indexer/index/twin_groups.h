/* Which passages are one for whoever reads them: groups of passages with the same text, or nearly
 * the same, in several reports. */
#ifndef TIP_TWIN_GROUPS_H
#define TIP_TWIN_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/kind.h"
#include "base/status.h"
#include "index/minhash.h"
#include "index/tokens.h"

/* A passage that may have twins. */
struct tip_twin {
    uint64_t text_key;
    int32_t year;
    uint32_t report, ordinal, number;
    const char *countries; /* as a row has them */
    enum tip_kind kind;
    uint32_t group; /* the result */
};

/* Where signatures and words of passages are read. */
struct tip_twin_source {
    bool (*signature)(const void *context, uint32_t number, struct tip_minhash *out);
    tip_status (*words)(const void *context, uint32_t number, struct tip_token_list *list,
                        struct tip_error *error);
    const void *context;
};

/* Finds the groups of `count` passages and orders them, so that those of a group stand side by
 * side: the newest year's report first, of one year the report with the lower number, and each
 * report's in its order. Groups come in the order of their first passages.
 *
 * All of a group that name countries have one in common. The same text is of one group where
 * countries allow it. In that order, too, each further text joins the group whose first text it
 * overlaps most, if that is of another report and all texts of the group are alike to it; else it
 * begins a group. Without a source (NULL) only the same text makes groups.
 *
 * Time is bounded however alike the passages are: a text is compared with few groups, and with few
 * texts of each (twin_groups.c). */
tip_status tip_twin_groups_find(struct tip_twin *twins, size_t count,
                                const struct tip_twin_source *source,
                                struct tip_error *error) TIP_MUST_CHECK;

#endif
