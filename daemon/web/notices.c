/* What else there is to say of what was found: how the query was understood, what stood for it, and
 * what to do where nothing was found. */
#include <string.h>
#include <strings.h>

#include "web/html.h"
#include "web/link.h"
#include "web/parts.h"

enum { SYNONYMS_SHOWN = 3 /* of a word; as the command line shows */ };

static void write_isolated(struct tip_string *out, const char *text)
{
    tip_html_markup(out, "<bdi>");
    tip_html_bounded(out, text, TIP_WEB_SHOWN);
    tip_html_markup(out, "</bdi>");
}

/* ---- the query ---- */

/* A link to the very search, named by the query. */
static void write_query_link(struct tip_string *out, const struct tip_web_link *link,
                             const char *query)
{
    tip_html_markup(out, "<a");
    tip_web_link_write(out, link);
    tip_html_markup(out, ">");
    write_isolated(out, query);
    tip_html_markup(out, "</a>");
}

static void write_correction(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;
    struct tip_web_link link = tip_web_link_same(content);

    tip_html_markup(out, "<p class=\"corrected\">Shown: ");
    link.query = reply->corrected;
    write_query_link(out, &link, reply->corrected);
    tip_html_markup(out, ", as no passage has ");
    for (size_t i = 0; i < reply->correction_count; i++) {
        tip_html_markup(out, i > 0 ? ", " : "");
        write_isolated(out, reply->corrections[i].typed);
    }
    tip_html_markup(out, ". Search instead for ");
    link.query = NULL;
    link.keeps_spelling = true;
    write_query_link(out, &link, content->request->query);
    tip_html_markup(out, ".</p>\n");
}

static void write_reading(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;

    if (reply->corrected != NULL)
        write_correction(out, content);
    else if (reply->read_as != NULL && strcmp(reply->read_as, content->request->query) != 0) {
        tip_html_markup(out, "<p class=\"read-as\">Read as ");
        write_isolated(out, reply->read_as);
        tip_html_markup(out, "</p>\n");
    }
}

static void write_synonym(struct tip_string *out, const struct tip_reply_synonym *synonym)
{
    if (synonym->also_count == 0)
        return;
    tip_html_markup(out, "<li>");
    write_isolated(out, synonym->typed);
    tip_html_markup(out, " is also ");
    for (size_t i = 0; i < synonym->also_count && i < SYNONYMS_SHOWN; i++) {
        tip_html_markup(out, i > 0 ? ", " : "");
        write_isolated(out, synonym->also[i]);
    }
    tip_html_markup(out, synonym->also_count > SYNONYMS_SHOWN ? ", …</li>\n" : "</li>\n");
}

/* Nothing where it was called by the name that lists call it. */
static void write_country(struct tip_string *out, const struct tip_reply_country *country)
{
    if (strcasecmp(country->typed, country->name) == 0)
        return;
    tip_html_markup(out, "<li>");
    write_isolated(out, country->typed);
    tip_html_markup(out, " is taken for ");
    write_isolated(out, country->name);
    tip_html_markup(out, ", by any of its names</li>\n");
}

static void write_expansion(struct tip_string *out, const struct tip_reply_expansion *expansion)
{
    tip_html_markup(out, "<li>");
    write_isolated(out, expansion->typed);
    tip_html_markup(out, " stands for ");
    tip_html_number(out, expansion->word_count);
    tip_html_markup(out, expansion->word_count == 1 ? " word" : " words");
    tip_html_markup(out, expansion->is_cut ? ": more fit, these are the most frequent</li>\n"
                                           : "</li>\n");
}

/* What was looked for besides what was typed. */
static void write_also_sought(struct tip_string *out, const struct tip_reply *reply)
{
    struct tip_string items = {0};

    for (size_t i = 0; i < reply->synonym_count; i++)
        write_synonym(&items, &reply->synonyms[i]);
    for (size_t i = 0; i < reply->country_count; i++)
        write_country(&items, &reply->countries[i]);
    for (size_t i = 0; i < reply->expansion_count; i++)
        write_expansion(&items, &reply->expansions[i]);
    if (items.length > 0) {
        tip_html_markup(out, "<ul class=\"also-sought\">\n");
        tip_html_markup(out, items.data);
        tip_html_markup(out, "</ul>\n");
    }
    out->failed |= items.failed;
    tip_string_free(&items);
}

/* ---- the same in several reports ---- */

static void write_twins(struct tip_string *out, const struct tip_web_content *content)
{
    struct tip_web_link link = tip_web_link_same(content);
    unsigned collapsed = content->reply->collapsed;

    if (collapsed == 0 && !link.is_uncollapsed)
        return;
    tip_html_markup(out, "<p class=\"twins\">");
    if (collapsed > 0) {
        tip_html_number(out, collapsed);
        tip_html_markup(out, " more say the same, or nearly, in other reports. ");
    }
    link.is_uncollapsed = !link.is_uncollapsed;
    tip_html_markup(out, "<a");
    tip_web_link_write(out, &link);
    tip_html_markup(out, link.is_uncollapsed ? ">Show each of them</a></p>\n"
                                             : ">Show what is the same once</a></p>\n");
}

/* ---- nothing found ---- */

static void write_advice(struct tip_string *out, const struct tip_web_content *content)
{
    struct tip_web_link link = tip_web_link_same(content);
    bool has_filters = content->request->filter_count > 0 || content->request->filter != NULL;

    tip_html_markup(out, "<ul class=\"advice\">\n");
    if (content->reply->hint != NULL) {
        tip_html_markup(out, "<li dir=\"auto\">");
        tip_html_bounded(out, content->reply->hint, TIP_WEB_SHOWN);
        tip_html_markup(out, "</li>\n");
    }
    if (has_filters) {
        link.without_filters = true;
        tip_html_markup(out, "<li><a");
        tip_web_link_write(out, &link);
        tip_html_markup(out, ">Search without the filters</a></li>\n");
    }
    tip_html_markup(out, "<li>Try fewer words, or other ones for the same thing.</li>\n"
                         "<li><a href=\"/help\">How to ask</a></li>\n</ul>\n");
}

/* A search that was cut short; the same one again may be quicker. */
static void write_partial(struct tip_string *out, const struct tip_web_content *content)
{
    struct tip_web_link link = tip_web_link_same(content);

    link.offset = content->request->offset;
    tip_html_markup(out, "<p class=\"notice\">Partial: the time for a search was over. ");
    tip_html_markup(out, content->reply->hit_count > 0
                             ? "What is shown was found by then; better passages may be missing. "
                             : "Passages were counted, but none could be shown by then. ");
    tip_html_markup(out, "<a");
    tip_web_link_write(out, &link);
    tip_html_markup(out, ">Search again</a></p>\n");
}

static void write_unknown(struct tip_string *out, const struct tip_web_content *content)
{
    if (content->unknown == NULL)
        return;
    tip_html_markup(out, "<p class=\"notice\">This page knows no parameter “");
    write_isolated(out, content->unknown);
    tip_html_markup(out, "”: it was left out.</p>\n");
}

void tip_notices_write(struct tip_string *out, const struct tip_web_content *content)
{
    const struct tip_reply *reply = content->reply;

    write_unknown(out, content);
    if (reply->is_partial)
        write_partial(out, content);
    if (!content->is_blank)
        write_reading(out, content);
    write_also_sought(out, reply);
    if (content->request->limit > 0)
        write_twins(out, content);
    if (reply->total == 0 && reply->index_passages > 0 && content->request->limit > 0)
        write_advice(out, content);
}
