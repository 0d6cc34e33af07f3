/* Counts by number in one walk over the matches, then names what was counted: a facet costs a
 * look-up a passage, and no passage is read. Years and languages come from the counts of reports,
 * countries and regions from those of sets of countries. */
#include "search/facets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/facet_list.h"
#include "search/facet_sections.h"
#include "search/language.h"
#include "search/patterns.h"

#define BIT(facet) (1u << TIP_FACET_##facet)

enum {
    TIER_MASKS = 1 << TIP_TIER_COUNT,
    CLOCK_INTERVAL = 4096, /* passages, which take some 50 us */
    YEARS = 10000,         /* those that have more digits are not counted */
    LANGUAGES = 256        /* different ones of one index; a further one is not counted */
};

/* What is counted; arrays are NULL where no facet that was asked for needs them. */
struct counts {
    uint32_t *reports;
    uint32_t *sections;
    uint32_t *sets; /* of countries */
    uint32_t kinds[TIP_KIND_COUNT];
    uint32_t tiers[TIER_MASKS]; /* by the tiers of a passage's countries, as bits */
};

struct counting {
    struct tip_searcher *searcher;
    const struct tip_columns *columns;
    struct tip_places *places; /* NULL where no facet that was asked for needs them */
    const struct tip_bitmap *matches;
    unsigned whole; /* bits of the facets that are listed whole */
    bool is_cut;    /* the time ended before all was counted */
    struct counts counts;
    struct tip_facet_builder builder; /* the facet at hand */
    struct tip_error *error;
};

/* ---- the walk ---- */

static tip_status make_counts(struct counting *counting, unsigned asked)
{
    struct counts *counts = &counting->counts;
    const struct tip_columns *columns = counting->columns;
    bool by_report = (asked & (BIT(REPORT) | BIT(YEAR) | BIT(LANGUAGE))) != 0;
    bool by_set = (asked & (BIT(COUNTRY) | BIT(REGION))) != 0;
    bool by_section = (asked & BIT(SECTION)) != 0;
    if (by_report) {
        counts->reports = calloc(tip_columns_report_count(columns) + 1, sizeof *counts->reports);
    }
    if (by_section) {
        counts->sections = calloc(tip_columns_section_count(columns) + 1, sizeof *counts->sections);
    }
    if (by_set) {
        counts->sets = calloc(tip_columns_country_set_count(columns) + 1, sizeof *counts->sets);
    }
    bool has_all = (counts->reports != NULL || !by_report) && (counts->sets != NULL || !by_set) &&
                   (counts->sections != NULL || !by_section);
    if (!has_all) {
        return tip_error_memory(counting->error, "counting facets");
    }
    return by_set || (asked & BIT(TIER)) != 0
               ? tip_searcher_places(counting->searcher, &counting->places, counting->error)
               : TIP_OK;
}

static void walk(struct counting *counting, const struct tip_bitmap *matches, unsigned asked)
{
    const struct tip_columns *columns = counting->columns;
    struct counts *counts = &counting->counts;
    uint32_t walked = 0;
    for (uint32_t n = tip_bitmap_next(matches, 1); n < matches->size && !counting->is_cut;
         n = tip_bitmap_next(matches, n + 1)) {
        counting->is_cut =
            ++walked % CLOCK_INTERVAL == 0 && tip_searcher_is_late(counting->searcher);
        counts->kinds[tip_columns_kind_of(columns, n)]++;
        if (counts->reports != NULL) {
            counts->reports[tip_columns_report_of(columns, n)]++;
        }
        if (counts->sections != NULL) {
            counts->sections[tip_columns_section_of(columns, n)]++;
        }
        if (counts->sets != NULL) {
            counts->sets[tip_columns_country_set_of(columns, n)]++;
        }
        if ((asked & BIT(TIER)) != 0) {
            uint32_t set = tip_columns_country_set_of(columns, n);
            uint32_t report = tip_columns_report_of(columns, n);
            counts->tiers[tip_places_tiers(counting->places, set, report)]++;
        }
    }
}

static tip_status add(struct counting *counting, const char *value, const char *label,
                      uint32_t count)
{
    return tip_facet_add(&counting->builder, value, label, count, counting->error);
}

/* ---- facets of reports ---- */

struct report_count {
    uint32_t report, count;
};

/* Whether `one` comes before `two`, as tip_facet_sort orders them. */
static bool is_before(const struct tip_columns *columns, const struct report_count *one,
                      const struct report_count *two)
{
    struct tip_report first, second;
    if (one->count != two->count) {
        return one->count > two->count;
    }
    tip_columns_report(columns, one->report, &first);
    tip_columns_report(columns, two->report, &second);
    return strcmp(first.id, second.id) < 0;
}

static size_t value_limit(const struct counting *counting, enum tip_facet facet)
{
    return (counting->whole >> facet & 1u) != 0 ? TIP_FACET_VALUES_WHOLE : TIP_FACET_VALUES;
}

