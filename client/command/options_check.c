/* What does not go together on the command line of tipsearch.
 *
 * SPDX-License-Identifier: MIT */
#include "command/options_check.h"

#include <stdio.h>
#include <string.h>

#include "command/desk/compare.h"
#include "command/desk/row.h"
#include "command/desk/sheet.h"
#include "command/printable.h"

enum options_outcome options_wrong(const char *what, const char *value, const char *advice)
{
    fputs("tipsearch: ", stderr);
    fputs(what, stderr);
    if (value) {
        fputs(": ", stderr);
        printable_print(stderr, value);
    }
    fprintf(stderr, ": %s\n", advice);
    return OPTIONS_WRONG;
}

/* --cite and --open are ways to show what was found, of which there can be one. */
static enum options_outcome check_display(const struct options *options)
{
    bool is_other = options->is_json || options->is_full || options->facet_count > 0;

    if (options->cite != CITE_NONE && (is_other || options->open > 0))
        return options_wrong("--cite does not go with --json, --full, --facets and --open", NULL,
                             "give one of them");
    if (options->open > 0 && (is_other || options->limit != 0 || options->offset != 0))
        return options_wrong("--open does not go with --json, --full, --facets, -n and --offset",
                             NULL, "the rank alone says which hit");
    if (options->open > 0 && (options->get || options->similar))
        return options_wrong("--open goes with a QUERY", NULL, "leave --get and --similar out");
    return OPTIONS_RUN;
}

/* Rows are a way to show what a query finds. */
static enum options_outcome check_rows(const struct options *options)
{
    enum row_form form = row_form_named(options->format ? options->format : "csv");
    bool is_other = options->is_json || options->is_full || options->facet_count > 0 ||
                    options->cite != CITE_NONE || options->open > 0;

    if (!options->format && !options->batch && !options->counts)
        return options_wrong("--bom and -o go with --format, --batch and --counts", NULL,
                             "such as --format csv");
    if (form == ROW_NONE)
        return options_wrong("--format does not know", options->format, "write csv, jsonl or md");
    if (options->has_bom && form != ROW_CSV)
        return options_wrong("--bom goes with --format csv", NULL, "leave it out");
    if ((options->word_count == 0 && !options->batch) || options->get || options->similar ||
        options->suggest || options->is_explain || options->is_patterns)
        return options_wrong("--format goes with a QUERY or --batch", NULL,
                             "such as: tipsearch --format csv cyber scam");
    return is_other
               ? options_wrong("--format does not go with --json, --full, --facets, --cite and "
                               "--open",
                               NULL, "a row has the whole text and the citation")
               : OPTIONS_RUN;
}

/* --all and --watch print all of what they find, in a form of their own. */
static enum options_outcome check_whole(const struct options *options)
{
    bool is_other = options->is_json || options->is_full || options->facet_count > 0 ||
                    options->cite != CITE_NONE || options->open > 0 || options->limit != 0 ||
                    options->offset != 0 || options->sort != TIPSEARCH_SORT_RELEVANCE ||
                    options->get || options->similar || options->suggest || options->is_explain ||
                    options->is_patterns || options->batch || options->counts;

    if (is_other)
        return options_wrong("--all and --watch print everything that is found", NULL,
                             "of the options for what is shown they take --format alone");
    if (options->format && !sheet_knows(options->format))
        return options_wrong("--format does not know", options->format,
                             "write csv, jsonl, md, bibtex, ris or csl");
    if (options->has_bom && (!options->format || strcmp(options->format, "csv") != 0))
        return options_wrong("--bom goes with --format csv", NULL, "leave it out");
    return OPTIONS_RUN;
}

static enum options_outcome check_all(const struct options *options)
{
    return options->word_count == 0 ? options_wrong("--all wants a query", NULL,
                                                    "such as: tipsearch --all 'debt bondage'")
                                    : check_whole(options);
}

