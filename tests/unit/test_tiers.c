/* tiers.tsv against the report's own table of placements, entry by entry.
 *
 * The table stands in columns: below a tier's heading each line holds one cell a column, and a
 * country's name may go on in the cell below. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"
#include "knowledge/knowledge.h"

enum { YEAR = 2023, CELL_COLUMNS = 8, CELL_ROWS = 32, NAME_ROOM = 200 };

static const struct {
    const char *heading;
    enum tip_tier tier;
} headings[] = {
    {"TIER 1", TIP_TIER_1},
    {"TIER 2", TIP_TIER_2},
    {"TIER 2 WATCH LIST", TIP_TIER_2_WATCH_LIST},
    {"TIER 3", TIP_TIER_3},
    {"SPECIAL CASE", TIP_TIER_SPECIAL_CASE},
};

/* The cells below one heading. */
struct grid {
    enum tip_tier tier;
    size_t rows;
    const char *cells[CELL_ROWS][CELL_COLUMNS]; /* NULL: none */
};

static struct tip_knowledge *knowledge;
static unsigned entries[TIP_TIER_COUNT];

static void add_row(struct grid *grid, char *line)
{
    cr_assert_lt(grid->rows, CELL_ROWS);
    size_t column = 0;
    for (char *cell; (cell = strsep(&line, "\t")) != NULL; column++) {
        cr_assert_lt(column, CELL_COLUMNS);
        grid->cells[grid->rows][column] = *cell != '\0' ? cell : NULL;
    }
    grid->rows++;
}

static void expect_placement(const char *name, size_t place, enum tip_tier tier)
{
    const char *code = tip_country_at(knowledge, place)->code;
    enum tip_tier found = tip_tier_of(knowledge, code, YEAR);
    cr_expect_eq(found, tier, "%s (%s): %s in tiers.tsv, %s in the report", name, code,
                 found != TIP_TIER_NONE ? tip_tier_label(found) : "nothing", tip_tier_label(tier));
    entries[tier]++;
}

/* A cell by itself or with the one below it is a country's name. True when it took both. */
static bool take_cell(const struct grid *grid, size_t row, size_t column)
{
    const char *cell = grid->cells[row][column];
    const char *below = row + 1 < grid->rows ? grid->cells[row + 1][column] : NULL;
    char both[NAME_ROOM];
    size_t place;
    snprintf(both, sizeof both, "%s %s", cell, below != NULL ? below : "");
    bool takes_both = below != NULL && tip_country_find(knowledge, both, strlen(both), &place);
    if (takes_both || tip_country_find(knowledge, cell, strlen(cell), &place))
        expect_placement(takes_both ? both : cell, place, grid->tier);
    else
        cr_expect_fail("'%s' is no country that countries.tsv knows", cell);
    return takes_both;
}

static void take_grid(const struct grid *grid)
{
    for (size_t column = 0; column < CELL_COLUMNS; column++) {
        for (size_t row = 0; row < grid->rows; row++) {
            if (grid->cells[row][column] != NULL && take_cell(grid, row, column))
                row++;
        }
    }
}

static enum tip_tier tier_of_heading(const char *line)
{
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (strcmp(headings[i].heading, line) == 0)
            return headings[i].tier;
    }
    return TIP_TIER_NONE;
}

static void take_table(char *table)
{
    struct grid grid = {0};
    for (char *line; (line = strsep(&table, "\n")) != NULL;) {
        enum tip_tier tier = tier_of_heading(line);
        if (tier != TIP_TIER_NONE || strncmp(line, "Boundary ", 9) == 0) {
            take_grid(&grid);
            grid = (struct grid){.tier = tier};
        } else if (grid.tier != TIP_TIER_NONE && *line != '\0' && *line != '-') {
            add_row(&grid, line);
        }
        if (grid.tier == TIP_TIER_NONE && entries[TIP_TIER_SPECIAL_CASE] > 0)
            return;
    }
}

Test(tiers, placements_of_2023_are_those_of_the_report)
{
    const char *path = tip_test_report();
    if (path == NULL)
        return;
    struct tip_error error;
    char *folder = tip_test_path(getenv("TIP_SOURCE"), "corpus");
    cr_assert_eq(tip_knowledge_read(&knowledge, folder, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    char *report = tip_test_read(path, NULL);
    char *table = strstr(report, "TIER PLACEMENTS AND REGIONAL MAPS\n\nTIER 1");
    cr_assert_not_null(table);
    take_table(table);
    unsigned total = 0;
    for (enum tip_tier tier = TIP_TIER_1; tier < TIP_TIER_COUNT; tier++)
        total += entries[tier];
    /* The report of 2023 places 188 countries and areas. */
    cr_expect_eq(total, 188);
    cr_expect_eq(tip_placement_count(knowledge), total);
    free(report);
    tip_knowledge_free(knowledge);
    free(folder);
}
