/* Suggestions by number, and the words of their keys in the order of their bytes.
 *
 * The file is a tip_table ("tipsugge", table_file.h) of four sections:
 *
 *   entries    28 bytes each: offset of the key (4), offset of the shown text (4), length of the
 *              key (2), of the shown text (2), kind (4), passages (4), family (4), found (4)
 *   starts     8 bytes each: number of the entry, from 0 (4), offset in its key (2), weight (2);
 *              ordered by the bytes of the key from there on, equal ones by number and offset
 *   countries  4 bytes each, by tip_country_place: passages that name it
 *   text       the keys and shown texts themselves */
#include "index/suggestions.h"

#include <stdlib.h>

#include "index/suggestions_file.h"
#include "index/words_file.h"

const struct tip_table_format tip_suggestions_format = {
    "tipsugge", 2, TIP_SUGGESTIONS_SECTION_COUNT, {TIP_SUGGESTIONS_FIELD_COUNT * 4, 8, 4, 1}};

const char *tip_suggestion_kind_name(enum tip_suggestion_kind kind)
{
    switch (kind) {
    case TIP_SUGGESTION_WORD:
        return "word";
    case TIP_SUGGESTION_PHRASE:
        return "phrase";
    case TIP_SUGGESTION_SECTION:
        return "section";
    case TIP_SUGGESTION_COUNTRY:
        return "country";
    case TIP_SUGGESTION_PATTERN:
        return "pattern";
    case TIP_SUGGESTION_KIND_COUNT:
        break;
    }
    return "unknown";
}

static uint32_t field(const struct tip_suggestions *suggestions, uint32_t place,
                      enum tip_suggestions_field which)
{
    return tip_section_u32(&suggestions->table.sections[TIP_SUGGESTIONS_ENTRIES],
                           (size_t)place * TIP_SUGGESTIONS_FIELD_COUNT + which);
}

static const char *text_at(const struct tip_suggestions *suggestions, uint32_t offset)
{
    return (const char *)suggestions->table.sections[TIP_SUGGESTIONS_TEXT].bytes + offset;
}

uint32_t tip_suggestions_count(const struct tip_suggestions *suggestions)
{
    return (uint32_t)suggestions->table.sections[TIP_SUGGESTIONS_ENTRIES].count;
}

void tip_suggestions_get(const struct tip_suggestions *suggestions, uint32_t place,
                         struct tip_suggestion *suggestion)
{
    uint32_t lengths = field(suggestions, place, TIP_SUGGESTIONS_LENGTHS);
    suggestion->kind = (enum tip_suggestion_kind)field(suggestions, place, TIP_SUGGESTIONS_KIND);
    suggestion->key = text_at(suggestions, field(suggestions, place, TIP_SUGGESTIONS_KEY));
    suggestion->key_length = lengths & 0xFFFF;
    suggestion->text = text_at(suggestions, field(suggestions, place, TIP_SUGGESTIONS_SHOWN));
    suggestion->text_length = lengths >> 16;
    suggestion->passages = field(suggestions, place, TIP_SUGGESTIONS_PASSAGES);
    suggestion->family = field(suggestions, place, TIP_SUGGESTIONS_FAMILY);
    suggestion->found = field(suggestions, place, TIP_SUGGESTIONS_FOUND);
}

