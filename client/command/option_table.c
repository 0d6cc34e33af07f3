/* The options of tipsearch.
 *
 * SPDX-License-Identifier: MIT */
#include "command/option_table.h"

#include <stdio.h>

const struct option_row OPTION_ROWS[] = {
    {OPTION_SERVER, "server", "ADDRESS",
     "ask the server at unix:PATH, tcp:HOST:PORT or tls:HOST:PORT"},
    {OPTION_TOKEN_FILE, "token-file", "FILE", "with -s: say who asks, by the token in this file"},
    {OPTION_CA_FILE, "ca-file", "FILE", "with -s tls:...: trust the certificates in this file"},
    {OPTION_TIMEOUT, "timeout", "SECONDS", "wait at most so long for the server (30)"},
    {OPTION_INDEX, "index", "DIR", "search this index (its server is started when needed)"},
    {OPTION_LIMIT, "limit", "N", "show at most N passages, 0 to 100 (10)"},
    {OPTION_OFFSET, "offset", "N", "pass over the first N"},
    {OPTION_SORT, "sort", "ORDER", "relevance or year"},
    {OPTION_FACETS, "facets", "LIST", "count by country, tier, section and so on: tipsearch(1)"},
    {OPTION_FULL, "full", NULL, "show the whole text of each passage"},
    {OPTION_GET, "get", "ID", "show one passage"},
    {OPTION_SIMILAR, "similar", "ID", "find passages like this one"},
    {OPTION_EXPLAIN, "explain", NULL, "show how the query is understood, and what made each score"},
    {OPTION_PATTERNS, "patterns", NULL, "list the patterns that pattern:ID finds, with counts"},
    {OPTION_SUGGEST, "suggest", "PREFIX", "complete what is typed, as a field does"},
    {OPTION_ALL, "all", NULL, "print every passage that is found, in the order of ids"},
    {OPTION_COLLAPSE, "collapse", "WHEN", "off: what several reports say is shown for each (on)"},
    {OPTION_WATCH, "watch", "FILE", "print what the searches in this file find anew"},
    {OPTION_BASELINE, "baseline", NULL, "with --watch: print nothing, what is found now is known"},
    {OPTION_VERIFY, "verify", NULL, "with dossier: read the sources again, name what changed"},
    {OPTION_CITE, "cite", "FORM", "print citations only: text, bibtex, csl or ris"},
    {OPTION_QUOTE, "quote", "TEXT",
     "check a quotation word for word (-: those of a memo on standard input)"},
    {OPTION_MEMO, "memo", "FILE", "check the quotations in this file"},
    {OPTION_SENTENCES, "sentences", NULL, "with --memo or --quote -: check every sentence"},
    {OPTION_BATCH, "batch", "FILE", "ask every line of a file (-: standard input) for rows"},
    {OPTION_COLUMN, "column", "NAME", "with --batch: the file is CSV, ask this column (or number)"},
    {OPTION_COUNTS, "counts", "FACET", "a table of queries by year, country, kind, pattern ..."},
    {OPTION_FORMAT, "format", "FORM",
     "print rows: csv, jsonl or md; with --all also bibtex, ris, csl"},
    {OPTION_BOM, "bom", NULL, "with --format csv: begin with a byte order mark"},
    {OPTION_OUTPUT, "output", "FILE",
     "with --format, --batch, --all, --watch, compare, dossier: write to this file"},
    {OPTION_OPEN, "open", "RANK", "open the source of hit RANK at its page, in a viewer"},
    {OPTION_MCP, "mcp", NULL, "serve a writing assistant: Model Context Protocol on stdio"},
    {OPTION_JSON, "json", NULL, "print the server's reply, one JSON object a line"},
    {OPTION_COLOR, "color", "WHEN", "auto, always or never"},
    {OPTION_COMPLETE, "complete", "WORD", NULL},
    {OPTION_HELP, "help", NULL, "print this"},
    {OPTION_VERSION, "version", NULL, "print the version"},
    {OPTION_WORD, NULL, NULL, NULL},
};

_Static_assert(sizeof OPTION_ROWS / sizeof OPTION_ROWS[0] <= OPTION_ROWS_MAX + 1,
               "options.c has room for so many");

void option_table_print_help(void)
{
    printf(
        "usage: tipsearch [options] QUERY...\n"
        "       tipsearch [options] --batch FILE|-\n"
        "       tipsearch compare QUERY... YEARS [--format md|html|json] [-o FILE]\n"
        "       tipsearch dossier FILE [-o FILE | --verify]\n"
        "       tipsearch --quote TEXT | --quote - | --memo FILE\n"
        "       tipsearch --get ID | --similar ID | --suggest PREFIX | --patterns\n"
        "       tipsearch --all QUERY... | --watch FILE\n"
        "       tipsearch --mcp [-s ADDRESS | -i DIR]\n\n"
        "Finds passages of reports, each with a citation. The arguments together are the query;\n"
        "\"-\" alone reads it from standard input.\n\n"
        "  tipsearch cyber scam Cambodia\n"
        "  tipsearch '\"debt bondage\" kind:story'\n"
        "  tipsearch -- passport -visa\n\n");
    for (const struct option_row *row = OPTION_ROWS; row->code != OPTION_WORD; row++) {
        char name[40];

        if (!row->help)
            continue;
        snprintf(name, sizeof name, "--%s%s%s", row->name, row->argument ? " " : "",
                 row->argument ? row->argument : "");
        if (row->code < 256)
            printf("  -%c, %-18s %s\n", (char)row->code, name, row->help);
        else
            printf("      %-18s %s\n", name, row->help);
    }
    printf(
        "\nExit status: 0 passages were found, 1 none, 2 an error or an answer that was cut short "
        "by time.\n");
}
