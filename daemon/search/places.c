/* Countries get numbers as the sets name them. Regions are looked up once a set; tiers, which
 * depend on the report's year as well, when they are first asked for. */
#include "search/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"

enum {
    CODES = 26 * 26, /* codes are two capitals: AA is 0 */
    YEARS = 10000,   /* later years are not known ones */
    TIERS_KNOWN = 1 << TIP_TIER_NONE,
    TIERS_LIMIT = 64 << 20 /* sets times years, a byte each, that are remembered */
};

struct tip_places {
    const struct tip_columns *columns;
    const struct tip_knowledge *knowledge;
    uint32_t country_count;
    char codes[CODES][3];
    uint32_t set_count;
    uint32_t *starts;  /* by set: where its countries begin in `members`; one more is the end */
    uint32_t *members; /* countries */
    uint32_t *regions; /* by set */
    uint32_t year_count;
    uint32_t places_of_years[YEARS]; /* of those that reports have, in the order of the reports */
    unsigned short *year_of;         /* by report */
    unsigned char *tiers; /* by set and place of the year; TIERS_KNOWN once they were looked up.
                             NULL: there would be too many */
};

/* ---- sets ---- */

/* The number of a code, or -1 for what is none. */
static int code_number(const char *code, size_t length)
{
    bool is_code =
        length == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
    return is_code ? (code[0] - 'A') * 26 + (code[1] - 'A') : -1;
}

/* Whether a country is among those from `start` bytes on. */
static bool is_member(const struct tip_string *members, size_t start, uint32_t country)
{
    for (size_t at = start; at < members->length; at += sizeof country) {
        if (memcmp(members->data + at, &country, sizeof country) == 0) {
            return true;
        }
    }
    return false;
}

/* Appends the countries of a set to `members`; `number_of` has each code's country plus one. */
static void add_set(struct tip_places *places, const char *codes, uint32_t *number_of,
                    struct tip_string *members)
{
    size_t start = members->length;
    while (codes[0] != '\0') {
        size_t length = strcspn(codes, " ");
        int code = code_number(codes, length);
        if (code >= 0) {
            if (number_of[code] == 0) {
                memcpy(places->codes[places->country_count], codes, 2);
                number_of[code] = ++places->country_count;
            }
            uint32_t country = number_of[code] - 1;
            if (!is_member(members, start, country)) {
                tip_string_append(members, &country, sizeof country);
            }
        }
        codes += length + strspn(codes + length, " ");
    }
}

static tip_status make_sets(struct tip_places *places, const struct tip_columns *columns,
                            struct tip_error *error)
{
    uint32_t number_of[CODES] = {0};
    struct tip_string members = {0};
    places->set_count = tip_columns_country_set_count(columns);
    places->starts = calloc((size_t)places->set_count + 1, sizeof *places->starts);
    for (uint32_t set = 0; places->starts != NULL && set < places->set_count; set++) {
        add_set(places, tip_columns_country_set(columns, set), number_of, &members);
        places->starts[set + 1] = (uint32_t)(members.length / sizeof(uint32_t));
    }
    places->members = (uint32_t *)(void *)tip_string_release(&members);
    return places->starts == NULL || places->members == NULL
               ? tip_error_memory(error, "arranging the countries")
               : TIP_OK;
}

/* ---- regions ---- */

static uint32_t region_bit(const struct tip_places *places, const char *code)
{
    size_t country, region;
    if (places->knowledge == NULL || !tip_country_find(places->knowledge, code, 2, &country)) {
        return 0;
    }
    const char *name = tip_country_at(places->knowledge, country)->region;
    bool is_known = name != NULL &&
                    tip_region_find(places->knowledge, name, strlen(name), &region) &&
                    region < TIP_PLACES_REGIONS;
    return is_known ? UINT32_C(1) << region : 0;
}

static tip_status make_regions(struct tip_places *places, struct tip_error *error)
{
    uint32_t bits[CODES];
    places->regions = calloc((size_t)places->set_count + 1, sizeof *places->regions);
    if (places->regions == NULL) {
        return tip_error_memory(error, "arranging the regions");
    }
    for (uint32_t country = 0; country < places->country_count; country++) {
        bits[country] = region_bit(places, places->codes[country]);
    }
    for (uint32_t set = 0; set < places->set_count; set++) {
        for (uint32_t i = places->starts[set]; i < places->starts[set + 1]; i++) {
            places->regions[set] |= bits[places->members[i]];
        }
    }
    return TIP_OK;
}

/* ---- years and tiers ---- */

