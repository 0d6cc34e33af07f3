/* HTTP as it comes from outside: a head in two pieces, then a body in chunks, then the request.
 * What is accepted must be read alike however the pieces fall. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/http_chunks.h"
#include "protocol/http_exchange.h"
#include "protocol/http_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The scan's outcome when the bytes come in two pieces. */
static enum tip_http_scanned scan_in_pieces(const char *bytes, size_t size, size_t cut,
                                            size_t *length)
{
    struct tip_http_scan scan = {0};
    struct tip_http_fault fault;
    enum tip_http_scanned found = tip_http_head_scan(&scan, bytes, cut, length, &fault);

    return found == TIP_HTTP_SCAN_MORE ? tip_http_head_scan(&scan, bytes, size, length, &fault)
                                       : found;
}

static void read_body(const char *bytes, size_t size, struct tip_string *body)
{
    struct tip_http_chunks chunks = {0};
    struct tip_http_fault fault;
    size_t used = 0;

    for (size_t at = 0, piece = 1; at < size; at += used, piece = size - at) {
        if (tip_http_chunks_read(&chunks, body, bytes + at, piece, &used, &fault) !=
            TIP_HTTP_CHUNKS_MORE)
            return;
        if (used == 0 && piece == size - at)
            return;
    }
}

static void decode(const struct tip_http_head *head, const struct tip_string *body)
{
    static const char *const origins[] = {"https://cases.example"};
    static const struct tip_http_rules rules = {
        .origins = origins, .origin_count = 1, .local_name = "localhost"};
    struct tip_http_exchange *exchange = tip_http_exchange_create();
    struct tip_request request = {0};
    struct tip_http_fault fault;

    if (exchange != NULL && tip_http_exchange_begin(exchange, head, &rules, &fault) &&
        !tip_http_decode(exchange, &request, head, body->data == NULL ? "" : body->data,
                         body->length, &rules, &fault) &&
        (fault.status < 400 || fault.error.message[0] == '\0'))
        abort();
    tip_request_free(&request);
    tip_http_exchange_free(exchange);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    struct tip_http_scan scan = {0};
    struct tip_http_fault fault;
    struct tip_http_head head;
    struct tip_string body = {0};
    size_t length = 0, again = 0;
    enum tip_http_scanned found = tip_http_head_scan(&scan, bytes, size, &length, &fault);

    if (scan_in_pieces(bytes, size, size / 2, &again) != found ||
        (found == TIP_HTTP_SCAN_END && again != length))
        abort();
    if (found != TIP_HTTP_SCAN_END || !tip_http_head_read(&head, bytes, length, &fault))
        return 0;
    if (head.is_chunked)
        read_body(bytes + length, size - length, &body);
    else if (head.body_length <= size - length)
        tip_string_append(&body, bytes + length, (size_t)head.body_length);
    decode(&head, &body);
    tip_string_free(&body);
    tip_http_head_free(&head);
    return 0;
}
