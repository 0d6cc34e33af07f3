/* Requests as lines: the JSON form of the protocol, since an encoder knows how to quote.
 *
 * Only what differs from the server's defaults is sent. Limits are the server's to check, as they
 * may differ from one version to the next; here only what cannot be written is refused.
 *
 * SPDX-License-Identifier: MIT */
#include <jansson.h>

#include "library/error.h"

/* A request under way; the first failure stays. */
struct request {
    json_t *object;
    enum tipsearch_code code;
    struct tipsearch_error *error;
};

static void request_begin(struct request *request, const char *command,
                          struct tipsearch_error *error)
{
    request->error = error;
    request->code = TIPSEARCH_OK;
    request->object = json_pack("{s:s}", "cmd", command);
    if (!request->object)
        request->code = tipsearch_error_memory(error, "a request");
}

/* Takes `value` over; NULL is missing memory. */
static void request_set(struct request *request, const char *key, json_t *value)
{
    if (request->code != TIPSEARCH_OK)
        json_decref(value);
    else if (!value || json_object_set_new(request->object, key, value) < 0)
        request->code = tipsearch_error_memory(request->error, "a request");
}

static bool is_utf8(const char *text)
{
    json_t *value = json_string(text);

    json_decref(value);
    return value != NULL;
}

static void request_set_text(struct request *request, const char *key, const char *text)
{
    if (request->code != TIPSEARCH_OK || !text)
        return;
    if (is_utf8(text))
        request_set(request, key, json_string(text));
    else
        request->code = tipsearch_error_set(request->error, TIPSEARCH_INVALID,
                                            "the %s is not valid UTF-8", key);
}

/* `least` is the smallest number that can be asked for. */
static void request_set_number(struct request *request, const char *key, long number, long least)
{
    if (request->code != TIPSEARCH_OK)
        return;
    if (number < least)
        request->code = tipsearch_error_set(request->error, TIPSEARCH_INVALID,
                                            "%s: %ld is below %ld", key, number, least);
    else
        request_set(request, key, json_integer(number));
}

static void request_set_limit(struct request *request, long limit)
{
    if (limit != 0)
        request_set_number(request, "limit", limit == TIPSEARCH_NO_HITS ? 0 : limit, 0);
}

static void request_set_facets(struct request *request, const struct tipsearch_query *query)
{
    json_t *names;

    if (request->code != TIPSEARCH_OK || query->facet_count == 0)
        return;
    names = json_array();
    for (size_t i = 0; i < query->facet_count; i++) {
        if (json_array_append_new(names, json_string(query->facets[i])) == 0)
            continue;
        json_decref(names);
        request->code = tipsearch_error_set(request->error, TIPSEARCH_INVALID,
                                            "the name of facet %zu is not valid UTF-8", i + 1);
        return;
    }
    request_set(request, "facets", names);
}

/* A field's values are an array, which its first filter makes. */
static bool add_value(json_t *object, const struct tipsearch_filter *filter)
{
    if (!filter->field || !filter->value || !is_utf8(filter->field) || !is_utf8(filter->value))
        return false;
    if (!json_object_get(object, filter->field))
        json_object_set_new(object, filter->field, json_array());
    return json_array_append_new(json_object_get(object, filter->field),
                                 json_string(filter->value)) == 0;
}

static void request_add_filters(struct request *request, const struct tipsearch_query *query)
{
    for (size_t i = 0; i < query->filter_count && request->code == TIPSEARCH_OK; i++)
        if (!add_value(request->object, &query->filters[i]))
            request->code = tipsearch_error_set(
                request->error, TIPSEARCH_INVALID,
                "filter %zu needs the name of a field and a value, in valid UTF-8", i + 1);
}

/* The line in *out; what the request holds is released in any case. */
static enum tipsearch_code request_end(struct request *request, char **out)
{
    char *line = NULL;

    if (request->code == TIPSEARCH_OK) {
        line = json_dumps(request->object, JSON_COMPACT);
        if (!line)
            request->code = tipsearch_error_memory(request->error, "a request");
    }
    json_decref(request->object);
    if (line)
        *out = line;
    return request->code;
}

/* What SEARCH and EXPLAIN have in common but for the filters, which come last. */
static void request_set_query(struct request *request, const struct tipsearch_query *query)
{
    request_set_text(request, "query", query->query);
    request_set_text(request, "filter", query->filter);
    request_set_limit(request, query->limit);
    if (query->offset != 0)
        request_set_number(request, "offset", query->offset, 0);
}

