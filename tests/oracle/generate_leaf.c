/* Leaves are made of what the collection holds, so that most find something. */
#include "oracle/generate_leaf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle/fitting.h"

enum { SHORTEST_PATTERN = 4, TRIES = 20 };

/* No word of a text, and nothing that a typing error could have made of one. */
static const char absent_word[] = "zqxjkvzqxjkv";

static bool may(struct oracle_generator *generator, unsigned feature, unsigned percent)
{
    return (generator->features & feature) != 0 && oracle_random_chance(generator->random, percent);
}

/* ---- places ---- */

static const struct oracle_stretch *random_stretch(struct oracle_generator *generator)
{
    const struct oracle_collection *collection = generator->collection;
    const struct oracle_passage *passage =
        &collection->passages[oracle_random_below(generator->random, collection->passage_count)];
    if (oracle_random_chance(generator->random, 10)) {
        return &passage->title;
    }
    return oracle_random_chance(generator->random, 75)
               ? &passage->stretches[0]
               : &passage
                      ->stretches[oracle_random_below(generator->random, passage->stretch_count)];
}

void oracle_generator_aim(struct oracle_generator *generator)
{
    generator->aim = random_stretch(generator);
    generator->aim_place = oracle_random_below(generator->random, generator->aim->token_count + 1);
}

void oracle_generator_relax(struct oracle_generator *generator)
{
    generator->aim = NULL;
}

/* Some token of a text; NULL where the text has none. */
static const struct oracle_token *random_token(struct oracle_generator *generator,
                                               const struct oracle_stretch **stretch)
{
    enum { NEARBY = 6 };
    *stretch = generator->aim != NULL ? generator->aim : random_stretch(generator);
    size_t count = (*stretch)->token_count;
    if (count == 0) {
        return NULL;
    }
    size_t place = generator->aim != NULL
                       ? generator->aim_place + oracle_random_below(generator->random, NEARBY)
                       : oracle_random_below(generator->random, count);
    return &(*stretch)->tokens[place % count];
}

/* ---- words ---- */

/* Operators' names are words only in lower case. */
static void calm(char *text)
{
    static const char *const names[] = {"AND", "OR", "NOT", "NEAR"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            text[0] = (char)(text[0] + ('a' - 'A'));
        }
    }
}

/* As it stands in the text; a compound with its hyphens. */
static void take_typed(struct oracle_node *node, const struct oracle_stretch *stretch,
                       const struct oracle_token *token)
{
    size_t length = token->end - token->start;
    if (length >= sizeof node->text) {
        strcpy(node->text, absent_word);
        return;
    }
    memcpy(node->text, stretch->text + token->start, length);
    node->text[length] = '\0';
    calm(node->text);
}

static void generate_word(struct oracle_generator *generator, struct oracle_node *node)
{
    const struct oracle_stretch *stretch;
    const struct oracle_token *token = random_token(generator, &stretch);
    if (token == NULL || oracle_random_chance(generator->random, 3)) {
        strcpy(node->text, absent_word);
    } else {
        take_typed(node, stretch, token);
    }
}

/* A folded word of small letters only; false when none was met with. */
static bool take_letters(struct oracle_generator *generator, char *text)
{
    for (int i = 0; i < TRIES; i++) {
        const struct oracle_stretch *stretch;
        const struct oracle_token *token = random_token(generator, &stretch);
        const char *word = token == NULL ? "" : generator->collection->words[token->word].text;
        if (strlen(word) >= SHORTEST_PATTERN && strlen(word) < 40 &&
            strspn(word, "abcdefghijklmnopqrstuvwxyz") == strlen(word)) {
            strcpy(text, word);
            return true;
        }
    }
    return false;
}

/* traffick*, *bondage, wom?n, la*r */
static void make_wildcard(struct oracle_random *random, char *word)
{
    size_t length = strlen(word), place = 1 + oracle_random_below(random, length - 2);
    switch (oracle_random_below(random, 5)) {
    case 0:
    case 1:
        strcpy(word + 1 + place, "*");
        break;
    case 2:
        word[place] = '?';
        break;
    case 3:
        word[place] = '*';
        break;
    default:
        memmove(word + 1, word + place, length - place + 1);
        word[0] = '*';
    }
    if (oracle_random_chance(random, 15) && word[0] != '*') {
        word[0] = '?';
    }
}

