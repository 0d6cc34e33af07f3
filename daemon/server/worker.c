/* Answers turns. */
#include "server/worker.h"

#include <stdio.h>
#include <stdlib.h>

#include "protocol/protocol.h"
#include "protocol/refusal.h"
#include "search/search.h"
#include "server/metrics.h"
#include "server/scanned.h"

struct tip_worker {
    const struct tip_worker_options *options;
    struct tip_searcher *searcher;
    struct tip_lease *lease;    /* on what the searcher uses; NULL before the first */
    struct tip_scanned scanned; /* beside that */
    struct tip_asker *asker;    /* a reference: whose scope the searcher has; NULL: everything */
};

tip_status tip_worker_create(struct tip_worker **out, const struct tip_worker_options *options,
                             struct tip_error *error)
{
    struct tip_worker *worker = calloc(1, sizeof *worker);
    tip_status status;

    if (worker == NULL)
        return tip_error_memory(error, "starting a search thread");
    worker->options = options;
    worker->scanned = (struct tip_scanned){.served = options->served, .without = options->without};
    status = tip_searcher_create(&worker->searcher, error);
    if (status == TIP_OK) {
        tip_searcher_leave_out(worker->searcher, options->without);
        status = tip_worker_adopt(worker, error);
    }
    if (status != TIP_OK) {
        tip_worker_free(worker);
        return status;
    }
    *out = worker;
    return TIP_OK;
}

void tip_worker_free(struct tip_worker *worker)
{
    if (worker == NULL)
        return;
    tip_scanned_free(&worker->scanned);
    tip_searcher_free(worker->searcher);
    tip_asker_release(worker->asker);
    tip_served_release(worker->options->served, worker->lease);
    free(worker);
}

tip_status tip_worker_adopt(struct tip_worker *worker, struct tip_error *error)
{
    struct tip_served *served = worker->options->served;
    struct tip_lease *lease = tip_served_acquire(served);
    struct tip_lease *old = worker->lease;
    tip_status status;

    tip_scanned_tidy(&worker->scanned);
    if (lease == old) {
        tip_served_release(served, lease);
        return TIP_OK;
    }
    status = tip_searcher_use(worker->searcher, tip_lease_generation(lease), error);
    if (status != TIP_OK) {
        tip_served_release(served, lease);
        return status;
    }
    tip_searcher_share(worker->searcher, tip_lease_restricted(lease));
    tip_searcher_know(worker->searcher, tip_lease_knowledge(lease));
    worker->lease = lease;
    tip_served_release(served, old);
    return TIP_OK;
}

/* The searcher borrows the scope, so that the asker is kept. Another generation has undone the
 * limit: it is set for every turn, which costs nothing where it is in force. */
static tip_status limit_to(struct tip_worker *worker, struct tip_asker *asker,
                           struct tip_error *error)
{
    tip_status status = tip_searcher_limit(worker->searcher, tip_asker_scope(asker), error);

    if (status != TIP_OK)
        return status;
    tip_asker_hold(asker);
    tip_asker_release(worker->asker);
    worker->asker = asker;
    return TIP_OK;
}

/* When nothing of the generation is left to make: what the last asker sees of it, whom another
 * generation has undone the limit of. */
bool tip_worker_warm(struct tip_worker *worker)
{
    const struct tip_scope *scope = worker->asker == NULL ? NULL : tip_asker_scope(worker->asker);

    if (tip_searcher_warm(worker->searcher))
        return true;
    return scope != NULL && tip_searcher_scope(worker->searcher) != scope &&
           tip_searcher_limit(worker->searcher, scope, NULL) == TIP_OK;
}

/* `etag`: of HTTP's replies; NULL: none. */
static void encode(const struct tip_item *item, struct tip_string *replies,
                   const struct tip_reply *reply, const char *etag)
{
    struct tip_web_content content = {.request = &item->request, .reply = reply};

    if (item->http != NULL && item->http->shows_page)
        tip_http_encode_web(replies, item->http, &content, etag);
    else if (item->http != NULL)
        tip_http_encode(replies, item->http, &item->request, reply, etag);
    else
        tip_line_encode(replies, item->request.tag, reply);
}

