/* What pages are put together from; each is a file of this folder. */
#ifndef TIP_WEB_PARTS_H
#define TIP_WEB_PARTS_H

#include "web/page.h"

enum {
    TIP_WEB_SHOWN = 1000, /* bytes of a heading, title or citation that are shown; as in JSON */
    TIP_WEB_ID_SIZE = 17  /* an id in hex, with its NUL */
};

/* ---- frame.c ---- */

/* From the doctype to the begin of <main>; `name` is the page's (data-page), `title` and `place`
 * (of results the page, of a passage the report) what stands in the window's title before
 * "tipsearch"; NULL for nothing. */
void tip_frame_begin(struct tip_string *out, const struct tip_web_content *content,
                     const char *name, const char *title, const char *place);
void tip_frame_end(struct tip_string *out);

/* ---- the main parts of pages ---- */

void tip_search_page_write(struct tip_string *out, const struct tip_web_content *content);
void tip_passage_page_write(struct tip_string *out, const struct tip_web_content *content);
void tip_error_page_write(struct tip_string *out, const struct tip_web_content *content);

/* ---- parts of results ---- */

/* Paragraphs and lists about the whole: how the query was understood, and what to do next. */
void tip_notices_write(struct tip_string *out, const struct tip_web_content *content);

/* <p class="snippet">, what was found in <mark>; nothing where there is none. */
void tip_web_snippet(struct tip_string *out, const struct tip_hit *hit);

/* <ol id="hits">; nothing without hits. */
void tip_hit_list_write(struct tip_string *out, const struct tip_web_content *content);

/* <aside id="facets">; nothing where there is nothing to narrow by. */
void tip_facet_lists_write(struct tip_string *out, const struct tip_web_content *content);

/* "Country": what a field is called. */
const char *tip_facet_title(enum tip_filter_field field);

/* What a value of a field is called: as the facet of that name calls it, or the knowledge, else
 * as it is. */
const char *tip_facet_label(const struct tip_web_content *content, enum tip_filter_field field,
                            const char *value);

/* <section id="overview">: the tables by country and by year; nothing without hits. */
void tip_overview_write(struct tip_string *out, const struct tip_web_content *content);

/* ---- passage_place.c ---- */

void tip_web_id(char out[TIP_WEB_ID_SIZE], const struct tip_view *view);

/* ` href="/read/ID"`. */
void tip_web_read_link(struct tip_string *out, const struct tip_view *view);

/* Its title; its id where it has none. */
const char *tip_web_report_title(const struct tip_report *report);

/* "Quotation" for "quote" and so on. */
const char *tip_web_kind_label(const char *kind);

/* The heading nearest to the passage; the report's title where it has none. */
const char *tip_web_heading(const struct tip_view *view);

/* <p class="where">: the headings around that one, the report, its year, the page, who spoke. */
void tip_web_where(struct tip_string *out, const struct tip_view *view);

/* <p class="citation">. */
void tip_web_citation(struct tip_string *out, const struct tip_view *view);

/* <p class="also-in">: other reports that say the same, or nearly; nothing when none does. */
void tip_web_also_in(struct tip_string *out, const struct tip_view *view);

/* ---- passage_text.c ---- */

/* The passage's text, escaped. Each cell of a row of a table, and each line of a list, is an
 * element of its own; the text of all together is the passage's to the byte. */
void tip_web_text(struct tip_string *out, const struct tip_view *view);

/* ---- text_language.c ---- */

/* ` dir="auto"`, and ` lang="…"` of a text of the passage where it is not English, as the pages
 * are: by what its report says, else by its script. */
void tip_web_language(struct tip_string *out, const struct tip_view *view, const char *text);

/* Whether the first letter of a text is of a script that is written from right to left, which is
 * what dir="auto" goes by. */
bool tip_web_is_right_to_left(const char *text);

/* The language that most letters of a text belong to, where their script has one that uses it
 * before all others; NULL where it has none. Static. */
const char *tip_web_script_language(const char *text);

#endif
