/* What each option of tipsearch does.
 *
 * SPDX-License-Identifier: MIT */
#include "command/option_set.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/counts.h"
#include "command/option_table.h"
#include "command/options_check.h"

enum { TIMEOUT_MAX_S = 24 * 60 * 60 };

const char OPTION_QUERY_HINT[] = "a query word that begins with - goes after --: "
                                 "tipsearch -- passport -visa";

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
                             may_be_word ? OPTION_QUERY_HINT : "such as -s tcp:localhost:7700");
    options->server = value;
    return OPTIONS_RUN;
}

static enum options_outcome set_limit(struct options *options, const char *value, bool may_be_word)
{
    long number;

    if (!read_number(value, &number))
        return options_wrong("-n wants a whole number", value,
                             may_be_word ? OPTION_QUERY_HINT : "such as -n 20");
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

static enum options_outcome set_collapse(struct options *options, const char *value)
{
    options->is_uncollapsed = strcmp(value, "off") == 0;
    return options->is_uncollapsed || strcmp(value, "on") == 0
               ? OPTIONS_RUN
               : options_wrong("--collapse does not know", value, "write on or off");
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

static enum options_outcome set_counts(struct options *options, const char *value)
{
    for (const char *const *facet = COUNTS_FACETS; *facet; facet++) {
        if (strcmp(value, *facet) == 0) {
            options->counts = *facet;
            return OPTIONS_RUN;
        }
    }
    return options_wrong("--counts does not know", value,
                         "write country, region, tier, year, report, section, kind, pattern or "
                         "language");
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

enum options_outcome option_set(struct options *options, int code, const char *value,
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
    case OPTION_MCP:
        options->is_mcp = true;
        return OPTIONS_RUN;
    case OPTION_ALL:
        options->is_all = true;
        return OPTIONS_RUN;
    case OPTION_COLLAPSE:
        return set_collapse(options, value);
    case OPTION_WATCH:
        options->watch = value;
        return OPTIONS_RUN;
    case OPTION_BASELINE:
        options->is_baseline = true;
        return OPTIONS_RUN;
    case OPTION_VERIFY:
        options->is_verify = true;
        return OPTIONS_RUN;
    case OPTION_CITE:
        return set_cite(options, value);
    case OPTION_BATCH:
        options->batch = value;
        return OPTIONS_RUN;
    case OPTION_COLUMN:
        options->column = value;
        return OPTIONS_RUN;
    case OPTION_COUNTS:
        return set_counts(options, value);
    case OPTION_FORMAT:
        options->format = value;
        return OPTIONS_RUN;
    case OPTION_BOM:
        options->has_bom = true;
        return OPTIONS_RUN;
    case OPTION_OUTPUT:
        options->output = value;
        return OPTIONS_RUN;
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
    case OPTION_QUOTE:
        options->quote = value;
        return OPTIONS_RUN;
    case OPTION_MEMO:
        options->memo = value;
        return OPTIONS_RUN;
    case OPTION_SENTENCES:
        options->is_sentences = true;
        return OPTIONS_RUN;
    case OPTION_COMPLETE:
        options->complete = value;
        return OPTIONS_RUN;
    case OPTION_HELP:
        option_table_print_help();
        return OPTIONS_DONE;
    case OPTION_VERSION:
        printf("tipsearch %s\n", tipsearch_version());
        return OPTIONS_DONE;
    }
    return OPTIONS_WRONG;
}
