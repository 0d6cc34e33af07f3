/* patterns.ini: named queries. A section is a pattern's id; a value goes on in lines that are
 * indented. The lines are read here and not by inih, which tells neither their numbers nor whether
 * a value is one more or the rest of the one before. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "knowledge/parts.h"

/* From QUERY on a key may be repeated; from OPTIONAL on a pattern may lack it. */
enum { TITLE, GROUP, SOURCE, QUERY, TOLD, KEY_COUNT, OPTIONAL = TOLD };

static const char *const key_names[KEY_COUNT] = {"title", "group", "source", "query", "told"};

/* A query of the open pattern, or how it is told: its text begins at `start` in `queries`,
 * NUL-terminated. */
struct open_query {
    size_t key;
    size_t start;
    unsigned line, column;
};

/* The file being read. */
struct reading {
    struct tip_knowledge *knowledge;
    struct tip_faults *faults;
    unsigned line;
    bool is_out_of_memory;
    /* The pattern whose section is open, and the key whose value a further line goes on. */
    char *id; /* NULL: none is open */
    unsigned id_line;
    size_t key;
    struct tip_string values[QUERY]; /* of the keys before it */
    struct tip_string query_texts;
    struct open_query *queries;
    size_t query_count;
};

/* ---- patterns ---- */

static const char *keep(struct reading *reading, const struct tip_string *value)
{
    return tip_strings_keep(&reading->knowledge->strings, value->length > 0 ? value->data : "",
                            value->length);
}

static size_t count_queries(const struct reading *reading, size_t key)
{
    size_t count = 0;
    for (size_t i = 0; i < reading->query_count; i++)
        count += reading->queries[i].key == key;
    return count;
}

/* Those of a key, which were counted; NULL without memory. */
static const struct tip_pattern_query *keep_queries(struct reading *reading, size_t key,
                                                    size_t *count)
{
    struct tip_strings *strings = &reading->knowledge->strings;
    struct tip_pattern_query *queries =
        tip_strings_room(strings, (count_queries(reading, key) + 1) * sizeof *queries);
    *count = 0;
    if (queries == NULL)
        return NULL;
    for (size_t i = 0; i < reading->query_count; i++) {
        const struct open_query *open = &reading->queries[i];
        const char *text = reading->query_texts.data + open->start;
        if (open->key != key)
            continue;
        queries[*count] =
            (struct tip_pattern_query){.text = tip_strings_keep(strings, text, strlen(text)),
                                       .line = open->line,
                                       .column = open->column};
        if (queries[(*count)++].text == NULL)
            return NULL;
    }
    return queries;
}

static bool keep_pattern(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    size_t place = knowledge->pattern_count;
    struct tip_pattern pattern = {
        .id = tip_strings_keep(&knowledge->strings, reading->id, strlen(reading->id)),
        .title = keep(reading, &reading->values[TITLE]),
        .group = keep(reading, &reading->values[GROUP]),
        .source = keep(reading, &reading->values[SOURCE]),
    };
    pattern.queries = keep_queries(reading, QUERY, &pattern.query_count);
    pattern.told = keep_queries(reading, TOLD, &pattern.told_count);
    if (pattern.id == NULL || pattern.title == NULL || pattern.group == NULL ||
        pattern.source == NULL || pattern.queries == NULL || pattern.told == NULL ||
        !tip_list_grow(&knowledge->patterns, place, sizeof pattern) ||
        !tip_key_table_add(&knowledge->pattern_ids, pattern.id, strlen(pattern.id),
                           (uint32_t)place))
        return false;
    knowledge->patterns[knowledge->pattern_count++] = pattern;
    return true;
}

static bool has_value(const struct reading *reading, size_t key)
{
    return key >= QUERY ? count_queries(reading, key) > 0 : reading->values[key].length > 0;
}

/* Takes in the pattern whose section has ended. */
static void end_section(struct reading *reading)
{
    if (reading->id == NULL)
        return;
    for (size_t key = 0; key < OPTIONAL; key++) {
        if (!has_value(reading, key))
            tip_fault(reading->faults, reading->id_line, 1, "the pattern '%s' has no %s",
                      reading->id, key_names[key]);
    }
    if (!keep_pattern(reading))
        reading->is_out_of_memory = true;
    free(reading->id);
    reading->id = NULL;
    for (size_t key = 0; key < QUERY; key++)
        tip_string_clear(&reading->values[key]);
    tip_string_clear(&reading->query_texts);
    reading->query_count = 0;
}

/* ---- lines ---- */

static unsigned column_of(const char *line, const char *place)
{
    return (unsigned)tip_utf8_count(line, (size_t)(place - line)) + 1;
}

/* Cuts the blanks at the end of a text off. */
static char *trim(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
        length--;
    text[length] = '\0';
    return text;
}

