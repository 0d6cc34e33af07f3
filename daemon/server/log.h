/* Where the server tells what happens: lines of key=value, on standard error in the foreground, by
 * syslog(3) otherwise.
 *
 *   time=2026-03-01T09:30:00.250Z level=info event=serving generation=2 … msg="serving …"
 *
 * Under systemd's journal, which has the time and the level itself, a line begins with <N>, the
 * priority, instead of the time. A value is quoted unless it is letters, digits and plain marks; a
 * quote, a backslash and control characters are escaped, so that nothing in a value can end the
 * line or add a key. What people ask is written only where the operator chose log_queries: no
 * message may hold a query, a passage or a token. */
#ifndef TIP_LOG_H
#define TIP_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <syslog.h>

struct tip_log {
    bool to_syslog;
    bool to_journal; /* standard error is the journal's */
};

/* Standard error, and whether that is the journal ($JOURNAL_STREAM names its device and inode). */
void tip_log_init(struct tip_log *log);

/* One line of `priority` (LOG_INFO and so on) with an event's name (letters, digits and _) and a
 * message for people, cut where it is very long. From any thread. */
void tip_log(const struct tip_log *log, int priority, const char *event, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Keeps an event that clients can cause at will from filling the log. Zeroed is ready. */
struct tip_log_limit {
    int64_t next_ns;
    unsigned long long held;
};

/* Whether the event may be written now (CLOCK_MONOTONIC), as it may once a second; *held is then
 * how many were not since the last. Of one thread at a time. */
bool tip_log_limit_admits(struct tip_log_limit *limit, int64_t now_ns, unsigned long long *held);

/* ---- a line with further keys ---- */

enum { TIP_LOG_LINE_SIZE = 8192 };

struct tip_log_line {
    const struct tip_log *log;
    int priority;
    size_t length;
    char text[TIP_LOG_LINE_SIZE]; /* what does not fit is cut */
};

void tip_log_begin(struct tip_log_line *line, const struct tip_log *log, int priority,
                   const char *event);
void tip_log_number(struct tip_log_line *line, const char *key, unsigned long long number);
void tip_log_text(struct tip_log_line *line, const char *key, const char *text);
/* Adds the message and writes the line. */
void tip_log_end(struct tip_log_line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
