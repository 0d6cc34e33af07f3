/* Filters and facets through the daemon, counted again from what tipindex dump says and from the
 * knowledge's files: on the sample corpus, and on the full report where it is there. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

enum { COLUMNS = 16, HITS = 100 };

static struct index_fixture fixture;
static bool has_report; /* without it some queries find nothing in the sample */
static struct tip_daemon daemon_;
static int connection;
static json_t *passages; /* those that are found without asking for contents */
static json_t *regions;  /* code -> region */
static json_t *tiers;    /* "2023 KH" -> tier */

/* ---- the knowledge, read by other code than the product's ---- */

/* Calls `take` with the columns of each line below the header. */
static void read_table(const char *name, void (*take)(char *columns[COLUMNS]))
{
    char *folder = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    char *path = tip_test_path(folder, name);
    size_t length;
    char *text = tip_test_read(path, &length), *rest = text;
    bool has_header = false;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        char *columns[COLUMNS] = {0};
        if (line[0] == '#' || line[0] == '\0') {
            continue;
        }
        for (size_t i = 0; i < COLUMNS && line != NULL; i++) {
            columns[i] = strsep(&line, "\t");
        }
        if (has_header) {
            take(columns);
        }
        has_header = true;
    }
    free(text);
    free(path);
    free(folder);
}

static void take_country(char *columns[COLUMNS])
{
    json_object_set_new(regions, columns[0], json_string(columns[2]));
}

static void take_tier(char *columns[COLUMNS])
{
    char key[32];
    snprintf(key, sizeof key, "%s %s", columns[0], columns[1]);
    json_object_set_new(tiers, key, json_string(columns[2]));
}

/* ---- one passage ---- */

static const char *text_of(const json_t *passage, const char *member)
{
    return json_string_value(json_object_get(passage, member));
}

static long long year_of(const json_t *passage)
{
    return json_integer_value(json_object_get(json_object_get(passage, "report"), "year"));
}

static const char *tier_of(const json_t *passage, const json_t *country)
{
    char key[64];
    snprintf(key, sizeof key, "%lld %s", year_of(passage), json_string_value(country));
    return json_string_value(json_object_get(tiers, key));
}

static bool is(const char *value, const char *wanted)
{
    return value != NULL && strcmp(value, wanted) == 0;
}

/* What a query asks of a passage; NULL: nothing. */
struct wanted {
    const char *query, *words; /* its words alone, "*" for none */
    const char *country, *region, *tier, *kind;
};

static bool is_wanted(const json_t *passage, const struct wanted *wanted)
{
    bool has_country = wanted->country == NULL, has_region = wanted->region == NULL;
    bool has_tier = wanted->tier == NULL;
    size_t i;
    const json_t *country;
    json_array_foreach(json_object_get(passage, "countries"), i, country)
    {
        const char *code = json_string_value(country);
        has_country = has_country || is(code, wanted->country);
        has_region =
            has_region || is(json_string_value(json_object_get(regions, code)), wanted->region);
        has_tier = has_tier || is(tier_of(passage, country), wanted->tier);
    }
    return has_country && has_region && has_tier &&
           (wanted->kind == NULL || is(text_of(passage, "kind"), wanted->kind));
}

/* ---- asking ---- */

static json_t *ask(const char *query, int limit, int offset, const char *facet)
{
    json_t *request = json_pack("{s:s, s:s, s:i, s:i, s:[s*]}", "cmd", "search", "query", query,
                                "limit", limit, "offset", offset, "facets", facet);
    char *line = json_dumps(request, JSON_COMPACT);
    char *answer = tip_ask(connection, line);
    json_t *reply = json_loads(answer, 0, NULL);
    cr_assert(json_is_array(json_object_get(reply, "hits")), "%s: %s", query, answer);
    json_decref(request);
    free(line);
    free(answer);
    return reply;
}

static long long total_of(const char *query)
{
    json_t *reply = ask(query, 0, 0, NULL);
    long long total = json_integer_value(json_object_get(reply, "total"));
    json_decref(reply);
    return total;
}

