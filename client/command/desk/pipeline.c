/* Many questions under way at once.
 *
 * A server takes 64 requests of a connection at a time, and answers those of one connection one
 * after the other; so there are two, and what is behind waits here, where it can be sent over
 * either.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/pipeline.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "command/failure.h"
#include "command/server.h"

enum {
    LANE_DEPTH = 64,         /* what a server reads ahead of a connection */
    SECOND_LANE_FROM = 16,   /* of a few questions no second connection is made */
    CONNECT_LIMIT_MS = 5000, /* as the library has it */
    REPLY_LIMIT_MS = 30000,  /* the same; here a reply waits behind others: */
    REPLY_LIMIT_TIMES = 3,   /* a whole lane of slow ones (2 s each, the server's limit) */
    FAILURES_MAX = 3,        /* connections in a row over which nothing came */
    PAUSE_MS = 50,           /* before a further one, doubled each time */
    BUSY_LIMIT_MS = 60000,   /* a server that is busy for longer */
    TIMEOUT_PAUSE_MS = 100,  /* before what the server had no time for is asked again … */
    TIMEOUT_TIMES = 3,       /* … as often */
    ERROR_REPLY_MAX = 2048   /* bytes: longer replies are results */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pipeline_begin(struct pipeline *pipeline, const struct options *options)
{
    *pipeline = (struct pipeline){.options = options, .replied_ms = now_ms()};
}

static struct question *question_at(struct pipeline *pipeline, size_t place)
{
    return &pipeline->questions[(pipeline->first + place) % PIPELINE_SIZE];
}

void pipeline_end(struct pipeline *pipeline)
{
    for (size_t i = 0; i < PIPELINE_LANES; i++)
        tipsearch_handle_close(pipeline->lanes[i].handle);
    while (pipeline->count > 0)
        pipeline_drop_first(pipeline);
    free(pipeline->address);
}

bool pipeline_has_room(const struct pipeline *pipeline)
{
    return pipeline->count < PIPELINE_SIZE;
}

void pipeline_ask(struct pipeline *pipeline, struct query_line *asked, char *request)
{
    struct question *question = question_at(pipeline, pipeline->count);

    *question = (struct question){
        .asked = *asked, .request = request, .pipeline = pipeline, .error = asked->error};
    question->is_done = !request;
    asked->text = NULL;
    pipeline->count++;
}

struct question *pipeline_first(struct pipeline *pipeline)
{
    struct question *first = question_at(pipeline, 0);

    return pipeline->count > 0 && first->is_done ? first : NULL;
}

void pipeline_drop_first(struct pipeline *pipeline)
{
    struct question *first = question_at(pipeline, 0);

    query_line_free(&first->asked);
    free(first->request);
    free(first->reply);
    *first = (struct question){0};
    pipeline->first = (pipeline->first + 1) % PIPELINE_SIZE;
    pipeline->count--;
}

/* ---- replies ---- */

static void lose(struct pipeline *pipeline, const struct tipsearch_error *error)
{
    if (!pipeline->is_lost)
        pipeline->error = *error;
    pipeline->is_lost = true;
}

static void hold(struct pipeline *pipeline, long pause_ms)
{
    int64_t until_ms = now_ms() + pause_ms;

    if (until_ms > pipeline->hold_until_ms)
        pipeline->hold_until_ms = until_ms;
}

/* Whether a server refuses an option of the run, so every question of it, and no word of a query:
 * the refusal tells of no place in one, and begins with the option. */
static bool is_of_option(const struct tipsearch_error *error)
{
    static const char *const BEGINNINGS[] = {"limit takes ", "offset takes ", "sort takes ",
                                             "collapse takes ", "unknown facet "};

    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
        if (strncmp(error->message, BEGINNINGS[i], strlen(BEGINNINGS[i])) == 0)
            return error->code == TIPSEARCH_BAD_REQUEST && error->at < 0;
    return false;
}

/* Whether a reply may be something else than what a search found; most are long, and it is read
 * when its turn comes. */
static bool may_be_put_off(const struct pipeline *pipeline, const struct tipsearch_reply *reply)
{
    return pipeline->options->counts ||
           (reply->length <= ERROR_REPLY_MAX && strstr(reply->line, "\"error\""));
}

