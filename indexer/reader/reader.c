/* Which reader reads a source: by its content where that tells, else by its name. */
#include "reader/reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reader/encoding.h"
#include "reader/gzip.h"
#include "reader/html.h"
#include "reader/jsonl.h"
#include "reader/markdown.h"
#include "reader/pdf.h"
#include "reader/signature.h"
#include "reader/text.h"
#include "reader/title_date.h"

/* Whether bytes (without a UTF-8 mark; never UTF-16) are clearly of a format, whatever they are
 * called. */
typedef bool sniff_function(const char *bytes, size_t length);

typedef tip_status read_function(struct tip_document *document, const char *name, const char *text,
                                 size_t length, const struct tip_reader_options *options,
                                 struct tip_error *error);

/* A format is a row. The first that knows the content reads it, then the first with the ending. */
static const struct format {
    const char *name;
    uint32_t version; /* raised when it reads the same bytes otherwise: updates read them again */
    const char *const *endings; /* NULL-terminated */
    sniff_function *sniff;      /* NULL: its content does not tell */
    bool takes_bytes;           /* the source's bytes as they are; else text (encoding.h) */
    read_function *read;
} formats[] = {
    {"pdf", 2, (const char *const[]){".pdf", NULL}, tip_pdf_is, true, tip_pdf_read},
    {"html", 2, (const char *const[]){".html", ".htm", ".xhtml", NULL}, tip_html_sniff, true,
     tip_html_read},
    {"markdown", 3, (const char *const[]){".md", ".markdown", ".mdown", NULL}, NULL, false,
     tip_markdown_read},
    {"text", 3, (const char *const[]){".txt", ".text", NULL}, NULL, false, tip_text_read},
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

/* A source on its way: what is in the file is in turn what it was packed or encoded in. */
struct source {
    const char *name;
    const char *bytes;
    size_t length;
    char *owned; /* `bytes`, once they are no longer the caller's */
};

static const struct format *format_by_name(const char *name)
{
    size_t length = tip_gzip_name_length(name);
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        for (const char *const *ending = formats[i].endings; *ending != NULL; ending++) {
            size_t size = strlen(*ending);
            if (length > size && strncasecmp(name + length - size, *ending, size) == 0)
                return &formats[i];
        }
    return NULL;
}

bool tip_reader_knows_name(const char *name)
{
    return tip_records_know_name(name) || format_by_name(name) != NULL;
}

/* The reader of JSON Lines stands beside the table: it reads more than one document. */
uint32_t tip_reader_version(const char *reader)
{
    if (strcmp(reader, "jsonl") == 0)
        return TIP_RECORDS_VERSION;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(formats[i].name, reader) == 0)
            return formats[i].version;
    return 0;
}

static const struct format *format_by_content(const struct source *source)
{
    size_t mark = tip_text_mark_length(source->bytes, source->length);
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i].sniff != NULL &&
            formats[i].sniff(source->bytes + mark, source->length - mark))
            return &formats[i];
    return NULL;
}

/* What nobody knows is plain text. */
static tip_status choose(const struct format **format, const struct source *source,
                         struct tip_error *error)
{
    *format = format_by_content(source);
    if (*format != NULL)
        return TIP_OK;
    const char *kind = tip_signature_name(source->bytes, source->length);
    if (kind != NULL)
        return tip_error_set(error, TIP_INVALID,
                             "%s: this is %s, which is not read: save it as PDF, HTML or text",
                             source->name, kind);
    *format = format_by_name(source->name);
    if (*format == NULL)
        *format = &formats[FORMAT_COUNT - 1];
    return TIP_OK;
}

static void replace_bytes(struct source *source, char *bytes, size_t length)
{
    free(source->owned);
    source->bytes = source->owned = bytes;
    source->length = length;
}

static tip_status unpack(struct source *source, size_t limit,
                         const struct tip_reader_options *options, struct tip_error *error)
{
    char *bytes = NULL;
    size_t length = 0;
    tip_status status = TIP_OK;
    if (tip_gzip_is(source->bytes, source->length)) {
        status = tip_gzip_unfold(&bytes, &length, source->name, source->bytes, source->length,
                                 limit, options, error);
        if (status == TIP_OK)
            replace_bytes(source, bytes, length);
    }
    bool is_utf32 = tip_signature_name(source->bytes, source->length) != NULL;
    if (status == TIP_OK && !is_utf32 && tip_text_is_utf16(source->bytes, source->length)) {
        status = tip_text_from_utf16(&bytes, &length, source->name, source->bytes, source->length,
                                     options, error);
        if (status == TIP_OK)
            replace_bytes(source, bytes, length);
    }
    if (status == TIP_OK && source->length == 0)
        status = tip_error_set(error, TIP_INVALID, "%s: the file is empty", source->name);
    return status;
}

static tip_status decode(struct source *source, const struct tip_reader_options *options,
                         struct tip_error *error)
{
    char *text = NULL;
    size_t length = 0;
    tip_status status = tip_text_decode(&text, &length, source->name, source->bytes, source->length,
                                        options, error);
    if (status == TIP_OK)
        replace_bytes(source, text, length);
    return status;
}

static tip_status read_source(struct tip_document *document, struct source *source, size_t limit,
                              const struct tip_reader_options *options, struct tip_error *error)
{
    const struct format *format = NULL;
    tip_status status = unpack(source, limit, options, error);
    if (status == TIP_OK)
        status = choose(&format, source, error);
    if (status == TIP_OK && !format->takes_bytes)
        status = decode(source, options, error);
    if (status != TIP_OK)
        return status;
    document->reader = format->name;
    document->reader_version = format->version;
    status = format->read(document, source->name, source->bytes, source->length, options, error);
    if (status == TIP_OK)
        status = tip_title_date_find(document, error);
    if (status == TIP_OK && document->words == 0)
        status = tip_error_set(error, TIP_INVALID, "%s: there is no word in it", source->name);
    return status;
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
    struct source source = {.name = name, .bytes = bytes, .length = length};
    tip_status status = read_source(document, &source, limit, options, error);
    free(source.owned);
    return status;
}
