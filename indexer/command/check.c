/* tipindex check: every proof that the live generation is whole.
 *
 * The generation is held open meanwhile, so that a build that ends during a long check cannot
 * remove the files under it. */
#include <stdio.h>

#include "command/check_sources.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"

static int exec_check(const struct tip_options *options);

const struct tip_command_entry tip_command_check = {
    .name = "check",
    .options = "iSRJqh",
    .usage = "[-i DIR] [--sources [--rehash] [--json]]",
    .summary = "prove that an index is whole, or its sources unchanged",
    .help = "Compares size and SHA-256 of every file of the live generation, looks through the\n"
            "database and reads every passage. Exits 0 when all is sound and 2 when not.\n"
            "With --sources: says which sources have changed, vanished or are new below what was\n"
            "named when the index was built and updated. A file whose size or time is another is\n"
            "compared by its SHA-256; with --rehash every file is. Exits 0 when all are as\n"
            "indexed and 1 when not.",
    .exec = exec_check,
};

/* Which generation could serve in place of a damaged one, and what to do. */
static void print_advice(const char *index_path, uint32_t damaged)
{
    struct tip_generation *older = NULL;
    char warning[TIP_ERROR_MESSAGE_SIZE] = "";
    if (tip_generation_open_current(&older, index_path, warning, NULL) == TIP_OK &&
        older->number != damaged) {
        fprintf(stderr, "tipindex: generation %u is whole and is used meanwhile; ",
                (unsigned)older->number);
    } else {
        fputs("tipindex: ", stderr);
    }
    fputs("run tipindex build again with all sources to mend the index\n", stderr);
    tip_generation_close(older);
}

static tip_status check(const struct tip_options *options, uint32_t number, struct tip_error *error)
{
    struct tip_generation *generation = NULL;
    tip_status status = tip_generation_open(&generation, options->index_path, number, error);
    if (status == TIP_OK) {
        status = tip_generation_check(options->index_path, number, error);
    }
    if (status == TIP_OK && !options->is_quiet) {
        char passages[TIP_FIGURE_SIZE];
        size_t files = generation->manifest.file_count + 1; /* the manifest proves itself */
        printf("generation %u: sound, %s passage%s, %zu files\n", (unsigned)number,
               tip_figure(passages, generation->manifest.passages),
               tip_figure_plural(generation->manifest.passages), files);
    }
    tip_generation_close(generation);
    return status;
}

/* Every proof of the index's own files. */
static int check_index(const struct tip_options *options)
{
    struct tip_error error;
    uint32_t number = 0;
    tip_status status = tip_generation_current(&number, options->index_path, &error);
    if (status == TIP_OK) {
        status = check(options, number, &error);
    }
    if (status == TIP_OK) {
        return tip_command_owes_erasure(options) ? TIP_EXIT_PARTIAL : TIP_EXIT_OK;
    }
    tip_failure_print(&error);
    if (status == TIP_CORRUPT) {
        print_advice(options->index_path, number);
    }
    return TIP_EXIT_ERROR;
}

static int exec_check(const struct tip_options *options)
{
    struct tip_error error;
    if (options->argument_count > 0) {
        tip_error_set(&error, TIP_INVALID, "check takes no sources: the index is named by -i");
        return tip_failure_print(&error);
    }
    if (options->checks_sources) {
        return tip_check_sources(options);
    }
    if (options->is_json || options->reads_all) {
        tip_error_set(&error, TIP_INVALID, "check: --%s goes with --sources",
                      options->is_json ? "json" : "rehash");
        return tip_failure_print(&error);
    }
    return check_index(options);
}
