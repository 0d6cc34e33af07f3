/* Names and texts of statuses, and the filling of errors. */
#include "base/status.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* No `default:` in these switches: the compiler names a status that was forgotten. */
const char *tip_status_name(tip_status status)
{
    switch (status) {
#define XX(code, name, text)                                                                       \
    case TIP_##code:                                                                               \
        return name;
        TIP_STATUS_MAP(XX)
#undef XX
    }
    return "unknown";
}

const char *tip_status_text(tip_status status)
{
    switch (status) {
#define XX(code, name, text)                                                                       \
    case TIP_##code:                                                                               \
        return text;
        TIP_STATUS_MAP(XX)
#undef XX
    }
    return "an error of unknown kind";
}

tip_status tip_error_set(struct tip_error *error, tip_status status, const char *format, ...)
{
    if (error == NULL)
        return status;
    /* The message may quote the earlier one of the same struct: write aside first. */
    char message[TIP_ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    error->status = status;
    error->system_errno = 0;
    memcpy(error->message, message, sizeof(message));
    return status;
}

static tip_status status_of_errno(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return TIP_NO_SPACE;
    case ENOENT:
        return TIP_NOT_FOUND;
    case ENOMEM:
        return TIP_NO_MEMORY;
    default:
        return TIP_IO;
    }
}

tip_status tip_error_errno(struct tip_error *error, const char *format, ...)
{
    int code = errno;
    tip_status status = status_of_errno(code);
    if (error == NULL)
        return status;
    char doing[TIP_ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(doing, sizeof(doing), format, arguments);
    va_end(arguments);
    char reason[128];
    tip_error_set(error, status, "%s: %s", doing, strerror_r(code, reason, sizeof(reason)));
    error->system_errno = code;
    return status;
}

tip_status tip_error_memory(struct tip_error *error, const char *doing)
{
    return tip_error_set(error, TIP_NO_MEMORY, "out of memory while %s", doing);
}
