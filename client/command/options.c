/* The command line of tipsearch: one table from which parsing and --help both come.
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

#include "command/options_check.h"

/* More than any server takes: the server says what its limit is. */
enum { QUERY_INPUT_LIMIT = 60000 };

enum { TIMEOUT_MAX_S = 24 * 60 * 60 };

enum option_code {
    OPTION_WORD = 1, /* getopt's: no option */
    OPTION_SERVER = 's',
    OPTION_INDEX = 'i',
    OPTION_LIMIT = 'n',
    OPTION_HELP = 'h',
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
    OPTION_OPEN,
    OPTION_EXPLAIN,
    OPTION_PATTERNS,
    OPTION_SUGGEST,
    OPTION_COMPLETE,
    OPTION_VERSION,
};

struct option_row {
    enum option_code code;
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *help;     /* NULL: for programs, tipsearch(1) tells of it */
};

static const struct option_row OPTION_ROWS[] = {
    {OPTION_SERVER, "server", "ADDRESS",
     "ask the server at unix:PATH, tcp:HOST:PORT or tls:HOST:PORT"},
    {OPTION_TOKEN_FILE, "token-file", "FILE", "with -s: say who asks, by the token in this file"},
    {OPTION_CA_FILE, "ca-file", "FILE", "with -s tls:...: trust the certificates in this file"},
    {OPTION_TIMEOUT, "timeout", "SECONDS", "wait at most so long for the server (30)"},
    {OPTION_INDEX, "index", "DIR", "search this index (its server is started when needed)"},
    {OPTION_LIMIT, "limit", "N", "show at most N passages, 0 to 100 (10)"},
    {OPTION_OFFSET, "offset", "N", "pass over the first N"},
    {OPTION_SORT, "sort", "ORDER", "relevance or year"},
    {OPTION_FACETS, "facets", "LIST", "count by country, tier, section and so on: tipsearch(1)"},
    {OPTION_FULL, "full", NULL, "show the whole text of each passage"},
    {OPTION_GET, "get", "ID", "show one passage"},
    {OPTION_SIMILAR, "similar", "ID", "find passages like this one"},
    {OPTION_EXPLAIN, "explain", NULL, "show how the query is understood, and what made each score"},
    {OPTION_PATTERNS, "patterns", NULL, "list the patterns that pattern:ID finds, with counts"},
    {OPTION_SUGGEST, "suggest", "PREFIX", "complete what is typed, as a field does"},
    {OPTION_CITE, "cite", "FORM", "print citations only: text, bibtex, csl or ris"},
    {OPTION_OPEN, "open", "RANK", "open the source of hit RANK at its page, in a viewer"},
    {OPTION_JSON, "json", NULL, "print the server's reply, one JSON object a line"},
    {OPTION_COLOR, "color", "WHEN", "auto, always or never"},
    {OPTION_COMPLETE, "complete", "WORD", NULL},
    {OPTION_HELP, "help", NULL, "print this"},
    {OPTION_VERSION, "version", NULL, "print the version"},
};

enum { OPTION_COUNT = sizeof OPTION_ROWS / sizeof OPTION_ROWS[0] };

static const char QUERY_HINT[] = "a query word that begins with - goes after --: "
                                 "tipsearch -- passport -visa";

static void print_help(void)
{
    printf(
        "usage: tipsearch [options] QUERY...\n"
        "       tipsearch --get ID | --similar ID | --suggest PREFIX | --patterns\n\n"
        "Finds passages of reports, each with a citation. The arguments together are the query;\n"
        "\"-\" alone reads it from standard input.\n\n"
        "  tipsearch cyber scam Cambodia\n"
        "  tipsearch '\"debt bondage\" kind:story'\n"
        "  tipsearch -- passport -visa\n\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &OPTION_ROWS[i];
        char name[40];

        if (!row->help)
            continue;
        snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "");
        if (row->code < 256)
            printf("  -%c, %-18s %s\n", (char)row->code, name, row->help);
        else
            printf("      %-18s %s\n", name, row->help);
    }
    printf(
        "\nExit status: 0 passages were found, 1 none, 2 an error or an answer that was cut short "
        "by time.\n");
}

/* A whole number from 0; false when it is none. */
static bool read_number(const char *text, long *number)
{
    char *end;

    errno = 0;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *number = strtol(text, &end, 10);
    return *end == '\0' && errno == 0;
}

