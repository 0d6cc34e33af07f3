/* One request and its reply by HTTP: what of the request the reply's writing needs to know.
 *
 * A decoder makes the command model's request of it (http_request.c), by the same tables as lines
 * are read; http_reply.c writes the reply with the same encoder. */
#ifndef TIP_HTTP_EXCHANGE_H
#define TIP_HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_builder.h"
#include "protocol/http_accept.h"
#include "protocol/http_fault.h"
#include "protocol/http_head.h"
#include "protocol/http_route.h"
#include "search/reply.h"
#include "search/request.h"
#include "web/asset.h"
#include "web/page.h"

/* What the server allows; all of it outlives the exchanges. */
struct tip_http_rules {
    const char *const *origins; /* whose pages may ask (CORS); "*" stands for all */
    size_t origin_count;
    const char *local_name; /* of the listener: only requests for this machine are answered (DNS
                               rebinding); NULL: any host's */
    const char *base;  /* "https://search.example.org": what the world calls the server; NULL: as it
                          is asked */
    bool is_encrypted; /* the listener speaks TLS */
};

struct tip_http_exchange {
    enum tip_http_page page;
    unsigned status;  /* of a refusal by HTTP's own rules; 0: the error's code tells */
    unsigned methods; /* of the path, for the field allow; 0: unknown */
    unsigned minor;   /* HTTP/1.minor */
    bool is_head;     /* the reply has no body */
    bool closes;      /* it is the connection's last */
    bool is_keeping;  /* HTTP/1.0 that asked to keep the connection */
    bool wants_html;
    bool shows_page;   /* the reply, an error too, is for people */
    bool is_blank;     /* of a page: nothing was typed */
    bool is_cacheable; /* GET or HEAD */
    bool is_preflight; /* CORS asks whether it may ask */
    enum tip_http_coding coding;
    char *target;         /* owned, as all below; NULL where none could be read */
    char *if_none_match;  /* NULL: not given */
    char *origin;         /* one that may ask; NULL: none */
    char *token;          /* of the field authorization; NULL: none */
    bool has_credentials; /* authorization was given */
    char *unknown;        /* of a page: a parameter that means nothing there; NULL: none */
    char *base;           /* of feeds: what addresses begin with; NULL: none is needed */
    const struct tip_web_asset *asset; /* of TIP_HTTP_PAGE_ASSET; static */
};

enum { TIP_HTTP_ETAG_SIZE = 24 };

/* NULL when there is no memory. */
struct tip_http_exchange *tip_http_exchange_create(void);
void tip_http_exchange_free(struct tip_http_exchange *exchange); /* NULL is allowed */

/* Takes from the head what a reply needs, whatever else may be wrong with the request. */
bool tip_http_exchange_begin(struct tip_http_exchange *exchange, const struct tip_http_head *head,
                             const struct tip_http_rules *rules, struct tip_http_fault *fault);

/* Whether a first line, of which there may be only the begin, asks for what is for people: its
 * refusal is a page, too. */
bool tip_http_begins_with_page(const char *bytes, size_t length);

/* Reads the request that the head and the body make; `request` is to be freed in any case. False
 * and `fault` filled when there is none; the connection may go on. Without a command
 * (exchange->page) `request` stays empty. */
bool tip_http_decode(struct tip_http_exchange *exchange, struct tip_request *request,
                     const struct tip_http_head *head, const char *body, size_t length,
                     const struct tip_http_rules *rules, struct tip_http_fault *fault);

/* Appends a whole reply: status line, fields and body. `request` is what was asked, as far as it
 * could be read; `etag` is NULL where the reply has none. */
void tip_http_encode(struct tip_string *out, const struct tip_http_exchange *exchange,
                     const struct tip_request *request, const struct tip_reply *reply,
                     const char *etag);

/* Appends a reply as a page, whose `page`, `is_blank` and `unknown` are the exchange's.
 */
void tip_http_encode_web(struct tip_string *out, const struct tip_http_exchange *exchange,
                         const struct tip_web_content *content, const char *etag);

/* Fills `more` with the request whose answer a page shows beside that to `request`, from which it
 * borrows; false: there is none. */
bool tip_http_second_request(struct tip_request *more, const struct tip_http_exchange *exchange,
                             const struct tip_request *request);

/* Appends the reply of a page that the protocol has itself; false for others, and where a command
 * has to be answered. */
bool tip_http_encode_page(struct tip_string *out, const struct tip_http_exchange *exchange);

/* Appends success with a text of a type; the text is empty afterwards. */
void tip_http_encode_text(struct tip_string *out, const struct tip_http_exchange *exchange,
                          const char *type, struct tip_string *text);

/* Appends 304: what the client has is what it would get. */
void tip_http_encode_same(struct tip_string *out, const struct tip_http_exchange *exchange,
                          const char *etag);

/* W/"…" of what an answer depends on: `state` (which index and knowledge, and what else), the
 * scope's key and the request. False when there is none: it is no GET, or memory is short. */
bool tip_http_etag(char etag[TIP_HTTP_ETAG_SIZE], const struct tip_http_exchange *exchange,
                   const char *state, const char *scope_key);

#endif
