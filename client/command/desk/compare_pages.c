/* What the forms of a comparison have in common.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/compare_pages.h"

#include <string.h>

enum { VALUES_ALWAYS = 10 }; /* told even if they are the same in all years */

const struct tipsearch_change *compare_pages_change(const struct compare_pages *pages, size_t step,
                                                    enum tipsearch_change_kind kind, size_t place)
{
    for (size_t i = 0; i < pages->count; i++) {
        const struct tipsearch_comparison *page = pages->items[i];
        const struct tipsearch_changes *changes;

        if (step >= page->step_count)
            continue;
        changes = &page->steps[step].changes[kind];
        if (place < changes->count)
            return &changes->items[place];
        place -= changes->count;
    }
    return NULL;
}

long long compare_count_of(const struct tipsearch_count *counts, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(counts[i].value, value) == 0)
            return counts[i].count;
    return 0;
}

/* Whether some year before `year` has the value already. */
static bool is_listed(const struct tipsearch_comparison *comparison, size_t year, bool is_pattern,
                      const char *value)
{
    for (size_t y = 0; y < year; y++) {
        const struct tipsearch_year *other = &comparison->years[y];
        const struct tipsearch_count *counts = is_pattern ? other->patterns : other->kinds;
        size_t count = is_pattern ? other->pattern_count : other->kind_count;

        if (compare_count_of(counts, count, value) > 0)
            return true;
    }
    return false;
}

static bool is_the_same_in_all(const struct tipsearch_comparison *comparison, bool is_pattern,
                               const struct tipsearch_count *value)
{
    for (size_t y = 0; y < comparison->year_count; y++) {
        const struct tipsearch_year *year = &comparison->years[y];
        const struct tipsearch_count *counts = is_pattern ? year->patterns : year->kinds;
        size_t count = is_pattern ? year->pattern_count : year->kind_count;

        if (compare_count_of(counts, count, value->value) != value->count)
            return false;
    }
    return true;
}

size_t compare_for_each_value(const struct tipsearch_comparison *comparison, bool is_pattern,
                              void (*tell)(void *context, const struct tipsearch_count *count),
                              void *context)
{
    size_t left_out = 0;

    for (size_t y = 0; y < comparison->year_count; y++) {
        const struct tipsearch_year *year = &comparison->years[y];
        const struct tipsearch_count *counts = is_pattern ? year->patterns : year->kinds;
        size_t count = is_pattern ? year->pattern_count : year->kind_count;

        for (size_t i = 0; i < count; i++) {
            if (is_listed(comparison, y, is_pattern, counts[i].value))
                continue;
            if (i < VALUES_ALWAYS || !is_the_same_in_all(comparison, is_pattern, &counts[i]))
                tell(context, &counts[i]);
            else
                left_out++;
        }
    }
    return left_out;
}

const char *compare_kind_title(enum tipsearch_change_kind kind)
{
    static const char *const titles[TIPSEARCH_CHANGE_KINDS] = {
        [TIPSEARCH_CHANGED] = "Changed",
        [TIPSEARCH_NEW] = "New",
        [TIPSEARCH_GONE_TEXT] = "Gone",
        [TIPSEARCH_MOVED] = "Moved, in the same words",
    };

    return titles[kind];
}
