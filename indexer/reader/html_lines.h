/* Lines under construction: what an HTML page's text becomes before the text reader's passes. */
#ifndef TIP_READER_HTML_LINES_H
#define TIP_READER_HTML_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/string_builder.h"
#include "reader/lines.h"

/* A run of lines that belong together: a heading, a list item, a quotation, a caption. */
struct tip_html_group {
    enum tip_line_role role;
    int level;       /* headings */
    unsigned indent; /* list items: how deep the list is */
    bool is_begun;   /* has a line */
};

struct tip_html_lines {
    struct tip_lines lines; /* the lines' texts are offsets until tip_html_lines_finish */
    struct tip_string text;
    struct tip_page_mark *page_marks; /* pages + 1 of them; labels are owned; NULL: none */

    /* The line under way: text[line_start, length). */
    size_t line_start;
    char waiting;          /* white space before the next word: ' ', '\t', '\n'; 0 */
    unsigned tabs;         /* how many, where that is '\t' */
    struct tip_line begun; /* the line's number and page */
    size_t letters, bold_letters;
    size_t link_end;    /* behind a link into this page that the line begins with */
    bool is_verbatim;   /* leading blanks are its indent */
    bool last_is_alone; /* the last line is all of its element */
    unsigned blanks;    /* before the next line */
    size_t link_lines;  /* how many lines before it were such links alone */
    bool failed;        /* no memory */
};

/* How a piece of text is set. */
struct tip_html_setting {
    bool is_bold;
    bool is_page_link; /* in a link that leads into this page */
    bool is_verbatim;  /* pre: white space and lines stay */
    bool is_cell;      /* a tab parts nothing */
    size_t line;       /* in the source */
};

/* Appends text to the line under way, white space collapsed. A tab within a line stays one, as it
 * parts columns; a line's end waits for tip_html_lines_end. */
void tip_html_lines_append(struct tip_html_lines *lines, const char *text, size_t length,
                           const struct tip_html_setting *setting, struct tip_html_group *group);

/* Ends the line under way; what holds no text is no line. `group` NULL: it is in none. */
void tip_html_lines_end(struct tip_html_lines *lines, struct tip_html_group *group);

/* At least so many empty lines before the next. */
void tip_html_lines_part(struct tip_html_lines *lines, unsigned blanks);

/* A page begins; `label` (owned from now on) NULL when nothing names it. */
void tip_html_lines_begin_page(struct tip_html_lines *lines, char *label);

/* A line of its own, as it is. */
void tip_html_lines_add(struct tip_html_lines *lines, enum tip_line_role role, const char *text,
                        size_t length, size_t line);

/* Makes the lines' texts pointers and finds the entries of a table of contents among them. */
tip_status tip_html_lines_finish(struct tip_html_lines *lines,
                                 struct tip_error *error) TIP_MUST_CHECK;
void tip_html_lines_free(struct tip_html_lines *lines);

#endif
