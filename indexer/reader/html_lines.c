/* Lines under construction. */
#include "reader/html_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reader/list_marker.h"
#include "reader/speaker.h"

enum {
    CONTENTS_RUN = 3, /* links into the page, a line each, from which on they are its contents */
    LABEL_BYTES = 8   /* of a page's label behind such a link */
};

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_empty(const struct tip_html_lines *lines)
{
    return lines->text.length == lines->line_start;
}

/* ---- lines ---- */

static struct tip_line *new_line(struct tip_html_lines *lines)
{
    struct tip_lines *to = &lines->lines;
    if (to->count == to->capacity) {
        size_t capacity = to->capacity == 0 ? 1024 : to->capacity * 2;
        struct tip_line *items = realloc(to->items, capacity * sizeof *items);
        if (items == NULL) {
            lines->failed = true;
            return NULL;
        }
        to->items = items;
        to->capacity = capacity;
    }
    struct tip_line *line = &to->items[to->count++];
    *line = (struct tip_line){.number = lines->begun.number, .page = lines->begun.page};
    return line;
}

static bool has_line_shape(const char *text, size_t length);

/* "Ann Lee," below a quotation: her office follows. */
static bool is_cut_speaker(const struct tip_html_lines *lines, const struct tip_line *name)
{
    static const char close[] = "\u201D";
    const struct tip_line *quotation = name - 1;
    size_t size = strlen(close);
    if (name == lines->lines.items || name->length == 0 || quotation->length < size)
        return false;
    const char *text = lines->text.data + (size_t)name->text;
    const char *end = lines->text.data + (size_t)quotation->text + quotation->length;
    return text[name->length - 1] == ',' && memcmp(end - size, close, size) == 0;
}

/* Where every line of a text was made a paragraph, rows and items that follow each other belong
 * together, and so do the lines that say who spoke. */
static bool goes_on(const struct tip_html_lines *lines, const struct tip_line *line)
{
    if (line->blanks != 1 || lines->lines.count < 2 || !lines->last_is_alone)
        return false;
    const struct tip_line *before = line - 1;
    const char *text = lines->text.data;
    if (before->role != TIP_ROLE_SHAPE)
        return false;
    return is_cut_speaker(lines, before) ||
           (has_line_shape(text + (size_t)before->text, before->length) &&
            has_line_shape(text + (size_t)line->text, line->length));
}

/* The role and place of a line in its group, of which it is the first or goes on with it. */
static void place_line(struct tip_html_lines *lines, struct tip_line *line, const char *text,
                       struct tip_html_group *group)
{
    line->blanks = lines->blanks;
    lines->blanks = 0;
    if (group == NULL && goes_on(lines, line)) {
        line->blanks = 0;
        return;
    }
    lines->last_is_alone = group == NULL && line->blanks > 0 && !lines->is_verbatim;
    if (group == NULL)
        return;
    line->role = group->role;
    line->level = group->level;
    line->indent = group->indent;
    if (!group->is_begun) {
        if (group->role != TIP_ROLE_ITEM && line->blanks == 0)
            line->blanks = 1;
        group->is_begun = true;
        return;
    }
    const struct tip_line shape = {.text = text, .length = line->length};
    line->blanks = 0;
    if (group->role == TIP_ROLE_ITEM)
        line->role = TIP_ROLE_TEXT;
    if (group->role == TIP_ROLE_QUOTATION && tip_speaker_dash(&shape) > 0)
        line->role = TIP_ROLE_SPEAKER;
}

/* Links into the page, a line each, are a table of contents from the third on, and then from the
 * first. */
static void note_link(struct tip_html_lines *lines, bool is_link)
{
    struct tip_lines *to = &lines->lines;
    lines->link_lines = is_link ? lines->link_lines + 1 : 0;
    if (lines->link_lines < CONTENTS_RUN)
        return;
    for (size_t i = to->count - CONTENTS_RUN; i < to->count; i++)
        to->items[i].role = TIP_ROLE_CONTENTS;
}

/* Adds text[from, end) as a line; its `text` is an offset until all are there. */
static struct tip_line *add_line(struct tip_html_lines *lines, size_t from, size_t end,
                                 struct tip_html_group *group)
{
    const char *text = lines->text.data;
    size_t indent = 0;
    while (from < end && (text[from] == ' ' || text[from] == '\n')) {
        from++;
        indent++;
    }
    while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\n'))
        end--;
    if (from == end)
        return NULL;
    struct tip_line *line = new_line(lines);
    if (line == NULL)
        return NULL;
    line->text = (const char *)from;
    line->length = end - from;
    line->is_strong = lines->letters > 0 && lines->letters == lines->bold_letters;
    place_line(lines, line, text + from, group);
    if (group == NULL && lines->is_verbatim)
        line->indent = (unsigned)indent;
    return line;
}

/* ---- ends of lines ---- */

/* Whether a line of the source is a row or an item, which a paragraph would not break into lines.
 */
