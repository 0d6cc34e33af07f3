/* The passages of a dossier: many requests on their way at a time, replies in their order.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_ask.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "command/failure.h"
#include "command/place.h"
#include "command/progress.h"
#include "command/server.h"

enum { ON_THE_WAY = 48 /* of the 64 that the server takes of one connection */ };

struct asking {
    const struct dossier *dossier;
    struct dossier_answers *answers;
    struct tipsearch_handle *handle;
    size_t sent, received;
    bool has_failed; /* for all; `error` says how */
    struct tipsearch_error *error;
};

/* A server of our own is started; what it is asked first is which generation it has. */
static enum tipsearch_code ask_generation(long long *generation, const struct options *options,
                                          struct tipsearch_error *error)
{
    const struct tipsearch_query all = {.query = "*", .limit = TIPSEARCH_NO_HITS};
    struct tipsearch_client *client = NULL;
    struct tipsearch_result *result = NULL;
    enum tipsearch_code code = server_reach(&client, options, error);

    if (code == TIPSEARCH_OK)
        code = tipsearch_search(client, &all, &result, error);
    if (code == TIPSEARCH_OK)
        *generation = result->generation;
    tipsearch_result_free(result);
    tipsearch_disconnect(client);
    return code;
}

static enum tipsearch_code open_handle(struct tipsearch_handle **out, const struct options *options,
                                       struct tipsearch_error *error)
{
    struct tipsearch_options connection = options_connection(options);
    struct place place = {0};
    enum tipsearch_code code = TIPSEARCH_OK;

    connection.reconnect = TIPSEARCH_RECONNECT_ALL;
    if (!options->server)
        code = place_find(&place, options->index, error);
    if (code == TIPSEARCH_OK)
        code = tipsearch_handle_open(out, options->server ? options->server : place.address,
                                     &connection, error);
    place_free(&place);
    return code;
}

/* Whether an error is of the passage that was asked for, and of no other one. */
static bool is_of_passage(enum tipsearch_code code)
{
    return code == TIPSEARCH_UNKNOWN_ID || code == TIPSEARCH_GONE || code == TIPSEARCH_NOT_FOUND;
}

static void receive(void *context, const struct tipsearch_reply *reply)
{
    struct asking *asking = context;
    struct dossier_answer *answer = &asking->answers->items[asking->received++];
    enum tipsearch_code code = reply->code;

    if (code == TIPSEARCH_OK)
        code =
            tipsearch_excerpt_parse(&answer->excerpt, reply->line, reply->length, &answer->error);
    else
        answer->error = *reply->error;
    if (code != TIPSEARCH_OK && !is_of_passage(code) && !asking->has_failed) {
        asking->has_failed = true;
        *asking->error = answer->error;
    }
}

/* Whether the request went on its way. */
static bool submit(struct asking *asking)
{
    char *line = NULL;
    enum tipsearch_code code =
        tipsearch_get_line(&line, asking->dossier->entries[asking->sent].id, 0, asking->error);

    if (code == TIPSEARCH_OK)
        code = tipsearch_handle_submit(asking->handle, line, receive, asking, NULL, asking->error);
    free(line);
    asking->sent++;
    return code == TIPSEARCH_OK;
}

static void run(struct asking *asking)
{
    struct progress progress;

    progress_begin(&progress, "passages");
    while (!asking->has_failed && asking->received < asking->dossier->count) {
        struct pollfd wait;

        while (!asking->has_failed && asking->sent < asking->dossier->count &&
               asking->sent - asking->received < ON_THE_WAY)
            asking->has_failed = !submit(asking);
        wait = (struct pollfd){tipsearch_handle_fd(asking->handle),
                               tipsearch_handle_events(asking->handle), 0};
        if (!asking->has_failed)
            poll(&wait, 1, tipsearch_handle_timeout_ms(asking->handle));
        tipsearch_handle_process(asking->handle);
        progress_show(&progress, (int64_t)asking->received, (int64_t)asking->dossier->count);
    }
    progress_clear(&progress);
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
    code = ask_generation(&answers->generation, options, error);
    if (code == TIPSEARCH_OK)
        code = open_handle(&asking.handle, options, error);
    if (code != TIPSEARCH_OK)
        return code;
    run(&asking);
    code = asking.has_failed ? error->code : TIPSEARCH_OK;
    asking.has_failed = true; /* what closing still calls back for tells nothing new */
    tipsearch_handle_close(asking.handle);
    return code;
}

void dossier_answers_free(struct dossier_answers *answers)
{
    for (size_t i = 0; answers->items && i < answers->count; i++)
        tipsearch_excerpt_free(answers->items[i].excerpt);
    free(answers->items);
    *answers = (struct dossier_answers){0};
}