static tip_status make_years(struct tip_places *places, const struct tip_columns *columns,
                             struct tip_error *error)
{
    uint32_t reports = tip_columns_report_count(columns);
    bool is_seen[YEARS] = {0};
    places->year_of = calloc((size_t)reports + 1, sizeof *places->year_of);
    for (uint32_t r = 0; places->year_of != NULL && r < reports; r++) {
        struct tip_report report;
        tip_columns_report(columns, r, &report);
        int year = report.year > 0 && report.year < YEARS ? report.year : 0;
        places->year_of[r] = (unsigned short)year;
        if (!is_seen[year]) {
            is_seen[year] = true;
            places->places_of_years[year] = places->year_count++;
        }
    }
    size_t cells = (size_t)places->set_count * places->year_count;
    if (cells <= TIERS_LIMIT) {
        places->tiers = calloc(cells + 1, 1);
    }
    return places->year_of == NULL || (cells <= TIERS_LIMIT && places->tiers == NULL)
               ? tip_error_memory(error, "arranging the years")
               : TIP_OK;
}

static unsigned look_up_tiers(const struct tip_places *places, uint32_t set, int year)
{
    unsigned tiers = 0;
    for (uint32_t i = places->starts[set]; i < places->starts[set + 1]; i++) {
        tiers |= 1u << tip_tier_of(places->knowledge, places->codes[places->members[i]], year);
    }
    return tiers & ~(1u << TIP_TIER_NONE);
}

unsigned tip_places_tiers(struct tip_places *places, uint32_t set, uint32_t report)
{
    if (places->knowledge == NULL) {
        return 0;
    }
    int year = places->year_of[report];
    if (places->tiers == NULL) {
        return look_up_tiers(places, set, year);
    }
    unsigned char *known =
        &places->tiers[(size_t)set * places->year_count + places->places_of_years[year]];
    if (*known == 0) {
        *known = (unsigned char)(TIERS_KNOWN | look_up_tiers(places, set, year));
    }
    return *known & ~(unsigned)TIERS_KNOWN;
}

/* ---- the whole ---- */

tip_status tip_places_make(struct tip_places **out, const struct tip_columns *columns,
                           const struct tip_knowledge *knowledge, struct tip_error *error)
{
    struct tip_places *places = calloc(1, sizeof *places);
    if (places == NULL) {
        return tip_error_memory(error, "arranging the countries");
    }
    places->columns = columns;
    places->knowledge = knowledge;
    tip_status status = make_sets(places, columns, error);
    if (status == TIP_OK) {
        status = make_regions(places, error);
    }
    if (status == TIP_OK) {
        status = make_years(places, columns, error);
    }
    if (status != TIP_OK) {
        tip_places_free(places);
        return status;
    }
    *out = places;
    return TIP_OK;
}

void tip_places_free(struct tip_places *places)
{
    if (places == NULL) {
        return;
    }
    free(places->starts);
    free(places->members);
    free(places->regions);
    free(places->year_of);
    free(places->tiers);
    free(places);
}

uint32_t tip_places_country_count(const struct tip_places *places)
{
    return places->country_count;
}

const char *tip_places_code(const struct tip_places *places, uint32_t country)
{
    return places->codes[country];
}

const uint32_t *tip_places_of_set(const struct tip_places *places, uint32_t set, size_t *count)
{
    *count = places->starts[set + 1] - places->starts[set];
    return places->members + places->starts[set];
}

uint32_t tip_places_regions(const struct tip_places *places, uint32_t set)
{
    return places->regions[set];
}

static bool set_has(const struct tip_places *places, uint32_t set, const char *code)
{
    for (uint32_t i = places->starts[set]; i < places->starts[set + 1]; i++) {
        if (memcmp(places->codes[places->members[i]], code, 2) == 0) {
            return true;
        }
    }
    return false;
}

void tip_places_add_passages(const struct tip_places *places, const char *code,
                             struct tip_bitmap *bitmap)
{
    const struct tip_columns *columns = places->columns;
    uint32_t last = 0; /* passages of one set follow each other, mostly */
    bool last_has = false;
    for (uint32_t n = 1; n < tip_columns_size(columns) && n < bitmap->size; n++) {
        if (!tip_columns_has(columns, n)) {
            continue;
        }
        uint32_t set = tip_columns_country_set_of(columns, n);
        if (set != last) {
            last = set;
            last_has = set_has(places, set, code);
        }
        if (last_has) {
            tip_bitmap_set(bitmap, n);
        }
    }
}
