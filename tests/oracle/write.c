/* A query is written so that the tree can be told by reading the grammar alone. */
#include "oracle/write.h"

#include <string.h>
#include <strings.h>

#include "oracle/filters.h"

struct writer {
    struct tip_string *out;
    const struct oracle_tree *tree;
    struct oracle_random *random; /* NULL: plainly */
};

static void write_node(struct writer *writer, uint16_t node);

static const struct oracle_node *node_at(const struct writer *writer, uint16_t node)
{
    return &writer->tree->nodes[node];
}

static bool chance(struct writer *writer, unsigned percent)
{
    return writer->random != NULL && oracle_random_chance(writer->random, percent);
}

static void put(struct writer *writer, const char *text)
{
    tip_string_append_text(writer->out, text);
}

/* ---- blanks ---- */

static void write_blank(struct writer *writer)
{
    static const char *const blanks[] = {"  ", "\t", "\n", "\r\n", "\xC2\xA0", "\xE3\x80\x80 "};
    put(writer, chance(writer, 20)
                    ? blanks[oracle_random_below(writer->random, sizeof blanks / sizeof *blanks)]
                    : " ");
}

static void open_parenthesis(struct writer *writer)
{
    put(writer, chance(writer, 20) ? "( " : "(");
}

static void close_parenthesis(struct writer *writer)
{
    put(writer, chance(writer, 20) ? " )" : ")");
}

/* ---- words ---- */

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* A vowel with an accent, which folding takes off again; NULL for other letters. */
static const char *accented(char letter)
{
    switch (letter) {
    case 'a':
        return "\xC3\xA1";
    case 'e':
        return "\xC3\xAA";
    case 'i':
        return "\xC3\xAF";
    case 'o':
        return "o\xCC\x81";
    case 'u':
        return "\xC3\xBC";
    default:
        return NULL;
    }
}

/* In other letters that fold to the same. A word is left as it is where it could become an
 * operator's name. */
static void write_text(struct writer *writer, const char *text)
{
    static const char *const names[] = {"and", "or", "not", "near"};
    bool with_accents = chance(writer, 10), with_capitals = chance(writer, 10);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        with_capitals &= strcasecmp(text, names[i]) != 0;
    }
    for (; *text != '\0'; text++) {
        const char *other = with_accents ? accented(*text) : NULL;
        bool is_small = *text >= 'a' && *text <= 'z';
        if (other != NULL) {
            put(writer, other);
        } else {
            tip_string_append_char(writer->out, with_capitals && is_small && chance(writer, 50)
                                                    ? (char)(*text - 'a' + 'A')
                                                    : *text);
        }
    }
}

static void write_phrase(struct writer *writer, const struct oracle_node *node)
{
    static const char *const quotes[][2] = {
        {"\"", "\""},
        {"\xE2\x80\x9C", "\xE2\x80\x9D"}, /* “ ” */
        {"\xC2\xAB", "\xC2\xBB"},         /* « » */
        {"\xE2\x80\x9E", "\xE2\x80\x9C"}, /* „ “ */
    };
    size_t which = chance(writer, 30) ? oracle_random_below(writer->random, 4) : 0;
    put(writer, quotes[which][0]);
    write_text(writer, node->text);
    put(writer, quotes[which][1]);
    if (node->number != ORACLE_NOT_WRITTEN) {
        tip_string_printf(writer->out, "~%d", node->number);
    }
}

static void write_filter(struct writer *writer, const struct oracle_node *node)
{
    const char *name = oracle_field_names[node->field];
    bool in_capitals = chance(writer, 15);
    bool has_blank = strchr(node->text, ' ') != NULL;
    for (size_t i = 0; name[i] != '\0'; i++) {
        tip_string_append_char(
            writer->out, in_capitals && is_letter(name[i]) ? (char)(name[i] - 'a' + 'A') : name[i]);
    }
    bool is_quoted = has_blank || chance(writer, 30);
    tip_string_printf(writer->out, is_quoted ? ":\"%s\"" : ":%s", node->text);
}

/* ---- items ---- */

