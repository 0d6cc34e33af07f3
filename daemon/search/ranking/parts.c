/* A part is a row. What it does to a passage's score is in the file of its name, but for synonyms
 * and countries, which are clauses of the query. */
#include "search/ranking/parts.h"

#include <string.h>

#include "base/string_builder.h"

static const struct {
    const char *name;
    const char *help;
} parts[TIP_PART_COUNT] = {
    [TIP_PART_SYNONYMS] = {"synonyms", "other words for what was typed, at less weight"},
    [TIP_PART_COUNTRIES] = {"countries", "passages on a country, by whatever name they call it"},
    [TIP_PART_WEAK_WORDS] = {"weak-words", "words that tell little, such as “which”, weigh less"},
    [TIP_PART_NEARNESS] = {"nearness", "words of the query that stand side by side"},
    [TIP_PART_CONTEXT] = {"context", "what the passages around a passage have of the query"},
    [TIP_PART_ANSWERS] = {"answers", "what a question asks for, such as figures"},
    [TIP_PART_RUNS] = {"runs", "all that was typed stands there as it was typed"},
    [TIP_PART_FEEDBACK] = {"feedback", "words that the best passages share, behind the first hits"},
};

const char *tip_part_name(enum tip_part part)
{
    return parts[part].name;
}

const char *tip_part_help(enum tip_part part)
{
    return parts[part].help;
}

static enum tip_part find_part(const char *name, size_t length)
{
    for (int i = 0; i < TIP_PART_COUNT; i++) {
        if (strlen(parts[i].name) == length && memcmp(parts[i].name, name, length) == 0) {
            return (enum tip_part)i;
        }
    }
    return TIP_PART_COUNT;
}

static tip_status refuse(const char *name, size_t length, struct tip_error *error)
{
    struct tip_string all = {0};
    for (int i = 0; i < TIP_PART_COUNT; i++) {
        tip_string_append_text(&all, i == 0 ? "" : ", ");
        tip_string_append_text(&all, parts[i].name);
    }
    tip_status status =
        tip_error_set(error, TIP_INVALID, "“%.*s” is no part of the ranking: there are %s",
                      (int)(length < 100 ? length : 100), name, all.failed ? "others" : all.data);
    tip_string_free(&all);
    return status;
}

tip_status tip_parts_read(tip_part_set *set, const char *list, struct tip_error *error)
{
    *set = 0;
    while (true) {
        size_t length = strcspn(list, ",");
        enum tip_part part = find_part(list, length);
        if (part == TIP_PART_COUNT) {
            return refuse(list, length, error);
        }
        *set |= 1u << part;
        if (list[length] == '\0') {
            return TIP_OK;
        }
        list += length + 1;
    }
}