/* The ids that a query finds, as members of an object. */
static json_t *ids_of(const char *query)
{
    json_t *ids = json_object();
    for (int offset = 0, found = HITS; found == HITS; offset += HITS) {
        json_t *reply = ask(query, HITS, offset, NULL);
        const json_t *hits = json_object_get(reply, "hits");
        size_t i;
        const json_t *hit;
        json_array_foreach(hits, i, hit)
        {
            json_object_set_new(ids, text_of(hit, "id"), json_true());
        }
        found = (int)json_array_size(hits);
        json_decref(reply);
    }
    return ids;
}

/* ---- the world ---- */

static json_t *list_passages(void)
{
    json_t *all = index_fixture_dump(&fixture), *list = json_array();
    size_t i;
    json_t *passage;
    json_array_foreach(all, i, passage)
    {
        if (!is(text_of(passage, "kind"), "contents")) {
            json_array_append(list, passage);
        }
    }
    json_decref(all);
    return list;
}

static void set_up(void)
{
    const char *report = tip_test_report();
    has_report = report != NULL;
    char *corpus = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    index_fixture_init(&fixture);
    index_fixture_expect(&fixture, 0, "build", corpus);
    if (report != NULL) {
        struct tip_run run;
        TIP_RUN(&run, "tipindex", "update", "-i", fixture.index, "--id", "tip-2023", "--year",
                "2023", report);
        cr_assert_eq(run.status, 0, "%s", run.err);
        tip_run_free(&run);
    }
    regions = json_object();
    tiers = json_object();
    read_table("countries.tsv", take_country);
    read_table("tiers.tsv", take_tier);
    passages = list_passages();
    tip_daemon_start(&daemon_, fixture.index, NULL);
    connection = tip_daemon_connect(&daemon_);
    free(corpus);
}

static void tear_down(void)
{
    close(connection);
    tip_daemon_stop(&daemon_);
    json_decref(passages);
    json_decref(regions);
    json_decref(tiers);
    index_fixture_free(&fixture);
}

TestSuite(filter_counts, .init = set_up, .fini = tear_down);

Test(filter_counts, filters_leave_what_the_dump_says, .timeout = 110)
{
    static const struct wanted table[] = {
        {.query = "country:KH", .words = "*", .country = "KH"},
        {.query = "country:Myanmar", .words = "*", .country = "MM"},
        {.query = "region:eap", .words = "*", .region = "EAP"},
        {.query = "region:\"Western Hemisphere\"", .words = "*", .region = "WHA"},
        {.query = "tier:3", .words = "*", .tier = "3"},
        {.query = "tier:\"watch list\"", .words = "*", .tier = "2WL"},
        {.query = "country:KH tier:3 kind:story",
         .words = "*",
         .country = "KH",
         .tier = "3",
         .kind = "story"},
        {.query = "region:af kind:story", .words = "*", .region = "AF", .kind = "story"},
        {.query = "tier:3 forced labor", .words = "forced labor", .tier = "3"},
        {.query = "scam region:EAP", .words = "scam", .region = "EAP"},
    };
    for (size_t t = 0; t < sizeof table / sizeof *table; t++) {
        json_t *ids = ids_of(table[t].words);
        long long expected = 0;
        size_t i;
        const json_t *passage;
        json_array_foreach(passages, i, passage)
        {
            expected += is_wanted(passage, &table[t]) &&
                        json_object_get(ids, text_of(passage, "id")) != NULL;
        }
        cr_expect_eq(total_of(table[t].query), expected, "[%s] finds %lld, not %lld",
                     table[t].query, total_of(table[t].query), expected);
        cr_expect(expected > 0 || !has_report, "[%s] shows nothing", table[t].query);
        json_decref(ids);
    }
}

/* ---- facets ---- */

/* Adds 1 to the count of a value. */
static void count(json_t *counts, const char *value)
{
    json_int_t before = json_integer_value(json_object_get(counts, value));
    json_object_set_new(counts, value, json_integer(before + 1));
}

/* The values of a passage, each once, as members of an object. */
static json_t *values_of(const json_t *passage, const char *facet)
{
    json_t *values = json_object();
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(passage, "countries"), i, item)
    {
        const char *code = json_string_value(item), *value = code;
        if (is(facet, "region")) {
            value = json_string_value(json_object_get(regions, code));
        } else if (is(facet, "tier")) {
            value = tier_of(passage, item);
        } else if (!is(facet, "country")) {
            break;
        }
        if (value != NULL && value[0] != '\0') {
            json_object_set_new(values, value, json_true());
        }
    }
    return values;
}

