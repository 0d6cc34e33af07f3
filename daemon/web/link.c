/* Addresses of searches. The names of parameters are those of the fields of filters. */
#include "web/link.h"

#include <stdio.h>
#include <string.h>

#include "protocol/limits.h"
#include "web/html.h"

/* A pair of a name and a value is added to an address, or to a form. */
struct target {
    struct tip_string *out;
    bool is_form;
    bool has_any;
};

static void add(struct target *target, const char *name, const char *value)
{
    if (target->is_form) {
        tip_html_markup(target->out, "<input type=\"hidden\"");
        tip_html_attribute(target->out, "name", name);
        tip_html_attribute(target->out, "value", value);
        tip_html_markup(target->out, ">");
        return;
    }
    tip_string_append_char(target->out, target->has_any ? '&' : '?');
    tip_url_component(target->out, name);
    tip_string_append_char(target->out, '=');
    tip_url_component(target->out, value);
    target->has_any = true;
}

/* A filter that is there is not added once more. */
static bool is_in_force(const struct tip_request *request, enum tip_filter_field field,
                        const char *value)
{
    for (size_t i = 0; i < request->filter_count; i++)
        if (request->filters[i].field == field && strcmp(request->filters[i].value, value) == 0)
            return true;
    return false;
}

/* All but the query and the place in the results. */
static void add_circumstances(struct target *target, const struct tip_web_link *link)
{
    const struct tip_request *request = link->content->request;

    if (request->filter != NULL && !link->without_filter && !link->without_filters)
        add(target, "filter", request->filter);
    for (size_t i = 0; i < request->filter_count && !link->without_filters; i++)
        if (i != link->without)
            add(target, tip_filter_name(request->filters[i].field), request->filters[i].value);
    if (link->value != NULL && !is_in_force(request, link->field, link->value))
        add(target, tip_filter_name(link->field), link->value);
    if (link->sort == TIP_SORT_YEAR)
        add(target, "sort", "year");
    if (link->is_uncollapsed)
        add(target, "collapse", "off");
    if (link->keeps_spelling && !target->is_form)
        add(target, "spelling", "off");
}

struct tip_web_link tip_web_link_same(const struct tip_web_content *content)
{
    const struct tip_request *request = content->request;

    return (struct tip_web_link){.content = content,
                                 .without = TIP_WEB_NONE,
                                 .sort = request->sort,
                                 .is_uncollapsed = request->is_uncollapsed,
                                 .keeps_spelling = request->keeps_spelling};
}

static void write_address(struct tip_string *url, const struct tip_web_link *link)
{
    const struct tip_web_content *content = link->content;
    struct target target = {.out = url};
    const char *query = link->query != NULL ? link->query
                        : content->is_blank ? NULL
                                            : content->request->query;
    char offset[16];

    tip_string_append_text(url, link->path == NULL ? "/" : link->path);
    if (query != NULL)
        add(&target, "q", query);
    add_circumstances(&target, link);
    if (link->offset > 0) {
        snprintf(offset, sizeof offset, "%u", link->offset);
        add(&target, "offset", offset);
    }
    if (link->all != NULL) {
        add(&target, "all", link->all);
        tip_string_append_text(url, "#facet-");
        tip_string_append_text(url, link->all);
    }
}

size_t tip_web_link_room(const struct tip_web_content *content, size_t bytes)
{
    struct tip_web_link link = tip_web_link_same(content);
    struct tip_string url = {0};
    size_t room;

    write_address(&url, &link);
    room = url.length > 0 ? bytes / url.length : 0;
    tip_string_free(&url);
    return room > 0 ? room : 1;
}

void tip_web_link_write(struct tip_string *out, const struct tip_web_link *link)
{
    struct tip_string url = {0};

    write_address(&url, link);
    if (url.failed)
        out->failed = true;
    else if (url.length <= TIP_LIMIT_HTTP_TARGET)
        tip_html_attribute(out, "href", url.data);
    tip_string_free(&url);
}

void tip_web_link_inputs(struct tip_string *out, const struct tip_web_content *content)
{
    struct tip_web_link link = tip_web_link_same(content);
    struct target target = {.out = out, .is_form = true};

    add_circumstances(&target, &link);
}
