/* tipsearch --watch: what named searches find that they did not find before.
 *
 * A run goes in an order in which nothing can be lost: all that is new is written, the output is
 * brought to where it stays, and then the state takes its place by a rename. Killed before that,
 * the next run writes the same again. The state's draft is opened first: its lock keeps a second
 * run out, and where it cannot be made nothing is printed.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/desk/draft.h"
#include "command/desk/scan.h"
#include "command/desk/sheet.h"
#include "command/desk/watch_file.h"
#include "command/desk/watch_state.h"
#include "command/failure.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/printable.h"
#include "command/progress.h"

struct watch {
    const struct options *options;
    struct watch_file file;
    struct watch_state state;
    struct draft draft; /* of the state */
    FILE *out;          /* NULL with --baseline */
    struct sheet sheet;
    struct watch_seen cited; /* citations are written once, whatever searches find the passage */
    struct scan scan;
    struct progress progress;
    bool has_progress;
    bool is_faulty;        /* something was said on stderr that makes the exit status 2 */
    int write_error;       /* errno by which the output failed; 0: it did not */
    bool is_changed;       /* the state differs from what the file has */
    long long found_count; /* passages that are new */
};

/* ---- messages ---- */

static void say(struct watch *watch, const struct watch_search *search, long line,
                const char *message)
{
    progress_clear(&watch->progress);
    fputs("tipsearch: ", stderr);
    printable_print(stderr, watch->options->watch);
    fprintf(stderr, ":%ld: ", line);
    if (search) {
        printable_print(stderr, search->name);
        fputs(": ", stderr);
    }
    printable_print(stderr, message);
    fputc('\n', stderr);
    watch->is_faulty = true;
}

/* Whether the next search would fail as this one did. */
static bool is_for_all(enum tipsearch_code code)
{
    switch (code) {
    case TIPSEARCH_INVALID:
    case TIPSEARCH_NO_MEMORY:
    case TIPSEARCH_NO_SERVER:
    case TIPSEARCH_UNTRUSTED:
    case TIPSEARCH_UNAUTHORIZED:
    case TIPSEARCH_UNAVAILABLE:
        return true;
    default:
        return false;
    }
}

/* ---- one search ---- */

static void begin_search_for_people(struct watch *watch, const struct watch_search *search)
{
    fputs(watch->found_count > 0 ? "\n\n" : "", watch->out);
    printable_print(watch->out, search->name);
    fputs(": ", watch->out);
    printable_print(watch->out, search->query);
    fputc('\n', watch->out);
}

/* A passage that the search has not shown. False when the output did not take it. */
static bool show_new(struct watch *watch, struct watch_seen *seen,
                     const struct watch_search *search, const struct row *row, uint64_t id)
{
    if (watch->sheet.kind == SHEET_PEOPLE && seen->added_count == 0)
        begin_search_for_people(watch, search);
    if (watch->sheet.kind == SHEET_CITATIONS && watch_seen_has(&watch->cited, id))
        return true;
    return sheet_put(&watch->sheet, row);
}

static enum tipsearch_code take_hit(struct watch *watch, struct watch_seen *seen,
                                    const struct watch_search *search, const struct row *row,
                                    struct tipsearch_error *error)
{
    uint64_t id;

    if (!watch_id_read(&id, row->passage->id))
        return failure_set(error, TIPSEARCH_BAD_REPLY,
                           "the server's reply has an id that is not 16 hex digits");
    if (watch_seen_has(seen, id))
        return TIPSEARCH_OK;
    if (watch->out && !show_new(watch, seen, search, row, id)) {
        watch->write_error = errno;
        return TIPSEARCH_OK;
    }
    if (!watch_seen_add(seen, id))
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    watch->found_count++;
    return TIPSEARCH_OK;
}

