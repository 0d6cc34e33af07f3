/* Reading the command line of tipsearch.
 *
 * What people type most is a query with a word that begins with "-" (-mustnot). getopt takes it for
 * an option, so a message about what may have been meant as such a word names it and says what to
 * do then. getopt moves words behind options where it likes, and what it refuses can no longer be
 * told from its neighbours; so it is asked for the words in their order, and they are kept here.
 *
 * SPDX-License-Identifier: MIT */
#include "command/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/option_set.h"
#include "command/option_table.h"
#include "command/options_check.h"

/* More than any server takes: the server says what its limit is. */
enum { QUERY_INPUT_LIMIT = 60000 };

/* getopt's two forms of the table. */
static void make_getopt_tables(struct option *rows, char *letters)
{
    *letters++ = '-'; /* give the words in their order, as values of option 1 */
    *letters++ = ':'; /* tell a missing argument from an unknown option */
    for (const struct option_row *row = OPTION_ROWS; row->code != OPTION_WORD; row++) {
        *rows++ = (struct option){row->name, row->argument ? required_argument : no_argument, NULL,
                                  (int)row->code};
        if (row->code >= 256)
            continue;
        *letters++ = (char)row->code;
        if (row->argument)
            *letters++ = ':';
    }
    *letters = '\0';
    *rows = (struct option){0};
}

/* What getopt refuses in `argument`. */
static enum options_outcome refuse_option(int code, const char *argument)
{
    bool is_long = argument[1] == '-';

    if (code == ':')
        return options_wrong("this option wants a value", argument, "see tipsearch --help");
    if (is_long && optopt != 0)
        return options_wrong("this option takes no value", argument, "see tipsearch --help");
    return options_wrong("unknown option", argument,
                         is_long ? "see tipsearch --help" : OPTION_QUERY_HINT);
}

/* A word that names what to do: the first one, with something behind it. */
static bool is_subcommand(const char *word)
{
    static const char *const NAMES[] = {"compare", "dossier"};

    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(word, NAMES[i]) == 0)
            return true;
    return false;
}

/* Moves the words to the front of `arguments`. */
static enum options_outcome read_options(struct options *options, int count, char **arguments)
{
    struct option rows[OPTION_ROWS_MAX + 1];
    char letters[2 * OPTION_ROWS_MAX + 3];
    enum options_outcome outcome = OPTIONS_RUN;

    make_getopt_tables(rows, letters);
    opterr = 0;
    options->words = arguments;
    while (outcome == OPTIONS_RUN) {
        char *argument = arguments[optind];
        int code = getopt_long(count, arguments, letters, rows, NULL);

        if (code == -1)
            break;
        if (code == '?' || code == ':')
            return refuse_option(code, argument);
        if (code != OPTION_WORD)
            outcome = option_set(options, code, optarg,
                                 argument[1] != '-' && optarg != arguments[optind - 1]);
        else if (!options->subcommand && options->word_count == 0 && optind < count &&
                 is_subcommand(optarg))
            options->subcommand = optarg;
        else
            arguments[options->word_count++] = optarg;
    }
    while (optind < count)
        arguments[options->word_count++] = arguments[optind++];
    return outcome;
}

/* The words with a blank between each two, for free(3). */
static char *join(char **words, size_t count)
{
    size_t length = 1;
    char *text, *end;

    for (size_t i = 0; i < count; i++)
        length += strlen(words[i]) + 1;
    text = malloc(length);
    if (!text)
        return NULL;
    end = text;
    *end = '\0';
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            *end++ = ' ';
        end = stpcpy(end, words[i]);
    }
    return text;
}

static enum options_outcome read_query_input(struct options *options)
{
    size_t length;

    options->query = malloc(QUERY_INPUT_LIMIT + 1);
    if (!options->query)
        return options_wrong("there is not enough memory", NULL, "end other programs");
    length = fread(options->query, 1, QUERY_INPUT_LIMIT, stdin);
    if (ferror(stdin))
        return options_wrong("standard input cannot be read", NULL, strerror(errno));
    if (length == QUERY_INPUT_LIMIT)
        return options_wrong("the query on standard input is too long", NULL,
                             "write a shorter one");
    if (memchr(options->query, '\0', length))
        return options_wrong("the query on standard input holds a NUL byte", NULL,
                             "it must be text");
    while (length > 0 && (options->query[length - 1] == '\n' || options->query[length - 1] == '\r'))
        length--;
    options->query[length] = '\0';
    return OPTIONS_RUN;
}

/* NULL when it is not set or empty. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);

    return value && value[0] ? value : NULL;
}

static void read_environment(struct options *options)
{
    if (!options->server && !options->index)
        options->server = variable("TIPSEARCH_SERVER");
    if (options->server && !options->token_file)
        options->token_file = variable("TIPSEARCH_TOKEN_FILE");
}

enum options_outcome options_read(struct options *options, int count, char **arguments)
{
    enum options_outcome outcome;

    *options = (struct options){0};
    outcome = read_options(options, count, arguments);
    if (outcome != OPTIONS_RUN)
        return outcome;
    read_environment(options);
    outcome = options_check(options);
    if (outcome != OPTIONS_RUN)
        return outcome;
    if (!options->subcommand && options->word_count == 1 && strcmp(options->words[0], "-") == 0)
        return read_query_input(options);
    options->query = join(options->words, options->word_count);
    if (!options->query)
        return options_wrong("there is not enough memory", NULL, "end other programs");
    return OPTIONS_RUN;
}

const char *options_name(size_t which)
{
    for (const struct option_row *row = OPTION_ROWS; row->code != OPTION_WORD; row++)
        if (row->help && which-- == 0)
            return row->name;
    return NULL;
}

struct tipsearch_options options_connection(const struct options *options)
{
    unsigned timeout_ms = (unsigned)options->timeout_s * 1000;

    return (struct tipsearch_options){.connect_ms = timeout_ms,
                                      .reply_ms = timeout_ms,
                                      .token_file = options->token_file,
                                      .ca_file = options->ca_file};
}

void options_free(struct options *options)
{
    free(options->query);
    free(options->facet_names);
}
