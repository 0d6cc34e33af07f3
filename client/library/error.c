/* Error codes and their names.
 *
 * SPDX-License-Identifier: MIT */
#include "library/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *tipsearch_version(void)
{
    return TIP_VERSION;
}

const char *tipsearch_code_name(enum tipsearch_code code)
{
    switch (code) {
#define XX(code, name)                                                                             \
    case TIPSEARCH_##code:                                                                         \
        return name;
        TIPSEARCH_CODE_MAP(XX)
#undef XX
    }
    return "other";
}

enum tipsearch_code tipsearch_code_of_server(const char *name)
{
    for (int code = TIPSEARCH_BAD_REQUEST; code < TIPSEARCH_OTHER; code++) {
        if (strcmp(name, tipsearch_code_name((enum tipsearch_code)code)) == 0)
            return (enum tipsearch_code)code;
    }
    return TIPSEARCH_OTHER;
}

/* Takes the torn character off a text that filled its buffer. */
static void drop_torn_character(char *text, size_t length)
{
    size_t end = length;

    while (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)text[end - 1] >= 0xc0)
        text[end - 1] = '\0';
}

enum tipsearch_code tipsearch_error_set(struct tipsearch_error *error, enum tipsearch_code code,
                                        const char *format, ...)
{
    va_list arguments;
    int length;

    if (!error)
        return code;
    error->code = code;
    error->at = -1;
    error->retry_after_ms = -1;
    va_start(arguments, format);
    length = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof error->message)
        drop_torn_character(error->message, sizeof error->message - 1);
    return code;
}

enum tipsearch_code tipsearch_error_memory(struct tipsearch_error *error, const char *doing)
{
    return tipsearch_error_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory for %s",
                               doing);
}