/* Whether a reply says that the server could not run the question now, or not count all (what it
 * has found of patterns, it keeps), and it is to be asked again; or that it will run none: then no
 * more are asked. */
static bool is_put_off(struct question *question, const struct tipsearch_reply *reply)
{
    struct pipeline *pipeline = question->pipeline;
    struct tipsearch_result *result = NULL;
    struct tipsearch_error error;
    bool is_cut = false;
    enum tipsearch_code code;

    if (!may_be_put_off(pipeline, reply))
        return false;
    code = tipsearch_result_parse(&result, reply->line, reply->length, &error);
    if (code == TIPSEARCH_OK) {
        is_cut = result->is_partial;
        tipsearch_result_free(result);
    }
    if (code != TIPSEARCH_OK &&
        (code == TIPSEARCH_UNAUTHORIZED || code == TIPSEARCH_UNAVAILABLE || is_of_option(&error))) {
        lose(pipeline, &error);
        return true;
    }
    if (code == TIPSEARCH_BUSY && now_ms() - pipeline->replied_ms < BUSY_LIMIT_MS) {
        hold(pipeline, error.retry_after_ms > 0 ? error.retry_after_ms : PAUSE_MS);
        return true;
    }
    if ((code == TIPSEARCH_TIMEOUT || is_cut) && question->timeouts++ < TIMEOUT_TIMES) {
        hold(pipeline, TIMEOUT_PAUSE_MS);
        return true;
    }
    return false;
}

static void take_reply(struct question *question, const struct tipsearch_reply *reply)
{
    struct pipeline *pipeline = question->pipeline;

    pipeline->failures = 0;
    if (is_put_off(question, reply))
        return;
    pipeline->replied_ms = now_ms();
    question->is_done = true;
    question->length = reply->length;
    question->reply = malloc(reply->length + 1);
    if (question->reply)
        memcpy(question->reply, reply->line, reply->length + 1);
    else
        failure_set(&question->error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
}

/* A connection that ended leaves its questions to be asked over another; one that was not answered
 * in time would not be there either. */
static void take_failure(struct question *question, const struct tipsearch_error *error)
{
    switch (error->code) {
    case TIPSEARCH_NO_REPLY:
        question->is_done = true;
        question->error = *error;
        break;
    case TIPSEARCH_CLOSED:
    case TIPSEARCH_NO_SERVER:
    case TIPSEARCH_BAD_REPLY:
        break;
    default:
        lose(question->pipeline, error);
    }
}

static void take(void *context, const struct tipsearch_reply *reply)
{
    struct question *question = context;
    struct lane *lane = question->lane;

    question->lane = NULL;
    lane->under_way--;
    if (reply->code == TIPSEARCH_OK) {
        take_reply(question, reply);
        return;
    }
    lane->error = *reply->error;
    lane->has_ended = true;
    take_failure(question, reply->error);
}

/* ---- connections ---- */

/* Notes that a connection was of no use; after some of them, and some time, there is no server. */
static void note_failure(struct pipeline *pipeline, const struct tipsearch_error *error)
{
    long limit_ms =
        pipeline->options->timeout_s > 0 ? pipeline->options->timeout_s * 1000 : CONNECT_LIMIT_MS;

    if (++pipeline->failures > FAILURES_MAX && now_ms() - pipeline->replied_ms > limit_ms)
        lose(pipeline, error);
    hold(pipeline, PAUSE_MS << (pipeline->failures < 4 ? pipeline->failures : 4));
}

/* Finds the server, which is started if it is our own and does not run. */
static enum tipsearch_code find_server(struct pipeline *pipeline, struct tipsearch_error *error)
{
    if (pipeline->address && pipeline->failures == 0)
        return TIPSEARCH_OK;
    free(pipeline->address);
    pipeline->address = NULL;
    return server_find(&pipeline->address, pipeline->options, error);
}

static void open_lane(struct pipeline *pipeline, struct lane *lane)
{
    struct tipsearch_options connection = options_connection(pipeline->options);
    bool is_first = !pipeline->has_connected;
    struct tipsearch_error error;
    enum tipsearch_code code = find_server(pipeline, &error);

    connection.reply_ms =
        REPLY_LIMIT_TIMES * (connection.reply_ms > 0 ? connection.reply_ms : REPLY_LIMIT_MS);
    if (code == TIPSEARCH_OK)
        code = tipsearch_handle_open(&lane->handle, pipeline->address, &connection, &error);
    if (code == TIPSEARCH_OK) {
        pipeline->has_connected = true;
        return;
    }
    lane->handle = NULL;
    if (is_first || (code != TIPSEARCH_NO_SERVER && code != TIPSEARCH_CLOSED))
        lose(pipeline, &error);
    else
        note_failure(pipeline, &error);
}

static void close_ended(struct pipeline *pipeline)
{
    for (size_t i = 0; i < PIPELINE_LANES; i++) {
        struct lane *lane = &pipeline->lanes[i];

        if (!lane->has_ended)
            continue;
        tipsearch_handle_close(lane->handle);
        note_failure(pipeline, &lane->error);
        *lane = (struct lane){0};
    }
}

/* ---- sending ---- */

/* The connection with the least to do; NULL: all have enough, or none can be made. */
static struct lane *choose_lane(struct pipeline *pipeline)
{
    struct lane *best = &pipeline->lanes[0];

    for (size_t i = 1; i < PIPELINE_LANES; i++) {
        struct lane *lane = &pipeline->lanes[i];

        if (lane->under_way < best->under_way &&
            (lane->handle || best->under_way >= SECOND_LANE_FROM))
            best = lane;
    }
    if (best->under_way >= LANE_DEPTH)
        return NULL;
    if (!best->handle)
        open_lane(pipeline, best);
    return best->handle ? best : NULL;
}

static bool send_one(struct question *question, struct lane *lane)
{
    struct tipsearch_error error;

    question->lane = lane;
    lane->under_way++;
    if (tipsearch_handle_submit(lane->handle, question->request, take, question, NULL, &error) ==
        TIPSEARCH_OK)
        return true;
    question->lane = NULL;
    lane->under_way--;
    lane->error = error;
    lane->has_ended = true;
    take_failure(question, &error);
    return false;
}

static void send_waiting(struct pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->count && !pipeline->is_lost; i++) {
        struct question *question = question_at(pipeline, i);
        struct lane *lane;

        if (question->is_done || question->lane)
            continue;
        lane = choose_lane(pipeline);
        if (!lane || !send_one(question, lane))
            break;
    }
    close_ended(pipeline);
}

