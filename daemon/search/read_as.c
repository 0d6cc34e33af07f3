/* Writes a query back in its own language, so that a user sees how it was understood.
 *
 * Words are shown as typed where reading that again gives the same words, else folded. */
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "search/filter_text.h"
#include "search/query.h"

struct writer {
    struct tip_string *out;
    const struct tip_query *query;
    struct tip_analyser *analyser;
    struct tip_tokens *tokens;
    bool is_folded; /* words as they were folded, none as typed */
};

static void write_words(struct writer *writer, size_t first, size_t count, char between)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            tip_string_append_char(writer->out, between);
        }
        tip_string_append(writer->out, tip_query_word_text(writer->query, first + i),
                          writer->query->words[first + i].length);
    }
}

/* Letters, digits, and what holds the parts of a word together: nothing the lexer would see as
 * more than a word. */
static bool is_plain_text(const struct tip_clause *clause)
{
    for (size_t i = 0; i < clause->typed_length; i++) {
        char byte = clause->typed[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool is_other = (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80 ||
                        ((byte == '-' || byte == '\'' || byte == '.') && i > 0);
        if (!is_letter && !is_other) {
            return false;
        }
    }
    return true;
}

static bool is_operator_name(const struct tip_clause *clause)
{
    const char *typed = clause->typed;
    return (clause->typed_length == 2 && memcmp(typed, "OR", 2) == 0) ||
           (clause->typed_length == 3 &&
            (memcmp(typed, "AND", 3) == 0 || memcmp(typed, "NOT", 3) == 0)) ||
           (clause->typed_length == 4 && memcmp(typed, "NEAR", 4) == 0);
}

/* Whether analysing the text gives the clause's words, in their order. */
static tip_status gives_words(struct writer *writer, const struct tip_clause *clause,
                              const char *text, size_t length, bool *same, struct tip_error *error)
{
    *same = false;
    tip_status status = tip_analyse(writer->analyser, text, length, writer->tokens, error);
    if (status != TIP_OK || writer->tokens->positions != clause->word_count) {
        return status;
    }
    size_t part = clause->first_word;
    for (size_t i = 0; i < writer->tokens->count; i++) {
        const struct tip_token *token = &writer->tokens->items[i];
        if (token->is_compound) {
            continue;
        }
        if (token->word_length != writer->query->words[part].length ||
            memcmp(token->word, tip_query_word_text(writer->query, part), token->word_length) !=
                0) {
            return TIP_OK;
        }
        part++;
    }
    *same = true;
    return TIP_OK;
}

/* Whether what was typed may stand for the clause's words. */
static tip_status reads_the_same(struct writer *writer, const struct tip_clause *clause, bool *same,
                                 struct tip_error *error)
{
    *same = false;
    if (writer->is_folded || (clause->kind != TIP_CLAUSE_WORDS && clause->compound_count == 0) ||
        !is_plain_text(clause) || is_operator_name(clause)) {
        return TIP_OK;
    }
    tip_status status =
        gives_words(writer, clause, clause->typed, clause->typed_length, same, error);
    if (*same) { /* no mark but of a letter that it stands with */
        const struct tip_token *items = writer->tokens->items;
        *same = items[0].start == 0 && items[writer->tokens->count - 1].end == clause->typed_length;
    }
    return status;
}

/* ---- leaves ---- */

/* The clause's words behind each other; as they were typed where they are others once folded: a
 * vulgar fraction folds to digits that a sign parts. */
static tip_status write_closed_words(struct writer *writer, const struct tip_clause *clause,
                                     char between, struct tip_error *error)
{
    struct tip_string *out = writer->out;
    size_t begin = out->length;
    bool same;
    write_words(writer, clause->first_word, clause->word_count, between);
    if (out->failed) {
        return tip_error_memory(error, "writing a query");
    }
    tip_status status =
        gives_words(writer, clause, out->data + begin, out->length - begin, &same, error);
    if (status == TIP_OK && !same) {
        out->length = begin;
        for (size_t i = 0; i < clause->typed_length; i++) {
            char byte = clause->typed[i];
            tip_string_append_char(out, (unsigned char)byte < ' ' ? ' ' : byte);
        }
    }
    return status;
}

static tip_status write_phrase(struct writer *writer, const struct tip_clause *clause,
                               struct tip_error *error)
{
    tip_string_append_char(writer->out, '"');
    tip_status status = write_closed_words(writer, clause, ' ', error);
    tip_string_append_char(writer->out, '"');
    if (clause->has_gaps) {
        tip_string_printf(writer->out, "~%u", clause->gaps);
    }
    return status;
}

/* Words as they were folded, with what says how they match. */
static tip_status write_folded(struct writer *writer, const struct tip_clause *clause,
                               struct tip_error *error)
{
    const struct tip_query_word *words = &writer->query->words[clause->first_word];
    bool is_pattern = false;
    for (size_t i = 0; i < clause->word_count; i++) {
        is_pattern |= words[i].match == TIP_MATCH_WILDCARD;
    }
    if (is_pattern) {
        write_words(writer, clause->first_word, clause->word_count, '-');
        return TIP_OK;
    }
    tip_string_append_text(writer->out, clause->is_literal ? "=" : "");
    tip_status status = write_closed_words(writer, clause, '-', error);
    if (words[clause->word_count - 1].match == TIP_MATCH_FUZZY) {
        tip_string_printf(writer->out, "~%u", words[clause->word_count - 1].edits);
    }
    return status;
}

static tip_status write_word(struct writer *writer, const struct tip_clause *clause,
                             struct tip_error *error)
{
    bool same;
    tip_status status = reads_the_same(writer, clause, &same, error);
    if (status == TIP_OK && same) {
        tip_string_append(writer->out, clause->typed, clause->typed_length);
        return TIP_OK;
    }
    return status == TIP_OK ? write_folded(writer, clause, error) : status;
}

static tip_status write_clause(struct writer *writer, const struct tip_clause *clause,
                               struct tip_error *error)
{
    switch (clause->form) {
    case TIP_FORM_PHRASE:
        return write_phrase(writer, clause, error);
    case TIP_FORM_NAME:
        write_words(writer, clause->first_word, clause->word_count, ' ');
        return TIP_OK;
    case TIP_FORM_WORD:
        break;
    }
    return write_word(writer, clause, error);
}

/* ---- the tree ---- */

static tip_status write_node(struct writer *writer, size_t node, struct tip_error *error);

/* How tightly a node's parts hold together; a looser one inside it needs parentheses. */
static int binding(const struct tip_node *node)
{
    switch (node->kind) {
    case TIP_NODE_OR:
        return 0;
    case TIP_NODE_AND:
        return 1;
    case TIP_NODE_SEQUENCE:
        return 2;
    case TIP_NODE_NEAR:
        return 3;
    case TIP_NODE_CLAUSE:
    case TIP_NODE_FILTER:
    case TIP_NODE_ALL:
        break;
    }
    return 4;
}

/* Those around a sequence with filters show how far these reach; a * without them beside others
 * would be dropped. */
static bool needs_parentheses(const struct writer *writer, const struct tip_node *part,
                              const struct tip_node *in)
{
    bool has_filter = false;
    for (size_t i = part->kind == TIP_NODE_SEQUENCE ? part->first : 0; i != 0;
         i = writer->query->nodes[i].next) {
        has_filter |= writer->query->nodes[i].kind == TIP_NODE_FILTER;
    }
    if (part->kind == TIP_NODE_ALL) {
        return in->kind == TIP_NODE_SEQUENCE && part->role == TIP_ROLE_ANY;
    }
    return binding(part) < 4 && (binding(part) <= binding(in) || part->weight != 1 || has_filter);
}

static void write_weight(struct writer *writer, double weight)
{
    if (weight != 1) {
        tip_string_printf(writer->out, "^%.6g", weight);
    }
}

static tip_status write_part(struct writer *writer, const struct tip_node *in, size_t part,
                             struct tip_error *error)
{
    const struct tip_node *node = &writer->query->nodes[part];
    bool has_parentheses = needs_parentheses(writer, node, in);
    if (node->role != TIP_ROLE_ANY) {
        tip_string_append_char(writer->out, node->role == TIP_ROLE_MUST ? '+' : '-');
    }
    tip_string_append_text(writer->out, has_parentheses ? "(" : "");
    tip_status status = write_node(writer, part, error);
    tip_string_append_text(writer->out, has_parentheses ? ")" : "");
    if (binding(node) < 4) {
        write_weight(writer, node->weight);
    }
    return status;
}

static void write_separator(struct writer *writer, const struct tip_node *node,
                            const struct tip_node *part)
{
    switch (node->kind) {
    case TIP_NODE_OR:
        tip_string_append_text(writer->out, " OR ");
        break;
    case TIP_NODE_AND:
        tip_string_append_text(writer->out, " AND ");
        break;
    case TIP_NODE_NEAR:
        tip_string_printf(writer->out, " NEAR/%u ", part->distance);
        break;
    case TIP_NODE_SEQUENCE:
    case TIP_NODE_CLAUSE:
    case TIP_NODE_FILTER:
    case TIP_NODE_ALL:
        tip_string_append_char(writer->out, ' ');
        break;
    }
}

/* Of a sequence the words come first, then the filters. */
static tip_status write_parts(struct writer *writer, const struct tip_node *node, bool filters,
                              bool *has_any, struct tip_error *error)
{
    const struct tip_node *nodes = writer->query->nodes;
    tip_status status = TIP_OK;
    for (size_t i = node->first; i != 0 && status == TIP_OK; i = nodes[i].next) {
        bool is_late = node->kind == TIP_NODE_SEQUENCE && nodes[i].kind == TIP_NODE_FILTER;
        if (is_late != filters) {
            continue;
        }
        if (*has_any) {
            write_separator(writer, node, &nodes[i]);
        }
        *has_any = true;
        status = write_part(writer, node, i, error);
    }
    return status;
}

static tip_status write_node(struct writer *writer, size_t node, struct tip_error *error)
{
    const struct tip_node *here = &writer->query->nodes[node];
    tip_status status = TIP_OK;
    bool has_any = false;
    switch (here->kind) {
    case TIP_NODE_CLAUSE:
        status = write_clause(writer, &writer->query->clauses[here->place], error);
        write_weight(writer, here->weight);
        break;
    case TIP_NODE_FILTER:
        tip_filter_write(writer->out, writer->query, &writer->query->filters[here->place]);
        break;
    case TIP_NODE_ALL:
        tip_string_append_char(writer->out, '*');
        break;
    case TIP_NODE_SEQUENCE:
    case TIP_NODE_AND:
    case TIP_NODE_OR:
    case TIP_NODE_NEAR:
        status = write_parts(writer, here, false, &has_any, error);
        if (status == TIP_OK) {
            status = write_parts(writer, here, true, &has_any, error);
        }
        break;
    }
    return status;
}

static tip_status write_root(struct writer *writer, struct tip_error *error)
{
    static const struct tip_node outside = {.kind = TIP_NODE_OR};
    const struct tip_query *query = writer->query;
    if (query->root == 0) {
        return TIP_OK;
    }
    return query->nodes[query->root].weight != 1 ? write_part(writer, &outside, query->root, error)
                                                 : write_node(writer, query->root, error);
}

/* Whether what was written would be taken for a heading in capitals, in which operators are words.
 */
static bool seems_heading(const struct writer *writer, size_t begin)
{
    bool has_operator = false;
    for (size_t i = 1; i < writer->query->node_count; i++) {
        enum tip_node_kind kind = writer->query->nodes[i].kind;
        has_operator |= kind == TIP_NODE_AND || kind == TIP_NODE_OR || kind == TIP_NODE_NEAR;
    }
    const char *text = writer->out->data + begin, *end = writer->out->data + writer->out->length;
    while (has_operator && text < end) {
        has_operator = !u_islower((UChar32)tip_utf8_next(&text, end));
    }
    return has_operator;
}

tip_status tip_query_read_as(struct tip_string *out, const struct tip_query *query,
                             struct tip_analyser *analyser, struct tip_tokens *tokens,
                             struct tip_error *error)
{
    struct writer writer = {.out = out, .query = query, .analyser = analyser, .tokens = tokens};
    size_t begin = out->length;
    tip_status status = write_root(&writer, error);
    if (status == TIP_OK && !out->failed && seems_heading(&writer, begin)) {
        out->length = begin;
        writer.is_folded = true;
        status = write_root(&writer, error);
    }
    return out->failed ? tip_error_memory(error, "writing a query") : status;
}

tip_status tip_query_node_read_as(struct tip_string *out, const struct tip_query *query,
                                  size_t node, struct tip_analyser *analyser,
                                  struct tip_tokens *tokens, struct tip_error *error)
{
    struct writer writer = {.out = out, .query = query, .analyser = analyser, .tokens = tokens};
    tip_status status = write_node(&writer, node, error);
    return out->failed ? tip_error_memory(error, "writing a query") : status;
}
