/* OpenSearch 1.1 (draft 6) and its extension for suggestions. */
#include "feed/opensearch.h"

#include <stdio.h>

#include "base/json_writer.h"
#include "feed/xml.h"
#include "web/html.h"

/* ---- the description ---- */

/* Optional parameters, as a client that has no value leaves them empty; {startIndex} of a client
 * that has its own idea of the first index would hide the first hit. */
static const struct url {
    const char *type, *relation, *template, *index_offset;
} urls[] = {
    {"text/html", "results", "/?q={searchTerms}&offset={startIndex?}", "0"},
    {"application/atom+xml", "results",
     "/feed.atom?q={searchTerms}&offset={startIndex?}&limit={count?}", "0"},
    {"application/x-suggestions+json", "suggestions", "/opensearch/suggest?q={searchTerms}", NULL},
    {"application/opensearchdescription+xml", "self", "/opensearch.xml", NULL},
};

static void write_url(struct tip_xml *xml, const char *base, const struct url *url)
{
    struct tip_string template = {0};

    tip_string_printf(&template, "%s%s", base, url->template);
    tip_xml_open(xml, "Url");
    tip_xml_attribute(xml, "type", url->type);
    tip_xml_attribute(xml, "rel", url->relation);
    if (url->index_offset != NULL)
        tip_xml_attribute(xml, "indexOffset", url->index_offset);
    tip_xml_attribute(xml, "template", template.failed ? "" : template.data);
    tip_xml_close(xml);
    xml->out->failed |= template.failed;
    tip_string_free(&template);
}

void tip_opensearch_describe(struct tip_string *out, const char *base)
{
    struct tip_xml xml;

    tip_xml_begin(&xml, out);
    tip_xml_open(&xml, "OpenSearchDescription");
    tip_xml_attribute(&xml, "xmlns", "http://a9.com/-/spec/opensearch/1.1/");
    tip_xml_element(&xml, "ShortName", "tipsearch");
    tip_xml_element(&xml, "LongName", "Reports on human trafficking");
    tip_xml_element(&xml, "Description",
                    "Finds passages of reports on human trafficking, each with its citation.");
    tip_xml_element(&xml, "Tags", "trafficking reports citations");
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        write_url(&xml, base, &urls[i]);
    tip_xml_open(&xml, "Query");
    tip_xml_attribute(&xml, "role", "example");
    tip_xml_attribute(&xml, "searchTerms", "debt bondage");
    tip_xml_close(&xml);
    tip_xml_element(&xml, "SyndicationRight", "limited");
    tip_xml_element(&xml, "Language", "*");
    tip_xml_element(&xml, "OutputEncoding", "UTF-8");
    tip_xml_element(&xml, "InputEncoding", "UTF-8");
    tip_xml_close(&xml);
}

/* ---- suggestions ---- */

static void write_descriptions(struct tip_json *json, const struct tip_reply *reply)
{
    tip_json_array(json);
    for (size_t i = 0; i < reply->suggestion_count; i++) {
        const struct tip_reply_suggestion *suggestion = &reply->suggestions[i];
        char text[64];

        snprintf(text, sizeof text, "%s, %u passage%s", tip_suggestion_kind_name(suggestion->kind),
                 suggestion->count, suggestion->count == 1 ? "" : "s");
        tip_json_text(json, text);
    }
    tip_json_end_array(json);
}

static void write_addresses(struct tip_json *json, const char *base, const struct tip_reply *reply)
{
    struct tip_string address = {0};

    tip_json_array(json);
    for (size_t i = 0; i < reply->suggestion_count; i++) {
        tip_string_clear(&address);
        tip_string_printf(&address, "%s/?q=", base);
        tip_url_component(&address, reply->suggestions[i].query);
        tip_json_text(json, address.failed ? "" : address.data);
        json->out->failed |= address.failed;
    }
    tip_json_end_array(json);
    tip_string_free(&address);
}

void tip_opensearch_suggest(struct tip_string *out, const char *base, const char *typed,
                            const struct tip_reply *reply)
{
    struct tip_json json;

    tip_json_begin(&json, out);
    tip_json_array(&json);
    tip_json_text(&json, typed);
    tip_json_array(&json);
    for (size_t i = 0; i < reply->suggestion_count; i++)
        tip_json_text(&json, reply->suggestions[i].text);
    tip_json_end_array(&json);
    write_descriptions(&json, reply);
    write_addresses(&json, base, reply);
    tip_json_end_array(&json);
    tip_string_append_char(out, '\n');
}
