/* The passages of a dossier, from the server.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_DOSSIER_ASK_H
#define TIPSEARCH_DESK_DOSSIER_ASK_H

#include "command/desk/dossier_file.h"
#include "command/options.h"
#include "tipsearch.h"

/* What the server has for an entry. */
struct dossier_answer {
    struct tipsearch_excerpt
        *excerpt; /* owned; NULL: there is no such passage, and `error` says so */
    struct tipsearch_error error;
};

struct dossier_answers {
    struct dossier_answer *items; /* one for each entry of the dossier, in its order; owned */
    size_t count;
    long long generation; /* of the index, when they came */
};

/* Asks for all passages, many at a time. What fails for one passage is that entry's; all else is
 * returned. The answers are to be freed in any case. */
enum tipsearch_code dossier_ask(struct dossier_answers *answers, const struct dossier *dossier,
                                const struct options *options,
                                struct tipsearch_error *error) TIPSEARCH_MUST_CHECK;
void dossier_answers_free(struct dossier_answers *answers);

#endif
