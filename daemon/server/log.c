/* Where the server tells what happens. */
#include "server/log.h"

#include <stdarg.h>
#include <stdio.h>

void tip_log(const struct tip_log *log, int priority, const char *format, ...)
{
    char line[8192];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (log->to_syslog)
        syslog(priority, "%s", line);
    else
        fprintf(stderr, "tipsearchd: %s\n", line);
}
