/* What analysts know and edit: countries, tiers, patterns, synonyms. Data, read from a folder.
 *
 * A `struct tip_knowledge` is whole and never changes once it is read, so threads may share it.
 * Text that its functions return belongs to it. Nothing here knows the index or the query
 * language: a pattern's query is text. */
#ifndef TIP_KNOWLEDGE_H
#define TIP_KNOWLEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analysis.h"
#include "base/status.h"
#include "base/string_builder.h"

struct tip_knowledge;

/* Told of each fault of a file: "FILE:LINE:COLUMN: MESSAGE" is how to print it. Line and column
 * count from 1, the column in code points; 0 where there is none. */
typedef void tip_knowledge_tell(void *context, const char *file, unsigned line, unsigned column,
                                const char *message);

/* Reads persons.tsv, regions.tsv, countries.tsv, tiers.tsv, patterns.ini and synonyms.tsv of
 * `folder`. A file that is not there is empty knowledge. Every fault is told (`tell` may be NULL);
 * with one, TIP_INVALID names the first. TIP_IO, TIP_NO_MEMORY. The caller frees *out. */
tip_status tip_knowledge_read(struct tip_knowledge **out, const char *folder,
                              tip_knowledge_tell *tell, void *context,
                              struct tip_error *error) TIP_MUST_CHECK;
void tip_knowledge_free(struct tip_knowledge *knowledge);

/* Where the files are when nobody says: $TIPSEARCH_KNOWLEDGE, else ../share/tipsearch beside the
 * folder of the running program, both as installed and as built. For free(3); NULL without
 * memory. */
char *tip_knowledge_default_folder(void);

/* What mentions in texts depend on, 64 hex digits: the files about countries and persons, and the
 * rules. Another one may find other mentions. */
const char *tip_knowledge_digest(const struct tip_knowledge *knowledge);

/* What answers depend on, 64 hex digits: all of the files. */
const char *tip_knowledge_whole_digest(const struct tip_knowledge *knowledge);

/* Which files were not there: bit n stands for file n. */
unsigned tip_knowledge_missing(const struct tip_knowledge *knowledge);
/* The name of file n, "countries.tsv"; NULL behind the last one. Static. */
const char *tip_knowledge_file_name(unsigned which);

/* ---- countries ---- */

struct tip_country {
    char code[3];  /* ISO 3166-1 alpha-2, or a user-assigned code (XK) */
    char code3[4]; /* alpha-3 */
    const char *name;
    const char *region; /* the code of one of the regions below, or "" */
    size_t name_count;  /* every name it is found by, the first being `name` */
};

struct tip_region {
    const char *code; /* "EAP" */
    const char *name; /* "East Asia and Pacific" */
};

size_t tip_country_count(const struct tip_knowledge *knowledge);
const struct tip_country *tip_country_at(const struct tip_knowledge *knowledge, size_t place);

/* Name `which` (below name_count) of the country at `place`: another name, a former one, a
 * demonym, an abbreviation. */
const char *tip_country_name(const struct tip_knowledge *knowledge, size_t place, size_t which);

size_t tip_region_count(const struct tip_knowledge *knowledge);
const struct tip_region *tip_region_at(const struct tip_knowledge *knowledge, size_t place);

/* Goes through the given and family names of people that are known, folded, in no order: *at is 0
 * at first. False behind the last one; *name is not NUL-terminated. */
bool tip_person_name_next(const struct tip_knowledge *knowledge, size_t *at, const char **name,
                          size_t *length);

/* The country that a code ("KH", "khm") or one of the names means, whatever its case and accents;
 * false when none does, or two do. */
bool tip_country_find(const struct tip_knowledge *knowledge, const char *name, size_t length,
                      size_t *place);
/* The same for a region's code or name. */
bool tip_region_find(const struct tip_knowledge *knowledge, const char *name, size_t length,
                     size_t *place);

/* A mention of a country in a text: the tokens [first, first + count) of an analysed text. */
struct tip_mention {
    size_t country; /* a place */
    size_t first_token;
    size_t token_count;
};

