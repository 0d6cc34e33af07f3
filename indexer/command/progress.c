/* A bar on standard error.
 *
 * One line that is drawn over itself: phase, share of the sources' bytes, passages so far. Quick
 * runs never show it, so that it does not flash. */
#include "command/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "command/figure.h"

enum { BAR_CELLS = 30 };

static const int64_t first_shown_ns = 1000000000;
static const int64_t redrawn_ns = 100000000;

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void tip_progress_begin(struct tip_progress *progress, bool is_quiet)
{
    *progress = (struct tip_progress){
        .is_wanted = !is_quiet && isatty(STDERR_FILENO),
        .started_ns = now_ns(),
    };
}

void tip_progress_show(struct tip_progress *progress, const char *phase)
{
    int64_t now = progress->is_wanted ? now_ns() : 0;
    if (!progress->is_wanted || now - progress->started_ns < first_shown_ns ||
        now - progress->drawn_ns < redrawn_ns) {
        return;
    }
    double share = 1;
    uint64_t done_bytes = progress->done_bytes + progress->part_bytes;
    if (done_bytes < progress->total_bytes) {
        share = (double)done_bytes / (double)progress->total_bytes;
    }
    char cells[BAR_CELLS + 1];
    for (int i = 0; i < BAR_CELLS; i++) {
        cells[i] = i < (int)(share * BAR_CELLS) ? '#' : '.';
    }
    cells[BAR_CELLS] = '\0';
    uint64_t done_passages = progress->passages + progress->part_passages;
    char passages[TIP_FIGURE_SIZE];
    fprintf(stderr, "\r%-8s [%s] %3d %%  %s passage%s\033[K", phase, cells, (int)(share * 100),
            tip_figure(passages, done_passages), tip_figure_plural(done_passages));
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
    return (double)(now_ns() - progress->started_ns) / 1e9;
}
