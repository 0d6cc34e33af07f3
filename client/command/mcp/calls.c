/* What is asked of the search server for the client, and is under way.
 *
 * Calls are sent as they come and answered as the server answers. One that the server is too busy
 * for is sent again when it says so, for a while; one whose connection ended is sent over
 * another, as no request changes anything at the server.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/calls.h"

#include <stdlib.h>
#include <time.h>

enum {
    BUSY_LIMIT_MS = 10000, /* a model waits; half a minute and its client gives up */
    CLOSED_MAX = 4,        /* a server that ends may still take connections … */
    CLOSED_PAUSE_MS = 100, /* … for a moment */
    STANDING_MAX = 64,     /* subscriptions, one of which is enough */
    BUSY_PAUSE_MS = 200    /* where the server does not say when */
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void calls_begin(struct calls *calls, const struct options *options)
{
    *calls = (struct calls){0};
    link_begin(&calls->link, options);
}

static void call_free(struct call *call)
{
    json_decref(call->arguments);
    free(call->request);
    free(call);
}

/* Puts a copy of `given` behind all others. NULL: the asker was refused. */
static struct call *add(struct calls *calls, struct asker *asker, const struct call *given)
{
    struct call **last = &calls->first;
    struct call *call = malloc(sizeof *call);

    if (!call) {
        asker_refuse(asker, RPC_INTERNAL_ERROR, "there is not enough memory", NULL);
        json_decref(given->arguments);
        free(given->request);
        return NULL;
    }
    *call = *given;
    call->calls = calls;
    call->asker = *asker;
    call->begun_ms = now_ms();
    while (*last)
        last = &(*last)->next;
    *last = call;
    return call;
}

void calls_ask(struct calls *calls, struct asker *asker, const struct call *call)
{
    if (add(calls, asker, call))
        calls->count++;
}

struct call *calls_stand(struct calls *calls, struct asker *asker)
{
    struct call *call = NULL;

    if (calls->standing >= STANDING_MAX)
        asker_refuse(asker, RPC_INVALID_REQUEST, "there are too many subscriptions", NULL);
    else
        call = add(calls, asker, &(struct call){0});
    calls->standing += call ? 1 : 0;
    return call;
}

struct call *calls_find(struct calls *calls, const json_t *id)
{
    struct call *call = calls->first;

    while (call && (call->is_done || !json_equal(call->asker.id, id)))
        call = call->next;
    return call;
}

static void drop_done(struct calls *calls)
{
    struct call **place = &calls->first;

    while (*place) {
        struct call *call = *place;

        if (!call->is_done) {
            place = &call->next;
            continue;
        }
        *place = call->next;
        if (call->request)
            calls->count--;
        else
            calls->standing--;
        call_free(call);
    }
}

void calls_cancel(struct calls *calls, struct call *call)
{
    if (call->is_sent && calls->link.handle)
        tipsearch_handle_cancel(calls->link.handle, call->ticket);
    asker_leave(&call->asker);
    call->is_done = true;
    drop_done(calls);
}

static void refuse(struct call *call, const struct tipsearch_error *error)
{
    call->errand->refuse(call, error);
    call->is_done = true;
}

/* Whether the server has no room for it now, and it is to be sent again. */
static bool is_put_off(struct call *call, const struct tipsearch_error *error)
{
    int64_t until_ms =
        now_ms() + (error->retry_after_ms > 0 ? error->retry_after_ms : BUSY_PAUSE_MS);

    if (error->code != TIPSEARCH_BUSY || until_ms - call->begun_ms > BUSY_LIMIT_MS)
        return false;
    call->hold_until_ms = until_ms;
    return true;
}

/* Whether a call is sent again over another connection; to a server that was named, the library has
 * done so. */
