/* tipindex remove: reports taken out on purpose.
 *
 * Without --purge it is an update of one kind: a new generation without the reports, and the one
 * before is kept for a rollback. With --purge nothing of them may be left in the index's folder, as
 * somebody's case notes must be erasable: the generation is then written anew from the passages
 * that stay (builder_rewrite.c says why), and all others are removed, once readers let them go. A
 * purge that was interrupted is finished by the same command. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/string_builder.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"
#include "command/kept_out.h"
#include "command/near.h"
#include "command/terminal.h"
#include "index/builder.h"
#include "index/erasure.h"
#include "index/generation_name.h"

/* A daemon moves over within a second, and ends queries after two; the rest is for a busy machine.
 */
enum { WAIT_MS = 15000 };

static int exec_remove(const struct tip_options *options);

const struct tip_command_entry tip_command_remove = {
    .name = "remove",
    .options = "iGqh",
    .usage = "[-i DIR] [--purge] REPORT...",
    .summary = "take reports out of an index",
    .help =
        "Takes out reports by their ids, or whole collections by theirs. Their files are left as\n"
        "they are, but stay out of later builds and updates, until tipindex update --restore FILE\n"
        "lets them in again. The generation before is kept, for tipindex rollback.\n"
        "With --purge nothing of them is left in the folder of the index but their ids and the\n"
        "names of their files: all words, the ids of their passages and every older generation\n"
        "go; a report that was removed before can be purged, too. Exits 0, 1 when a reader holds\n"
        "an older generation still, or 2 when nothing was changed because of an error.",
    .exec = exec_remove,
};

struct removal {
    const struct tip_options *options;
    struct tip_index_lock lock;
    struct tip_generation *live;
    struct tip_draft draft;
    struct tip_builder *builder;
    char today[sizeof "2023-06-15"];
    uint32_t reports;  /* removed */
    uint32_t passages; /* that are left */
    uint32_t number;   /* of the generation published last */
    char *purged;      /* owned: the ids of this purge and of an unfinished one */
    bool owes_other;   /* that one has not written its clean generation */
};

/* ---- what is there ---- */

