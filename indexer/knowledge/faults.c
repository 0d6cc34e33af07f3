/* Telling of faults. */
#include "knowledge/faults.h"

#include <stdio.h>

void tip_fault(struct tip_faults *faults, unsigned line, unsigned column, const char *format, ...)
{
    char message[TIP_ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (faults->count++ == 0)
        tip_error_set(&faults->first, TIP_INVALID, "%s:%u:%u: %s", faults->file, line, column,
                      message);
    if (faults->tell)
        faults->tell(faults->context, faults->file, line, column, message);
}
