/* Replies -> HTTP. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "feed/opensearch.h"
#include "protocol/gzip.h"
#include "protocol/http_exchange.h"
#include "protocol/http_feed.h"
#include "protocol/http_pages.h"
#include "protocol/limits.h"
#include "protocol/protocol.h"

static const char type_json[] = "application/json", type_html[] = "text/html; charset=utf-8";

struct response {
    unsigned status;
    const char *type; /* of the body; NULL: there is none */
    struct tip_string body;
    const char *etag;      /* NULL: none */
    long retry_after_ms;   /* -1: not told */
    bool varies_by_accept; /* text or HTML */
    bool is_web;           /* a page, or what one brings along */
    bool is_public;        /* it tells nothing of an index */
    bool asks_basic;       /* who asks may know no Bearer */
};

/* A date as HTTP writes it, of the clock's time. */
static void append_date(struct tip_string *out)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t now = time(NULL);
    struct tm tm;

    if (gmtime_r(&now, &tm) == NULL)
        return;
    tip_string_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n", days[tm.tm_wday],
                      tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
                      tm.tm_sec);
}

static void append_cors(struct tip_string *out, const struct tip_http_exchange *exchange)
{
    if (exchange->origin == NULL)
        return;
    tip_string_printf(out, "Access-Control-Allow-Origin: %s\r\n", exchange->origin);
    if (exchange->is_preflight && exchange->page == TIP_HTTP_PAGE_OPTIONS)
        tip_string_printf(out,
                          "Access-Control-Allow-Methods: %s\r\n"
                          "Access-Control-Allow-Headers: Authorization, Content-Type, "
                          "If-None-Match\r\n"
                          "Access-Control-Max-Age: 600\r\n",
                          tip_http_route_allow(exchange->methods));
    else
        tip_string_append_text(out, "Access-Control-Expose-Headers: ETag, Retry-After\r\n");
}

/* Fields that only some statuses have. */
static void append_by_status(struct tip_string *out, const struct tip_http_exchange *exchange,
                             const struct response *response)
{
    long seconds = response->retry_after_ms < 0 ? 1 : (response->retry_after_ms + 999) / 1000;

    if (exchange->methods != 0 &&
        (response->status == 405 || exchange->page == TIP_HTTP_PAGE_OPTIONS))
        tip_string_printf(out, "Allow: %s\r\n", tip_http_route_allow(exchange->methods));
    if (response->status == 503 || response->status == 429)
        tip_string_printf(out, "Retry-After: %ld\r\n", seconds);
    if (response->status == 401 && (response->is_web || response->asks_basic))
        tip_string_append_text(
            out, "WWW-Authenticate: Basic realm=\"tipsearch\", charset=\"UTF-8\"\r\n");
    else if (response->status == 401)
        tip_string_printf(out, "WWW-Authenticate: Bearer realm=\"tipsearch\"%s\r\n",
                          exchange->token != NULL ? ", error=\"invalid_token\"" : "");
}

/* Where scripts, styles and frames of other pages have no business. */
static const char safe_fields[] = "X-Content-Type-Options: nosniff\r\n"
                                  "Content-Security-Policy: default-src 'none'; "
                                  "frame-ancestors 'none'\r\n"
                                  "Referrer-Policy: no-referrer\r\n";

/* A page has scripts, styles and forms of its own, and nothing of anybody else's. Queries are about
 * people: no address of a page is told to whoever a link leads to. */
