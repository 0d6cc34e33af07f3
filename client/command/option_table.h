/* The options of tipsearch: one table from which parsing and --help both come.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OPTION_TABLE_H
#define TIPSEARCH_OPTION_TABLE_H

enum option_code {
    OPTION_WORD = 1, /* getopt's: no option */
    OPTION_SERVER = 's',
    OPTION_INDEX = 'i',
    OPTION_LIMIT = 'n',
    OPTION_HELP = 'h',
    OPTION_OUTPUT = 'o',
    OPTION_TOKEN_FILE = 256,
    OPTION_CA_FILE,
    OPTION_TIMEOUT,
    OPTION_OFFSET,
    OPTION_JSON,
    OPTION_FACETS,
    OPTION_FULL,
    OPTION_COLOR,
    OPTION_GET,
    OPTION_SIMILAR,
    OPTION_SORT,
    OPTION_CITE,
    OPTION_FORMAT,
    OPTION_BOM,
    OPTION_OPEN,
    OPTION_ALL,
    OPTION_COLLAPSE,
    OPTION_WATCH,
    OPTION_BASELINE,
    OPTION_VERIFY,
    OPTION_BATCH,
    OPTION_COLUMN,
    OPTION_COUNTS,
    OPTION_EXPLAIN,
    OPTION_PATTERNS,
    OPTION_SUGGEST,
    OPTION_QUOTE,
    OPTION_MEMO,
    OPTION_SENTENCES,
    OPTION_MCP,
    OPTION_COMPLETE,
    OPTION_VERSION,
};

struct option_row {
    enum option_code code;
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *help;     /* NULL: for programs, tipsearch(1) tells of it */
};

enum { OPTION_ROWS_MAX = 64 };

/* At most so many, in the order of --help; behind the last one stands one of OPTION_WORD. */
extern const struct option_row OPTION_ROWS[];

/* Prints what --help says. */
void option_table_print_help(void);

#endif
