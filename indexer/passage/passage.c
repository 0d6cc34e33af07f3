/* Passages as things: made, grown, identified, freed. */
#include "passage/passage.h"

#include <stdlib.h>
#include <string.h>

#include "passage/collector.h"
#include "reader/document.h"

static void passage_free(struct tip_passage *passage)
{
    for (size_t i = 0; i < passage->section_depth; i++)
        free(passage->section[i]);
    free(passage->section);
    free(passage->page);
    free(passage->text);
    free(passage->by);
    free(passage->countries);
}

void tip_passages_free(struct tip_passages *passages)
{
    for (size_t i = 0; i < passages->count; i++)
        passage_free(&passages->items[i]);
    free(passages->items);
    *passages = (struct tip_passages){0};
}

static bool reserve_one(struct tip_passages *passages)
{
    if (passages->count < passages->capacity)
        return true;
    size_t capacity = passages->capacity == 0 ? 256 : passages->capacity * 2;
    struct tip_passage *items = realloc(passages->items, capacity * sizeof *items);
    if (items == NULL)
        return false;
    passages->items = items;
    passages->capacity = capacity;
    return true;
}

static bool copy_section(struct tip_passage *passage, const struct tip_section_path *path)
{
    if (path->depth == 0)
        return true;
    passage->section = calloc(path->depth, sizeof *passage->section);
    if (passage->section == NULL)
        return false;
    for (size_t i = 0; i < path->depth; i++) {
        passage->section[i] = strdup(path->headings[i]);
        if (passage->section[i] == NULL)
            return false;
        passage->section_depth++;
    }
    return true;
}

static bool copy_text(char **copy, const char *text)
{
    *copy = text == NULL ? NULL : strdup(text);
    return text == NULL || *copy != NULL;
}

tip_status tip_passages_add(struct tip_passages *passages, const struct tip_section_path *path,
                            enum tip_kind kind, const char *text, size_t length,
                            const struct tip_block *from, struct tip_error *error)
{
    if (!reserve_one(passages))
        return tip_error_memory(error, "making passages");
    struct tip_passage *passage = &passages->items[passages->count++];
    *passage = (struct tip_passage){.kind = kind,
                                    .page_number = from->page_number,
                                    .page_is = from->page_is,
                                    .words = (uint32_t)tip_text_words(text, length),
                                    .line = from->line};
    passage->text = tip_document_copy(text, length);
    if (passage->text == NULL || !copy_section(passage, path) ||
        !copy_text(&passage->page, from->page) || !copy_text(&passage->by, from->by))
        return tip_error_memory(error, "making passages");
    return TIP_OK;
}

tip_status tip_passage_extend(struct tip_passage *passage, const char *between, const char *text,
                              size_t length, struct tip_error *error)
{
    size_t before = strlen(passage->text), gap = strlen(between);
    char *longer = realloc(passage->text, before + gap + length + 1);
    if (longer == NULL)
        return tip_error_memory(error, "making passages");
    memcpy(longer + before, between, gap);
    memcpy(longer + before + gap, text, length);
    longer[before + gap + length] = '\0';
    passage->text = longer;
    passage->words += (uint32_t)tip_text_words(text, length);
    return TIP_OK;
}

/* A passage's key and place, for counting equal texts in the order of the report. */
struct keyed {
    uint64_t key;
    size_t place;
};

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *first = a, *second = b;
    if (first->key != second->key)
        return first->key < second->key ? -1 : 1;
    return first->place < second->place ? -1 : 1;
}

static tip_status give_ids(struct tip_passages *passages, const struct keyed *keyed,
                           const char *report_id, struct tip_error *error)
{
    unsigned occurrence = 0;
    for (size_t i = 0; i < passages->count; i++) {
        occurrence = i > 0 && keyed[i].key == keyed[i - 1].key ? occurrence + 1 : 0;
        struct tip_passage *passage = &passages->items[keyed[i].place];
        tip_status status =
            tip_passage_id(&passage->id, report_id, passage->text, occurrence, error);
        if (status != TIP_OK)
            return status;
    }
    return TIP_OK;
}

/* In the order in which they begin in the source: a caption was made before the paragraph that it
 * interrupts was. Sources without lines keep the order in which they were made. */
static int compare_lines(const void *a, const void *b)
{
    const struct tip_passage *first = a, *second = b;
    if (first->line != second->line)
        return first->line < second->line ? -1 : 1;
    return first->ordinal < second->ordinal ? -1 : first->ordinal > second->ordinal;
}

static void put_in_order(struct tip_passages *passages)
{
    for (size_t i = 0; i < passages->count; i++)
        passages->items[i].ordinal = (uint32_t)i;
    if (passages->count > 0)
        qsort(passages->items, passages->count, sizeof *passages->items, compare_lines);
}

tip_status tip_passages_identify(struct tip_passages *passages, const char *report_id,
                                 struct tip_error *error)
{
    struct keyed *keyed = calloc(passages->count + 1, sizeof *keyed);
    if (keyed == NULL)
        return tip_error_memory(error, "making the ids of passages");
    put_in_order(passages);
    tip_status status = TIP_OK;
    for (size_t i = 0; i < passages->count && status == TIP_OK; i++) {
        struct tip_passage *passage = &passages->items[i];
        passage->ordinal = (uint32_t)i;
        status = tip_passage_text_key(&passage->text_key, passage->text, error);
        keyed[i] = (struct keyed){.key = passage->text_key, .place = i};
    }
    if (status == TIP_OK) {
        qsort(keyed, passages->count, sizeof *keyed, compare_keyed);
        status = give_ids(passages, keyed, report_id, error);
    }
    free(keyed);
    return status;
}
