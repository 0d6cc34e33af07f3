/* Errors that arise in the command itself.
 *
 * SPDX-License-Identifier: MIT */
#include "command/failure.h"

#include <stdarg.h>
#include <stdio.h>

enum tipsearch_code failure_set(struct tipsearch_error *error, enum tipsearch_code code,
                                const char *format, ...)
{
    va_list arguments;

    *error = (struct tipsearch_error){.code = code, .at = -1, .retry_after_ms = -1};
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return code;
}
