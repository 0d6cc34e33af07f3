/* What results can be narrowed by: a list a facet, whose values are links. A value that is in force
 * is one that takes it out again. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "protocol/limits.h"
#include "search/letters.h"
#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

enum {
    FIRST_VALUES = 8,   /* of a facet, which are seen at once */
    MOST_VALUES = 20,   /* that are shown where the facet is not listed whole; but all years */
    LINK_BYTES = 24576, /* of a list's addresses: a long search is repeated by each of them */
    WHOLE_LINK_BYTES = 262144, /* of one that is listed whole */
};

static const struct {
    enum tip_facet facet;
    enum tip_filter_field field;
    const char *title;
} shown[] = {
    {TIP_FACET_COUNTRY, TIP_FILTER_COUNTRY, "Country"},
    {TIP_FACET_YEAR, TIP_FILTER_YEAR, "Year"},
    {TIP_FACET_PATTERN, TIP_FILTER_PATTERN, "Pattern"},
    {TIP_FACET_KIND, TIP_FILTER_KIND, "Kind"},
    {TIP_FACET_SECTION, TIP_FILTER_SECTION, "Section"},
    {TIP_FACET_REPORT, TIP_FILTER_REPORT, "Report"},
    {TIP_FACET_REGION, TIP_FILTER_REGION, "Region"},
    {TIP_FACET_TIER, TIP_FILTER_TIER, "Tier"},
    {TIP_FACET_LANGUAGE, TIP_FILTER_LANGUAGE, "Language"},
};

enum { SHOWN_COUNT = sizeof shown / sizeof shown[0] };

const char *tip_facet_title(enum tip_filter_field field)
{
    for (size_t i = 0; i < SHOWN_COUNT; i++)
        if (shown[i].field == field)
            return shown[i].title;
    return field == TIP_FILTER_DATE ? "Date" : "Page";
}

static const char *label_of(enum tip_filter_field field, const struct tip_facet_count *item)
{
    return field == TIP_FILTER_KIND ? tip_web_kind_label(item->value) : item->label;
}

/* What a facet of the reply calls it; NULL: none has it. */
static const char *counted_label(const struct tip_web_content *content, enum tip_filter_field field,
                                 const char *value)
{
    for (size_t i = 0; i < SHOWN_COUNT; i++) {
        const struct tip_facet_list *list = &content->reply->facets[shown[i].facet];

        for (size_t v = 0; shown[i].field == field && v < list->count; v++)
            if (strcmp(list->items[v].value, value) == 0)
                return label_of(field, &list->items[v]);
    }
    return NULL;
}

/* What the knowledge calls it, whether anything has it or not; NULL: it knows none. */
static const char *known_label(const struct tip_knowledge *knowledge, enum tip_filter_field field,
                               const char *value)
{
    size_t length = strlen(value), place;

    if (knowledge == NULL)
        return NULL;
    if (field == TIP_FILTER_COUNTRY && tip_country_find(knowledge, value, length, &place))
        return tip_country_at(knowledge, place)->name;
    if (field == TIP_FILTER_REGION && tip_region_find(knowledge, value, length, &place))
        return tip_region_at(knowledge, place)->name;
    if (field == TIP_FILTER_PATTERN && tip_pattern_find(knowledge, value, length, &place))
        return tip_pattern_at(knowledge, place)->title;
    return NULL;
}

const char *tip_facet_label(const struct tip_web_content *content, enum tip_filter_field field,
                            const char *value)
{
    const char *label = counted_label(content, field, value);

    if (label == NULL)
        label = known_label(content->knowledge, field, value);
    if (label == NULL && field == TIP_FILTER_KIND)
        label = tip_web_kind_label(value);
    return label == NULL ? value : label;
}

/* The place of the filter among the request's; TIP_WEB_NONE: it is not in force. */
static size_t find_filter(const struct tip_request *request, enum tip_filter_field field,
                          const char *value)
{
    for (size_t i = 0; i < request->filter_count; i++)
        if (request->filters[i].field == field && strcmp(request->filters[i].value, value) == 0)
            return i;
    return TIP_WEB_NONE;
}