static void write_children(struct writer *writer, uint16_t node, const char *between)
{
    for (uint16_t child = node_at(writer, node)->first; child != 0;
         child = node_at(writer, child)->next) {
        write_node(writer, child);
        if (node_at(writer, child)->next != 0) {
            write_blank(writer);
            put(writer, between);
            if (between[0] != '\0') {
                write_blank(writer);
            }
        }
    }
}

static void write_near(struct writer *writer, uint16_t node)
{
    for (uint16_t part = node_at(writer, node)->first; part != 0;
         part = node_at(writer, part)->next) {
        write_node(writer, part);
        uint16_t next = node_at(writer, part)->next;
        if (next == 0) {
            return;
        }
        write_blank(writer);
        put(writer, "NEAR");
        if (node_at(writer, next)->distance != ORACLE_NOT_WRITTEN) {
            tip_string_printf(writer->out, "/%d", node_at(writer, next)->distance);
        }
        write_blank(writer);
    }
}

static void write_leaf(struct writer *writer, uint16_t node)
{
    const struct oracle_node *leaf = node_at(writer, node);
    if (leaf->kind == ORACLE_PHRASE) {
        write_phrase(writer, leaf);
    } else if (leaf->kind == ORACLE_FILTER) {
        write_filter(writer, leaf);
    } else if (leaf->kind == ORACLE_ALL) {
        put(writer, "*");
    } else {
        put(writer, leaf->kind == ORACLE_EXACT ? "=" : "");
        write_text(writer, leaf->text);
        put(writer, leaf->kind == ORACLE_FUZZY ? "~" : "");
        if (leaf->kind == ORACLE_FUZZY && leaf->number != ORACLE_NOT_WRITTEN) {
            tip_string_printf(writer->out, "%d", leaf->number);
        }
    }
}

static void write_group(struct writer *writer, uint16_t node)
{
    bool is_doubled = chance(writer, 10);
    open_parenthesis(writer);
    put(writer, is_doubled ? "(" : "");
    write_children(writer, node, "");
    put(writer, is_doubled ? ")" : "");
    close_parenthesis(writer);
}

static void write_sign(struct writer *writer, enum oracle_sign sign)
{
    if (sign == ORACLE_NOT) {
        put(writer, "NOT");
        write_blank(writer);
    } else {
        put(writer, sign == ORACLE_PLUS ? "+" : sign == ORACLE_MINUS ? "-" : "");
    }
}

/* ---- the tree ---- */

static void write_operand(struct writer *writer, uint16_t node)
{
    if (node_at(writer, node)->kind == ORACLE_GROUP) {
        write_group(writer, node);
    } else if (node_at(writer, node)->kind == ORACLE_NEAR) {
        write_near(writer, node);
    } else {
        write_leaf(writer, node);
    }
}

/* Around more than one item parentheses change nothing; around one they can: a hyphenated word
 * beside AND, two filters of one field. */
static bool may_be_enclosed(const struct writer *writer, uint16_t node)
{
    const struct oracle_node *parent = node_at(writer, node);
    return oracle_tree_children(writer->tree, node) > 1 ||
           (parent->kind == ORACLE_OR && parent->first != 0 &&
            oracle_tree_children(writer->tree, parent->first) > 1);
}

static void write_node(struct writer *writer, uint16_t node)
{
    const struct oracle_node *written = node_at(writer, node);
    if (written->kind > ORACLE_SEQUENCE) {
        write_sign(writer, written->sign);
        write_operand(writer, node);
        if (written->weight > 0) {
            tip_string_printf(writer->out, "^%g", written->weight);
        }
        return;
    }
    bool is_enclosed = may_be_enclosed(writer, node) && chance(writer, 6);
    if (is_enclosed) {
        open_parenthesis(writer);
    }
    write_children(writer, node,
                   written->kind == ORACLE_OR    ? "OR"
                   : written->kind == ORACLE_AND ? "AND"
                                                 : "");
    if (is_enclosed) {
        close_parenthesis(writer);
    }
}

void oracle_write(struct tip_string *out, const struct oracle_tree *tree,
                  struct oracle_random *random)
{
    struct writer writer = {out, tree, random};
    tip_string_clear(out);
    write_node(&writer, 1);
    if (chance(&writer, 5)) {
        write_blank(&writer);
    }
}
