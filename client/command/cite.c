/* Citations, a form each.
 *
 * A passage is a page or a section of a report, and the forms have a field for a page only: the
 * section, who spoke and the passage's id are its note. The publisher stands for the author, in
 * braces or as a literal, so that no program takes "Department" for a family name.
 *
 * SPDX-License-Identifier: MIT */
#include "command/cite.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command/cited.h"
#include "command/printable.h"

enum cite_form cite_form_named(const char *name)
{
    static const struct {
        const char *name;
        enum cite_form form;
    } FORMS[] = {
        {"text", CITE_TEXT}, {"bibtex", CITE_BIBTEX}, {"csl", CITE_CSL}, {"ris", CITE_RIS}};

    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (strcasecmp(name, FORMS[i].name) == 0)
            return FORMS[i].form;
    return CITE_NONE;
}

/* ---- text ---- */

static void print_text(FILE *out, const struct tipsearch_passage *passage)
{
    printable_print(out, passage->citation ? passage->citation : passage->id);
    fputc('\n', out);
}

/* ---- BibTeX ---- */

/* Whether every brace of a text has its partner. */
static bool has_braces_in_pairs(const char *text)
{
    long open = 0;

    for (; *text && open >= 0; text++)
        open += (*text == '{') - (*text == '}');
    return open == 0;
}

/* What TeX would obey stands for itself. BibTeX counts braces even behind a backslash, so one
 * without a partner is named, which fewer programs understand. */
