/* What the command line, and the report.ini beside it, say of a source.
 *
 * In the ledger the facts are a JSON object in one line, members only for what was given:
 *
 *   {"id":"tip-2023","title":"Trafficking in Persons
 * Report","year":2023,"folder":{"language":"en"}}
 *
 * The usual length of passages is not written, as a source that was cut to it need not be read
 * again when it is asked for. Facts that follow from the source itself (a title read from it) are
 * not in there: they follow again when it is read again. */
#include "command/facts.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_writer.h"
#include "base/string_builder.h"
#include "base/utf8.h"
#include "passage/passage.h"

enum {
    ID_LIMIT = 64,     /* bytes: an id is typed in queries (report:ID) and stands in every hit */
    TEXT_LIMIT = 1000, /* bytes of a title, publisher or date: a line of a citation */
    YEAR_FIRST = 1900,
    YEAR_LAST = 2100
};

static tip_status set_id(struct tip_facts *facts, const char *value, struct tip_error *error)
{
    size_t length = strlen(value);
    bool is_good = length > 0 && length <= ID_LIMIT;
    for (size_t i = 0; is_good && i < length; i++) {
        is_good = isalnum((unsigned char)value[i]) || (i > 0 && strchr("-_.", value[i]) != NULL);
    }
    if (!is_good) {
        return tip_error_set(error, TIP_INVALID,
                             "--id: '%.80s' is no id: use 1 to %d letters, digits, '-', '_' or "
                             "'.', beginning with a letter or digit, such as tip-2023",
                             value, ID_LIMIT);
    }
    facts->id = value;
    return TIP_OK;
}

/* The offset of the first control character (C0, DEL, C1); `length` when there is none. */
static size_t control_at(const char *text, size_t length)
{
    const char *cursor = text, *end = text + length;
    while (cursor < end) {
        size_t place = (size_t)(cursor - text);
        uint32_t character = tip_utf8_next(&cursor, end);
        if (character < 0x20 || (character >= 0x7f && character < 0xa0)) {
            return place;
        }
    }
    return length;
}

static tip_status set_text(const char **fact, const char *name, const char *value,
                           struct tip_error *error)
{
    size_t length = strlen(value);
    if (length > TEXT_LIMIT) {
        return tip_error_set(error, TIP_INVALID, "--%s: longer than %d bytes", name, TEXT_LIMIT);
    }
    if (tip_utf8_invalid_at(value, length) != length) {
        return tip_error_set(error, TIP_INVALID, "--%s: byte %zu is not UTF-8", name,
                             tip_utf8_invalid_at(value, length) + 1);
    }
    if (control_at(value, length) != length) {
        return tip_error_set(error, TIP_INVALID,
                             "--%s: byte %zu is a control character: it must be one line", name,
                             control_at(value, length) + 1);
    }
    if (strspn(value, " ") == length) {
        return tip_error_set(error, TIP_INVALID, "--%s: the value is blank", name);
    }
    *fact = value;
    return TIP_OK;
}

static tip_status set_year(struct tip_facts *facts, const char *value, struct tip_error *error)
{
    char *end = NULL;
    errno = 0;
    long year = isdigit((unsigned char)value[0]) ? strtol(value, &end, 10) : 0;
    if (year < YEAR_FIRST || year > YEAR_LAST || errno != 0 || *end != '\0') {
        return tip_error_set(error, TIP_INVALID, "--year: '%.80s' is no year from %d to %d", value,
                             YEAR_FIRST, YEAR_LAST);
    }
    facts->year = (int)year;
    return TIP_OK;
}

static tip_status set_language(struct tip_facts *facts, const char *value, struct tip_error *error)
{
    if (strlen(value) != 2 || !islower((unsigned char)value[0]) ||
        !islower((unsigned char)value[1])) {
        return tip_error_set(error, TIP_INVALID,
                             "--language: '%.80s' is no code of two small letters (ISO 639-1), "
                             "such as en or es",
                             value);
    }
    facts->language = value;
    return TIP_OK;
}