static bool has_line_shape(const char *text, size_t length)
{
    size_t skip, tabs = 0;
    while (tabs < length && text[tabs] == '\t')
        tabs++;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return memchr(text + tabs, '\t', length - tabs) != NULL ||
           tip_list_marker(text, length, &skip) != TIP_MARKER_NONE;
}

/* Rows with tabs, or items, on lines of the source within one paragraph: whoever wrote them so
 * meant lines. */
static bool keeps_lines(const struct tip_html_lines *lines)
{
    const char *text = lines->text.data;
    size_t count = 0;
    for (size_t at = lines->line_start; at < lines->text.length; count++) {
        const char *end = memchr(text + at, '\n', lines->text.length - at);
        size_t length = (end == NULL ? lines->text.length : (size_t)(end - text)) - at;
        if (!has_line_shape(text + at, length))
            return false;
        at += length + 1;
    }
    return count > 1;
}

static void add_source_lines(struct tip_html_lines *lines)
{
    const char *text = lines->text.data;
    for (size_t at = lines->line_start; at < lines->text.length;) {
        const char *end = memchr(text + at, '\n', lines->text.length - at);
        size_t next = end == NULL ? lines->text.length : (size_t)(end - text);
        add_line(lines, at, next, NULL);
        at = next + 1;
    }
}

/* The offset of a page's label behind the link that the line begins with, and nothing else; 0. */
static size_t label_offset(const struct tip_html_lines *lines)
{
    const char *text = lines->text.data;
    size_t at = lines->link_end, end = lines->text.length;
    while (at < end && strchr(" .\t\n", text[at]) != NULL)
        at++;
    size_t label = at;
    while (at < end && isalnum((unsigned char)text[at]))
        at++;
    return at == end && at > label && at - label <= LABEL_BYTES ? label : 0;
}

/* "Heading … 12", where a link into the page leads to the heading, as a text has it. */
static bool add_entry(struct tip_html_lines *lines)
{
    size_t label = lines->link_end > lines->line_start ? label_offset(lines) : 0;
    if (label == 0)
        return false;
    char *text = lines->text.data + lines->link_end;
    size_t length = lines->text.length - label;
    if (label == lines->link_end) /* not even a blank between the two */
        return false;
    memmove(text + 1, lines->text.data + label, length);
    *text = '\t';
    lines->text.length = lines->link_end + 1 + length;
    struct tip_line *line = add_line(lines, lines->line_start, lines->text.length, NULL);
    if (line != NULL)
        line->role = TIP_ROLE_CONTENTS;
    return true;
}

static void blank_line_ends(struct tip_html_lines *lines)
{
    for (size_t at = lines->line_start; at < lines->text.length; at++)
        if (lines->text.data[at] == '\n')
            lines->text.data[at] = ' ';
}

void tip_html_lines_end(struct tip_html_lines *lines, struct tip_html_group *group)
{
    bool is_link = lines->link_end > 0 && lines->link_end == lines->text.length;
    lines->waiting = 0;
    if (lines->text.failed)
        lines->failed = true;
    if (lines->failed || is_empty(lines))
        return;
    bool may_be_entry = group == NULL || group->role == TIP_ROLE_ITEM;
    if (group == NULL && !lines->is_verbatim && keeps_lines(lines)) {
        add_source_lines(lines);
    } else if (!may_be_entry || !add_entry(lines)) {
        if (!lines->is_verbatim)
            blank_line_ends(lines);
        if (add_line(lines, lines->line_start, lines->text.length, group) != NULL)
            note_link(lines, is_link && may_be_entry);
    }
    lines->line_start = lines->text.length;
    lines->letters = lines->bold_letters = 0;
    lines->link_end = 0;
    lines->is_verbatim = false;
}

/* ---- text ---- */

static void begin_line(struct tip_html_lines *lines, const struct tip_html_setting *setting)
{
    lines->begun.number = setting->line;
    lines->begun.page = lines->lines.pages;
    lines->is_verbatim = setting->is_verbatim;
}

static void append_waiting(struct tip_html_lines *lines, const struct tip_html_setting *setting)
{
    bool is_first = is_empty(lines);
    if (is_first)
        begin_line(lines, setting);
    for (unsigned i = 0; lines->waiting == '\t' && i < lines->tabs; i++)
        tip_string_append_char(&lines->text, '\t');
    if (!is_first && (lines->waiting == ' ' || lines->waiting == '\n'))
        tip_string_append_char(&lines->text, lines->waiting);
    lines->waiting = 0;
    lines->tabs = 0;
}

static void wait(struct tip_html_lines *lines, char byte, const struct tip_html_setting *setting)
{
    if (byte == '\n' || byte == '\r')
        lines->waiting = '\n';
    else if (byte == '\t' && !setting->is_cell && lines->waiting != '\n')
        lines->waiting = '\t';
    else if (lines->waiting == 0)
        lines->waiting = ' ';
    if (byte == '\t' && lines->tabs < 64)
        lines->tabs++;
    if (lines->waiting != '\t')
        lines->tabs = 0;
}

/* How many bytes at text are a character that is not seen (a soft hyphen, a zero-width space, a
 * byte order mark); a hard blank is one of two bytes. */
