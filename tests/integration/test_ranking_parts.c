/* The table of what each part of the ranking brings can be had again, row by row. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "relevance_fixture.h"

static double gain_without(struct collection *collection, const char *part)
{
    const char *items[] = {"--without", part};
    const struct program_options options = {.items = items, .count = 2};
    return tip_collection_gain(collection, &options);
}

/* "| without NAME | 0.1234\\* |": true for a row about one part. */
static bool read_row(const char *line, char part[32], char gain[16])
{
    if (sscanf(line, "| without %31[a-z-] | %15[0-9.]", part, gain) != 2)
        return false;
    return strcmp(part, "any") != 0;
}

Test(ranking_parts, a_part_left_out_has_the_figure_of_its_row, .timeout = 170)
{
    char *folder = tip_shared_collection("med");
    if (folder == NULL)
        return;
    struct tip_run table;
    TIP_RUN(&table, "evaluate", "--parts", "--queries", "6", folder);
    cr_assert_eq(table.status, 0, "%s", table.err);
    struct collection collection;
    tip_collection_index(&collection, folder);
    judged_queries_cut(&collection.queries, 6);
    size_t rows = 0;
    char *rest = NULL;
    for (char *line = strtok_r(table.out, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char part[32], gain[16], alone[16];
        if (read_row(line, part, gain)) {
            snprintf(alone, sizeof alone, "%.4f", gain_without(&collection, part));
            cr_expect_str_eq(alone, gain, "without %s: %s alone, %s in the table", part, alone,
                             gain);
            rows++;
        }
    }
    cr_expect_gt(rows, 3, "%zu rows", rows);
    collection_free(&collection);
    tip_run_free(&table);
    free(folder);
}
