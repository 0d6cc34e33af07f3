/* Front matter: the few shapes of YAML and TOML that metadata of a document is written in. */
#include "reader/front_matter.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/string_builder.h"
#include "reader/document.h"

enum { YEAR_DIGITS = 4 };

/* The reading of one file's. */
struct matter {
    struct tip_document *document;
    const char *name;
    const struct tip_reader_options *options;
    size_t line;
    char between; /* a key and its value: ':' or '=' */
    bool in_tags; /* lines of "- tag" follow */
    struct tip_string tags;
    bool failed; /* no memory */
};

/* A stretch of the text. */
struct span {
    const char *text;
    size_t length;
};

static struct span trim(struct span span)
{
    while (span.length > 0 && isspace((unsigned char)span.text[0])) {
        span.text++;
        span.length--;
    }
    while (span.length > 0 && isspace((unsigned char)span.text[span.length - 1]))
        span.length--;
    return span;
}

static bool is(struct span span, const char *word)
{
    return span.length == strlen(word) && strncasecmp(span.text, word, span.length) == 0;
}

/* ---- values ---- */

/* What is between quotes: in double ones \" and \\ stand for a character, in single ones '' does.
 */
static void append_quoted(struct tip_string *out, struct span value)
{
    char quote = value.text[0];
    for (size_t i = 1; i < value.length; i++) {
        bool is_escape = quote == '"' ? value.text[i] == '\\'
                                      : value.text[i] == '\'' && i + 1 < value.length &&
                                            value.text[i + 1] == '\'';
        if (is_escape && i + 1 < value.length)
            i++;
        else if (value.text[i] == quote)
            return;
        tip_string_append_char(out, value.text[i]);
    }
}

/* A value without its quotes or the comment behind it, for free(3). */
static char *read_value(struct matter *matter, struct span value)
{
    struct tip_string out = {0};
    value = trim(value);
    if (value.length > 0 && (value.text[0] == '"' || value.text[0] == '\'')) {
        append_quoted(&out, value);
    } else {
        const char *comment = memmem(value.text, value.length, " #", 2);
        if (comment != NULL)
            value.length = (size_t)(comment - value.text);
        value = trim(value);
        tip_string_append(&out, value.text, value.length);
    }
    char *text = tip_string_release(&out);
    tip_string_free(&out);
    matter->failed |= text == NULL;
    return text;
}

static void tell(const struct matter *matter, const char *key, const char *value, const char *what)
{
    tip_reader_tell(matter->options, matter->name, matter->line,
                    "front matter: %s: '%.60s' %s: "
                    "left out",
                    key, value, what);
}

/* ---- facts ---- */

static void set(struct matter *matter, char **fact, unsigned stated, char *value)
{
    free(*fact);
    *fact = value;
    matter->document->stated |= stated;
}

/* The first number of four digits; 0. */
static int find_year(const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t digits = strspn(at, "0123456789");
        if (digits == YEAR_DIGITS)
            return atoi(at);
        at += digits > 0 ? digits : 1;
    }
    return 0;
}

static void set_year(struct matter *matter, const char *value)
{
    if (strlen(value) != YEAR_DIGITS || find_year(value) == 0) {
        tell(matter, "year", value, "is no year");
        return;
    }
    matter->document->year = atoi(value);
    matter->document->stated |= TIP_STATES_YEAR;
}

/* A date gives the year where nothing else does. */
static void set_date(struct matter *matter, char *value)
{
    int year = find_year(value);
    set(matter, &matter->document->date, TIP_STATES_DATE, value);
    if (year != 0 && (matter->document->stated & TIP_STATES_YEAR) == 0)
        matter->document->year = year;
}

static void set_language(struct matter *matter, char *value)
{
    bool is_code = isalpha((unsigned char)value[0]) && isalpha((unsigned char)value[1]) &&
                   !isalnum((unsigned char)value[2]);
    if (!is_code) {
        tell(matter, "language", value, "is no code such as en or es");
        free(value);
        return;
    }
    value[0] = (char)tolower((unsigned char)value[0]);
    value[1] = (char)tolower((unsigned char)value[1]);
    value[2] = '\0';
    set(matter, &matter->document->language, TIP_STATES_LANGUAGE, value);
}

static void add_tag(struct matter *matter, struct span span)
{
    char *tag = read_value(matter, span);
    if (tag != NULL && tag[0] != '\0') {
        if (matter->tags.length > 0)
            tip_string_append_char(&matter->tags, '\n');
        tip_string_append_text(&matter->tags, tag);
    }
    free(tag);
}

/* "[a, b]", or "a, b". */
static void add_tags(struct matter *matter, struct span list)
{
    list = trim(list);
    if (list.length > 1 && list.text[0] == '[' && list.text[list.length - 1] == ']') {
        list.text++;
        list.length -= 2;
    }
    while (list.length > 0) {
        const char *comma = memchr(list.text, ',', list.length);
        size_t length = comma == NULL ? list.length : (size_t)(comma - list.text);
        add_tag(matter, trim((struct span){list.text, length}));
        size_t taken = comma == NULL ? length : length + 1;
        list.text += taken;
        list.length -= taken;
    }
}

