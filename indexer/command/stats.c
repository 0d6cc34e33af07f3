/* tipindex stats: the figures of the live generation.
 *
 * Text for people, aligned; JSON for programs, by the encoder that the daemon's STATS uses too. */
#include <stdio.h>
#include <stdlib.h>

#include "base/json_writer.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"
#include "command/terminal.h"
#include "index/stats_json.h"

enum { REPORTS_SHOWN = 50 }; /* a screen or two */

static int exec_stats(const struct tip_options *options);

const struct tip_command_entry tip_command_stats = {
    .name = "stats",
    .options = "iJh",
    .usage = "[-i DIR] [--json]",
    .summary = "print the figures of an index",
    .help = "Prints what the live generation holds: passages, words, sizes, and its reports.",
    .exec = exec_stats,
};

static tip_status print_json(const struct tip_generation *generation, struct tip_error *error)
{
    struct tip_string out = {0};
    struct tip_json json;
    tip_json_begin(&json, &out);
    tip_json_object(&json);
    tip_json_key(&json, "index");
    tip_json_object(&json);
    tip_stats_write(&json, generation);
    tip_stats_write_sizes(&json, generation);
    tip_json_end_object(&json);
    tip_json_end_object(&json);
    bool has_failed = out.failed;
    if (!has_failed) {
        puts(out.data);
    }
    tip_string_free(&out);
    return has_failed ? tip_error_memory(error, "writing the figures") : TIP_OK;
}

static void print_figure(const char *label, uint64_t number)
{
    char figure[TIP_FIGURE_SIZE];
    printf("%-14s %15s\n", label, tip_figure(figure, number));
}

static void print_report(const struct tip_report *report, uint32_t passages)
{
    char figure[TIP_FIGURE_SIZE], year[16] = "";
    if (report->year != 0) {
        snprintf(year, sizeof year, "%d", report->year);
    }
    const char *date = report->date ? report->date : year;
    const char *publisher = report->publisher ? report->publisher : "";
    tip_terminal_line(stdout, "%15s  %-24s %s%s%s%s%s", tip_figure(figure, passages), report->id,
                      report->title, *publisher != '\0' ? ", " : "", publisher,
                      *date != '\0' ? ", " : "", date);
}

static int by_passages(const void *left, const void *right, void *context)
{
    const uint32_t *counts = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (counts[a] != counts[b]) {
        return counts[a] > counts[b] ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

/* All reports in their order or, of many, the largest. */
static tip_status print_reports(const struct tip_columns *columns, uint32_t *counts,
                                struct tip_error *error)
{
    uint32_t count = tip_columns_report_count(columns);
    uint32_t shown = count <= REPORTS_SHOWN ? count : REPORTS_SHOWN;
    uint32_t *reports = calloc(count + 1u, sizeof *reports);
    if (!reports) {
        return tip_error_memory(error, "listing the reports");
    }
    for (uint32_t i = 0; i < count; i++) {
        reports[i] = i;
    }
    if (count > shown) {
        qsort_r(reports, count, sizeof *reports, by_passages, counts);
    }
    printf("%15s  %-24s %s\n", "passages", "report", "title");
    for (uint32_t i = 0; i < shown; i++) {
        struct tip_report report;
        tip_columns_report(columns, reports[i], &report);
        print_report(&report, counts[reports[i]]);
    }
    if (count > shown) {
        char figure[TIP_FIGURE_SIZE];
        printf("%15s  and %s smaller ones (tipindex dump has all)\n", "",
               tip_figure(figure, count - shown));
    }
    free(reports);
    return TIP_OK;
}

static tip_status print_text(const struct tip_generation *generation, struct tip_error *error)
{
    const struct tip_manifest *manifest = &generation->manifest;
    uint32_t *counts = tip_stats_count_reports(generation);
    if (!counts) {
        return tip_error_memory(error, "counting passages");
    }
    print_figure("generation", generation->number);
    print_figure("passages", manifest->passages);
    print_figure("reports", manifest->reports);
    print_figure("words", manifest->words);
    print_figure("bytes of text", manifest->text_bytes);
    print_figure("bytes on disk", generation->bytes_on_disk);
    printf("made by        %s, %s\n\n", manifest->made_by, manifest->made_at);
    tip_status status = print_reports(generation->columns, counts, error);
    free(counts);
    return status;
}

static int exec_stats(const struct tip_options *options)
{
    struct tip_error error;
    struct tip_generation *generation = NULL;
    int status = tip_command_open(&generation, options, &error);
    if (status == TIP_EXIT_ERROR) {
        return tip_failure_print(&error);
    }
    tip_status printed =
        options->is_json ? print_json(generation, &error) : print_text(generation, &error);
    tip_generation_close(generation);
    return printed == TIP_OK ? status : tip_failure_print(&error);
}
