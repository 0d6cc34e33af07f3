/* Which names are near to one that was typed, and which are offered. */
#include <criterion/criterion.h>
#include <limits.h>
#include <string.h>

#include "search/near_names.h"

struct distance {
    const char *typed, *name;
    unsigned distance; /* UINT_MAX: not near */
};

Test(near_names, a_slip_is_near_and_another_name_is_not)
{
    static const struct distance table[] = {
        {"Cambodai", "Cambodia", 1}, /* two letters swapped */
        {"Cambodi", "Cambodia", 1},
        {"Cammbodia", "Cambodia", 1},
        {"Gambodia", "Cambodia", 1},
        {"Tailand", "Thailand", 1},
        {"Korea", "Korea, Republic of", 1}, /* a word of it */
        {"ore", "Korea, Republic of", UINT_MAX},
        {"Laos", "Mali", UINT_MAX},
        {"Peru", "Cuba", UINT_MAX},
        {"", "Cuba", UINT_MAX},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tip_near_names near = {.wanted = table[i].typed, .length = strlen(table[i].typed)};
        unsigned distance = tip_near_names_distance(&near, table[i].name);
        cr_expect_eq(distance, table[i].distance, "[%s] and [%s]: %u", table[i].typed,
                     table[i].name, distance);
    }
}

Test(near_names, a_very_long_name_is_near_to_nothing)
{
    char name[200];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct tip_near_names near = {.wanted = name, .length = sizeof name - 1};
    cr_expect_eq(tip_near_names_distance(&near, "aaaa"), UINT_MAX);
    near.length = 4;
    cr_expect_eq(tip_near_names_distance(&near, name), UINT_MAX);
}

Test(near_names, the_nearest_are_offered_each_once)
{
    static const struct {
        const char *name;
        unsigned distance;
    } offers[] = {{"two", 2},   {NULL, UINT_MAX}, {"one", 1},    {"Two", 2},
                  {"three", 3}, {"four", 4},      {"nought", 0}, {"five", 5}};
    struct tip_near_names near = {.wanted = "x", .length = 1};
    struct tip_string out = {0};
    tip_near_names_write(&near, &out);
    cr_expect_eq(out.length, 0);
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++) {
        tip_near_names_offer(&near, offers[i].name, offers[i].distance);
    }
    tip_near_names_write(&near, &out);
    cr_expect_str_eq(out.data, "did you mean \"nought\", \"one\", \"two\", \"three\"?");
    tip_string_free(&out);
}