static tip_status set_passage_words(struct tip_facts *facts, const char *value,
                                    struct tip_error *error)
{
    char *end = NULL;
    errno = 0;
    long words = isdigit((unsigned char)value[0]) ? strtol(value, &end, 10) : 0;
    if (words < TIP_PASSAGE_WORDS_LEAST || words > TIP_PASSAGE_WORDS_MOST || errno != 0 ||
        *end != '\0') {
        return tip_error_set(error, TIP_INVALID,
                             "--passage-words: '%.80s' is no number of words from %d to %d", value,
                             TIP_PASSAGE_WORDS_LEAST, TIP_PASSAGE_WORDS_MOST);
    }
    facts->passage_words = (int)words;
    return TIP_OK;
}

tip_status tip_facts_set(struct tip_facts *facts, const char *name, const char *value,
                         struct tip_error *error)
{
    if (strcmp(name, "id") == 0) {
        return set_id(facts, value, error);
    }
    if (strcmp(name, "title") == 0) {
        return set_text(&facts->title, name, value, error);
    }
    if (strcmp(name, "publisher") == 0) {
        return set_text(&facts->publisher, name, value, error);
    }
    if (strcmp(name, "date") == 0) {
        return set_text(&facts->date, name, value, error);
    }
    if (strcmp(name, "year") == 0) {
        return set_year(facts, value, error);
    }
    if (strcmp(name, "language") == 0) {
        return set_language(facts, value, error);
    }
    if (strcmp(name, "url") == 0) {
        return set_text(&facts->url, name, value, error);
    }
    if (strcmp(name, "passage-words") == 0) {
        return set_passage_words(facts, value, error);
    }
    return tip_error_set(error, TIP_INTERNAL, "--%s: no such fact", name);
}

static const char *given_or_remembered(const char *given, const json_t *remembered,
                                       const char *name)
{
    return given ? given : json_string_value(json_object_get(remembered, name));
}

void tip_facts_merge(struct tip_facts *facts, const struct tip_facts *given, const char *line)
{
    json_t *remembered = line ? json_loads(line, 0, NULL) : NULL;
    *facts = *given;
    facts->remembered = remembered;
    facts->id = given_or_remembered(given->id, remembered, "id");
    facts->title = given_or_remembered(given->title, remembered, "title");
    facts->publisher = given_or_remembered(given->publisher, remembered, "publisher");
    facts->date = given_or_remembered(given->date, remembered, "date");
    facts->language = given_or_remembered(given->language, remembered, "language");
    if (given->year == 0) {
        facts->year = (int)json_integer_value(json_object_get(remembered, "year"));
    }
    if (given->passage_words == 0) {
        facts->passage_words =
            (int)json_integer_value(json_object_get(remembered, "passage_words"));
    }
}

void tip_facts_free(struct tip_facts *facts)
{
    json_decref(facts->remembered);
    *facts = (struct tip_facts){0};
}

static void write_given(struct tip_json *json, const char *name, const char *value)
{
    if (value) {
        tip_json_member_text(json, name, value);
    }
}

static void write_facts(struct tip_json *json, const struct tip_facts *facts)
{
    write_given(json, "id", facts->id);
    write_given(json, "title", facts->title);
    write_given(json, "publisher", facts->publisher);
    write_given(json, "date", facts->date);
    write_given(json, "language", facts->language);
    write_given(json, "url", facts->url);
    if (facts->year != 0) {
        tip_json_member_integer(json, "year", facts->year);
    }
    if (facts->passage_words != 0 && facts->passage_words != TIP_PASSAGE_WORDS_HIGH) {
        tip_json_member_integer(json, "passage_words", facts->passage_words);
    }
}

char *tip_facts_line(const struct tip_facts *facts)
{
    struct tip_string line = {0};
    struct tip_json json;
    tip_json_begin(&json, &line);
    tip_json_object(&json);
    write_facts(&json, facts);
    if (facts->folder) {
        tip_json_key(&json, "folder");
        tip_json_object(&json);
        write_facts(&json, facts->folder);
        tip_json_end_object(&json);
    }
    tip_json_end_object(&json);
    char *text = tip_string_release(&line);
    tip_string_free(&line);
    return text;
}

int tip_facts_year(const struct tip_facts *facts)
{
    if (facts->year != 0 || !facts->date) {
        return facts->year;
    }
    for (const char *at = facts->date; *at != '\0';) {
        size_t digits = strspn(at, "0123456789");
        long number = digits == 4 ? strtol(at, NULL, 10) : 0;
        if (number >= YEAR_FIRST && number <= YEAR_LAST) {
            return (int)number;
        }
        at += digits > 0 ? digits : 1;
    }
    return 0;
}