/* ---- waiting ---- */

/* The sooner of two times to wait, -1 is for ever. */
static int sooner(int one_ms, int64_t other_ms)
{
    int capped_ms = other_ms > 1000 ? 1000 : (int)other_ms;

    return one_ms < 0 || capped_ms < one_ms ? capped_ms : one_ms;
}

bool pipeline_wait(struct pipeline *pipeline, int file)
{
    struct pollfd waits[PIPELINE_LANES + 1] = {{.fd = file, .events = POLLIN}};
    int64_t held_ms = pipeline->hold_until_ms - now_ms();
    int timeout_ms = -1;

    if (held_ms <= 0)
        send_waiting(pipeline);
    held_ms = pipeline->hold_until_ms - now_ms();
    if (held_ms > 0)
        timeout_ms = sooner(timeout_ms, held_ms);
    for (size_t i = 0; i < PIPELINE_LANES; i++) {
        struct tipsearch_handle *handle = pipeline->lanes[i].handle;

        waits[i + 1] = (struct pollfd){.fd = handle ? tipsearch_handle_fd(handle) : -1,
                                       .events = handle ? tipsearch_handle_events(handle) : 0};
        if (handle && tipsearch_handle_timeout_ms(handle) >= 0)
            timeout_ms = sooner(timeout_ms, tipsearch_handle_timeout_ms(handle));
    }
    if (pipeline->is_lost || poll(waits, PIPELINE_LANES + 1, timeout_ms) < 0)
        return false;
    for (size_t i = 0; i < PIPELINE_LANES; i++)
        if (pipeline->lanes[i].handle)
            tipsearch_handle_process(pipeline->lanes[i].handle);
    close_ended(pipeline);
    return waits[0].revents != 0;
}