/* In twentieths of the largest count, at least one: the length of the bar, which the style sheet
 * knows by these (no page has style attributes). */
static uint64_t share_of(uint64_t count, uint64_t most)
{
    uint64_t share = most > 0 ? count * 20 / most : 0;

    return share > 0 ? share : 1;
}

static uint64_t largest_count(const struct tip_facet_list *list)
{
    uint64_t most = 0;

    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].count > most)
            most = list->items[i].count;
    return most;
}

/* A heading may have no word, such as one of dashes, which no filter finds, or be too long to be
 * asked for. */
static bool can_be_asked(enum tip_filter_field field, const char *value)
{
    const char *end = value + strlen(value);

    if (end - value > TIP_LIMIT_QUERY)
        return false;
    while (field == TIP_FILTER_SECTION && value < end)
        if (tip_letter_is_of_word(tip_utf8_next(&value, end)))
            return true;
    return field != TIP_FILTER_SECTION;
}

/* ` href="…"` and what scripts read; nothing where it cannot be asked for. */
static void write_value_link(struct tip_string *out, const struct tip_web_content *content,
                             enum tip_filter_field field, const struct tip_facet_count *item)
{
    struct tip_web_link link = tip_web_link_same(content);

    if (!can_be_asked(field, item->value))
        return;
    link.without = find_filter(content->request, field, item->value);
    if (link.without == TIP_WEB_NONE) {
        link.field = field;
        link.value = item->value;
    }
    tip_web_link_write(out, &link);
    tip_html_attribute(out, "data-value", item->value);
    tip_html_number_attribute(out, "data-count", item->count);
    tip_html_markup(out, link.value == NULL ? " aria-current=\"true\"" : "");
}

static void write_value(struct tip_string *out, const struct tip_web_content *content,
                        enum tip_filter_field field, const struct tip_facet_count *item,
                        uint64_t most)
{
    tip_html_markup(out, "<li");
    tip_html_number_attribute(out, "data-share", share_of(item->count, most));
    if (item->depth > 0)
        tip_html_number_attribute(out, "data-depth", item->depth);
    tip_html_markup(out, "><a");
    write_value_link(out, content, field, item);
    tip_html_markup(out, "><bdi>");
    tip_html_bounded(out, label_of(field, item), TIP_WEB_SHOWN);
    tip_html_markup(out, "</bdi></a> <span class=\"count\">");
    tip_html_number(out, item->count);
    tip_html_markup(out, "</span></li>\n");
}

/* The values that are shown, in the facet's order. */
struct kept {
    const struct tip_facet_count **values; /* owned */
    size_t count;
    uint64_t most; /* the largest count */
};

/* How many values of a list come before one by their counts. */
static size_t rank_of(const struct tip_facet_list *list, size_t place)
{
    size_t rank = 0;

    for (size_t i = 0; i < list->count; i++)
        rank += list->items[i].count > list->items[place].count ||
                (list->items[i].count == list->items[place].count && i < place);
    return rank;
}

static int newest_first(const void *one, const void *two)
{
    const struct tip_facet_count *const *first = one, *const *second = two;
    long years[] = {strtol((*first)->value, NULL, 10), strtol((*second)->value, NULL, 10)};

    return (years[0] < years[1]) - (years[0] > years[1]);
}

/* No more than `room`, the most frequent ones: sections are in the order of a tree, which they
 * still are, as none has more than the one above it. Years are in their own. */
