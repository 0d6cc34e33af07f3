/* Where the server tells what happens: standard error in the foreground, syslog(3) otherwise. */
#ifndef TIP_LOG_H
#define TIP_LOG_H

#include <stdbool.h>
#include <syslog.h>

struct tip_log {
    bool to_syslog;
};

/* One line of `priority` (LOG_INFO and so on). From any thread. */
void tip_log(const struct tip_log *log, int priority, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