bool tip_item_answer(const struct tip_item *item, struct tip_string *replies)
{
    struct tip_reply reply = {0};

    if (item->is_refused) {
        tip_item_refuse(item, replies, &item->error);
        return true;
    }
    if (item->http != NULL && tip_http_encode_page(replies, item->http))
        return true;
    if (!tip_command_answer(&item->request, &reply))
        return false;
    encode(item, replies, &reply, NULL);
    tip_metrics_answered(item->request.command, &reply);
    tip_reply_free(&reply);
    return true;
}

void tip_item_refuse(const struct tip_item *item, struct tip_string *replies,
                     const struct tip_reply_error *error)
{
    struct tip_reply reply = {.kind = TIP_REPLY_ERROR, .error = *error};

    encode(item, replies, &reply, NULL);
    tip_metrics_answered(item->is_refused ? TIP_COMMAND_COUNT : item->request.command, &reply);
}

/* The one place where what people ask is written, and only where the operator chose so. */
static void log_query(const struct tip_worker *worker, const struct tip_request *request,
                      const struct tip_reply *reply)
{
    struct tip_log_line line;

    if (!worker->options->log_queries)
        return;
    tip_log_begin(&line, worker->options->log, LOG_INFO, "query");
    tip_log_text(&line, "command", tip_command_name(request->command));
    if (request->query != NULL)
        tip_log_text(&line, "query", request->query);
    else if (request->id != NULL)
        tip_log_text(&line, "id", request->id);
    tip_log_number(&line, "found", reply->total);
    tip_log_end(&line, "%.2f ms", reply->took_ms);
}

/* The tag of what an HTTP request's answer depends on: this process's index and knowledge, whether
 * the index is damaged, the asker's scope, and the request. */
static bool make_etag(const struct tip_worker *worker, const struct tip_lease *lease,
                      const struct tip_item *item, char etag[TIP_HTTP_ETAG_SIZE])
{
    char damage[TIP_ERROR_MESSAGE_SIZE], state[TIP_ERROR_MESSAGE_SIZE + 64];

    tip_served_damage(worker->options->served, damage);
    snprintf(state, sizeof state, "%lld.%llu.%u %s", (long long)worker->options->started_ns,
             (unsigned long long)tip_lease_serial(lease), tip_lease_generation(lease)->number,
             damage);
    return tip_http_etag(etag, item->http, state, tip_scope_key(tip_asker_scope(worker->asker)));
}

/* The client has the answer already. */
static void answer_same(const struct tip_item *item, struct tip_string *replies, const char *etag)
{
    static const struct tip_reply same = {.kind = TIP_REPLY_HITS};

    tip_http_encode_same(replies, item->http, etag);
    tip_metrics_answered(item->request.command, &same);
}

/* The searcher in service is limited for the whole turn, others are here. */
static bool limit_scan(struct tip_worker *worker, struct tip_searcher *searcher,
                       struct tip_reply *reply)
{
    struct tip_error error = {0};

    if (searcher == worker->searcher ||
        tip_searcher_limit(searcher, tip_asker_scope(worker->asker), &error) == TIP_OK)
        return true;
    tip_reply_fail(reply, TIP_CODE_UNAVAILABLE, "the index cannot be used: %s", error.message);
    return false;
}

/* Runs the request; `damage` is where the reply's may point to. */
static void run_request(struct tip_worker *worker, struct tip_searcher *searcher,
                        const struct tip_request *request, struct tip_reply *reply,
                        char damage[TIP_ERROR_MESSAGE_SIZE])
{
    if (limit_scan(worker, searcher, reply))
        tip_searcher_run(searcher, request, worker->options->query_timeout_ms, reply);
    if (reply->kind == TIP_REPLY_STATS && tip_searcher_scope(worker->searcher) == NULL) {
        tip_served_damage(worker->options->served, damage);
        reply->damage = damage[0] == '\0' ? NULL : damage;
    }
    log_query(worker, request, reply);
}

/* A page: it may show the answer to a second request, for which is left what the first has left of
 * its time. */