bool tip_country_place(uint32_t *place, const char *code)
{
    if (code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
        return false;
    *place = (uint32_t)(code[0] - 'A') * 26 + (uint32_t)(code[1] - 'A');
    return true;
}

uint32_t tip_suggestions_country(const struct tip_suggestions *suggestions, const char *code)
{
    const struct tip_section *countries = &suggestions->table.sections[TIP_SUGGESTIONS_COUNTRIES];
    uint32_t place;
    return tip_country_place(&place, code) && place < countries->count
               ? tip_section_u32(countries, place)
               : 0;
}

uint32_t tip_suggestions_start_count(const struct tip_suggestions *suggestions)
{
    return (uint32_t)suggestions->table.sections[TIP_SUGGESTIONS_STARTS].count;
}

void tip_suggestions_start(const struct tip_suggestions *suggestions, uint32_t place,
                           struct tip_start *start)
{
    uint64_t all = tip_section_u64(&suggestions->table.sections[TIP_SUGGESTIONS_STARTS], place);
    start->suggestion = (uint32_t)all;
    start->offset = (uint16_t)(all >> 32);
    start->weight = (uint16_t)(all >> 48);
}

const char *tip_suggestions_start_text(const struct tip_suggestions *suggestions, uint32_t place,
                                       size_t *length)
{
    struct tip_start start;
    tip_suggestions_start(suggestions, place, &start);
    *length =
        (field(suggestions, start.suggestion, TIP_SUGGESTIONS_LENGTHS) & 0xFFFF) - start.offset;
    return text_at(suggestions, field(suggestions, start.suggestion, TIP_SUGGESTIONS_KEY)) +
           start.offset;
}

/* How a start compares with a prefix, what begins with it being equal. */
static int compare(const struct tip_suggestions *suggestions, uint32_t place, const char *prefix,
                   size_t length)
{
    size_t has;
    const char *text = tip_suggestions_start_text(suggestions, place, &has);
    return tip_words_compare(text, has < length ? has : length, prefix, length);
}

/* The first start of [from, to) that is not below the prefix, or, `past`, that is above. */
static uint32_t bound(const struct tip_suggestions *suggestions, uint32_t from, uint32_t to,
                      const char *prefix, size_t length, bool past)
{
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = compare(suggestions, middle, prefix, length);
        if (order < 0 || (past && order == 0))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

void tip_suggestions_range(const struct tip_suggestions *suggestions, uint32_t from, uint32_t to,
                           const char *prefix, size_t length, uint32_t *first, uint32_t *end)
{
    *first = bound(suggestions, from, to, prefix, length, false);
    *end = bound(suggestions, *first, to, prefix, length, true);
}

/* ---- opening ---- */

static bool lies_inside(size_t offset, size_t length, size_t size)
{
    return offset <= size && length <= size - offset;
}

static bool entries_are_sound(const struct tip_suggestions *suggestions)
{
    size_t size = suggestions->table.sections[TIP_SUGGESTIONS_TEXT].count;
    for (uint32_t i = 0; i < tip_suggestions_count(suggestions); i++) {
        uint32_t lengths = field(suggestions, i, TIP_SUGGESTIONS_LENGTHS);
        if (!lies_inside(field(suggestions, i, TIP_SUGGESTIONS_KEY), lengths & 0xFFFF, size) ||
            !lies_inside(field(suggestions, i, TIP_SUGGESTIONS_SHOWN), lengths >> 16, size) ||
            field(suggestions, i, TIP_SUGGESTIONS_KIND) >= TIP_SUGGESTION_KIND_COUNT)
            return false;
    }
    return true;
}

static bool starts_are_sound(const struct tip_suggestions *suggestions)
{
    for (uint32_t i = 0; i < tip_suggestions_start_count(suggestions); i++) {
        struct tip_start start;
        tip_suggestions_start(suggestions, i, &start);
        if (start.suggestion >= tip_suggestions_count(suggestions) ||
            start.offset >=
                (field(suggestions, start.suggestion, TIP_SUGGESTIONS_LENGTHS) & 0xFFFF))
            return false;
    }
    return true;
}

static bool order_is_sound(const struct tip_suggestions *suggestions)
{
    const char *before = "";
    size_t before_length = 0;
    for (uint32_t i = 0; i < tip_suggestions_start_count(suggestions); i++) {
        size_t length;
        const char *text = tip_suggestions_start_text(suggestions, i, &length);
        if (tip_words_compare(before, before_length, text, length) > 0)
            return false;
        before = text;
        before_length = length;
    }
    return true;
}

static tip_status check(const struct tip_suggestions *suggestions, const char *path,
                        struct tip_error *error)
{
    const struct tip_section *sections = suggestions->table.sections;
    if (sections[TIP_SUGGESTIONS_ENTRIES].count > UINT32_MAX ||
        sections[TIP_SUGGESTIONS_STARTS].count > UINT32_MAX)
        return tip_table_damaged(error, path, "its counts do not agree");
    if (!entries_are_sound(suggestions) || !starts_are_sound(suggestions))
        return tip_table_damaged(error, path, "a suggestion points outside the file");
    if (!order_is_sound(suggestions))
        return tip_table_damaged(error, path, "its suggestions are out of order");
    return TIP_OK;
}

tip_status tip_suggestions_open(struct tip_suggestions **out, const char *path,
                                struct tip_error *error)
{
    struct tip_suggestions *suggestions = calloc(1, sizeof *suggestions);
    if (suggestions == NULL)
        return tip_error_memory(error, "opening the suggestions");
    tip_status status = tip_table_open(&suggestions->table, path, &tip_suggestions_format, error);
    if (status == TIP_OK)
        status = check(suggestions, path, error);
    if (status != TIP_OK) {
        tip_suggestions_close(suggestions);
        return status;
    }
    *out = suggestions;
    return TIP_OK;
}

void tip_suggestions_close(struct tip_suggestions *suggestions)
{
    if (suggestions == NULL)
        return;
    tip_table_close(&suggestions->table);
    free(suggestions);
}

size_t tip_suggestions_bytes(const struct tip_suggestions *suggestions)
{
    return tip_table_bytes(&suggestions->table, &tip_suggestions_format);
}
