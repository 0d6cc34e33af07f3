/* The command line: what to do, and values for the options of config_table.h. */
#ifndef TIP_COMMAND_LINE_H
#define TIP_COMMAND_LINE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/status.h"
#include "config.h"
#include "search/ranking/parts.h"

enum tip_action {
    TIP_ACTION_SERVE,
    TIP_ACTION_CHECK_CONFIG,
    TIP_ACTION_CHECK_KNOWLEDGE,
    TIP_ACTION_HELP,
    TIP_ACTION_VERSION,
    TIP_ACTION_LIST_PARTS
};

struct tip_command_line {
    enum tip_action action;
    tip_part_set without;
    const char *config_path; /* NULL: no file */
    bool in_foreground;
    struct tip_setting {
        const char *key, *value; /* the table's, and an argument's */
    } * settings;                /* owned; in the order in which they were given */
    size_t setting_count;
};

/* TIP_INVALID for what is no option, an argument too many, or a part that is none. */
tip_status tip_command_line_read(struct tip_command_line *line, int argc, char **argv,
                                 struct tip_error *error) TIP_MUST_CHECK;
void tip_command_line_free(struct tip_command_line *line);

/* Sets the values in `config`, on top of those that it has; goes on behind a fault when `fault` is
 * not NULL. TIP_INVALID: the first fault is in `error`. */
tip_status tip_command_line_apply(const struct tip_command_line *line, struct tip_config *config,
                                  tip_config_fault *fault, void *context,
                                  struct tip_error *error) TIP_MUST_CHECK;

/* What --help shows. */
void tip_usage_print(FILE *out);

/* The flags and the options as roff, one .TP each, for the manual page. */
void tip_usage_print_manual_flags(FILE *out);
void tip_usage_print_manual_options(FILE *out);

#endif