static enum tipsearch_code take_page(struct watch *watch, struct watch_seen *seen,
                                     const struct watch_search *search,
                                     const struct tipsearch_result *page,
                                     struct tipsearch_error *error)
{
    struct row row = {.line = search->line,
                      .name = search->name,
                      .query = search->query,
                      .read_as = page->read_as,
                      .corrected = page->corrected,
                      .total = page->total};
    enum tipsearch_code code = TIPSEARCH_OK;

    for (size_t i = 0; code == TIPSEARCH_OK && watch->write_error == 0 && i < page->hit_count;
         i++) {
        row.passage = &page->hits[i].passage;
        row.is_further = seen->added_count > 0;
        code = take_hit(watch, seen, search, &row, error);
    }
    return code;
}

static enum tipsearch_code scan_search(struct watch *watch, struct watch_seen *seen,
                                       const struct watch_search *search,
                                       struct tipsearch_error *error)
{
    struct tipsearch_result *page;
    enum tipsearch_code code;

    scan_begin(&watch->scan, search->query, true);
    for (;;) {
        code = scan_next(&watch->scan, &page, error);
        if (code != TIPSEARCH_OK || !page)
            return code;
        code = take_page(watch, seen, search, page, error);
        tipsearch_result_free(page);
        if (code != TIPSEARCH_OK || watch->write_error != 0)
            return code;
    }
}

/* Citations that were written, also for a search that failed then. */
static bool note_cited(struct watch *watch, const struct watch_seen *seen)
{
    if (watch->sheet.kind != SHEET_CITATIONS)
        return true;
    for (size_t i = 0; i < seen->added_count; i++)
        if (!watch_seen_add(&watch->cited, seen->added[i]))
            return false;
    return watch_seen_keep(&watch->cited);
}

/* A search that fails keeps what it had shown before, so that it shows all again. */
static enum tipsearch_code run_search_of(struct watch *watch, const struct watch_search *search,
                                         struct tipsearch_error *error)
{
    struct watch_seen *seen = watch_state_find(&watch->state, search->name);
    enum tipsearch_code code =
        seen ? scan_search(watch, seen, search, error)
             : failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");

    if (code == TIPSEARCH_OK && !note_cited(watch, seen))
        code = failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (code != TIPSEARCH_OK && seen)
        watch_seen_forget(seen);
    return code;
}

/* ---- all of them ---- */

static void run_searches(struct watch *watch)
{
    struct tipsearch_error error;

    for (size_t i = 0; i < watch->file.count && watch->write_error == 0; i++) {
        const struct watch_search *search = &watch->file.searches[i];
        enum tipsearch_code code = run_search_of(watch, search, &error);

        if (code == TIPSEARCH_OK) {
            if (watch->has_progress)
                progress_show(&watch->progress, (int64_t)i + 1, (int64_t)watch->file.count);
            continue;
        }
        say(watch, search, search->line, error.message);
        if (!is_for_all(code))
            continue;
        if (i + 1 < watch->file.count)
            fprintf(stderr, "tipsearch: the searches after it were not run\n");
        return;
    }
}

/* What was shown is known from now on; so is a search that found nothing. */
static bool keep_shown(struct watch *watch)
{
    for (size_t i = 0; i < watch->state.count; i++) {
        struct watch_seen *seen = watch->state.searches[i];

        watch->is_changed |= seen->added_count > 0;
        if (!watch_seen_keep(seen))
            return false;
    }
    return true;
}

/* Everything that was written is where it stays. */
static bool end_output(struct watch *watch)
{
    FILE *out = watch->out;

    if (!out)
        return true;
    if (watch->found_count == 0 && watch->write_error == 0 && output_is_draft(out)) {
        output_drop(out); /* what an earlier run found stays until there is something new */
        return true;
    }
    if (watch->write_error == 0 && sheet_end(&watch->sheet) && output_sync(out))
        return output_close(out);
    if (watch->write_error == 0)
        watch->write_error = errno;
    output_drop(out);
    errno = watch->write_error;
    return false;
}

