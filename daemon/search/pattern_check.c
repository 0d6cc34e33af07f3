/* Each query is parsed; nothing is looked up in an index. */
#include "search/pattern_check.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "search/query.h"
#include "search/query_parts.h"

struct check {
    const struct tip_knowledge *knowledge;
    const char *file;
    tip_knowledge_tell *tell;
    void *context;
    struct tip_analyser *analyser;
    struct tip_tokens tokens;
    struct tip_error first; /* the first fault, as it is told */
    size_t faults;
    struct tip_error *error;
};

/* `at`: code points into the query. */
static void fault(struct check *check, const struct tip_pattern *pattern,
                  const struct tip_pattern_query *query, size_t at, const char *what)
{
    struct tip_error message;
    unsigned column = query->column + (unsigned)at;
    (void)tip_error_set(&message, TIP_INVALID, "in the pattern '%s': %s", pattern->id, what);
    if (check->faults++ == 0) {
        (void)tip_error_set(&check->first, TIP_INVALID, "%s:%u:%u: %s", check->file, query->line,
                            column, message.message);
    }
    if (check->tell != NULL) {
        check->tell(check->context, check->file, query->line, column, message.message);
    }
}

static bool has_required(const struct tip_query *query, size_t sequence)
{
    for (size_t i = query->nodes[sequence].first; i != 0; i = query->nodes[i].next) {
        if (query->nodes[i].role == TIP_ROLE_MUST) {
            return true;
        }
    }
    return false;
}

/* The first clause that finds nothing, as others beside it must be there; NULL: none. */
static const struct tip_clause *idle_clause(const struct tip_query *query)
{
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct tip_clause *clause = &query->clauses[i];
        if (tip_clause_is_item(query, clause) &&
            has_required(query, query->nodes[clause->node].parent)) {
            return clause;
        }
    }
    return NULL;
}

static void judge(struct check *check, const struct tip_pattern *pattern,
                  const struct tip_pattern_query *text, const struct tip_query *query)
{
    const struct tip_clause *idle = idle_clause(query);
    if (tip_query_has_field(query, TIP_FILTER_PATTERN)) {
        fault(check, pattern, text, 0, "a pattern's query cannot name a pattern");
    }
    if (idle != NULL) {
        char what[200];
        int shown = (int)tip_utf8_cut(idle->typed, idle->typed_length, 60);
        snprintf(what, sizeof what,
                 "\"%.*s\" has no + and finds nothing beside words that have one: give it one, or "
                 "a query of its own",
                 shown, idle->typed);
        fault(check, pattern, text, tip_utf8_count(text->text, (size_t)(idle->typed - text->text)),
              what);
    }
}

static tip_status check_query(struct check *check, const struct tip_pattern *pattern,
                              const struct tip_pattern_query *text)
{
    struct tip_query query;
    struct tip_error refusal;
    size_t at;
    tip_status status = tip_query_parse(&query, check->analyser, &check->tokens, check->knowledge,
                                        text->text, strlen(text->text), &at, &refusal);
    if (status == TIP_OK) {
        judge(check, pattern, text, &query);
    } else if (status == TIP_INVALID) {
        fault(check, pattern, text, at, refusal.message);
        status = TIP_OK;
    } else {
        status = tip_error_set(check->error, status, "%s", refusal.message);
    }
    tip_query_free(&query);
    return status;
}

tip_status tip_patterns_check(const struct tip_knowledge *knowledge, const char *file,
                              tip_knowledge_tell *tell, void *context, struct tip_error *error)
{
    struct check check = {
        .knowledge = knowledge, .file = file, .tell = tell, .context = context, .error = error};
    tip_status status = tip_analyser_create(&check.analyser, error);
    for (size_t i = 0; i < tip_pattern_count(knowledge) && status == TIP_OK; i++) {
        const struct tip_pattern *pattern = tip_pattern_at(knowledge, i);
        for (size_t q = 0; q < pattern->query_count && status == TIP_OK; q++) {
            status = check_query(&check, pattern, &pattern->queries[q]);
        }
        for (size_t q = 0; q < pattern->told_count && status == TIP_OK; q++) {
            status = check_query(&check, pattern, &pattern->told[q]);
        }
    }
    tip_analyser_free(check.analyser);
    tip_tokens_free(&check.tokens);
    return status == TIP_OK && check.faults > 0
               ? tip_error_set(error, TIP_INVALID, "%s", check.first.message)
               : status;
}
