/* The flags that are no options of the configuration file: what to do instead of serving, and how
 * to start. */
#ifndef TIP_FLAGS_H
#define TIP_FLAGS_H

enum tip_flag_name {
    TIP_FLAG_CONFIG,
    TIP_FLAG_FOREGROUND,
    TIP_FLAG_CHECK_CONFIG,
    TIP_FLAG_CHECK_KNOWLEDGE,
    TIP_FLAG_WITHOUT,
    TIP_FLAG_HELP,
    TIP_FLAG_VERSION,
    TIP_FLAG_COUNT
};

struct tip_flag {
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* NULL: none */
    const char *help;     /* as in struct tip_option */
    const char *more;
};

/* The row of a flag. */
const struct tip_flag *tip_flag(enum tip_flag_name name);

#endif
