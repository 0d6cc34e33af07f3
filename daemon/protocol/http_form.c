/* The parameters of pages -> a request. */
#include "protocol/http_form.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/command.h"
#include "protocol/http_parameters.h"
#include "protocol/limits.h"
#include "protocol/refusal.h"

struct form {
    struct tip_http_exchange *exchange;
    struct tip_request *request;
    unsigned given; /* bit 1 << enum tip_member */
    struct tip_http_fault *fault;
};

static bool is_field(enum tip_member member)
{
    return member >= TIP_MEMBER_FIELDS && member < TIP_MEMBER_FIELDS + TIP_FILTER_FIELD_COUNT;
}

/* The member that the search page calls so. */
static enum tip_member find_member(const struct form *form, const char *name)
{
    bool is_feed = form->exchange->page == TIP_HTTP_PAGE_FEED;
    enum tip_member member;

    if (form->exchange->page != TIP_HTTP_PAGE_SEARCH && !is_feed)
        return TIP_MEMBER_NONE;
    if (strcmp(name, "q") == 0)
        return TIP_MEMBER_QUERY;
    member = tip_member_find(name, strlen(name), false);
    if (is_feed && (member == TIP_MEMBER_LIMIT || member == TIP_MEMBER_SINCE))
        return member;
    return member == TIP_MEMBER_FILTER || member == TIP_MEMBER_OFFSET ||
                   member == TIP_MEMBER_SORT || member == TIP_MEMBER_COLLAPSE || is_field(member)
               ? member
               : TIP_MEMBER_NONE;
}

/* What the page's scripts read from its address (assets/trend.js). */
static bool is_of_scripts(const struct form *form, const char *name)
{
    return form->exchange->page == TIP_HTTP_PAGE_SEARCH && strcmp(name, "trend") == 0;
}

/* Of a page the first one is enough to tell of; a feed, which nobody looks at when it is asked for,
 * would go on with other passages than were meant. */
static bool note_unknown(struct form *form, const char *name)
{
    if (form->exchange->page == TIP_HTTP_PAGE_FEED)
        return tip_http_refuse(form->fault, 400,
                               "/feed.atom has no parameter “%.*s”: /openapi.json lists them",
                               tip_refusal_echo(name, strlen(name)), name);
    if (form->exchange->unknown == NULL)
        form->exchange->unknown = strdup(name);
    return form->exchange->unknown != NULL ||
           tip_http_refuse(form->fault, 503, "no memory for the request: try again");
}

/* spelling=off: the way to insist on a word that was corrected, which no other protocol needs, as a
 * query says it word by word. */
static bool is_spelling(struct form *form, const struct tip_http_parameter *parameter)
{
    if ((form->exchange->page != TIP_HTTP_PAGE_SEARCH &&
         form->exchange->page != TIP_HTTP_PAGE_FEED) ||
        strcmp(parameter->name, "spelling") != 0 || strcmp(parameter->value, "off") != 0)
        return false;
    form->request->keeps_spelling = true;
    return true;
}

static bool is_whole_facet(const struct form *form, const char *name)
{
    return form->exchange->page == TIP_HTTP_PAGE_SEARCH && strcmp(name, "all") == 0;
}

/* all=FACET: a list that shows all its values, for whoever looks for a rare one. */
static bool set_whole_facet(struct form *form, const char *value)
{
    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++) {
        if ((tip_web_facets() >> i & 1u) != 0 && strcmp(tip_facet_name(i), value) == 0) {
            form->request->whole_facets = 1u << i;
            return true;
        }
    }
    return tip_http_refuse(form->fault, 400,
                           "all takes the name of a list of the page, such as all=report, not "
                           "“%.*s”",
                           tip_refusal_echo(value, strlen(value)), value);
}

/* Each of them narrows, so that few are of use. */
static bool add_filter(struct form *form, enum tip_member member,
                       const struct tip_http_parameter *parameter)
{
    if (!tip_member_add_value(form->request, member, parameter->value, parameter->value_length,
                              &form->fault->error))
        return tip_http_refuse_by_code(form->fault);
    return form->request->filter_count <= TIP_LIMIT_PAGE_FILTERS ||
           tip_http_refuse(form->fault, 400,
                           "there are more than %d filters: leave some out, or write them as one "
                           "query in the parameter “filter”",
                           TIP_LIMIT_PAGE_FILTERS);
}

static bool take(void *context, const struct tip_http_parameter *parameter)
{
    struct form *form = context;
    enum tip_member member = find_member(form, parameter->name);

    if (is_spelling(form, parameter) || is_of_scripts(form, parameter->name))
        return true;
    if (is_whole_facet(form, parameter->name))
        return parameter->value_length == 0 || set_whole_facet(form, parameter->value);
    if (member == TIP_MEMBER_NONE)
        return note_unknown(form, parameter->name);
    if (parameter->value_length == 0)
        return true;
    if (is_field(member))
        return add_filter(form, member, parameter);
    if ((form->given >> member & 1u) != 0)
        return tip_http_refuse(form->fault, 400, "the parameter “%s” is given twice",
                               parameter->name);
    form->given |= 1u << member;
    return tip_http_parameter_set(form->request, member, parameter, form->fault);
}

/* Whether a text has nothing but blanks. */
static bool is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\n\r\v\f")] == '\0';
}

/* Without a query all passages are meant. */
static bool finish_query(struct form *form)
{
    struct tip_request *request = form->request;

    request->filters_narrow = true;
    if (is_blank(request->query)) {
        free(request->query);
        request->query = strdup("*");
        form->exchange->is_blank = true;
    }
    if (request->query == NULL)
        return tip_http_refuse(form->fault, 503, "no memory for the request: try again");
    form->given |= 1u << TIP_MEMBER_QUERY | 1u << TIP_MEMBER_LIMIT;
    return tip_command_check(request, form->given, &form->fault->error) ||
           tip_http_refuse_by_code(form->fault);
}

/* Without a query and without filters no passage is shown, but what there is. */
static bool finish_search(struct form *form)
{
    struct tip_request *request = form->request;
    bool is_narrowed = request->filter != NULL || request->filter_count > 0;

    request->facets = tip_web_facets();
    request->limit = TIP_WEB_HITS;
    if (is_blank(request->query) && !is_narrowed)
        request->limit = request->offset = 0;
    return finish_query(form);
}

static bool finish_feed(struct form *form)
{
    form->request->with_text = true;
    form->request->with_facts = true;
    return finish_query(form);
}

bool tip_http_form_read(struct tip_http_exchange *exchange, struct tip_request *request,
                        const char *query, const char *id, size_t id_length,
                        struct tip_http_fault *fault)
{
    struct form form = {.exchange = exchange, .request = request, .fault = fault};

    if (id != NULL && !tip_http_id_set(request, id, id_length, fault))
        return false;
    if (!tip_http_parameters_read(query, take, &form, fault))
        return false;
    if (exchange->page == TIP_HTTP_PAGE_FEED)
        return finish_feed(&form);
    request->context = TIP_WEB_CONTEXT;
    request->with_facts = exchange->page == TIP_HTTP_PAGE_PASSAGE;
    return exchange->page != TIP_HTTP_PAGE_SEARCH || finish_search(&form);
}
