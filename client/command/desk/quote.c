/* Quotations checked, one or those of a memo: all are asked at once and shown in their order.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/quote.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/desk/memo.h"
#include "command/desk/pipeline.h"
#include "command/desk/quote_show.h"
#include "command/desk/text_file.h"
#include "command/failure.h"
#include "command/interrupt.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/printable.h"
#include "command/progress.h"
#include "command/terminal.h"

enum { LINES_NAMED = 8 /* of what was passed over */ };

struct quote {
    const struct options *options;
    struct text_file file; /* of the memo */
    struct memo memo;
    size_t asked; /* of its quotations */
    struct pipeline pipeline;
    struct progress progress;
    struct quote_writer writer;
    size_t done, counts[TIPSEARCH_VERDICT_UNKNOWN + 1];
    bool is_of_sentences;
    bool has_errors;
    bool is_written; /* the output took everything */
    bool is_kept;    /* -o's file is as it was, as not all could be checked */
};

static bool is_memo(const struct quote *quote)
{
    return quote->file.name != NULL;
}

/* ---- what is checked ---- */

static enum tipsearch_code find_in_memo(struct quote *quote, struct tipsearch_error *error)
{
    const char *text = quote->file.text;
    size_t length = quote->file.length;
    bool is_found =
        quote->options->is_sentences || memo_find_quotations(&quote->memo, text, length);

    if (is_found && quote->memo.count == 0 && quote->memo.short_count == 0) {
        quote->is_of_sentences = true;
        memo_free(&quote->memo);
        is_found = memo_find_sentences(&quote->memo, text, length);
    }
    if (!is_found)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (quote->memo.count == 0)
        return failure_set(error, TIPSEARCH_INVALID,
                           "%s: nothing to check: it has no quotation of %d words and more",
                           quote->file.name, MEMO_WORDS_MIN);
    return TIPSEARCH_OK;
}

/* The one text of the command line. */
static enum tipsearch_code take_text(struct quote *quote, struct tipsearch_error *error)
{
    struct memo_quotation *item = calloc(1, sizeof *item);

    if (item)
        item->text = strdup(quote->options->quote);
    quote->memo = (struct memo){.items = item, .count = item ? 1 : 0};
    return item && item->text
               ? TIPSEARCH_OK
               : failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
}

static enum tipsearch_code find_quotations(struct quote *quote, struct tipsearch_error *error)
{
    const char *path = quote->options->memo;
    enum tipsearch_code code;

    if (quote->options->quote && strcmp(quote->options->quote, "-") == 0)
        path = "-";
    else if (quote->options->quote)
        return take_text(quote, error);
    if (output_touches(quote->options, path))
        return failure_set(error, TIPSEARCH_INVALID, "%s is the memo itself: write to another file",
                           quote->options->output);
    code = text_file_read(&quote->file, path, "a memo", error);
    return code == TIPSEARCH_OK ? find_in_memo(quote, error) : code;
}

/* ---- asking ---- */

static void ask_waiting(struct quote *quote)
{
    while (quote->asked < quote->memo.count && pipeline_has_room(&quote->pipeline)) {
        struct memo_quotation *item = &quote->memo.items[quote->asked++];
        struct query_line asked = {.line = (long long)item->line, .text = item->text};
        char *request = NULL;

        item->text = NULL;
        asked.error.code = tipsearch_quote_line(&request, asked.text, &asked.error);
        pipeline_ask(&quote->pipeline, &asked, request);
    }
}

/* ---- what was found ---- */

static void say_error(struct quote *quote, long long line, const struct tipsearch_error *error)
{
    progress_clear(&quote->progress);
    quote->has_errors = true;
    fputs("tipsearch: ", stderr);
    if (is_memo(quote)) {
        printable_print(stderr, quote->file.name);
        fprintf(stderr, ":%lld: ", line);
    }
    printable_print(stderr, error->message);
    fputc('\n', stderr);
}

static void print_reply(struct quote *quote, const struct question *question)
{
    if (quote->writer.is_terminal)
        printable_print_json(quote->writer.out, question->reply);
    else
        fwrite(question->reply, 1, question->length, quote->writer.out);
    fputc('\n', quote->writer.out);
}

/* What time did not suffice for is no answer. */
static void judge(struct quote *quote, struct checked *checked, struct tipsearch_error *error)
{
    enum tipsearch_verdict verdict = checked->quotation->verdict;

    quote->counts[verdict]++;
    if (verdict == TIPSEARCH_VERDICT_UNKNOWN)
        failure_set(error, TIPSEARCH_TIMEOUT,
                    "time ran out before all was looked at: ask again, or quote less");
    else if (checked->quotation->is_partial && verdict == TIPSEARCH_VERDICT_ALTERED)
        failure_set(error, TIPSEARCH_TIMEOUT,
                    "time ran out before all was looked at: it may be exact elsewhere");
    else
        return;
    checked->error = error;
    say_error(quote, checked->line, error);
}

