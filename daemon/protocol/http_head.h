/* The head of an HTTP request: its first line and its fields, read strictly (RFC 9112).
 *
 * What two servers could read in two ways is refused, never guessed at: that is what request
 * smuggling lives on. Nothing here knows of paths or commands. */
#ifndef TIP_HTTP_HEAD_H
#define TIP_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/http_fault.h"

enum tip_http_method {
    TIP_HTTP_GET,
    TIP_HTTP_HEAD,
    TIP_HTTP_POST,
    TIP_HTTP_OPTIONS,
    TIP_HTTP_OTHER, /* any other token */
};

/* The fields that mean something here: code, name, whether it may be given in several lines, which
 * are then one list. All others are checked and forgotten. */
#define TIP_HTTP_FIELD_MAP(XX)                                                                     \
    XX(HOST, "host", false)                                                                        \
    XX(CONTENT_LENGTH, "content-length", false)                                                    \
    XX(TRANSFER_ENCODING, "transfer-encoding", false)                                              \
    XX(CONNECTION, "connection", true)                                                             \
    XX(EXPECT, "expect", false)                                                                    \
    XX(CONTENT_TYPE, "content-type", false)                                                        \
    XX(CONTENT_ENCODING, "content-encoding", false)                                                \
    XX(ACCEPT, "accept", true)                                                                     \
    XX(ACCEPT_ENCODING, "accept-encoding", true)                                                   \
    XX(AUTHORIZATION, "authorization", false)                                                      \
    XX(IF_NONE_MATCH, "if-none-match", true)                                                       \
    XX(ORIGIN, "origin", false)                                                                    \
    XX(REQUEST_METHOD, "access-control-request-method", false)

enum tip_http_field {
#define XX(code, name, is_list) TIP_HTTP_FIELD_##code,
    TIP_HTTP_FIELD_MAP(XX)
#undef XX
        TIP_HTTP_FIELD_COUNT
};

struct tip_http_head {
    enum tip_http_method method;
    unsigned minor;                     /* HTTP/1.minor: 0 or 1 */
    char *target;                       /* owned: a path that begins with /, and ?query; or "*" */
    char *fields[TIP_HTTP_FIELD_COUNT]; /* owned; without blanks around; NULL when not given */
    uint64_t body_length;               /* 0 when is_chunked */
    bool has_body_length;
    bool is_chunked;
    bool awaits_continue; /* the client sends the body when it is told to */
    bool closes;          /* the connection ends behind this request */
};

/* What is known of the bytes that have come. Zero-initialised before a head's first byte. */
struct tip_http_scan {
    size_t scanned;    /* bytes known to hold no end of the head */
    size_t line_start; /* of the line in which `scanned` is */
    bool has_first;    /* the first line is whole, and was judged */
};

enum tip_http_scanned { TIP_HTTP_SCAN_MORE, TIP_HTTP_SCAN_END, TIP_HTTP_SCAN_BAD };

/* Looks for the end of the head in `bytes`, which begin with it and have grown since the last call.
 * *length is the head's with its empty line (END). A bare LF, a first line that is none of HTTP/1,
 * or more bytes than a head may have are told at once (BAD). */
enum tip_http_scanned tip_http_head_scan(struct tip_http_scan *scan, const char *bytes,
                                         size_t available, size_t *length,
                                         struct tip_http_fault *fault);

/* Reads a whole head, its empty line included. True and a head to be freed, or false and `fault`
 * filled; then nothing behind it can be told from it, and the connection must end. */
bool tip_http_head_read(struct tip_http_head *head, const char *bytes, size_t length,
                        struct tip_http_fault *fault);

void tip_http_head_free(struct tip_http_head *head); /* it is empty afterwards */

/* Whether a byte may stand in a method or a field's name (a token, RFC 9110, section 5.6.2). */
bool tip_http_is_token(char byte);

#endif