static int save_state(struct watch *watch)
{
    struct tipsearch_error error;
    enum tipsearch_code code = TIPSEARCH_OK;

    if (!keep_shown(watch))
        code = failure_set(&error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    if (code == TIPSEARCH_OK && watch->is_changed) {
        watch_state_write(&watch->state, watch->draft.file);
        code = draft_commit(&watch->draft, &error);
    }
    if (code != TIPSEARCH_OK)
        return fail(&error, watch->options);
    if (watch->is_faulty)
        return EXIT_ERROR;
    return watch->found_count > 0 || watch->options->is_baseline ? EXIT_FOUND : EXIT_NONE;
}

/* ---- the run ---- */

static enum tipsearch_code read_searches(struct watch *watch, struct tipsearch_error *error)
{
    const char *path = watch->options->watch;
    FILE *in = fopen(path, "re");
    enum tipsearch_code code;

    if (!in)
        return failure_set(error, TIPSEARCH_INVALID, "%s cannot be read: %s", path,
                           strerror(errno));
    code = watch_file_read(&watch->file, in, path, error);
    fclose(in);
    for (size_t i = 0; code == TIPSEARCH_OK && i < watch->file.fault_count; i++)
        say(watch, NULL, watch->file.faults[i].line, watch->file.faults[i].message);
    return code;
}

/* Locks the state first, then reads it: what it says cannot change then. */
static enum tipsearch_code open_state(struct watch *watch, struct tipsearch_error *error)
{
    const char *file = watch->options->watch;
    enum tipsearch_code code;
    char *path;

    if (asprintf(&path, "%s.state", file) < 0)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    code = draft_open(&watch->draft, path, file, error);
    if (code == TIPSEARCH_BUSY)
        code = failure_set(error, code,
                           "%s is watched by another tipsearch: wait until it has ended", file);
    if (code == TIPSEARCH_OK)
        code = watch_state_read(&watch->state, path, error);
    free(path);
    return code;
}

/* A file that is read or locked for the run cannot be its output, too. */
static enum tipsearch_code check_output(const struct watch *watch, struct tipsearch_error *error)
{
    const struct options *options = watch->options;
    enum tipsearch_code code = TIPSEARCH_OK;
    char *state, *draft = NULL;

    if (output_touches(options, options->watch))
        return failure_set(error, TIPSEARCH_INVALID,
                           "%s is the file of the searches: write to another one", options->output);
    if (asprintf(&state, "%s.state", options->watch) < 0)
        return failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    draft = draft_name(state);
    if (!draft)
        code = failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    else if (output_touches(options, state) || output_touches(options, draft))
        code = failure_set(error, TIPSEARCH_INVALID,
                           "%s is where it is kept what the searches have shown: write to another "
                           "file",
                           options->output);
    free(state);
    free(draft);
    return code;
}

static bool begin_output(struct watch *watch)
{
    if (watch->options->is_baseline)
        return true;
    watch->out = output_open(watch->options);
    if (!watch->out)
        return false;
    sheet_begin(&watch->sheet, watch->out, watch->options, ROW_COLUMNS_ALL);
    return true;
}

static int run(struct watch *watch)
{
    struct tipsearch_error error;

    if (check_output(watch, &error) != TIPSEARCH_OK ||
        read_searches(watch, &error) != TIPSEARCH_OK || open_state(watch, &error) != TIPSEARCH_OK)
        return fail(&error, watch->options);
    if (!begin_output(watch))
        return say_write_failed(watch->options);
    watch->has_progress = !watch->out || !isatty(fileno(watch->out));
    run_searches(watch);
    if (!end_output(watch))
        return say_write_failed(watch->options);
    return save_state(watch);
}

int run_watch(const struct options *options)
{
    struct watch watch = {.options = options};
    int status;

    scan_open(&watch.scan, options);
    progress_begin(&watch.progress, "searches");
    status = run(&watch);
    progress_clear(&watch.progress);
    scan_close(&watch.scan);
    draft_drop(&watch.draft);
    watch_state_free(&watch.state);
    watch_file_free(&watch.file);
    free(watch.cited.ids);
    free(watch.cited.added);
    return status;
}
