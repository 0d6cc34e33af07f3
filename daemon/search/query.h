/* The query language: text -> clauses and filters. Nothing here knows the index.
 *
 *   query   = operand { [ "AND" | "OR" ] operand } ;
 *   operand = [ "+" | "-" | "NOT" ] ( filter | phrase | word | "*" ) ;
 *   filter  = field ":" ( word | phrase ) ;
 *   field   = "country" | "region" | "tier" | "year" | "date" | "report" | "section" | "kind" |
 * "language" | "page" ; phrase  = quote { character except quote } quote ; word    = character {
 * character } ;   (no white space, parenthesis, quote) quote   = any of  "  “  ”  „  ‟  «  » ;
 *
 * What it means:
 *   cyber scam       any of the words; more and rarer ones rank first. Words match by their stem
 *   "debt bondage"   the words as typed (folded), in this order, in the text or in one heading
 *   +word  -word     the passage must, must not have it; also before a phrase
 *   a AND b, NOT a   the same as +a +b, -a
 *   a OR b           either, as plain words anyway; with a + on one of them (or an AND) a group of
 *                    which one must be there. OR binds closer than AND and has no effect on
 *                    exclusions and filters
 *   non-punishment   plain: its parts or "nonpunishment"; with a sign: its parts side by side or
 *                    "nonpunishment"
 *   kind:story       a filter. Several of one field are alternatives, as are the values of a list
 *                    (kind:story,quote); different fields hold together, each may be excluded by -
 *     country: region: tier:   of the countries that the passage names, by code or any name:
 *                    KH, cambodia, EAP, 2WL; the tier is that of the report's year
 *     year: date:    of the report: 2023, 2021..2023, 2021.., ..2022; for date: also 2023-06 and
 *                    2023-06-15. A report dated June 2023 may be of any day of that month
 *     section:       words that all stand in one heading; with " > " between several headings of
 *                    which each is below the one before it
 *     page:          as printed: 64, xii, 64..70
 *     language:      of the report: en, fr, French
 *     pattern:       what the knowledge's pattern with this id finds
 *   NGO, +NGO        words and runs of plain words also find what the knowledge says they mean
 *                    ("nongovernmental organization"), which weighs less. Not so within quotes, and
 *                    -NGO excludes the word alone
 *   Burmese, +Burma  a country by any of its names: its passages match and rank as well, whatever
 *                    they call it. Not so within quotes, and -Burma excludes the word alone
 *   NOT South Korea  a country's name of several words is one operand where a sign or an operator
 *                    stands beside it; in quotes it is its words
 *   *                alone: everything
 *
 * People paste. Parentheses are blanks, a quote without its partner makes the rest plain words,
 * other punctuation is no part of a word, an operator without operands is a word. Refused, with
 * the place: a query without any word, a filter whose value is none, a sign before a parenthesis
 * (to read it as plain words would turn an exclusion round), too many words. */
#ifndef TIP_QUERY_H
#define TIP_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "base/status.h"
#include "base/string_builder.h"
#include "knowledge/knowledge.h"
#include "search/filter.h"

enum {
    TIP_QUERY_TERMS = 1024,  /* words of a query, compounds and filters' words included */
    TIP_QUERY_COUNTRIES = 16 /* different ones; a query may name more, which are words then */
};

enum tip_role { TIP_ROLE_ANY, TIP_ROLE_MUST, TIP_ROLE_MUST_NOT };

/* A folded word; its text lies in the query's pool. */
struct tip_query_word {
    size_t offset;
    size_t length;
    bool begins_heading; /* of a filter by section: the words up to the next such are in one */
};

/* Words that stand or fall together: a plain word, a hyphenated one, a phrase. */
struct tip_clause {
    enum tip_role role;
    unsigned group;        /* TIP_ROLE_MUST: one clause of those with this number is enough */
    bool is_phrase;        /* its words side by side, exactly */
    bool is_name;          /* a phrase without quotes: a country's name, behind a sign */
    size_t first_word;     /* into the query's words: the parts ... */
    size_t word_count;     /* ... so many of them, at least 1 ... */
    size_t compound_count; /* ... and behind them the compounds that stand for all parts */
    const char *typed;     /* as it was written, in the caller's text; NULL for a synonym */
    size_t typed_length;
    bool is_synonym;  /* nobody typed it: it stands for the words of an expansion */
    bool is_country;  /* a synonym without words: the passages tagged with a country */
    bool is_near;     /* a synonym of several words: side by side, each by its stem */
    size_t expansion; /* of a synonym: into the query's expansions; of a country: its countries */
};

/* Words that were typed and what is looked for in their stead, too. */
struct tip_expansion {
    const char *typed; /* in the caller's text */
    size_t typed_length;
    size_t first_word, last_word; /* among the query's; compounds may stand between */
    struct tip_synonyms synonyms; /* text of the knowledge; the typed member is among them */
};

/* A country that plain words of the query, or one word with a +, name. Its passages match as those
 * words do, whatever name they use. */
struct tip_query_country {
    size_t place;      /* in the knowledge */
    const char *typed; /* the name, in the caller's text */
    size_t typed_length;
    size_t first_word, last_word; /* among the query's; compounds may stand between */
};

struct tip_query {
    struct tip_clause *clauses;
    size_t clause_count, clause_capacity;
    struct tip_filter *filters;
    size_t filter_count, filter_capacity;
    struct tip_query_word *words;
    size_t word_count, word_capacity;
    struct tip_expansion *expansions;
    size_t expansion_count, expansion_capacity;
    struct tip_query_country countries[TIP_QUERY_COUNTRIES];
    size_t country_count;
    struct tip_string pool;
    bool has_all; /* a * was there */
};

/* Reads `text` (valid UTF-8), which must outlive the query. TIP_INVALID: it cannot be read, and
 * *at is the place in code points; TIP_NO_MEMORY and the analyser's own statuses. `tokens` is
 * scratch memory; `knowledge` tells countries and regions, NULL: nothing is known. The caller frees
 * the query, also after a failure. */
tip_status tip_query_parse(struct tip_query *query, struct tip_analyser *analyser,
                           struct tip_tokens *tokens, const struct tip_knowledge *knowledge,
                           const char *text, size_t length, size_t *at,
                           struct tip_error *error) TIP_MUST_CHECK;
void tip_query_free(struct tip_query *query);

/* Adds what `field:value` means to a query; a zero-initialised one is empty and valid. TIP_INVALID:
 * the value is none. */
tip_status tip_query_restrict(struct tip_query *query, struct tip_analyser *analyser,
                              struct tip_tokens *tokens, const struct tip_knowledge *knowledge,
                              enum tip_filter_field field, const char *value, size_t length,
                              struct tip_error *error) TIP_MUST_CHECK;

/* The folded word, not NUL-terminated; its length is in the struct. */
static inline const char *tip_query_word_text(const struct tip_query *query, size_t word)
{
    return query->pool.data + query->words[word].offset;
}

bool tip_query_has_field(const struct tip_query *query, enum tip_filter_field field);

/* Whether a filter asks for passages of kind contents, which are found in no other way. */
bool tip_query_names_contents(const struct tip_query *query);

/* The query as understood, in the query language; reading it again gives the same clauses and
 * filters. `tokens` is scratch memory. */
tip_status tip_query_read_as(struct tip_string *out, const struct tip_query *query,
                             struct tip_analyser *analyser, struct tip_tokens *tokens,
                             struct tip_error *error) TIP_MUST_CHECK;

#endif
