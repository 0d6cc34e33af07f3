/* Every option of the daemon, in one table: what the configuration file, the command line, --help,
 * --check-config, the manual page and the example configuration know of them comes from here.
 *
 * A key of the file, query_timeout_ms, is the flag --query-timeout-ms. To add an option: a member
 * of struct tip_config (config.h) and a row in config_table.c. */
#ifndef TIP_CONFIG_TABLE_H
#define TIP_CONFIG_TABLE_H

#include <stddef.h>

/* What a value is, and the member of struct tip_config that holds it. */
enum tip_option_type {
    TIP_OPTION_NUMBER, /* unsigned: a whole decimal number */
    TIP_OPTION_OCTAL,  /* unsigned: a file's mode */
    TIP_OPTION_TRUTH,  /* bool: yes or no; the flag alone says yes */
    TIP_OPTION_TEXT,   /* char *: NULL when it is not set, never empty */
    TIP_OPTION_LIST    /* struct tip_list: the key or the flag may be repeated, one value each */
};

struct tip_option {
    const char *key;
    char letter; /* of the short flag; 0: there is none */
    enum tip_option_type type;
    unsigned lowest, highest; /* of numbers */
    unsigned initial;         /* the default of numbers, modes and truths */
    const char *argument;     /* what --help calls the value; NULL for truths */
    const char *help;         /* one sentence without its period, for --help and the manual */
    const char *more;         /* further sentences, for the manual alone; NULL: none */
    size_t field;             /* offsetof(struct tip_config, …) */
};

enum { TIP_OPTIONS_MOST = 64, TIP_OPTION_NAME_SIZE = 64 };

/* The rows in the order in which they are shown; *count is at most TIP_OPTIONS_MOST. */
const struct tip_option *tip_options(size_t *count);

/* The row of a key; NULL when there is none. */
const struct tip_option *tip_option_find(const char *key);

/* The row's place in the table. */
size_t tip_option_number(const struct tip_option *option);

/* The long flag without its dashes: the key with - for _. */
void tip_option_flag(const struct tip_option *option, char flag[TIP_OPTION_NAME_SIZE]);

#endif
