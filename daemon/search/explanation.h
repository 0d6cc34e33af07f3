/* Why a query finds what it finds: its tree, and what each hit's score is made of. */
#ifndef TIP_EXPLANATION_H
#define TIP_EXPLANATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts are owned, names (kind, role, match, field, why) are static. */

enum { TIP_EXPLAINED_FITS = 50 }; /* a long query of patterns would make a very long reply */

struct tip_explained_stem {
    char *text;
    uint32_t passages; /* that have it in any field */
    double idf;
};

/* A word of the query and what is looked for in its stead. */
struct tip_explained_word {
    char *text;                       /* folded */
    const char *match;                /* "stem", "exact", "wildcard", "fuzzy" */
    bool is_compound;                 /* it stands for all parts of a word with hyphens */
    struct tip_explained_stem *stems; /* one, or more where languages differ */
    size_t stem_count;
    char **fits;      /* the words of the index that fit a pattern, the most frequent first */
    size_t fit_count; /* at most TIP_EXPLAINED_FITS ... */
    size_t fit_total; /* ... of so many that are looked for */
    bool is_cut;      /* more words fit */
};

/* What stands beside a node without having been typed. */
struct tip_explained_addition {
    const char *kind; /* "synonym", "country" */
    char *text;       /* "nongovernmental organization", "Cambodia" */
    double weight;    /* as an idf */
};

struct tip_explained_node {
    size_t depth; /* 0: the whole query; the parts of a node stand behind it, one deeper */
    const char *kind;
    const char *role;  /* "must", "must_not"; NULL: neither */
    char *text;        /* of what has no parts: in the query language */
    double weight;     /* what ^ says */
    unsigned distance; /* a part of NEAR: in words from the part before it, at most; else 0 */
    bool is_counted;   /* else the time ended first */
    uint32_t passages; /* that it matches by itself */
    double idf;        /* of what ranks by the passages that it matches; else 0 */
    struct tip_explained_word *words;
    size_t word_count;
    struct tip_explained_addition *also;
    size_t also_count;
};

/* Something that added to a score. */
struct tip_explained_part {
    const char *kind;  /* "word", "synonym", "country", "phrase", "exact", "wildcard", "fuzzy",
                          "match", or a part of the ranking: "nearness" */
    char *text;        /* the word; of a part of the ranking, what it does */
    char *stem;        /* by which it was found; NULL where there is none */
    const char *field; /* "text", "heading", "title"; NULL: of no one field */
    uint32_t count;    /* how often it stands there; 0: not counted */
    double score;
};

/* What a passage lacks. */
struct tip_explained_lack {
    const char *why; /* "absent", "excluded", "far", "filter", "contents", "twin" */
    char *text;      /* in the query language; NULL where `why` says all */
};

/* Of the hit of the reply in the same place. */
struct tip_explained_hit {
    bool is_match;                    /* else it has no rank and no score, and lacks something */
    struct tip_explained_part *parts; /* their scores add up to the hit's */
    size_t part_count;
    struct tip_explained_lack *lacks;
    size_t lack_count;
};

struct tip_explanation {
    struct tip_explained_node *nodes;
    size_t node_count;
    struct tip_explained_hit *hits;
    size_t hit_count;
};

/* Releases it and all that it owns; NULL is allowed. */
void tip_explanation_free(struct tip_explanation *explanation);

#endif
