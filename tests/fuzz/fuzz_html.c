/* Whatever bytes are read as an HTML page: blocks and passages come of it, or an error. */
#include <stdint.h>
#include <stdlib.h>

#include "passage/passage.h"
#include "reader/html.h"

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
    status = tip_html_read(&document, "fuzz.html", (const char *)bytes, length, &options, NULL);
    if (status == TIP_OK)
        status = tip_passages_make(&passages, &document, &report, NULL, NULL);
    tip_passages_free(&passages);
    tip_document_free(&document);
    return status == TIP_NO_MEMORY ? -1 : 0;
}
