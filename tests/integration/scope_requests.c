/* Each command is a row with its share. */
#include "scope_requests.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "base/utf8.h"
#include "oracle/generate.h"
#include "oracle/mutate.h"
#include "oracle/write.h"
#include "slips.h"

/* ---- what is typed ---- */

static const char *any_word(const struct scope_ground *ground, struct oracle_random *random)
{
    const struct oracle_collection *collection = &ground->collection;
    return collection->words[oracle_random_below(random, collection->word_count)].text;
}

static const char *any_text(const struct scope_ground *ground, struct oracle_random *random,
                            const char *key)
{
    const struct oracle_collection *collection = &ground->collection;
    size_t place = oracle_random_below(random, collection->passage_count);
    const char *text = json_string_value(json_object_get(collection->passages[place].facts, key));
    return text == NULL ? "" : text;
}

/* One wrong letter, where the word has only plain ones. */
static void misspell(struct tip_string *out, const char *word, struct oracle_random *random)
{
    char text[128];
    uint32_t seed = (uint32_t)oracle_random_next(random);
    size_t length = strlen(word);
    if (length < 4 || length > 100 || strspn(word, "abcdefghijklmnopqrstuvwxyz") != length) {
        tip_string_append_text(out, word);
        return;
    }
    memcpy(text, word, length + 1);
    slip_make(text, oracle_random_chance(random, 60) ? SLIP_LIKELY : SLIP_ANY, &seed);
    tip_string_append_text(out, text);
}

static void write_words(struct tip_string *out, const struct scope_ground *ground,
                        struct oracle_random *random)
{
    size_t count = 1 + oracle_random_below(random, 4);
    for (size_t i = 0; i < count; i++) {
        tip_string_append_text(out, i > 0 ? " " : "");
        if (oracle_random_chance(random, 40)) {
            misspell(out, any_word(ground, random), random);
        } else {
            tip_string_append_text(out, any_word(ground, random));
        }
    }
}

/* Some bytes of a text, whole characters. */
static void write_piece(struct tip_string *out, const char *text, struct oracle_random *random,
                        size_t most)
{
    size_t length = strlen(text), from = length == 0 ? 0 : oracle_random_below(random, length);
    while (from > 0 && text[from - 1] != ' ') {
        from--;
    }
    tip_string_append(
        out, text + from,
        tip_utf8_cut(text + from, length - from, 1 + oracle_random_below(random, most)));
}

static void write_tree(struct tip_string *out, struct scope_ground *ground,
                       struct oracle_random *random)
{
    struct oracle_tree tree;
    oracle_generate(&tree, &ground->collection, random, ORACLE_ALL_FEATURES);
    oracle_write(out, &tree, random);
    if (oracle_random_chance(random, 15)) {
        oracle_mutate(out, random);
    }
}

static void write_affixed(struct tip_string *out, const struct scope_ground *ground,
                          struct oracle_random *random)
{
    const char *word = any_word(ground, random);
    size_t length = strlen(word);
    size_t kept = tip_utf8_cut(word, length, 1 + oracle_random_below(random, length));
    static const char *const forms[] = {"%.*s*", "*%.*s*", "%.*s?*", "%.*s~", "=%.*s", "%.*s~2"};
    const char *form = forms[oracle_random_below(random, sizeof forms / sizeof *forms)];
    char text[512];
    snprintf(text, sizeof text, form, (int)kept, word); /* NOLINT: one of those above */
    tip_string_append_text(out, text);
}

static void write_filter(struct tip_string *out, const struct scope_ground *ground,
                         struct oracle_random *random)
{
    static const char *const fields[] = {"report", "section", "country", "year",    "language",
                                         "page",   "by",      "region",  "pattern", "tier"};
    const char *field = fields[oracle_random_below(random, sizeof fields / sizeof *fields)];
    const json_t *facts =
        ground->collection.passages[oracle_random_below(random, ground->collection.passage_count)]
            .facts;
    const json_t *value = json_object_get(facts, field);
    if (json_is_array(value)) {
        value = json_array_get(value, oracle_random_below(random, json_array_size(value) + 1));
    }
    if (json_is_object(value)) {
        value = json_object_get(value, "id");
    }
    tip_string_printf(out, "%s%s:\"", oracle_random_chance(random, 20) ? "-" : "", field);
    if (json_is_string(value)) {
        const char *text = json_string_value(value);
        tip_string_append(out, text, strcspn(text, "\""));
    } else {
        tip_string_printf(out, "%d", 2015 + (int)oracle_random_below(random, 10));
    }
    tip_string_append_text(out, "\" ");
    if (oracle_random_chance(random, 60)) {
        tip_string_append_text(out, any_word(ground, random));
    }
}

