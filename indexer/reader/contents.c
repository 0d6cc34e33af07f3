/* Tables of contents in plain text. */
#include "reader/contents.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/string_builder.h"
#include "reader/heading.h"

/* How far behind one entry the next may stand, in lines that hold something: groups, rules. */
enum { ENTRY_GAP = 4, KEY_SAFE_BYTES = 20, PLAIN_ENTRIES = 3 };

/* More are no contents that a text is headed by; every heading is looked for among them. */
enum { ENTRIES = 2000 };

/* Lower-case letters and digits, words parted by one blank, without a plural s. */
static char *fold(const char *text, size_t length)
{
    struct tip_string key = {0};
    bool in_word = false;
    for (size_t i = 0; i <= length; i++) {
        unsigned char byte = i < length ? (unsigned char)text[i] : ' ';
        if (isalnum(byte) || byte >= 0xC3) {
            if (!in_word && key.length > 0)
                tip_string_append_char(&key, ' ');
            in_word = true;
        }
        if (isalnum(byte) || (in_word && byte >= 0x80 && byte != 0xE2)) {
            tip_string_append_char(&key, (char)tolower(byte));
            continue;
        }
        if (in_word && key.length > 1 && key.data[key.length - 1] == 's')
            key.data[--key.length] = '\0';
        in_word = false;
    }
    return tip_string_release(&key);
}

static bool is_roman(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr("ivxlc", tolower((unsigned char)text[i])) == NULL)
            return false;
    return length > 0 && length <= 8;
}

static bool is_number(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isdigit((unsigned char)text[i]))
            return false;
    return length > 0 && length <= 4;
}

/* An entry's page label at the end of a line, behind a tab, dots or two blanks; 0 when none. Where
 * one blank is to do, it is a number of up to three digits. */
static size_t page_label(const struct tip_line *line, bool is_plain, size_t *heading_length)
{
    size_t start = line->length;
    while (start > 0 && isalnum((unsigned char)line->text[start - 1]))
        start--;
    size_t length = line->length - start, leader = start;
    if (!is_number(line->text + start, length) && !is_roman(line->text + start, length))
        return 0;
    while (leader > 0 && strchr("\t .", line->text[leader - 1]) != NULL)
        leader--;
    bool is_led =
        memchr(line->text + leader, '\t', start - leader) != NULL || start - leader >= 2 ||
        (is_plain && start > leader && length <= 3 && is_number(line->text + start, length));
    if (leader == 0 || !is_led)
        return 0;
    *heading_length = leader;
    return length;
}

bool tip_contents_is_title(const char *text, size_t length)
{
    static const char *const titles[] = {"table of contents", "contents"};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (strlen(titles[i]) == length && strncasecmp(titles[i], text, length) == 0)
            return true;
    return false;
}

static tip_status add_entry(struct tip_contents *contents, const struct tip_line *line,
                            size_t heading_length, size_t page_length, struct tip_error *error)
{
    if (contents->count == contents->capacity) {
        size_t capacity = contents->capacity == 0 ? 64 : contents->capacity * 2;
        struct tip_contents_entry *entries = realloc(contents->entries, capacity * sizeof *entries);
        if (entries == NULL)
            return tip_error_memory(error, "reading a table of contents");
        contents->entries = entries;
        contents->capacity = capacity;
    }
    struct tip_contents_entry *entry = &contents->entries[contents->count++];
    bool is_capitals = tip_heading_is_capitals(line->text, heading_length);
    *entry = (struct tip_contents_entry){.key = fold(line->text, heading_length),
                                         .level = is_capitals ? 1 : 2};
    if (page_length > 0)
        entry->page = strndup(line->text + line->length - page_length, page_length);
    if (entry->key == NULL || (page_length > 0 && entry->page == NULL))
        return tip_error_memory(error, "reading a table of contents");
    return TIP_OK;
}

