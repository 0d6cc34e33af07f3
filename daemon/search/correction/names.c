/* Each word of a name is one. Short ones are left out: they are mostly "the" and "of". */
#include "search/correction/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>

#include "base/kind.h"

enum { LETTERS_LEAST = 4 };

bool tip_names_has(const struct tip_names *names, const char *word, size_t length)
{
    char line[TIP_WORD_LIMIT + 2];
    if (length > TIP_WORD_LIMIT || names->list.length == 0) {
        return false;
    }
    line[0] = line[length + 1] = '\n';
    memcpy(line + 1, word, length);
    return memmem(names->list.data, names->list.length, line, length + 2) != NULL;
}

static void note(struct tip_names *names, const char *word, size_t length)
{
    tip_string_append(&names->list, word, length);
    tip_string_append_char(&names->list, '\n');
}

/* Adds a folded word of a name. */
static void add(struct tip_names *names, const char *word, size_t length)
{
    struct tip_letters letters;
    if (!tip_letters_read(&letters, word, length) || letters.count < LETTERS_LEAST ||
        tip_names_has(names, word, length)) {
        return;
    }
    tip_letter_model_add(names->letters, &letters);
    note(names, word, length);
}

/* What the query language itself has words for is no slip: "quote" is a kind of passage. */
static void add_kinds(struct tip_names *names)
{
    for (int kind = 0; kind < TIP_KIND_COUNT; kind++) {
        const char *name = tip_kind_name((enum tip_kind)kind);
        note(names, name, strlen(name));
    }
}

static void add_people(struct tip_names *names, const struct tip_knowledge *knowledge)
{
    const char *name;
    size_t length, at = 0;
    while (tip_person_name_next(knowledge, &at, &name, &length)) {
        add(names, name, length);
    }
}

static tip_status add_countries(struct tip_names *names, const struct tip_knowledge *knowledge,
                                struct tip_analyser *analyser, struct tip_error *error)
{
    struct tip_tokens tokens = {0};
    tip_status status = TIP_OK;
    for (size_t place = 0; place < tip_country_count(knowledge); place++) {
        size_t count = tip_country_at(knowledge, place)->name_count;
        for (size_t which = 0; which < count && status == TIP_OK; which++) {
            const char *name = tip_country_name(knowledge, place, which);
            status = tip_analyse(analyser, name, strlen(name), &tokens, error);
            for (size_t i = 0; i < tokens.count && status == TIP_OK; i++) {
                add(names, tokens.items[i].word, tokens.items[i].word_length);
            }
        }
    }
    tip_tokens_free(&tokens);
    return status;
}

/* The words behind the first stroke of an id such as "America/Argentina/Buenos_Aires". */
static void add_zone(struct tip_names *names, const char *id)
{
    char word[TIP_WORD_LIMIT + 1];
    size_t length = 0;
    const char *at = strchr(id, '/');
    for (; at != NULL; at++) {
        if (isalpha((unsigned char)*at) && length < TIP_WORD_LIMIT) {
            word[length++] = (char)tolower((unsigned char)*at);
        } else {
            add(names, word, length);
            length = 0;
        }
        if (*at == '\0') {
            break;
        }
    }
}

/* Without ICU's data there are fewer names, and searching goes on. */
static void add_cities(struct tip_names *names)
{
    UErrorCode failure = U_ZERO_ERROR;
    UEnumeration *zones =
        ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &failure);
    const char *id;
    while (U_SUCCESS(failure) && (id = uenum_next(zones, NULL, &failure)) != NULL) {
        add_zone(names, id);
    }
    uenum_close(zones);
}

tip_status tip_names_make(struct tip_names **out, const struct tip_knowledge *knowledge,
                          struct tip_analyser *analyser, struct tip_error *error)
{
    struct tip_names *names = calloc(1, sizeof *names);
    if (names == NULL) {
        return tip_error_memory(error, "reading names");
    }
    tip_status status = tip_letter_model_create(&names->letters, error);
    if (status == TIP_OK) {
        tip_string_append_char(&names->list, '\n');
        add_cities(names);
        add_kinds(names);
    }
    if (status == TIP_OK && knowledge != NULL) {
        add_people(names, knowledge);
        status = add_countries(names, knowledge, analyser, error);
    }
    if (status == TIP_OK && names->list.failed) {
        status = tip_error_memory(error, "reading names");
    }
    if (status != TIP_OK) {
        tip_names_free(names);
        return status;
    }
    *out = names;
    return TIP_OK;
}

void tip_names_free(struct tip_names *names)
{
    if (names == NULL) {
        return;
    }
    tip_string_free(&names->list);
    tip_letter_model_free(names->letters);
    free(names);
}
