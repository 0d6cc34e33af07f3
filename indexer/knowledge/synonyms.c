/* synonyms.tsv: groups of words and phrases that mean the same to a reader of the field, and what
 * else they find. */
#include <string.h>

#include "knowledge/parts.h"
#include "knowledge/tsv.h"

enum { MEMBERS, FINDS, NOTE, COLUMN_COUNT };

enum { MEMBER_LIMIT = 64 }; /* of a group: each is a word more in a query */

static const struct tip_tsv_column columns[COLUMN_COUNT] = {
    [MEMBERS] = {"members", true},
    [FINDS] = {"finds", false},
    [NOTE] = {"note", false},
};

/* A group being read. */
struct reading {
    struct tip_knowledge *knowledge;
    struct tip_faults *faults;
    unsigned line;
    struct tip_string key;
    const char *members[MEMBER_LIMIT];
    size_t count;
};

static size_t words_of(const struct tip_string *key)
{
    size_t words = 1;
    for (size_t i = 0; i < key->length; i++)
        words += key->data[i] == ' ';
    return words;
}

/* Notes the key of the group's next member. */
static bool note_member(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    struct tip_string *key = &reading->key;
    uint32_t number = (uint32_t)knowledge->synonym_member_count;
    const char *kept = tip_strings_keep(&knowledge->strings, key->data, key->length);
    if (kept == NULL ||
        !tip_list_grow(&knowledge->synonym_members, number, sizeof *knowledge->synonym_members) ||
        !tip_key_table_add(&knowledge->synonym_keys, kept, key->length, number))
        return false;
    knowledge->synonym_members[knowledge->synonym_member_count++] = (struct tip_synonym_member){
        .group = (uint32_t)knowledge->synonym_group_count, .own = (uint32_t)reading->count};
    size_t words = words_of(key);
    if (words > knowledge->synonym_longest)
        knowledge->synonym_longest = words;
    return true;
}

/* Whether the member whose key was made can be one of the group; else a fault is told. */
static bool is_fit(struct reading *reading, const struct tip_tsv_cell *part, bool finds_others)
{
    const struct tip_string *key = &reading->key;
    if (words_of(key) > TIP_SYNONYM_WORDS) {
        tip_fault(reading->faults, reading->line, part->column,
                  "'%.60s' has more than %d words: shorten it", part->text, TIP_SYNONYM_WORDS);
        return false;
    }
    if (finds_others &&
        tip_key_table_find(&reading->knowledge->synonym_keys, key->data, key->length) != NULL) {
        tip_fault(reading->faults, reading->line, part->column,
                  "'%.60s' is in a group already: put the two groups together", part->text);
        return false;
    }
    if (reading->count == MEMBER_LIMIT) {
        tip_fault(reading->faults, reading->line, part->column,
                  "more than %d members: make two groups", MEMBER_LIMIT);
        return false;
    }
    return true;
}

/* False only where memory lacks. */
static bool add_member(struct reading *reading, const struct tip_tsv_cell *part, bool finds_others)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    struct tip_string *key = &reading->key;
    if (!tip_stem_key(&knowledge->keys, part->text, strlen(part->text), key)) {
        tip_fault(reading->faults, reading->line, part->column, "'%.60s' holds no word",
                  part->text);
        return !key->failed;
    }
    if (!is_fit(reading, part, finds_others))
        return true;
    const char *text = tip_strings_keep(&knowledge->strings, part->text, strlen(part->text));
    if (text == NULL || (finds_others && !note_member(reading)))
        return false;
    reading->members[reading->count++] = text;
    return true;
}

static bool keep_group(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    size_t size = reading->count * sizeof reading->members[0];
    const char **members = tip_strings_room(&knowledge->strings, size);
    if (members == NULL ||
        !tip_list_grow(&knowledge->synonym_groups, knowledge->synonym_group_count,
                       sizeof *knowledge->synonym_groups))
        return false;
    memcpy(members, reading->members, size);
    knowledge->synonym_groups[knowledge->synonym_group_count++] =
        (struct tip_synonym_group){.members = members, .count = reading->count};
    return true;
}

static bool add_members(struct reading *reading, struct tip_tsv_cell rest, bool finds_others)
{
    struct tip_tsv_cell part;
    bool is_good = true;
    while (is_good && tip_tsv_part(&rest, &part))
        is_good = add_member(reading, &part, finds_others);
    return is_good;
}

static bool add_group(struct reading *reading, const struct tip_tsv_row *row)
{
    reading->line = row->line;
    reading->count = 0;
    bool is_good = add_members(reading, row->cells[MEMBERS], true) &&
                   add_members(reading, row->cells[FINDS], false);
    if (is_good && reading->count < 2)
        tip_fault(reading->faults, row->line, row->cells[MEMBERS].column,
                  "a group needs two members or more, with semicolons between them");
    return is_good && keep_group(reading);
}

tip_status tip_synonyms_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error)
{
    struct reading reading = {.knowledge = knowledge, .faults = faults};
    struct tip_tsv tsv;
    struct tip_tsv_row row;
    bool is_good = true;
    if (tip_tsv_open(&tsv, bytes, size, columns, COLUMN_COUNT, faults)) {
        while (is_good && tip_tsv_next(&tsv, &row))
            is_good = add_group(&reading, &row);
    }
    tip_string_free(&reading.key);
    return is_good ? TIP_OK : tip_error_memory(error, "reading synonyms");
}

bool tip_synonyms_find(const struct tip_knowledge *knowledge, const char *const *words,
                       size_t count, struct tip_synonyms *out)
{
    struct tip_string key = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            tip_string_append_char(&key, ' ');
        tip_string_append_text(&key, words[i]);
    }
    const uint32_t *found = NULL;
    if (key.length > 0 && !key.failed)
        found = tip_key_table_find(&knowledge->synonym_keys, key.data, key.length);
    tip_string_free(&key);
    if (found == NULL)
        return false;
    const struct tip_synonym_member *member = &knowledge->synonym_members[*found];
    const struct tip_synonym_group *group = &knowledge->synonym_groups[member->group];
    *out =
        (struct tip_synonyms){.members = group->members, .count = group->count, .own = member->own};
    return true;
}

size_t tip_synonyms_count(const struct tip_knowledge *knowledge)
{
    return knowledge->synonym_group_count;
}

size_t tip_synonyms_longest(const struct tip_knowledge *knowledge)
{
    return knowledge->synonym_longest;
}
