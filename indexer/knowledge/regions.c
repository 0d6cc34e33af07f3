/* regions.tsv: how the report groups countries. */
#include <string.h>

#include "knowledge/parts.h"
#include "knowledge/tsv.h"

enum { CODE, NAME, NAMES, COLUMN_COUNT };

static const struct tip_tsv_column columns[COLUMN_COUNT] = {
    [CODE] = {"code", true},
    [NAME] = {"name", true},
    [NAMES] = {"names", false},
};

/* A region being read. */
struct reading {
    struct tip_knowledge *knowledge;
    struct tip_faults *faults;
    struct tip_tsv_row row;
    struct tip_string key;
};

/* Makes the region at `place` found by a code or a name. */
static bool add_key(struct reading *reading, const struct tip_tsv_cell *cell, uint32_t place)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    struct tip_string *key = &reading->key;
    if (!tip_name_key(&knowledge->keys, cell->text, strlen(cell->text), key))
        return !key->failed;
    const uint32_t *other = tip_key_table_find(&knowledge->region_keys, key->data, key->length);
    if (other != NULL) {
        if (*other != place)
            tip_fault(reading->faults, reading->row.line, cell->column,
                      "'%.60s' is already the region '%s'", cell->text,
                      knowledge->regions[*other].code);
        return true;
    }
    const char *kept = tip_strings_keep(&knowledge->strings, key->data, key->length);
    return kept != NULL && tip_key_table_add(&knowledge->region_keys, kept, key->length, place);
}

static bool add_region(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    const struct tip_tsv_cell *cells = reading->row.cells;
    uint32_t place = (uint32_t)knowledge->region_count;
    if (!tip_list_grow(&knowledge->regions, place, sizeof *knowledge->regions))
        return false;
    struct tip_region *region = &knowledge->regions[place];
    region->code =
        tip_strings_keep(&knowledge->strings, cells[CODE].text, strlen(cells[CODE].text));
    region->name =
        tip_strings_keep(&knowledge->strings, cells[NAME].text, strlen(cells[NAME].text));
    if (region->code == NULL || region->name == NULL)
        return false;
    knowledge->region_count++;
    bool is_good = add_key(reading, &cells[CODE], place) && add_key(reading, &cells[NAME], place);
    struct tip_tsv_cell rest = cells[NAMES], part;
    while (is_good && tip_tsv_part(&rest, &part))
        is_good = add_key(reading, &part, place);
    return is_good;
}

tip_status tip_regions_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                            struct tip_faults *faults, struct tip_error *error)
{
    struct reading reading = {.knowledge = knowledge, .faults = faults};
    struct tip_tsv tsv;
    bool is_good = true;
    if (tip_tsv_open(&tsv, bytes, size, columns, COLUMN_COUNT, faults)) {
        while (is_good && tip_tsv_next(&tsv, &reading.row))
            is_good = add_region(&reading);
    }
    tip_string_free(&reading.key);
    return is_good ? TIP_OK : tip_error_memory(error, "reading regions");
}

size_t tip_region_count(const struct tip_knowledge *knowledge)
{
    return knowledge->region_count;
}

const struct tip_region *tip_region_at(const struct tip_knowledge *knowledge, size_t place)
{
    return &knowledge->regions[place];
}

bool tip_region_find(const struct tip_knowledge *knowledge, const char *name, size_t length,
                     size_t *place)
{
    struct tip_string key = {0};
    /* The lock within the keys is all that changes. */
    struct tip_name_keys *keys = (struct tip_name_keys *)&knowledge->keys;
    const uint32_t *found = NULL;
    if (tip_name_key(keys, name, length, &key))
        found = tip_key_table_find(&knowledge->region_keys, key.data, key.length);
    if (found != NULL)
        *place = *found;
    tip_string_free(&key);
    return found != NULL;
}
