/* Countries, regions and tiers by any of their names, patterns by their id; a name that nobody has
 * is answered with those that are near. */
#include "search/filter_places.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "search/near_names.h"

enum { SHOWN_BYTES = 60 }; /* of a value that is refused */

static tip_status refuse(const struct tip_query_reader *reader, const char *takes,
                         const struct tip_near_names *near)
{
    struct tip_string hint = {0};
    tip_near_names_write(near, &hint);
    tip_status status =
        tip_error_set(reader->error, TIP_INVALID, "%s, not \"%.*s\"%s%s", takes,
                      (int)tip_utf8_cut(near->wanted, near->length, SHOWN_BYTES), near->wanted,
                      hint.length > 0 ? ": " : "", hint.length > 0 ? hint.data : "");
    tip_string_free(&hint);
    return status;
}

/* ---- country: ---- */

/* Of each country the name that is nearest. */
static void offer_countries(const struct tip_knowledge *knowledge, struct tip_near_names *near)
{
    for (size_t place = 0; place < tip_country_count(knowledge); place++) {
        const char *best = NULL;
        unsigned least = UINT_MAX;
        for (size_t i = 0; i < tip_country_at(knowledge, place)->name_count; i++) {
            const char *name = tip_country_name(knowledge, place, i);
            unsigned distance = tip_near_names_distance(near, name);
            if (distance < least) {
                best = name;
                least = distance;
            }
        }
        tip_near_names_offer(near, best, least);
    }
}

/* Without knowledge a code of two letters is taken for what it is. */
static bool take_code(struct tip_filter *filter, const char *text, size_t length)
{
    bool is_code =
        length == 2 && isalpha((unsigned char)text[0]) && isalpha((unsigned char)text[1]);
    if (is_code) {
        filter->code[0] = (char)toupper((unsigned char)text[0]);
        filter->code[1] = (char)toupper((unsigned char)text[1]);
        filter->code[2] = '\0';
    }
    return is_code;
}

tip_status tip_filter_read_country(struct tip_query_reader *reader, const char *text, size_t length,
                                   struct tip_filter *filter)
{
    const struct tip_knowledge *knowledge = reader->knowledge;
    struct tip_near_names near = {.wanted = text, .length = length};
    size_t place;
    if (knowledge != NULL && tip_country_find(knowledge, text, length, &place)) {
        snprintf(filter->code, sizeof filter->code, "%s", tip_country_at(knowledge, place)->code);
        return TIP_OK;
    }
    bool knows_countries = knowledge != NULL && tip_country_count(knowledge) > 0;
    if (!knows_countries && take_code(filter, text, length)) {
        return TIP_OK;
    }
    if (knows_countries) {
        offer_countries(knowledge, &near);
    }
    return refuse(reader, "country: takes a country such as country:KH or country:\"South Korea\"",
                  &near);
}

/* ---- region: ---- */

/* Few enough to be named all. */
static tip_status refuse_region(const struct tip_query_reader *reader,
                                const struct tip_near_names *near)
{
    struct tip_string takes = {0};
    size_t count = reader->knowledge == NULL ? 0 : tip_region_count(reader->knowledge);
    for (size_t i = 0; i < count; i++) {
        const struct tip_region *region = tip_region_at(reader->knowledge, i);
        tip_string_printf(&takes, "%s%s (%s)", i == 0 ? "region: takes one of " : ", ",
                          region->code, region->name);
    }
    tip_status status =
        refuse(reader, takes.length > 0 ? takes.data : "region: no regions are known here", near);
    tip_string_free(&takes);
    return status;
}

tip_status tip_filter_read_region(struct tip_query_reader *reader, const char *text, size_t length,
                                  struct tip_filter *filter)
{
    struct tip_near_names near = {.wanted = text, .length = length};
    if (reader->knowledge == NULL ||
        !tip_region_find(reader->knowledge, text, length, &filter->region)) {
        return refuse_region(reader, &near);
    }
    snprintf(filter->code, sizeof filter->code, "%s",
             tip_region_at(reader->knowledge, filter->region)->code);
    return TIP_OK;
}

/* ---- tier: ---- */

tip_status tip_filter_read_tier(struct tip_query_reader *reader, const char *text, size_t length,
                                struct tip_filter *filter)
{
    struct tip_near_names near = {.wanted = text, .length = length};
    enum tip_tier tier;
    if (!tip_tier_parse(&tier, text, length)) {
        return refuse(reader, "tier: takes one of 1, 2, 2WL (Watch List), 3, SC (Special Case)",
                      &near);
    }
    filter->tier = tier;
    snprintf(filter->code, sizeof filter->code, "%s", tip_tier_name(tier));
    return TIP_OK;
}

/* ---- pattern: ---- */

static void lower(char *id, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        id[i] = (char)tolower((unsigned char)text[i]);
    }
    id[length] = '\0';
}

/* Ids, and titles for who does not know them. */
static void offer_patterns(const struct tip_knowledge *knowledge, struct tip_near_names *near)
{
    for (size_t place = 0; place < tip_pattern_count(knowledge); place++) {
        const struct tip_pattern *pattern = tip_pattern_at(knowledge, place);
        unsigned by_id = tip_near_names_distance(near, pattern->id);
        unsigned by_title = tip_near_names_distance(near, pattern->title);
        tip_near_names_offer(near, pattern->id, by_id < by_title ? by_id : by_title);
    }
}

tip_status tip_filter_read_pattern(struct tip_query_reader *reader, const char *text, size_t length,
                                   struct tip_filter *filter)
{
    struct tip_near_names near = {.wanted = text, .length = length};
    char id[128];
    if (reader->knowledge != NULL && length < sizeof id) {
        lower(id, text, length);
        if (tip_pattern_find(reader->knowledge, id, length, &filter->pattern)) {
            filter->value_length = length;
            return tip_query_keep(reader, id, length, &filter->value_offset);
        }
    }
    if (reader->knowledge != NULL) {
        offer_patterns(reader->knowledge, &near);
    }
    return refuse(reader, "pattern: takes the id of a pattern that PATTERNS lists", &near);
}

/* ---- writing ---- */

void tip_filter_write_code(struct tip_string *out, const struct tip_query *query,
                           const struct tip_filter *filter)
{
    (void)query;
    tip_string_append_text(out, filter->code);
}
