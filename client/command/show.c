/* Replies as people read them.
 *
 *     57 passages, 10 shown
 *
 *      1  Human Trafficking and Cyber Scam Operations · Topics of Special Interest
 *         … individual compounds in Cambodia alone. …
 *         U.S. Department of State, Trafficking in Persons Report, June 2023, p. 64
 *         9f3a52c1d07be846
 *
 * The heading nearest to the passage comes first, as it says most; the citation can be pasted into
 * a memo, the id into a case file.
 *
 * SPDX-License-Identifier: MIT */
#include "command/show.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command/printable.h"
#include "command/wrap.h"

enum {
    DEPTH_SHOWN = 8, /* levels of headings that are indented */
    INDENT = 4,
    SYNONYMS_SHOWN = 3,
    ALSO_IN_SHOWN =
        3,            /* other reports named under a passage; more would push hits off the screen */
    ERROR_WIDTH = 72, /* of the part of a query that is shown with its error */
    ERROR_CONTEXT = 40 /* characters of it before the mark */
};

static const char *total_words(const struct tipsearch_result *result)
{
    switch (result->total_is) {
    case TIPSEARCH_TOTAL_EXACT:
        return "";
    case TIPSEARCH_TOTAL_AT_LEAST:
        return "at least ";
    case TIPSEARCH_TOTAL_ESTIMATE:
        return "about ";
    }
    return "";
}

/* What was looked for in place of a word, and how to look for that after all. */
static void show_correction(FILE *out, const struct tipsearch_correction *correction)
{
    bool is_word = !strpbrk(correction->typed, " \t\r\n\"");

    fputc('"', out);
    printable_print(out, correction->typed);
    fputs("\" is in no passage: searched for ", out);
    printable_print(out, correction->meant);
    fputs(" instead", out);
    if (is_word) {
        fputs(" (to insist: =", out);
        printable_print(out, correction->typed);
        fputc(')', out);
    }
    fputc('\n', out);
}

static void show_total(FILE *out, const struct tipsearch_result *result)
{
    if (result->total == 0 && result->read_as) {
        fputs("no passage found for ", out);
        printable_print(out, result->read_as);
    } else {
        fprintf(out, "%s%lld passage%s", total_words(result), result->total,
                result->total == 1 ? "" : "s");
    }
}

/* Which of them are shown. */
static void show_range(FILE *out, const struct tipsearch_result *result, long offset)
{
    if (result->hit_count > 0 && offset > 0)
        fprintf(out, ", %ld to %lld shown", offset + 1, offset + (long long)result->hit_count);
    else if ((long long)result->hit_count < result->total)
        fprintf(out, ", %zu shown", result->hit_count);
}

/* What else there is to say of what was found. */
static void show_circumstances(FILE *out, const struct tipsearch_result *result)
{
    if (result->collapsed > 0)
        fprintf(out, " (%lld more say the same or nearly in other reports)", result->collapsed);
    fputc('\n', out);
    if (result->hint) {
        printable_print(out, result->hint);
        fputc('\n', out);
    }
    for (size_t i = 0; i < result->correction_count; i++)
        show_correction(out, &result->corrections[i]);
    if (result->corrected && result->correction_count == 0) {
        fputs("searched for ", out);
        printable_print(out, result->corrected);
        fputs(" instead\n", out);
    }
}

/* What was looked for besides what was typed; of many words the first ones. */
static void show_synonyms(FILE *out, const struct show_style *style,
                          const struct tipsearch_synonym *synonym)
{
    struct wrap wrap;

    if (synonym->also_count == 0)
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    wrap_text(&wrap, synonym->typed, EMPHASIS_DIM);
    wrap_text(&wrap, " is also ", EMPHASIS_DIM);
    for (size_t i = 0; i < synonym->also_count && i < SYNONYMS_SHOWN; i++) {
        wrap_text(&wrap, i > 0 ? ", " : "", EMPHASIS_DIM);
        wrap_text(&wrap, synonym->also[i], EMPHASIS_DIM);
    }
    wrap_text(&wrap, synonym->also_count > SYNONYMS_SHOWN ? ", …" : "", EMPHASIS_DIM);
    wrap_end(&wrap);
}

