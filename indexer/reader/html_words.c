/* The words inside an element. */
#include "reader/html_words.h"

#include <ctype.h>
#include <string.h>

#include "reader/html_pages.h"

enum { NOTE_BYTES = 4, BLOCKS = 64 };

/* Text on its way: white space waits for what follows it. */
struct words {
    struct tip_string *out;
    size_t start;
    char waiting; /* ' ', '\n' or 0 */
    tip_html_place block_ends[BLOCKS];
    size_t depth;
    tip_html_place mark_end; /* of a note's mark; 0 */
};

static void append(struct words *words, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool is_hard = i + 1 < length && memcmp(text + i, "\xC2\xA0", 2) == 0;
        if (is_hard || text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r')) {
            words->waiting = words->waiting == 0 ? ' ' : words->waiting;
            i += is_hard;
            continue;
        }
        if (i + 1 < length && memcmp(text + i, "\xC2\xAD", 2) == 0) { /* a soft hyphen */
            i++;
            continue;
        }
        if (words->waiting != 0 && words->out->length > words->start)
            tip_string_append_char(words->out, words->waiting);
        words->waiting = 0;
        tip_string_append_char(words->out, text[i]);
    }
}

bool tip_html_is_note_mark(const struct tip_html_tree *tree, tip_html_place place)
{
    size_t letters = 0;
    bool is_mark = true;
    for (tip_html_place at = place; at < tree->nodes[place].end; at++) {
        const struct tip_html_node *node = &tree->nodes[at];
        if (node->tag != TIP_HTML_TEXT)
            continue;
        for (size_t i = 0; i < node->length; i++) {
            char byte = tree->text.data[node->text + i];
            letters += byte != ' ';
            is_mark &= isdigit((unsigned char)byte) || byte == ' ' || byte == ',';
        }
    }
    return letters > 0 && letters <= NOTE_BYTES &&
           (is_mark || tip_html_within(tree, place, TIP_HTML_A) != 0);
}

/* Where what is open at a node ends: blocks, whose ends are ends of lines, and a note's mark. */
static void leave(struct words *words, tip_html_place at)
{
    if (words->mark_end != 0 && at >= words->mark_end) {
        append(words, "]", 1);
        words->mark_end = 0;
    }
    while (words->depth > 0 && at >= words->block_ends[words->depth - 1]) {
        words->depth--;
        words->waiting = '\n';
    }
}

static void enter(struct words *words, const struct tip_html_tree *tree, tip_html_place at)
{
    const struct tip_html_node *node = &tree->nodes[at];
    enum tip_html_tag tag = (enum tip_html_tag)node->tag;
    if (tip_html_is_block(tag) && words->depth < BLOCKS)
        words->block_ends[words->depth++] = node->end;
    if (tip_html_is_block(tag) || tag == TIP_HTML_BR)
        words->waiting = '\n';
    if (tag == TIP_HTML_SUP && words->mark_end == 0 && tip_html_is_note_mark(tree, at)) {
        append(words, "[", 1);
        words->mark_end = node->end;
    }
    if (tag == TIP_HTML_TEXT)
        append(words, tree->text.data + node->text, node->length);
}

void tip_html_words_append(struct tip_string *out, const struct tip_html_tree *tree,
                           tip_html_place place)
{
    struct words words = {.out = out, .start = out->length};
    for (tip_html_place at = place; at < tree->nodes[place].end;) {
        leave(&words, at);
        bool is_left_out = tree->nodes[at].is_dropped || tip_html_is_page_mark(tree, at);
        if (!is_left_out)
            enter(&words, tree, at);
        at = is_left_out ? tree->nodes[at].end : at + 1;
    }
    if (words.mark_end != 0)
        append(&words, "]", 1);
}

bool tip_html_is_bold(const struct tip_html_tree *tree, tip_html_place place)
{
    tip_html_place bold_end = 0;
    bool has_text = false;
    for (tip_html_place at = place; at < tree->nodes[place].end; at++) {
        const struct tip_html_node *node = &tree->nodes[at];
        bool is_bold = node->tag == TIP_HTML_B || node->tag == TIP_HTML_STRONG ||
                       tip_html_heading_level((enum tip_html_tag)node->tag) > 0;
        if (is_bold && node->end > bold_end)
            bold_end = node->end;
        if (node->tag != TIP_HTML_TEXT || tip_html_words(tree, at) == 0)
            continue;
        if (at >= bold_end)
            return false;
        has_text = true;
    }
    return has_text;
}