/* The last line of the contents: the last entry with a page that stands near the one before. */
static size_t find_end(const struct tip_lines *lines, size_t first, bool is_plain)
{
    size_t end = first, unused;
    for (size_t i = first; i < lines->count && i <= end + ENTRY_GAP; i++)
        if (page_label(&lines->items[i], is_plain, &unused) > 0)
            end = i + 1;
    if (end < lines->count && end > first && tip_line_is_rule(&lines->items[end]))
        end++;
    return end;
}

/* Whether entries that one blank parts from their pages are some: three at least, whose pages never
 * go back. */
static bool is_plain_contents(const struct tip_lines *lines, size_t first, size_t end)
{
    size_t entries = 0, heading_length = 0;
    long before = 0;
    for (size_t i = first; i < end; i++) {
        const struct tip_line *line = &lines->items[i];
        size_t length = page_label(line, true, &heading_length);
        if (length == 0)
            continue;
        char label[8] = "";
        memcpy(label, line->text + line->length - length, length < 8 ? length : 7);
        long page = strtol(label, NULL, 10);
        if (page < before)
            return false;
        before = page;
        entries++;
    }
    return entries >= PLAIN_ENTRIES;
}

/* Without groups in capitals every entry is of the first level. */
static void settle_levels(struct tip_contents *contents)
{
    for (size_t i = 0; i < contents->count; i++)
        if (contents->entries[i].level == 1)
            return;
    for (size_t i = 0; i < contents->count; i++)
        contents->entries[i].level = 1;
}

tip_status tip_contents_read(struct tip_contents *contents, const struct tip_lines *lines,
                             struct tip_error *error)
{
    size_t title = 0;
    while (title < lines->count &&
           !tip_contents_is_title(lines->items[title].text, lines->items[title].length))
        title++;
    if (title == lines->count)
        return TIP_OK;
    size_t end = find_end(lines, title + 1, false);
    bool is_plain = false;
    if (end == title + 1) {
        end = find_end(lines, title + 1, true);
        is_plain = is_plain_contents(lines, title + 1, end);
        if (!is_plain)
            end = title + 1;
    }
    for (size_t i = title + 1; i < end; i++) {
        const struct tip_line *line = &lines->items[i];
        size_t heading_length = line->length;
        size_t page_length = page_label(line, is_plain, &heading_length);
        if (tip_line_is_rule(line) || contents->count == ENTRIES)
            continue;
        tip_status status = add_entry(contents, line, heading_length, page_length, error);
        if (status != TIP_OK)
            return status;
    }
    contents->first_line = title + 1;
    contents->end_line = end;
    settle_levels(contents);
    return TIP_OK;
}

void tip_contents_free(struct tip_contents *contents)
{
    for (size_t i = 0; i < contents->count; i++) {
        free(contents->entries[i].key);
        free(contents->entries[i].page);
    }
    free(contents->entries);
    *contents = (struct tip_contents){0};
}

/* Equal, or one goes on where the other, long enough to be telling, ends. */
static bool keys_meet(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b);
    size_t shorter = length_a < length_b ? length_a : length_b;
    if (strncmp(a, b, shorter) != 0)
        return false;
    size_t longer = length_a < length_b ? length_b : length_a;
    return length_a == length_b || (shorter >= KEY_SAFE_BYTES && shorter * 5 >= longer * 3);
}

const struct tip_contents_entry *tip_contents_find(const struct tip_contents *contents,
                                                   const char *heading, size_t length)
{
    if (contents->count == 0 || length > 400)
        return NULL;
    char *key = fold(heading, length);
    if (key == NULL || *key == '\0') {
        free(key);
        return NULL;
    }
    const struct tip_contents_entry *found = NULL;
    for (size_t i = 0; i < contents->count && found == NULL; i++)
        if (keys_meet(contents->entries[i].key, key))
            found = &contents->entries[i];
    free(key);
    return found;
}
