/* A passage's tokens have the words of its section, so one passage is read of each run of those of
 * one report and section. */
#include "search/heading_words.h"

static tip_status read_headings(struct tip_bitmap *found, struct tip_token_list *list,
                                const struct tip_generation *generation, uint32_t number,
                                struct tip_error *error)
{
    tip_status status = tip_token_file_get(generation->tokens, number, list, error);
    for (size_t i = 0; status == TIP_OK && i < list->count[TIP_STREAM_SECTION]; i++) {
        uint32_t word = list->words[list->count[TIP_STREAM_BODY] + i];
        if (word != TIP_NO_WORD && word < found->size) {
            tip_bitmap_set(found, word);
        }
    }
    return status;
}

tip_status tip_heading_words_find(struct tip_bitmap *found, const struct tip_generation *generation,
                                  struct tip_error *error)
{
    const struct tip_columns *columns = generation->columns;
    struct tip_token_list list = {0};
    uint32_t report = UINT32_MAX, section = UINT32_MAX;
    tip_status status = tip_bitmap_init(found, tip_words_count(generation->words) + 1, error);
    for (uint32_t n = 1; n < tip_columns_size(columns) && status == TIP_OK; n++) {
        bool is_new =
            tip_columns_has(columns, n) && (tip_columns_report_of(columns, n) != report ||
                                            tip_columns_section_of(columns, n) != section);
        if (is_new) {
            report = tip_columns_report_of(columns, n);
            section = tip_columns_section_of(columns, n);
            status = read_headings(found, &list, generation, n, error);
        }
    }
    tip_token_list_free(&list);
    return status;
}