static enum options_outcome check_watch(const struct options *options)
{
    if (options->word_count > 0 || options->is_all)
        return options_wrong("--watch takes its searches from the file", NULL,
                             "leave QUERY and --all out");
    if (strcmp(options->watch, "-") == 0)
        return options_wrong("--watch wants a file", NULL,
                             "what was printed is remembered beside it");
    if (options->is_uncollapsed)
        return options_wrong("--collapse does not go with --watch", NULL,
                             "it prints what each report says");
    if (options->is_baseline && (options->format || options->output))
        return options_wrong("--baseline prints nothing", NULL, "leave --format and -o out");
    return check_whole(options);
}

/* A table has every passage that is found, whatever its rank. */
static enum options_outcome check_counts(const struct options *options)
{
    bool is_other = options->limit != 0 || options->offset != 0 || options->facet_count > 0 ||
                    options->sort != TIPSEARCH_SORT_RELEVANCE || options->is_json ||
                    options->is_full || options->cite != CITE_NONE || options->open > 0 ||
                    options->get || options->similar || options->suggest || options->is_explain ||
                    options->is_patterns;

    if (options->word_count == 0 && !options->batch)
        return options_wrong("--counts wants a query or --batch", NULL,
                             "such as: tipsearch --counts year debt bondage");
    return is_other ? options_wrong("--counts goes with a QUERY or --batch, --format, --bom and -o",
                                    NULL, "leave the other options out")
                    : OPTIONS_RUN;
}

/* A file of queries takes what a query takes, and prints rows. */
static enum options_outcome check_batch(const struct options *options)
{
    if (options->word_count > 0)
        return options_wrong("--batch reads the queries from its file", options->words[0],
                             "leave the QUERY out");
    if (options->is_json || options->is_full || options->facet_count > 0 ||
        options->cite != CITE_NONE || options->open > 0 || options->get || options->similar ||
        options->suggest || options->is_explain || options->is_patterns)
        return options_wrong(
            "--batch goes with --format, --column, --counts, --bom, -o, -n, --offset, "
            "--sort and --collapse",
            NULL, "leave the other options out");
    return OPTIONS_RUN;
}

/* A check is of one text or one memo, and shows or prints what was found. */
static enum options_outcome check_quote(const struct options *options)
{
    enum row_form form = row_form_named(options->format ? options->format : "csv");
    bool is_other = options->is_full || options->facet_count > 0 || options->cite != CITE_NONE ||
                    options->open > 0 || options->limit != 0 || options->offset != 0 ||
                    options->sort != TIPSEARCH_SORT_RELEVANCE || options->get || options->similar ||
                    options->suggest || options->is_explain || options->is_patterns ||
                    options->batch || options->counts || options->column || options->is_uncollapsed;

    if (options->word_count > 0)
        return options_wrong("--quote and --memo take no QUERY", options->words[0],
                             "a quotation of several words stands in quotes");
    if (options->quote && options->memo)
        return options_wrong("--quote and --memo do not go together", NULL, "give one of them");
    if (options->is_sentences && options->quote && strcmp(options->quote, "-") != 0)
        return options_wrong("--sentences goes with --memo FILE or --quote -", NULL,
                             "a quotation is checked as a whole");
    if (is_other || (options->is_json && options->format))
        return options_wrong("--quote and --memo go with --sentences, --format, --json, --bom, -o "
                             "and --color",
                             NULL, "leave the other options out");
    if (form == ROW_NONE)
        return options_wrong("--format does not know", options->format, "write csv, jsonl or md");
    return options->has_bom && (!options->format || form != ROW_CSV)
               ? options_wrong("--bom goes with --format csv", NULL, "leave it out")
               : OPTIONS_RUN;
}

/* --patterns lists; --full lists more. */
static enum options_outcome check_patterns(const struct options *options)
{
    bool has_others = options->word_count > 0 || options->get || options->similar ||
                      options->limit != 0 || options->offset != 0 || options->facet_count > 0 ||
                      options->open > 0 || options->cite != CITE_NONE ||
                      options->sort != TIPSEARCH_SORT_RELEVANCE;

    return has_others ? options_wrong("--patterns goes with --full or --json, and with no QUERY",
                                      NULL, "to see a pattern's passages: tipsearch pattern:ID")
                      : OPTIONS_RUN;
}