/* Each heading of a passage as its path. */
static json_t *paths_of(const json_t *passage)
{
    json_t *values = json_object();
    char path[4096] = "";
    size_t i;
    const json_t *heading;
    json_array_foreach(json_object_get(passage, "section"), i, heading)
    {
        size_t length = strlen(path);
        snprintf(path + length, sizeof path - length, "%s%s", i == 0 ? "" : " > ",
                 json_string_value(heading));
        json_object_set_new(values, path, json_true());
    }
    return values;
}

static json_t *count_all(const char *facet)
{
    json_t *counts = json_object();
    size_t i;
    const json_t *passage;
    json_array_foreach(passages, i, passage)
    {
        json_t *values = is(facet, "section") ? paths_of(passage) : values_of(passage, facet),
               *unused;
        const char *value;
        json_object_foreach(values, value, unused)
        {
            count(counts, value);
        }
        json_decref(values);
    }
    return counts;
}

/* How many values of a facet a reply shows at most: of sections the most frequent, else all. */
static size_t shown_most(const char *facet)
{
    return strcmp(facet, "section") == 0 ? 100 : SIZE_MAX;
}

/* The facet's counts are those of the dump, and what it does not show is said. */
static void expect_facet(const char *facet)
{
    json_t *expected = count_all(facet);
    json_t *reply = ask("*", 0, 0, facet);
    const json_t *list = json_object_get(json_object_get(reply, "facets"), facet);
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        json_int_t found = json_integer_value(json_object_get(item, "count"));
        json_int_t wanted = json_integer_value(json_object_get(expected, text_of(item, "value")));
        cr_expect_eq(found, wanted, "%s %s: %lld, not %lld", facet, text_of(item, "value"),
                     (long long)found, (long long)wanted);
    }
    size_t values = json_object_size(expected), most = shown_most(facet);
    const json_t *more = json_object_get(json_object_get(reply, "facets_more"), facet);
    cr_expect_eq(json_array_size(list), values < most ? values : most, "%s has %zu values", facet,
                 json_array_size(list));
    cr_expect_eq((size_t)json_integer_value(more), values - json_array_size(list), "%s", facet);
    cr_expect_gt(values, 1, "%s shows nothing", facet);
    json_decref(reply);
    json_decref(expected);
}

Test(filter_counts, facets_count_what_the_dump_says, .timeout = 110)
{
    expect_facet("country");
    expect_facet("region");
    expect_facet("tier");
    expect_facet("section");
}

Test(filter_counts, a_facets_value_narrows_to_its_count, .timeout = 110)
{
    static const char *const facets[] = {"country", "region",  "tier", "year",
                                         "report",  "section", "kind", "language"};
    for (size_t f = 0; f < sizeof facets / sizeof *facets; f++) {
        json_t *reply = ask("*", 0, 0, facets[f]);
        const json_t *list = json_object_get(json_object_get(reply, "facets"), facets[f]);
        cr_expect_gt(json_array_size(list), 0, "%s", facets[f]);
        for (size_t i = 0; i < json_array_size(list) && i < 12; i++) {
            const json_t *item = json_array_get(list, i);
            json_t *request = json_pack("{s:s, s:s, s:i, s:s}", "cmd", "search", "query", "*",
                                        "limit", 0, facets[f], text_of(item, "value"));
            char *line = json_dumps(request, JSON_COMPACT);
            char *answer = tip_ask(connection, line);
            json_t *narrowed = json_loads(answer, 0, NULL);
            json_int_t total = json_integer_value(json_object_get(narrowed, "total"));
            json_int_t counted = json_integer_value(json_object_get(item, "count"));
            /* A section's words may stand in another heading as well. */
            bool is_right = is(facets[f], "section") ? total >= counted : total == counted;
            cr_expect(is_right, "%s: %s", line, answer);
            json_decref(narrowed);
            json_decref(request);
            free(answer);
            free(line);
        }
        json_decref(reply);
    }
}
