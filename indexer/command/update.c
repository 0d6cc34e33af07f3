/* tipindex update: the live generation, with what changed below the named sources.
 *
 * It works on a clone, published like a build. Only reports whose file was named, or lies in a
 * folder that was, are looked at: a changed file is read again, one that is gone is removed, one
 * that was moved keeps its report, all others stay as they are. A named file or folder that is not
 * there itself takes nothing away: a disk that is not mounted and a mistyped name look the same. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"
#include "command/intake.h"
#include "command/relocated.h"
#include "command/roots.h"
#include "command/source_path.h"
#include "command/terminal.h"

static int exec_update(const struct tip_options *options);

const struct tip_command_entry tip_command_update = {
    .name = "update",
    .options = "iITPDYLWRBqh",
    .usage = "[-i DIR] [OPTION]... [SOURCE]...",
    .summary = "bring an index up to date with its sources",
    .help =
        "Reads what is new or changed among the named files and folders, removes reports whose\n"
        "file is gone from a named folder, and leaves all others alone. When a named source is\n"
        "not there itself, what was indexed of it stays: name the folder that held it. When\n"
        "nothing is named, it looks at all that was when the index was built and updated.\n"
        "A file with its old size and time is not opened, unless --rehash says so. A source\n"
        "is known again by its absolute path. Without an index it makes one. Sources keep the\n"
        "id, title and so on they were built with, unless other ones are given.\n"
        "Exits 0 when all is indexed, 1 when some source is not, 2 when nothing was changed\n"
        "because of an error.",
    .exec = exec_update,
};

/* Also where a folder has taken the file's name. */
static bool is_gone(const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT || errno == ENOTDIR;
    }
    return S_ISDIR(info.st_mode);
}

/* The sources of the live ledger whose files are gone. */
struct vanished_list {
    struct tip_vanished *items; /* room for every line of the ledger */
    size_t count;
};

/* A source whose file is not among those collected: gone, or a file that a walk would not read but
 * that was once named itself. */
static tip_status look_for(struct tip_indexing *indexing, const struct tip_source *known,
                           struct vanished_list *vanished, struct tip_error *error)
{
    struct tip_source_file *file = tip_sources_find(&indexing->sources, known->file);
    if (file) {
        file->skipped = NULL;
        return TIP_OK;
    }
    if (is_gone(known->file)) {
        vanished->items[vanished->count++] = (struct tip_vanished){.line = known};
        return TIP_OK;
    }
    return tip_sources_add(&indexing->sources, known->file, error);
}

/* A file that was skipped or failed and is gone leaves nothing to tell of. */
static tip_status look_for_unread(struct tip_indexing *indexing, const struct tip_source *known,
                                  struct tip_error *error)
{
    bool is_listed = tip_sources_find(&indexing->sources, known->file) != NULL;
    return !is_listed && is_gone(known->file) ? tip_indexing_forget(indexing, known, error)
                                              : TIP_OK;
}

/* Standard input has no name to be known again by: it is by its report's id. */
static const struct tip_source *known_input(const struct tip_indexing *indexing)
{
    const char *id = indexing->options->facts.id ? indexing->options->facts.id : "stdin";
    const struct tip_manifest *manifest = &indexing->previous->manifest;
    for (size_t i = 0; i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->state == TIP_SOURCE_READ && strcmp(source->file, "-") == 0 &&
            strcmp(tip_source_id(source), id) == 0) {
            return source;
        }
    }
    return NULL;
}

static const struct tip_source *known_source(const struct tip_indexing *indexing,
                                             const struct tip_source_file *file)
{
    if (!indexing->previous || file->moved_from) {
        return file->moved_from;
    }
    return strcmp(file->path, "-") == 0 ? known_input(indexing)
                                        : tip_indexing_known(indexing, file->path, TIP_SOURCE_READ);
}

static tip_status look_for_lines(struct tip_indexing *indexing, struct vanished_list *vanished,
                                 struct tip_error *error)
{
    tip_status status = TIP_OK;
    const struct tip_manifest *manifest = &indexing->previous->manifest;
    for (size_t i = 0; status == TIP_OK && i < manifest->source_count; i++) {
        const struct tip_source *known = &manifest->sources[i];
        if (strcmp(known->file, "-") != 0 && tip_sources_concern(&indexing->sources, known->file) &&
            !tip_sources_miss(&indexing->sources, known->file)) {
            status = known->state == TIP_SOURCE_READ ? look_for(indexing, known, vanished, error)
                                                     : look_for_unread(indexing, known, error);
        }
    }
    return status;
}