static bool is_sent_anew(struct call *call, const struct tipsearch_error *error)
{
    struct link *link = &call->calls->link;

    if (error->code != TIPSEARCH_CLOSED && error->code != TIPSEARCH_NO_SERVER &&
        error->code != TIPSEARCH_NO_REPLY && error->code != TIPSEARCH_BAD_REPLY)
        return false;
    if (!link_is_own(link))
        return false;
    link->is_broken = true;
    if (call->closed >= CLOSED_MAX ||
        (error->code != TIPSEARCH_CLOSED && error->code != TIPSEARCH_NO_SERVER))
        return false;
    if (call->closed++ > 0)
        call->hold_until_ms = now_ms() + CLOSED_PAUSE_MS;
    return true;
}

static void take_reply(struct call *call, const char *reply, size_t length)
{
    struct tipsearch_error error = {.at = -1, .retry_after_ms = -1};
    json_t *result = call->errand->answer(call, reply, length, &error);

    if (result) {
        asker_answer(&call->asker, result);
        call->is_done = true;
    } else if (!is_put_off(call, &error)) {
        refuse(call, &error);
    }
}

static void take(void *context, const struct tipsearch_reply *reply)
{
    struct call *call = context;

    call->is_sent = false;
    if (reply->code == TIPSEARCH_OK)
        take_reply(call, reply->line, reply->length);
    else if (!is_sent_anew(call, reply->error))
        refuse(call, reply->error);
}

static void send_one(struct call *call)
{
    struct tipsearch_error error;

    call->is_sent = true;
    if (tipsearch_handle_submit(call->calls->link.handle, call->request, take, call, &call->ticket,
                                &error) == TIPSEARCH_OK)
        return;
    call->is_sent = false;
    if (!is_sent_anew(call, &error) && !is_put_off(call, &error))
        refuse(call, &error);
}

static void refuse_waiting(struct calls *calls, const struct tipsearch_error *error)
{
    for (struct call *call = calls->first; call; call = call->next)
        if (call->request && !call->is_sent && !call->is_done)
            refuse(call, error);
}

static bool is_ready(const struct call *call, int64_t now)
{
    return call->request && !call->is_sent && !call->is_done && call->hold_until_ms <= now;
}

void calls_send(struct calls *calls)
{
    int64_t now = now_ms();
    struct tipsearch_error error;

    for (struct call *call = calls->first; call; call = call->next) {
        enum link_state state;

        if (!is_ready(call, now))
            continue;
        state = link_state(&calls->link, &error);
        if (state == LINK_FAILED)
            refuse_waiting(calls, &error);
        if (state != LINK_READY)
            break;
        send_one(call);
    }
    drop_done(calls);
}

void calls_poll(const struct calls *calls, struct pollfd *wait, int *timeout_ms)
{
    int64_t now = now_ms();

    link_poll(&calls->link, wait, timeout_ms);
    for (const struct call *call = calls->first; call; call = call->next) {
        int64_t held_ms = call->hold_until_ms - now;

        if (!call->request || call->is_sent || calls->link.finder.child > 0)
            continue;
        if (*timeout_ms < 0 || held_ms < *timeout_ms)
            *timeout_ms = held_ms > 0 ? (int)held_ms : 0;
    }
}

void calls_process(struct calls *calls, const struct pollfd *wait)
{
    struct tipsearch_error error;

    if (link_process(&calls->link, wait, &error) == LINK_FAILED)
        refuse_waiting(calls, &error);
    drop_done(calls);
}

/* SubscriptionsListenResult of the protocol's schema: it has ended in good order. */
static void end_standing(struct call *call)
{
    json_t *meta = json_pack("{s:O}", "io.modelcontextprotocol/subscriptionId", call->asker.id);

    asker_answer(&call->asker, json_pack("{s:o}", "_meta", meta));
}

void calls_end(struct calls *calls)
{
    for (struct call *call = calls->first; call; call = call->next) {
        if (call->is_sent && calls->link.handle)
            tipsearch_handle_cancel(calls->link.handle, call->ticket);
        if (call->request)
            asker_leave(&call->asker);
        else
            end_standing(call);
        call->is_done = true;
    }
    drop_done(calls);
    link_end(&calls->link);
}
