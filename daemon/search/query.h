/* The query language: text -> a tree of clauses and filters. Nothing here knows the index.
 *
 *   query       = disjunction ;
 *   disjunction = conjunction { "OR" conjunction } ;
 *   conjunction = sequence { "AND" sequence } ;
 *   sequence    = item { item } ;
 *   item        = [ "+" | "-" | "NOT" ] operand ;
 *   operand     = ( near | primary | filter | "*" ) [ "^" number ] ;
 *   near        = nearby nearness nearby { nearness nearby } ;
 *   nearby      = word | "=" word | wildcard | fuzzy | phrase | "(" nearby { [ "OR" ] nearby } ")"
 * ; nearness    = "NEAR" [ "/" number ] ; primary     = word | "=" word | wildcard | fuzzy | phrase
 * | "(" query ")" ; wildcard    = word with "*" or "?" in it ; fuzzy       = word "~" [ "1" | "2" ]
 * ; phrase      = quote { character except quote } quote [ "~" number ] ; filter      = field ":" (
 * value { "," value } | quote value quote ) ; quote       = any of  "  “  ”  „  ‟  «  » ;
 *
 * tipsearch-query(7) says what each means. In short:
 *   cyber scam       any of the words; more and rarer ones rank first. Words match by their stem
 *   "debt bondage"   the words as typed (folded), in this order, in the text or in one heading
 *   "a b"~3          their stems, in this order, with at most three other words among them
 *   a NEAR/5 b       at most five words apart, in either order
 *   +word  -word     the passage must, must not have it; also before a phrase or a group
 *   a AND b, a OR b  both, either; what stands side by side binds closer: a b AND c is (a b) AND c
 *   NOT a            the same as -a
 *   =word            the word as typed: no stem, no synonym, no country
 *   traffick* wom?n  words of the index that fit
 *   word~            words of the index that are written nearly so
 *   word^2           weighs twice as much
 *   non-punishment   plain: its parts or "nonpunishment"; with a sign, AND or NEAR: its parts side
 * by side or "nonpunishment" kind:story       a filter. Several of one field side by side are
 * alternatives, as are the values of a list (kind:story,quote); different fields hold together
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
 *   *                everything
 *
 * People paste. A parenthesis or a quote without its partner is no more than a blank (behind such a
 * quote all are plain words), other punctuation is no part of a word, an operator without operands
 * is a word, and so are all in a heading pasted in capitals. Refused, with the place: a query
 * without any word, a filter whose value is none, a sign before a parenthesis without partner (to
 * read it as plain words would turn an exclusion round), numbers out of range, too many words or
 * too deep. */
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
    TIP_QUERY_TERMS = 1024,   /* words of a query, compounds and filters' words included */
    TIP_QUERY_COUNTRIES = 16, /* different ones; a query may name more, which are words then */
    TIP_QUERY_DEPTH = 64,     /* of parentheses in parentheses */
    TIP_QUERY_GAPS = 100,     /* the most that may stand behind ~ of a phrase or NEAR/ */
    TIP_NEAR_DISTANCE = 10,   /* of NEAR without a number */
    TIP_WEIGHT_MOST = 100     /* behind ^ */
};

extern const double tip_weight_least; /* behind ^: a tenth */

enum tip_role { TIP_ROLE_ANY, TIP_ROLE_MUST, TIP_ROLE_MUST_NOT };

/* How a word of the query is compared with those of passages. */
enum tip_match {
    TIP_MATCH_STEM,
    TIP_MATCH_EXACT,    /* the folded word itself */
    TIP_MATCH_WILDCARD, /* its text is a pattern: * are any letters, ? is one */
    TIP_MATCH_FUZZY     /* words at most `edits` edits away */
};

/* A folded word; its text lies in the query's pool. */
struct tip_query_word {
    size_t offset;
    size_t length;
    enum tip_match match;
    unsigned edits;      /* TIP_MATCH_FUZZY: 0 to 2 */
    bool begins_heading; /* of a filter by section: the words up to the next such are in one */
};

enum tip_clause_kind {
    TIP_CLAUSE_WORDS,  /* any of its words and compounds */
    TIP_CLAUSE_RUN,    /* its words in order, or one of its compounds */
    TIP_CLAUSE_COUNTRY /* no words: the passages tagged with a country. Nobody typed it */
};

/* How a run was written. */
enum tip_form {
    TIP_FORM_WORD,  /* a word, perhaps with hyphens; also a wildcard */
    TIP_FORM_NAME,  /* a country's name of several words, beside a sign or an operator */
    TIP_FORM_PHRASE /* in quotes */
};

