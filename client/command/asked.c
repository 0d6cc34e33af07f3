/* Modes that ask one thing which is no search.
 *
 * SPDX-License-Identifier: MIT */
#include "command/asked.h"

#include <stdio.h>
#include <stdlib.h>

#include "command/answer.h"
#include "command/outcome.h"
#include "command/show.h"

enum { NOTE_WIDTH = 80 /* columns of what is said on standard error */ };

/* That it is another passage than was asked for is no part of what is cited. */
static bool cite_excerpt(const struct options *options, const struct tipsearch_excerpt *excerpt)
{
    const struct tipsearch_passage *passage = &excerpt->passage;

    show_moved(stderr, &(struct show_style){.width = NOTE_WIDTH}, &excerpt->moved, false);
    return answer_print_citations(options, &passage, 1);
}

static int answer_with_explanation(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_explanation *explanation;
    bool is_written;
    int status;

    if (tipsearch_explanation_parse(&explanation, answer->line, answer->length, &error) !=
        TIPSEARCH_OK)
        return answer_refuse(answer, &error);
    is_written = answer_print(answer, &(struct shown){.explanation = explanation});
    status =
        is_written ? answer_result_status(explanation->result) : say_write_failed(answer->options);
    tipsearch_explanation_free(explanation);
    return status;
}

static int answer_with_passage(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_excerpt *excerpt;
    bool is_written;

    if (tipsearch_excerpt_parse(&excerpt, answer->line, answer->length, &error) != TIPSEARCH_OK)
        return answer_refuse(answer, &error);
    if (!answer->options->is_json && answer->options->cite != CITE_NONE)
        is_written = cite_excerpt(answer->options, excerpt);
    else
        is_written = answer_print(answer, &(struct shown){.excerpt = excerpt});
    tipsearch_excerpt_free(excerpt);
    return is_written ? EXIT_FOUND : say_write_failed(answer->options);
}

static int answer_with_patterns(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_patterns *patterns;
    bool is_written, is_partial;

    if (tipsearch_patterns_parse(&patterns, answer->line, answer->length, &error) != TIPSEARCH_OK)
        return answer_refuse(answer, &error);
    is_written = answer_print(answer, &(struct shown){.patterns = patterns});
    is_partial = patterns->is_partial;
    tipsearch_patterns_free(patterns);
    if (!is_written)
        return say_write_failed(answer->options);
    if (is_partial)
        fputs("tipsearch: time ran out: there may be more passages: ask again\n", stderr);
    return is_partial ? EXIT_ERROR : EXIT_FOUND;
}

static int answer_with_suggestions(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_suggestions *suggestions;
    bool is_written, is_empty;

    if (tipsearch_suggestions_parse(&suggestions, answer->line, answer->length, &error) !=
        TIPSEARCH_OK)
        return answer_refuse(answer, &error);
    is_written = answer_print(answer, &(struct shown){.suggestions = suggestions});
    is_empty = suggestions->count == 0;
    tipsearch_suggestions_free(suggestions);
    if (!is_written)
        return say_write_failed(answer->options);
    return is_empty ? EXIT_NONE : EXIT_FOUND;
}

int run_explain(const struct options *options)
{
    const struct tipsearch_query query = {
        .query = options->query, .limit = options->limit, .offset = options->offset};
    struct tipsearch_error error;
    char *line = NULL;
    enum tipsearch_code code = tipsearch_explain_line(&line, &query, options->get, &error);

    return answer_run(options, code, line, &error, answer_with_explanation);
}

int run_get(const struct options *options)
{
    struct tipsearch_error error;
    char *line = NULL;
    enum tipsearch_code code = tipsearch_get_line(&line, options->get, 0, &error);

    return answer_run(options, code, line, &error, answer_with_passage);
}

int run_patterns(const struct options *options)
{
    struct tipsearch_error error;
    char *line = NULL;
    enum tipsearch_code code = tipsearch_patterns_line(&line, &error);

    return answer_run(options, code, line, &error, answer_with_patterns);
}

int run_suggest(const struct options *options)
{
    struct tipsearch_error error;
    char *line = NULL;
    enum tipsearch_code code =
        tipsearch_suggest_line(&line, options->suggest, options->limit, &error);

    return answer_run(options, code, line, &error, answer_with_suggestions);
}