static void answer_page(struct tip_worker *worker, const struct tip_item *item,
                        const struct tip_reply *reply, const char *etag, struct tip_string *replies)
{
    struct tip_reply similar = {0};
    struct tip_request more;
    struct tip_web_content content = {
        .request = &item->request, .reply = reply, .knowledge = tip_lease_knowledge(worker->lease)};
    unsigned limit_ms = worker->options->query_timeout_ms;

    if (reply->kind != TIP_REPLY_ERROR &&
        tip_http_second_request(&more, item->http, &item->request)) {
        if (limit_ms > 0)
            limit_ms = reply->took_ms + 1 < limit_ms ? limit_ms - (unsigned)reply->took_ms : 1;
        tip_searcher_run(worker->searcher, &more, limit_ms, &similar);
        content.similar = &similar;
    }
    tip_http_encode_web(replies, item->http, &content, similar.is_partial ? NULL : etag);
    tip_reply_free(&similar);
}

static void run_item(struct tip_worker *worker, const struct tip_item *item,
                     struct tip_string *replies)
{
    struct tip_reply reply = {0};
    struct tip_answerer answerer = {worker->lease, worker->searcher};
    char damage[TIP_ERROR_MESSAGE_SIZE], etag[TIP_HTTP_ETAG_SIZE];
    int64_t started_ns;
    bool has_etag;

    if (tip_item_answer(item, replies))
        return;
    started_ns = tip_now_ns();
    answerer = tip_scanned_choose(&worker->scanned, &item->request, answerer);
    has_etag = item->http != NULL && make_etag(worker, answerer.lease, item, etag);
    if (has_etag && tip_http_has_tag(item->http->if_none_match, etag)) {
        answer_same(item, replies, etag);
        return;
    }
    run_request(worker, answerer.searcher, &item->request, &reply, damage);
    if (has_etag && tip_http_has_any(item->http->if_none_match) && reply.kind != TIP_REPLY_ERROR &&
        !reply.is_partial)
        answer_same(item, replies, etag);
    else {
        if (item->http != NULL && item->http->shows_page)
            answer_page(worker, item, &reply, has_etag ? etag : NULL, replies);
        else
            encode(item, replies, &reply, has_etag ? etag : NULL);
        tip_metrics_answered(item->request.command, &reply);
    }
    tip_metrics_took(TIP_METRIC_DURATION_QUERY, tip_now_ns() - started_ns);
    tip_reply_free(&reply);
}

/* Whether the turn can be run; else `refusal` is what its requests of the index get. */
static bool is_ready(struct tip_worker *worker, const struct tip_turn *turn,
                     struct tip_reply_error *refusal)
{
    struct tip_error error = {0};
    tip_status status = tip_worker_adopt(worker, &error);
    long long waited_ms = (tip_now_ns() - turn->queued_ns) / 1000000;

    if (status == TIP_OK)
        status = limit_to(worker, turn->asker, &error);
    if (status != TIP_OK) {
        tip_log(worker->options->log, LOG_ERR, "index_unusable", "cannot use the index: %s",
                error.message);
        return tip_refuse(refusal, TIP_CODE_UNAVAILABLE, "the index cannot be used: %.400s",
                          error.message);
    }
    tip_metrics_took(TIP_METRIC_DURATION_WAIT, tip_now_ns() - turn->queued_ns);
    if (waited_ms > (long long)worker->options->queue_timeout_ms) {
        tip_metrics_refused(TIP_METRIC_REFUSED_TIMEOUT);
        return tip_refuse(
            refusal, TIP_CODE_TIMEOUT,
            "waited %lld ms and did not run, the server has too much to do: try again", waited_ms);
    }
    return true;
}

static bool may_go_on(const struct tip_turn *turn, int64_t started_ns)
{
    return turn->items.count > 0 && turn->replies.length < TIP_LIMIT_TURN_BYTES &&
           (turn->answered == 0 ||
            tip_now_ns() - started_ns < TIP_LIMIT_TURN_MS * INT64_C(1000000));
}

void tip_worker_run(struct tip_worker *worker, struct tip_turn *turn)
{
    int64_t started_ns = tip_now_ns();
    struct tip_reply_error refusal;
    bool can_run = is_ready(worker, turn, &refusal);

    while (may_go_on(turn, started_ns)) {
        struct tip_item *item = tip_item_list_take(&turn->items);

        if (can_run)
            run_item(worker, item, &turn->replies);
        else if (!tip_item_answer(item, &turn->replies))
            tip_item_refuse(item, &turn->replies, &refusal);
        tip_item_free(item);
        turn->answered++;
    }
}