/* As a slip of the finger does. */
static void make_edit(struct oracle_random *random, char *word)
{
    size_t length = strlen(word), place = oracle_random_below(random, length - 1);
    char letter = (char)('a' + oracle_random_below(random, 26)), swapped = word[place];
    switch (oracle_random_below(random, 4)) {
    case 0:
        memmove(word + place, word + place + 1, length - place);
        break;
    case 1:
        memmove(word + place + 1, word + place, length - place + 1);
        word[place] = letter;
        break;
    case 2:
        word[place] = letter;
        break;
    default:
        word[place] = word[place + 1];
        word[place + 1] = swapped;
    }
}

static size_t expansions(struct oracle_generator *generator, const struct oracle_node *node)
{
    struct oracle_leaf leaf;
    oracle_leaf_read(&leaf, generator->collection, node);
    oracle_leaf_free(&leaf);
    return leaf.expansions;
}

/* A wildcard or fuzzy word; a plain one where so many words fit that the product may leave out
 * some. */
static void generate_pattern(struct oracle_generator *generator, struct oracle_node *node,
                             enum oracle_kind kind)
{
    struct oracle_random *random = generator->random;
    node->kind = kind;
    bool is_made = take_letters(generator, node->text);
    if (is_made && kind == ORACLE_WILDCARD) {
        make_wildcard(random, node->text);
    }
    for (size_t edits = oracle_random_below(random, 3);
         is_made && kind == ORACLE_FUZZY && edits > 0; edits--) {
        make_edit(random, node->text);
    }
    if (is_made && kind == ORACLE_FUZZY && oracle_random_chance(random, 60)) {
        node->number = 1 + (int)oracle_random_below(random, 2);
    }
    if (!is_made || expansions(generator, node) > ORACLE_EXPANSION_LIMIT * 3 / 4) {
        node->kind = ORACLE_WORD;
        node->number = ORACLE_NOT_WRITTEN;
        generate_word(generator, node);
    }
}

/* ---- phrases ---- */

static void append_word(char *text, const char *word)
{
    size_t length = strlen(text);
    if (length + strlen(word) + 2 < ORACLE_TEXT) {
        snprintf(text + length, ORACLE_TEXT - length, "%s%s", length > 0 ? " " : "", word);
    }
}

/* Words that follow each other, or a text's words with some left out. */
static void generate_phrase(struct oracle_generator *generator, struct oracle_node *node)
{
    struct oracle_random *random = generator->random;
    const struct oracle_stretch *stretch;
    node->kind = ORACLE_PHRASE;
    if (may(generator, ORACLE_SLOPPY, 40)) {
        node->number = (int)oracle_random_below(random, oracle_random_chance(random, 90) ? 5 : 101);
    }
    do {
        stretch = generator->aim != NULL ? generator->aim : random_stretch(generator);
        generator->aim = NULL;
    } while (stretch->place_count == 0);
    size_t place = oracle_random_below(random, stretch->place_count);
    size_t count = 1 + oracle_random_below(random, 3);
    for (size_t i = 0; i < count && place < stretch->place_count; i++) {
        append_word(node->text, generator->collection->words[stretch->places[place]].text);
        place += oracle_random_chance(random, 75) ? 1 : 2;
    }
}

void oracle_generate_primary(struct oracle_generator *generator, uint16_t parent)
{
    uint16_t added = oracle_tree_add(generator->tree, parent, ORACLE_WORD);
    struct oracle_node *node = &generator->tree->nodes[added];
    if (added == 0) {
        return;
    }
    if (may(generator, ORACLE_PHRASES, 20)) {
        generate_phrase(generator, node);
    } else if (may(generator, ORACLE_WILDCARDS, 10)) {
        generate_pattern(generator, node, ORACLE_WILDCARD);
    } else if (may(generator, ORACLE_FUZZY_WORDS, 10)) {
        generate_pattern(generator, node, ORACLE_FUZZY);
    } else {
        generate_word(generator, node);
        node->kind = may(generator, ORACLE_EXACT_WORDS, 12) ? ORACLE_EXACT : ORACLE_WORD;
    }
}

