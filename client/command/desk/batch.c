/* A file of queries.
 *
 * Nothing is kept but what is under way: a file of any length streams.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/batch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/desk/counts.h"
#include "command/desk/pipeline.h"
#include "command/desk/queries.h"
#include "command/desk/row.h"
#include "command/failure.h"
#include "command/interrupt.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/printable.h"
#include "command/progress.h"

struct batch {
    const struct options *options;
    struct queries queries;
    struct pipeline pipeline;
    struct progress progress;
    struct row_writer writer;
    struct counts counts; /* in place of rows */
    FILE *out;
    long long lines; /* of the file; 0: nobody knows */
    bool is_at_end;  /* of the file */
    bool has_hits;
    bool has_errors;
    bool has_answers;
    bool is_unreadable; /* the file, before its end */
    bool is_kept;       /* -o's file is as it was */
    bool is_written;    /* the output took everything */
};

/* What is wrong with a line, with its place for editors that go there: FILE:LINE:COLUMN. */
static void say_error(struct batch *batch, long long line, const struct tipsearch_error *error)
{
    progress_clear(&batch->progress);
    batch->has_errors = true;
    fputs("tipsearch: ", stderr);
    printable_print(stderr, batch->queries.name);
    fprintf(stderr, ":%lld:", line);
    if (error->at >= 0 && !batch->queries.is_csv)
        fprintf(stderr, "%ld:", error->at + 1);
    fputc(' ', stderr);
    printable_print(stderr, error->message);
    fputc('\n', stderr);
}

static void count_result(struct batch *batch, const struct row *row,
                         const struct tipsearch_result *result)
{
    long long left_out = counts_left_out(&batch->counts, result);
    struct tipsearch_error error;

    if (left_out > 0) {
        failure_set(&error, TIPSEARCH_OTHER, COUNTS_LEFT_OUT, left_out, batch->options->counts);
        say_error(batch, row->line, &error);
    }
    batch->is_written = counts_add(&batch->counts, row, result);
}

static void print_result(struct batch *batch, const struct question *question,
                         const struct tipsearch_result *result)
{
    const struct row row = {.line = question->asked.line, .query = question->asked.text};

    if (result->is_partial)
        say_error(batch, row.line, &ROW_PARTIAL);
    batch->has_answers = true;
    batch->has_hits |= result->total > 0;
    if (!batch->options->counts)
        batch->is_written = row_write_result(&batch->writer, &row, result);
    else if (!result->is_partial)
        count_result(batch, &row, result);
}

static void print_answer(struct batch *batch, struct question *question)
{
    struct tipsearch_error error = question->error;
    struct tipsearch_result *result = NULL;

    if (error.code == TIPSEARCH_OK &&
        tipsearch_result_parse(&result, question->reply, question->length, &error) == TIPSEARCH_OK)
        print_result(batch, question, result);
    else
        say_error(batch, question->asked.line, &error);
    tipsearch_result_free(result);
    progress_show(&batch->progress, question->asked.line, batch->lines);
}

/* Prints what is answered in order. */
static void print_answers(struct batch *batch)
{
    struct question *first;

    while (batch->is_written && (first = pipeline_first(&batch->pipeline))) {
        print_answer(batch, first);
        pipeline_drop_first(&batch->pipeline);
    }
}

static void ask(struct batch *batch, struct query_line *asked)
{
    const struct tipsearch_query query = {
        .query = asked->text,
        .limit = batch->options->counts ? TIPSEARCH_NO_HITS : batch->options->limit,
        .offset = batch->options->offset,
        .facets = &batch->options->counts,
        .facet_count = batch->options->counts != NULL,
        .sort = batch->options->sort,
        .with_text = true,
    };
    const struct tipsearch_among among = {.with_twins = batch->options->is_uncollapsed};
    char *request = NULL;

    if (asked->text)
        asked->error.code = tipsearch_search_among_line(&request, &query, &among, &asked->error);
    pipeline_ask(&batch->pipeline, asked, request);
}

static void give_up_reading(struct batch *batch, const struct tipsearch_error *error)
{
    batch->is_at_end = true;
    batch->has_errors = true;
    batch->is_unreadable = true;
    fail(error, batch->options);
}

/* Asks as many queries as there is room for. True: the file must be read for more. False with
 * *code: the file is of no use. */
static bool ask_queries(struct batch *batch, struct tipsearch_error *error)
{
    while (!batch->is_at_end && pipeline_has_room(&batch->pipeline)) {
        struct query_line asked;

        switch (queries_next(&batch->queries, &asked, error)) {
        case QUERIES_NEXT:
            ask(batch, &asked);
            break;
        case QUERIES_WAIT:
            return true;
        case QUERIES_END:
            batch->is_at_end = true;
            break;
        case QUERIES_FAILED:
            give_up_reading(batch, error);
            break;
        }
    }
    return false;
}

