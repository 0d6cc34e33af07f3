/* Values are compared with the facts as the dump tells them. */
#include "oracle/filters.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const oracle_field_names[ORACLE_FIELD_COUNT] = {
    [ORACLE_COUNTRY] = "country", [ORACLE_KIND] = "kind",     [ORACLE_YEAR] = "year",
    [ORACLE_SECTION] = "section", [ORACLE_REPORT] = "report",
};

static const json_t *report_of(const struct oracle_passage *passage)
{
    return json_object_get(passage->facts, "report");
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcasecmp(json_string_value(value), text) == 0;
}

bool oracle_passage_is(const struct oracle_passage *passage, const char *key, const char *value)
{
    return is_text(json_object_get(passage->facts, key), value);
}

bool oracle_passage_names(const struct oracle_passage *passage, const char *code)
{
    const json_t *country;
    size_t i;
    json_array_foreach(json_object_get(passage->facts, "countries"), i, country)
    {
        if (is_text(country, code)) {
            return true;
        }
    }
    return false;
}

/* 2023, 2021..2023, 2021.., ..2022 */
static bool is_in_years(const struct oracle_passage *passage, const char *value)
{
    long year = (long)json_integer_value(json_object_get(report_of(passage), "year"));
    const char *dots = strstr(value, "..");
    long from = dots == value ? LONG_MIN : strtol(value, NULL, 10);
    long to = dots == NULL ? from : dots[2] == '\0' ? LONG_MAX : strtol(dots + 2, NULL, 10);
    return year != 0 && year >= from && year <= to;
}

/* All words in one heading. */
static bool stands_under(const struct oracle_passage *passage, const struct oracle_leaf *leaf)
{
    for (size_t h = 1; h <= passage->heading_count; h++) {
        const struct oracle_stretch *heading = &passage->stretches[h];
        size_t found = 0;
        for (size_t part = 0; part < leaf->part_count; part++) {
            bool has = false;
            for (size_t i = 0; i < heading->place_count; i++) {
                has |= leaf->parts[part].stem[heading->places[i]];
            }
            found += has;
        }
        if (found == leaf->part_count) {
            return true;
        }
    }
    return false;
}

static bool has_value(const struct oracle_passage *passage, enum oracle_field field,
                      const char *value)
{
    switch (field) {
    case ORACLE_COUNTRY:
        return oracle_passage_names(passage, value);
    case ORACLE_KIND:
        return oracle_passage_is(passage, "kind", value);
    case ORACLE_YEAR:
        return is_in_years(passage, value);
    case ORACLE_REPORT:
        return is_text(json_object_get(report_of(passage), "id"), value);
    case ORACLE_SECTION:
    case ORACLE_FIELD_COUNT:
        break;
    }
    return false;
}

bool oracle_filter_matches(const struct oracle_passage *passage, const struct oracle_node *node,
                           const struct oracle_leaf *leaf)
{
    if (node->field == ORACLE_SECTION) {
        return stands_under(passage, leaf);
    }
    char values[ORACLE_TEXT], *rest = NULL;
    snprintf(values, sizeof values, "%s", node->text);
    for (char *value = strtok_r(values, ",", &rest); value != NULL;
         value = strtok_r(NULL, ",", &rest)) {
        if (has_value(passage, node->field, value)) {
            return true;
        }
    }
    return false;
}
