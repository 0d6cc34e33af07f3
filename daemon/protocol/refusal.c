/* How decoders say no. */
#include "protocol/refusal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

bool tip_refuse(struct tip_reply_error *error, enum tip_error_code code, const char *format, ...)
{
    va_list arguments;

    error->code = code;
    error->at = -1;
    error->retry_after_ms = -1;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

int tip_refusal_echo(const char *word, size_t length)
{
    return (int)tip_utf8_cut(word, length, TIP_REFUSAL_ECHO);
}
