/* tipindex check --sources: what has become of the sources since they were indexed.
 *
 * It walks what the index is kept of, as an update would, and writes nothing. A file is opened only
 * when its size or time is another one, and has changed only when its SHA-256 has: to touch a file,
 * or to restore it from a backup, is no change. */
#include "command/check_sources.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/json_writer.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"
#include "command/terminal.h"
#include "command/untouched.h"

enum finding { FOUND_AS_INDEXED, FOUND_CHANGED, FOUND_VANISHED, FOUND_NEW, FOUND_UNREADABLE };
enum { FINDING_COUNT = FOUND_UNREADABLE + 1 };

static const char *const finding_names[FINDING_COUNT] = {"as_indexed", "changed", "vanished", "new",
                                                         "unreadable"};

struct checking {
    const struct tip_options *options;
    const struct tip_manifest *manifest;
    struct tip_source_list files;
    void *known; /* lines of the ledger, a tree of tsearch(3) by file */
    struct tip_string out;
    struct tip_json json;
    size_t counts[FINDING_COUNT];
};

/* ---- telling ---- */

/* Each source is printed as it is found: there may be a hundred thousand. */
static void tell(struct checking *checking, enum finding finding, const char *file,
                 const char *reason)
{
    checking->counts[finding]++;
    if (finding == FOUND_AS_INDEXED) {
        return;
    }
    if (!checking->options->is_json) {
        tip_terminal_line(stdout, "%-10s  %s%s%s", finding_names[finding], file, reason ? ": " : "",
                          reason ? reason : "");
        return;
    }
    tip_json_object(&checking->json);
    tip_json_member_text(&checking->json, "file", file);
    tip_json_member_text(&checking->json, "state", finding_names[finding]);
    tip_json_member_text(&checking->json, "reason", reason);
    tip_json_end_object(&checking->json);
    fwrite(checking->out.data, 1, checking->out.length, stdout);
    tip_string_clear(&checking->out);
}

static void begin_telling(struct checking *checking)
{
    if (checking->options->is_json) {
        tip_json_begin(&checking->json, &checking->out);
        tip_json_object(&checking->json);
        tip_json_member_integer(&checking->json, "generation", checking->manifest->generation);
        tip_json_key(&checking->json, "sources");
        tip_json_array(&checking->json);
    }
}

static void end_json(struct checking *checking)
{
    tip_json_end_array(&checking->json);
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        tip_json_member_integer(&checking->json, finding_names[i], (long long)checking->counts[i]);
    }
    tip_json_end_object(&checking->json);
    tip_string_append_char(&checking->out, '\n');
    fwrite(checking->out.data, 1, checking->out.length, stdout);
}

static void print_sum(const struct checking *checking)
{
    const size_t *counts = checking->counts;
    char figures[FINDING_COUNT][TIP_FIGURE_SIZE];
    for (size_t i = 0; i < FINDING_COUNT; i++) {
        tip_figure(figures[i], counts[i]);
    }
    printf("generation %u: %s source%s as indexed, %s changed, %s vanished, %s new",
           (unsigned)checking->manifest->generation, figures[FOUND_AS_INDEXED],
           tip_figure_plural(counts[FOUND_AS_INDEXED]), figures[FOUND_CHANGED],
           figures[FOUND_VANISHED], figures[FOUND_NEW]);
    if (counts[FOUND_UNREADABLE] > 0) {
        printf(", %s unreadable", figures[FOUND_UNREADABLE]);
    }
    putchar('\n');
}

/* ---- looking ---- */

static int by_file(const void *a, const void *b)
{
    const struct tip_source *source = a;
    const struct tip_source *other = b;
    return strcmp(source->file, other->file);
}

static void leave_to_manifest(void *source)
{
    (void)source; /* the generation frees it */
}

static const struct tip_source *known_source(const struct checking *checking, const char *path)
{
    const struct tip_source key = {.file = (char *)path};
    void *node = tfind(&key, (void *const *)&checking->known, by_file);
    return node ? *(const struct tip_source **)node : NULL;
}

/* A file may have two lines, as read and as failed later; the first one counts, the other is what
 * `look_at_line` tells of. */
static tip_status arrange(struct checking *checking, struct tip_error *error)
{
    for (size_t i = 0; i < checking->manifest->source_count; i++) {
        if (!tsearch(&checking->manifest->sources[i], &checking->known, by_file)) {
            return tip_error_memory(error, "reading the ledger");
        }
    }
    return TIP_OK;
}

