/* Opens what stats and dump read. */
#include <stdio.h>

#include "command/command.h"
#include "command/terminal.h"
#include "index/erasure.h"

int tip_command_open(struct tip_generation **generation, const struct tip_options *options,
                     struct tip_error *error)
{
    char warning[TIP_ERROR_MESSAGE_SIZE] = "";
    if (options->argument_count > 0) {
        tip_error_set(error, TIP_INVALID,
                      "'%.80s' is one argument too many: the index is named by -i",
                      options->arguments[0]);
        return TIP_EXIT_ERROR;
    }
    if (tip_generation_open_current(generation, options->index_path, warning, error) != TIP_OK) {
        return TIP_EXIT_ERROR;
    }
    if (warning[0] == '\0') {
        return TIP_EXIT_OK;
    }
    tip_terminal_line(stderr, "tipindex: warning: %s", warning);
    return TIP_EXIT_PARTIAL;
}

bool tip_command_owes_erasure(const struct tip_options *options)
{
    struct tip_erasure erasure;
    struct tip_error error;
    tip_status status = tip_erasure_read(&erasure, options->index_path, &error);
    if (status == TIP_OK && erasure.reports) {
        status = tip_erasure_tell(&erasure, &error);
    }
    tip_erasure_free(&erasure);
    if (status != TIP_OK) {
        tip_terminal_line(stderr, "tipindex: %s", error.message);
    }
    return status != TIP_OK;
}
