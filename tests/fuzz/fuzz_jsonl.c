/* Whatever a source of JSON Lines holds, plain or as a gzip file: each line gives a document or a
 * reason, every text of a document is UTF-8, its further keys are JSON, and reading ends. */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "passage/passage.h"
#include "reader/jsonl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_text(const char *text)
{
    if (text != NULL && tip_utf8_invalid_at(text, strlen(text)) != strlen(text))
        abort();
}

static void must_be_object(const char *text)
{
    json_t *object = text == NULL ? json_object() : json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(object))
        abort();
    json_decref(object);
}

static void cut(const struct tip_document *document)
{
    static const struct tip_report report = {.id = "fuzz"};
    struct tip_passages passages;
    struct tip_error error;
    if (tip_passages_make(&passages, document, &report, NULL, &error) == TIP_OK)
        for (size_t i = 0; i < passages.count; i++)
            must_be_text(passages.items[i].text);
    tip_passages_free(&passages);
}

static void look_at(const struct tip_document *document)
{
    must_be_text(document->id);
    must_be_text(document->title);
    must_be_text(document->publisher);
    must_be_text(document->date);
    must_be_text(document->language);
    must_be_text(document->url);
    must_be_text(document->tags);
    must_be_text(document->countries);
    must_be_object(document->meta);
    for (size_t i = 0; i < document->count; i++) {
        must_be_text(document->blocks[i].text);
        must_be_text(document->blocks[i].by);
        must_be_text(document->blocks[i].page);
    }
    cut(document);
}

/* A record a line and, of a source that is cut, one that says so. */
static void read_all(struct tip_input *input, size_t most)
{
    struct tip_records *records = NULL;
    struct tip_error error;
    bool is_end = false;
    if (tip_records_open(&records, "fuzz.jsonl", input, NULL, &error) != TIP_OK)
        return;
    for (size_t count = 0; !is_end; count++) {
        struct tip_document document;
        tip_status status = tip_records_next(records, &document, &is_end, &error);
        if (status == TIP_OK)
            look_at(&document);
        else if (status != TIP_INVALID)
            is_end = true;
        tip_document_free(&document);
        if (count > most)
            abort();
    }
    tip_records_close(records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct tip_input *input = NULL;
    struct tip_error error;
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    tip_records_know(path, (const char *)data, size);
    if (tip_input_open(&input, path, "/tmp", &error) == TIP_OK)
        read_all(input, 2000 * size + 2); /* deflate makes at most 1,032 bytes of one */
    tip_input_close(input);
    close(fd);
    return 0;
}