static void put_tex(FILE *out, const char *text)
{
    bool is_paired = has_braces_in_pairs(text);

    for (; *text; text++) {
        switch (*text) {
        case '\\':
            fputs("\\textbackslash{}", out);
            break;
        case '{':
            fputs(is_paired ? "\\{" : "\\textbraceleft{}", out);
            break;
        case '}':
            fputs(is_paired ? "\\}" : "\\textbraceright{}", out);
            break;
        case '~':
            fputs("\\textasciitilde{}", out);
            break;
        case '^':
            fputs("\\textasciicircum{}", out);
            break;
        case '#':
        case '$':
        case '%':
        case '&':
        case '_':
            fputc('\\', out);
            fputc(*text, out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

/* Two pairs of braces: the value, and one thing whose capitals stay. */
static void put_tex_field(FILE *out, const char *name, const char *text)
{
    if (!text)
        return;
    fprintf(out, ",\n  %s = {{", name);
    put_tex(out, text);
    fputs("}}", out);
}

static void print_bibtex(FILE *out, const struct cited *cited)
{
    static const char *const MONTHS[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};

    fprintf(out, "@%s{%s", cited->publisher ? "techreport" : "misc", cited->key);
    put_tex_field(out, "author", cited->publisher);
    put_tex_field(out, "title", cited->title);
    put_tex_field(out, "institution", cited->publisher);
    if (cited->date.year > 0)
        fprintf(out, ",\n  year = {%d}", cited->date.year);
    if (cited->date.month > 0)
        fprintf(out, ",\n  month = %s", MONTHS[cited->date.month - 1]);
    put_tex_field(out, "pages", cited->page);
    if (cited->url)
        fprintf(out, ",\n  url = {%s}", cited->url);
    put_tex_field(out, "note", cited->note);
    put_tex_field(out, "keywords", cited->keyword);
    fputs("\n}\n", out);
}

/* ---- RIS ---- */

static void put_ris_field(FILE *out, const char *tag, const char *text)
{
    if (text)
        fprintf(out, "%s  - %s\n", tag, text);
}

static void print_ris(FILE *out, const struct cited *cited)
{
    const struct cited_date *date = &cited->date;

    put_ris_field(out, "TY", "RPRT");
    put_ris_field(out, "ID", cited->key);
    put_ris_field(out, "TI", cited->title);
    put_ris_field(out, "AU", cited->publisher);
    put_ris_field(out, "PB", cited->publisher);
    if (date->year > 0)
        fprintf(out, "PY  - %04d\n", date->year);
    if (date->month > 0 && date->day > 0)
        fprintf(out, "DA  - %04d/%02d/%02d\n", date->year, date->month, date->day);
    else if (date->month > 0)
        fprintf(out, "DA  - %04d/%02d\n", date->year, date->month);
    put_ris_field(out, "SP", cited->page);
    put_ris_field(out, "UR", cited->url);
    put_ris_field(out, "N1", cited->note);
    put_ris_field(out, "KW", cited->keyword);
    fputs("ER  - \n\n", out);
}

/* ---- CSL-JSON ---- */

static bool set_text(json_t *item, const char *key, const char *text)
{
    return !text || json_object_set_new(item, key, json_string(text)) == 0;
}

static bool set_author(json_t *item, const char *publisher)
{
    return !publisher ||
           json_object_set_new(item, "author", json_pack("[{s:s}]", "literal", publisher)) == 0;
}

static bool set_date(json_t *item, const struct cited_date *date)
{
    json_t *parts;

    if (date->year == 0)
        return true;
    parts = json_pack("[i]", date->year);
    if (parts && date->month > 0)
        json_array_append_new(parts, json_integer(date->month));
    if (parts && date->day > 0)
        json_array_append_new(parts, json_integer(date->day));
    return json_object_set_new(item, "issued", json_pack("{s:[o]}", "date-parts", parts)) == 0;
}

/* An item for the caller; NULL when there is not enough memory. */
static json_t *make_csl(const struct cited *cited)
{
    json_t *item = json_object();

    if (set_text(item, "id", cited->key) && set_text(item, "type", "report") &&
        set_text(item, "title", cited->title) && set_author(item, cited->publisher) &&
        set_text(item, "publisher", cited->publisher) && set_date(item, &cited->date) &&
        set_text(item, "page", cited->page) && set_text(item, "URL", cited->url) &&
        set_text(item, "note", cited->note) && set_text(item, "keyword", cited->keyword))
        return item;
    json_decref(item);
    return NULL;
}

/* An item as it stands in an array of several: what is before it and behind it is the caller's. */
static bool print_csl(FILE *out, const struct cited *cited)
{
    enum {
        FRAME = sizeof "[\n\n]" - 1
    }; /* what the array's own brackets take, half on each side */
    json_t *array = json_pack("[o]", make_csl(cited));
    char *text = array ? json_dumps(array, JSON_INDENT(2)) : NULL;

    json_decref(array);
    if (!text)
        return false;
    fwrite(text + FRAME / 2, 1, strlen(text) - FRAME, out);
    free(text);
    return true;
}

/* ---- the whole ---- */

static bool print_entry(struct cite_writer *writer, const struct cited *cited)
{
    if (writer->form == CITE_BIBTEX)
        print_bibtex(writer->out, cited);
    else if (writer->form == CITE_RIS)
        print_ris(writer->out, cited);
    else {
        fputs(writer->count > 0 ? ",\n" : "[\n", writer->out);
        return print_csl(writer->out, cited);
    }
    return true;
}

void cite_begin(struct cite_writer *writer, FILE *out, enum cite_form form)
{
    *writer = (struct cite_writer){.out = out, .form = form};
}

bool cite_put(struct cite_writer *writer, const struct tipsearch_passage *passage,
              const char *keyword)
{
    struct cited cited;
    bool is_made;

    if (writer->form == CITE_TEXT) {
        print_text(writer->out, passage);
        return true;
    }
    is_made = cited_make(&cited, passage) && cited_set_keyword(&cited, keyword) &&
              print_entry(writer, &cited);
    cited_free(&cited);
    writer->count++;
    return is_made;
}

void cite_end(struct cite_writer *writer)
{
    if (writer->form == CITE_CSL)
        fputs(writer->count > 0 ? "\n]\n" : "[]\n", writer->out);
}

bool cite_print(FILE *out, enum cite_form form, const struct tipsearch_passage *const *passages,
                size_t count)
{
    struct cite_writer writer;

    cite_begin(&writer, out, form);
    for (size_t i = 0; i < count; i++)
        if (!cite_put(&writer, passages[i], NULL))
            return false;
    cite_end(&writer);
    return true;
}
