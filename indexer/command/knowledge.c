/* tipindex knowledge check: the knowledge files, proven before a daemon reads them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command/command.h"
#include "command/failure.h"
#include "command/terminal.h"
#include "knowledge/knowledge.h"

static int exec_knowledge(const struct tip_options *options);

const struct tip_command_entry tip_command_knowledge = {
    .name = "knowledge",
    .options = "qh",
    .usage = "check [FOLDER]",
    .summary = "prove the files about countries, tiers, patterns and synonyms",
    .help =
        "Reads regions.tsv, countries.tsv, tiers.tsv, patterns.ini and synonyms.tsv of FOLDER\n"
        "(else $TIPSEARCH_KNOWLEDGE, else the files that came with the program) and prints each\n"
        "fault as FILE:LINE:COLUMN: WHAT; a file that is not there is one. The patterns' queries\n"
        "are proved by tipsearchd --check-knowledge. Exits 0 when there is no fault, 1 when there\n"
        "are some, 2 when the folder cannot be read.",
    .exec = exec_knowledge,
};

static void print_fault(void *context, const char *file, unsigned line, unsigned column,
                        const char *message)
{
    unsigned *count = context;
    ++*count;
    tip_terminal_line(stdout, "%s:%u:%u: %s", file, line, column, message);
}

static void print_counts(const struct tip_knowledge *knowledge, const char *folder)
{
    size_t placed = 0;
    for (size_t i = 0; i < tip_country_count(knowledge); i++)
        placed += tip_country_at(knowledge, i)->region[0] != '\0';
    tip_terminal_line(stdout,
                      "%s: no faults; %zu countries and areas, %zu of them in %zu regions; %zu "
                      "placements on tiers; %zu patterns; %zu groups of synonyms",
                      folder, tip_country_count(knowledge), placed, tip_region_count(knowledge),
                      tip_placement_count(knowledge), tip_pattern_count(knowledge),
                      tip_synonyms_count(knowledge));
}

/* Whoever runs without a file may want to: to a reader it is empty knowledge. To who asks whether
 * all is well it is a fault. */
static void tell_of_missing(const struct tip_knowledge *knowledge, const char *folder,
                            unsigned *count)
{
    const char *name;
    for (unsigned i = 0; (name = tip_knowledge_file_name(i)) != NULL; i++) {
        if ((tip_knowledge_missing(knowledge) >> i & 1u) != 0) {
            ++*count;
            tip_terminal_line(stdout, "%s/%s: is not there: what it says would not be known",
                              folder, name);
        }
    }
}

/* A folder that is not there holds no faults, which would be the wrong answer. */
static tip_status look_at(const char *folder, struct tip_error *error)
{
    struct stat facts;
    if (stat(folder, &facts) != 0) {
        return tip_error_errno(error, "%s", folder);
    }
    if (!S_ISDIR(facts.st_mode)) {
        return tip_error_set(error, TIP_INVALID, "%s: is no folder", folder);
    }
    return TIP_OK;
}

static int check(const char *folder, bool is_quiet)
{
    struct tip_knowledge *knowledge = NULL;
    struct tip_error error;
    unsigned faults = 0;
    tip_status status = look_at(folder, &error);
    if (status == TIP_OK) {
        status = tip_knowledge_read(&knowledge, folder, print_fault, &faults, &error);
    }
    if (status != TIP_OK && faults == 0) {
        return tip_failure_print(&error);
    }
    if (status == TIP_OK) {
        tell_of_missing(knowledge, folder, &faults);
    }
    if (faults > 0) {
        tip_terminal_line(stderr, "tipindex: %u fault%s in %s", faults, faults == 1 ? "" : "s",
                          folder);
    } else if (!is_quiet) {
        print_counts(knowledge, folder);
    }
    tip_knowledge_free(knowledge);
    return faults > 0 ? TIP_EXIT_PARTIAL : TIP_EXIT_OK;
}

static int exec_knowledge(const struct tip_options *options)
{
    struct tip_error error;
    if (options->argument_count < 1 || options->argument_count > 2 ||
        strcmp(options->arguments[0], "check") != 0) {
        tip_error_set(&error, TIP_INVALID,
                      "knowledge takes 'check' and at most one folder: tipindex knowledge check");
        return tip_failure_print(&error);
    }
    char *folder = options->argument_count == 2 ? strdup(options->arguments[1])
                                                : tip_knowledge_default_folder();
    if (!folder) {
        tip_error_memory(&error, "finding the knowledge files");
        return tip_failure_print(&error);
    }
    int status = check(folder, options->is_quiet);
    free(folder);
    return status;
}
