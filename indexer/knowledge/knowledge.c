/* The knowledge as a whole: its files are read one after the other. */
#include "knowledge/knowledge.h"

#include <stdlib.h>

#include "base/file.h"
#include "knowledge/parts.h"

/* A file that is larger was not written by hand. */
enum { FILE_LIMIT = 16 << 20 };

typedef tip_status read_part(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error);

/* Countries name regions, and tiers name countries. */
static const struct {
    const char *name;
    read_part *read;
} files[] = {
    {"persons.tsv", tip_persons_read},     {"regions.tsv", tip_regions_read},
    {"countries.tsv", tip_countries_read}, {"tiers.tsv", tip_tiers_read},
    {"patterns.ini", tip_patterns_read},   {"synonyms.tsv", tip_synonyms_read},
};

static tip_status read_file(struct tip_knowledge *knowledge, size_t which, const char *folder,
                            struct tip_faults *faults, struct tip_error *error)
{
    char *path = tip_path_join(folder, files[which].name);
    if (path == NULL)
        return tip_error_memory(error, "reading knowledge");
    char *bytes = NULL;
    size_t size = 0;
    tip_status status = tip_file_read(&bytes, &size, path, FILE_LIMIT, error);
    if (status == TIP_OK) {
        faults->file = path;
        status = files[which].read(knowledge, bytes, size, faults, error);
    } else if (status == TIP_NOT_FOUND) {
        status = TIP_OK;
    }
    free(bytes);
    free(path);
    return status;
}

static tip_status read_folder(struct tip_knowledge *knowledge, const char *folder,
                              struct tip_faults *faults, struct tip_error *error)
{
    tip_status status = tip_name_keys_init(&knowledge->keys, error);
    for (size_t i = 0; status == TIP_OK && i < sizeof files / sizeof files[0]; i++)
        status = read_file(knowledge, i, folder, faults, error);
    if (status == TIP_OK && faults->count > 0)
        status = tip_error_set(error, TIP_INVALID, "%s", faults->first.message);
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