static void set_fact(struct matter *matter, struct span key, char *value)
{
    struct tip_document *document = matter->document;
    bool is_block = strcmp(value, "|") == 0 || strcmp(value, ">") == 0;
    if (is_block)
        tell(matter, "a value", value, "over several lines is not read");
    if (value[0] == '\0' || is_block)
        free(value);
    else if (is(key, "id"))
        set(matter, &document->id, TIP_STATES_ID, value);
    else if (is(key, "title"))
        set(matter, &document->title, TIP_STATES_TITLE, value);
    else if (is(key, "publisher"))
        set(matter, &document->publisher, TIP_STATES_PUBLISHER, value);
    else if (is(key, "date"))
        set_date(matter, value);
    else if (is(key, "url"))
        set(matter, &document->url, TIP_STATES_URL, value);
    else if (is(key, "language") || is(key, "lang"))
        set_language(matter, value);
    else {
        set_year(matter, value);
        free(value);
    }
}

/* ---- lines ---- */

static bool is_known(struct span key)
{
    static const char *const keys[] = {"id",  "title", "publisher", "date",
                                       "url", "year",  "language",  "lang"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (is(key, keys[i]))
            return true;
    return false;
}

static void read_line(struct matter *matter, struct span line)
{
    struct span shown = trim(line);
    bool is_item = shown.length > 1 && shown.text[0] == '-' && shown.text[1] == ' ';
    if (is_item && matter->in_tags) {
        add_tag(matter, trim((struct span){shown.text + 1, shown.length - 1}));
        return;
    }
    bool is_indented = line.length > 0 && isspace((unsigned char)line.text[0]);
    if (shown.length == 0 || shown.text[0] == '#' || is_indented)
        return;
    matter->in_tags = false;
    const char *between = memchr(shown.text, matter->between, shown.length);
    if (between == NULL)
        return;
    struct span key = trim((struct span){shown.text, (size_t)(between - shown.text)});
    struct span value = {between + 1, (size_t)(shown.text + shown.length - between - 1)};
    if (is(key, "tags")) {
        matter->in_tags = true;
        add_tags(matter, value);
    } else if (is_known(key)) {
        char *text = read_value(matter, value);
        if (text != NULL)
            set_fact(matter, key, text);
    }
}

static size_t line_end(const char *text, size_t length, size_t at)
{
    const char *end = memchr(text + at, '\n', length - at);
    return end == NULL ? length : (size_t)(end - text);
}

static bool is_fence(const char *text, size_t length, const char *fence)
{
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
        length--;
    return length == strlen(fence) && memcmp(text, fence, length) == 0;
}

/* Its length and lines, with the closing fence; both 0 when there is none. */
static void measure(const char *text, size_t length, const char *fence, size_t *size, size_t *lines)
{
    size_t end = line_end(text, length, 0);
    for (*lines = 1, *size = 0; end < length && *size == 0;) {
        size_t start = end + 1;
        end = line_end(text, length, start);
        ++*lines;
        if (is_fence(text + start, end - start, fence) ||
            (fence[0] == '-' && is_fence(text + start, end - start, "...")))
            *size = end < length ? end + 1 : length;
    }
    if (*size == 0)
        *lines = 0;
}

/* Whether the first line behind the fence is one of metadata: a rule across a page looks like a
 * fence, and what follows that is text. */
static bool begins_as_metadata(const char *text, size_t size, char between)
{
    struct span line = {0};
    size_t end = line_end(text, size, 0);
    while (line.length == 0 && end < size) {
        size_t at = end + 1;
        end = line_end(text, size, at);
        line = trim((struct span){text + at, end - at});
    }
    if (line.length == 0 || line.text[0] == '#' || line.text[0] == '[' || end >= size)
        return true; /* nothing, a comment, a table, the closing fence */
    const char *found = memchr(line.text, between, line.length);
    return line.text[0] == between || strchr("-+.", line.text[0]) != NULL ||
           (found != NULL && memchr(line.text, ' ', (size_t)(found - line.text)) == NULL) ||
           (found != NULL && between == '=');
}

tip_status tip_front_matter_read(struct tip_document *document, size_t *size, size_t *lines,
                                 const char *name, const char *text, size_t length,
                                 const struct tip_reader_options *options, struct tip_error *error)
{
    size_t first_end = line_end(text, length, 0);
    bool is_toml = is_fence(text, first_end, "+++");
    *size = *lines = 0;
    if (!is_toml && !is_fence(text, first_end, "---"))
        return TIP_OK;
    measure(text, length, is_toml ? "+++" : "---", size, lines);
    if (!begins_as_metadata(text, *size, is_toml ? '=' : ':'))
        *size = *lines = 0;
    struct matter matter = {.document = document,
                            .name = name,
                            .options = options,
                            .line = 1,
                            .between = is_toml ? '=' : ':'};
    for (size_t at = first_end + 1; at < *size && ++matter.line < *lines;) {
        size_t end = line_end(text, *size, at);
        if (is_toml && text[at] == '[') /* a table: its keys are not the document's */
            break;
        read_line(&matter, (struct span){text + at, end - at});
        at = end + 1;
    }
    if (matter.tags.length > 0)
        set(&matter, &document->tags, 0, tip_string_release(&matter.tags));
    matter.failed |= matter.tags.failed;
    tip_string_free(&matter.tags);
    return matter.failed ? tip_error_memory(error, "reading front matter") : TIP_OK;
}