static void write_query(struct tip_string *out, struct scope_ground *ground,
                        struct oracle_random *random)
{
    size_t kind = oracle_random_below(random, 100);
    if (kind < 40) {
        write_tree(out, ground, random);
    } else if (kind < 65) {
        write_words(out, ground, random);
    } else if (kind < 75) {
        write_affixed(out, ground, random);
    } else if (kind < 85) {
        write_filter(out, ground, random);
    } else if (kind < 95) {
        write_piece(out, any_text(ground, random, "text"), random, 60);
    } else {
        oracle_noise(out, random);
    }
}

/* ---- requests ---- */

static void set_text(json_t *request, const char *key, const struct tip_string *text)
{
    json_t *value = json_stringn(text->data == NULL ? "" : text->data, text->length);
    cr_assert_eq(json_object_set_new(request, key, value), 0, "no text: %s", text->data);
}

static void set_number(json_t *request, const char *key, size_t number)
{
    cr_assert_eq(json_object_set_new(request, key, json_integer((json_int_t)number)), 0);
}

static void set_id(json_t *request, const struct scope_ground *ground, struct oracle_random *random)
{
    char made_up[17];
    size_t count = json_array_size(ground->ids);
    const char *id =
        json_string_value(json_array_get(ground->ids, oracle_random_below(random, count)));
    if (oracle_random_chance(random, 5)) {
        snprintf(made_up, sizeof made_up, "%016llx",
                 (unsigned long long)oracle_random_next(random));
        id = made_up;
    }
    cr_assert_eq(json_object_set_new(request, "id", json_string(id)), 0);
}

/* Options that search and scan have in common. */
static void choose_among(json_t *request, struct oracle_random *random)
{
    if (oracle_random_chance(random, 10)) {
        set_number(request, "since", oracle_random_below(random, 3));
    }
    if (oracle_random_chance(random, 20)) {
        json_object_set_new(request, "collapse",
                            json_string(oracle_random_chance(random, 80) ? "off" : "on"));
    }
}

static void make_search(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    static const char *const facets[] = {"country", "region", "tier",    "year",    "report",
                                         "section", "kind",   "pattern", "language"};
    struct tip_string query = {0};
    write_query(&query, ground, random);
    set_text(request, "query", &query);
    set_number(request, "limit", oracle_random_below(random, 21));
    if (oracle_random_chance(random, 20)) {
        set_number(request, "offset", oracle_random_below(random, 30));
    }
    if (oracle_random_chance(random, 20)) {
        json_object_set_new(request, "sort", json_string("year"));
    }
    if (oracle_random_chance(random, 15)) {
        json_object_set_new(request, "text", json_true());
    }
    if (oracle_random_chance(random, 10)) {
        tip_string_clear(&query);
        write_filter(&query, ground, random);
        set_text(request, "filter", &query);
    }
    json_t *wanted = json_array();
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++) {
        if (oracle_random_chance(random, 25)) {
            json_array_append_new(wanted, json_string(facets[i]));
        }
    }
    if (json_array_size(wanted) > 0) {
        json_object_set(request, "facets", wanted);
    }
    json_decref(wanted);
    choose_among(request, random);
    tip_string_free(&query);
}

static void make_compare(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    static const char *const years[] = {"2015..2023", "2020..", "2021..2023", "..2021", "2022"};
    struct tip_string query = {0};
    write_query(&query, ground, random);
    set_text(request, "query", &query);
    set_number(request, "limit", oracle_random_below(random, 60));
    json_object_set_new(request, "year", json_string(years[oracle_random_below(random, 5)]));
    tip_string_free(&query);
}

static void make_scan(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    struct tip_string text = {0};
    write_query(&text, ground, random);
    set_text(request, "query", &text);
    set_number(request, "limit", 1 + oracle_random_below(random, 60));
    if (oracle_random_chance(random, 15)) {
        json_object_set_new(request, "text", json_true());
    }
    if (oracle_random_chance(random, 10)) {
        tip_string_clear(&text);
        write_filter(&text, ground, random);
        set_text(request, "filter", &text);
    }
    choose_among(request, random);
    tip_string_free(&text);
}

static void make_explain(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    struct tip_string query = {0};
    write_query(&query, ground, random);
    set_text(request, "query", &query);
    set_number(request, "limit", oracle_random_below(random, 6));
    if (oracle_random_chance(random, 30)) {
        set_id(request, ground, random);
    }
    tip_string_free(&query);
}

