/* A bar on standard error: one line that is drawn over itself. Quick runs never show it, so that it
 * does not flash.
 *
 * SPDX-License-Identifier: MIT */
#include "command/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR_CELLS = 30, BAR_LEAST = 5, USUAL_COLUMNS = 80 };

static const int64_t SECOND_NS = 1000000000;
static const int64_t FIRST_SHOWN_NS = 1000000000;
static const int64_t REDRAWN_NS = 100000000;

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND_NS + now.tv_nsec;
}

void progress_begin(struct progress *progress, const char *things)
{
    *progress = (struct progress){
        .is_wanted = isatty(STDERR_FILENO), .started_ns = now_ns(), .things = things};
}

/* "1234 queries", "40 %, 400 of 1000 queries, 350/s, 2 s left" */
static void put_text(char out[PROGRESS_SIZE], const struct progress *progress, int64_t done,
                     int64_t total, double seconds)
{
    double rate = seconds > 0 ? (double)done / seconds : 0;
    int length;

    if (total <= 0)
        length = snprintf(out, PROGRESS_SIZE, "%" PRId64 " %s", done, progress->things);
    else
        length =
            snprintf(out, PROGRESS_SIZE, "%d %%, %" PRId64 " of %" PRId64 " %s",
                     (int)(100.0 * (double)done / (double)total), done, total, progress->things);
    if (rate > 0 && length < PROGRESS_SIZE)
        length += snprintf(out + length, (size_t)(PROGRESS_SIZE - length), ", %.0f/s", rate);
    if (rate > 0 && done < total && length < PROGRESS_SIZE)
        snprintf(out + length, (size_t)(PROGRESS_SIZE - length), ", %.0f s left",
                 (double)(total - done) / rate);
}

void progress_line(char out[PROGRESS_SIZE], const struct progress *progress, int64_t done,
                   int64_t total, int64_t elapsed_ns, int columns)
{
    char text[PROGRESS_SIZE];
    int cells, filled, room = columns < PROGRESS_SIZE ? columns : PROGRESS_SIZE - 1;

    put_text(text, progress, done, total, (double)elapsed_ns / (double)SECOND_NS);
    cells = room - (int)strlen(text) - (int)strlen("[] ");
    cells = total <= 0 || cells < BAR_LEAST ? 0 : cells < BAR_CELLS ? cells : BAR_CELLS;
    filled = total <= 0 ? 0 : (int)((double)cells * (double)done / (double)total);
    *out = '\0';
    if (cells > 0) {
        out[0] = '[';
        memset(out + 1, '.', (size_t)cells);
        memset(out + 1, '#', (size_t)(filled < cells ? filled : cells));
        memcpy(out + 1 + cells, "] ", sizeof "] ");
    }
    strncat(out, text, (size_t)room - strlen(out));
}

/* One column is left free: a terminal may begin a new line behind the last. */
static int terminal_columns(void)
{
    struct winsize size;
    bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;

    return (is_known ? size.ws_col : USUAL_COLUMNS) - 1;
}

void progress_show(struct progress *progress, int64_t done, int64_t total)
{
    int64_t now = progress->is_wanted ? now_ns() : 0;
    char line[PROGRESS_SIZE];

    if (!progress->is_wanted || now - progress->started_ns < FIRST_SHOWN_NS ||
        now - progress->drawn_ns < REDRAWN_NS)
        return;
    progress_line(line, progress, done, total, now - progress->started_ns, terminal_columns());
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
    progress->is_shown = true;
    progress->drawn_ns = now;
}

void progress_clear(struct progress *progress)
{
    if (!progress->is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->is_shown = false;
}
