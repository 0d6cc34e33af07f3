/* persons.tsv: words that tell a person from a country of the same name. */
#include <string.h>

#include "knowledge/parts.h"
#include "knowledge/tsv.h"

enum { KIND, WORDS, COLUMN_COUNT };

static const struct tip_tsv_column columns[COLUMN_COUNT] = {
    [KIND] = {"kind", true},
    [WORDS] = {"words", true},
};

static const struct {
    const char *name;
    enum tip_person_word bit;
} kinds[] = {
    {"title", TIP_PERSON_TITLE},
    {"kin", TIP_PERSON_KIN},
    {"person", TIP_PERSON_ANYONE},
    {"given", TIP_PERSON_GIVEN},
    {"family", TIP_PERSON_FAMILY},
    {"forename", TIP_PERSON_FORENAME},
    {"institution", TIP_PERSON_INSTITUTION},
};

static uint32_t kind_named(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i].bit;
    }
    return 0;
}

static bool add_word(struct tip_knowledge *knowledge, const struct tip_string *key, uint32_t bit)
{
    uint32_t *bits = tip_key_table_find(&knowledge->person_words, key->data, key->length);
    if (bits != NULL) {
        *bits |= bit;
        return true;
    }
    const char *kept = tip_strings_keep(&knowledge->strings, key->data, key->length);
    return kept != NULL && tip_key_table_add(&knowledge->person_words, kept, key->length, bit);
}

static bool add_words(struct tip_knowledge *knowledge, const struct tip_tsv_row *row, uint32_t bit,
                      struct tip_faults *faults, struct tip_string *key)
{
    struct tip_tsv_cell rest = row->cells[WORDS], part;
    bool is_good = true;
    while (is_good && tip_tsv_part(&rest, &part)) {
        if (tip_name_key(&knowledge->keys, part.text, strlen(part.text), key) &&
            strchr(key->data, ' ') == NULL)
            is_good = add_word(knowledge, key, bit);
        else
            tip_fault(faults, row->line, part.column, "'%.60s' is not one word", part.text);
    }
    return is_good && !key->failed;
}

tip_status tip_persons_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                            struct tip_faults *faults, struct tip_error *error)
{
    struct tip_string key = {0};
    struct tip_tsv tsv;
    struct tip_tsv_row row;
    bool is_good = true;
    if (tip_tsv_open(&tsv, bytes, size, columns, COLUMN_COUNT, faults)) {
        while (is_good && tip_tsv_next(&tsv, &row)) {
            uint32_t bit = kind_named(row.cells[KIND].text);
            if (bit == 0)
                tip_fault(faults, row.line, row.cells[KIND].column,
                          "there is no kind '%.40s': title, kin, person, given, family, forename "
                          "or institution",
                          row.cells[KIND].text);
            else
                is_good = add_words(knowledge, &row, bit, faults, &key);
        }
    }
    tip_string_free(&key);
    return is_good ? TIP_OK : tip_error_memory(error, "reading the words about persons");
}

bool tip_person_name_next(const struct tip_knowledge *knowledge, size_t *at, const char **name,
                          size_t *length)
{
    static const uint32_t names = TIP_PERSON_GIVEN | TIP_PERSON_FAMILY | TIP_PERSON_FORENAME;
    uint32_t bits;
    while (tip_key_table_next(&knowledge->person_words, at, name, length, &bits)) {
        if ((bits & names) != 0)
            return true;
    }
    return false;
}
