/* Where the server tells what happens. */
#include "server/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Room that each line keeps for its end: a quote, LF and NUL. */
enum { END_ROOM = 3, MESSAGE_SIZE = 4096, SECOND_NS = 1000000000 };

void tip_log_init(struct tip_log *log)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat facts;
    char name[64];

    *log = (struct tip_log){0};
    if (stream == NULL || fstat(STDERR_FILENO, &facts) != 0)
        return;
    snprintf(name, sizeof name, "%llu:%llu", (unsigned long long)facts.st_dev,
             (unsigned long long)facts.st_ino);
    log->to_journal = strcmp(stream, name) == 0;
}

static const char *level_name(int priority)
{
    static const char *const names[] = {"emergency", "alert",  "critical", "error",
                                        "warning",   "notice", "info",     "debug"};

    return names[priority & LOG_PRIMASK];
}

/* All of it or nothing: an escape is never cut. */
static bool add(struct tip_log_line *line, const char *bytes, size_t length)
{
    if (line->length + length > sizeof line->text - END_ROOM)
        return false;
    memcpy(line->text + line->length, bytes, length);
    line->length += length;
    return true;
}

static void add_text(struct tip_log_line *line, const char *text)
{
    add(line, text, strlen(text));
}

/* The bytes of one character of UTF-8, or one byte that is none. */
static size_t character_length(const char *text)
{
    unsigned char first = (unsigned char)*text;
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
    size_t length = 1;

    while (length < wanted && ((unsigned char)text[length] & 0xC0) == 0x80)
        length++;
    return length == wanted && first < 0xF5 ? length : 1;
}

/* C0, DEL, C1, and the separators of lines and paragraphs, at which some readers end a line. */
static bool is_control(const char *text, size_t length)
{
    unsigned char first = (unsigned char)text[0];

    if (length == 1)
        return first < 0x20 || first >= 0x7F;
    return (length == 2 && first == 0xC2 && (unsigned char)text[1] < 0xA0) ||
           (length == 3 &&
            (strncmp(text, "\xE2\x80\xA8", 3) == 0 || strncmp(text, "\xE2\x80\xA9", 3) == 0));
}

/* One character as it stands between quotes. */
static bool add_character(struct tip_log_line *line, const char *text, size_t length)
{
    char escaped[20];
    size_t size = 0;

    if (*text == '"' || *text == '\\')
        return add(line, (const char[]){'\\', *text}, 2);
    if (*text == '\n')
        return add(line, "\\n", 2);
    if (*text == '\t')
        return add(line, "\\t", 2);
    if (!is_control(text, length))
        return add(line, text, length);
    for (size_t i = 0; i < length; i++)
        size += (size_t)snprintf(escaped + size, sizeof escaped - size, "\\x%02x",
                                 (unsigned char)text[i]);
    return add(line, escaped, size);
}

static bool is_plain(const char *text)
{
    return *text != '\0' && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789._:/+-")] == '\0';
}

static void add_value(struct tip_log_line *line, const char *text)
{
    if (is_plain(text)) {
        add_text(line, text);
        return;
    }
    add_text(line, "\"");
    while (*text != '\0') {
        size_t length = character_length(text);

        if (!add_character(line, text, length))
            break;
        text += length;
    }
    line->text[line->length++] = '"'; /* of END_ROOM */
}

static void add_time(struct tip_log_line *line)
{
    struct timespec now;
    struct tm parts;
    char text[40], milliseconds[32];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(text, sizeof text, "time=%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(milliseconds, sizeof milliseconds, ".%03ldZ ", now.tv_nsec / 1000000);
    add_text(line, text);
    add_text(line, milliseconds);
}

void tip_log_begin(struct tip_log_line *line, const struct tip_log *log, int priority,
                   const char *event)
{
    char prefix[16];

    line->log = log;
    line->priority = priority;
    line->length = 0;
    snprintf(prefix, sizeof prefix, "<%d>", priority & LOG_PRIMASK);
    if (log->to_journal && !log->to_syslog)
        add_text(line, prefix);
    else if (!log->to_syslog)
        add_time(line);
    add_text(line, "level=");
    add_text(line, level_name(priority));
    add_text(line, " event=");
    add_text(line, event);
}

void tip_log_text(struct tip_log_line *line, const char *key, const char *text)
{
    if (line->length + strlen(key) + strlen(" =\"") > sizeof line->text - END_ROOM)
        return;
    add_text(line, " ");
    add_text(line, key);
    add_text(line, "=");
    add_value(line, text);
}

void tip_log_number(struct tip_log_line *line, const char *key, unsigned long long number)
{
    char text[24];

    snprintf(text, sizeof text, "%llu", number);
    tip_log_text(line, key, text);
}

/* One write(2), so that lines of several threads do not mix. Nobody could be told of a failure. */
static void write_line(struct tip_log_line *line)
{
    if (line->log->to_syslog) {
        line->text[line->length] = '\0';
        syslog(line->priority, "%s", line->text);
        return;
    }
    line->text[line->length++] = '\n';
    if (write(STDERR_FILENO, line->text, line->length) < 0)
        return;
}

static void end_line(struct tip_log_line *line, const char *format, va_list arguments)
{
    char message[MESSAGE_SIZE];

    vsnprintf(message, sizeof message, format, arguments);
    tip_log_text(line, "msg", message);
    write_line(line);
}

void tip_log_end(struct tip_log_line *line, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    end_line(line, format, arguments);
    va_end(arguments);
}

void tip_log(const struct tip_log *log, int priority, const char *event, const char *format, ...)
{
    struct tip_log_line line;
    va_list arguments;

    tip_log_begin(&line, log, priority, event);
    va_start(arguments, format);
    end_line(&line, format, arguments);
    va_end(arguments);
}

/* ---- what may come often ---- */

bool tip_log_limit_admits(struct tip_log_limit *limit, int64_t now_ns, unsigned long long *held)
{
    if (now_ns < limit->next_ns) {
        limit->held++;
        return false;
    }
    *held = limit->held;
    *limit = (struct tip_log_limit){.next_ns = now_ns + SECOND_NS};
    return true;
}
