/* The options of all commands.
 *
 * One row an option: getopt_long's table, the usage and what an option does are made from it. A
 * command names the letters it takes; those in capitals have only a long form. */
#include "command/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

struct option_row {
    char letter;
    bool has_short;
    const char *name;
    const char *argument; /* what its value is called; NULL when it takes none */
    const char *help;
};

static const struct option_row option_rows[] = {
    {'i', true, "index", "DIR",
     "the folder of the index (else $TIPSEARCH_INDEX, else\n"
     "$XDG_DATA_HOME/tipsearch/index or ~/.local/share/…)"},
    {'I', false, "id", "ID", "the report's id; one source only"},
    {'T', false, "title", "TITLE", "the report's title; one source only"},
    {'P', false, "publisher", "NAME", "who published it"},
    {'D', false, "date", "DATE", "its date as citations show it: \"June 2023\""},
    {'Y', false, "year", "YEAR", "its year, 1900 to 2100 (else the one in the date)"},
    {'L', false, "language", "CODE", "its language, two letters of ISO 639-1 (else en)"},
    {'W', false, "passage-words", "N",
     "words of the longest passage aimed at, 80 to 300\n(220; update: as the index was built)"},
    {'G', false, "purge", NULL, "leave nothing of them in any generation"},
    {'B', false, "restore", NULL, "let in again what tipindex remove took out"},
    {'R', false, "rehash", NULL, "read also what has its old size and time"},
    {'S', false, "sources", NULL, "compare the sources, not the index's files"},
    {'J', false, "json", NULL, "print JSON"},
    {'q', true, "quiet", NULL, "print errors only"},
    {'h', true, "help", NULL, "print this"},
};

enum { OPTION_COUNT = sizeof option_rows / sizeof option_rows[0] };

static const struct option_row *row_of(int letter)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (option_rows[i].letter == letter) {
            return &option_rows[i];
        }
    }
    return NULL;
}

void tip_options_print(FILE *out, const char *letters)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        if (!strchr(letters, row->letter)) {
            continue;
        }
        char form[40];
        snprintf(form, sizeof form, "%c%c%s --%s %s", row->has_short ? '-' : ' ',
                 row->has_short ? row->letter : ' ', row->has_short ? "," : " ", row->name,
                 row->argument ? row->argument : "");
        const char *rest = strchr(row->help, '\n');
        int first = rest ? (int)(rest - row->help) : (int)strlen(row->help);
        fprintf(out, "  %-24s %.*s\n", form, first, row->help);
        if (rest) {
            fprintf(out, "  %-24s %s\n", "", rest + 1);
        }
    }
}

/* getopt_long's two tables, for the options of one command. */
static void make_tables(const char *letters, struct option *longs, char *shorts)
{
    *shorts++ = ':'; /* a missing value is told apart from an unknown option */
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &option_rows[i];
        if (!strchr(letters, row->letter)) {
            continue;
        }
        *longs++ = (struct option){row->name, row->argument ? required_argument : no_argument, NULL,
                                   row->letter};
        if (row->has_short) {
            *shorts++ = row->letter;
            if (row->argument) {
                *shorts++ = ':';
            }
        }
    }
    *longs = (struct option){0};
    *shorts = '\0';
}

static tip_status refuse(int result, const char *letters, char **argv, struct tip_error *error)
{
    const struct option_row *row = strchr(letters, optopt) ? row_of(optopt) : NULL;
    if (result == ':' && row) {
        return tip_error_set(error, TIP_INVALID, "--%s: its value (%s) is missing", row->name,
                             row->argument);
    }
    if (row && !row->argument) {
        return tip_error_set(error, TIP_INVALID, "--%s: takes no value", row->name);
    }
    if (optopt != 0) {
        return tip_error_set(error, TIP_INVALID, "%s has no option -%c", argv[0], optopt);
    }
    return tip_error_set(error, TIP_INVALID, "%s has no option %.80s", argv[0], argv[optind - 1]);
}

static tip_status apply(struct tip_options *options, const struct option_row *row,
                        struct tip_error *error)
{
    switch (row->letter) {
    case 'i':
        options->index_path = optarg;
        return TIP_OK;
    case 'q':
        options->is_quiet = true;
        return TIP_OK;
    case 'G':
        options->purges = true;
        return TIP_OK;
    case 'B':
        options->restores = true;
        return TIP_OK;
    case 'R':
        options->reads_all = true;
        return TIP_OK;
    case 'S':
        options->checks_sources = true;
        return TIP_OK;
    case 'J':
        options->is_json = true;
        return TIP_OK;
    case 'h':
        options->wants_help = true;
        return TIP_OK;
    default:
        return tip_facts_set(&options->facts, row->name, optarg, error);
    }
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0' ? value : NULL;
}

/* The folder when -i is not given. XDG_DATA_HOME counts only when absolute, as its specification
 * demands. */
static tip_status default_index(struct tip_options *options, struct tip_error *error)
{
    const char *index = environment("TIPSEARCH_INDEX");
    const char *data = environment("XDG_DATA_HOME");
    const char *home = environment("HOME");
    if (index) {
        options->default_path = strdup(index);
    } else if (data && data[0] == '/') {
        options->default_path = tip_path_join(data, "tipsearch/index");
    } else if (home) {
        options->default_path = tip_path_join(home, ".local/share/tipsearch/index");
    } else {
        return tip_error_set(error, TIP_INVALID,
                             "no folder for the index: give -i DIR, or set TIPSEARCH_INDEX");
    }
    options->index_path = options->default_path;
    return options->index_path ? TIP_OK : tip_error_memory(error, "naming the index");
}

tip_status tip_options_parse(struct tip_options *options, const char *letters, int argc,
                             char **argv, struct tip_error *error)
{
    *options = (struct tip_options){0};
    struct option longs[OPTION_COUNT + 1];
    char shorts[2 * OPTION_COUNT + 2];
    make_tables(letters, longs, shorts);
    opterr = 0;
    optind = 0; /* glibc: begin anew */
    for (int letter; (letter = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        const struct option_row *row = row_of(letter);
        tip_status status = row ? apply(options, row, error) : refuse(letter, letters, argv, error);
        if (status != TIP_OK) {
            return status;
        }
    }
    options->arguments = argv + optind;
    options->argument_count = argc - optind;
    if (options->index_path && options->index_path[0] == '\0') {
        return tip_error_set(error, TIP_INVALID, "--index: the folder's name is empty");
    }
    if (options->index_path || options->wants_help || !strchr(letters, 'i')) {
        return TIP_OK;
    }
    return default_index(options, error);
}

void tip_options_free(struct tip_options *options)
{
    free(options->default_path);
    *options = (struct tip_options){0};
}
