/* Writes a query back in its own language, so that a user sees how it was understood.
 *
 * Words are shown as typed where reading that again gives the same words, else folded. */
#include <string.h>

#include "search/filter_text.h"
#include "search/query.h"

struct writer {
    struct tip_string *out;
    const struct tip_query *query;
    struct tip_analyser *analyser;
    struct tip_tokens *tokens;
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
                        ((byte == '-' || byte == '\'') && i > 0);
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
            (memcmp(typed, "AND", 3) == 0 || memcmp(typed, "NOT", 3) == 0));
}

/* Whether analysing what was typed gives the clause's words, in their order. */
static tip_status reads_the_same(struct writer *writer, const struct tip_clause *clause, bool *same,
                                 struct tip_error *error)
{
    *same = false;
    if (!is_plain_text(clause) || is_operator_name(clause)) {
        return TIP_OK;
    }
    tip_status status =
        tip_analyse(writer->analyser, clause->typed, clause->typed_length, writer->tokens, error);
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

static tip_status write_clause(struct writer *writer, const struct tip_clause *clause,
                               struct tip_error *error)
{
    if (clause->role != TIP_ROLE_ANY) {
        tip_string_append_char(writer->out, clause->role == TIP_ROLE_MUST ? '+' : '-');
    }
    if (clause->is_name) {
        write_words(writer, clause->first_word, clause->word_count, ' ');
        return TIP_OK;
    }
    if (clause->is_phrase) {
        tip_string_append_char(writer->out, '"');
        write_words(writer, clause->first_word, clause->word_count, ' ');
        tip_string_append_char(writer->out, '"');
        return TIP_OK;
    }
    bool same;
    tip_status status = reads_the_same(writer, clause, &same, error);
    if (status == TIP_OK && same) {
        tip_string_append(writer->out, clause->typed, clause->typed_length);
    } else if (clause->role == TIP_ROLE_ANY) {
        write_words(writer, clause->first_word, clause->word_count + clause->compound_count, ' ');
    } else {
        write_words(writer, clause->first_word, clause->word_count, '-');
    }
    return status;
}

/* What parts a clause from the one before it. */
static const char *separator(const struct tip_query *query, size_t clause)
{
    if (clause == 0) {
        return "";
    }
    const struct tip_clause *one = &query->clauses[clause - 1], *two = &query->clauses[clause];
    bool is_group =
        one->role == TIP_ROLE_MUST && two->role == TIP_ROLE_MUST && one->group == two->group;
    return is_group ? " OR " : " ";
}

static bool has_positive_clause(const struct tip_query *query)
{
    for (size_t i = 0; i < query->clause_count; i++) {
        if (query->clauses[i].role != TIP_ROLE_MUST_NOT) {
            return true;
        }
    }
    return false;
}

tip_status tip_query_read_as(struct tip_string *out, const struct tip_query *query,
                             struct tip_analyser *analyser, struct tip_tokens *tokens,
                             struct tip_error *error)
{
    struct writer writer = {out, query, analyser, tokens};
    size_t begin = out->length;
    if (query->has_all && !has_positive_clause(query)) {
        tip_string_append_char(out, '*');
    }
    for (size_t i = 0; i < query->clause_count && !query->clauses[i].is_synonym; i++) {
        tip_string_append_text(out, out->length > begin && i == 0 ? " " : separator(query, i));
        tip_status status = write_clause(&writer, &query->clauses[i], error);
        if (status != TIP_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < query->filter_count; i++) {
        tip_string_append_text(out, out->length > begin ? " " : "");
        tip_filter_write(out, query, &query->filters[i]);
    }
    return out->failed ? tip_error_memory(error, "writing a query") : TIP_OK;
}