static void print_answer(struct quote *quote, struct question *question)
{
    struct tipsearch_quotation *quotation = NULL;
    struct tipsearch_error error = question->error;
    struct checked checked = {.line = is_memo(quote) ? question->asked.line : 0,
                              .text = question->asked.text};

    if (error.code == TIPSEARCH_OK &&
        tipsearch_quotation_parse(&quotation, question->reply, question->length, &error) ==
            TIPSEARCH_OK) {
        checked.quotation = quotation;
        judge(quote, &checked, &error);
    } else {
        checked.error = &error;
        say_error(quote, checked.line, &error);
    }
    if (quote->options->is_json && question->reply)
        print_reply(quote, question);
    else if (!quote->options->is_json && !quote_write(&quote->writer, &checked))
        quote->is_written = false;
    if (ferror(quote->writer.out))
        quote->is_written = false;
    tipsearch_quotation_free(quotation);
    progress_show(&quote->progress, (int64_t)++quote->done, (int64_t)quote->memo.count);
}

static void check_all(struct quote *quote)
{
    struct question *first;

    while (!interrupt_came() && quote->is_written && !quote->pipeline.is_lost) {
        ask_waiting(quote);
        while (quote->is_written && (first = pipeline_first(&quote->pipeline))) {
            print_answer(quote, first);
            pipeline_drop_first(&quote->pipeline);
        }
        if (quote->pipeline.count == 0 && quote->asked == quote->memo.count)
            return;
        pipeline_wait(&quote->pipeline, -1);
    }
}

/* ---- the end ---- */

static void put_lines(FILE *out, const size_t *lines, size_t count)
{
    for (size_t i = 0; i < count && i < LINES_NAMED; i++)
        fprintf(out, "%s%zu", i == 0 ? "" : ", ", lines[i]);
    fputs(count > LINES_NAMED ? ", \xe2\x80\xa6\n" : "\n", out);
}

/* For people, under what was found; beside rows on standard error. */
static void put_summary(const struct quote *quote)
{
    const struct memo *memo = &quote->memo;
    bool is_for_people = quote->writer.form == ROW_NONE && !quote->options->is_json;
    FILE *out = is_for_people ? quote->writer.out : stderr;

    if (!is_memo(quote))
        return;
    fprintf(out, "%zu %s%s: %zu exact, %zu altered, %zu absent", quote->done,
            quote->is_of_sentences ? "sentence" : "quotation", quote->done == 1 ? "" : "s",
            quote->counts[TIPSEARCH_VERDICT_EXACT], quote->counts[TIPSEARCH_VERDICT_ALTERED],
            quote->counts[TIPSEARCH_VERDICT_ABSENT]);
    if (quote->has_errors)
        fputs(", others not checked", out);
    fputc('\n', out);
    if (memo->short_count > 0) {
        fprintf(out, "Passed over, as shorter than %d words: line ", MEMO_WORDS_MIN);
        put_lines(out, memo->short_lines, memo->short_count);
    }
    if (memo->open_count > 0) {
        fputs("Passed over, as the quotation mark is not closed: line ", out);
        put_lines(out, memo->open_lines, memo->open_count);
    }
}

static int status_of(const struct quote *quote)
{
    if (!quote->is_written)
        return say_write_failed(quote->options);
    if (quote->pipeline.is_lost)
        return fail(&quote->pipeline.error, quote->options);
    if (quote->has_errors)
        return EXIT_ERROR;
    return quote->counts[TIPSEARCH_VERDICT_EXACT] == quote->memo.count &&
                   quote->memo.open_count == 0
               ? EXIT_FOUND
               : EXIT_NONE;
}

static bool open_output(struct quote *quote)
{
    const struct options *options = quote->options;
    struct terminal terminal;
    FILE *out = output_open(options);

    if (!out)
        return false;
    terminal_look(&terminal, options->color);
    quote->writer =
        (struct quote_writer){.out = out,
                              .form = options->format ? row_form_named(options->format) : ROW_NONE,
                              .has_color = terminal.has_color,
                              .is_terminal = isatty(fileno(out)) == 1,
                              .width = terminal.width};
    return true;
}

static void end_output(struct quote *quote)
{
    FILE *out = quote->writer.out;

    quote->is_kept = output_is_draft(out) && (quote->pipeline.is_lost || interrupt_came());
    if (quote->is_kept)
        output_drop(out);
    else
        quote->is_written = output_close(out) && quote->is_written;
}

int run_quote(const struct options *options)
{
    static struct quote quote; /* large, and there is one */
    struct tipsearch_error error;
    int status;

    quote = (struct quote){
        .options = options, .is_written = true, .is_of_sentences = options->is_sentences};
    if (find_quotations(&quote, &error) != TIPSEARCH_OK)
        status = fail(&error, options);
    else if (!open_output(&quote))
        status = say_write_failed(options);
    else {
        interrupt_catch();
        progress_begin(&quote.progress, "quotations");
        quote_begin(&quote.writer, options->has_bom);
        pipeline_begin(&quote.pipeline, options);
        check_all(&quote);
        progress_clear(&quote.progress);
        if (!quote.pipeline.is_lost)
            put_summary(&quote);
        end_output(&quote);
        status = status_of(&quote);
        if (quote.is_kept)
            say_kept(options);
        interrupt_end();
        pipeline_end(&quote.pipeline);
    }
    memo_free(&quote.memo);
    text_file_free(&quote.file);
    return status;
}