/* Puts a report in its place among the first `limit`, of which *count are there. */
static void put_report(const struct tip_columns *columns, struct report_count *first, size_t *count,
                       size_t limit, const struct report_count *report)
{
    size_t place = 0, end = *count, kept = *count < limit ? *count : limit - 1;
    while (place < end) {
        size_t middle = place + (end - place) / 2;
        if (is_before(columns, report, &first[middle])) {
            end = middle;
        } else {
            place = middle + 1;
        }
    }
    if (place < limit) {
        memmove(first + place + 1, first + place, (kept - place) * sizeof *first);
        first[place] = *report;
        *count = kept + 1;
    }
}

/* Of very many reports only those that are shown are sorted and named. */
static tip_status list_reports(struct counting *counting)
{
    const struct tip_columns *columns = counting->columns;
    size_t limit = value_limit(counting, TIP_FACET_REPORT), count = 0, found = 0;
    struct report_count *first = calloc(limit, sizeof *first);
    if (first == NULL) {
        return tip_error_memory(counting->error, "counting facets");
    }
    for (uint32_t r = 0; r < tip_columns_report_count(columns); r++) {
        struct report_count report = {r, counting->counts.reports[r]};
        if (report.count > 0) {
            put_report(columns, first, &count, limit, &report);
            found++;
        }
    }
    counting->builder.list->more = found - count;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        struct tip_report report;
        tip_columns_report(columns, first[i].report, &report);
        status = add(counting, report.id, report.title, first[i].count);
    }
    free(first);
    return status;
}

static tip_status list_years(struct counting *counting)
{
    uint32_t counts[YEARS] = {0};
    for (uint32_t r = 0; r < tip_columns_report_count(counting->columns); r++) {
        struct tip_report report;
        tip_columns_report(counting->columns, r, &report);
        if (report.year > 0 && report.year < YEARS) {
            counts[report.year] += counting->counts.reports[r];
        }
    }
    tip_status status = TIP_OK;
    for (int y = 1; y < YEARS && status == TIP_OK; y++) {
        char year[16];
        if (counts[y] > 0) {
            snprintf(year, sizeof year, "%d", y);
            status = add(counting, year, NULL, counts[y]);
        }
    }
    return status;
}

struct language_count {
    char code[TIP_LANGUAGE_SIZE];
    uint32_t count;
};

/* Where in `languages` a language is, or is put. NULL: it is none, or there are too many. */
static struct language_count *find_language(struct language_count *languages, const char *text)
{
    char code[TIP_LANGUAGE_SIZE];
    if (!tip_language_code(code, text, strlen(text))) {
        return NULL;
    }
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (languages[i].code[0] == '\0') {
            memcpy(languages[i].code, code, sizeof code);
        }
        if (strcmp(languages[i].code, code) == 0) {
            return &languages[i];
        }
    }
    return NULL;
}

/* Reports follow each other in one language, mostly, and equal texts are one in the columns. */
static tip_status list_languages(struct counting *counting)
{
    struct language_count languages[LANGUAGES] = {0}, *found = NULL;
    const char *last = NULL;
    for (uint32_t r = 0; r < tip_columns_report_count(counting->columns); r++) {
        struct tip_report report;
        tip_columns_report(counting->columns, r, &report);
        const char *language = tip_report_language(&report);
        if (language != last) {
            found = find_language(languages, language);
            last = language;
        }
        if (found != NULL) {
            found->count += counting->counts.reports[r];
        }
    }
    tip_status status = TIP_OK;
    for (size_t i = 0; i < LANGUAGES && status == TIP_OK; i++) {
        char name[TIP_LANGUAGE_NAME_SIZE];
        if (languages[i].count > 0) {
            tip_language_name(name, languages[i].code);
            status = add(counting, languages[i].code, name, languages[i].count);
        }
    }
    return status;
}

/* ---- facets of passages ---- */

static tip_status list_kinds(struct counting *counting)
{
    tip_status status = TIP_OK;
    for (unsigned kind = 0; kind < TIP_KIND_COUNT && status == TIP_OK; kind++) {
        status = add(counting, tip_kind_name(kind), NULL, counting->counts.kinds[kind]);
    }
    return status;
}

static tip_status list_sections(struct counting *counting)
{
    const struct tip_section_tree *tree;
    tip_status status = tip_searcher_tree(counting->searcher, &tree, counting->error);
    if (status != TIP_OK) {
        return status;
    }
    return tip_facet_sections(&counting->builder, tree, counting->counts.sections,
                              tip_columns_section_count(counting->columns),
                              value_limit(counting, TIP_FACET_SECTION), counting->error);
}

/* ---- facets of countries ---- */

static const char *country_name(const struct tip_knowledge *knowledge, const char *code)
{
    size_t place;
    bool is_known = knowledge != NULL && tip_country_find(knowledge, code, strlen(code), &place);
    return is_known ? tip_country_at(knowledge, place)->name : NULL;
}

