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

bool tip_admission_may_run(struct tip_connection *connection, struct tip_item *item,
                           struct tip_reply_error *refusal)
{
    const struct tip_access *access = connection->table->access;
    long retry_after_ms;

    if (access == NULL || !tip_command_needs_index(item->request.command) || item->is_refused)
        return true;
    connection->asker = tip_access_renew(access, connection->asker);
    if (connection->asker == NULL)
        return tip_refuse(refusal, TIP_CODE_UNAUTHORIZED,
                          "say who asks: send AUTH <token> on this connection first");
    if (item->is_admitted)
        return true;
    item->is_admitted = tip_asker_take(connection->asker, tip_now_ns(), &retry_after_ms);
    if (item->is_admitted)
        return true;
    tip_refuse(refusal, TIP_CODE_BUSY,
               "the token may ask %u time%s a second: wait, or ask who runs the server for more",
               tip_asker_rate(connection->asker),
               tip_asker_rate(connection->asker) == 1 ? "" : "s");
    refusal->retry_after_ms = retry_after_ms;
    return false;
}
