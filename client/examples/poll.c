/* poll ADDRESS QUERY...: asks all queries at once over one connection, in a loop of poll(2) that
 * has room for other descriptors, and prints each one's citations as they come.
 *
 *     cc poll.c $(pkg-config --cflags --libs tipsearch) -o poll
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <tipsearch.h>

static int status = EXIT_SUCCESS;

static void complain(const struct tipsearch_error *error)
{
    fprintf(stderr, "%s\n", error->message);
    status = EXIT_FAILURE;
}

/* Called once for each query: `context` is its text. */
static void show(void *context, const struct tipsearch_reply *reply)
{
    struct tipsearch_result *result;
    struct tipsearch_error error;

    if (reply->code != TIPSEARCH_OK) {
        complain(reply->error);
        return;
    }
    if (tipsearch_result_parse(&result, reply->line, reply->length, &error) != TIPSEARCH_OK) {
        complain(&error);
        return;
    }
    printf("%s: %lld\n", (const char *)context, result->total);
    for (size_t i = 0; i < result->hit_count; i++)
        printf("    %s\n", result->hits[i].passage.citation);
    tipsearch_result_free(result);
}

static void ask(struct tipsearch_handle *handle, char *text)
{
    struct tipsearch_query query = {.query = text, .limit = 3};
    struct tipsearch_error error;
    char *line = NULL;

    if (tipsearch_search_line(&line, &query, &error) != TIPSEARCH_OK ||
        tipsearch_handle_submit(handle, line, show, text, NULL, &error) != TIPSEARCH_OK)
        complain(&error);
    free(line);
}

int main(int count, char **arguments)
{
    static const struct tipsearch_options options = {.reconnect = TIPSEARCH_RECONNECT_ALL};
    struct tipsearch_handle *handle;
    struct tipsearch_error error;

    if (count < 3 ||
        tipsearch_handle_open(&handle, arguments[1], &options, &error) != TIPSEARCH_OK) {
        fprintf(stderr, "%s\n", count < 3 ? "usage: poll ADDRESS QUERY..." : error.message);
        return EXIT_FAILURE;
    }
    for (int i = 2; i < count; i++)
        ask(handle, arguments[i]);
    while (tipsearch_handle_count(handle) > 0) {
        struct pollfd wait = {tipsearch_handle_fd(handle), tipsearch_handle_events(handle), 0};

        poll(&wait, 1, tipsearch_handle_timeout_ms(handle));
        tipsearch_handle_process(handle);
    }
    tipsearch_handle_close(handle);
    return status;
}