/* --suggest lists what a field would. */
static enum options_outcome check_suggest(const struct options *options)
{
    bool has_others = options->word_count > 0 || options->get || options->similar ||
                      options->offset != 0 || options->facet_count > 0 || options->open > 0 ||
                      options->is_full || options->cite != CITE_NONE ||
                      options->sort != TIPSEARCH_SORT_RELEVANCE;

    return has_others ? options_wrong("--suggest goes with -n or --json, and with no QUERY", NULL,
                                      "such as: tipsearch --suggest 'debt b'")
                      : OPTIONS_RUN;
}

/* --explain is of a query, and with --get of one passage. */
static enum options_outcome check_explain(const struct options *options)
{
    bool has_others = options->similar || options->facet_count > 0 || options->open > 0 ||
                      options->is_full || options->cite != CITE_NONE || options->is_patterns ||
                      options->suggest || options->sort != TIPSEARCH_SORT_RELEVANCE;

    if (options->word_count == 0)
        return options_wrong("--explain wants a query", NULL,
                             "such as: tipsearch --explain cyber scam");
    return has_others ? options_wrong("--explain goes with -n, --offset, --get and --json", NULL,
                                      "leave the other options out")
                      : OPTIONS_RUN;
}

/* A dossier is one file, and a form that its own code knows. */
static enum options_outcome check_dossier(const struct options *options)
{
    bool has_others = options->is_all || options->watch || options->batch || options->is_baseline ||
                      options->is_uncollapsed || options->get || options->similar ||
                      options->suggest || options->is_explain || options->is_patterns ||
                      options->is_json || options->is_full || options->limit != 0 ||
                      options->offset != 0 || options->facet_count > 0 || options->open > 0 ||
                      options->has_bom || options->cite != CITE_NONE ||
                      options->sort != TIPSEARCH_SORT_RELEVANCE;

    if (options->word_count != 1 || options->words[0][0] == '\0')
        return options_wrong("dossier wants one FILE, or -", NULL,
                             "such as: tipsearch dossier case.md -o case.html");
    if (has_others)
        return options_wrong("dossier goes with --format, -o and --verify", NULL,
                             "leave the other options out");
    if (options->is_verify && options->output)
        return options_wrong("--verify makes no file", NULL, "leave -o out");
    if (options->is_verify && options->format && strcmp(options->format, "text") != 0 &&
        strcmp(options->format, "jsonl") != 0)
        return options_wrong("--verify does not know this --format", options->format,
                             "write text or jsonl");
    return OPTIONS_RUN;
}

/* What changed between years: words of which one is the range. */
static enum options_outcome check_compare(const struct options *options)
{
    bool is_other = options->is_full || options->facet_count > 0 || options->cite != CITE_NONE ||
                    options->open > 0 || options->limit != 0 || options->offset != 0 ||
                    options->sort != TIPSEARCH_SORT_RELEVANCE || options->get || options->similar ||
                    options->suggest || options->is_explain || options->is_patterns ||
                    options->batch || options->column || options->counts || options->is_all ||
                    options->watch || options->is_baseline || options->is_uncollapsed ||
                    options->has_bom;
    size_t ranges = 0;

    for (size_t i = 0; i < options->word_count; i++)
        ranges += compare_is_range(options->words[i]) ? 1 : 0;
    if (is_other)
        return options_wrong("compare goes with --format, -o and --json", NULL,
                             "leave the other options out");
    if (ranges != 1)
        return options_wrong(
            ranges == 0 ? "compare wants years" : "compare wants one range of years", NULL,
            "such as: tipsearch compare country:KH 2021..2023 (to search for the "
            "word: tipsearch -- compare ...)");
    if (options->format && compare_form_named(options->format) == COMPARE_NONE)
        return options_wrong("compare does not know the format", options->format,
                             "write md, html or json");
    return options->is_json && options->format && strcmp(options->format, "json") != 0
               ? options_wrong("--json and --format do not go together", NULL, "give one of them")
               : OPTIONS_RUN;
}