static const char web_fields[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

/* What has a tag may be kept, and pages and their files are asked for again each time: so what is
 * shown is of one version of the server and of one generation. */
static void append_caching(struct tip_string *out, const struct response *response)
{
    const char *kept = !response->is_web     ? "private"
                       : response->is_public ? "no-cache"
                                             : "private, no-cache";

    if (response->etag != NULL)
        tip_string_printf(out, "ETag: %s\r\n", response->etag);
    tip_string_printf(out, "Cache-Control: %s\r\n",
                      response->etag != NULL ? kept : "private, no-store");
}

static void append_head(struct tip_string *out, const struct tip_http_exchange *exchange,
                        const struct response *response, bool is_packed)
{
    tip_string_printf(out, "HTTP/1.%u %u %s\r\n", exchange->minor, response->status,
                      tip_http_reason(response->status));
    append_date(out);
    if (response->type != NULL) {
        tip_string_printf(out, "Content-Type: %s\r\n", response->type);
        tip_string_printf(out, "Content-Length: %zu\r\n", response->body.length);
    }
    if (is_packed)
        tip_string_append_text(out, "Content-Encoding: gzip\r\n");
    append_caching(out, response);
    tip_string_printf(out, "Vary: Accept-Encoding, Authorization, Origin%s\r\n",
                      response->varies_by_accept ? ", Accept" : "");
    append_by_status(out, exchange, response);
    append_cors(out, exchange);
    tip_string_append_text(out, response->is_web ? web_fields : safe_fields);
    if (exchange->closes)
        tip_string_append_text(out, "Connection: close\r\n");
    else if (exchange->is_keeping)
        tip_string_append_text(out, "Connection: keep-alive\r\n");
    tip_string_append_text(out, "\r\n");
}

/* Compresses the body where that was asked for and is worth it. Without memory it stays as it is.
 */
static bool pack(const struct tip_http_exchange *exchange, struct response *response)
{
    struct tip_string packed = {0};
    bool is_wanted =
        exchange->coding == TIP_HTTP_GZIP_ALONE ||
        (exchange->coding == TIP_HTTP_GZIP && response->body.length >= TIP_LIMIT_HTTP_PLAIN);

    if (!is_wanted || response->body.failed)
        return false;
    if (!tip_gzip(&packed, response->body.data, response->body.length)) {
        tip_string_free(&packed);
        return false;
    }
    tip_string_free(&response->body);
    response->body = packed;
    return true;
}

/* Writes the response and frees its body. */
static void send_response(struct tip_string *out, const struct tip_http_exchange *exchange,
                          struct response *response)
{
    bool is_packed = response->type != NULL && pack(exchange, response);

    append_head(out, exchange, response, is_packed);
    if (!exchange->is_head && response->body.length > 0)
        tip_string_append(out, response->body.data, response->body.length);
    if (response->body.failed)
        out->failed = true;
    tip_string_free(&response->body);
}

/* Readers of feeds take 410 as the end of the feed and never come again, whereas here the question
 * is what is wrong: it names a generation that the index has not. */
static unsigned error_status(const struct tip_http_exchange *exchange, enum tip_error_code code)
{
    if (exchange->status != 0)
        return exchange->status;
    return code == TIP_CODE_GONE && tip_http_page_is_feed(exchange->page) ? 400
                                                                          : tip_http_status(code);
}

/* A reply's status and fields. What is an error, or was cut by time, has no tag. */
static struct response begin_response(const struct tip_http_exchange *exchange,
                                      const struct tip_reply *reply, const char *type,
                                      const char *etag)
{
    bool is_error = reply->kind == TIP_REPLY_ERROR;
    unsigned status = is_error ? error_status(exchange, reply->error.code) : 200;

    return (struct response){.status = status,
                             .type = type,
                             .etag = is_error || reply->is_partial ? NULL : etag,
                             .retry_after_ms = is_error ? reply->error.retry_after_ms : -1};
}

void tip_http_encode(struct tip_string *out, const struct tip_http_exchange *exchange,
                     const struct tip_request *request, const struct tip_reply *reply,
                     const char *etag)
{
    struct response response = begin_response(exchange, reply, type_json, etag);

    if (tip_http_page_is_feed(exchange->page)) {
        response.asks_basic = true;
        response.type = tip_http_feed_write(&response.body, exchange, request, reply);
    } else {
        tip_line_encode(&response.body, "", reply);
    }
    send_response(out, exchange, &response);
}

/* An error of an unknown path is shown as one of a search. */
static enum tip_web_page web_page(enum tip_http_page page)
{
    switch (page) {
    case TIP_HTTP_PAGE_PASSAGE:
        return TIP_WEB_PASSAGE;
    case TIP_HTTP_PAGE_DOSSIER:
        return TIP_WEB_DOSSIER;
    case TIP_HTTP_PAGE_GUIDE:
        return TIP_WEB_HELP;
    default:
        return TIP_WEB_SEARCH;
    }
}

void tip_http_encode_web(struct tip_string *out, const struct tip_http_exchange *exchange,
                         const struct tip_web_content *content, const char *etag)
{
    struct response response = begin_response(exchange, content->reply, type_html, etag);
    struct tip_web_content shown = *content;

    response.is_web = true;
    shown.page = web_page(exchange->page);
    shown.is_blank = exchange->is_blank;
    shown.unknown = exchange->unknown;
    tip_web_page_write(&response.body, &shown);
    send_response(out, exchange, &response);
}

bool tip_http_second_request(struct tip_request *more, const struct tip_http_exchange *exchange,
                             const struct tip_request *request)
{
    if (exchange->page != TIP_HTTP_PAGE_PASSAGE)
        return false;
    *more = (struct tip_request){
        .command = TIP_COMMAND_SIMILAR, .id = request->id, .limit = TIP_WEB_SIMILAR};
    return true;
}

/* The client may have it already. */
static void send_asset(struct tip_string *out, const struct tip_http_exchange *exchange)
{
    const struct tip_web_asset *asset = exchange->asset;
    struct response response = {.status = 200,
                                .type = asset->type,
                                .etag = asset->etag,
                                .retry_after_ms = -1,
                                .is_web = true,
                                .is_public = true};

    if (tip_http_has_tag(exchange->if_none_match, asset->etag)) {
        response.status = 304;
        response.type = NULL;
    } else {
        tip_string_append(&response.body, asset->data, asset->size);
    }
    send_response(out, exchange, &response);
}

static void send_guide(struct tip_string *out, const struct tip_http_exchange *exchange)
{
    static const struct tip_request request;
    struct response response = {
        .status = 200, .type = type_html, .retry_after_ms = -1, .is_web = true};
    struct tip_web_content content = {.page = TIP_WEB_HELP, .request = &request, .is_blank = true};

    tip_web_page_write(&response.body, &content);
    send_response(out, exchange, &response);
}

bool tip_http_encode_page(struct tip_string *out, const struct tip_http_exchange *exchange)
{
    struct response response = {.status = 200, .type = type_json, .retry_after_ms = -1};

    switch (exchange->page) {
    case TIP_HTTP_PAGE_NONE:
    case TIP_HTTP_PAGE_METRICS:
    case TIP_HTTP_PAGE_SEARCH:
    case TIP_HTTP_PAGE_PASSAGE:
    case TIP_HTTP_PAGE_DOSSIER:
    case TIP_HTTP_PAGE_FEED:
    case TIP_HTTP_PAGE_COMPLETIONS:
        return false;
    case TIP_HTTP_PAGE_DESCRIPTION:
        response.type = "application/opensearchdescription+xml; charset=utf-8";
        tip_opensearch_describe(&response.body, exchange->base);
        break;
    case TIP_HTTP_PAGE_ASSET:
        send_asset(out, exchange);
        return true;
    case TIP_HTTP_PAGE_GUIDE:
        send_guide(out, exchange);
        return true;
    case TIP_HTTP_PAGE_API:
        response.type = exchange->wants_html ? type_html : "text/plain; charset=utf-8";
        response.varies_by_accept = true;
        response.is_web = exchange->wants_html;
        tip_http_help_write(&response.body, exchange->wants_html);
        break;
    case TIP_HTTP_PAGE_HEALTH:
        tip_string_append_text(&response.body, "{\"status\":\"ok\"}\n");
        break;
    case TIP_HTTP_PAGE_OPENAPI:
        tip_openapi_write(&response.body);
        break;
    case TIP_HTTP_PAGE_OPTIONS:
        response.status = 204;
        response.type = NULL;
        break;
    }
    send_response(out, exchange, &response);
    return true;
}

void tip_http_encode_text(struct tip_string *out, const struct tip_http_exchange *exchange,
                          const char *type, struct tip_string *text)
{
    struct response response = {.status = 200, .type = type, .body = *text, .retry_after_ms = -1};

    *text = (struct tip_string){0};
    send_response(out, exchange, &response);
}

void tip_http_encode_same(struct tip_string *out, const struct tip_http_exchange *exchange,
                          const char *etag)
{
    /* A browser takes these fields in place of those that it has kept with the page. */
    struct response response = {
        .status = 304, .etag = etag, .retry_after_ms = -1, .is_web = exchange->shows_page};

    send_response(out, exchange, &response);
}

bool tip_http_etag(char etag[TIP_HTTP_ETAG_SIZE], const struct tip_http_exchange *exchange,
                   const char *state, const char *scope_key)
{
    enum { SHOWN = 16 }; /* hex digits: 64 bits tell answers of one server apart */
    struct tip_string text = {0};
    char hex[TIP_DIGEST_HEX_SIZE];
    bool is_made;

    if (!exchange->is_cacheable || exchange->target == NULL)
        return false;
    tip_string_printf(&text, "%s\n%s\n%d\n%s\n%s", state, scope_key, (int)exchange->coding,
                      exchange->target, exchange->base == NULL ? "" : exchange->base);
    is_made = !text.failed && tip_digest_bytes(hex, text.data, text.length, NULL) == TIP_OK;
    if (is_made)
        snprintf(etag, TIP_HTTP_ETAG_SIZE, "W/\"%.*s\"", SHOWN, hex);
    tip_string_free(&text);
    return is_made;
}
