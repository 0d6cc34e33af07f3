/* The frame of the commands that take sources in. */
#include "command/intake.h"

#include <stdio.h>

#include "analysis/analysis.h"
#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"
#include "command/terminal.h"

static tip_status check_arguments(const struct tip_options *options, const char *name,
                                  struct tip_error *error)
{
    for (int i = 0; i < options->argument_count; i++) {
        if (options->arguments[i][0] == '\0') {
            return tip_error_set(error, TIP_INVALID, "%s: the name of source %d is empty", name,
                                 i + 1);
        }
    }
    return TIP_OK;
}

static void warn_of_language(const struct tip_options *options)
{
    const char *language = options->facts.language;
    if (language && !options->is_quiet && !tip_language_has_stemmer(language)) {
        tip_terminal_line(stderr,
                          "tipindex: warning: there is no stemmer for the language '%s': words "
                          "are found only as they are written",
                          language);
    }
}

static void tell_of_skipped(const struct tip_indexing *indexing)
{
    uint32_t skipped = indexing->tally.skipped;
    char figure[TIP_FIGURE_SIZE];
    if (skipped > 0 && !indexing->options->is_quiet && !indexing->printout) {
        tip_terminal_line(stderr, "tipindex: %s file%s skipped (tipindex report says why)",
                          tip_figure(figure, skipped), skipped == 1 ? " was" : "s were");
    }
}

/* Whether a purge is still not finished. */
static bool tell_of_erasure(const struct tip_indexing *indexing)
{
    struct tip_error error;
    if (!indexing->erasure.reports) {
        return false;
    }
    tip_erasure_tell(&indexing->erasure, &error);
    tip_terminal_line(stderr, "tipindex: %s", error.message);
    return true;
}

int tip_intake(const struct tip_options *options, const char *name, tip_intake_work *work)
{
    struct tip_error error;
    if (check_arguments(options, name, &error) != TIP_OK) {
        return tip_failure_print(&error);
    }
    warn_of_language(options);
    struct tip_indexing indexing;
    tip_status status = work(&indexing, options, &error);
    bool is_partial = indexing.tally.failed > 0 || indexing.tally.records_bad > 0;
    if (status == TIP_OK) {
        tell_of_skipped(&indexing);
        is_partial |= tell_of_erasure(&indexing);
    }
    tip_indexing_end(&indexing);
    if (status != TIP_OK) {
        return tip_failure_print(&error);
    }
    return is_partial ? TIP_EXIT_PARTIAL : TIP_EXIT_OK;
}
