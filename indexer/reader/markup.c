/* Remains of markup: a single pass over the text. */
#include "reader/markup.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/string_builder.h"

/* Elements whose tags are dropped; what else stands in angle brackets is text. */
static const struct {
    const char *name;
    bool ends_line;
} elements[] = {
    {"p", true},     {"br", true},      {"li", true},         {"ul", true},     {"ol", true},
    {"div", true},   {"tr", true},      {"h1", true},         {"h2", true},     {"h3", true},
    {"h4", true},    {"table", true},   {"blockquote", true}, {"tbody", false}, {"thead", false},
    {"td", false},   {"th", false},     {"a", false},         {"b", false},     {"i", false},
    {"u", false},    {"em", false},     {"strong", false},    {"span", false},  {"sup", false},
    {"sub", false},  {"small", false},  {"font", false},      {"img", false},   {"hr", true},
    {"code", false}, {"section", true},
};

/* No tag is longer: without a bound, a text full of "<b " would be read to its end for each. */
enum { TAG_BYTES = 1024, COMMENT_BYTES = 4096 };

/* The length of a tag of a known element at `text` ('<' first), or 0. */
static size_t tag_length(const char *text, const char *end, bool *ends_line)
{
    const char *name = text + 1;
    if (name < end && *name == '/')
        name++;
    const char *after = name;
    while (after < end && isalnum((unsigned char)*after))
        after++;
    size_t room = (size_t)(end - after) < TAG_BYTES ? (size_t)(end - after) : TAG_BYTES;
    const char *close = memchr(after, '>', room);
    if (after == name || close == NULL || (after < close && *after != ' ' && *after != '/'))
        return 0;
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        const char *element = elements[i].name;
        if (strlen(element) == (size_t)(after - name) &&
            strncasecmp(element, name, (size_t)(after - name)) == 0) {
            *ends_line = elements[i].ends_line;
            return (size_t)(close + 1 - text);
        }
    }
    return 0;
}

/* The length of a comment, or 0; no comment is longer than COMMENT_BYTES. */
static size_t comment_length(const char *text, const char *end)
{
    size_t room = (size_t)(end - text) < COMMENT_BYTES ? (size_t)(end - text) : COMMENT_BYTES;
    if (room < 7 || memcmp(text, "<!--", 4) != 0)
        return 0;
    const char *close = memmem(text + 4, room - 4, "-->", 3);
    return close == NULL ? 0 : (size_t)(close + 3 - text);
}

/* The length of an address in angle brackets, or 0. */
static size_t address_length(const char *text, const char *end)
{
    size_t room = (size_t)(end - text);
    if (room < 9 ||
        (strncasecmp(text, "<http://", 8) != 0 && strncasecmp(text, "<https://", 9) != 0))
        return 0;
    const char *at = text;
    while (at < end && *at != '>' && !isspace((unsigned char)*at))
        at++;
    return at < end && *at == '>' ? (size_t)(at + 1 - text) : 0;
}

static size_t star_run(const char *at, const char *end)
{
    size_t run = 0;
    while (at + run < end && at[run] == '*')
        run++;
    return run;
}

/* Single stars are emphasis only in pairs: one that stands alone is a footnote's. */
static size_t count_single_stars(const char *text, const char *end)
{
    size_t count = 0;
    for (const char *at = text; at < end; at++) {
        size_t run = star_run(at, end);
        if (run == 0)
            continue;
        if (run % 2 == 1 && (at == text || at[-1] != '\\'))
            count++;
        at += run - 1;
    }
    return count;
}

static void end_line(struct tip_string *out)
{
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        out->data[--out->length] = '\0';
    if (out->length > 0 && out->data[out->length - 1] != '\n')
        tip_string_append_char(out, '\n');
}

/* A star at `at`: drops emphasis, keeps a bullet's or a footnote's. Returns how many bytes it took.
 */
static size_t strip_stars(struct tip_string *out, const char *text, const char *at, const char *end,
                          bool has_pairs)
{
    size_t run = star_run(at, end);
    bool between_blanks = (at == text || isspace((unsigned char)at[-1])) &&
                          (at + run == end || isspace((unsigned char)at[run]));
    if (between_blanks || run > 3 || (run == 1 && !has_pairs))
        tip_string_append(out, at, run);
    return run;
}

/* Takes what stands at `at` into `out`; returns how many bytes of the text that was. */
static size_t strip_one(struct tip_string *out, const char *text, const char *at, const char *end,
                        bool has_pairs)
{
    bool ends_line = false;
    size_t length;
    if (*at == '<' && (length = tag_length(at, end, &ends_line)) > 0) {
        if (ends_line)
            end_line(out);
        return length;
    }
    if (*at == '<' && (length = comment_length(at, end)) > 0)
        return length;
    if (*at == '<' && (length = address_length(at, end)) > 0) {
        tip_string_append(out, at + 1, length - 2);
        return length;
    }
    if (*at == '\\' && at + 1 < end && ispunct((unsigned char)at[1])) {
        tip_string_append_char(out, at[1]);
        return 2;
    }
    if (*at == '*')
        return strip_stars(out, text, at, end, has_pairs);
    bool begins_line = out->length > 0 && out->data[out->length - 1] == '\n';
    if (*at != ' ' || !begins_line)
        tip_string_append_char(out, *at);
    return 1;
}

char *tip_markup_strip(const char *text, size_t length)
{
    const char *end = text + length;
    bool has_pairs = count_single_stars(text, end) >= 2;
    struct tip_string out = {0};
    tip_string_reserve(&out, length);
    for (const char *at = text; at < end;) {
        size_t plain = 0;
        while (at + plain < end && strchr("<\\* ", at[plain]) == NULL)
            plain++;
        tip_string_append(&out, at, plain);
        at += plain;
        if (at < end)
            at += strip_one(&out, text, at, end, has_pairs);
    }
    end_line(&out);
    if (out.length > 0 && out.data[out.length - 1] == '\n')
        out.data[--out.length] = '\0';
    return tip_string_release(&out);
}
