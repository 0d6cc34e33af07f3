/* The dictionary of an index: words and stems by number, and words in the order of their bytes.
 *
 * The file is a tip_table ("tipwords", table_file.h) of six sections:
 *
 *   languages   8 bytes each: the code ("en"), filled up with NULs
 *   words       16 bytes each, word 1 first: offset of its text (4), length (2), language (2),
 *               number of its stem (4), occurrences (4)
 *   stems       8 bytes each, stem 1 first: offset of its text (4), length (4)
 *   order       4 bytes each: the numbers of all words, ordered by their bytes, then language
 *   stem order  4 bytes each: the numbers of all stems, ordered by their bytes
 *   text        the words and stems themselves
 *
 * A word is found by binary search in `order`: some twenty looks at mapped memory, and the same
 * order answers prefixes, so no second structure is needed. */
#include "index/words.h"

#include <stdlib.h>
#include <string.h>

#include "index/words_file.h"

enum { WORD_SIZE = 16 };

const struct tip_table_format tip_words_format = {
    "tipwords", 1, TIP_WORDS_SECTION_COUNT, {TIP_LANGUAGE_SIZE, WORD_SIZE, 8, 4, 4, 1}};

struct tip_words {
    struct tip_table table;
    uint32_t *occurrences; /* by number, word 1 first: of a restricted dictionary; else NULL */
    bool is_restricted;    /* the table is another dictionary's */
    /* Languages are numbered for readers by their codes, those in use first. */
    uint32_t language_count;                         /* in use */
    unsigned char languages[TIP_LANGUAGE_LIMIT];     /* the file's number of each */
    unsigned char language_rank[TIP_LANGUAGE_LIMIT]; /* the other way */
};

int tip_words_compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    if (order != 0)
        return order;
    return (a_length > b_length) - (a_length < b_length);
}

uint32_t tip_words_count(const struct tip_words *words)
{
    return (uint32_t)words->table.sections[TIP_WORDS_WORDS].count;
}

uint32_t tip_words_stem_count(const struct tip_words *words)
{
    return (uint32_t)words->table.sections[TIP_WORDS_STEMS].count;
}

uint32_t tip_words_language_count(const struct tip_words *words)
{
    return words->language_count;
}

static uint32_t stored_languages(const struct tip_words *words)
{
    return (uint32_t)words->table.sections[TIP_WORDS_LANGUAGES].count;
}

/* The code of a language by the file's number. */
static const char *stored_language(const struct tip_words *words, uint32_t language)
{
    return (const char *)words->table.sections[TIP_WORDS_LANGUAGES].bytes +
           language * TIP_LANGUAGE_SIZE;
}

const char *tip_words_language(const struct tip_words *words, uint32_t language)
{
    return stored_language(words, words->languages[language]);
}

uint32_t tip_words_stem_of(const struct tip_words *words, uint32_t number)
{
    const struct tip_section *section = &words->table.sections[TIP_WORDS_WORDS];
    return tip_section_u32(section, (size_t)(number - 1) * (WORD_SIZE / 4) + 2);
}

/* A word as the file has it: with the file's number of its language. */
static void stored_word(const struct tip_words *words, uint32_t number, struct tip_word *word)
{
    const struct tip_section *section = &words->table.sections[TIP_WORDS_WORDS];
    size_t first = (size_t)(number - 1) * (WORD_SIZE / 4);
    uint32_t packed = tip_section_u32(section, first + 1);
    word->text =
        (const char *)words->table.sections[TIP_WORDS_TEXT].bytes + tip_section_u32(section, first);
    word->length = packed & 0xffff;
    word->language = packed >> 16;
    word->stem = tip_section_u32(section, first + 2);
    word->occurrences = tip_section_u32(section, first + 3);
    word->number = number;
}

void tip_words_get(const struct tip_words *words, uint32_t number, struct tip_word *word)
{
    stored_word(words, number, word);
    word->language = words->language_rank[word->language];
    if (words->is_restricted)
        word->occurrences = words->occurrences[number - 1];
}

