/* Replies as structs: whatever a server sends is read as each kind of reply, and what was read is
 * whole. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tipsearch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Touches what is said to be always there. */
static void expect_passage(const struct tipsearch_passage *passage)
{
    if (strlen(passage->id) == SIZE_MAX)
        abort();
    for (size_t i = 0; i < passage->section_count; i++)
        if (!passage->section[i])
            abort();
    for (size_t i = 0; i < passage->also_in_count; i++)
        if (!passage->also_in[i].id)
            abort();
}

static void expect_result(const struct tipsearch_result *result)
{
    for (size_t i = 0; i < result->hit_count; i++)
        expect_passage(&result->hits[i].passage);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *reply = (const char *)data;
    struct tipsearch_error error;
    struct tipsearch_result *result;
    struct tipsearch_excerpt *excerpt;
    struct tipsearch_explanation *explanation;
    struct tipsearch_patterns *patterns;
    struct tipsearch_suggestions *suggestions;

    if (tipsearch_result_parse(&result, reply, size, &error) == TIPSEARCH_OK) {
        expect_result(result);
        tipsearch_result_free(result);
    }
    if (tipsearch_explanation_parse(&explanation, reply, size, &error) == TIPSEARCH_OK) {
        expect_result(explanation->result);
        tipsearch_explanation_free(explanation);
    }
    if (tipsearch_excerpt_parse(&excerpt, reply, size, &error) == TIPSEARCH_OK) {
        expect_passage(&excerpt->passage);
        tipsearch_excerpt_free(excerpt);
    }
    if (tipsearch_patterns_parse(&patterns, reply, size, &error) == TIPSEARCH_OK)
        tipsearch_patterns_free(patterns);
    if (tipsearch_suggestions_parse(&suggestions, reply, size, &error) == TIPSEARCH_OK)
        tipsearch_suggestions_free(suggestions);
    return 0;
}
