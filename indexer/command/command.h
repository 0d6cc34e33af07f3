/* A command of tipindex is a row: usage, help and dispatch all come from it, so help cannot lie. */
#ifndef TIP_COMMAND_H
#define TIP_COMMAND_H

#include "command/options.h"
#include "index/generation.h"

/* What tipindex exits with. */
enum {
    TIP_EXIT_OK = 0,      /* all is done */
    TIP_EXIT_PARTIAL = 1, /* done, but not for everything: some source, or an older generation */
    TIP_EXIT_ERROR = 2    /* nothing was changed, or nothing could be said */
};

struct tip_command_entry {
    const char *name;
    const char *options; /* the letters of the options it takes (command/options.c) */
    const char *usage;   /* what follows its name on a command line */
    const char *summary; /* one line, for the list of commands */
    const char *help;    /* the paragraph of its own --help */
    int (*exec)(const struct tip_options *options); /* returns one of TIP_EXIT_ */
};

extern const struct tip_command_entry tip_command_build;
extern const struct tip_command_entry tip_command_update;
extern const struct tip_command_entry tip_command_check;
extern const struct tip_command_entry tip_command_stats;
extern const struct tip_command_entry tip_command_dump;
extern const struct tip_command_entry tip_command_read;
extern const struct tip_command_entry tip_command_report;
extern const struct tip_command_entry tip_command_rollback;
extern const struct tip_command_entry tip_command_remove;
extern const struct tip_command_entry tip_command_knowledge;

/* Opens the live generation for a command that only reads and takes no arguments. TIP_EXIT_OK;
 * TIP_EXIT_PARTIAL when the live one is damaged and an older one was opened, of which a warning
 * tells; TIP_EXIT_ERROR, with `error` filled, when there is none. The caller closes it. */
int tip_command_open(struct tip_generation **generation, const struct tip_options *options,
                     struct tip_error *error);

/* Says on standard error when a purge is not finished, and whether that is so. */
bool tip_command_owes_erasure(const struct tip_options *options);

#endif
