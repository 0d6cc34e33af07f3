/* A reply of the server to what the command line asks, and how it is shown.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_ANSWER_H
#define TIPSEARCH_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "command/options.h"
#include "tipsearch.h"

/* A reply with what it was asked by. */
struct answer {
    const struct options *options;
    char *line; /* owned */
    size_t length;
};

/* What was read of a reply: one of them. */
struct shown {
    const struct tipsearch_result *result;
    const struct tipsearch_excerpt *excerpt;
    const struct tipsearch_explanation *explanation;
    const struct tipsearch_patterns *patterns;
    const struct tipsearch_suggestions *suggestions;
};

/* Sends `request` (for free(3), which it does) to the server that is meant, and has the reply
 * shown; unless `code` and `error` say that the request could not be made. The exit status. */
int answer_run(const struct options *options, enum tipsearch_code code, char *request,
               struct tipsearch_error *error, int (*show)(const struct answer *answer));

/* Prints the reply as it came for --json, else what was read of it for people. False, with errno,
 * when it could not be written. */
bool answer_print(const struct answer *answer, const struct shown *shown);

/* Prints the citations of passages and nothing else; false as above. */
bool answer_print_citations(const struct options *options,
                            const struct tipsearch_passage *const *passages, size_t count);

/* What the server says against it is the answer of --json, too. The exit status. */
int answer_refuse(const struct answer *answer, const struct tipsearch_error *error);

/* What was found, as the exit status; a cut result is an error, as part of it may be missing. */
int answer_result_status(const struct tipsearch_result *result);

#endif
