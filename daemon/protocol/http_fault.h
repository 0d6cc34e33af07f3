/* What is wrong with an HTTP request: the error that is told, and the status that goes with it. */
#ifndef TIP_HTTP_FAULT_H
#define TIP_HTTP_FAULT_H

#include <stdbool.h>

#include "search/reply.h"

struct tip_http_fault {
    unsigned status; /* 400 and above */
    struct tip_reply_error error;
};

/* Fills `fault` and returns false, so that a reader can `return tip_http_refuse(fault, 400, …)`. */
bool tip_http_refuse(struct tip_http_fault *fault, unsigned status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Gives a fault, whose error such a table made, the status of that; returns false, likewise. */
bool tip_http_refuse_by_code(struct tip_http_fault *fault);

/* The status of an error that the protocol's tables or the searcher made (RFC 9110, section 15). */
unsigned tip_http_status(enum tip_error_code code);

/* "Not Found"; of a status that this server sends. */
const char *tip_http_reason(unsigned status);

#endif