/* Whoever feeds us line by line sees each answer before the next line. */
static void flush_when_idle(struct batch *batch)
{
    if (batch->pipeline.count == 0 && fflush(batch->out) != 0)
        batch->is_written = false;
}

static void read_file(struct batch *batch, struct tipsearch_error *error)
{
    if (queries_read(&batch->queries, error) == TIPSEARCH_OK)
        return;
    give_up_reading(batch, error);
}

static void ask_all(struct batch *batch)
{
    struct tipsearch_error error;

    while (!interrupt_came()) {
        bool is_hungry = ask_queries(batch, &error);

        print_answers(batch);
        if (!batch->is_written || batch->pipeline.is_lost ||
            (batch->is_at_end && batch->pipeline.count == 0))
            return;
        if (is_hungry)
            flush_when_idle(batch);
        if (pipeline_wait(&batch->pipeline, is_hungry ? batch->queries.file : -1) && is_hungry)
            read_file(batch, &error);
    }
}

static enum tipsearch_code open_files(struct batch *batch, struct tipsearch_error *error)
{
    const struct options *options = batch->options;
    enum tipsearch_code code =
        queries_open(&batch->queries, options->batch, options->column, error);

    if (code != TIPSEARCH_OK)
        return code;
    if (output_touches(options, options->batch)) /* it would be lost */
        return failure_set(error, TIPSEARCH_INVALID,
                           "%s is the file of the queries: write to another one", options->output);
    if (options->counts && !counts_begin(&batch->counts, options->counts))
        return failure_set(error, TIPSEARCH_INVALID, "no temporary file can be made: %s",
                           strerror(errno));
    batch->out = output_open(options);
    if (!batch->out)
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be written: %s", options->output,
                           strerror(errno));
    return TIPSEARCH_OK;
}

static int status_of(struct batch *batch)
{
    const struct question *first;

    if (!batch->is_written)
        return say_write_failed(batch->options);
    if (batch->pipeline.is_lost) {
        fail(&batch->pipeline.error, batch->options);
        first = batch->pipeline.questions + batch->pipeline.first;
        if (batch->pipeline.count > 0 && batch->pipeline.error.code != TIPSEARCH_BAD_REQUEST)
            fprintf(stderr, "tipsearch: nothing was answered from line %lld on\n",
                    first->asked.line);
        return EXIT_ERROR;
    }
    if (batch->has_errors)
        return EXIT_ERROR;
    return batch->has_hits ? EXIT_FOUND : EXIT_NONE;
}

static void begin_output(struct batch *batch)
{
    const struct options *options = batch->options;

    if (!options->counts)
        row_begin(&batch->writer, batch->out, row_form_of(options->format), ROW_COLUMNS_QUERIES,
                  options->has_bom);
}

/* Whether it ran to the file's end: lines that cannot be answered are no reason to end, unless
 * there was no other. */
static bool is_whole(const struct batch *batch)
{
    return batch->is_written && !batch->pipeline.is_lost && !batch->is_unreadable &&
           !interrupt_came() && (batch->has_answers || !batch->has_errors);
}

static void end_output(struct batch *batch)
{
    const struct options *options = batch->options;

    if (options->counts && batch->is_written && !interrupt_came())
        batch->is_written = counts_write(&batch->counts, batch->out, row_form_of(options->format),
                                         options->has_bom);
    if (!is_whole(batch) && output_is_draft(batch->out)) {
        output_drop(batch->out);
        batch->is_kept = true;
        return;
    }
    batch->is_written = output_close(batch->out) && batch->is_written;
}

int run_batch(const struct options *options)
{
    static struct batch batch; /* large, and there is one */
    struct tipsearch_error error;
    int status;

    batch = (struct batch){.options = options, .is_written = true};
    if (open_files(&batch, &error) != TIPSEARCH_OK) {
        queries_close(&batch.queries);
        counts_end(&batch.counts);
        return fail(&error, options);
    }
    interrupt_catch();
    progress_begin(&batch.progress, "lines");
    if (batch.progress.is_wanted)
        batch.lines = queries_count_lines(&batch.queries);
    begin_output(&batch);
    pipeline_begin(&batch.pipeline, options);
    ask_all(&batch);
    progress_clear(&batch.progress);
    end_output(&batch);
    status = status_of(&batch);
    if (batch.is_kept)
        say_kept(options);
    interrupt_end();
    pipeline_end(&batch.pipeline);
    queries_close(&batch.queries);
    counts_end(&batch.counts);
    return status;
}
