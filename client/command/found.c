/* Modes that show passages which were found.
 *
 * SPDX-License-Identifier: MIT */
#include "command/found.h"

#include <stdio.h>
#include <stdlib.h>

#include "command/answer.h"
#include "command/desk/row.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/viewer.h"

static bool cite_hits(const struct options *options, const struct tipsearch_result *result)
{
    const struct tipsearch_passage **passages = calloc(result->hit_count + 1, sizeof *passages);
    bool is_written;

    if (!passages)
        return false;
    for (size_t i = 0; i < result->hit_count; i++)
        passages[i] = &result->hits[i].passage;
    is_written = answer_print_citations(options, passages, result->hit_count);
    free(passages);
    return is_written;
}

/* The hit that was asked for is the only one of the reply. */
static int open_hit(const struct options *options, const struct tipsearch_result *result)
{
    struct tipsearch_error error;

    if (result->hit_count == 0) {
        fprintf(stderr, "tipsearch: there is no hit %ld: %lld passage%s found\n", options->open,
                result->total, result->total == 1 ? " was" : "s were");
        return result->total == 0 ? EXIT_NONE : EXIT_ERROR;
    }
    if (viewer_open(&result->hits[0].passage.source, &error) != TIPSEARCH_OK)
        return fail(&error, options);
    return EXIT_FOUND;
}

static bool print_rows(const struct options *options, const struct tipsearch_result *result)
{
    struct row_writer writer;
    FILE *out = output_open(options);

    if (!out)
        return false;
    row_begin(&writer, out, row_form_named(options->format), ROW_COLUMNS_QUERIES, options->has_bom);
    row_write_result(&writer, &(struct row){.line = 1, .query = options->query}, result);
    return output_close(out);
}

static int answer_with_result(const struct answer *answer)
{
    struct tipsearch_error error;
    struct tipsearch_result *result;
    bool is_written;
    int status;

    if (tipsearch_result_parse(&result, answer->line, answer->length, &error) != TIPSEARCH_OK)
        return answer_refuse(answer, &error);
    if (answer->options->open > 0) {
        status = open_hit(answer->options, result);
        tipsearch_result_free(result);
        return status;
    }
    if (answer->options->format)
        is_written = print_rows(answer->options, result);
    else if (!answer->options->is_json && answer->options->cite != CITE_NONE)
        is_written = cite_hits(answer->options, result);
    else
        is_written = answer_print(answer, &(struct shown){.result = result});
    status = is_written ? answer_result_status(result) : say_write_failed(answer->options);
    tipsearch_result_free(result);
    return status;
}

int run_search(const struct options *options)
{
    struct tipsearch_query query = {
        .query = options->query,
        .limit = options->open > 0 ? 1 : options->limit,
        .offset = options->open > 0 ? options->open - 1 : options->offset,
        .facets = options->facets,
        .facet_count = options->facet_count,
        .sort = options->sort,
        .with_text = options->is_full || options->format,
    };
    const struct tipsearch_among among = {.with_twins = options->is_uncollapsed};
    struct tipsearch_error error;
    char *line = NULL;
    enum tipsearch_code code = tipsearch_search_among_line(&line, &query, &among, &error);

    return answer_run(options, code, line, &error, answer_with_result);
}

int run_similar(const struct options *options)
{
    const struct tipsearch_like like = {.id = options->similar, .limit = options->limit};
    struct tipsearch_error error;
    char *line = NULL;
    enum tipsearch_code code = tipsearch_similar_line(&line, &like, &error);

    return answer_run(options, code, line, &error, answer_with_result);
}
