/* Building a collection's index through the library, as tipindex builds one of files. */
#include <string.h>

#include "base/digest.h"
#include "bench/collection.h"
#include "index/builder.h"
#include "passage/passage.h"
#include "reader/document.h"

/* The ledger of the generation wants a hash of what was read. */
static tip_status describe(struct tip_source *source, const struct bench_record *record,
                           size_t words, struct tip_error *error)
{
    size_t length = strlen(record->text);
    *source = (struct tip_source){.file = record->id,
                                  .state = TIP_SOURCE_READ,
                                  .reader = (char *)"text",
                                  .size = length,
                                  .words_in = words};
    return tip_digest_bytes(source->sha256, record->text, length, error);
}

static tip_status cut(struct tip_passages *passages, struct tip_document *document,
                      const struct bench_record *record, const struct tip_report *report,
                      struct tip_error *error)
{
    size_t length = strlen(record->text);
    if (tip_document_add(document, TIP_BLOCK_PARAGRAPH, record->text, length, 1) == NULL) {
        return tip_error_memory(error, "reading a record");
    }
    return tip_passages_make(passages, document, report, NULL, error);
}

/* A record without words has no passage and is left out. */
static tip_status add_record(struct tip_builder *builder, const struct bench_record *record,
                             struct tip_error *error)
{
    struct tip_document document = {0};
    struct tip_passages passages = {0};
    struct tip_source source;
    struct tip_report report = {
        .id = record->id, .title = record->title, .language = "en", .file = record->id};
    tip_status status = cut(&passages, &document, record, &report, error);
    if (status == TIP_OK && passages.count > 0) {
        status = describe(&source, record, document.words, error);
        report.sha256 = source.sha256;
        if (status == TIP_OK) {
            status = tip_builder_add(builder, &report, &passages, &source, error);
        }
    }
    tip_passages_free(&passages);
    tip_document_free(&document);
    return status;
}

static tip_status fill(struct tip_draft *draft, const struct bench_records *corpus,
                       struct tip_error *error)
{
    struct tip_builder *builder = NULL;
    tip_status status = tip_builder_create(&builder, draft, NULL, error);
    for (size_t i = 0; i < corpus->count && status == TIP_OK; i++) {
        status = add_record(builder, &corpus->items[i], error);
    }
    if (status == TIP_OK) {
        status = tip_builder_finish(builder, error);
    }
    tip_builder_free(builder);
    return status;
}

tip_status bench_collection_index(const struct bench_records *corpus, const char *index_path,
                                  struct tip_error *error)
{
    struct tip_index_lock lock;
    struct tip_draft draft = {0};
    tip_status status = tip_index_lock_take(&lock, index_path, error);
    if (status != TIP_OK) {
        return status;
    }
    status = tip_draft_create(&draft, index_path, error);
    if (status == TIP_OK) {
        status = fill(&draft, corpus, error);
        if (status == TIP_OK) {
            status = tip_draft_publish(&draft, error);
        }
        tip_draft_free(&draft);
    }
    tip_index_lock_release(&lock);
    return status;
}
