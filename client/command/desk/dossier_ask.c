/* The passages of a dossier: many requests on their way at a time, replies in their order.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_ask.h"

#include <stdlib.h>
#include <string.h>

#include "command/desk/pipeline.h"
#include "command/failure.h"
#include "command/progress.h"

struct asking {
    const struct dossier *dossier;
    struct dossier_answers *answers;
    struct pipeline pipeline;
    size_t sent, received; /* the first question is for the generation, the others are entries' */
    struct tipsearch_error *error;
};

/* Whether an error is of the passage that was asked for, and of no other one. */
static bool is_of_passage(enum tipsearch_code code)
{
    return code == TIPSEARCH_UNKNOWN_ID || code == TIPSEARCH_GONE || code == TIPSEARCH_NOT_FOUND;
}

static enum tipsearch_code take_generation(struct asking *asking, const struct question *question)
{
    struct tipsearch_result *result = NULL;
    enum tipsearch_code code =
        tipsearch_result_parse(&result, question->reply, question->length, asking->error);

    if (code == TIPSEARCH_OK)
        asking->answers->generation = result->generation;
    tipsearch_result_free(result);
    return code;
}

static enum tipsearch_code take_passage(struct asking *asking, const struct question *question)
{
    struct dossier_answer *answer = &asking->answers->items[asking->received - 1];
    enum tipsearch_code code = tipsearch_excerpt_parse(&answer->excerpt, question->reply,
                                                       question->length, &answer->error);

    if (code == TIPSEARCH_OK || is_of_passage(code))
        return TIPSEARCH_OK;
    *asking->error = answer->error;
    return code;
}

static enum tipsearch_code take(struct asking *asking, const struct question *question)
{
    enum tipsearch_code code = question->error.code;

    if (code != TIPSEARCH_OK)
        *asking->error = question->error;
    else if (asking->received == 0)
        code = take_generation(asking, question);
    else
        code = take_passage(asking, question);
    asking->received++;
    return code;
}

/* The question that is next, in the pipeline's hands. */
static enum tipsearch_code ask_next(struct asking *asking)
{
    const struct tipsearch_query all = {.query = "*", .limit = TIPSEARCH_NO_HITS};
    const char *id = asking->sent > 0 ? asking->dossier->entries[asking->sent - 1].id : "*";
    struct query_line asked = {.line = (long long)asking->sent, .text = strdup(id)};
    char *line = NULL;
    enum tipsearch_code code = asking->sent > 0 ? tipsearch_get_line(&line, id, 0, asking->error)
                                                : tipsearch_search_line(&line, &all, asking->error);

    if (code == TIPSEARCH_OK && !asked.text)
        code = failure_set(asking->error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (code != TIPSEARCH_OK) {
        query_line_free(&asked);
        free(line);
        return code;
    }
    pipeline_ask(&asking->pipeline, &asked, line);
    asking->sent++;
    return TIPSEARCH_OK;
}

static enum tipsearch_code run(struct asking *asking)
{
    size_t total = asking->dossier->count + 1;
    enum tipsearch_code code = TIPSEARCH_OK;
    struct progress progress;

    progress_begin(&progress, "passages");
    while (code == TIPSEARCH_OK && asking->received < total) {
        struct question *first;

        while (code == TIPSEARCH_OK && asking->sent < total && pipeline_has_room(&asking->pipeline))
            code = ask_next(asking);
        pipeline_wait(&asking->pipeline, -1);
        while (code == TIPSEARCH_OK && (first = pipeline_first(&asking->pipeline))) {
            code = take(asking, first);
            pipeline_drop_first(&asking->pipeline);
        }
        if (code == TIPSEARCH_OK && asking->pipeline.is_lost) {
            *asking->error = asking->pipeline.error;
            code = asking->error->code;
        }
        progress_show(&progress, (int64_t)asking->received, (int64_t)total);
    }
    progress_clear(&progress);
    return code;
}

enum tipsearch_code dossier_ask(struct dossier_answers *answers, const struct dossier *dossier,
                                const struct options *options, struct tipsearch_error *error)
{
    struct asking asking = {.dossier = dossier, .answers = answers, .error = error};
    enum tipsearch_code code;

    *answers = (struct dossier_answers){.items = calloc(dossier->count + 1, sizeof *answers->items),
                                        .count = dossier->count};
    if (!answers->items)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    pipeline_begin(&asking.pipeline, options);
    code = run(&asking);
    pipeline_end(&asking.pipeline);
    return code;
}

void dossier_answers_free(struct dossier_answers *answers)
{
    for (size_t i = 0; answers->items && i < answers->count; i++)
        tipsearch_excerpt_free(answers->items[i].excerpt);
    free(answers->items);
    *answers = (struct dossier_answers){0};
}
