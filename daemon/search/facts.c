/* Countries are in a passage's row; patterns are sets of passages, asked one by one. */
#include "search/facts.h"

#include <stdlib.h>
#include <string.h>

#include "search/patterns.h"

static tip_status add(struct tip_fact_list *list, const char *value, size_t length,
                      const char *label, struct tip_error *error)
{
    struct tip_fact *items = realloc(list->items, (list->count + 1) * sizeof *items);
    if (items == NULL) {
        return tip_error_memory(error, "showing what is known of a passage");
    }
    list->items = items;
    struct tip_fact *fact = &items[list->count];
    *fact = (struct tip_fact){.value = strndup(value, length)};
    fact->label = label == NULL ? strndup(value, length) : strdup(label);
    list->count++;
    return fact->value == NULL || fact->label == NULL
               ? tip_error_memory(error, "showing what is known of a passage")
               : TIP_OK;
}

void tip_fact_list_free(struct tip_fact_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->items[i].value);
        free(list->items[i].label);
    }
    free(list->items);
    *list = (struct tip_fact_list){0};
}

/* ---- dates ---- */

/* The ledger has what was known of a file when it was read. */
static void tell_date(const struct tip_manifest *manifest, struct tip_view *view)
{
    const char *file = view->report.file;
    for (size_t i = 0; i < manifest->source_count && file != NULL; i++) {
        if (strcmp(manifest->sources[i].file, file) == 0) {
            view->modified_s = manifest->sources[i].mtime_ns / 1000000000;
            return;
        }
    }
}

/* ---- countries ---- */

static const char *country_name(const struct tip_knowledge *knowledge, const char *code,
                                size_t length)
{
    size_t place;
    bool is_known = knowledge != NULL && tip_country_find(knowledge, code, length, &place);
    return is_known ? tip_country_at(knowledge, place)->name : NULL;
}

static tip_status tell_countries(const struct tip_knowledge *knowledge, struct tip_view *view,
                                 struct tip_error *error)
{
    tip_status status = TIP_OK;
    const char *code = view->row.countries == NULL ? "" : view->row.countries;
    while (*code != '\0' && status == TIP_OK) {
        size_t length = strcspn(code, " ");
        if (length > 0) {
            status =
                add(&view->countries, code, length, country_name(knowledge, code, length), error);
        }
        code += length + (code[length] == ' ');
    }
    return status;
}

/* ---- patterns ---- */

struct telling {
    struct tip_searcher *searcher;
    struct tip_reply *reply;
    struct tip_error *error;
};

static tip_status tell_pattern(const struct telling *telling, const struct tip_pattern *pattern,
                               const struct tip_bitmap *passages, struct tip_view *view)
{
    const struct tip_columns *columns = telling->searcher->generation->columns;
    uint32_t number = tip_columns_find_id(columns, view->row.id);
    if (number == 0 || !tip_bitmap_has(passages, number)) {
        return TIP_OK;
    }
    return add(&view->patterns, pattern->id, strlen(pattern->id), pattern->title, telling->error);
}

static tip_status tell_pattern_of_all(const struct telling *telling, size_t place)
{
    const struct tip_pattern *pattern = tip_pattern_at(telling->searcher->knowledge, place);
    const struct tip_bitmap *passages;
    struct tip_reply *reply = telling->reply;
    bool is_cut;
    tip_status status = tip_pattern_passages(telling->searcher, place, reply->is_partial, &passages,
                                             &is_cut, telling->error);
    if (status != TIP_OK) {
        return status;
    }
    reply->is_partial |= is_cut;
    for (size_t i = 0; i < reply->hit_count && status == TIP_OK; i++) {
        status = tell_pattern(telling, pattern, passages, &reply->hits[i].view);
    }
    if (status == TIP_OK && reply->kind == TIP_REPLY_PASSAGE) {
        status = tell_pattern(telling, pattern, passages, &reply->passage);
    }
    return status;
}

static tip_status tell_patterns(const struct telling *telling)
{
    const struct tip_knowledge *knowledge = telling->searcher->knowledge;
    size_t count = knowledge == NULL ? 0 : tip_pattern_count(knowledge);
    tip_status status = TIP_OK;
    for (size_t place = 0; place < count && status == TIP_OK; place++) {
        status = tell_pattern_of_all(telling, place);
    }
    return status;
}

tip_status tip_facts_tell(struct tip_searcher *searcher, struct tip_reply *reply,
                          struct tip_error *error)
{
    struct telling telling = {searcher, reply, error};
    const struct tip_knowledge *knowledge = searcher->knowledge;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < reply->hit_count && status == TIP_OK; i++) {
        tell_date(&searcher->generation->manifest, &reply->hits[i].view);
        status = tell_countries(knowledge, &reply->hits[i].view, error);
    }
    if (status == TIP_OK && reply->kind == TIP_REPLY_PASSAGE) {
        tell_date(&searcher->generation->manifest, &reply->passage);
        status = tell_countries(knowledge, &reply->passage, error);
    }
    if (status != TIP_OK || (reply->hit_count == 0 && reply->kind != TIP_REPLY_PASSAGE)) {
        return status;
    }
    return tell_patterns(&telling);
}
