/* tiers.tsv: the tier on which each year's report placed a country. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "knowledge/parts.h"
#include "knowledge/tsv.h"

enum { YEAR, CODE, TIER, COLUMN_COUNT };

enum { YEAR_FIRST = 2001, YEAR_LAST = 2100 }; /* the report appears since 2001 */

static const struct tip_tsv_column columns[COLUMN_COUNT] = {
    [YEAR] = {"year", true},
    [CODE] = {"country", true},
    [TIER] = {"tier", true},
};

static const struct {
    const char *name;
    const char *label;
} tiers[TIP_TIER_COUNT] = {
    [TIP_TIER_1] = {"1", "Tier 1"},
    [TIP_TIER_2] = {"2", "Tier 2"},
    [TIP_TIER_2_WATCH_LIST] = {"2WL", "Tier 2 Watch List"},
    [TIP_TIER_3] = {"3", "Tier 3"},
    [TIP_TIER_SPECIAL_CASE] = {"SC", "Special Case"},
};

/* Further ways to write a tier. */
static const struct {
    const char *name;
    enum tip_tier tier;
} other_names[] = {
    {"2W", TIP_TIER_2_WATCH_LIST},          {"2 watch list", TIP_TIER_2_WATCH_LIST},
    {"watch list", TIP_TIER_2_WATCH_LIST},  {"watchlist", TIP_TIER_2_WATCH_LIST},
    {"2 watchlist", TIP_TIER_2_WATCH_LIST}, {"special", TIP_TIER_SPECIAL_CASE},
};

const char *tip_tier_name(enum tip_tier tier)
{
    return tiers[tier].name;
}

const char *tip_tier_label(enum tip_tier tier)
{
    return tiers[tier].label;
}

static bool is_name(const char *name, size_t length, const char *known)
{
    return known != NULL && strlen(known) == length && strncasecmp(name, known, length) == 0;
}

bool tip_tier_parse(enum tip_tier *tier, const char *name, size_t length)
{
    for (enum tip_tier i = TIP_TIER_1; i < TIP_TIER_COUNT; i++) {
        if (is_name(name, length, tiers[i].name) || is_name(name, length, tiers[i].label)) {
            *tier = i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof other_names / sizeof other_names[0]; i++) {
        if (is_name(name, length, other_names[i].name)) {
            *tier = other_names[i].tier;
            return true;
        }
    }
    return false;
}

/* ---- reading ---- */

static bool read_year(const char *text, int *year)
{
    char *end;
    long number = strtol(text, &end, 10);
    *year = number >= YEAR_FIRST && number <= YEAR_LAST ? (int)number : 0;
    return *year != 0 && *end == '\0';
}

/* Tells of what is wrong in a row. */
static bool read_row(const struct tip_knowledge *knowledge, const struct tip_tsv_row *row,
                     struct tip_placement *placement, struct tip_faults *faults)
{
    const struct tip_tsv_cell *year = &row->cells[YEAR];
    const struct tip_tsv_cell *code = &row->cells[CODE];
    const struct tip_tsv_cell *tier = &row->cells[TIER];
    size_t country;
    if (!read_year(year->text, &placement->year))
        tip_fault(faults, row->line, year->column, "'%.20s' is no year from %d to %d", year->text,
                  YEAR_FIRST, YEAR_LAST);
    else if (strlen(code->text) != 2 || !tip_country_find(knowledge, code->text, 2, &country) ||
             strcmp(knowledge->countries[country].code, code->text) != 0)
        tip_fault(faults, row->line, code->column,
                  "'%.20s' is no code of a country in countries.tsv: two capital letters",
                  code->text);
    else if (!tip_tier_parse(&placement->tier, tier->text, strlen(tier->text)))
        tip_fault(faults, row->line, tier->column, "'%.20s' is no tier: write 1, 2, 2WL, 3 or SC",
                  tier->text);
    else
        return memcpy(placement->code, code->text, sizeof placement->code) != NULL;
    return false;
}

static int compare(const void *a, const void *b)
{
    const struct tip_placement *one = a, *other = b;
    int years = (one->year > other->year) - (one->year < other->year);
    return years != 0 ? years : strcmp(one->code, other->code);
}

/* Remembers the line of each country and year, by a key such as "2023KH". */
static bool note_placement(struct tip_knowledge *knowledge, struct tip_key_table *lines,
                           const struct tip_placement *placement, const struct tip_tsv_row *row,
                           struct tip_faults *faults)
{
    struct tip_string key = {0};
    tip_string_printf(&key, "%d%s", placement->year, placement->code);
    const uint32_t *line = key.failed ? NULL : tip_key_table_find(lines, key.data, key.length);
    if (line != NULL)
        tip_fault(faults, row->line, row->cells[CODE].column,
                  "%s has a tier of %d in line %u already: take one out", placement->code,
                  placement->year, (unsigned)*line);
    const char *kept =
        key.failed ? NULL : tip_strings_keep(&knowledge->strings, key.data, key.length);
    bool is_good = kept != NULL && tip_key_table_add(lines, kept, key.length, row->line);
    tip_string_free(&key);
    return is_good;
}

static bool add_placement(struct tip_knowledge *knowledge, const struct tip_placement *placement)
{
    if (!tip_list_grow(&knowledge->placements, knowledge->placement_count, sizeof *placement))
        return false;
    knowledge->placements[knowledge->placement_count++] = *placement;
    return true;
}

tip_status tip_tiers_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                          struct tip_faults *faults, struct tip_error *error)
{
    struct tip_key_table lines = {0};
    struct tip_tsv tsv;
    struct tip_tsv_row row;
    bool is_good = true;
    if (tip_tsv_open(&tsv, bytes, size, columns, COLUMN_COUNT, faults)) {
        while (is_good && tip_tsv_next(&tsv, &row)) {
            struct tip_placement placement;
            if (read_row(knowledge, &row, &placement, faults))
                is_good = note_placement(knowledge, &lines, &placement, &row, faults) &&
                          add_placement(knowledge, &placement);
        }
    }
    if (knowledge->placement_count > 0)
        qsort(knowledge->placements, knowledge->placement_count, sizeof *knowledge->placements,
              compare);
    tip_key_table_free(&lines);
    return is_good ? TIP_OK : tip_error_memory(error, "reading tiers");
}

size_t tip_placement_count(const struct tip_knowledge *knowledge)
{
    return knowledge->placement_count;
}

enum tip_tier tip_tier_of(const struct tip_knowledge *knowledge, const char code[3], int year)
{
    struct tip_placement wanted = {.year = year};
    memcpy(wanted.code, code, sizeof wanted.code);
    if (knowledge->placement_count == 0)
        return TIP_TIER_NONE;
    const struct tip_placement *found =
        bsearch(&wanted, knowledge->placements, knowledge->placement_count, sizeof wanted, compare);
    return found != NULL ? found->tier : TIP_TIER_NONE;
}
