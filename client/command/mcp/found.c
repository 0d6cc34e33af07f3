/* Results with passages that were found.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/found.h"

#include <stdlib.h>
#include <string.h>

#include "command/mcp/quoted.h"
#include "command/mcp/tool.h"

/* ---- filters ---- */

static char *value_text(const json_t *value)
{
    char *text = NULL;

    if (json_is_string(value))
        return strdup(json_string_value(value));
    return asprintf(&text, "%ld", (long)json_number_value(value)) < 0 ? NULL : text;
}

static void add_filter(struct found_filters *filters, const char *field, const json_t *value)
{
    struct tipsearch_filter *items = realloc(filters->items, (filters->count + 1) * sizeof *items);

    if (!items)
        return;
    filters->items = items;
    /* A value that is missing is refused by the library, which so needs no memory. */
    items[filters->count++] = (struct tipsearch_filter){field, value_text(value)};
}

void found_filters_read(struct found_filters *filters, const struct argument *rows,
                        const json_t *arguments)
{
    for (const struct argument *row = rows; row->name; row++) {
        const json_t *value = json_object_get(arguments, row->name);

        if (!value || (row->kind != ARGUMENT_VALUES && row->kind != ARGUMENT_CHOICES &&
                       row->kind != ARGUMENT_YEARS))
            continue;
        if (!json_is_array(value))
            add_filter(filters, row->name, value);
        for (size_t i = 0; i < json_array_size(value); i++)
            add_filter(filters, row->name, json_array_get(value, i));
    }
}

void found_filters_free(struct found_filters *filters)
{
    for (size_t i = 0; i < filters->count; i++)
        free((char *)filters->items[i].value);
    free(filters->items);
}

/* ---- results ---- */

static const char *total_is(const struct tipsearch_result *result)
{
    static const char *const NAMES[] = {[TIPSEARCH_TOTAL_EXACT] = "exact",
                                        [TIPSEARCH_TOTAL_AT_LEAST] = "at_least",
                                        [TIPSEARCH_TOTAL_ESTIMATE] = "estimate"};

    return NAMES[result->total_is];
}

static json_t *start_result(const struct tipsearch_result *result)
{
    return json_pack("{s:I,s:s,s:b}", "total", (json_int_t)result->total, "total_is",
                     total_is(result), "partial", result->is_partial);
}

static void write_total(FILE *out, const struct tipsearch_result *result)
{
    static const char *const BEFORE[] = {[TIPSEARCH_TOTAL_EXACT] = "",
                                         [TIPSEARCH_TOTAL_AT_LEAST] = "At least ",
                                         [TIPSEARCH_TOTAL_ESTIMATE] = "About "};

    fprintf(out, "%s%lld passage%s found%s", BEFORE[result->total_is], result->total,
            result->total == 1 ? "" : "s",
            result->total_is == TIPSEARCH_TOTAL_EXACT ? " (an exact count)" : "");
    if (result->hit_count > 0)
        fprintf(out, ", %ld to %ld shown", result->hits[0].rank,
                result->hits[result->hit_count - 1].rank);
    fputs(".\n", out);
    if (result->is_partial)
        fputs("Time ran out: there may be more and better ones. Make the query narrower.\n", out);
}

static void write_line(FILE *out, const char *what, const char *text)
{
    if (!text)
        return;
    fputs(what, out);
    quoted_write_inline(out, text);
    fputc('\n', out);
}

/* Where nothing was found: why, and what to do. */
static void write_nothing(FILE *out, const struct tipsearch_result *result, const char *advice)
{
    write_line(out, "", result->hint);
    if (result->total == 0)
        fprintf(out, "%s If nothing is found, say that the reports have nothing on it.\n", advice);
}

static void write_reading(FILE *out, const struct tipsearch_result *result)
{
    write_line(out, "Read as: ", result->read_as);
    for (size_t i = 0; i < result->correction_count; i++) {
        write_line(out, "No passage has: ", result->corrections[i].typed);
        write_line(out, "Searched for instead: ", result->corrections[i].meant);
    }
    write_nothing(out, result, "Try fewer or other words, or drop a filter.");
}

static void add_hits(struct passage_list *list, const struct tipsearch_result *result)
{
    if (result->hit_count > 0)
        fputs(TOOL_QUOTED_NOTE, list->text);
    for (size_t i = 0; i < result->hit_count; i++)
        passage_add(list, &result->hits[i].passage, &result->hits[i], false);
}

/* Of passages behind those that were found. */
struct rest {
    bool is_there;
    bool is_reachable;
    long long offset;
};

static struct rest find_rest(const struct tipsearch_result *result, long offset)
{
    struct rest rest = {.offset = offset + (long long)result->hit_count};

    rest.is_there = result->hit_count > 0 && rest.offset < result->total;
    rest.is_reachable = rest.is_there && rest.offset < FOUND_REACH;
    return rest;
}

static const char BEYOND_REACH[] =
    "There are more, but none behind the 10000th is given: make the query narrower, or add a "
    "filter such as year or country.";

static void write_rest(FILE *out, const struct rest *rest)
{
    if (rest->is_reachable)
        fprintf(out, "\nThere are more: offset %lld.\n", rest->offset);
    else if (rest->is_there)
        fprintf(out, "\n%s\n", BEYOND_REACH);
}

json_t *found_result(struct passage_list *list, const struct tipsearch_result *result, long offset)
{
    json_t *value = start_result(result);
    struct rest rest = find_rest(result, offset);
    const char *hint = rest.is_there && !rest.is_reachable ? BEYOND_REACH : result->hint;

    write_total(list->text, result);
    write_reading(list->text, result);
    add_hits(list, result);
    write_rest(list->text, &rest);
    json_object_update_new(
        value, json_pack("{s:o?,s:o?,s:o*,s:o,s:O}", "read_as", quoted_line(result->read_as),
                         "corrected", quoted_line(result->corrected), "hint", quoted_line(hint),
                         "next_offset", rest.is_reachable ? json_integer(rest.offset) : json_null(),
                         "passages", list->items));
    return value;
}

json_t *found_moved(FILE *text, const struct tipsearch_moved *moved)
{
    json_t *successors;

    if (!moved->from)
        return json_null();
    successors = json_array();
    fprintf(text,
            "The text of passage %s has changed since: %.0f %% of its words are in what is shown "
            "now. Cite the id that is shown.\n",
            moved->from, 100 * moved->overlap);
    for (size_t i = 0; i < moved->successor_count; i++)
        json_array_append_new(successors, json_pack("{s:s,s:f}", "id", moved->successors[i].id,
                                                    "overlap", moved->successors[i].overlap));
    return json_pack("{s:s,s:f,s:o}", "from", moved->from, "overlap", moved->overlap, "successors",
                     successors);
}

json_t *found_similar(struct passage_list *list, const struct tipsearch_result *result)
{
    json_t *value = start_result(result);

    json_object_set_new(value, "moved", found_moved(list->text, &result->moved));
    if (result->hint)
        json_object_set_new(value, "hint", quoted_line(result->hint));
    write_total(list->text, result);
    write_nothing(list->text, result, "Try another text, or search_reports.");
    add_hits(list, result);
    json_object_set(value, "passages", list->items);
    return value;
}