/* Nothing where the country was called as the passages' list of countries calls it. */
static void show_country(FILE *out, const struct show_style *style,
                         const struct tipsearch_country *country)
{
    struct wrap wrap;

    if (strcasecmp(country->typed, country->name) == 0)
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    wrap_text(&wrap, country->typed, EMPHASIS_DIM);
    wrap_text(&wrap, " is taken for ", EMPHASIS_DIM);
    wrap_text(&wrap, country->name, EMPHASIS_DIM);
    wrap_text(&wrap, ", by any of its names", EMPHASIS_DIM);
    wrap_end(&wrap);
}

static void show_more_hint(FILE *out, const struct tipsearch_result *result, long offset)
{
    long long seen = offset + (long long)result->hit_count;

    if (result->hit_count == 0 || seen >= result->total)
        return;
    if (result->read_as) /* an answer to a query, which has pages; --similar has none */
        fprintf(out, "\n%lld more: add --offset %lld\n", result->total - seen, seen);
    else
        fprintf(out, "\n%lld more: ask for more at once with -n\n", result->total - seen);
}

/* How many of the outermost headings only repeat the report's title, which the citation names. */
static size_t count_titles(const struct tipsearch_passage *passage)
{
    const char *title = passage->report.title;

    return title && passage->section_count > 1 && strcmp(passage->section[0], title) == 0;
}

/* The headings: the innermost bold, then those around it. */
static void show_heading(FILE *out, const struct show_style *style,
                         const struct tipsearch_passage *passage, const char *label)
{
    const char *title = passage->report.title ? passage->report.title : passage->report.id;
    size_t depth = passage->section_count;
    struct wrap wrap;

    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, label);
    if (depth > 0)
        title = passage->section[depth - 1];
    wrap_text(&wrap, title ? title : passage->id, EMPHASIS_BOLD);
    for (size_t first = count_titles(passage), i = first; i + 1 < depth; i++) {
        wrap_text(&wrap, i == first ? " · " : " › ", EMPHASIS_DIM);
        wrap_text(&wrap, passage->section[i], EMPHASIS_DIM);
    }
    wrap_end(&wrap);
}

static void show_paragraph(FILE *out, const struct show_style *style, const char *text,
                           enum emphasis emphasis)
{
    struct wrap wrap;

    if (!text || text[0] == '\0')
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    wrap_lines(&wrap, text, emphasis);
    wrap_end(&wrap);
}

static void show_snippet(FILE *out, const struct show_style *style, const struct tipsearch_hit *hit)
{
    struct wrap wrap;

    if (hit->snippet_count == 0)
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    for (size_t i = 0; i < hit->snippet_count; i++)
        wrap_text(&wrap, hit->snippet[i].text,
                  hit->snippet[i].is_hit ? EMPHASIS_HIT : EMPHASIS_NONE);
    wrap_end(&wrap);
}

/* Why no word of the passage is marked. */
static void show_where_matched(FILE *out, const struct show_style *style,
                               const struct tipsearch_hit *hit)
{
    if (!hit->matched_in || strcmp(hit->matched_in, "text") == 0)
        return;
    if (strcmp(hit->matched_in, "title") == 0)
        show_paragraph(out, style, "(found in the report's title)", EMPHASIS_DIM);
    else if (strcmp(hit->matched_in, "by") == 0)
        show_paragraph(out, style, "(found in the name of who said it)", EMPHASIS_DIM);
    else if (strcmp(hit->matched_in, "country") == 0)
        show_paragraph(out, style, "(found as it is about that country)", EMPHASIS_DIM);
    else
        show_paragraph(out, style, "(found in the headings)", EMPHASIS_DIM);
}