static void make_get(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    set_id(request, ground, random);
    if (oracle_random_chance(random, 40)) {
        set_number(request, "context", oracle_random_below(random, 4));
    }
}

static void make_similar(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    struct tip_string like = {0};
    if (oracle_random_chance(random, 60)) {
        set_id(request, ground, random);
    } else {
        write_piece(&like, any_text(ground, random, "text"), random, 400);
        set_text(request, "like", &like);
    }
    set_number(request, "limit", oracle_random_below(random, 21));
    if (oracle_random_chance(random, 15)) {
        json_object_set_new(request, "text", json_true());
    }
    tip_string_free(&like);
}

/* A piece of a passage, of which a word may be another one. */
static void make_quote(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    struct tip_string text = {0};
    write_piece(&text, any_text(ground, random, "text"), random, 300);
    if (oracle_random_chance(random, 40)) {
        tip_string_printf(&text, " %s", any_word(ground, random));
    }
    if (oracle_random_chance(random, 20)) {
        tip_string_append_text(&text, " \xe2\x80\xa6 ");
        write_piece(&text, any_text(ground, random, "text"), random, 100);
    }
    set_text(request, "text", &text);
    tip_string_free(&text);
}

static void make_suggest(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    struct tip_string prefix = {0};
    if (oracle_random_chance(random, 30)) {
        write_piece(&prefix, any_text(ground, random, "text"), random, 20);
    } else if (oracle_random_chance(random, 30)) {
        misspell(&prefix, any_word(ground, random), random);
    } else {
        const char *word = any_word(ground, random);
        tip_string_append(&prefix, word,
                          tip_utf8_cut(word, strlen(word), 1 + oracle_random_below(random, 8)));
    }
    set_text(request, "prefix", &prefix);
    set_number(request, "limit", 1 + oracle_random_below(random, 30));
    tip_string_free(&prefix);
}

static void make_nothing(json_t *request, struct scope_ground *ground, struct oracle_random *random)
{
    (void)request;
    (void)ground;
    (void)random;
}

static const struct {
    const char *command;
    unsigned share; /* of a thousand */
    void (*make)(json_t *request, struct scope_ground *ground, struct oracle_random *random);
} rows[] = {
    {"search", 320, make_search},  {"scan", 80, make_scan},        {"explain", 120, make_explain},
    {"get", 100, make_get},        {"similar", 110, make_similar}, {"suggest", 130, make_suggest},
    {"patterns", 5, make_nothing}, {"stats", 5, make_nothing},     {"compare", 40, make_compare},
    {"quote", 90, make_quote},
};

json_t *scope_request_make_scan(struct scope_ground *ground, struct oracle_random *random)
{
    json_t *request = json_object();
    json_object_set_new(request, "cmd", json_string("scan"));
    make_scan(request, ground, random);
    return request;
}

json_t *scope_request_make(struct scope_ground *ground, struct oracle_random *random)
{
    unsigned drawn = (unsigned)oracle_random_below(random, 1000);
    size_t row = 0;
    for (; drawn >= rows[row].share; row++) {
        drawn -= rows[row].share;
    }
    json_t *request = json_object();
    json_object_set_new(request, "cmd", json_string(rows[row].command));
    rows[row].make(request, ground, random);
    return request;
}

/* ---- making it small ---- */

/* Without the `which`th of its words. */
static json_t *drop_word(const char *text, size_t which)
{
    struct tip_string kept = {0};
    size_t count = 0;
    for (const char *at = text; *at != '\0'; count++) {
        size_t length = strcspn(at, " ");
        if (count != which && length > 0) {
            tip_string_append_text(&kept, kept.length > 0 ? " " : "");
            tip_string_append(&kept, at, length);
        }
        at += length + strspn(at + length, " ");
    }
    json_t *out = which < count && count > 1 ? json_stringn(kept.data, kept.length) : NULL;
    tip_string_free(&kept);
    return out;
}

json_t *scope_request_shrink(const json_t *request, size_t which)
{
    static const char *const options[] = {"facets", "offset",  "filter", "text",
                                          "sort",   "context", "since",  "collapse"};
    static const char *const texts[] = {"query", "like", "prefix"};
    size_t count = sizeof options / sizeof *options;
    json_t *small = json_deep_copy(request);
    if (which < count) {
        json_object_del(small, options[which]);
        return small;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = json_string_value(json_object_get(request, texts[i]));
        json_t *less = text == NULL ? NULL : drop_word(text, which - count);
        if (less != NULL) {
            json_object_set_new(small, texts[i], less);
            return small;
        }
    }
    json_decref(small);
    return NULL;
}
