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
    printf("%15s  %-24s %s\n", "passages", "report", "title");
    uint32_t reports = tip_columns_report_count(generation->columns);
    for (uint32_t i = 0; i < reports && i < TIP_STATS_REPORTS; i++) {
        struct tip_report report;
        tip_columns_report(generation->columns, i, &report);
        print_report(&report, counts[i]);
    }
    if (reports > TIP_STATS_REPORTS) {
        char figure[TIP_FIGURE_SIZE];
        printf("and %s more (tipindex dump has all)\n",
               tip_figure(figure, reports - TIP_STATS_REPORTS));
    }
    free(counts);
    return TIP_OK;
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