/* Other reports that say the same, or nearly; of many the newest. */
static void show_also_in(FILE *out, const struct show_style *style,
                         const struct tipsearch_passage *passage)
{
    long shown = 0;

    for (; shown < ALSO_IN_SHOWN && (size_t)shown < passage->also_in_count; shown++) {
        const struct tipsearch_twin *twin = &passage->also_in[shown];
        struct wrap wrap;

        wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
        wrap_text(&wrap, twin->is_same ? "also in: " : "nearly the same in: ", EMPHASIS_DIM);
        wrap_text(&wrap, twin->citation ? twin->citation : twin->id, EMPHASIS_DIM);
        wrap_end(&wrap);
    }
    if (shown > 0 && passage->also_in_total > shown)
        fprintf(out, "%*salso in %ld more report%s\n", INDENT, "", passage->also_in_total - shown,
                passage->also_in_total - shown == 1 ? "" : "s");
}

/* Who spoke, the citation and the id, which the citation has unless it was cut. */
static void show_source(FILE *out, const struct show_style *style,
                        const struct tipsearch_passage *passage)
{
    show_paragraph(out, style, passage->by, EMPHASIS_NONE);
    show_paragraph(out, style, passage->citation, EMPHASIS_DIM);
    if (!passage->citation || !strstr(passage->citation, passage->id))
        show_paragraph(out, style, passage->id, EMPHASIS_DIM);
    show_also_in(out, style, passage);
}

static void show_hit(FILE *out, const struct show_style *style, const struct tipsearch_hit *hit)
{
    char label[INDENT + 16];

    snprintf(label, sizeof label, "%2ld  ", hit->rank);
    fputc('\n', out);
    show_heading(out, style, &hit->passage, label);
    if (style->is_full && hit->passage.text)
        show_paragraph(out, style, hit->passage.text, EMPHASIS_NONE);
    else
        show_snippet(out, style, hit);
    show_where_matched(out, style, hit);
    show_source(out, style, &hit->passage);
}

/* A line of a facet. What is below something stands indented behind it: its value would say again
 * what is above. */
static void show_count(FILE *out, const struct tipsearch_count *count)
{
    int indent = count->depth < 0             ? 0
                 : count->depth > DEPTH_SHOWN ? DEPTH_SHOWN
                                              : (int)count->depth;

    fprintf(out, "%6lld  %*s", count->count, 2 * indent, "");
    printable_print(out, count->label);
    if (indent == 0 && strcmp(count->label, count->value) != 0) {
        fputs(" (", out);
        printable_print(out, count->value);
        fputc(')', out);
    }
    fputc('\n', out);
}

static void show_facet(FILE *out, const struct tipsearch_facet *facet)
{
    fputc('\n', out);
    printable_print(out, facet->name);
    fputc('\n', out);
    if (facet->count_count == 0)
        fputs("        none\n", out);
    for (size_t i = 0; i < facet->count_count; i++)
        show_count(out, &facet->counts[i]);
    if (facet->more > 0)
        fprintf(out, "        and %lld more\n", facet->more);
}

/* "… 97% of its words are in ID", or "… in 2 passages: ID (55%) and ID (42%)". */
void show_moved(FILE *out, const struct show_style *style, const struct tipsearch_moved *moved,
                bool is_first_shown)
{
    size_t count = moved->successor_count;
    char text[128];
    struct wrap wrap;

    if (!moved->from || count == 0)
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    snprintf(text, sizeof text, "%.32s is no more: %.0f%% of its words are in ", moved->from,
             100 * moved->overlap);
    wrap_text(&wrap, text, EMPHASIS_DIM);
    if (count == 1) {
        wrap_text(&wrap, is_first_shown ? "this passage" : moved->successors[0].id, EMPHASIS_DIM);
    } else {
        snprintf(text, sizeof text, "%zu passages: ", count);
        wrap_text(&wrap, text, EMPHASIS_DIM);
    }
    for (size_t i = 0; count > 1 && i < count; i++) {
        snprintf(text, sizeof text, "%s%.32s (%.0f%%)",
                 i == 0           ? ""
                 : i + 1 == count ? " and "
                                  : ", ",
                 i == 0 && is_first_shown ? "this one" : moved->successors[i].id,
                 100 * moved->successors[i].overlap);
        wrap_text(&wrap, text, EMPHASIS_DIM);
    }
    wrap_end(&wrap);
}

