/* Bodies that are neither JSON of the protocol nor pages. */
#include "protocol/http_feed.h"

#include "feed/atom.h"
#include "feed/opensearch.h"

bool tip_http_base_set(struct tip_http_exchange *exchange, const struct tip_http_head *head,
                       const struct tip_http_rules *rules, struct tip_http_fault *fault)
{
    const char *host = head->fields[TIP_HTTP_FIELD_HOST];
    struct tip_string base = {0};

    if (rules->base != NULL)
        tip_string_append_text(&base, rules->base);
    else if (host != NULL)
        tip_string_printf(&base, "%s://%s", rules->is_encrypted ? "https" : "http", host);
    else
        return tip_http_refuse(fault, 400, "the field host is missing: addresses are made with it");
    exchange->base = tip_string_release(&base);
    return exchange->base != NULL ||
           tip_http_refuse(fault, 503, "no memory for the request: try again");
}

const char *tip_http_feed_write(struct tip_string *body, const struct tip_http_exchange *exchange,
                                const struct tip_request *request, const struct tip_reply *reply)
{
    if (reply->kind == TIP_REPLY_ERROR) {
        tip_string_append_text(body, reply->error.message);
        tip_string_append_char(body, '\n');
        return "text/plain; charset=utf-8";
    }
    if (exchange->page == TIP_HTTP_PAGE_COMPLETIONS) {
        tip_opensearch_suggest(body, exchange->base, request->query, reply);
        return "application/x-suggestions+json";
    }
    tip_feed_write(body,
                   &(struct tip_feed){.base = exchange->base, .request = request, .reply = reply});
    return "application/atom+xml; charset=utf-8";
}
