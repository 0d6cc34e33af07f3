/* countries.tsv: countries and areas, what they are called, and what only looks like their names.
 */
#include <string.h>

#include "knowledge/parts.h"
#include "knowledge/tsv.h"

enum { CODE, CODE3, REGION, NAME, NAMES, PEOPLE, ABBREVIATIONS, NOT, STATES, PLACES, COLUMN_COUNT };

static const struct tip_tsv_column columns[COLUMN_COUNT] = {
    [CODE] = {"code", true},
    [CODE3] = {"code3", true},
    [REGION] = {"region", false},
    [NAME] = {"name", true},
    [NAMES] = {"names", false},
    [PEOPLE] = {"people", false},
    [ABBREVIATIONS] = {"abbreviations", false},
    [NOT] = {"not", false},
    [STATES] = {"states", false},
    [PLACES] = {"places", false},
};

/* What the parts of a column are. */
static const struct {
    int column;
    enum tip_form_kind kind;
    bool is_claimed; /* the country is also looked up by it */
} lists[] = {
    {NAME, TIP_FORM_NAME, true},     {NAMES, TIP_FORM_NAME, true},
    {PEOPLE, TIP_FORM_PEOPLE, true}, {ABBREVIATIONS, TIP_FORM_ABBREVIATION, true},
    {NOT, TIP_FORM_NOT, false},      {STATES, TIP_FORM_STATE, false},
    {PLACES, TIP_FORM_PLACE, false},
};

static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* A country being read. */
struct reading {
    struct tip_knowledge *knowledge;
    struct tip_faults *faults;
    struct tip_tsv_row row;
    uint32_t place;
    struct tip_string key;
};

/* ---- codes ---- */

static bool is_code(const char *text, size_t length)
{
    return strlen(text) == length && strspn(text, capitals) == length;
}

/* Makes the country found by a code. */
static bool add_code(struct reading *reading, const struct tip_tsv_cell *cell, size_t length)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    if (!is_code(cell->text, length)) {
        tip_fault(reading->faults, reading->row.line, cell->column,
                  "'%.20s' is no code: %zu capital letters", cell->text, length);
        return true;
    }
    const uint32_t *other = tip_key_table_find(&knowledge->country_codes, cell->text, length);
    if (other != NULL) {
        tip_fault(reading->faults, reading->row.line, cell->column,
                  "the code %s is that of '%s' in line %u already", cell->text,
                  knowledge->countries[*other].name, knowledge->country_names[*other].line);
        return true;
    }
    const char *kept = tip_strings_keep(&knowledge->strings, cell->text, length);
    return kept != NULL &&
           tip_key_table_add(&knowledge->country_codes, kept, length, reading->place);
}

static const char *find_region(struct reading *reading)
{
    const struct tip_tsv_cell *cell = &reading->row.cells[REGION];
    size_t place;
    if (cell->text[0] == '\0')
        return "";
    if (tip_region_find(reading->knowledge, cell->text, strlen(cell->text), &place))
        return reading->knowledge->regions[place].code;
    tip_fault(reading->faults, reading->row.line, cell->column,
              "there is no region '%.40s': name one of regions.tsv, or leave it empty", cell->text);
    return "";
}

/* ---- names ---- */

/* A name that two countries claim is told of, unless one says that it is unsure. */
static void compare_claims(struct reading *reading, const struct tip_country_claim *other,
                           const struct tip_country_claim *claim, unsigned column)
{
    const struct tip_knowledge *knowledge = reading->knowledge;
    if (other->is_unsure || claim->is_unsure)
        return;
    tip_fault(reading->faults, reading->row.line, column,
              "'%.60s' is also a name of '%s' in line %u: take it out of one, or put a question "
              "mark behind it where the other is meant more often",
              claim->text, knowledge->countries[other->country].name,
              knowledge->country_names[other->country].line);
}

/* Puts the claim at the end of the key's chain, unless its country is in it. */
static void join_chain(struct reading *reading, uint32_t first, uint32_t number, unsigned column)
{
    struct tip_country_claim *claims = reading->knowledge->claims;
    for (uint32_t at = first;; at = claims[at].next) {
        if (claims[at].country == claims[number].country)
            return;
        compare_claims(reading, &claims[at], &claims[number], column);
        if (claims[at].next == TIP_NO_PLACE) {
            claims[at].next = number;
            return;
        }
    }
}

