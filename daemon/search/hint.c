/* A filter that excludes is never the reason, and of several for one field one that can match is
 * enough. */
#include "search/hint.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "search/language.h"
#include "search/near_names.h"

enum { SHOWN_BYTES = 60 }; /* of what was asked for */

struct hinting {
    struct tip_string *out;
    struct tip_searcher *searcher;
    const struct tip_query *query;
};

/* Whether the index has something for a filter. */
typedef bool ask_for(const struct hinting *hinting, const struct tip_filter *filter);
/* Says that it has nothing. */
typedef void tell(const struct hinting *hinting, const struct tip_filter *filter);

/* ---- reports ---- */

static const char *id_of(const struct hinting *hinting, uint32_t number)
{
    struct tip_report report;
    tip_columns_report(hinting->searcher->generation->columns, number, &report);
    return report.id;
}

static bool has_report(const struct hinting *hinting, const struct tip_filter *filter)
{
    const char *wanted = hinting->query->pool.data + filter->value_offset;
    uint32_t reports = tip_columns_report_count(hinting->searcher->generation->columns);
    for (uint32_t r = 0; r < reports; r++) {
        const char *id = id_of(hinting, r);
        if (strlen(id) == filter->value_length && strncasecmp(id, wanted, strlen(id)) == 0) {
            return true;
        }
    }
    return false;
}

static void say_report(const struct hinting *hinting, const struct tip_filter *filter)
{
    struct tip_near_names near = {.wanted = hinting->query->pool.data + filter->value_offset,
                                  .length = filter->value_length};
    uint32_t reports = tip_columns_report_count(hinting->searcher->generation->columns);
    for (uint32_t r = 0; r < reports && !tip_searcher_is_late(hinting->searcher); r++) {
        const char *id = id_of(hinting, r);
        tip_near_names_offer(&near, id, tip_near_names_distance(&near, id));
    }
    tip_string_printf(hinting->out, "No report has the id \"%.*s\"",
                      (int)tip_utf8_cut(near.wanted, near.length, SHOWN_BYTES), near.wanted);
    tip_string_append_text(hinting->out, near.count > 0 ? ": " : ".");
    tip_near_names_write(&near, hinting->out);
}

/* ---- languages ---- */

static bool has_language(const struct hinting *hinting, const struct tip_filter *filter)
{
    const struct tip_columns *columns = hinting->searcher->generation->columns;
    const char *last = NULL; /* reports of one language have one text for it */
    for (uint32_t r = 0; r < tip_columns_report_count(columns); r++) {
        struct tip_report report;
        char code[TIP_LANGUAGE_SIZE];
        tip_columns_report(columns, r, &report);
        const char *language = tip_report_language(&report);
        if (language != last && tip_language_code(code, language, strlen(language)) &&
            strcmp(code, filter->language) == 0) {
            return true;
        }
        last = language;
    }
    return false;
}

static void say_language(const struct hinting *hinting, const struct tip_filter *filter)
{
    char name[TIP_LANGUAGE_NAME_SIZE];
    tip_language_name(name, filter->language);
    tip_string_printf(hinting->out, "No report here is in %s.", name);
}

/* ---- countries ---- */

static bool has_country(const struct hinting *hinting, const struct tip_filter *filter)
{
    const struct tip_places *places = hinting->searcher->places;
    for (uint32_t c = 0; places != NULL && c < tip_places_country_count(places); c++) {
        if (strcmp(tip_places_code(places, c), filter->code) == 0) {
            return true;
        }
    }
    return false;
}

static void say_country(const struct hinting *hinting, const struct tip_filter *filter)
{
    const struct tip_knowledge *knowledge = hinting->searcher->knowledge;
    size_t place;
    bool is_known = knowledge != NULL &&
                    tip_country_find(knowledge, filter->code, strlen(filter->code), &place);
    tip_string_printf(hinting->out, "No passage here names %s.",
                      is_known ? tip_country_at(knowledge, place)->name : filter->code);
}

/* ---- the whole ---- */

static const struct {
    enum tip_filter_field field;
    ask_for *can_match;
    tell *say;
} rows[] = {
    {TIP_FILTER_REPORT, has_report, say_report},
    {TIP_FILTER_COUNTRY, has_country, say_country},
    {TIP_FILTER_LANGUAGE, has_language, say_language},
};

/* The first filter of a field when none of them can match; NULL when one can, or there is none. */
static const struct tip_filter *find_vain(const struct hinting *hinting,
                                          enum tip_filter_field field, ask_for *can_match)
{
    const struct tip_filter *first = NULL;
    for (size_t i = 0; i < hinting->query->filter_count; i++) {
        const struct tip_filter *filter = &hinting->query->filters[i];
        if (filter->field != field || filter->is_negated) {
            continue;
        }
        if (tip_searcher_is_late(hinting->searcher) || can_match(hinting, filter)) {
            return NULL;
        }
        first = first == NULL ? filter : first;
    }
    return first;
}

tip_status tip_hint_write(struct tip_string *out, struct tip_searcher *searcher,
                          const struct tip_query *query, struct tip_error *error)
{
    struct hinting hinting = {out, searcher, query};
    struct tip_places *places;
    tip_status status = tip_searcher_places(searcher, &places, error);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && status == TIP_OK; i++) {
        const struct tip_filter *filter = find_vain(&hinting, rows[i].field, rows[i].can_match);
        if (filter != NULL) {
            tip_string_append_text(out, out->length > 0 ? " " : "");
            rows[i].say(&hinting, filter);
            break;
        }
    }
    return status;
}
