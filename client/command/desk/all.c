/* tipsearch --all: every passage that matches, each once.
 *
 * Passages are written as their pages come, so memory does not grow with their number. What cannot
 * be finished says so and ends with status 2: a list that is too short never looks whole.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/all.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "command/desk/scan.h"
#include "command/desk/sheet.h"
#include "command/outcome.h"
#include "command/output.h"
#include "command/progress.h"

struct listing {
    const struct options *options;
    FILE *out; /* NULL: nothing came yet, and -o's file is as it was */
    struct sheet sheet;
    struct progress progress;
    bool has_progress;
    long long written;
    long long total;
};

/* The first page says what all pages are of. */
static bool begin(struct listing *listing, const struct tipsearch_result *page)
{
    listing->out = output_open(listing->options);
    if (!listing->out)
        return false;
    listing->total = page->total;
    listing->has_progress = !isatty(fileno(listing->out));
    sheet_begin(&listing->sheet, listing->out, listing->options, ROW_COLUMNS_QUERIES);
    progress_begin(&listing->progress, "passages");
    if (listing->sheet.kind == SHEET_PEOPLE)
        show_summary(listing->out, &listing->sheet.style, page);
    return true;
}

static bool write_page(struct listing *listing, const struct tipsearch_result *page)
{
    struct row row = {.query = listing->options->query,
                      .read_as = page->read_as,
                      .corrected = page->corrected,
                      .total = page->total};

    for (size_t i = 0; i < page->hit_count; i++) {
        row.passage = &page->hits[i].passage;
        row.is_further = listing->written > 0;
        if (!sheet_put(&listing->sheet, &row))
            return false;
        listing->written++;
    }
    if (listing->has_progress)
        progress_show(&listing->progress, listing->written, listing->total);
    return true;
}

/* What was written stays when it went to standard output, and is no whole. */
static int stop(struct listing *listing, const struct tipsearch_error *error)
{
    const struct options *options = listing->options;
    bool is_kept;

    progress_clear(&listing->progress);
    fail(error, options);
    if (!listing->out)
        return EXIT_ERROR;
    is_kept = output_is_draft(listing->out);
    output_drop(listing->out);
    if (is_kept)
        say_kept(options);
    else
        fprintf(stderr, "tipsearch: the list is not whole: %lld of %lld passages were written\n",
                listing->written, listing->total);
    if (error->code == TIPSEARCH_GONE)
        fputs("tipsearch: the index was changed while it was read: ask again\n", stderr);
    return EXIT_ERROR;
}

static int stop_writing(struct listing *listing)
{
    int reason = errno;

    progress_clear(&listing->progress);
    errno = reason;
    if (listing->out)
        output_drop(listing->out);
    return say_write_failed(listing->options);
}

static int finish(struct listing *listing)
{
    bool is_written = sheet_end(&listing->sheet) && output_close(listing->out);

    if (!is_written)
        return stop_writing(listing);
    progress_clear(&listing->progress);
    return listing->total > 0 ? EXIT_FOUND : EXIT_NONE;
}

static int list_all(struct listing *listing, struct scan *scan)
{
    struct tipsearch_result *page;
    struct tipsearch_error error;

    for (;;) {
        bool is_written;

        if (scan_next(scan, &page, &error) != TIPSEARCH_OK)
            return stop(listing, &error);
        if (!page)
            return finish(listing);
        is_written = (listing->out || begin(listing, page)) && write_page(listing, page);
        tipsearch_result_free(page);
        if (!is_written)
            return stop_writing(listing);
    }
}

int run_all(const struct options *options)
{
    struct listing listing = {.options = options};
    struct scan scan;
    int status;

    scan_open(&scan, options);
    scan_begin(&scan, options->query, options->is_uncollapsed);
    status = list_all(&listing, &scan);
    scan_close(&scan);
    return status;
}
