/* A bar on standard error.
 *
 * One line that is drawn over itself. Quick runs never show it, so that it does not flash. Its rate
 * is that of the whole run: files that did not change go by fast, and the time that is left is told
 * for those that take time as well. */
#include "command/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "command/figure.h"

enum { BAR_CELLS = 30, BAR_LEAST = 5, USUAL_COLUMNS = 80 };

static const int64_t second_ns = 1000000000;
static const int64_t first_shown_ns = 1000000000;
static const int64_t redrawn_ns = 100000000;

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * second_ns + now.tv_nsec;
}

void tip_progress_begin(struct tip_progress *progress, bool is_quiet)
{
    *progress = (struct tip_progress){
        .is_wanted = !is_quiet && isatty(STDERR_FILENO),
        .started_ns = now_ns(),
    };
}

/* ---- the line ---- */

/* Appends to a line of TIP_PROGRESS_SIZE bytes, as far as there is room. */
static void append(char *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(char *out, const char *format, ...)
{
    size_t length = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out + length, TIP_PROGRESS_SIZE - length, format, arguments);
    va_end(arguments);
}

/* "0.5 kB", "9.4 MB" */
static void append_bytes(char *out, double bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    size_t unit = 0;
    for (bytes /= 1000; bytes >= 1000 && unit < 3; bytes /= 1000) {
        unit++;
    }
    append(out, bytes < 100 ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
}

static void append_time(char *out, double seconds)
{
    if (seconds < 100) {
        append(out, "%.0f s", seconds);
    } else if (seconds < 100 * 60) {
        append(out, "%.0f min", seconds / 60);
    } else {
        append(out, "%.1f h", seconds / 3600);
    }
}

static void append_files(char *out, const struct tip_progress *progress)
{
    char done[TIP_FIGURE_SIZE], total[TIP_FIGURE_SIZE], records[TIP_FIGURE_SIZE];
    if (progress->total_files > 1) {
        append(out, "%s of %s files, ", tip_figure(done, progress->done_files),
               tip_figure(total, progress->total_files));
    }
    if (progress->records > 0) {
        append(out, "%s record%s, ", tip_figure(records, progress->records),
               tip_figure_plural(progress->records));
    }
}

static void append_passages(char *out, const struct tip_progress *progress)
{
    char passages[TIP_FIGURE_SIZE];
    uint64_t count = progress->passages + progress->part_passages;
    append(out, "%s passage%s", tip_figure(passages, count), tip_figure_plural(count));
}

static void append_rate(char *out, double done, double total, double seconds)
{
    append_bytes(out, done);
    if (done > 0 && seconds > 0) {
        append(out, " at ");
        append_bytes(out, done / seconds);
        append(out, "/s");
    }
    if (done > 0 && done < total) {
        append(out, ", ");
        append_time(out, (total - done) * seconds / done);
        append(out, " left");
    }
}

static void put_bar(char *out, double share, size_t cells)
{
    size_t length = strlen(out);
    out[length++] = '[';
    for (size_t i = 0; i < cells; i++) {
        out[length++] = i < (size_t)(share * (double)cells) ? '#' : '.';
    }
    strcpy(out + length, "] ");
}

void tip_progress_line(char out[TIP_PROGRESS_SIZE], const struct tip_progress *progress,
                       const char *phase, int64_t elapsed_ns, size_t columns)
{
    char text[TIP_PROGRESS_SIZE] = "";
    double done = (double)(progress->done_bytes + progress->part_bytes);
    double total = (double)progress->total_bytes;
    bool is_under_way = done < total; /* else all is read, or nobody knows how much it is */
    double share = is_under_way ? done / total : 1;
    if (is_under_way) {
        append(text, "%d %%, ", (int)(share * 100));
        append_files(text, progress);
        append_rate(text, done, total, (double)elapsed_ns / (double)second_ns);
    } else {
        append_passages(text, progress);
    }
    snprintf(out, TIP_PROGRESS_SIZE, "%s ", phase);
    size_t taken = strlen(out) + strlen(text) + strlen("[] ");
    if (is_under_way && taken + BAR_LEAST <= columns) {
        put_bar(out, share, columns - taken < BAR_CELLS ? columns - taken : BAR_CELLS);
    }
    append(out, "%s", text);
    if (strlen(out) > columns) {
        out[columns] = '\0';
    }
}

/* ---- drawing ---- */

/* One column is left free: a terminal may begin a new line behind the last. */
static size_t terminal_columns(void)
{
    struct winsize size;
    size_t columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
                         ? size.ws_col
                         : USUAL_COLUMNS;
    return columns < TIP_PROGRESS_SIZE ? columns - 1 : TIP_PROGRESS_SIZE - 1;
}

void tip_progress_show(struct tip_progress *progress, const char *phase)
{
    int64_t now = progress->is_wanted ? now_ns() : 0;
    if (!progress->is_wanted || now - progress->started_ns < first_shown_ns ||
        now - progress->drawn_ns < redrawn_ns) {
        return;
    }
    char line[TIP_PROGRESS_SIZE];
    tip_progress_line(line, progress, phase, now - progress->started_ns, terminal_columns());
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
    progress->is_shown = true;
    progress->drawn_ns = now;
}

void tip_progress_clear(struct tip_progress *progress)
{
    if (progress->is_shown) {
        fputs("\r\033[K", stderr);
        progress->is_shown = false;
    }
}

double tip_progress_seconds(const struct tip_progress *progress)
{
    return (double)(now_ns() - progress->started_ns) / (double)second_ns;
}
