/* Releasing a comparison. */
#include "search/comparison.h"

#include <stdlib.h>

#include "search/reply.h"
#include "search/view.h"

static void free_views(struct tip_view *views, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tip_view_free(&views[i]);
    }
    free(views);
}

static void free_entry(struct tip_shown_entry *entry)
{
    for (size_t i = 0; i < entry->hunk_count; i++) {
        for (size_t p = 0; p < entry->hunks[i].piece_count; p++) {
            free(entry->hunks[i].pieces[p].text);
        }
        free(entry->hunks[i].pieces);
    }
    free(entry->hunks);
    free_views(entry->was, entry->was_count);
    free_views(entry->now, entry->now_count);
}

static void free_counts(struct tip_facet_count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(counts[i].value);
        free(counts[i].label);
    }
    free(counts);
}

void tip_comparison_free(struct tip_comparison *comparison)
{
    if (comparison == NULL) {
        return;
    }
    for (size_t i = 0; i < comparison->year_count; i++) {
        free(comparison->years[i].reports);
        free_counts(comparison->years[i].kinds, comparison->years[i].kind_count);
        free_counts(comparison->years[i].patterns, comparison->years[i].pattern_count);
    }
    for (size_t i = 0; i < comparison->step_count; i++) {
        for (size_t e = 0; e < comparison->steps[i].entry_count; e++) {
            free_entry(&comparison->steps[i].entries[e]);
        }
        free(comparison->steps[i].entries);
    }
    free(comparison);
}
