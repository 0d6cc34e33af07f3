/* Statuses of HTTP. */
#include "protocol/http_fault.h"

#include <stdarg.h>
#include <stdio.h>

#include "protocol/refusal.h"

/* Code and reason phrase (RFC 9110, section 15; RFC 6585 for 429 and 431). */
#define STATUS_MAP(XX)                                                                             \
    XX(100, "Continue")                                                                            \
    XX(200, "OK")                                                                                  \
    XX(204, "No Content")                                                                          \
    XX(304, "Not Modified")                                                                        \
    XX(400, "Bad Request")                                                                         \
    XX(401, "Unauthorized")                                                                        \
    XX(403, "Forbidden")                                                                           \
    XX(404, "Not Found")                                                                           \
    XX(405, "Method Not Allowed")                                                                  \
    XX(406, "Not Acceptable")                                                                      \
    XX(408, "Request Timeout")                                                                     \
    XX(410, "Gone")                                                                                \
    XX(411, "Length Required")                                                                     \
    XX(413, "Content Too Large")                                                                   \
    XX(414, "URI Too Long")                                                                        \
    XX(415, "Unsupported Media Type")                                                              \
    XX(417, "Expectation Failed")                                                                  \
    XX(421, "Misdirected Request")                                                                 \
    XX(429, "Too Many Requests")                                                                   \
    XX(431, "Request Header Fields Too Large")                                                     \
    XX(500, "Internal Server Error")                                                               \
    XX(501, "Not Implemented")                                                                     \
    XX(503, "Service Unavailable")                                                                 \
    XX(504, "Gateway Timeout")                                                                     \
    XX(505, "HTTP Version Not Supported")

static enum tip_error_code code_of(unsigned status)
{
    switch (status) {
    case 401:
    case 403:
        return TIP_CODE_UNAUTHORIZED;
    case 404:
        return TIP_CODE_NOT_FOUND;
    case 413:
    case 414:
    case 431:
        return TIP_CODE_TOO_LONG;
    case 503:
        return TIP_CODE_UNAVAILABLE;
    default:
        return TIP_CODE_BAD_REQUEST;
    }
}

bool tip_http_refuse(struct tip_http_fault *fault, unsigned status, const char *format, ...)
{
    char message[TIP_REPLY_MESSAGE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    fault->status = status;
    return tip_refuse(&fault->error, code_of(status), "%s", message);
}

unsigned tip_http_status(enum tip_error_code code)
{
    switch (code) {
    case TIP_CODE_BAD_REQUEST:
    case TIP_CODE_BAD_QUERY:
        return 400;
    case TIP_CODE_UNKNOWN_ID:
    case TIP_CODE_NOT_FOUND:
        return 404;
    case TIP_CODE_GONE:
        return 410;
    case TIP_CODE_TOO_LONG:
        return 413;
    case TIP_CODE_UNAUTHORIZED:
        return 401;
    case TIP_CODE_BUSY:
    case TIP_CODE_UNAVAILABLE:
        return 503;
    case TIP_CODE_TIMEOUT:
        return 504;
    case TIP_CODE_INTERNAL:
        break;
    }
    return 500;
}

bool tip_http_refuse_by_code(struct tip_http_fault *fault)
{
    fault->status = tip_http_status(fault->error.code);
    return false;
}

const char *tip_http_reason(unsigned status)
{
    switch (status) {
#define XX(code, reason)                                                                           \
    case code:                                                                                     \
        return reason;
        STATUS_MAP(XX)
#undef XX
    }
    return "Unknown";
}
