/* The ids of the reports, sorted, and the hash of them all. */
#include "search/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/string_builder.h"

struct tip_scope {
    char key[TIP_DIGEST_HEX_SIZE];
    char **reports; /* sorted, each once */
    size_t count;
};

static int compare_ids(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static tip_status copy_ids(struct tip_scope *scope, const char *const *reports, size_t count,
                           struct tip_error *error)
{
    scope->reports = calloc(count + 1, sizeof *scope->reports);
    if (scope->reports == NULL) {
        return tip_error_memory(error, "reading what an asker may see");
    }
    for (; scope->count < count; scope->count++) {
        scope->reports[scope->count] = strdup(reports[scope->count]);
        if (scope->reports[scope->count] == NULL) {
            return tip_error_memory(error, "reading what an asker may see");
        }
    }
    return TIP_OK;
}

static void sort_ids(struct tip_scope *scope)
{
    size_t kept = 0;
    qsort(scope->reports, scope->count, sizeof *scope->reports, compare_ids);
    for (size_t i = 0; i < scope->count; i++) {
        if (kept > 0 && strcmp(scope->reports[kept - 1], scope->reports[i]) == 0) {
            free(scope->reports[i]);
        } else {
            scope->reports[kept++] = scope->reports[i];
        }
    }
    scope->count = kept;
}

/* Ids are hashed with their NULs, so no two lists are one text. */
static tip_status make_key(struct tip_scope *scope, struct tip_error *error)
{
    struct tip_string ids = {0};
    for (size_t i = 0; i < scope->count; i++) {
        tip_string_append(&ids, scope->reports[i], strlen(scope->reports[i]) + 1);
    }
    tip_status status = ids.failed ? tip_error_memory(error, "reading what an asker may see")
                                   : tip_digest_bytes(scope->key, ids.length > 0 ? ids.data : "",
                                                      ids.length, error);
    tip_string_free(&ids);
    return status;
}

tip_status tip_scope_create(struct tip_scope **out, const char *const *reports, size_t count,
                            struct tip_error *error)
{
    struct tip_scope *scope = calloc(1, sizeof *scope);
    if (scope == NULL) {
        return tip_error_memory(error, "reading what an asker may see");
    }
    tip_status status = copy_ids(scope, reports, count, error);
    if (status == TIP_OK) {
        sort_ids(scope);
        status = make_key(scope, error);
    }
    if (status != TIP_OK) {
        tip_scope_free(scope);
        return status;
    }
    *out = scope;
    return TIP_OK;
}

void tip_scope_free(struct tip_scope *scope)
{
    if (scope == NULL) {
        return;
    }
    for (size_t i = 0; scope->reports != NULL && i < scope->count; i++) {
        free(scope->reports[i]);
    }
    free(scope->reports);
    free(scope);
}

const char *tip_scope_key(const struct tip_scope *scope)
{
    return scope == NULL ? "*" : scope->key;
}

bool tip_scope_has(const struct tip_scope *scope, const char *report)
{
    return scope == NULL || bsearch(&report, scope->reports, scope->count, sizeof *scope->reports,
                                    compare_ids) != NULL;
}
