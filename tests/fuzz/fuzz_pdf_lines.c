/* What a PDF's parser tells, as a hostile one might tell it: the lines are checked and made into
 * blocks as the reader does it. No byte of them may do more than give odd text. */
#include <stdint.h>
#include <string.h>

#include "reader/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct tip_pdf pdf = {0};
    struct tip_document document = {0};
    struct tip_error error;
    const char *at = (const char *)bytes, *end = at + length;
    tip_status status = TIP_OK;
    while (at < end && status == TIP_OK) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        const char *stop = feed == NULL ? end : feed;
        status = tip_pdf_take_line(&pdf, at, (size_t)(stop - at), &error);
        at = stop + 1;
    }
    status = tip_pdf_to_blocks(&document, "fuzz.pdf", &pdf, NULL, &error);
    if (status == TIP_OK && document.count == 0)
        __builtin_trap(); /* words went in, so some must come out */
    tip_document_free(&document);
    tip_pdf_free(&pdf);
    return 0;
}
