/* The knowledge as a whole: its files are read one after the other. */
#include "knowledge/knowledge.h"

#include <stdlib.h>

#include "base/file.h"
#include "knowledge/parts.h"

/* A file that is larger was not written by hand. */
enum { FILE_LIMIT = 16 << 20 };

/* Raised with every change of the rules in mention_*.c that gives other mentions. */
static const char rules_version[] = "7";

typedef tip_status read_part(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error);

/* Countries name regions, and tiers name countries. */
static const struct {
    const char *name;
    read_part *read;
    bool finds_mentions; /* a change of it may change what mentions are found */
} files[] = {
    {"persons.tsv", tip_persons_read, true},     {"regions.tsv", tip_regions_read, false},
    {"countries.tsv", tip_countries_read, true}, {"tiers.tsv", tip_tiers_read, false},
    {"patterns.ini", tip_patterns_read, false},  {"synonyms.tsv", tip_synonyms_read, false},
};

enum { FILE_COUNT = sizeof files / sizeof files[0] };

/* What a file is read into. */
struct reading {
    struct tip_knowledge *knowledge;
    struct tip_digest *digest, *whole;
    struct tip_faults *faults;
};

/* With the file's number and size, so that no two sets of files read the same in a row. */
static tip_status add_whole(struct tip_digest *whole, size_t which, const char *bytes, size_t size,
                            struct tip_error *error)
{
    const uint64_t head[] = {which, size};
    tip_status status = tip_digest_add(whole, head, sizeof head, error);
    return status == TIP_OK ? tip_digest_add(whole, bytes, size, error) : status;
}

/* `bytes` are changed by it. */
static tip_status read_bytes(struct reading *reading, size_t which, char *bytes, size_t size,
                             struct tip_error *error)
{
    tip_status status = add_whole(reading->whole, which, bytes, size, error);
    if (status == TIP_OK && files[which].finds_mentions)
        status = tip_digest_add(reading->digest, bytes, size, error);
    return status == TIP_OK
               ? files[which].read(reading->knowledge, bytes, size, reading->faults, error)
               : status;
}

static tip_status read_file(struct reading *reading, size_t which, const char *folder,
                            struct tip_error *error)
{
    char *path = tip_path_join(folder, files[which].name);
    if (path == NULL)
        return tip_error_memory(error, "reading knowledge");
    char *bytes = NULL;
    size_t size = 0;
    tip_status status = tip_file_read(&bytes, &size, path, FILE_LIMIT, error);
    if (status == TIP_OK) {
        reading->faults->file = path;
        status = read_bytes(reading, which, bytes, size, error);
    } else if (status == TIP_NOT_FOUND) {
        reading->knowledge->missing |= 1u << which;
        status = TIP_OK;
    }
    free(bytes);
    free(path);
    return status;
}

static tip_status end_digest(char hex[TIP_DIGEST_HEX_SIZE], struct tip_digest *digest,
                             struct tip_error *error)
{
    unsigned char bytes[TIP_DIGEST_SIZE];
    tip_status status = tip_digest_end(digest, bytes, error);
    if (status == TIP_OK)
        tip_digest_to_hex(hex, bytes);
    return status;
}

static tip_status read_files(struct reading *reading, const char *folder, struct tip_error *error)
{
    tip_status status = tip_digest_add(reading->digest, rules_version, sizeof rules_version, error);
    for (size_t i = 0; status == TIP_OK && i < FILE_COUNT; i++)
        status = read_file(reading, i, folder, error);
    if (status == TIP_OK)
        status = end_digest(reading->knowledge->digest, reading->digest, error);
    if (status == TIP_OK)
        status = end_digest(reading->knowledge->whole_digest, reading->whole, error);
    return status;
}

static tip_status read_folder(struct tip_knowledge *knowledge, const char *folder,
                              struct tip_faults *faults, struct tip_error *error)
{
    struct reading reading = {knowledge, tip_digest_begin(), tip_digest_begin(), faults};
    tip_status status = tip_name_keys_init(&knowledge->keys, error);
    if (status == TIP_OK && (reading.digest == NULL || reading.whole == NULL))
        status = tip_error_memory(error, "reading knowledge");
    if (status == TIP_OK)
        status = read_files(&reading, folder, error);
    if (status == TIP_OK && faults->count > 0)
        status = tip_error_set(error, TIP_INVALID, "%s", faults->first.message);
    tip_digest_free(reading.digest);
    tip_digest_free(reading.whole);
    return status;
}

tip_status tip_knowledge_read(struct tip_knowledge **out, const char *folder,
                              tip_knowledge_tell *tell, void *context, struct tip_error *error)
{
    struct tip_faults faults = {.tell = tell, .context = context};
    struct tip_knowledge *knowledge = calloc(1, sizeof *knowledge);
    if (knowledge == NULL)
        return tip_error_memory(error, "reading knowledge");
    tip_status status = read_folder(knowledge, folder, &faults, error);
    if (status != TIP_OK) {
        tip_knowledge_free(knowledge);
        return status;
    }
    *out = knowledge;
    return TIP_OK;
}

void tip_knowledge_free(struct tip_knowledge *knowledge)
{
    if (knowledge == NULL)
        return;
    tip_strings_free(&knowledge->strings);
    tip_name_keys_free(&knowledge->keys);
    free(knowledge->regions);
    tip_key_table_free(&knowledge->region_keys);
    tip_key_table_free(&knowledge->person_words);
    free(knowledge->countries);
    free(knowledge->country_names);
    free(knowledge->claims);
    tip_key_table_free(&knowledge->country_codes);
    tip_key_table_free(&knowledge->country_keys);
    tip_name_forms_free(&knowledge->forms);
    free(knowledge->placements);
    free(knowledge->patterns);
    tip_key_table_free(&knowledge->pattern_ids);
    free(knowledge->synonym_groups);
    free(knowledge->synonym_members);
    tip_key_table_free(&knowledge->synonym_keys);
    free(knowledge);
}

const char *tip_knowledge_whole_digest(const struct tip_knowledge *knowledge)
{
    return knowledge->whole_digest;
}

const char *tip_knowledge_digest(const struct tip_knowledge *knowledge)
{
    return knowledge->digest;
}

unsigned tip_knowledge_missing(const struct tip_knowledge *knowledge)
{
    return knowledge->missing;
}

const char *tip_knowledge_file_name(unsigned which)
{
    return which < FILE_COUNT ? files[which].name : NULL;
}