static void request_set_among(struct request *request, const struct tipsearch_among *among)
{
    if (!among)
        return;
    if (among->since != 0)
        request_set_number(request, "since", (long)among->since, 0);
    if (among->with_twins)
        request_set_text(request, "collapse", "off");
}

enum tipsearch_code tipsearch_search_line(char **out, const struct tipsearch_query *query,
                                          struct tipsearch_error *error)
{
    return tipsearch_search_among_line(out, query, NULL, error);
}

enum tipsearch_code tipsearch_search_among_line(char **out, const struct tipsearch_query *query,
                                                const struct tipsearch_among *among,
                                                struct tipsearch_error *error)
{
    struct request request;

    if (!query->query)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "a search needs a query");
    request_begin(&request, "search", error);
    request_set_query(&request, query);
    request_set_facets(&request, query);
    if (query->sort == TIPSEARCH_SORT_YEAR)
        request_set_text(&request, "sort", "year");
    if (query->with_text)
        request_set(&request, "text", json_true());
    request_set_among(&request, among);
    request_add_filters(&request, query);
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_scan_line(char **out, const struct tipsearch_query *query,
                                        const struct tipsearch_among *among, const char *after,
                                        struct tipsearch_error *error)
{
    struct request request;

    if (!query->query)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "a scan needs a query");
    request_begin(&request, "scan", error);
    request_set_text(&request, "query", query->query);
    request_set_text(&request, "filter", query->filter);
    request_set_text(&request, "after", after);
    if (query->limit != 0)
        request_set_number(&request, "limit", query->limit, 1);
    if (query->with_text)
        request_set(&request, "text", json_true());
    request_set_among(&request, among);
    request_add_filters(&request, query);
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_compare_line(char **out, const struct tipsearch_query *query,
                                           const char *years, struct tipsearch_error *error)
{
    const struct tipsearch_filter range = {"year", years};
    struct request request;

    if (!query->query || !years)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "a comparison needs a query and a range of years");
    request_begin(&request, "compare", error);
    request_set_query(&request, query);
    request_add_filters(&request, query);
    request_add_filters(&request, &(struct tipsearch_query){.filters = &range, .filter_count = 1});
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_explain_line(char **out, const struct tipsearch_query *query,
                                           const char *id, struct tipsearch_error *error)
{
    struct request request;

    if (!query->query)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "there is no query to explain");
    request_begin(&request, "explain", error);
    request_set_query(&request, query);
    request_set_text(&request, "id", id);
    request_add_filters(&request, query);
    return request_end(&request, out);
}

static enum tipsearch_code similar_line(char **out, const struct tipsearch_like *like,
                                        bool with_text, struct tipsearch_error *error)
{
    struct request request;

    if (!like->id == !like->text)
        return tipsearch_error_set(error, TIPSEARCH_INVALID,
                                   "give the id of a passage or a text, one of the two");
    request_begin(&request, "similar", error);
    request_set_text(&request, "id", like->id);
    request_set_text(&request, "like", like->text);
    request_set_limit(&request, like->limit);
    if (with_text)
        request_set(&request, "text", json_true());
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_similar_line(char **out, const struct tipsearch_like *like,
                                           struct tipsearch_error *error)
{
    return similar_line(out, like, false, error);
}

enum tipsearch_code tipsearch_similar_text_line(char **out, const struct tipsearch_like *like,
                                                struct tipsearch_error *error)
{
    return similar_line(out, like, true, error);
}

enum tipsearch_code tipsearch_patterns_line(char **out, struct tipsearch_error *error)
{
    struct request request;

    request_begin(&request, "patterns", error);
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_suggest_line(char **out, const char *prefix, long limit,
                                           struct tipsearch_error *error)
{
    struct request request;

    if (!prefix)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "suggestions need what is typed");
    request_begin(&request, "suggest", error);
    request_set_text(&request, "prefix", prefix);
    request_set_limit(&request, limit);
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_quote_line(char **out, const char *text,
                                         struct tipsearch_error *error)
{
    struct request request;

    if (!text)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "a quotation needs its text");
    request_begin(&request, "quote", error);
    request_set_text(&request, "text", text);
    return request_end(&request, out);
}

enum tipsearch_code tipsearch_get_line(char **out, const char *id, unsigned context,
                                       struct tipsearch_error *error)
{
    struct request request;

    if (!id)
        return tipsearch_error_set(error, TIPSEARCH_INVALID, "a passage is asked for by its id");
    request_begin(&request, "get", error);
    request_set_text(&request, "id", id);
    if (context > 0)
        request_set_number(&request, "context", (long)context, 0);
    return request_end(&request, out);
}