static bool keep(struct kept *kept, const struct tip_facet_list *list, enum tip_facet facet,
                 size_t room)
{
    kept->most = largest_count(list);
    kept->values = calloc(list->count, sizeof(const struct tip_facet_count *));
    if (kept->values == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (list->count <= room || rank_of(list, i) < room)
            kept->values[kept->count++] = &list->items[i];
    if (facet == TIP_FACET_YEAR)
        qsort(kept->values, kept->count, sizeof(const struct tip_facet_count *), newest_first);
    return true;
}

static void write_values(struct tip_string *out, const struct tip_web_content *content,
                         enum tip_filter_field field, const struct kept *kept, size_t from,
                         size_t until)
{
    tip_html_markup(out, "<ul>\n");
    for (size_t i = from; i < until; i++)
        write_value(out, content, field, kept->values[i], kept->most);
    tip_html_markup(out, "</ul>\n");
}

static bool is_whole(const struct tip_web_content *content, enum tip_facet facet)
{
    return (content->request->whole_facets >> facet & 1u) != 0;
}

/* The first of them, and the others where somebody wants to see them. */
static void write_kept(struct tip_string *out, const struct tip_web_content *content, size_t which,
                       const struct kept *kept)
{
    bool is_short = kept->count <= FIRST_VALUES + 1 || is_whole(content, shown[which].facet);
    size_t first = is_short ? kept->count : FIRST_VALUES;

    write_values(out, content, shown[which].field, kept, 0, first);
    if (kept->count == first)
        return;
    tip_string_printf(out, "<details>\n<summary>%zu more</summary>\n", kept->count - first);
    write_values(out, content, shown[which].field, kept, first, kept->count);
    tip_html_markup(out, "</details>\n");
}

/* How many are not shown, and the way to the page that has them. */
static void write_rest(struct tip_string *out, const struct tip_web_content *content, size_t which,
                       size_t rest)
{
    struct tip_web_link link = tip_web_link_same(content);
    bool is_all = is_whole(content, shown[which].facet);

    if (rest == 0 && !is_all)
        return;
    tip_html_markup(out, "<p class=\"rarer\">");
    if (rest > 0)
        tip_string_printf(out, "and %zu that are rarer%s", rest, is_all ? ". " : ": ");
    if (!is_all)
        link.all = tip_facet_name(shown[which].facet);
    tip_html_markup(out, "<a");
    tip_web_link_write(out, &link);
    tip_string_printf(out, ">%s<span class=\"visually-hidden\"> of the list %s</span></a></p>\n",
                      is_all ? "Show the most frequent" : "show all", shown[which].title);
}

static size_t room_of(const struct tip_web_content *content, enum tip_facet facet)
{
    bool is_all = is_whole(content, facet);
    size_t room = tip_web_link_room(content, is_all ? WHOLE_LINK_BYTES : LINK_BYTES);

    return is_all || facet == TIP_FACET_YEAR || room < MOST_VALUES ? room : MOST_VALUES;
}

static void write_facet(struct tip_string *out, const struct tip_web_content *content, size_t which)
{
    enum tip_facet facet = shown[which].facet;
    const struct tip_facet_list *list = &content->reply->facets[facet];
    struct kept kept = {0};

    if (!keep(&kept, list, facet, room_of(content, facet))) {
        out->failed = true;
        return;
    }
    tip_string_printf(out, "<section class=\"facet\" id=\"facet-%s\"", tip_facet_name(facet));
    tip_html_attribute(out, "data-facet", tip_facet_name(facet));
    tip_string_printf(out, ">\n<h2>%s</h2>\n", shown[which].title);
    write_kept(out, content, which, &kept);
    write_rest(out, content, which, list->count + list->more - kept.count);
    tip_html_markup(out, "</section>\n");
    free((void *)kept.values);
}

/* One language tells nothing. */
static bool is_worth_showing(const struct tip_reply *reply, enum tip_facet facet)
{
    return reply->facets[facet].count > (facet == TIP_FACET_LANGUAGE ? 1 : 0);
}

void tip_facet_lists_write(struct tip_string *out, const struct tip_web_content *content)
{
    if (content->reply->total == 0)
        return;
    tip_html_markup(out,
                    "<aside id=\"facets\" class=\"facets\" aria-label=\"Narrow the results\">\n");
    for (size_t i = 0; i < SHOWN_COUNT; i++)
        if (is_worth_showing(content->reply, shown[i].facet))
            write_facet(out, content, i);
    tip_html_markup(out, "</aside>\n");
}
