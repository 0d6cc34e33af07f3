/* What the knowledge names: countries by each of their names, and patterns by their titles. */
#include <string.h>

#include "search/suggest.h"

/* What a pattern's weight is taken from: how many passages it finds is only known once it is asked
 * for. */
enum { PATTERN_PASSAGES = 8 };

struct naming {
    struct tip_searcher *searcher;
    struct tip_suggestions_builder *builder;
    struct tip_string key;
    struct tip_error *error;
};

/* Adds `name` as a way to `suggestion`, whose key it becomes. */
static tip_status add_name(struct naming *naming, struct tip_suggestion *suggestion,
                           const char *name)
{
    tip_string_clear(&naming->key);
    tip_status status = tip_typed_prefix(&naming->key, naming->searcher, name, naming->error);
    suggestion->key = naming->key.data;
    suggestion->key_length = naming->key.length;
    return status == TIP_OK
               ? tip_suggestions_builder_add(naming->builder, suggestion, naming->error)
               : status;
}

static tip_status add_country(struct naming *naming, size_t place, uint32_t passages)
{
    const struct tip_knowledge *knowledge = naming->searcher->knowledge;
    const struct tip_country *country = tip_country_at(knowledge, place);
    struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_COUNTRY,
                                        .text = country->name,
                                        .text_length = strlen(country->name),
                                        .passages = passages,
                                        .family = (uint32_t)place + 1};
    tip_status status = TIP_OK;
    for (size_t i = 0; i < country->name_count && status == TIP_OK; i++) {
        status = add_name(naming, &suggestion, tip_country_name(knowledge, place, i));
    }
    return status;
}

static tip_status add_countries(struct naming *naming)
{
    const struct tip_knowledge *knowledge = naming->searcher->knowledge;
    struct tip_places *places;
    struct tip_bitmap passages = {0};
    tip_status status = tip_searcher_places(naming->searcher, &places, naming->error);
    if (status == TIP_OK) {
        status = tip_bitmap_init(&passages, naming->searcher->live.size, naming->error);
    }
    for (size_t i = 0; i < tip_country_count(knowledge) && status == TIP_OK; i++) {
        tip_bitmap_clear(&passages);
        tip_places_add_passages(places, tip_country_at(knowledge, i)->code, &passages);
        uint32_t count = tip_bitmap_count(&passages);
        status = count > 0 ? add_country(naming, i, count) : TIP_OK;
    }
    tip_bitmap_free(&passages);
    return status;
}

static tip_status add_patterns(struct naming *naming)
{
    const struct tip_knowledge *knowledge = naming->searcher->knowledge;
    tip_status status = TIP_OK;
    for (size_t i = 0; i < tip_pattern_count(knowledge) && status == TIP_OK; i++) {
        const struct tip_pattern *pattern = tip_pattern_at(knowledge, i);
        struct tip_suggestion suggestion = {.kind = TIP_SUGGESTION_PATTERN,
                                            .text = pattern->title,
                                            .text_length = strlen(pattern->title),
                                            .passages = PATTERN_PASSAGES,
                                            .family = (uint32_t)i + 1};
        status = add_name(naming, &suggestion, pattern->title);
    }
    return status;
}

tip_status tip_known_suggestions(struct tip_suggestions **out, struct tip_searcher *searcher,
                                 struct tip_error *error)
{
    struct naming naming = {.searcher = searcher, .error = error};
    tip_status status = tip_suggestions_builder_create(&naming.builder, error);
    if (status == TIP_OK && searcher->knowledge != NULL) {
        status = add_countries(&naming);
    }
    if (status == TIP_OK && searcher->knowledge != NULL) {
        status = add_patterns(&naming);
    }
    if (status == TIP_OK) {
        status = tip_suggestions_builder_take(out, naming.builder, error);
    }
    tip_suggestions_builder_free(naming.builder);
    tip_string_free(&naming.key);
    return status;
}
