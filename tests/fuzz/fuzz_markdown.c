/* Whatever bytes are read as Markdown: blocks and passages come of it, or an error. */
#include <stdint.h>
#include <stdlib.h>

#include "passage/passage.h"
#include "reader/encoding.h"
#include "reader/markdown.h"

static void listen(void *context, const char *file, size_t line, const char *message)
{
    (void)context, (void)file, (void)line, (void)message;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const struct tip_report report = {.id = "fuzz"};
    const struct tip_reader_options options = {.warn = listen};
    struct tip_document document = {0};
    struct tip_passages passages = {0};
    tip_status status;
    char *text = NULL;
    size_t text_length = 0;
    status =
        tip_text_decode(&text, &text_length, "fuzz", (const char *)bytes, length, &options, NULL);
    if (status == TIP_OK)
        status = tip_markdown_read(&document, "fuzz", text, text_length, &options, NULL);
    free(text);
    if (status == TIP_OK)
        status = tip_passages_make(&passages, &document, &report, NULL, NULL);
    tip_passages_free(&passages);
    tip_document_free(&document);
    return status == TIP_NO_MEMORY ? -1 : 0;
}
