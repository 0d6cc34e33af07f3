/* The counts of one query: a table with one row.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/count_query.h"

#include <stdio.h>

#include "command/answer.h"
#include "command/desk/counts.h"
#include "command/desk/pipeline.h"
#include "command/outcome.h"
#include "command/output.h"

static bool print_counts(const struct options *options, const struct tipsearch_result *result)
{
    const struct row row = {.line = 1, .query = options->query};
    struct counts counts;
    bool is_written = false;
    FILE *out;

    if (counts_begin(&counts, options->counts) && counts_add(&counts, &row, result)) {
        out = output_open(options);
        is_written =
            out && counts_write(&counts, out, row_form_of(options->format), options->has_bom);
        if (out)
            is_written = output_close(out) && is_written;
    }
    counts_end(&counts);
    return is_written;
}

/* The exit status. */
static int show_counts(const struct options *options, const struct question *question)
{
    struct tipsearch_error error = question->error;
    struct tipsearch_result *result;
    long long left_out;
    int status;

    if (error.code != TIPSEARCH_OK ||
        tipsearch_result_parse(&result, question->reply, question->length, &error) != TIPSEARCH_OK)
        return fail(&error, options);
    status = answer_result_status(result);
    left_out = counts_left_out(&(struct counts){.facet = options->counts}, result);
    if (!result->is_partial && !print_counts(options, result))
        status = say_write_failed(options);
    tipsearch_result_free(result);
    if (left_out == 0)
        return status;
    fprintf(stderr, "tipsearch: " COUNTS_LEFT_OUT "\n", left_out, options->counts);
    return EXIT_ERROR;
}

/* Asks as a batch of one line does, as often as the server wants it. */
static int ask(const struct options *options, char *request)
{
    static struct pipeline pipeline; /* large, and there is one */
    struct query_line asked = {.line = 1};
    const struct question *first;
    int status;

    pipeline_begin(&pipeline, options);
    pipeline_ask(&pipeline, &asked, request);
    while (!(first = pipeline_first(&pipeline)) && !pipeline.is_lost)
        pipeline_wait(&pipeline, -1);
    status = first ? show_counts(options, first) : fail(&pipeline.error, options);
    pipeline_end(&pipeline);
    return status;
}

int run_counts(const struct options *options)
{
    const struct tipsearch_query query = {.query = options->query,
                                          .limit = TIPSEARCH_NO_HITS,
                                          .facets = &options->counts,
                                          .facet_count = 1};
    const struct tipsearch_among among = {.with_twins = options->is_uncollapsed};
    struct tipsearch_error error;
    char *request = NULL;

    if (tipsearch_search_among_line(&request, &query, &among, &error) != TIPSEARCH_OK)
        return fail(&error, options);
    return ask(options, request);
}
