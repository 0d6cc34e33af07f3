/* tipindex update: the live generation, with what changed below the named sources.
 *
 * It works on a clone, published like a build. Only reports whose file was named, or lies in a
 * folder that was, are looked at: a changed file is read again, one that is gone is removed, all
 * others stay as they are. A file is known again by its path as it was given. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "command/command.h"
#include "command/figure.h"
#include "command/intake.h"

static int exec_update(const struct tip_options *options);

const struct tip_command_entry tip_command_update = {
    .name = "update",
    .options = "iITPDYLqh",
    .usage = "[-i DIR] [OPTION]... SOURCE...",
    .summary = "bring an index up to date with the named sources",
    .help =
        "Reads what is new or changed among the named files and folders, removes reports whose\n"
        "file is gone, and leaves all others alone. Without an index it makes one. Sources\n"
        "keep the id, title and so on they were built with, unless other ones are given.\n"
        "Exits 0 when all is indexed, 1 when some source is not, 2 when nothing was changed\n"
        "because of an error.",
    .exec = exec_update,
};

static bool is_gone(const char *path)
{
    struct stat info;
    return lstat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* A report whose file is not among those collected: gone, or a file that a walk would not read but
 * that was once named itself. */
static tip_status look_for(struct tip_indexing *indexing, const struct tip_source *known,
                           struct tip_error *error)
{
    struct tip_source_file *file = tip_sources_find(&indexing->sources, known->file);
    if (file && file->is_missing) {
        file->skipped = "it is no longer there";
        return tip_indexing_remove(indexing, known, error);
    }
    if (file) {
        file->skipped = NULL;
        return TIP_OK;
    }
    return is_gone(known->file) ? tip_indexing_remove(indexing, known, error)
                                : tip_sources_add(&indexing->sources, known->file, error);
}

/* Standard input has no name to be known again by: it is by its report's id. */
static const struct tip_source *known_input(const struct tip_indexing *indexing)
{
    const char *id = indexing->options->facts.id ? indexing->options->facts.id : "stdin";
    const struct tip_manifest *manifest = &indexing->previous->manifest;
    for (size_t i = 0; i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->state == TIP_SOURCE_READ && strcmp(source->file, "-") == 0 &&
            strcmp(source->report, id) == 0) {
            return source;
        }
    }
    return NULL;
}

static const struct tip_source *known_source(const struct tip_indexing *indexing, const char *path)
{
    if (!indexing->previous) {
        return NULL;
    }
    return strcmp(path, "-") == 0 ? known_input(indexing)
                                  : tip_indexing_known(indexing, path, TIP_SOURCE_READ);
}

static tip_status look_for_all(struct tip_indexing *indexing, struct tip_error *error)
{
    tip_status status = TIP_OK;
    const struct tip_manifest *manifest = &indexing->previous->manifest;
    for (size_t i = 0; status == TIP_OK && i < manifest->source_count; i++) {
        const struct tip_source *known = &manifest->sources[i];
        if (known->state == TIP_SOURCE_READ && strcmp(known->file, "-") != 0 &&
            tip_sources_concern(&indexing->sources, known->file)) {
            status = look_for(indexing, known, error);
        }
    }
    return status;
}

/* A named folder that is gone stands for the reports that came from it. */
static bool had_reports(const struct tip_indexing *indexing, const char *folder)
{
    size_t length = strlen(folder);
    const struct tip_manifest *manifest = indexing->previous ? &indexing->previous->manifest : NULL;
    for (size_t i = 0; manifest && i < manifest->source_count; i++) {
        const struct tip_source *source = &manifest->sources[i];
        if (source->state == TIP_SOURCE_READ && strncmp(source->file, folder, length) == 0 &&
            source->file[length] == '/') {
            return true;
        }
    }
    return false;
}

static tip_status take_in(struct tip_indexing *indexing, const struct tip_source_file *file,
                          struct tip_error *error)
{
    if (file->is_missing && (file->skipped || had_reports(indexing, file->path))) {
        return TIP_OK; /* its reports were removed */
    }
    if (file->failed) {
        return tip_indexing_fail(indexing, file->path, file->failed, error);
    }
    if (file->skipped) {
        return tip_indexing_skip(indexing, file, error);
    }
    return tip_indexing_read(indexing, file, known_source(indexing, file->path), error);
}

static tip_status publish(struct tip_indexing *indexing, struct tip_error *error)
{
    const struct tip_tally *tally = &indexing->tally;
    bool has_changed = tally->added + tally->changed + tally->removed > 0;
    if (!has_changed && tally->unchanged == 0) {
        return tip_error_set(error, TIP_INVALID, "nothing could be indexed; %s",
                             indexing->previous ? "the index stays as it was"
                                                : "no index was made");
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
    return tip_intake(options, "update", update);
}