/* Makes claim `number` found by the key that reading->key holds. */
static bool add_key(struct reading *reading, uint32_t number, unsigned column)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    const struct tip_string *key = &reading->key;
    const uint32_t *first = tip_key_table_find(&knowledge->country_keys, key->data, key->length);
    if (first != NULL) {
        join_chain(reading, *first, number, column);
        return true;
    }
    const char *kept = tip_strings_keep(&knowledge->strings, key->data, key->length);
    return kept != NULL && tip_key_table_add(&knowledge->country_keys, kept, key->length, number);
}

static bool add_claim(struct reading *reading, const struct tip_tsv_cell *part, bool is_unsure,
                      enum tip_form_kind kind)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    uint32_t number = (uint32_t)knowledge->claim_count;
    const char *text = tip_strings_keep(&knowledge->strings, part->text, strlen(part->text));
    if (text == NULL || !tip_list_grow(&knowledge->claims, number, sizeof *knowledge->claims) ||
        !tip_name_key(&knowledge->keys, text, strlen(text), &reading->key))
        return false;
    knowledge->claims[number] = (struct tip_country_claim){
        .text = text, .country = reading->place, .next = TIP_NO_PLACE, .is_unsure = is_unsure};
    knowledge->claim_count++;
    if (!add_key(reading, number, part->column))
        return false;
    if (kind != TIP_FORM_PEOPLE)
        return true;
    tip_string_append_text(&reading->key, "s");
    return !reading->key.failed && add_key(reading, number, part->column);
}

/* A question mark behind a name says that it is unsure. */
static bool take_question_mark(char *text)
{
    size_t length = strlen(text);
    if (length == 0 || text[length - 1] != '?')
        return false;
    while (length > 0 && (text[length - 1] == '?' || text[length - 1] == ' '))
        text[--length] = '\0';
    return true;
}

/* A name of any column: as a form in texts, and where it is one as a claim. */
static bool add_name(struct reading *reading, struct tip_tsv_cell *part, size_t list)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    bool is_good = true;
    struct tip_name_form form = {
        .country = reading->place,
        .kind = lists[list].kind,
        .is_unsure = take_question_mark(part->text),
    };
    if (!tip_name_forms_add(&knowledge->forms, &knowledge->keys, &knowledge->strings, part->text,
                            "", form, &is_good))
        return false;
    if (!is_good) {
        tip_fault(reading->faults, reading->row.line, part->column,
                  "'%.60s' is no name: 1 to %d words, semicolons between names", part->text,
                  TIP_FORM_WORDS);
        return true;
    }
    if (form.kind == TIP_FORM_PEOPLE &&
        !tip_name_forms_add(&knowledge->forms, &knowledge->keys, &knowledge->strings, part->text,
                            "s", form, &is_good))
        return false;
    return !lists[list].is_claimed || add_claim(reading, part, form.is_unsure, form.kind);
}

static bool add_names(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    bool is_good = true;
    knowledge->country_names[reading->place].first = (uint32_t)knowledge->claim_count;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct tip_tsv_cell rest = reading->row.cells[lists[i].column], part;
        while (is_good && tip_tsv_part(&rest, &part))
            is_good = add_name(reading, &part, i);
    }
    knowledge->countries[reading->place].name_count =
        knowledge->claim_count - knowledge->country_names[reading->place].first;
    return is_good;
}

/* ---- rows ---- */

/* One that is too long was told of. */
static void copy_code(char *code, size_t room, const char *text)
{
    memcpy(code, text, strnlen(text, room - 1));
}

static bool add_country(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    struct tip_tsv_cell *cells = reading->row.cells;
    size_t count = knowledge->country_count;
    if (!tip_list_grow(&knowledge->countries, count, sizeof *knowledge->countries) ||
        !tip_list_grow(&knowledge->country_names, count, sizeof *knowledge->country_names))
        return false;
    struct tip_country *country = &knowledge->countries[count];
    reading->place = (uint32_t)count;
    *country = (struct tip_country){.region = find_region(reading)};
    country->name =
        tip_strings_keep(&knowledge->strings, cells[NAME].text, strlen(cells[NAME].text));
    copy_code(country->code, sizeof country->code, cells[CODE].text);
    copy_code(country->code3, sizeof country->code3, cells[CODE3].text);
    knowledge->country_names[count] = (struct tip_country_names){.line = reading->row.line};
    knowledge->country_count++;
    return country->name != NULL && add_code(reading, &cells[CODE], 2) &&
           add_code(reading, &cells[CODE3], 3) && add_names(reading);
}

