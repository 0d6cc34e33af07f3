/* Who a connection is, and whether its next request may run. */
#include "server/connection.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/protocol.h"
#include "protocol/refusal.h"
#include "server/metrics.h"
#include "server/worker.h"

bool tip_admission_is_auth(const struct tip_item *item)
{
    return item->request.command == TIP_COMMAND_AUTH;
}

/* Whatever failed: who sent it does not mean to go on as who it was before. */
static void fail_auth(struct tip_connection *connection, const struct tip_item *item,
                      struct tip_string *reply, const struct tip_reply_error *error)
{
    tip_asker_release(connection->asker);
    connection->asker = NULL;
    tip_metrics_refused(TIP_METRIC_REFUSED_UNAUTHORIZED);
    tip_item_refuse(item, reply, error);
    if (++connection->auth_failures < TIP_LIMIT_AUTH_FAILURES)
        return;
    tip_log(connection->table->log, LOG_WARNING, "auth_failed",
            "a connection was closed: %d times AUTH failed", TIP_LIMIT_AUTH_FAILURES);
    tip_item_list_free(&connection->waiting);
    connection->is_ended = true;
}

static void accept_auth(struct tip_connection *connection, const struct tip_item *item,
                        struct tip_string *reply, struct tip_asker *asker)
{
    struct tip_reply accepted = {.kind = TIP_REPLY_AUTH,
                                 .asker_name = tip_asker_name(asker),
                                 .asker_rate = tip_asker_rate(asker)};

    tip_asker_release(connection->asker);
    connection->asker = asker;
    tip_line_encode(reply, item->request.tag, &accepted);
    tip_metrics_answered(TIP_COMMAND_AUTH, &accepted);
}

void tip_admission_answer_auth(struct tip_connection *connection, const struct tip_item *item,
                               struct tip_string *reply)
{
    const struct tip_access *access = connection->table->access;
    const char *token = item->request.token;
    struct tip_asker *asker = NULL;
    struct tip_reply_error error;

    if (item->is_refused) {
        fail_auth(connection, item, reply, &item->error);
        return;
    }
    if (access != NULL)
        asker = tip_access_find(access, token, strlen(token));
    if (asker != NULL) {
        accept_auth(connection, item, reply, asker);
        return;
    }
    tip_refuse(&error, TIP_CODE_UNAUTHORIZED,
               access == NULL
                   ? "this server knows no tokens: every request may be sent without AUTH"
                   : "this token is not known: ask who runs the server for one");
    fail_auth(connection, item, reply, &error);
}

/* The connection is, for this request, who its authorization says. Who goes on guessing tokens is
 * sent away, as by AUTH. */
static bool identify_http(struct tip_connection *connection, struct tip_item *item,
                          struct tip_reply_error *refusal)
{
    const char *token = item->http->token;

    tip_asker_release(connection->asker);
    connection->asker = NULL;
    if (token != NULL)
        connection->asker = tip_access_find(connection->table->access, token, strlen(token));
    if (connection->asker != NULL)
        return true;
    if (token != NULL && ++connection->auth_failures >= TIP_LIMIT_AUTH_FAILURES) {
        item->http->closes = true;
        item->is_last = true;
        connection->is_ended = true;
    }
    return tip_refuse(refusal, TIP_CODE_UNAUTHORIZED,
                      token != NULL ? "this token is not known: ask who runs the server for one"
                      : item->http->shows_page
                          ? "these reports are for those who were given a token"
                          : "say who asks: send the field authorization: Bearer TOKEN");
}

/* Figures tell of the whole index. */
static bool may_see_figures(struct tip_connection *connection, struct tip_item *item,
                            struct tip_reply_error *refusal)
{
    if (connection->table->access == NULL)
        return true;
    if (!identify_http(connection, item, refusal))
        return false;
    if (tip_asker_scope(connection->asker) == NULL)
        return true;
    item->http->status = 403;
    return tip_refuse(refusal, TIP_CODE_UNAUTHORIZED,
                      "the figures are for tokens that may see every report");
}

void tip_admission_answer_metrics(struct tip_connection *connection, struct tip_item *item,
                                  struct tip_string *reply)
{
    struct tip_reply_error refusal;
    struct tip_string text = {0};

    if (!may_see_figures(connection, item, &refusal)) {
        tip_metrics_refused(TIP_METRIC_REFUSED_UNAUTHORIZED);
        tip_item_refuse(item, reply, &refusal);
        return;
    }
    tip_metrics_write(&text);
    tip_http_encode_text(reply, item->http, "text/plain; version=0.0.4; charset=utf-8", &text);
}

/* The connection is who the line protocol's AUTH said, or who an HTTP request says by itself.
 * False, `refusal` filled: nobody. */
static bool identify(struct tip_connection *connection, struct tip_item *item,
                     struct tip_reply_error *refusal)
{
    const struct tip_access *access = connection->table->access;

    if (item->http != NULL)
        return identify_http(connection, item, refusal);
    connection->asker = tip_access_renew(access, connection->asker);
    return connection->asker != NULL ||
           tip_refuse(refusal, TIP_CODE_UNAUTHORIZED,
                      "say who asks: send AUTH <token> on this connection first");
}

/* Over its rate, which HTTP has a status for. */
static bool refuse_rate(const struct tip_connection *connection, struct tip_item *item,
                        long retry_after_ms, struct tip_reply_error *refusal)
{
    unsigned rate = tip_asker_rate(connection->asker);

    if (item->http != NULL)
        item->http->status = 429;
    tip_refuse(refusal, TIP_CODE_BUSY,
               "the token may ask %u time%s a second: wait, or ask who runs the server for more",
               rate, rate == 1 ? "" : "s");
    refusal->retry_after_ms = retry_after_ms;
    return false;
}

bool tip_admission_may_run(struct tip_connection *connection, struct tip_item *item,
                           struct tip_reply_error *refusal)
{
    long retry_after_ms;

    if (connection->table->access == NULL || !tip_command_needs_index(item->request.command) ||
        item->is_refused)
        return true;
    if (!identify(connection, item, refusal))
        return false;
    if (!item->is_admitted)
        item->is_admitted = tip_asker_take(connection->asker, tip_now_ns(), &retry_after_ms);
    return item->is_admitted || refuse_rate(connection, item, retry_after_ms, refusal);
}
