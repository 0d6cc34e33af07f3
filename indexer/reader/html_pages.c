/* Marks of printed pages: those of EPUB and DAISY books, Project Gutenberg, scans and converters.
 */
#include "reader/html_pages.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "reader/document.h"

enum { LABEL_BYTES = 8, MARK_WORDS = 3 };

static bool contains(const char *text, const char *const *list)
{
    for (; text != NULL && *list != NULL; list++)
        if (strcasestr(text, *list) != NULL)
            return true;
    return false;
}

/* "64", "A-3", "xii": digits, or a roman number. */
static size_t label_length(const char *text)
{
    size_t digits = strspn(text, "0123456789"), roman = strspn(text, "ivxlcIVXLC");
    size_t length = digits > roman ? digits : roman;
    return length > 0 && length <= LABEL_BYTES && !isalnum((unsigned char)text[length]) ? length
                                                                                        : 0;
}

/* The label in "page_64", "pg64", "Page-xii"; NULL when it is no page's name. */
static const char *label_in_name(const char *name)
{
    static const char *const fronts[] = {"pagenum", "page", "pg"};
    for (size_t i = 0; name != NULL && i < sizeof fronts / sizeof fronts[0]; i++) {
        size_t length = strlen(fronts[i]);
        if (strncasecmp(name, fronts[i], length) != 0)
            continue;
        const char *label = name + length + strspn(name + length, "-_.");
        size_t size = label_length(label);
        return size > 0 && label[size] == '\0' ? label : NULL;
    }
    return NULL;
}

static const char *name_label(const struct tip_html_tree *tree, tip_html_place place)
{
    const char *label = label_in_name(tip_html_attribute(tree, place, TIP_HTML_AT_ID));
    return label != NULL ? label : label_in_name(tip_html_attribute(tree, place, TIP_HTML_AT_NAME));
}

/* Whether its attributes call it a page break, whatever is in it. */
static bool is_called_mark(const struct tip_html_tree *tree, tip_html_place place)
{
    static const char *const types[] = {"pagebreak", NULL}, *const classes[] = {
                                                                "pagenum",  "pageno",    "page-num",
                                                                "page_num", "pagebreak", NULL};
    return contains(tip_html_attribute(tree, place, TIP_HTML_AT_EPUB_TYPE), types) ||
           contains(tip_html_attribute(tree, place, TIP_HTML_AT_ROLE), types) ||
           contains(tip_html_attribute(tree, place, TIP_HTML_AT_CLASS), classes);
}

bool tip_html_is_page_mark(const struct tip_html_tree *tree, tip_html_place place)
{
    if (tree->nodes[place].attributes == 0)
        return false;
    if (is_called_mark(tree, place))
        return tip_html_words(tree, place) <= MARK_WORDS;
    return name_label(tree, place) != NULL && tip_html_words(tree, place) == 0;
}

bool tip_html_is_page(const struct tip_html_tree *tree, tip_html_place place)
{
    return tree->nodes[place].attributes != 0 &&
           tip_html_is_block((enum tip_html_tag)tree->nodes[place].tag) &&
           name_label(tree, place) != NULL;
}

/* The first number in a text that can be a label: of "[Page 64]" the 64. */
static char *label_in_text(const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        bool begins = at == 0 || !isalnum((unsigned char)text[at - 1]);
        char word[LABEL_BYTES + 2] = "";
        size_t size = length - at < sizeof word - 1 ? length - at : sizeof word - 1;
        memcpy(word, text + at, size);
        size_t label = begins ? label_length(word) : 0;
        if (label > 0)
            return tip_document_copy(text + at, label);
    }
    return NULL;
}

char *tip_html_page_label(const struct tip_html_tree *tree, tip_html_place place)
{
    static const enum tip_html_attribute places[] = {TIP_HTML_AT_ARIA_LABEL, TIP_HTML_AT_TITLE};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *value = tip_html_attribute(tree, place, places[i]);
        char *label = value == NULL ? NULL : label_in_text(value, strlen(value));
        if (label != NULL)
            return label;
    }
    for (tip_html_place at = place; is_called_mark(tree, place) && at < tree->nodes[place].end;
         at++) {
        const struct tip_html_node *node = &tree->nodes[at];
        char *label = node->tag == TIP_HTML_TEXT
                          ? label_in_text(tree->text.data + node->text, node->length)
                          : NULL;
        if (label != NULL)
            return label;
    }
    const char *label = name_label(tree, place);
    return label == NULL ? NULL : tip_document_copy(label, strlen(label));
}