/* ---- filters ---- */

static const json_t *random_facts(struct oracle_generator *generator)
{
    const struct oracle_collection *collection = generator->collection;
    return collection->passages[oracle_random_below(generator->random, collection->passage_count)]
        .facts;
}

static void write_year(struct oracle_generator *generator, char *value)
{
    int from = 2019 + (int)oracle_random_below(generator->random, 6);
    int to = from + 1 + (int)oracle_random_below(generator->random, 3);
    switch (oracle_random_below(generator->random, 4)) {
    case 0:
        snprintf(value, ORACLE_TEXT, "%d..%d", from, to);
        break;
    case 1:
        snprintf(value, ORACLE_TEXT, "%d..", from);
        break;
    case 2:
        snprintf(value, ORACLE_TEXT, "..%d", from);
        break;
    default:
        snprintf(value, ORACLE_TEXT, "%d", from);
    }
}

/* One or two words of a heading. */
static void write_section(struct oracle_generator *generator, char *value)
{
    const struct oracle_collection *collection = generator->collection;
    const struct oracle_stretch *heading = NULL;
    while (heading == NULL || heading->place_count == 0) {
        size_t place = oracle_random_below(generator->random, collection->passage_count);
        const struct oracle_passage *passage = &collection->passages[place];
        heading = passage->heading_count == 0
                      ? NULL
                      : &passage->stretches[1 + oracle_random_below(generator->random,
                                                                    passage->heading_count)];
    }
    size_t count = 1 + oracle_random_below(generator->random, 2);
    for (size_t i = 0; i < count; i++) {
        size_t place = oracle_random_below(generator->random, heading->place_count);
        append_word(value, collection->words[heading->places[place]].text);
    }
}

static void write_country(struct oracle_generator *generator, char *value)
{
    const json_t *countries = json_object_get(random_facts(generator), "countries");
    const char *code = json_string_value(json_array_get(countries, 0));
    snprintf(value, ORACLE_TEXT, "%s", code == NULL ? "ZW" : code);
}

static void write_value(struct oracle_generator *generator, enum oracle_field field, char *value)
{
    const json_t *facts = random_facts(generator), *report = json_object_get(facts, "report");
    switch (field) {
    case ORACLE_COUNTRY:
        write_country(generator, value);
        break;
    case ORACLE_KIND:
        snprintf(value, ORACLE_TEXT, "%s", json_string_value(json_object_get(facts, "kind")));
        break;
    case ORACLE_YEAR:
        write_year(generator, value);
        break;
    case ORACLE_SECTION:
        write_section(generator, value);
        break;
    case ORACLE_REPORT:
        snprintf(value, ORACLE_TEXT, "%s", json_string_value(json_object_get(report, "id")));
        break;
    case ORACLE_FIELD_COUNT:
        break;
    }
}

void oracle_generate_filter(struct oracle_generator *generator, uint16_t parent)
{
    uint16_t added = oracle_tree_add(generator->tree, parent, ORACLE_FILTER);
    struct oracle_node *node = &generator->tree->nodes[added];
    if (added == 0) {
        return;
    }
    node->field = (enum oracle_field)oracle_random_below(generator->random, ORACLE_FIELD_COUNT);
    write_value(generator, node->field, node->text);
    bool takes_list =
        node->field == ORACLE_COUNTRY || node->field == ORACLE_KIND || node->field == ORACLE_YEAR;
    if (takes_list && oracle_random_chance(generator->random, 30)) {
        char more[ORACLE_TEXT] = "";
        write_value(generator, node->field, more);
        if (strlen(node->text) + strlen(more) + 2 < sizeof node->text) {
            strcat(node->text, ",");
            strcat(node->text, more);
        }
    }
}