const char *tip_words_stem(const struct tip_words *words, uint32_t stem, size_t *length)
{
    const struct tip_section *section = &words->table.sections[TIP_WORDS_STEMS];
    size_t first = (size_t)(stem - 1) * 2;
    *length = tip_section_u32(section, first + 1);
    return (const char *)words->table.sections[TIP_WORDS_TEXT].bytes +
           tip_section_u32(section, first);
}

uint32_t tip_words_find_stem(const struct tip_words *words, const char *text, size_t length)
{
    const struct tip_section *order = &words->table.sections[TIP_WORDS_STEM_ORDER];
    uint32_t low = 0;
    uint32_t high = tip_words_stem_count(words);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t number = tip_section_u32(order, middle);
        size_t stem_length;
        const char *stem = tip_words_stem(words, number, &stem_length);
        int sign = tip_words_compare(stem, stem_length, text, length);
        if (sign == 0)
            return number;
        if (sign < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

void tip_words_at(const struct tip_words *words, uint32_t place, struct tip_word *word)
{
    tip_words_get(words, tip_section_u32(&words->table.sections[TIP_WORDS_ORDER], place), word);
}

uint32_t tip_words_lower_bound(const struct tip_words *words, const char *prefix, size_t length)
{
    uint32_t low = 0;
    uint32_t high = tip_words_count(words);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct tip_word word;
        tip_words_at(words, middle, &word);
        if (tip_words_compare(word.text, word.length, prefix, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool tip_words_find(const struct tip_words *words, uint32_t language, const char *text,
                    size_t length, struct tip_word *word)
{
    uint32_t count = tip_words_count(words);
    for (uint32_t place = tip_words_lower_bound(words, text, length); place < count; place++) {
        struct tip_word found;
        tip_words_at(words, place, &found);
        if (tip_words_compare(found.text, found.length, text, length) != 0)
            return false;
        if (found.language == language) {
            *word = found;
            return true;
        }
    }
    return false;
}

/* ---- opening ---- */

/* Languages in use by their codes, then those of which no word stands anywhere. */
static void sort_languages(struct tip_words *words)
{
    bool is_used[TIP_LANGUAGE_LIMIT] = {false};
    uint32_t count = stored_languages(words);
    for (uint32_t number = 1; number <= tip_words_count(words); number++) {
        struct tip_word word;
        stored_word(words, number, &word);
        is_used[word.language] |=
            words->is_restricted ? words->occurrences[number - 1] > 0 : word.occurrences > 0;
    }
    words->language_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t rank = i;
        words->language_count += is_used[i];
        for (; rank > 0; rank--) {
            uint32_t before = words->languages[rank - 1];
            if (is_used[before] != is_used[i]
                    ? is_used[before]
                    : strcmp(stored_language(words, before), stored_language(words, i)) < 0)
                break;
            words->languages[rank] = (unsigned char)before;
        }
        words->languages[rank] = (unsigned char)i;
    }
    for (uint32_t rank = 0; rank < count; rank++)
        words->language_rank[words->languages[rank]] = (unsigned char)rank;
}

static bool languages_are_sound(const struct tip_words *words)
{
    for (uint32_t i = 0; i < stored_languages(words); i++) {
        if (memchr(stored_language(words, i), '\0', TIP_LANGUAGE_SIZE) == NULL)
            return false;
    }
    return true;
}

/* Whether a text lies in the section of texts. */
static bool text_is_inside(const struct tip_words *words, const char *text, size_t length)
{
    const struct tip_section *section = &words->table.sections[TIP_WORDS_TEXT];
    size_t offset = (size_t)((uintptr_t)text - (uintptr_t)section->bytes);
    return offset <= section->count && length <= section->count - offset;
}

static bool words_are_sound(const struct tip_words *words)
{
    for (uint32_t i = 1; i <= tip_words_count(words); i++) {
        struct tip_word word;
        stored_word(words, i, &word);
        if (!text_is_inside(words, word.text, word.length) || word.stem == 0 ||
            word.stem > tip_words_stem_count(words) || word.language >= stored_languages(words))
            return false;
    }
    return true;
}

static bool stems_are_sound(const struct tip_words *words)
{
    for (uint32_t i = 1; i <= tip_words_stem_count(words); i++) {
        size_t length;
        const char *stem = tip_words_stem(words, i, &length);
        if (!text_is_inside(words, stem, length))
            return false;
    }
    return true;
}

/* Whether `order` names words only, each behind the one before: then it names every word once. */
static bool order_is_sound(const struct tip_words *words)
{
    const struct tip_section *order = &words->table.sections[TIP_WORDS_ORDER];
    struct tip_word before = {.text = ""};
    for (uint32_t place = 0; place < order->count; place++) {
        uint32_t number = tip_section_u32(order, place);
        if (number == 0 || number > tip_words_count(words))
            return false;
        struct tip_word word;
        stored_word(words, number, &word);
        int sign = tip_words_compare(before.text, before.length, word.text, word.length);
        if (sign > 0 || (sign == 0 && place > 0 && before.language >= word.language))
            return false;
        before = word;
    }
    return true;
}

/* The same of the stems; no two are equal. */
static bool stem_order_is_sound(const struct tip_words *words)
{
    const struct tip_section *order = &words->table.sections[TIP_WORDS_STEM_ORDER];
    const char *before = "";
    size_t before_length = 0;
    for (uint32_t place = 0; place < order->count; place++) {
        uint32_t number = tip_section_u32(order, place);
        if (number == 0 || number > tip_words_stem_count(words))
            return false;
        size_t length;
        const char *stem = tip_words_stem(words, number, &length);
        int sign = tip_words_compare(before, before_length, stem, length);
        if (sign > 0 || (sign == 0 && place > 0))
            return false;
        before = stem;
        before_length = length;
    }
    return true;
}

static tip_status check_words(const struct tip_words *words, const char *path,
                              struct tip_error *error)
{
    const struct tip_section *sections = words->table.sections;
    if (sections[TIP_WORDS_WORDS].count >= UINT32_MAX ||
        sections[TIP_WORDS_STEMS].count >= UINT32_MAX ||
        sections[TIP_WORDS_LANGUAGES].count > TIP_LANGUAGE_LIMIT ||
        sections[TIP_WORDS_ORDER].count != sections[TIP_WORDS_WORDS].count ||
        sections[TIP_WORDS_STEM_ORDER].count != sections[TIP_WORDS_STEMS].count)
        return tip_table_damaged(error, path, "its counts do not agree");
    if (!languages_are_sound(words) || !words_are_sound(words) || !stems_are_sound(words))
        return tip_table_damaged(error, path, "a word points outside the file");
    if (!order_is_sound(words) || !stem_order_is_sound(words))
        return tip_table_damaged(error, path, "its words are out of order");
    return TIP_OK;
}

tip_status tip_words_open(struct tip_words **out, const char *path, struct tip_error *error)
{
    struct tip_words *words = calloc(1, sizeof *words);
    if (words == NULL)
        return tip_error_memory(error, "opening the dictionary");
    tip_status status = tip_table_open(&words->table, path, &tip_words_format, error);
    if (status == TIP_OK)
        status = check_words(words, path, error);
    if (status != TIP_OK) {
        tip_words_close(words);
        return status;
    }
    sort_languages(words);
    *out = words;
    return TIP_OK;
}

tip_status tip_words_restrict(struct tip_words **out, const struct tip_words *whole,
                              uint32_t *occurrences, struct tip_error *error)
{
    struct tip_words *words = calloc(1, sizeof *words);
    if (words == NULL) {
        free(occurrences);
        return tip_error_memory(error, "restricting the dictionary");
    }
    words->table = whole->table;
    words->is_restricted = true;
    words->occurrences = occurrences;
    sort_languages(words);
    *out = words;
    return TIP_OK;
}

void tip_words_close(struct tip_words *words)
{
    if (words == NULL)
        return;
    if (!words->is_restricted)
        tip_table_close(&words->table);
    free(words->occurrences);
    free(words);
}