static bool is_id(const char *id)
{
    return id[0] != '\0' && id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void begin_section(struct reading *reading, char *line)
{
    char *id = line + 1, *close = strchr(id, ']');
    end_section(reading);
    if (close == NULL || trim(close + 1)[0] != '\0') {
        tip_fault(reading->faults, reading->line, 1,
                  "a section is written [id], alone in its line");
        return;
    }
    *close = '\0';
    if (!is_id(id))
        tip_fault(reading->faults, reading->line, 2,
                  "'%.60s' is no pattern's id: small letters, digits and hyphens", id);
    else if (tip_key_table_find(&reading->knowledge->pattern_ids, id, strlen(id)) != NULL)
        tip_fault(reading->faults, reading->line, 2, "there is a pattern '%.60s' already", id);
    reading->id = strdup(id);
    reading->id_line = reading->line;
    reading->key = KEY_COUNT;
    reading->is_out_of_memory |= reading->id == NULL;
}

static void add_query(struct reading *reading, size_t key, const char *value, unsigned column)
{
    if (!tip_list_grow(&reading->queries, reading->query_count, sizeof *reading->queries)) {
        reading->is_out_of_memory = true;
        return;
    }
    reading->queries[reading->query_count++] = (struct open_query){
        .key = key, .start = reading->query_texts.length, .line = reading->line, .column = column};
    tip_string_append(&reading->query_texts, value, strlen(value) + 1);
}

/* The rest of the value in the line before. */
static void go_on(struct reading *reading, const char *value)
{
    struct tip_string *string =
        reading->key >= QUERY ? &reading->query_texts : &reading->values[reading->key];
    if (reading->key >= QUERY)
        string->data[string->length - 1] = ' '; /* in place of its end */
    else
        tip_string_append_char(string, ' ');
    tip_string_append(string, value, strlen(value) + (reading->key >= QUERY ? 1 : 0));
}

static void take_value(struct reading *reading, size_t key, const char *value, unsigned column)
{
    reading->key = key;
    if (value[0] == '\0')
        tip_fault(reading->faults, reading->line, column, "the value of '%s' is empty",
                  key_names[key]);
    else if (key >= QUERY)
        add_query(reading, key, value, column);
    else if (has_value(reading, key))
        tip_fault(reading->faults, reading->line, 1,
                  "a second %s: only query and told may be repeated", key_names[key]);
    else
        tip_string_append_text(&reading->values[key], value);
}

static void take_pair(struct reading *reading, char *line)
{
    char *equals = strchr(line, '=');
    size_t key = 0;
    if (equals == NULL) {
        tip_fault(reading->faults, reading->line, 1, "this is neither [id] nor KEY = VALUE");
        return;
    }
    *equals = '\0';
    char *value = equals + 1 + strspn(equals + 1, " \t");
    unsigned column = column_of(line, equals) + 1 + (unsigned)(value - equals - 1);
    while (key < KEY_COUNT && strcmp(key_names[key], trim(line)) != 0)
        key++;
    if (reading->id == NULL)
        tip_fault(reading->faults, reading->line, 1,
                  "'%.60s' stands before the first section: begin with [id]", line);
    else if (key == KEY_COUNT)
        tip_fault(reading->faults, reading->line, 1,
                  "there is no key '%.60s': the keys are title, group, source, query and told",
                  line);
    else
        take_value(reading, key, trim(value), column);
}

/* Tells of bytes that are no text. */
static bool is_text(struct reading *reading, const char *line, size_t length)
{
    size_t bad = tip_utf8_invalid_at(line, length);
    const char *nul = memchr(line, '\0', length);
    if (bad < length)
        tip_fault(reading->faults, reading->line, column_of(line, line + bad),
                  "byte %02X is not UTF-8: save the file as UTF-8", (unsigned char)line[bad]);
    else if (nul != NULL)
        tip_fault(reading->faults, reading->line, column_of(line, nul),
                  "a NUL character stands here: take it out");
    return bad == length && nul == NULL;
}

static void take_line(struct reading *reading, char *line)
{
    char *text = line + strspn(line, " \t\r");
    if (*text == '\0' || *line == ';' || *line == '#')
        return;
    if (*line == '[')
        begin_section(reading, line);
    else if (text == line)
        take_pair(reading, line);
    else if (reading->id != NULL && reading->key < KEY_COUNT && has_value(reading, reading->key))
        go_on(reading, trim(text));
    else
        tip_fault(reading->faults, reading->line, column_of(line, text),
                  "an indented line goes on a value, and there is none before it");
}

static void read_lines(struct reading *reading, char *bytes, size_t size)
{
    char *end = bytes + size, *next = bytes;
    while (next < end) {
        char *line = next, *newline = memchr(line, '\n', (size_t)(end - line));
        char *stop = newline != NULL ? newline : end;
        next = newline != NULL ? newline + 1 : end;
        reading->line++;
        if (is_text(reading, line, (size_t)(stop - line))) {
            *stop = '\0';
            take_line(reading, line);
        }
    }
    end_section(reading);
}

tip_status tip_patterns_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    struct reading reading = {.knowledge = knowledge, .faults = faults, .key = KEY_COUNT};
    size_t mark = size >= 3 && memcmp(bytes, byte_order_mark, 3) == 0 ? 3 : 0;
    read_lines(&reading, bytes + mark, size - mark);
    bool is_good = !reading.is_out_of_memory && !reading.query_texts.failed;
    for (size_t key = 0; key < QUERY; key++) {
        is_good = is_good && !reading.values[key].failed;
        tip_string_free(&reading.values[key]);
    }
    tip_string_free(&reading.query_texts);
    free(reading.queries);
    return is_good ? TIP_OK : tip_error_memory(error, "reading patterns");
}

size_t tip_pattern_count(const struct tip_knowledge *knowledge)
{
    return knowledge->pattern_count;
}

const struct tip_pattern *tip_pattern_at(const struct tip_knowledge *knowledge, size_t place)
{
    return &knowledge->patterns[place];
}

bool tip_pattern_find(const struct tip_knowledge *knowledge, const char *id, size_t length,
                      size_t *place)
{
    const uint32_t *found = tip_key_table_find(&knowledge->pattern_ids, id, length);
    if (found != NULL)
        *place = *found;
    return found != NULL;
}
