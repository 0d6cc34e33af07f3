/* The options of all commands, read by one parser from one table. */
#ifndef TIP_OPTIONS_H
#define TIP_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/status.h"
#include "command/facts.h"

struct tip_options {
    const char *index_path; /* -i, or the default */
    bool is_quiet;
    bool is_json;
    bool reads_all;      /* --rehash */
    bool checks_sources; /* --sources */
    bool purges;         /* --purge */
    bool restores;       /* --restore */
    bool wants_help;
    struct tip_facts facts; /* what --id, --title and so on gave; points into argv */
    char **arguments;       /* what is no option: the sources */
    int argument_count;
    char *default_path; /* owned; NULL when -i was given */
};

/* Reads the options that stand after a command's name; argv[0] is that name, `letters` the options
 * it takes. Options may stand behind arguments; what follows "--" is none. TIP_INVALID names the
 * option at fault. The caller frees `options`, also after a failure. */
tip_status tip_options_parse(struct tip_options *options, const char *letters, int argc,
                             char **argv, struct tip_error *error) TIP_MUST_CHECK;
void tip_options_free(struct tip_options *options);

/* Prints a line for each option of `letters`. */
void tip_options_print(FILE *out, const char *letters);

#endif