static size_t unseen_length(const char *text, size_t length)
{
    static const char *const unseen[] = {"\xC2\xAD", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
        size_t size = strlen(unseen[i]);
        if (length >= size && memcmp(text, unseen[i], size) == 0)
            return size;
    }
    return 0;
}

static void append_byte(struct tip_html_lines *lines, char byte,
                        const struct tip_html_setting *setting)
{
    bool begins_with_link = is_empty(lines) && setting->is_page_link;
    append_waiting(lines, setting);
    bool is_in_link = begins_with_link || lines->link_end == lines->text.length ||
                      (lines->link_end > 0 && lines->text.data[lines->link_end] == ' ' &&
                       lines->link_end + 1 == lines->text.length);
    tip_string_append_char(&lines->text, byte);
    lines->letters++;
    lines->bold_letters += setting->is_bold;
    if (setting->is_page_link && is_in_link)
        lines->link_end = lines->text.length;
}

static void append_hard_blank(struct tip_html_lines *lines, const struct tip_html_setting *setting)
{
    if (is_empty(lines) && !setting->is_verbatim)
        return;
    append_waiting(lines, setting);
    tip_string_append_char(&lines->text, ' ');
}

static void append_verbatim(struct tip_html_lines *lines, char byte,
                            const struct tip_html_setting *setting, struct tip_html_group *group)
{
    if (byte == '\n') {
        bool is_blank_line = is_empty(lines);
        size_t count = lines->lines.count;
        tip_html_lines_end(lines, group);
        if (is_blank_line || lines->lines.count == count)
            lines->blanks++;
    } else if (byte == '\f') {
        tip_html_lines_end(lines, group);
        if (lines->page_marks == NULL)
            lines->lines.pages++;
    } else if (byte == ' ' || byte == '\t') {
        if (is_empty(lines))
            begin_line(lines, setting);
        tip_string_append_char(&lines->text, byte);
    } else if (byte != '\r') {
        append_byte(lines, byte, setting);
    }
}

void tip_html_lines_append(struct tip_html_lines *lines, const char *text, size_t length,
                           const struct tip_html_setting *setting, struct tip_html_group *group)
{
    for (size_t at = 0; at < length; at++) {
        size_t unseen = unseen_length(text + at, length - at);
        if (unseen > 0) {
            at += unseen - 1;
        } else if (length - at >= 2 && memcmp(text + at, "\xC2\xA0", 2) == 0) {
            append_hard_blank(lines, setting);
            at++;
        } else if (setting->is_verbatim) {
            append_verbatim(lines, text[at], setting, group);
        } else if (is_blank(text[at])) {
            wait(lines, text[at], setting);
        } else {
            append_byte(lines, text[at], setting);
        }
    }
}

/* ---- lines as wholes ---- */

void tip_html_lines_part(struct tip_html_lines *lines, unsigned blanks)
{
    if (lines->blanks < blanks)
        lines->blanks = blanks;
}

void tip_html_lines_begin_page(struct tip_html_lines *lines, char *label)
{
    size_t known = lines->page_marks == NULL ? 0 : lines->lines.pages + 1u;
    size_t count = lines->lines.pages + 2u;
    struct tip_page_mark *marks = realloc(lines->page_marks, count * sizeof *marks);
    if (marks == NULL) {
        lines->failed = true;
        free(label);
        return;
    }
    for (size_t i = known; i + 1 < count; i++)
        marks[i] = (struct tip_page_mark){0};
    marks[count - 1] = (struct tip_page_mark){.label = label};
    lines->page_marks = marks;
    lines->lines.pages++;
}

void tip_html_lines_add(struct tip_html_lines *lines, enum tip_line_role role, const char *text,
                        size_t length, size_t line)
{
    const struct tip_html_setting setting = {.line = line};
    tip_html_lines_end(lines, NULL);
    begin_line(lines, &setting);
    tip_string_append(&lines->text, text, length);
    if (lines->text.failed)
        return;
    struct tip_line *added = add_line(lines, lines->line_start, lines->text.length, NULL);
    if (added != NULL)
        added->role = role;
    lines->line_start = lines->text.length;
}

tip_status tip_html_lines_finish(struct tip_html_lines *lines, struct tip_error *error)
{
    tip_html_lines_end(lines, NULL);
    if (lines->failed || lines->text.failed)
        return tip_error_memory(error, "reading a page");
    for (size_t i = 0; i < lines->lines.count; i++)
        lines->lines.items[i].text = lines->text.data + (size_t)lines->lines.items[i].text;
    lines->lines.page_marks = lines->page_marks;
    return TIP_OK;
}

void tip_html_lines_free(struct tip_html_lines *lines)
{
    for (size_t i = 0; lines->page_marks != NULL && i <= lines->lines.pages; i++)
        free((char *)lines->page_marks[i].label);
    free(lines->page_marks);
    tip_lines_free(&lines->lines);
    tip_string_free(&lines->text);
    *lines = (struct tip_html_lines){0};
}