static enum options_outcome set_server(struct options *options, const char *value, bool may_be_word)
{
    if (!strchr(value, ':'))
        return options_wrong("-s wants unix:PATH, tcp:HOST:PORT or tls:HOST:PORT", value,
                             may_be_word ? QUERY_HINT : "such as -s tcp:localhost:7700");
    options->server = value;
    return OPTIONS_RUN;
}

static enum options_outcome set_limit(struct options *options, const char *value, bool may_be_word)
{
    long number;

    if (!read_number(value, &number))
        return options_wrong("-n wants a whole number", value,
                             may_be_word ? QUERY_HINT : "such as -n 20");
    options->limit = number == 0 ? TIPSEARCH_NO_HITS : number;
    return OPTIONS_RUN;
}

static enum options_outcome set_timeout(struct options *options, const char *value)
{
    if (!read_number(value, &options->timeout_s) || options->timeout_s < 1 ||
        options->timeout_s > TIMEOUT_MAX_S)
        return options_wrong("--timeout wants seconds, 1 to 86400", value, "such as --timeout 5");
    return OPTIONS_RUN;
}

static enum options_outcome set_offset(struct options *options, const char *value)
{
    if (!read_number(value, &options->offset))
        return options_wrong("--offset wants a whole number", value, "such as --offset 10");
    return OPTIONS_RUN;
}

static enum options_outcome set_sort(struct options *options, const char *value)
{
    if (strcmp(value, "relevance") == 0)
        options->sort = TIPSEARCH_SORT_RELEVANCE;
    else if (strcmp(value, "year") == 0)
        options->sort = TIPSEARCH_SORT_YEAR;
    else
        return options_wrong("--sort does not know", value, "write relevance or year");
    return OPTIONS_RUN;
}

static enum options_outcome set_color(struct options *options, const char *value)
{
    static const char *const NAMES[] = {"auto", "always", "never"};

    for (int i = 0; i < 3; i++) {
        if (strcmp(value, NAMES[i]) == 0) {
            options->color = (enum color_when)i;
            return OPTIONS_RUN;
        }
    }
    return options_wrong("--color does not know", value, "write auto, always or never");
}

static enum options_outcome set_cite(struct options *options, const char *value)
{
    options->cite = cite_form_named(value);
    return options->cite == CITE_NONE
               ? options_wrong("--cite does not know", value, "write text, bibtex, csl or ris")
               : OPTIONS_RUN;
}

static enum options_outcome set_open(struct options *options, const char *value)
{
    if (!read_number(value, &options->open) || options->open == 0)
        return options_wrong("--open wants the rank of a hit", value, "such as --open 1");
    return OPTIONS_RUN;
}

static enum options_outcome set_facets(struct options *options, const char *value)
{
    char *rest;

    free(options->facet_names);
    options->facet_count = 0;
    options->facet_names = strdup(value);
    rest = options->facet_names;
    if (!rest)
        return options_wrong("there is not enough memory", NULL, "end other programs");
    while (rest) {
        char *name = strsep(&rest, ",");

        if (name[0] == '\0' || options->facet_count == FACETS_MAX)
            return options_wrong("--facets wants names with a comma between them", value,
                                 "such as --facets country,kind");
        options->facets[options->facet_count++] = name;
    }
    return OPTIONS_RUN;
}

/* `may_be_word`: letter and value were written as one, so a query word may have been meant: -scam,
 * -nigeria. */
