/* OFFSET and LIMIT: the pages of a result join. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server_fixture.h"

enum { SECTIONS = 157, ID_SIZE = 17 };

static struct server_fixture fixture;
static int fd;

/* Sections of different lengths and many of the same, so that scores are equal, too. */
static void write_source(void)
{
    static const char *const sentences[] = {
        "Traffickers took the passports of workers.",
        "Workers borrowed for fees and debt bondage followed.",
        "Recruiters promised work at sea and a passport.",
    };
    FILE *file = fopen(fixture.source, "w");

    cr_assert_not_null(file);
    fprintf(file, "# Report\n\n");
    for (int i = 0; i < SECTIONS; i++) {
        fprintf(file, "## Section %d\n\n", i);
        for (int j = 0; j <= i % 3; j++)
            fprintf(file, "%s ", sentences[(i + j) % 3]);
        fprintf(file, "\n\n");
    }
    cr_assert_eq(fclose(file), 0);
}

static void start(void)
{
    server_fixture_build(&fixture);
    write_source();
    server_fixture_rebuild(&fixture);
    tip_daemon_start(&fixture.daemon, fixture.index, NULL);
    fd = tip_daemon_connect(&fixture.daemon);
}

static void stop(void)
{
    close(fd);
    server_fixture_stop(&fixture);
}

TestSuite(pages, .init = start, .fini = stop, .timeout = 60);

static json_t *search(const char *query, unsigned offset, unsigned limit)
{
    char line[256];
    char *reply;
    json_t *result;

    snprintf(line, sizeof line, "SEARCH %s OFFSET %u LIMIT %u", query, offset, limit);
    reply = tip_ask(fd, line);
    result = json_loads(reply, JSON_REJECT_DUPLICATES, NULL);
    cr_assert(json_is_object(result), "%s", reply);
    cr_assert_null(json_object_get(result, "error"), "%s", reply);
    free(reply);
    return result;
}

/* Adds the ids of a page to `ids`; returns how many it had. Asserts ranks and total. */
static size_t take_page(const json_t *result, char (*ids)[ID_SIZE], size_t count, json_int_t total)
{
    const json_t *hits = json_object_get(result, "hits"), *hit;
    size_t i;

    cr_assert_eq(json_integer_value(json_object_get(result, "total")), total);
    cr_assert_str_eq(json_string_value(json_object_get(result, "total_is")), "exact");
    json_array_foreach(hits, i, hit)
    {
        cr_assert_eq(json_integer_value(json_object_get(hit, "rank")), (json_int_t)(count + i + 1));
        snprintf(ids[count + i], ID_SIZE, "%s", json_string_value(json_object_get(hit, "id")));
        for (size_t before = 0; before < count + i; before++)
            cr_assert_str_neq(ids[before], ids[count + i], "a passage is shown twice");
    }
    return json_array_size(hits);
}

/* Reads the whole result in pages of `limit`; asserts that it has `total` passages. */
static void read_pages(const char *query, unsigned limit, json_int_t total, char (*ids)[ID_SIZE])
{
    size_t count = 0, got;

    do {
        json_t *result = search(query, (unsigned)count, limit);

        got = take_page(result, ids, count, total);
        json_decref(result);
        count += got;
    } while (got > 0);
    cr_assert_eq((json_int_t)count, total, "%s: a gap", query);
}

static void expect_pages_join(const char *query)
{
    static const unsigned limits[] = {1, 7, 10, 64};
    char whole[SECTIONS + 1][ID_SIZE], parts[SECTIONS + 1][ID_SIZE];
    json_t *result = search(query, 0, 0);
    json_int_t total = json_integer_value(json_object_get(result, "total"));

    json_decref(result);
    cr_assert_gt(total, 90, "%s: too little to page through", query);
    cr_assert_leq(total, SECTIONS);
    read_pages(query, 100, total, whole);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        read_pages(query, limits[i], total, parts);
        cr_assert_eq(memcmp(whole, parts, (size_t)total * ID_SIZE), 0,
                     "%s: pages of %u have another order", query, limits[i]);
    }
}

Test(pages, a_ranked_result_has_no_gap_and_no_double)
{
    expect_pages_join("workers");
    expect_pages_join("\"passports OR debt OR recruiters\"");
}

Test(pages, so_has_everything_and_what_is_sorted_by_year)
{
    expect_pages_join("*");
    expect_pages_join("workers SORT year");
}

Test(pages, beyond_the_end_is_an_empty_page)
{
    json_t *result = search("workers", 5000, 100);

    cr_assert_eq(json_array_size(json_object_get(result, "hits")), 0);
    cr_assert_gt(json_integer_value(json_object_get(result, "total")), 90);
    json_decref(result);
}