/* The countries that a text names, by its tokens (as tip_analyse made them of `text`), in the order
 * of the text. What is only part of another name is none ("New Jersey", "Equatorial Guinea" is no
 * Guinea, the state of Georgia, a person called Jordan). *mentions is for free(3), NULL when there
 * is none. TIP_NO_MEMORY. */
tip_status tip_mentions_find(const struct tip_knowledge *knowledge, const char *text,
                             const struct tip_tokens *tokens, struct tip_mention **mentions,
                             size_t *count, struct tip_error *error) TIP_MUST_CHECK;

/* The same for a query: names in any case, what is a word as well ("us") only with its capitals,
 * and without surroundings to tell by, of two countries with one name the likelier. */
tip_status tip_mentions_find_typed(const struct tip_knowledge *knowledge, const char *text,
                                   const struct tip_tokens *tokens, struct tip_mention **mentions,
                                   size_t *count, struct tip_error *error) TIP_MUST_CHECK;

/* ---- tiers ---- */

enum tip_tier {
    TIP_TIER_NONE,
    TIP_TIER_1,
    TIP_TIER_2,
    TIP_TIER_2_WATCH_LIST,
    TIP_TIER_3,
    TIP_TIER_SPECIAL_CASE,
    TIP_TIER_COUNT
};

size_t tip_placement_count(const struct tip_knowledge *knowledge);

/* The tier of a country in a year's report; TIP_TIER_NONE when it is not known. */
enum tip_tier tip_tier_of(const struct tip_knowledge *knowledge, const char code[3], int year);
/* "1", "2", "2WL", "3", "SC": as `tier:` takes them; NULL for TIP_TIER_NONE. */
const char *tip_tier_name(enum tip_tier tier);
/* For people: "Tier 2 Watch List". */
const char *tip_tier_label(enum tip_tier tier);
/* Also "2W", "2 watch list", "watch list", "special case", whatever the case. */
bool tip_tier_parse(enum tip_tier *tier, const char *name, size_t length);

/* ---- patterns ---- */

/* One of the queries of a pattern, with its place in the file. */
struct tip_pattern_query {
    const char *text; /* in the query language */
    unsigned line, column;
};

struct tip_pattern {
    const char *id;     /* "debt-bondage": lower case, digits and hyphens */
    const char *title;  /* "Debt bondage" */
    const char *group;  /* "ILO indicators of forced labour" */
    const char *source; /* where the pattern is defined: a document and its section */
    const struct tip_pattern_query *queries; /* what any of them finds is of the pattern */
    size_t query_count;
    const struct tip_pattern_query *told; /* words of people who do not have the terms: where they
                                             stand in a case note, it tells of the pattern */
    size_t told_count;
};

size_t tip_pattern_count(const struct tip_knowledge *knowledge);
const struct tip_pattern *tip_pattern_at(const struct tip_knowledge *knowledge, size_t place);
bool tip_pattern_find(const struct tip_knowledge *knowledge, const char *id, size_t length,
                      size_t *place);

/* ---- synonyms ---- */

enum { TIP_SYNONYM_WORDS = 16 }; /* the most words that a member may have */

/* The synonym group that a run of words is a member of. Its last members may be words that are only
 * found, those of the column `finds`. */
struct tip_synonyms {
    const char *const *members; /* as written in the file: words or phrases */
    size_t count;               /* the one that was asked for is among them */
    size_t own;                 /* which of them it is */
};

/* Looks up `count` words that stand side by side, each as the English stem that
 * tip_analyser_stem makes of its folded form: so a member is found in any inflection and spelling.
 * False when they are no member of a group. */
bool tip_synonyms_find(const struct tip_knowledge *knowledge, const char *const *words,
                       size_t count, struct tip_synonyms *out);

size_t tip_synonyms_count(const struct tip_knowledge *knowledge); /* of groups */

/* The most words that a member has; 0 without synonyms. */
size_t tip_synonyms_longest(const struct tip_knowledge *knowledge);

#endif