static enum options_outcome set_option(struct options *options, int code, const char *value,
                                       bool may_be_word)
{
    switch ((enum option_code)code) {
    case OPTION_WORD:
        break;
    case OPTION_SERVER:
        return set_server(options, value, may_be_word);
    case OPTION_INDEX:
        options->index = value;
        return OPTIONS_RUN;
    case OPTION_TOKEN_FILE:
        options->token_file = value;
        return OPTIONS_RUN;
    case OPTION_CA_FILE:
        options->ca_file = value;
        return OPTIONS_RUN;
    case OPTION_TIMEOUT:
        return set_timeout(options, value);
    case OPTION_LIMIT:
        return set_limit(options, value, may_be_word);
    case OPTION_OFFSET:
        return set_offset(options, value);
    case OPTION_SORT:
        return set_sort(options, value);
    case OPTION_COLOR:
        return set_color(options, value);
    case OPTION_CITE:
        return set_cite(options, value);
    case OPTION_OPEN:
        return set_open(options, value);
    case OPTION_FACETS:
        return set_facets(options, value);
    case OPTION_JSON:
        options->is_json = true;
        return OPTIONS_RUN;
    case OPTION_FULL:
        options->is_full = true;
        return OPTIONS_RUN;
    case OPTION_GET:
        options->get = value;
        return OPTIONS_RUN;
    case OPTION_SIMILAR:
        options->similar = value;
        return OPTIONS_RUN;
    case OPTION_EXPLAIN:
        options->is_explain = true;
        return OPTIONS_RUN;
    case OPTION_PATTERNS:
        options->is_patterns = true;
        return OPTIONS_RUN;
    case OPTION_SUGGEST:
        options->suggest = value;
        return OPTIONS_RUN;
    case OPTION_COMPLETE:
        options->complete = value;
        return OPTIONS_RUN;
    case OPTION_HELP:
        print_help();
        return OPTIONS_DONE;
    case OPTION_VERSION:
        printf("tipsearch %s\n", tipsearch_version());
        return OPTIONS_DONE;
    }
    return OPTIONS_WRONG;
}

/* getopt's two forms of the table. */
static void make_getopt_tables(struct option *rows, char *letters)
{
    *letters++ = '-'; /* give the words in their order, as values of option 1 */
    *letters++ = ':'; /* tell a missing argument from an unknown option */
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option_row *row = &OPTION_ROWS[i];

        rows[i] = (struct option){row->name, row->argument ? required_argument : no_argument, NULL,
                                  (int)row->code};
        if (row->code >= 256)
            continue;
        *letters++ = (char)row->code;
        if (row->argument)
            *letters++ = ':';
    }
    *letters = '\0';
    rows[OPTION_COUNT] = (struct option){0};
}

/* What getopt refuses in `argument`. */
static enum options_outcome refuse_option(int code, const char *argument)
{
    bool is_long = argument[1] == '-';

    if (code == ':')
        return options_wrong("this option wants a value", argument, "see tipsearch --help");
    if (is_long && optopt != 0)
        return options_wrong("this option takes no value", argument, "see tipsearch --help");
    return options_wrong("unknown option", argument, is_long ? "see tipsearch --help" : QUERY_HINT);
}

/* Moves the words of the query to the front of `arguments`; *words is how many there are. */
static enum options_outcome read_options(struct options *options, int count, char **arguments,
                                         int *words)
{
    struct option rows[OPTION_COUNT + 1];
    char letters[2 * OPTION_COUNT + 3];
    enum options_outcome outcome = OPTIONS_RUN;

    make_getopt_tables(rows, letters);
    opterr = 0;
    *words = 0;
    while (outcome == OPTIONS_RUN) {
        char *argument = arguments[optind];
        int code = getopt_long(count, arguments, letters, rows, NULL);

        if (code == -1)
            break;
        if (code == '?' || code == ':')
            return refuse_option(code, argument);
        if (code == OPTION_WORD)
            arguments[(*words)++] = optarg;
        else
            outcome = set_option(options, code, optarg,
                                 argument[1] != '-' && optarg != arguments[optind - 1]);
    }
    while (optind < count)
        arguments[(*words)++] = arguments[optind++];
    return outcome;
}

/* The words with a blank between each two, for free(3). */
static char *join(char **words, int count)
{
    size_t length = 1;
    char *text, *end;

    for (int i = 0; i < count; i++)
        length += strlen(words[i]) + 1;
    text = malloc(length);
    if (!text)
        return NULL;
    end = text;
    *end = '\0';
    for (int i = 0; i < count; i++) {
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
    int words;

    *options = (struct options){0};
    outcome = read_options(options, count, arguments, &words);
    if (outcome != OPTIONS_RUN)
        return outcome;
    read_environment(options);
    outcome = options_check(options, words);
    if (outcome != OPTIONS_RUN)
        return outcome;
    if (words == 1 && strcmp(arguments[0], "-") == 0)
        return read_query_input(options);
    options->query = join(arguments, words);
    if (!options->query)
        return options_wrong("there is not enough memory", NULL, "end other programs");
    return OPTIONS_RUN;
}

const char *options_name(size_t which)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (OPTION_ROWS[i].help && which-- == 0)
            return OPTION_ROWS[i].name;
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