/* A leaf of the tree, or what stands for one. */
struct tip_clause {
    enum tip_clause_kind kind;
    enum tip_form form;
    bool is_literal;       /* a word with = before it */
    bool has_gaps;         /* a phrase with ~: by stems, up to `gaps` other words between them */
    unsigned gaps;         /* in all, between the first word and the last */
    size_t first_word;     /* into the query's words: the parts ... */
    size_t word_count;     /* ... so many of them, at least 1 but for a country ... */
    size_t compound_count; /* ... and behind them the compounds that stand for all parts */
    const char *typed;     /* as it was written, without sign and suffix, in the caller's text;
                              NULL for what nobody typed */
    size_t typed_length;
    size_t node;   /* its leaf; of what nobody typed: the leaf or the sequence it stands beside */
    size_t also;   /* the next clause beside the same node, plus 1; 0: none */
    double weight; /* product of what ^ says of it and of the groups around it */
    bool is_excluded; /* what it matches must not be there, so it does not rank */
    bool is_synonym;  /* nobody typed it: it stands for the words of an expansion */
    size_t expansion; /* of a synonym: into the query's expansions; of a country: its countries */
};

enum tip_node_kind {
    TIP_NODE_CLAUSE,
    TIP_NODE_FILTER,
    TIP_NODE_ALL,      /* every passage */
    TIP_NODE_SEQUENCE, /* side by side: roles count */
    TIP_NODE_AND,
    TIP_NODE_OR,
    TIP_NODE_NEAR /* of clauses, and of groups of clauses that are alternatives */
};

/* A part of the tree. Nodes are named by their places in the array; place 0 is none. */
struct tip_node {
    enum tip_node_kind kind;
    enum tip_role role; /* as an item of a sequence; else TIP_ROLE_ANY */
    size_t parent;      /* 0: the root */
    size_t first, last; /* its parts */
    size_t next;        /* the part of the parent behind it */
    size_t place;       /* of the clause or filter */
    size_t also;        /* the first clause that nobody typed beside it, plus 1; 0: none */
    unsigned distance;  /* a part of NEAR: in words from the part before it, at most */
    double weight;      /* what ^ says; 1 without it */
    bool is_list;       /* a sequence of what one word or list of values became */
    bool is_filter;     /* it holds only filters: beside others it must hold */
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
    struct tip_node *nodes; /* the first is no node */
    size_t node_count, node_capacity;
    size_t root;                /* 0: everything matches */
    struct tip_clause *clauses; /* those that were typed in their order, then the others */
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

/* Adds what `field:value` means to a query; a zero-initialised one is empty and valid. Values of a
 * field are alternatives; one that `is_alone` must hold beside the others. TIP_INVALID: the value
 * is none. */
tip_status tip_query_restrict(struct tip_query *query, struct tip_analyser *analyser,
                              struct tip_tokens *tokens, const struct tip_knowledge *knowledge,
                              enum tip_filter_field field, const char *value, size_t length,
                              bool is_alone, struct tip_error *error) TIP_MUST_CHECK;

/* The folded word, not NUL-terminated; its length is in the struct. */
static inline const char *tip_query_word_text(const struct tip_query *query, size_t word)
{
    return query->pool.data + query->words[word].offset;
}

/* How many of the clauses were typed: they come first. */
size_t tip_query_count_typed(const struct tip_query *query);

/* The node's `part` as an item of a sequence: a filter, or a group of filters, must hold. */
static inline bool tip_node_is_required(const struct tip_node *part)
{
    return part->role == TIP_ROLE_MUST || (part->is_filter && part->role == TIP_ROLE_ANY);
}

bool tip_query_has_field(const struct tip_query *query, enum tip_filter_field field);

/* Whether a filter asks for passages of kind contents, which are found in no other way. */
bool tip_query_names_contents(const struct tip_query *query);

/* The query as understood, in the query language; reading it again gives the same clauses and
 * filters. `tokens` is scratch memory. */
tip_status tip_query_read_as(struct tip_string *out, const struct tip_query *query,
                             struct tip_analyser *analyser, struct tip_tokens *tokens,
                             struct tip_error *error) TIP_MUST_CHECK;

/* The same for a node of its tree, without the node's role. */
tip_status tip_query_node_read_as(struct tip_string *out, const struct tip_query *query,
                                  size_t node, struct tip_analyser *analyser,
                                  struct tip_tokens *tokens,
                                  struct tip_error *error) TIP_MUST_CHECK;

#endif