static bool is_gone(const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT || errno == ENOTDIR;
    }
    return S_ISDIR(info.st_mode);
}

static void compare(struct checking *checking, const struct tip_source *source,
                    const struct tip_source_file *file)
{
    struct tip_error error;
    char sha256[TIP_DIGEST_HEX_SIZE];
    unsigned long long size = 0;
    if (!checking->options->reads_all && tip_source_is_untouched(source, file)) {
        tell(checking, FOUND_AS_INDEXED, source->file, NULL);
    } else if (tip_digest_file(sha256, &size, source->file, &error) != TIP_OK) {
        tell(checking, FOUND_UNREADABLE, source->file, tip_failure_reason(&error, source->file));
    } else {
        bool is_same = strcmp(sha256, source->sha256) == 0;
        tell(checking, is_same ? FOUND_AS_INDEXED : FOUND_CHANGED, source->file, NULL);
    }
}

/* A file that was once named itself is not met by a walk when its name is none of a report's. */
static tip_status look_at_line(struct checking *checking, const struct tip_source *source,
                               struct tip_error *error)
{
    if (source->state == TIP_SOURCE_SKIPPED || strcmp(source->file, "-") == 0) {
        return TIP_OK;
    }
    if (source->state == TIP_SOURCE_FAILED) {
        if (!is_gone(source->file)) {
            tell(checking, FOUND_UNREADABLE, source->file, source->reason);
        }
        return TIP_OK;
    }
    if (is_gone(source->file)) {
        tell(checking, FOUND_VANISHED, source->file, NULL);
        return TIP_OK;
    }
    tip_status status = TIP_OK;
    if (!tip_sources_find(&checking->files, source->file)) {
        status = tip_sources_add(&checking->files, source->file, error);
    }
    if (status == TIP_OK) {
        compare(checking, source, tip_sources_find(&checking->files, source->file));
    }
    return status;
}

static void look_at_file(struct checking *checking, const struct tip_source_file *file)
{
    if (file->skipped || known_source(checking, file->path)) {
        return;
    }
    if (file->failed) {
        tell(checking, FOUND_UNREADABLE, file->path, file->failed);
    } else {
        tell(checking, FOUND_NEW, file->path, NULL);
    }
}

static tip_status look(struct checking *checking, struct tip_error *error)
{
    const struct tip_manifest *manifest = checking->manifest;
    tip_status status = tip_sources_collect(&checking->files, manifest->roots, manifest->root_count,
                                            checking->options->index_path, error);
    if (status == TIP_OK) {
        status = arrange(checking, error);
    }
    for (size_t i = 0; status == TIP_OK && i < manifest->source_count; i++) {
        status = look_at_line(checking, &manifest->sources[i], error);
    }
    for (size_t i = 0; status == TIP_OK && i < checking->files.count; i++) {
        look_at_file(checking, checking->files.files[i]);
    }
    return status;
}

static tip_status check(struct checking *checking, struct tip_error *error)
{
    begin_telling(checking);
    tip_status status = look(checking, error);
    if (status == TIP_OK && checking->options->is_json) {
        end_json(checking);
    } else if (status == TIP_OK && !checking->options->is_quiet) {
        print_sum(checking);
    }
    if (status == TIP_OK && checking->out.failed) {
        status = tip_error_memory(error, "telling of the sources");
    }
    tip_string_free(&checking->out);
    tip_sources_free(&checking->files);
    tdestroy(checking->known, leave_to_manifest);
    return status;
}

static bool are_as_indexed(const struct checking *checking)
{
    size_t others = 0;
    for (size_t i = FOUND_AS_INDEXED + 1; i < FINDING_COUNT; i++) {
        others += checking->counts[i];
    }
    return others == 0;
}

int tip_check_sources(const struct tip_options *options)
{
    struct tip_error error;
    struct tip_generation *generation = NULL;
    int status = tip_command_open(&generation, options, &error);
    if (status == TIP_EXIT_ERROR) {
        return tip_failure_print(&error);
    }
    struct checking checking = {.options = options, .manifest = &generation->manifest};
    tip_status checked = check(&checking, &error);
    tip_generation_close(generation);
    if (checked != TIP_OK) {
        return tip_failure_print(&error);
    }
    return status == TIP_EXIT_OK && !are_as_indexed(&checking) ? TIP_EXIT_PARTIAL : status;
}