/* Whether any option says what is asked for, or how it is shown. */
static bool has_question(const struct options *options)
{
    return options->subcommand || options->word_count > 0 || options->is_all || options->watch ||
           options->is_baseline || options->is_verify || options->batch || options->column ||
           options->counts || options->get || options->similar || options->suggest ||
           options->is_explain || options->is_patterns || options->quote || options->memo ||
           options->is_sentences || options->is_uncollapsed || options->is_json ||
           options->is_full || options->format || options->has_bom || options->output ||
           options->limit != 0 || options->offset != 0 || options->facet_count > 0 ||
           options->open > 0 || options->cite != CITE_NONE ||
           options->sort != TIPSEARCH_SORT_RELEVANCE || options->color != COLOR_AUTO;
}

/* An assistant asks by messages. */
static enum options_outcome check_mcp(const struct options *options)
{
    return has_question(options)
               ? options_wrong("--mcp goes with -s, -i, --token-file, --ca-file and --timeout",
                               NULL, "leave QUERY and the other options out: the assistant asks")
               : OPTIONS_RUN;
}

/* What does not go together. */
enum options_outcome options_check(const struct options *options)
{
    bool is_search = !options->get && !options->similar;
    enum options_outcome outcome;

    if (options->server && options->index)
        return options_wrong("-s and -i do not go together", NULL,
                             "a server that runs has its index already");
    if (!options->server && (options->token_file || options->ca_file))
        return options_wrong("--token-file and --ca-file go with -s", NULL,
                             "the server of an index of your own wants neither");
    if (options->is_mcp)
        return check_mcp(options);
    if (options->subcommand && strcmp(options->subcommand, "dossier") == 0)
        return check_dossier(options);
    if (options->is_verify)
        return options_wrong("--verify goes with dossier", NULL,
                             "such as: tipsearch dossier --verify case.md");
    if (options->subcommand)
        return check_compare(options);
    if (options->is_baseline && !options->watch)
        return options_wrong("--baseline goes with --watch FILE", NULL, "leave it out");
    if (options->watch)
        return check_watch(options);
    if (options->is_all)
        return check_all(options);
    if (options->is_uncollapsed && (options->get || options->similar || options->suggest ||
                                    options->is_explain || options->is_patterns))
        return options_wrong("--collapse goes with a QUERY", NULL, "leave it out");
    if (options->is_sentences && !options->memo && !options->quote)
        return options_wrong("--sentences goes with --memo FILE or --quote -", NULL,
                             "such as: tipsearch --memo brief.md --sentences");
    if (options->quote || options->memo)
        return check_quote(options);
    if (options->column && !options->batch)
        return options_wrong("--column goes with --batch", NULL, "such as --batch cases.csv");
    if (options->format || options->has_bom || options->output) {
        outcome = check_rows(options);
        if (outcome != OPTIONS_RUN)
            return outcome;
    }
    outcome = options->counts ? check_counts(options) : OPTIONS_RUN;
    if (outcome != OPTIONS_RUN)
        return outcome;
    if (options->batch)
        return check_batch(options);
    if (options->is_explain)
        return check_explain(options);
    if (options->is_patterns)
        return check_patterns(options);
    if (options->complete)
        return OPTIONS_RUN;
    if (options->suggest)
        return check_suggest(options);
    if (is_search && options->word_count == 0)
        return options_wrong("a query is missing", NULL, "such as: tipsearch cyber scam Cambodia");
    if (!is_search && (options->word_count > 0 || (options->get && options->similar)))
        return options_wrong("a QUERY, --get and --similar do not go together", NULL,
                             "give one of them");
    if (!is_search && (options->offset != 0 || options->facet_count > 0 || options->is_full ||
                       options->sort != TIPSEARCH_SORT_RELEVANCE))
        return options_wrong("--offset, --facets, --full and --sort go with a QUERY", NULL,
                             "leave them out with --get and --similar");
    if (options->get && options->limit != 0)
        return options_wrong("-n does not go with --get", NULL, "leave it out");
    return check_display(options);
}