static tip_status list_countries(struct counting *counting)
{
    const struct tip_places *places = counting->places;
    uint32_t count = tip_places_country_count(places);
    uint32_t *counts = calloc((size_t)count + 1, sizeof *counts);
    tip_status status = TIP_OK;
    if (counts == NULL) {
        return tip_error_memory(counting->error, "counting facets");
    }
    for (uint32_t set = 0; set < tip_columns_country_set_count(counting->columns); set++) {
        size_t members;
        const uint32_t *countries = tip_places_of_set(places, set, &members);
        for (size_t i = 0; i < members; i++) {
            counts[countries[i]] += counting->counts.sets[set];
        }
    }
    for (uint32_t c = 0; c < count && status == TIP_OK; c++) {
        const char *code = tip_places_code(places, c);
        status = add(counting, code, country_name(counting->searcher->knowledge, code), counts[c]);
    }
    free(counts);
    return status;
}

static tip_status list_regions(struct counting *counting)
{
    const struct tip_knowledge *knowledge = counting->searcher->knowledge;
    size_t regions = knowledge == NULL ? 0 : tip_region_count(knowledge);
    tip_status status = TIP_OK;
    for (size_t r = 0; r < regions && r < TIP_PLACES_REGIONS && status == TIP_OK; r++) {
        const struct tip_region *region = tip_region_at(knowledge, r);
        uint32_t count = 0;
        for (uint32_t set = 0; set < tip_columns_country_set_count(counting->columns); set++) {
            bool is_in = (tip_places_regions(counting->places, set) >> r & 1) != 0;
            count += is_in ? counting->counts.sets[set] : 0;
        }
        status = add(counting, region->code, region->name, count);
    }
    return status;
}

static tip_status list_tiers(struct counting *counting)
{
    tip_status status = TIP_OK;
    for (unsigned tier = 0; tier < TIP_TIER_COUNT && status == TIP_OK; tier++) {
        uint32_t count = 0;
        for (unsigned mask = 0; mask < TIER_MASKS; mask++) {
            count += (mask >> tier & 1) != 0 ? counting->counts.tiers[mask] : 0;
        }
        status = add(counting, tip_tier_name((enum tip_tier)tier),
                     tip_tier_label((enum tip_tier)tier), count);
    }
    return status;
}

/* ---- facets of patterns ---- */

static tip_status list_patterns(struct counting *counting)
{
    const struct tip_knowledge *knowledge = counting->searcher->knowledge;
    size_t count = knowledge == NULL ? 0 : tip_pattern_count(knowledge);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < count && status == TIP_OK; i++) {
        const struct tip_bitmap *passages;
        bool is_cut;
        status = tip_pattern_passages(counting->searcher, i, counting->is_cut, &passages, &is_cut,
                                      counting->error);
        if (status == TIP_OK) {
            const struct tip_pattern *pattern = tip_pattern_at(knowledge, i);
            counting->is_cut |= is_cut;
            status = add(counting, pattern->id, pattern->title,
                         tip_bitmap_count_common(passages, counting->matches));
        }
    }
    return status;
}

/* ---- the whole ---- */

/* The others are sorted by their counts. */
static bool is_in_its_own_order(enum tip_facet facet)
{
    return facet == TIP_FACET_SECTION;
}

static tip_status (*const lists[TIP_FACET_COUNT])(struct counting *) = {
    [TIP_FACET_REPORT] = list_reports,    [TIP_FACET_YEAR] = list_years,
    [TIP_FACET_KIND] = list_kinds,        [TIP_FACET_SECTION] = list_sections,
    [TIP_FACET_COUNTRY] = list_countries, [TIP_FACET_REGION] = list_regions,
    [TIP_FACET_TIER] = list_tiers,        [TIP_FACET_LANGUAGE] = list_languages,
    [TIP_FACET_PATTERN] = list_patterns,
};

tip_status tip_facets_count(struct tip_reply *reply, struct tip_searcher *searcher,
                            const struct tip_bitmap *matches, unsigned asked, unsigned whole,
                            struct tip_error *error)
{
    struct counting counting = {.searcher = searcher,
                                .columns = searcher->generation->columns,
                                .matches = matches,
                                .whole = whole,
                                .error = error};
    tip_status status = make_counts(&counting, asked);
    if (status == TIP_OK) {
        walk(&counting, matches, asked);
    }
    for (int f = 0; f < TIP_FACET_COUNT && status == TIP_OK; f++) {
        if ((asked >> f & 1) == 0) {
            continue;
        }
        counting.builder = (struct tip_facet_builder){.list = &reply->facets[f]};
        status = lists[f](&counting);
        if (status == TIP_OK && !is_in_its_own_order((enum tip_facet)f)) {
            tip_facet_sort(&reply->facets[f]);
        }
    }
    if (counting.is_cut) {
        reply->is_partial = true;
        reply->total_is = TIP_TOTAL_AT_LEAST; /* a cut reply never says it is exact */
    }
    free(counting.counts.reports);
    free(counting.counts.sections);
    free(counting.counts.sets);
    return status;
}
