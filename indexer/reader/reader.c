/* Which reader reads a source: by what it is called; all get decoded text. */
#include "reader/reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/encoding.h"
#include "reader/markdown.h"
#include "reader/text.h"

typedef tip_status read_function(struct tip_document *document, const char *name, const char *text,
                                 size_t length, const struct tip_reader_options *options,
                                 struct tip_error *error);

static const struct format {
    const char *name;
    const char *const *endings; /* NULL-terminated */
    read_function *read;
} formats[] = {
    {"markdown", (const char *const[]){".md", ".markdown", ".mdown", NULL}, tip_markdown_read},
    {"text", (const char *const[]){NULL}, tip_text_read}, /* whatever else there is */
};

static const struct format *format_of(const char *name)
{
    size_t length = strlen(name), last = sizeof formats / sizeof formats[0] - 1;
    for (size_t i = 0; i < last; i++)
        for (const char *const *ending = formats[i].endings; *ending != NULL; ending++) {
            size_t size = strlen(*ending);
            if (length > size && strcasecmp(name + length - size, *ending) == 0)
                return &formats[i];
        }
    return &formats[last];
}

tip_status tip_read_bytes(struct tip_document *document, const char *name, const char *bytes,
                          size_t length, const struct tip_reader_options *options,
                          struct tip_error *error)
{
    size_t limit =
        options != NULL && options->size_limit > 0 ? options->size_limit : TIP_SOURCE_LIMIT;
    *document = (struct tip_document){0};
    if (length > limit)
        return tip_error_set(
            error, TIP_LIMIT,
            "%s: %zu bytes are more than the %zu that one source may have: split it", name, length,
            limit);
    char *text = NULL;
    size_t text_length = 0;
    tip_status status = tip_text_decode(&text, &text_length, name, bytes, length, options, error);
    if (status != TIP_OK)
        return status;
    const struct format *format = format_of(name);
    document->reader = format->name;
    status = format->read(document, name, text, text_length, options, error);
    free(text);
    if (status == TIP_OK && document->words == 0)
        status = tip_error_set(error, TIP_INVALID, "%s: there is no word in it", name);
    return status;
}