/* Said only when it explains what was found: nothing fits, or too much does. */
static void show_expansion(FILE *out, const struct show_style *style,
                           const struct tipsearch_expansion *expansion)
{
    struct wrap wrap;
    char text[64];

    if (expansion->words > 0 && !expansion->is_cut)
        return;
    wrap_begin(&wrap, out, style->has_color, style->width, INDENT, "");
    wrap_text(&wrap, expansion->typed, EMPHASIS_DIM);
    snprintf(text, sizeof text, " stands for the %lld most frequent of the words that fit",
             expansion->words);
    wrap_text(&wrap, expansion->words > 0 ? text : " fits no word of the reports", EMPHASIS_DIM);
    wrap_end(&wrap);
}

static void show_readings(FILE *out, const struct show_style *style,
                          const struct tipsearch_result *result)
{
    for (size_t i = 0; i < result->synonym_count; i++)
        show_synonyms(out, style, &result->synonyms[i]);
    for (size_t i = 0; i < result->expansion_count; i++)
        show_expansion(out, style, &result->expansions[i]);
    for (size_t i = 0; i < result->country_count; i++)
        show_country(out, style, &result->countries[i]);
}

void show_summary(FILE *out, const struct show_style *style, const struct tipsearch_result *result)
{
    show_total(out, result);
    show_circumstances(out, result);
    show_readings(out, style, result);
}

void show_result(FILE *out, const struct show_style *style, const struct tipsearch_result *result,
                 long offset)
{
    show_moved(out, style, &result->moved, false);
    show_total(out, result);
    show_range(out, result, offset);
    show_circumstances(out, result);
    show_readings(out, style, result);
    for (size_t i = 0; i < result->hit_count; i++)
        show_hit(out, style, &result->hits[i]);
    for (size_t i = 0; i < result->facet_count; i++)
        show_facet(out, &result->facets[i]);
    show_more_hint(out, result, offset);
}

void show_excerpt(FILE *out, const struct show_style *style,
                  const struct tipsearch_excerpt *excerpt)
{
    const struct tipsearch_passage *passage = &excerpt->passage;
    char label[INDENT + 1];

    show_moved(out, style, &excerpt->moved, true);
    if (excerpt->moved.from)
        fputc('\n', out);
    snprintf(label, sizeof label, "%*s", INDENT, "");
    show_heading(out, style, passage, label);
    show_paragraph(out, style, passage->text, EMPHASIS_NONE);
    show_source(out, style, passage);
}

/* Passes over `count` characters of the source. The error's place counts them as the query has
 * them, of which some are not shown: so they are skipped one by one, shown or not. */
static const char *skip_characters(const char *text, long count)
{
    while (count > 0 && *text) {
        text++;
        while (((unsigned char)*text & 0xc0) == 0x80)
            text++;
        count--;
    }
    return text;
}

/* The query with a mark under the place of the error; of a long one the part around it. */
static void show_place(FILE *out, const char *query, long at)
{
    const char *place = skip_characters(query, at);
    const char *from = skip_characters(query, at > ERROR_CONTEXT ? at - ERROR_CONTEXT : 0);
    const char *cursor = from;
    uint32_t character;
    int width = 2, mark = -1;

    fputs("  ", out);
    while (width < ERROR_WIDTH) {
        if (mark < 0 && cursor >= place)
            mark = width;
        character = printable_next(&cursor);
        if (!character)
            break;
        printable_put(out, character == '\n' ? ' ' : character);
        width += character == '\n' ? 1 : printable_width(character);
    }
    fprintf(out, "\n%*s^\n", mark < 0 ? width : mark, "");
}

void show_error(FILE *out, const struct tipsearch_error *error, const char *query)
{
    fputs("tipsearch: ", out);
    printable_print(out, error->message);
    if (error->retry_after_ms >= 0)
        fprintf(out, " (ask again after %ld ms)", error->retry_after_ms);
    fputc('\n', out);
    if (error->code == TIPSEARCH_BAD_QUERY && error->at >= 0 && query && query[0])
        show_place(out, query, error->at);
}
