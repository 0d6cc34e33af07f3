/* Hits and passages as JSON: the members in the order the protocol's page shows.
 *
 * Every hit repeats its headings, title and citation, and a source may have any of them as long as
 * it likes. They are cut, so that a page of hits without their texts stays about a megabyte. */
#include "protocol/reply_json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "protocol/limits.h"

const char *tip_total_is_name(enum tip_total_is total_is)
{
    switch (total_is) {
    case TIP_TOTAL_EXACT:
        return "exact";
    case TIP_TOTAL_AT_LEAST:
        return "at_least";
    case TIP_TOTAL_ESTIMATE:
        break;
    }
    return "estimate";
}

void tip_which_index_write(struct tip_json *json, const struct tip_reply *reply)
{
    tip_json_key(json, "index");
    tip_json_object(json);
    tip_json_member_integer(json, "generation", reply->generation);
    tip_json_member_integer(json, "passages", reply->index_passages);
    tip_json_end_object(json);
}

/* Text that a source may have too long: its beginning, cut between characters, and "…". */
static void write_bounded(struct tip_json *json, const char *text)
{
    static const char ellipsis[] = "…";
    char cut[TIP_LIMIT_SHOWN];
    size_t length = text == NULL ? 0 : strlen(text);

    if (length <= sizeof cut) {
        tip_json_text(json, text);
        return;
    }
    length = tip_utf8_cut(text, length, sizeof cut - strlen(ellipsis));
    memcpy(cut, text, length);
    memcpy(cut + length, ellipsis, strlen(ellipsis));
    tip_json_bytes(json, cut, length + strlen(ellipsis));
}

void tip_bounded_member_write(struct tip_json *json, const char *key, const char *text)
{
    tip_json_key(json, key);
    write_bounded(json, text);
}

static void write_id_as(struct tip_json *json, const char *key, uint64_t id)
{
    char text[17];

    snprintf(text, sizeof text, "%016" PRIx64, id);
    tip_json_member_text(json, key, text);
}

static void write_id(struct tip_json *json, uint64_t id)
{
    write_id_as(json, "id", id);
}

/* A share of a passage's words, from 0 to 1 in thousandths. */
static void write_overlap(struct tip_json *json, uint32_t share)
{
    uint32_t unit = TIP_SHARE_WHOLE / 1000;

    tip_json_key(json, "overlap");
    tip_json_number(json, (share + unit / 2) / unit / 1000.0);
}

