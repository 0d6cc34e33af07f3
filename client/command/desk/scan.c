/* Every passage that matches a query, page by page.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/scan.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command/failure.h"
#include "command/server.h"

enum {
    PAGE_SIZE = 1000,     /* the most that SCAN gives: daemon/protocol/README.md */
    PAGE_CUT = 4,         /* what a page is divided by for which there was no time */
    PATIENCE_S = 30,      /* as libtipsearch waits for a reply by default */
    PAUSE_MS = 100,       /* between tries where the server does not say */
    PAGE_LEAST = 15,      /* not cut any more: it is no question of time then */
    TIMEOUTS_ALLOWED = 3, /* of a page, which come to PAGE_LEAST */
};

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void scan_open(struct scan *scan, const struct options *options)
{
    *scan = (struct scan){.options = options, .is_at_end = true};
}

void scan_begin(struct scan *scan, const char *query, bool with_twins)
{
    free(scan->next);
    scan->next = NULL;
    scan->query = query;
    scan->with_twins = with_twins;
    scan->page_size = PAGE_SIZE;
    scan->is_at_end = false;
}

void scan_close(struct scan *scan)
{
    tipsearch_disconnect(scan->client);
    free(scan->next);
    *scan = (struct scan){0};
}

/* ---- a page ---- */

static enum tipsearch_code make_line(char **line, const struct scan *scan,
                                     struct tipsearch_error *error)
{
    const struct tipsearch_query query = {
        .query = scan->query, .limit = scan->page_size, .with_text = true};
    const struct tipsearch_among among = {.with_twins = scan->with_twins};

    return tipsearch_scan_line(line, &query, &among, scan->next, error);
}

/* Asks once; a connection that failed is given up. */
static enum tipsearch_code ask(struct scan *scan, struct tipsearch_result **page,
                               struct tipsearch_error *error)
{
    char *line, *reply = NULL;
    size_t length;
    enum tipsearch_code code = make_line(&line, scan, error);

    if (code != TIPSEARCH_OK)
        return code;
    if (!scan->client)
        code = server_reach(&scan->client, scan->options, error);
    if (code == TIPSEARCH_OK)
        code = tipsearch_ask_raw(scan->client, line, &reply, &length, error);
    free(line);
    if (code != TIPSEARCH_OK) {
        tipsearch_disconnect(scan->client);
        scan->client = NULL;
        return code;
    }
    scan->has_answered = true;
    code = tipsearch_result_parse(page, reply, length, error);
    free(reply);
    return code;
}

/* Whether it may go better after a pause. */
static bool is_passing(const struct scan *scan, enum tipsearch_code code, int *timeouts)
{
    switch (code) {
    case TIPSEARCH_BUSY:
        return true;
    case TIPSEARCH_TIMEOUT:
        return ++*timeouts <= TIMEOUTS_ALLOWED;
    case TIPSEARCH_CLOSED: /* a server of our own may end, being idle, just when it is asked */
        return scan->has_answered || !scan->options->server;
    case TIPSEARCH_NO_SERVER:
        return scan->has_answered;
    default:
        return false;
    }
}

static void pause_ms(long ms)
{
    struct timespec rest = {ms / 1000, ms % 1000 * 1000000};

    while (nanosleep(&rest, &rest) != 0)
        ;
}

static enum tipsearch_code ask_patiently(struct scan *scan, struct tipsearch_result **page,
                                         struct tipsearch_error *error)
{
    long seconds = scan->options->timeout_s > 0 ? scan->options->timeout_s : PATIENCE_S;
    long long end = now_ms() + seconds * 1000;
    int timeouts = 0;

    for (;;) {
        enum tipsearch_code code = ask(scan, page, error);
        long wait =
            code == TIPSEARCH_BUSY && error->retry_after_ms >= 0 ? error->retry_after_ms : PAUSE_MS;

        if (code == TIPSEARCH_TIMEOUT && scan->page_size > PAGE_LEAST)
            scan->page_size /= PAGE_CUT;
        if (code == TIPSEARCH_OK || !is_passing(scan, code, &timeouts) || now_ms() + wait > end)
            return code;
        pause_ms(wait);
    }
}

/* Takes where the page after this one begins. */
static enum tipsearch_code take_place(struct scan *scan, const struct tipsearch_result *page,
                                      struct tipsearch_error *error)
{
    char *next = page->next ? strdup(page->next) : NULL;

    free(scan->next);
    scan->next = next;
    scan->is_at_end = !page->next;
    return page->next && !next
               ? failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory")
               : TIPSEARCH_OK;
}

enum tipsearch_code scan_next(struct scan *scan, struct tipsearch_result **page,
                              struct tipsearch_error *error)
{
    enum tipsearch_code code;

    *page = NULL;
    if (scan->is_at_end)
        return TIPSEARCH_OK;
    code = ask_patiently(scan, page, error);
    if (code == TIPSEARCH_OK)
        code = take_place(scan, *page, error);
    if (code != TIPSEARCH_OK) {
        tipsearch_result_free(*page);
        *page = NULL;
    }
    return code;
}
