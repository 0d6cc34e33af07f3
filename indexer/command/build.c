/* tipindex build: a new generation from the named sources alone.
 *
 * Nothing of the live generation is changed: until the new one is whole and proved, searches go on
 * in the old one, and so they do when the build fails or is killed. */

#include "command/command.h"
#include "command/failure.h"
#include "command/intake.h"

static int exec_build(const struct tip_options *options);

const struct tip_command_entry tip_command_build = {
    .name = "build",
    .options = "iITPDYLWBqh",
    .usage = "[-i DIR] [OPTION]... SOURCE...",
    .summary = "make an index of the named sources",
    .help = "Makes a new index of files, folders of them, or - for standard input. What a file is\n"
            "shows in its content, else in its name. In a folder the files ending in .txt .text\n"
            ".md .markdown .mdown .html .htm .xhtml .pdf .jsonl .ndjson are read, and\n"
            "each with .gz behind it.\n"
            "The index that was there is searched until the new one is whole.\n"
            "A source is known by its absolute path: one named twice is indexed once.\n"
            "Exits 0 when all is indexed, 1 when some source is not, 2 when nothing was changed.",
    .exec = exec_build,
};

static tip_status build(struct tip_indexing *indexing, const struct tip_options *options,
                        struct tip_error *error)
{
    tip_status status = tip_indexing_begin(indexing, options, false, error);
    if (status == TIP_OK) {
        status = tip_indexing_read_all(indexing, error);
    }
    if (status != TIP_OK) {
        return status;
    }
    if (indexing->tally.added == 0) {
        return tip_error_set(error, TIP_INVALID, "nothing could be indexed; %s",
                             indexing->previous ? "the index stays as it was"
                                                : "no index was made");
    }
    return tip_indexing_publish(indexing, error);
}

static int exec_build(const struct tip_options *options)
{
    struct tip_error error;
    if (options->argument_count == 0) {
        tip_error_set(&error, TIP_INVALID,
                      "build: name the files or folders to index (see tipindex build --help)");
        return tip_failure_print(&error);
    }
    return tip_intake(options, "build", build);
}