/* What was moved is removed when it is read from its new path. */
static tip_status look_for_all(struct tip_indexing *indexing, struct tip_error *error)
{
    struct vanished_list vanished = {
        .items = calloc(indexing->previous->manifest.source_count + 1, sizeof *vanished.items)};
    if (!vanished.items) {
        return tip_error_memory(error, "looking for the sources");
    }
    tip_status status = look_for_lines(indexing, &vanished, error);
    if (status == TIP_OK) {
        tip_relocated_pair(indexing, vanished.items, vanished.count);
    }
    for (size_t i = 0; status == TIP_OK && i < vanished.count; i++) {
        if (!vanished.items[i].is_moved) {
            status = tip_indexing_remove(indexing, vanished.items[i].line, error);
        }
    }
    free(vanished.items);
    return status;
}

/* The live generation's manifest; NULL when there is none. */
static const struct tip_manifest *live_manifest(const struct tip_indexing *indexing)
{
    return indexing->previous ? &indexing->previous->manifest : NULL;
}

/* How many reports came from a file, or from below a folder; only those that are removed by now
 * where `is_removed`. */
static size_t count_reports(const struct tip_indexing *indexing, const char *path, bool is_removed)
{
    size_t count = 0;
    const struct tip_manifest *manifest = live_manifest(indexing);
    for (size_t i = 0; manifest && i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->state == TIP_SOURCE_READ && tip_source_path_is_below(source->file, path)) {
            bool counts = !is_removed || !tip_sources_find(&indexing->sources, source->file);
            count += counts ? source->reports : 0;
        }
    }
    return count;
}

/* A folder without its disk looks like one whose files were all removed. */
static void warn_of_empty_folder(struct tip_indexing *indexing, const char *folder)
{
    char figure[TIP_FIGURE_SIZE];
    size_t reports = count_reports(indexing, folder, true);
    if (reports == 0) {
        return;
    }
    tip_progress_clear(&indexing->progress);
    tip_terminal_line(stderr,
                      "tipindex: warning: %s: nothing to read is left there, and what was indexed "
                      "of it (%s report%s) is removed: is a disk missing?",
                      folder, tip_figure(figure, reports), tip_figure_plural(reports));
}

static tip_status fail(struct tip_indexing *indexing, const struct tip_source_file *file,
                       struct tip_error *error)
{
    size_t reports = count_reports(indexing, file->path, false);
    if (file->is_empty && reports > 0) {
        warn_of_empty_folder(indexing, file->path);
        return TIP_OK;
    }
    return tip_indexing_fail(indexing, file->path, file->failed, reports > 0, error);
}

static tip_status take_in(struct tip_indexing *indexing, const struct tip_source_file *file,
                          struct tip_error *error)
{
    if (file->failed) {
        return fail(indexing, file, error);
    }
    if (file->skipped) {
        return tip_indexing_skip(indexing, file, error);
    }
    return tip_indexing_read(indexing, file, known_source(indexing, file), error);
}

static tip_status publish(struct tip_indexing *indexing, struct tip_error *error)
{
    const struct tip_tally *tally = &indexing->tally;
    bool has_changed = tally->added + tally->changed + tally->removed > 0;
    if (!has_changed && tally->unchanged + tally->kept + tally->kept_out == 0) {
        return tip_error_set(error, TIP_INVALID, "nothing could be indexed; %s",
                             indexing->previous ? "the index stays as it was"
                                                : "no index was made");
    }
    if (!indexing->builder && (tip_indexing_is_of_older_format(indexing) ||
                               tip_roots_are_new(&indexing->sources, live_manifest(indexing)))) {
        tip_status status = tip_indexing_need_builder(indexing, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    if (indexing->builder) {
        return tip_indexing_publish(indexing, error);
    }
    if (!indexing->options->is_quiet) {
        char unchanged[TIP_FIGURE_SIZE];
        printf("generation %u: nothing changed in %s source%s\n",
               (unsigned)indexing->previous->number, tip_figure(unchanged, tally->unchanged),
               tip_figure_plural(tally->unchanged));
    }
    return TIP_OK;
}

static tip_status update(struct tip_indexing *indexing, const struct tip_options *options,
                         struct tip_error *error)
{
    tip_status status = tip_indexing_begin(indexing, options, true, error);
    if (status == TIP_OK && indexing->previous) {
        status = look_for_all(indexing, error);
    }
    for (size_t i = 0; status == TIP_OK && i < indexing->sources.count; i++) {
        status = take_in(indexing, indexing->sources.files[i], error);
    }
    return status == TIP_OK ? publish(indexing, error) : status;
}

static int exec_update(const struct tip_options *options)
{
    struct tip_error error;
    if (options->restores && options->argument_count == 0) {
        tip_error_set(&error, TIP_INVALID, "update: --restore needs the files to be let in again");
        return tip_failure_print(&error);
    }
    return tip_intake(options, "update", update);
}
