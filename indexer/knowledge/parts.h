/* What a `struct tip_knowledge` is made of, for the files that read and look up its parts. */
#ifndef TIP_KNOWLEDGE_PARTS_H
#define TIP_KNOWLEDGE_PARTS_H

#include <stdint.h>

#include "base/digest.h"
#include "knowledge/faults.h"
#include "knowledge/key_table.h"
#include "knowledge/knowledge.h"
#include "knowledge/name_forms.h"
#include "knowledge/name_keys.h"
#include "knowledge/strings.h"

enum { TIP_NO_PLACE = UINT32_MAX };

/* Names of one country stand side by side. */
struct tip_country_names {
    uint32_t first; /* in tip_knowledge.names */
    unsigned line;  /* of its row */
};

/* A name of a country as look-ups need it. */
struct tip_country_claim {
    const char *text;
    uint32_t country;
    uint32_t next;  /* a further claim to the same key, or TIP_NO_PLACE */
    bool is_unsure; /* the file marks it with a question mark */
};

/* What a word says of a person whose name it is or stands before: bits. */
enum tip_person_word {
    TIP_PERSON_TITLE = 1 << 0,      /* Mr, Judge */
    TIP_PERSON_KIN = 1 << 1,        /* brother: a given name may follow */
    TIP_PERSON_ANYONE = 1 << 2,     /* man: "named" and a given name may follow */
    TIP_PERSON_GIVEN = 1 << 3,      /* Michael */
    TIP_PERSON_FAMILY = 1 << 4,     /* Smith */
    TIP_PERSON_FORENAME = 1 << 5,   /* a country's name that many people have: Jordan */
    TIP_PERSON_INSTITUTION = 1 << 6 /* no surname, though it may follow one: Ministry */
};

struct tip_placement {
    int year;
    enum tip_tier tier;
    char code[3];
};

struct tip_synonym_group {
    const char *const *members;
    size_t count;
};

struct tip_synonym_member {
    uint32_t group;
    uint32_t own; /* its place in the group */
};

struct tip_knowledge {
    char whole_digest[TIP_DIGEST_HEX_SIZE];
    char digest[TIP_DIGEST_HEX_SIZE];
    unsigned missing; /* files that were not there, as tip_knowledge_missing tells */
    struct tip_strings strings;
    struct tip_name_keys keys;

    struct tip_key_table person_words; /* folded -> bits of tip_person_word */

    struct tip_region *regions;
    size_t region_count;
    struct tip_key_table region_keys; /* code and names -> place */

    struct tip_country *countries;
    struct tip_country_names *country_names; /* beside each country */
    size_t country_count;
    struct tip_country_claim *claims; /* the names of all countries */
    size_t claim_count;
    struct tip_key_table country_codes; /* folded -> place */
    struct tip_key_table country_keys;  /* folded name -> its first claim */
    struct tip_name_forms forms;        /* as mentions are found in texts */

    struct tip_placement *placements; /* by year, then code */
    size_t placement_count;

    struct tip_pattern *patterns;
    size_t pattern_count;
    struct tip_key_table pattern_ids;

    struct tip_synonym_group *synonym_groups;
    size_t synonym_group_count;
    struct tip_synonym_member *synonym_members;
    size_t synonym_member_count;
    struct tip_key_table synonym_keys; /* English stems, joined by blanks -> a member's number */
    size_t synonym_longest;
};

/* Each reads one file, of which `bytes` are the `size` NUL-terminated bytes; they are changed and
 * need not outlive the call. Faults are told; what is returned is TIP_OK or TIP_NO_MEMORY (and
 * TIP_INTERNAL where the analyser fails). In the order in which the files need each other. */
tip_status tip_persons_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                            struct tip_faults *faults, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_regions_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                            struct tip_faults *faults, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_countries_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                              struct tip_faults *faults, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_tiers_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                          struct tip_faults *faults, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_patterns_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error) TIP_MUST_CHECK;
tip_status tip_synonyms_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error) TIP_MUST_CHECK;

#endif