/* What the id that was asked for has become, when no passage has it. */
static void write_moved(struct tip_json *json, const struct tip_moved_entry *moved)
{
    if (moved->count == 0)
        return;
    tip_json_member_text(json, "status", "moved");
    write_overlap(json, tip_moved_overlap(moved));
    tip_json_key(json, "moved");
    tip_json_object(json);
    write_id_as(json, "from", moved->id);
    tip_json_key(json, "successors");
    tip_json_array(json);
    for (size_t i = 0; i < moved->count; i++) {
        tip_json_object(json);
        write_id(json, moved->successors[i].id);
        write_overlap(json, moved->successors[i].share);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
    tip_json_end_object(json);
}

static void write_if_known(struct tip_json *json, const char *key, const char *text)
{
    if (text != NULL)
        tip_json_member_text(json, key, text);
}

static void write_number_or_null(struct tip_json *json, const char *key, int number)
{
    tip_json_key(json, key);
    if (number != 0)
        tip_json_integer(json, number);
    else
        tip_json_null(json);
}

/* Lines as an array; of tags that are longer than what is shown, the first ones. */
static void write_tags(struct tip_json *json, const char *tags)
{
    const char *tag = tags, *end = tags + TIP_LIMIT_SHOWN;

    tip_json_key(json, "tags");
    tip_json_array(json);
    while (*tag != '\0') {
        size_t length = strcspn(tag, "\n");

        if (tag + length > end)
            break;
        tip_json_bytes(json, tag, length);
        tag += length + (tag[length] == '\n' ? 1 : 0);
    }
    tip_json_end_array(json);
}

/* Further facts, if they are no longer than `limit`. */
static void write_meta(struct tip_json *json, const char *meta, size_t limit)
{
    if (meta == NULL || strlen(meta) > limit)
        return;
    tip_json_key(json, "meta");
    tip_json_raw(json, meta);
}

/* Of a hit the report's further facts, too, where they are short. */
static void write_report(struct tip_json *json, const struct tip_report *report, bool is_hit)
{
    tip_json_key(json, "report");
    tip_json_object(json);
    tip_json_member_text(json, "id", report->id);
    tip_bounded_member_write(json, "title", report->title);
    tip_bounded_member_write(json, "publisher", report->publisher);
    tip_bounded_member_write(json, "date", report->date);
    write_number_or_null(json, "year", report->year);
    write_if_known(json, "url", report->url);
    if (report->tags != NULL)
        write_tags(json, report->tags);
    if (is_hit)
        write_meta(json, report->meta, TIP_LIMIT_SHOWN_META);
    tip_json_end_object(json);
}

/* Where the passage's words come from: the file, proved by its SHA-256, and the physical page. */
static void write_source(struct tip_json *json, const struct tip_view *view)
{
    bool has_address = view->source_address != NULL && view->source_address[0] != '\0';

    tip_json_key(json, "source");
    tip_json_object(json);
    tip_json_member_text(json, "file", view->report.file);
    tip_json_member_text(json, "sha256", view->report.sha256);
    write_number_or_null(json, "page", view->row.page_number);
    tip_json_member_text(json, "address", has_address ? view->source_address : NULL);
    tip_json_end_object(json);
}

/* "KH PH" as an array. */
static void write_countries(struct tip_json *json, const char *countries)
{
    const char *code = countries == NULL ? "" : countries;

    tip_json_key(json, "countries");
    tip_json_array(json);
    while (*code != '\0') {
        size_t length = strcspn(code, " ");

        if (length > 0)
            tip_json_bytes(json, code, length);
        code += length + (code[length] == ' ' ? 1 : 0);
    }
    tip_json_end_array(json);
}

/* From the id to the countries: what hits and passages have in common. */
static void write_place(struct tip_json *json, const struct tip_view *view, bool is_hit)
{
    write_report(json, &view->report, is_hit);
    tip_json_key(json, "section");
    tip_json_array(json);
    for (size_t i = 0; i < view->depth; i++)
        write_bounded(json, view->headings[i]);
    tip_json_end_array(json);
    tip_json_member_text(json, "kind", tip_kind_name(view->row.kind));
    tip_json_member_text(json, "page", view->row.page);
    tip_json_member_text(json, "page_is", tip_page_is_name(view->row.page_is));
    write_countries(json, view->row.countries);
}

/* Who said a quotation. */
static void write_speaker(struct tip_json *json, const char *by)
{
    if (by != NULL)
        tip_bounded_member_write(json, "by", by);
}

static void write_snippet(struct tip_json *json, const struct tip_hit *hit)
{
    tip_json_key(json, "snippet");
    tip_json_array(json);
    for (size_t i = 0; i < hit->snippet_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "text", hit->snippet[i].text);
        if (hit->snippet[i].is_hit)
            tip_json_member_boolean(json, "hit", true);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

/* Hundredths, rounded down: 1 is all of them. */
static void write_likeness(struct tip_json *json, const struct tip_likeness *likeness)
{
    tip_json_member_boolean(json, "same", likeness->is_same);
    tip_json_key(json, "overlap");
    tip_json_number(json, floor(likeness->overlap * 100 + 1e-9) / 100);
}

/* The members of a passage that is named beside another one. */
static void write_brief(struct tip_json *json, const struct tip_view *view)
{
    write_report(json, &view->report, false);
    write_id(json, view->row.id);
    tip_json_member_text(json, "page", view->row.page);
    tip_json_member_text(json, "page_is", tip_page_is_name(view->row.page_is));
    tip_bounded_member_write(json, "citation", view->citation);
}

/* Where else the same text, or nearly the same, stands; nothing when it stands nowhere else. */
static void write_also_in(struct tip_json *json, const struct tip_view *view)
{
    if (view->also_in_total == 0)
        return;
    tip_json_key(json, "also_in");
    tip_json_array(json);
    for (size_t i = 0; i < view->also_in_count; i++) {
        tip_json_object(json);
        write_brief(json, &view->also_in[i]);
        write_likeness(json, &view->also_in[i].likeness);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
    tip_json_member_integer(json, "also_in_total", view->also_in_total);
}

/* What was asked for by its id and does not match has neither. */
static void write_rank(struct tip_json *json, const struct tip_hit *hit)
{
    tip_json_key(json, "rank");
    if (hit->rank == 0)
        tip_json_null(json);
    else
        tip_json_integer(json, hit->rank);
    write_id(json, hit->view.row.id);
    tip_json_key(json, "score");
    if (hit->rank == 0)
        tip_json_null(json);
    else
        tip_json_number(json, hit->score);
}

/* `explained` is NULL for a hit of a search. A scan ranks and marks nothing. */
static void write_hit(struct tip_json *json, const struct tip_hit *hit, bool is_scan,
                      const struct tip_explained_hit *explained)
{
    tip_json_object(json);
    if (is_scan)
        write_id(json, hit->view.row.id);
    else
        write_rank(json, hit);
    if (explained != NULL)
        tip_explained_hit_write(json, explained);
    write_place(json, &hit->view, true);
    tip_json_member_integer(json, "since", hit->view.row.since);
    if (!is_scan)
        write_snippet(json, hit);
    tip_bounded_member_write(json, "citation", hit->view.citation);
    write_source(json, &hit->view);
    write_also_in(json, &hit->view);
    write_speaker(json, hit->view.row.by);
    write_if_known(json, "matched_in", hit->matched_in);
    write_if_known(json, "text", hit->view.text);
    tip_json_end_object(json);
}

static void write_facet(struct tip_json *json, const struct tip_facet_list *list, bool is_tree)
{
    tip_json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        tip_json_object(json);
        tip_bounded_member_write(json, "value", list->items[i].value);
        tip_bounded_member_write(json, "label", list->items[i].label);
        tip_json_member_integer(json, "count", list->items[i].count);
        if (is_tree)
            tip_json_member_integer(json, "depth", list->items[i].depth);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_facets(struct tip_json *json, const struct tip_reply *reply)
{
    if (reply->facets_asked == 0)
        return;
    tip_json_key(json, "facets");
    tip_json_object(json);
    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++) {
        if ((reply->facets_asked >> i & 1u) == 0)
            continue;
        tip_json_key(json, tip_facet_name(i));
        write_facet(json, &reply->facets[i], i == TIP_FACET_SECTION);
    }
    tip_json_end_object(json);
}

/* Of facets that lack values how many; nothing where none does. */
static void write_facets_more(struct tip_json *json, const struct tip_reply *reply)
{
    bool has_any = false;

    for (enum tip_facet i = 0; i < TIP_FACET_COUNT; i++) {
        if (reply->facets[i].more == 0)
            continue;
        if (!has_any) {
            tip_json_key(json, "facets_more");
            tip_json_object(json);
        }
        has_any = true;
        tip_json_member_integer(json, tip_facet_name(i), (long long)reply->facets[i].more);
    }
    if (has_any)
        tip_json_end_object(json);
}

/* Nothing where there are none. */
static void write_corrections(struct tip_json *json, const struct tip_reply *reply)
{
    if (reply->correction_count == 0)
        return;
    tip_json_key(json, "corrections");
    tip_json_array(json);
    for (size_t i = 0; i < reply->correction_count; i++) {
        tip_json_object(json);
        tip_json_member_text(json, "typed", reply->corrections[i].typed);
        tip_json_member_text(json, "meant", reply->corrections[i].meant);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

/* Nothing where there are none. */
static void write_synonyms(struct tip_json *json, const struct tip_reply *reply)
{
    if (reply->synonym_count == 0)
        return;
    tip_json_key(json, "synonyms");
    tip_json_array(json);
    for (size_t i = 0; i < reply->synonym_count; i++) {
        const struct tip_reply_synonym *synonym = &reply->synonyms[i];

        tip_json_object(json);
        tip_json_member_text(json, "typed", synonym->typed);
        tip_json_key(json, "also");
        tip_json_array(json);
        for (size_t m = 0; m < synonym->also_count; m++)
            tip_json_text(json, synonym->also[m]);
        tip_json_end_array(json);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

/* Nothing where there are none. */
static void write_named_countries(struct tip_json *json, const struct tip_reply *reply)
{
    if (reply->country_count == 0)
        return;
    tip_json_key(json, "countries");
    tip_json_array(json);
    for (size_t i = 0; i < reply->country_count; i++) {
        const struct tip_reply_country *country = &reply->countries[i];

        tip_json_object(json);
        tip_json_member_text(json, "typed", country->typed);
        tip_json_member_text(json, "code", country->code);
        tip_json_member_text(json, "name", country->name);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

static void write_expansions(struct tip_json *json, const struct tip_reply *reply)
{
    if (reply->expansion_count == 0)
        return;
    tip_json_key(json, "expansions");
    tip_json_array(json);
    for (size_t i = 0; i < reply->expansion_count; i++) {
        const struct tip_reply_expansion *expansion = &reply->expansions[i];

        tip_json_object(json);
        tip_json_member_text(json, "typed", expansion->typed);
        tip_json_member_integer(json, "words", (long long)expansion->word_count);
        tip_json_member_boolean(json, "cut", expansion->is_cut);
        tip_json_end_object(json);
    }
    tip_json_end_array(json);
}

void tip_query_write(struct tip_json *json, const struct tip_reply *reply)
{
    if (reply->query_text == NULL)
        return;
    tip_json_key(json, "query");
    tip_json_object(json);
    tip_json_member_text(json, "text", reply->query_text);
    tip_json_member_text(json, "read_as", reply->read_as);
    tip_json_member_text(json, "corrected", reply->corrected);
    write_corrections(json, reply);
    write_synonyms(json, reply);
    write_expansions(json, reply);
    write_named_countries(json, reply);
    tip_json_end_object(json);
}

void tip_hits_write(struct tip_json *json, const struct tip_reply *reply)
{
    tip_query_write(json, reply);
    if (reply->explanation != NULL)
        tip_explained_tree_write(json, reply->explanation);
    tip_which_index_write(json, reply);
    write_moved(json, &reply->moved);
    tip_json_member_integer(json, "total", reply->total);
    tip_json_member_text(json, "total_is", tip_total_is_name(reply->total_is));
    tip_json_member_integer(json, "total_all", reply->total_all);
    tip_json_member_integer(json, "total_distinct", reply->total_distinct);
    if (reply->collapsed > 0)
        tip_json_member_integer(json, "collapsed", reply->collapsed);
    tip_json_member_boolean(json, "partial", reply->is_partial);
    tip_json_key(json, "took_ms");
    tip_json_number(json, reply->took_ms);
    write_if_known(json, "hint", reply->hint);
    tip_json_key(json, "hits");
    tip_json_array(json);
    for (size_t i = 0; i < reply->hit_count; i++)
        write_hit(json, &reply->hits[i], reply->is_scan,
                  reply->explanation == NULL ? NULL : &reply->explanation->hits[i]);
    tip_json_end_array(json);
    write_facets(json, reply);
    write_facets_more(json, reply);
    if (reply->is_scan)
        tip_json_member_text(json, "next", reply->next);
}

static void write_whole(struct tip_json *json, const struct tip_view *view)
{
    tip_json_object(json);
    write_id(json, view->row.id);
    write_place(json, view, false);
    write_number_or_null(json, "page_number", view->row.page_number);
    tip_json_member_integer(json, "ordinal", view->row.ordinal);
    tip_json_member_integer(json, "since", view->row.since);
    write_speaker(json, view->row.by);
    tip_bounded_member_write(json, "citation", view->citation);
    write_source(json, view);
    write_also_in(json, view);
    tip_json_member_text(json, "text", view->text);
    write_meta(json, view->report.meta, SIZE_MAX);
    tip_json_end_object(json);
}

void tip_cited_passage_write(struct tip_json *json, const struct tip_view *view)
{
    tip_json_object(json);
    write_id(json, view->row.id);
    write_place(json, view, false);
    write_speaker(json, view->row.by);
    tip_bounded_member_write(json, "citation", view->citation);
    tip_json_end_object(json);
}

void tip_quoted_passage_write(struct tip_json *json, const struct tip_view *view)
{
    tip_json_object(json);
    write_id(json, view->row.id);
    write_place(json, view, true);
    tip_json_member_integer(json, "since", view->row.since);
    write_speaker(json, view->row.by);
    tip_bounded_member_write(json, "citation", view->citation);
    write_source(json, view);
    write_also_in(json, view);
    tip_json_end_object(json);
}

void tip_brief_passage_write(struct tip_json *json, const struct tip_view *view)
{
    tip_json_object(json);
    write_brief(json, view);
    tip_json_end_object(json);
}

static void write_neighbours(struct tip_json *json, const char *key, const struct tip_view *views,
                             size_t count)
{
    tip_json_key(json, key);
    tip_json_array(json);
    for (size_t i = 0; i < count; i++)
        write_whole(json, &views[i]);
    tip_json_end_array(json);
}

void tip_passage_write(struct tip_json *json, const struct tip_reply *reply)
{
    tip_which_index_write(json, reply);
    write_moved(json, &reply->moved);
    tip_json_key(json, "passage");
    write_whole(json, &reply->passage);
    write_neighbours(json, "before", reply->before, reply->before_count);
    write_neighbours(json, "after", reply->after, reply->after_count);
}
