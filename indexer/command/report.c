/* tipindex report: the ledger, so that nothing is left out silently.
 *
 * Text for people, with what needs a look last, next to the prompt, and then the totals. JSON for
 * programs, in the order of the ledger, a source at a time: it may have a hundred thousand. */
#include <stdio.h>

#include "base/json_writer.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/ledger.h"

static int exec_report(const struct tip_options *options);

const struct tip_command_entry tip_command_report = {
    .name = "report",
    .options = "iJqh",
    .usage = "[-i DIR] [--json]",
    .summary = "print what became of each source",
    .help = "Prints a line for each source: read, skipped or failed and why, pages without text,\n"
            "words in the source and words indexed; then those of which something is missing, and\n"
            "the totals. With -q only the last two.\n"
            "Exits 0 when all is whole, 1 when something is missing: a source that failed, a page\n"
            "without text, a word that is in no passage; 2 on an error.",
    .exec = exec_report,
};

static bool flush_to_output(struct tip_string *out)
{
    bool is_whole = !out->failed;
    fwrite(out->data, 1, out->length, stdout);
    tip_string_clear(out);
    return is_whole;
}

static tip_status print_json(const struct tip_manifest *manifest,
                             const struct tip_ledger_totals *totals, struct tip_error *error)
{
    struct tip_string out = {0};
    struct tip_json json;
    bool is_whole = true;
    tip_json_begin(&json, &out);
    tip_json_object(&json);
    tip_json_member_integer(&json, "generation", manifest->generation);
    tip_json_key(&json, "sources");
    tip_json_array(&json);
    for (size_t i = 0; i < manifest->source_count; i++) {
        tip_ledger_write(&json, &manifest->sources[i]);
        is_whole = flush_to_output(&out) && is_whole;
    }
    tip_json_end_array(&json);
    tip_json_key(&json, "removed");
    tip_json_array(&json);
    for (size_t i = 0; i < manifest->removed_count; i++) {
        tip_ledger_write_removed(&json, &manifest->removed[i]);
        is_whole = flush_to_output(&out) && is_whole;
    }
    tip_json_end_array(&json);
    tip_json_key(&json, "totals");
    tip_ledger_write_totals(&json, totals);
    tip_json_end_object(&json);
    tip_string_append_char(&out, '\n');
    is_whole = flush_to_output(&out) && is_whole;
    tip_string_free(&out);
    return is_whole ? TIP_OK : tip_error_memory(error, "writing the ledger");
}

static int exec_report(const struct tip_options *options)
{
    struct tip_error error;
    struct tip_generation *generation = NULL;
    int status = tip_command_open(&generation, options, &error);
    if (status == TIP_EXIT_ERROR) {
        return tip_failure_print(&error);
    }
    const struct tip_manifest *manifest = &generation->manifest;
    const struct tip_ledger_totals totals = tip_ledger_add_up(manifest);
    tip_status printed = TIP_OK;
    if (options->is_json) {
        printed = print_json(manifest, &totals, &error);
    } else {
        tip_ledger_print(manifest, options->is_quiet);
    }
    bool owes = tip_command_owes_erasure(options);
    if (status == TIP_EXIT_OK && (owes || totals.failed + totals.incomplete > 0)) {
        status = TIP_EXIT_PARTIAL;
    }
    tip_generation_close(generation);
    return printed == TIP_OK ? status : tip_failure_print(&error);
}