static bool find_report(const struct removal *removal, const char *id, struct tip_report *report)
{
    const struct tip_columns *columns = removal->live->columns;
    for (uint32_t i = 0; i < tip_columns_report_count(columns); i++) {
        tip_columns_report(columns, i, report);
        if (strcmp(report->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* The ledger's line of a source that is known by `id`: its report's or its collection's. */
static const struct tip_source *find_line(const struct removal *removal, const char *id)
{
    const struct tip_manifest *manifest = &removal->live->manifest;
    for (size_t i = 0; i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->state == TIP_SOURCE_READ && strcmp(tip_source_id(source), id) == 0) {
            return source;
        }
    }
    return NULL;
}

static bool was_removed(const struct removal *removal, const char *id)
{
    const struct tip_manifest *manifest = &removal->live->manifest;
    for (size_t i = 0; i < manifest->removed_count; i++) {
        if (strcmp(manifest->removed[i].report, id) == 0) {
            return true;
        }
    }
    return false;
}

static void consider_all(const struct removal *removal, struct tip_near *near)
{
    const struct tip_columns *columns = removal->live->columns;
    const struct tip_manifest *manifest = &removal->live->manifest;
    for (uint32_t i = 0; i < tip_columns_report_count(columns); i++) {
        struct tip_report report;
        tip_columns_report(columns, i, &report);
        tip_near_consider(near, report.id);
    }
    for (size_t i = 0; i < manifest->source_count; i++) {
        if (manifest->sources[i].collection) {
            tip_near_consider(near, manifest->sources[i].collection);
        }
    }
}

static tip_status refuse(const struct removal *removal, const char *id, struct tip_error *error)
{
    struct tip_near near = {.wanted = id};
    struct tip_string names = {0};
    if (was_removed(removal, id)) {
        return tip_error_set(error, TIP_NOT_FOUND,
                             "the report '%.80s' was removed before: --purge removes what is left "
                             "of it",
                             id);
    }
    consider_all(removal, &near);
    tip_near_write(&near, &names);
    tip_error_set(error, TIP_NOT_FOUND,
                  "there is no report '%.80s' in the index%s%s (tipindex "
                  "stats names all); nothing was removed",
                  id, names.length > 0 ? ": did you mean " : "",
                  names.length > 0 ? names.data : "");
    tip_string_free(&names);
    return TIP_NOT_FOUND;
}

/* All are looked for before anything is done: with one that is not there nothing is removed. */
static tip_status check_ids(const struct removal *removal, struct tip_error *error)
{
    const struct tip_options *options = removal->options;
    for (int i = 0; i < options->argument_count; i++) {
        const char *id = options->arguments[i];
        struct tip_report report;
        if (!find_report(removal, id, &report) && !find_line(removal, id) &&
            !(options->purges && was_removed(removal, id))) {
            return refuse(removal, id, error);
        }
    }
    return TIP_OK;
}

/* ---- removing ---- */

static tip_status note_file(struct removal *removal, const struct tip_removed *removed,
                            struct tip_error *error)
{
    char reason[TIP_KEPT_OUT_REASON_SIZE];
    tip_kept_out_reason(reason, removed);
    const struct tip_source line = {
        .file = removed->file, .state = TIP_SOURCE_SKIPPED, .reason = reason};
    return tip_builder_note(removal->builder, &line, error);
}

static tip_status remember(struct removal *removal, const struct tip_removed *removed,
                           struct tip_error *error)
{
    tip_status status = tip_builder_note_removed(removal->builder, removed, error);
    return status == TIP_OK && !removed->is_record ? note_file(removal, removed, error) : status;
}

/* A record, or what standard input gave: the rest of its source may come again. */
static tip_status remove_record(struct removal *removal, const struct tip_report *report,
                                struct tip_error *error)
{
    const struct tip_removed removed = {.file = (char *)report->file,
                                        .report = (char *)report->id,
                                        .is_record = true,
                                        .on = removal->today};
    tip_status status = tip_builder_remove(removal->builder, report->id, error);
    return status == TIP_OK ? remember(removal, &removed, error) : status;
}

static tip_status remove_source(struct removal *removal, const struct tip_source *line,
                                struct tip_error *error)
{
    struct tip_removed removed = {.file = line->file,
                                  .report = (char *)tip_source_id(line),
                                  .is_record = strcmp(line->file, "-") == 0,
                                  .on = removal->today};
    if (!removal->options->purges && !removed.is_record) {
        memcpy(removed.sha256, line->sha256, sizeof removed.sha256);
    }
    tip_status status =
        line->collection ? tip_builder_remove_collection(removal->builder, line->collection, error)
                         : tip_builder_remove(removal->builder, line->report, error);
    return status == TIP_OK ? remember(removal, &removed, error) : status;
}

/* An id that was given twice is gone the second time. */
static tip_status remove_id(struct removal *removal, const char *id, struct tip_error *error)
{
    struct tip_report report;
    const struct tip_source *line = find_line(removal, id);
    bool is_report = find_report(removal, id, &report);
    if (line && (line->collection ? tip_builder_has_collection(removal->builder, id)
                                  : tip_builder_has_report(removal->builder, id))) {
        removal->reports += line->reports;
        return remove_source(removal, line, error);
    }
    if (is_report && tip_builder_has_report(removal->builder, id)) {
        removal->reports++;
        return remove_record(removal, &report, error);
    }
    removal->reports += !line && !is_report; /* removed before, and purged now */
    return TIP_OK;
}

static tip_status finish(struct removal *removal, struct tip_error *error)
{
    tip_status status = tip_builder_finish(removal->builder, error);
    removal->passages = tip_builder_manifest(removal->builder)->passages;
    removal->number = removal->draft.number;
    return status;
}

static void let_go(struct removal *removal)
{
    tip_builder_free(removal->builder);
    removal->builder = NULL;
    tip_draft_free(&removal->draft);
    tip_generation_close(removal->live);
    removal->live = NULL;
}

/* A generation without the reports. */
static tip_status remove_reports(struct removal *removal, struct tip_error *error)
{
    const struct tip_options *options = removal->options;
    tip_status status = tip_draft_create(&removal->draft, options->index_path, error);
    if (status == TIP_OK) {
        status = tip_builder_clone(&removal->builder, &removal->draft, removal->live, error);
    }
    for (int i = 0; status == TIP_OK && i < options->argument_count; i++) {
        status = remove_id(removal, options->arguments[i], error);
    }
    if (status == TIP_OK) {
        status = finish(removal, error);
    }
    return status == TIP_OK ? tip_draft_publish(&removal->draft, error) : status;
}

/* ---- purging ---- */

/* What is remembered of a report that is purged: its id and its file's name. */
static tip_status purge_id(struct removal *removal, const char *id, struct tip_error *error)
{
    const struct tip_manifest *manifest = &removal->live->manifest;
    tip_status status = tip_builder_purge(removal->builder, id, error);
    for (size_t i = 0; status == TIP_OK && i < manifest->removed_count; i++) {
        struct tip_removed removed = manifest->removed[i];
        if (strcmp(removed.report, id) == 0) {
            removed.sha256[0] = '\0';
            status = tip_builder_note_removed(removal->builder, &removed, error);
        }
    }
    return status;
}

/* The live generation written anew. */
static tip_status rewrite(struct removal *removal, struct tip_error *error)
{
    const struct tip_options *options = removal->options;
    char warning[TIP_ERROR_MESSAGE_SIZE];
    tip_status status =
        tip_generation_open_current(&removal->live, options->index_path, warning, error);
    if (status == TIP_OK) {
        status = tip_draft_create(&removal->draft, options->index_path, error);
    }
    if (status == TIP_OK) {
        status = tip_builder_create(&removal->builder, &removal->draft, removal->live, error);
    }
    if (status == TIP_OK) {
        status = tip_builder_rewrite(removal->builder, error);
    }
    for (int i = 0; status == TIP_OK && i < options->argument_count; i++) {
        status = purge_id(removal, options->arguments[i], error);
    }
    if (status == TIP_OK) {
        status = finish(removal, error);
    }
    return status == TIP_OK ? tip_draft_publish(&removal->draft, error) : status;
}

/* Whether a list of ids, joined by blanks, has one. */
static bool lists(const char *ids, const char *id)
{
    size_t length = strlen(id);
    for (; ids[0] != '\0'; ids += ids[strcspn(ids, " ")] == ' ') {
        size_t size = strcspn(ids, " ");
        if (size == length && memcmp(ids, id, length) == 0) {
            return true;
        }
        ids += size;
    }
    return false;
}

/* Puts the ids together with those of a purge that was not finished; *owed is that purge. */
static tip_status join_ids(struct removal *removal, const struct tip_erasure *owed,
                           struct tip_error *error)
{
    struct tip_string ids = {0};
    const struct tip_options *options = removal->options;
    for (int i = 0; i < options->argument_count; i++) {
        tip_string_printf(&ids, "%s%s", i > 0 ? " " : "", options->arguments[i]);
    }
    char *other = owed->reports ? strdup(owed->reports) : NULL;
    char *rest = other;
    for (char *id; rest && !ids.failed && (id = strsep(&rest, " "));) {
        if (!lists(ids.data, id)) {
            tip_string_printf(&ids, " %s", id);
            removal->owes_other |= owed->clean_from == 0;
        }
    }
    free(other);
    removal->purged = tip_string_release(&ids);
    return removal->purged ? TIP_OK : tip_error_memory(error, "noting a purge");
}

/* Before anything is done, so that a purge that is killed is not forgotten. */
static tip_status note_purge(struct removal *removal, struct tip_error *error)
{
    struct tip_erasure owed;
    const char *index_path = removal->options->index_path;
    tip_status status = tip_erasure_finish(&owed, index_path, error);
    if (status == TIP_OK || status == TIP_CORRUPT) {
        status = join_ids(removal, &owed, error);
    }
    tip_erasure_free(&owed);
    return status == TIP_OK ? tip_erasure_note(index_path, 0, removal->purged, error) : status;
}

/* The clean generation is there, and the others are removed once readers let them go: *held is one
 * that is not. What another purge still owes stays noted. */
static tip_status erase(struct removal *removal, uint32_t *held, struct tip_error *error)
{
    struct tip_erasure erasure;
    const char *index_path = removal->options->index_path;
    tip_status status =
        tip_generation_remove_others(index_path, removal->number, WAIT_MS, held, error);
    if (status != TIP_OK || (removal->owes_other && *held == 0)) {
        return status;
    }
    status = tip_erasure_note(index_path, removal->owes_other ? 0 : removal->number,
                              removal->purged, error);
    if (status == TIP_OK) {
        status = tip_erasure_finish(&erasure, index_path, error);
        tip_erasure_free(&erasure);
    }
    return status;
}

/* *held is a generation with the reports that a reader does not let go. */
static tip_status purge(struct removal *removal, uint32_t *held, struct tip_error *error)
{
    let_go(removal);
    tip_status status = rewrite(removal, error);
    let_go(removal);
    return status == TIP_OK ? erase(removal, held, error) : status;
}

/* ---- the command ---- */

static tip_status begin(struct removal *removal, struct tip_error *error)
{
    const char *index_path = removal->options->index_path;
    char warning[TIP_ERROR_MESSAGE_SIZE] = "";
    uint32_t live; /* without an index, no folder for one is made */
    time_t now = time(NULL);
    struct tm calendar;
    if (removal->options->argument_count == 0) {
        return tip_error_set(error, TIP_INVALID,
                             "remove: name the reports by their ids (tipindex stats has them)");
    }
    if (!gmtime_r(&now, &calendar) ||
        strftime(removal->today, sizeof removal->today, "%Y-%m-%d", &calendar) == 0) {
        return tip_error_set(error, TIP_INTERNAL,
                             "the time of day is out of range: set the system's clock");
    }
    tip_status status = tip_generation_current(&live, index_path, error);
    if (status == TIP_OK) {
        status = tip_index_lock_take(&removal->lock, index_path, error);
    }
    if (status == TIP_OK) {
        status = tip_generation_open_current(&removal->live, index_path, warning, error);
    }
    if (status == TIP_OK && warning[0] != '\0') {
        return tip_error_set(error, TIP_CORRUPT,
                             "%.300s: run tipindex build with all sources first", warning);
    }
    return status == TIP_OK ? check_ids(removal, error) : status;
}

static void print_what_was_done(const struct removal *removal)
{
    char reports[TIP_FIGURE_SIZE], passages[TIP_FIGURE_SIZE];
    printf("generation %u: %s report%s %s, %s passage%s left", (unsigned)removal->number,
           tip_figure(reports, removal->reports), tip_figure_plural(removal->reports),
           removal->options->purges ? "purged" : "removed", tip_figure(passages, removal->passages),
           tip_figure_plural(removal->passages));
    puts(removal->options->purges ? "" : "; the generation before still has what was removed");
}

static int exec_remove(const struct tip_options *options)
{
    struct tip_error error;
    struct removal removal = {.options = options, .lock = {.fd = -1}};
    uint32_t held = 0;
    tip_status status = begin(&removal, &error);
    if (status == TIP_OK && options->purges) {
        status = note_purge(&removal, &error);
    }
    if (status == TIP_OK) {
        status = remove_reports(&removal, &error);
    }
    if (status == TIP_OK && options->purges) {
        status = purge(&removal, &held, &error);
    }
    let_go(&removal);
    free(removal.purged);
    tip_index_lock_release(&removal.lock);
    if (status != TIP_OK) {
        return tip_failure_print(&error);
    }
    if (held != 0) {
        tip_terminal_line(stderr,
                          "tipindex: generation %u has the reports still, as a program is reading "
                          "it: end that, and run tipindex update",
                          (unsigned)held);
        return TIP_EXIT_PARTIAL;
    }
    if (!options->is_quiet) {
        print_what_was_done(&removal);
    }
    return TIP_EXIT_OK;
}
