/* patterns.ini: named queries. A section is a pattern's id; a value may go on in further lines that
 * are indented. */
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "knowledge/parts.h"

enum { TITLE, GROUP, SOURCE, QUERY, KEY_COUNT };

static const char *const key_names[KEY_COUNT] = {"title", "group", "source", "query"};

/* The file being read. inih tells no lines: its reader, which is ours, counts them. */
struct reading {
    struct tip_knowledge *knowledge;
    struct tip_faults *faults;
    const char *next;
    const char *end;
    const char *rest; /* of the line that inih is being given */
    const char *rest_end;
    bool is_begun; /* some of that line was given */
    unsigned line;
    bool is_out_of_memory;
    /* The pattern whose section is open. */
    struct tip_string id;
    unsigned id_line;
    struct tip_string values[KEY_COUNT];
};

/* The next line of the file; what is no text is told of and is empty. */
static void begin_line(struct reading *reading)
{
    const char *from = reading->next;
    const char *newline = memchr(from, '\n', (size_t)(reading->end - from));
    const char *stop = newline != NULL ? newline : reading->end;
    size_t length = (size_t)(stop - from);
    size_t bad = tip_utf8_invalid_at(from, length);
    reading->next = newline != NULL ? newline + 1 : reading->end;
    reading->line++;
    if (bad < length)
        tip_fault(reading->faults, reading->line, (unsigned)tip_utf8_count(from, bad) + 1,
                  "byte %02X is not UTF-8: save the file as UTF-8", (unsigned char)from[bad]);
    else if (memchr(from, '\0', length) != NULL)
        tip_fault(reading->faults, reading->line, 1, "a NUL character stands here: take it out");
    bool is_left_out =
        bad < length || memchr(from, '\0', length) != NULL || *from == '#' || *from == ';';
    reading->rest = is_left_out ? stop : from;
    reading->rest_end = stop;
    reading->is_begun = false;
}

/* How much of the rest of a line fits `room` bytes: all, or up to a blank. */
static size_t fitting(struct reading *reading, size_t room)
{
    size_t length = (size_t)(reading->rest_end - reading->rest);
    if (length <= room)
        return length;
    const char *blank = memrchr(reading->rest, ' ', room);
    if (blank != NULL && blank > reading->rest)
        return (size_t)(blank - reading->rest);
    tip_fault(reading->faults, reading->line, 1, "a word is longer than %zu bytes: shorten it",
              room);
    reading->rest = reading->rest_end;
    return 0;
}

/* A line for inih, which takes only short ones: a longer one goes on indented, as values may. */
static char *read_line(char *line, int size, void *context)
{
    struct reading *reading = context;
    if (reading->rest == reading->rest_end && reading->is_begun) {
        if (reading->next == reading->end)
            return NULL;
        begin_line(reading);
    }
    size_t indent = reading->is_begun ? 1 : 0;
    size_t length = fitting(reading, (size_t)size - 1 - indent);
    line[0] = ' ';
    memcpy(line + indent, reading->rest, length);
    line[indent + length] = '\0';
    reading->rest += length;
    reading->is_begun = true;
    return line;
}

static bool is_id(const char *id)
{
    return id[0] != '\0' && id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static const char *keep(struct reading *reading, const struct tip_string *value)
{
    const char *text = value->length > 0 ? value->data : "";
    return tip_strings_keep(&reading->knowledge->strings, text, value->length);
}

static bool keep_pattern(struct reading *reading)
{
    struct tip_knowledge *knowledge = reading->knowledge;
    size_t place = knowledge->pattern_count;
    struct tip_pattern pattern = {
        .id = keep(reading, &reading->id),
        .title = keep(reading, &reading->values[TITLE]),
        .group = keep(reading, &reading->values[GROUP]),
        .source = keep(reading, &reading->values[SOURCE]),
        .query = keep(reading, &reading->values[QUERY]),
    };
    if (pattern.id == NULL || pattern.title == NULL || pattern.group == NULL ||
        pattern.source == NULL || pattern.query == NULL ||
        !tip_list_grow(&knowledge->patterns, place, sizeof pattern) ||
        !tip_key_table_add(&knowledge->pattern_ids, pattern.id, strlen(pattern.id),
                           (uint32_t)place))
        return false;
    knowledge->patterns[knowledge->pattern_count++] = pattern;
    return true;
}

/* Takes in the pattern whose section has ended. */
static void end_section(struct reading *reading)
{
    if (reading->id.length == 0)
        return;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (reading->values[i].length == 0)
            tip_fault(reading->faults, reading->id_line, 1, "the pattern '%s' has no %s",
                      reading->id.data, key_names[i]);
    }
    if (!keep_pattern(reading))
        reading->is_out_of_memory = true;
    tip_string_clear(&reading->id);
    for (size_t i = 0; i < KEY_COUNT; i++)
        tip_string_clear(&reading->values[i]);
}

static void begin_section(struct reading *reading, const char *section)
{
    end_section(reading);
    tip_string_append_text(&reading->id, section);
    reading->id_line = reading->line;
    if (!is_id(section))
        tip_fault(reading->faults, reading->line, 1,
                  "'%.60s' is no pattern's id: small letters, digits and hyphens", section);
    else if (tip_key_table_find(&reading->knowledge->pattern_ids, section, strlen(section)) != NULL)
        tip_fault(reading->faults, reading->line, 1, "there is a pattern '%s' already", section);
}

/* inih's: a value, or a further line of it. */
static int take_value(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    size_t key = 0;
    if (section[0] == '\0') {
        tip_fault(reading->faults, reading->line, 1,
                  "'%.60s' stands before the first section: begin with [id]", name);
        return 1;
    }
    if (reading->id.length == 0 || strcmp(section, reading->id.data) != 0)
        begin_section(reading, section);
    while (key < KEY_COUNT && strcmp(key_names[key], name) != 0)
        key++;
    if (key == KEY_COUNT) {
        tip_fault(reading->faults, reading->line, 1,
                  "there is no key '%.60s': the keys are title, group, source and query", name);
        return 1;
    }
    if (reading->values[key].length > 0)
        tip_string_append_char(&reading->values[key], ' ');
    tip_string_append_text(&reading->values[key], value);
    return 1;
}

tip_status tip_patterns_read(struct tip_knowledge *knowledge, char *bytes, size_t size,
                             struct tip_faults *faults, struct tip_error *error)
{
    struct reading reading = {.knowledge = knowledge,
                              .faults = faults,
                              .next = bytes,
                              .end = bytes + size,
                              .is_begun = true};
    int bad_line = ini_parse_stream(read_line, &reading, take_value, &reading);
    end_section(&reading);
    if (bad_line > 0)
        tip_fault(faults, (unsigned)bad_line, 1, "this is neither [id] nor KEY = VALUE");
    bool is_good = !reading.is_out_of_memory && bad_line >= 0 && !reading.id.failed;
    tip_string_free(&reading.id);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        is_good = is_good && !reading.values[i].failed;
        tip_string_free(&reading.values[i]);
    }
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
