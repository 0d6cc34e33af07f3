/* tipindex read: the passages of sources, as they would be indexed.
 *
 * Sources take the way of a build up to where it would add them to a draft, so the passages have
 * the ids, pages and facts that a new index of the same sources has. Nothing is written, and no
 * index is looked at: what an older generation knows (since when an id is there, which report was
 * removed on purpose) does not show. */
#include "command/command.h"
#include "command/failure.h"
#include "command/intake.h"

static int exec_read(const struct tip_options *options);

const struct tip_command_entry tip_command_read = {
    .name = "read",
    .options = "ITPDYLWqh",
    .usage = "[OPTION]... SOURCE...",
    .summary = "print the passages of sources, and index nothing",
    .help = "Reads files, folders of them, or - for standard input as build does, and prints\n"
            "their passages as dump prints those of an index: one JSON object a line, with a\n"
            "since of null. Writes nothing, needs no index and looks at none.\n"
            "Of records or sources with one id all are printed: in an index the last one stays.\n"
            "Exits 0 when all was read, 1 when some source or record was not, 2 on an error.",
    .exec = exec_read,
};

static tip_status read_sources(struct tip_indexing *indexing, const struct tip_options *options,
                               struct tip_error *error)
{
    tip_status status = tip_indexing_begin_printing(indexing, options, error);
    if (status == TIP_OK) {
        status = tip_indexing_read_all(indexing, error);
    }
    if (status == TIP_OK && indexing->tally.added == 0 &&
        !tip_printout_is_unread(indexing->printout)) {
        return tip_error_set(error, TIP_INVALID, "nothing could be read");
    }
    return status;
}

static int exec_read(const struct tip_options *options)
{
    struct tip_error error;
    if (options->argument_count == 0) {
        tip_error_set(&error, TIP_INVALID,
                      "read: name the files or folders to read (see tipindex read --help)");
        return tip_failure_print(&error);
    }
    return tip_intake(options, "read", read_sources);
}
