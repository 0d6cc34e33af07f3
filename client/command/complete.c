/* Completing a word of the command line: options and what the query language names are known here,
 * names of countries and patterns are read from the knowledge, the rest is asked of a server.
 *
 * No server is started: to press a key must not load an index. One that runs has half a second.
 *
 * SPDX-License-Identifier: MIT */
#include "command/complete.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command/completion.h"
#include "command/desk/counts.h"
#include "command/place.h"

enum { ASK_LIMIT_MS = 500, SUGGESTIONS = 20 };

/* The values of an option or a field that are always the same. */
struct choice {
    const char *name;
    const char *const *values;
};

static const char *const SORTS[] = {"relevance", "year", NULL};
static const char *const COLORS[] = {"auto", "always", "never", NULL};
static const char *const CITES[] = {"text", "bibtex", "csl", "ris", NULL};
static const char *const FORMS[] = {"csv", "jsonl", "md",   "bibtex", "csl",
                                    "ris", "html",  "json", NULL};
static const char *const SWITCHES[] = {"on", "off", NULL};
static const char *const KINDS[] = {"narrative", "story",   "list",     "table",
                                    "quote",     "caption", "contents", NULL};
static const char *const TIERS[] = {"1", "2", "2WL", "3", "SC", NULL};
static const char *const NONE[] = {NULL};

static const struct choice OPTION_VALUES[] = {
    {"--sort=", SORTS},          {"--color=", COLORS}, {"--cite=", CITES},
    {"--collapse=", SWITCHES},   {"--format=", FORMS}, {"--facets=", COUNTS_FACETS},
    {"--counts=", COUNTS_FACETS}};

/* The fields of filters; what has no values here is in the knowledge, or known to a server. */
static const struct choice FIELDS[] = {{"country:", NONE},  {"region:", NONE}, {"tier:", TIERS},
                                       {"year:", NONE},     {"date:", NONE},   {"report:", NONE},
                                       {"section:", NONE},  {"kind:", KINDS},  {"pattern:", NONE},
                                       {"language:", NONE}, {"page:", NONE}};

enum {
    OPTION_VALUE_COUNT = sizeof OPTION_VALUES / sizeof OPTION_VALUES[0],
    FIELD_COUNT = sizeof FIELDS / sizeof FIELDS[0]
};

/* ---- the server ---- */

static bool connect_to(struct tipsearch_client **client, const struct place *place,
                       const struct tipsearch_options *connection)
{
    struct tipsearch_error error;

    return tipsearch_connect(client, place->address, connection, &error) == TIPSEARCH_OK;
}

static struct tipsearch_client *connect_to_running(const struct options *options)
{
    struct tipsearch_options connection = options_connection(options);
    struct tipsearch_client *client = NULL;
    struct tipsearch_error error;
    struct place place = {0};
    bool is_found;

    connection.connect_ms = connection.reply_ms = ASK_LIMIT_MS;
    if (options->server)
        is_found = tipsearch_connect(&client, options->server, &connection, &error) == TIPSEARCH_OK;
    else
        is_found = place_find(&place, options->index, &error) == TIPSEARCH_OK &&
                   (connect_to(&client, &place, &connection) ||
                    (place_use_machine(&place) && connect_to(&client, &place, &connection)));
    place_free(&place);
    return is_found ? client : NULL;
}

/* The values that passages have, as a facet counts them. */
static void offer_counted(const struct completion *completion, const char *field)
{
    struct tipsearch_client *client = connect_to_running(completion->options);
    const struct tipsearch_query query = {
        .query = "*", .limit = TIPSEARCH_NO_HITS, .facets = &field, .facet_count = 1};
    struct tipsearch_result *result;
    struct tipsearch_error error;

    if (!client || tipsearch_search(client, &query, &result, &error) != TIPSEARCH_OK) {
        tipsearch_disconnect(client);
        return;
    }
    for (size_t i = 0; i < result->facet_count; i++) {
        const struct tipsearch_facet *facet = &result->facets[i];

        for (size_t n = 0; n < facet->count_count; n++) {
            if (strcmp(field, "section") == 0)
                completion_offer_title(completion, facet->counts[n].label);
            else
                completion_offer(completion, facet->counts[n].value);
        }
    }
    tipsearch_result_free(result);
    tipsearch_disconnect(client);
}

static void offer_suggestions(const struct completion *completion)
{
    struct tipsearch_client *client = connect_to_running(completion->options);
    struct tipsearch_suggestions *suggestions;
    struct tipsearch_error error;

    if (client && tipsearch_suggest(client, completion->typed, SUGGESTIONS, &suggestions, &error) ==
                      TIPSEARCH_OK) {
        for (size_t i = 0; i < suggestions->count; i++)
            completion_offer_word(completion, suggestions->items[i].text);
        tipsearch_suggestions_free(suggestions);
    }
    tipsearch_disconnect(client);
}

/* ---- what is typed ---- */

static void offer_values(const struct completion *completion, const char *const *values)
{
    for (; *values; values++)
        completion_offer(completion, *values);
}

/* Lets what stands behind the last comma be completed: lists are alternatives. */
static void keep_to_comma(struct completion *completion)
{
    const char *comma = strrchr(completion->typed, ',');

    if (!comma)
        return;
    completion->kept_length += (size_t)(comma + 1 - completion->typed);
    completion->typed = comma + 1;
}

/* What begins the word, of a list of names that end in ":" or "="; NULL when none does. */
static const struct choice *find_choice(const struct choice *choices, size_t count,
                                        const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strncasecmp(word, choices[i].name, strlen(choices[i].name)) == 0)
            return &choices[i];
    return NULL;
}

static void complete_value(struct completion *completion, const struct choice *field)
{
    char name[16];
    size_t length = strlen(field->name);

    memcpy(name, field->name, length - 1);
    name[length - 1] = '\0';
    completion->kept_length += length;
    completion->typed += length;
    keep_to_comma(completion);
    offer_values(completion, field->values);
    completion_offer_known(completion, name);
    if (strcmp(name, "report") == 0 || strcmp(name, "year") == 0 || strcmp(name, "section") == 0 ||
        strcmp(name, "language") == 0)
        offer_counted(completion, name);
}

static void complete_option(struct completion *completion)
{
    const struct choice *option = find_choice(OPTION_VALUES, OPTION_VALUE_COUNT, completion->typed);

    if (option) {
        completion->kept_length += strlen(option->name);
        completion->typed += strlen(option->name);
        keep_to_comma(completion);
        offer_values(completion, option->values);
        return;
    }
    for (size_t i = 0; options_name(i); i++) {
        char name[32];

        snprintf(name, sizeof name, "--%s", options_name(i));
        completion_offer(completion, name);
    }
}

/* A word of the query: its sign stays, then comes a filter or a word. */
static void complete_query(struct completion *completion)
{
    const struct choice *field;

    if (completion->typed[0] == '+' || completion->typed[0] == '-') {
        completion->kept_length++;
        completion->typed++;
    }
    field = find_choice(FIELDS, FIELD_COUNT, completion->typed);
    if (field) {
        complete_value(completion, field);
        return;
    }
    if (completion->typed[0] == '\0')
        return;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        completion_offer(completion, FIELDS[i].name);
    offer_suggestions(completion);
}

void complete_word(FILE *out, const struct options *options, const char *word)
{
    struct completion completion = {.out = out, .options = options, .kept = word, .typed = word};
    bool is_sign = word[0] == '-' && word[1] != '-' && strchr(word, ':');

    if (word[0] == '-' && !is_sign)
        complete_option(&completion);
    else
        complete_query(&completion);
}