static bool is_country_form(const struct tip_name_form *form)
{
    return form->kind == TIP_FORM_NAME || form->kind == TIP_FORM_PEOPLE ||
           form->kind == TIP_FORM_ABBREVIATION;
}

/* What is a country's name cannot be no mention of any. */
static void check_nots(const struct tip_knowledge *knowledge, struct tip_faults *faults)
{
    const struct tip_name_forms *forms = &knowledge->forms;
    for (size_t i = 0; i < forms->count; i++) {
        for (uint32_t k = forms->items[i].next; k != TIP_NO_PLACE; k = forms->items[k].next) {
            const struct tip_name_form *one = &forms->items[i], *other = &forms->items[k];
            const struct tip_name_form *not = one->kind == TIP_FORM_NOT ? one : other;
            const struct tip_name_form *name = not == one ? other : one;
            if (not ->kind == TIP_FORM_NOT && is_country_form(name))
                tip_fault(
                    faults, knowledge->country_names[not ->country].line, 1,
                    "the column 'not' holds a name of '%s': take it out, the longer name wins "
                    "in any case",
                    knowledge->countries[name->country].name);
        }
    }
}

tip_status tip_countries_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                              struct tip_faults *faults, struct tip_error *error)
{
    struct reading reading = {.knowledge = knowledge, .faults = faults};
    struct tip_tsv tsv;
    bool is_good = true;
    if (tip_tsv_open(&tsv, bytes, size, columns, COLUMN_COUNT, faults)) {
        while (is_good && tip_tsv_next(&tsv, &reading.row))
            is_good = add_country(&reading);
    }
    check_nots(knowledge, faults);
    tip_string_free(&reading.key);
    return is_good ? TIP_OK : tip_error_memory(error, "reading countries");
}

/* ---- looking up ---- */

size_t tip_country_count(const struct tip_knowledge *knowledge)
{
    return knowledge->country_count;
}

const struct tip_country *tip_country_at(const struct tip_knowledge *knowledge, size_t place)
{
    return &knowledge->countries[place];
}

const char *tip_country_name(const struct tip_knowledge *knowledge, size_t place, size_t which)
{
    return knowledge->claims[knowledge->country_names[place].first + which].text;
}

static bool find_code(const struct tip_knowledge *knowledge, const char *name, size_t length,
                      size_t *place)
{
    char code[3];
    if (length != 2 && length != 3)
        return false;
    for (size_t i = 0; i < length; i++)
        code[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - ('a' - 'A') : name[i]);
    const uint32_t *found = tip_key_table_find(&knowledge->country_codes, code, length);
    if (found != NULL)
        *place = *found;
    return found != NULL;
}

/* The one claim of a chain that is sure, or the only one. */
static bool choose_claim(const struct tip_knowledge *knowledge, uint32_t first, size_t *place)
{
    const struct tip_country_claim *claims = knowledge->claims;
    uint32_t chosen = claims[first].next == TIP_NO_PLACE ? first : TIP_NO_PLACE;
    for (uint32_t at = first; at != TIP_NO_PLACE && chosen == TIP_NO_PLACE; at = claims[at].next) {
        if (!claims[at].is_unsure)
            chosen = at;
    }
    if (chosen != TIP_NO_PLACE)
        *place = claims[chosen].country;
    return chosen != TIP_NO_PLACE;
}

bool tip_country_find(const struct tip_knowledge *knowledge, const char *name, size_t length,
                      size_t *place)
{
    if (find_code(knowledge, name, length, place))
        return true;
    struct tip_string key = {0};
    /* The lock within the keys is all that changes. */
    struct tip_name_keys *keys = (struct tip_name_keys *)&knowledge->keys;
    const uint32_t *first = NULL;
    if (tip_name_key(keys, name, length, &key))
        first = tip_key_table_find(&knowledge->country_keys, key.data, key.length);
    tip_string_free(&key);
    return first != NULL && choose_claim(knowledge, *first, place);
}
