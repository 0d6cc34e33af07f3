/* The command line of tipsearch.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_OPTIONS_H
#define TIPSEARCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "command/cite.h"
#include "tipsearch.h"

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum { FACETS_MAX = 16 }; /* more than there are */

struct options {
    const char *server;     /* -s or $TIPSEARCH_SERVER; NULL: the default, started when needed */
    const char *index;      /* -i; NULL: the default */
    const char *token_file; /* or $TIPSEARCH_TOKEN_FILE; NULL without a server that was named */
    const char *ca_file;
    long timeout_s; /* 0: as the library has it */
    long limit;     /* as in struct tipsearch_query */
    long offset;
    const char *facets[FACETS_MAX];
    size_t facet_count;
    enum tipsearch_sort sort;
    enum color_when color;
    bool is_json;
    bool is_full;
    enum cite_form cite;    /* CITE_NONE: hits for people */
    long open;              /* the rank of the hit whose source is opened; 0: none */
    const char *get;        /* id of a passage to print */
    const char *similar;    /* id of a passage to find the like of */
    bool is_explain;        /* explain the query and its hits, or the passage `get` */
    bool is_patterns;       /* list the patterns */
    const char *suggest;    /* what is typed, to be completed */
    const char *quote;      /* a quotation to check, "-": a memo is standard input */
    const char *memo;       /* a file whose quotations are checked, "-" as above */
    bool is_sentences;      /* every sentence of the memo is one */
    const char *complete;   /* a word of a command line, for a shell */
    bool is_mcp;            /* serve the Model Context Protocol */
    bool is_all;            /* every passage that the query finds */
    bool is_uncollapsed;    /* of the same text in several reports each is a hit */
    const char *watch;      /* a file of searches whose new hits are printed */
    bool is_verify;         /* of a dossier: prove it, and make nothing */
    bool is_baseline;       /* what the searches of `watch` find counts as printed */
    const char *batch;      /* a file of queries */
    const char *column;     /* of that file, which is CSV then */
    const char *counts;     /* a facet */
    const char *format;     /* NULL, or the form of rows: each mode says which it has */
    bool has_bom;           /* a byte order mark before csv */
    const char *output;     /* a file; NULL: standard output */
    const char *subcommand; /* "compare" or "dossier" as the first word, with something behind it;
                               after -- it is a word */
    char **words;           /* all words but the subcommand, in their order; borrowed */
    size_t word_count;
    char *query;       /* the words with blanks between them, or what "-" read; owned */
    char *facet_names; /* owned: what `facets` points into */
};

enum options_outcome { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_WRONG };

/* Reads the arguments, and standard input when the query is "-". OPTIONS_DONE: what was asked for
 * (--help, --version) is printed. OPTIONS_WRONG: the message stands on stderr. The options are to
 * be freed in any case. */
enum options_outcome options_read(struct options *options, int count, char **arguments);

/* The name of option `which`, "limit"; NULL behind the last one. Static. */
const char *options_name(size_t which);

/* How to connect. Texts are borrowed from the options. */
struct tipsearch_options options_connection(const struct options *options);

void options_free(struct options *options);

#endif
