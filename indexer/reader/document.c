/* Documents: a growing array of blocks that own their text. */
#include "reader/document.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

char *tip_document_copy(const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool reserve_one(struct tip_document *document)
{
    if (document->count < document->capacity)
        return true;
    size_t capacity = document->capacity == 0 ? 256 : document->capacity * 2;
    struct tip_block *blocks = realloc(document->blocks, capacity * sizeof *blocks);
    if (blocks == NULL)
        return false;
    document->blocks = blocks;
    document->capacity = capacity;
    return true;
}

struct tip_block *tip_document_insert(struct tip_document *document, size_t place,
                                      enum tip_block_kind kind, const char *text, size_t length,
                                      size_t line)
{
    while (length > 0 && is_blank(text[0])) {
        text++;
        length--;
    }
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    if (!reserve_one(document))
        return NULL;
    char *copy = tip_document_copy(text, length);
    if (copy == NULL)
        return NULL;
    struct tip_block *block = &document->blocks[place];
    memmove(block + 1, block, (document->count - place) * sizeof *block);
    *block = (struct tip_block){.kind = kind, .text = copy, .line = line};
    document->count++;
    return block;
}

struct tip_block *tip_document_add(struct tip_document *document, enum tip_block_kind kind,
                                   const char *text, size_t length, size_t line)
{
    struct tip_block *block =
        tip_document_insert(document, document->count, kind, text, length, line);
    if (block != NULL)
        document->words += tip_text_words(block->text, strlen(block->text));
    return block;
}

static void block_free(struct tip_block *block)
{
    free(block->text);
    free(block->by);
    free(block->page);
    for (size_t i = 0; i < block->turn_count; i++)
        free(block->turns[i].page);
    free(block->turns);
}

void tip_document_free(struct tip_document *document)
{
    for (size_t i = 0; i < document->count; i++)
        block_free(&document->blocks[i]);
    free(document->blocks);
    free(document->id);
    free(document->title);
    free(document->publisher);
    free(document->date);
    free(document->language);
    free(document->url);
    free(document->tags);
    free(document->meta);
    free(document->countries);
    *document = (struct tip_document){0};
}

/* Scripts written without blanks between words. */
static bool is_unspaced(uint32_t character)
{
    if (character < 0x0E00)
        return false;
    switch (u_getIntPropertyValue((UChar32)character, UCHAR_LINE_BREAK)) {
    case U_LB_COMPLEX_CONTEXT: /* Thai, Lao, Khmer, Burmese */
    case U_LB_IDEOGRAPHIC:
        return true;
    default:
        return false;
    }
}

/* What a character is to counting: most are ASCII, for which no library is asked. */
static bool is_white(uint32_t character)
{
    if (character < 0x80)
        return is_blank((char)character);
    return u_isUWhiteSpace((UChar32)character);
}

static bool is_alphanumeric(uint32_t character)
{
    if (character < 0x80)
        return isalnum((int)character) != 0;
    return u_isalnum((UChar32)character);
}

size_t tip_text_words(const char *text, size_t length)
{
    const char *cursor = text, *end = text + length;
    size_t words = 0, unspaced = 0;
    bool in_word = false;
    while (cursor < end) {
        uint32_t character = tip_utf8_next(&cursor, end);
        if (is_white(character)) {
            in_word = false;
        } else if (is_unspaced(character)) {
            unspaced++;
        } else if (!in_word && is_alphanumeric(character)) {
            in_word = true;
            words++;
        }
    }
    return words + (unspaced + 1) / 2;
}

void tip_reader_tell(const struct tip_reader_options *options, const char *file, size_t line,
                     const char *format, ...)
{
    if (options == NULL || options->warn == NULL)
        return;
    char message[TIP_ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    options->warn(options->warn_context, file, line, message);
}

const char *tip_block_kind_name(enum tip_block_kind kind)
{
    switch (kind) {
    case TIP_BLOCK_HEADING:
        return "heading";
    case TIP_BLOCK_PARAGRAPH:
        return "paragraph";
    case TIP_BLOCK_LIST_ITEM:
        return "list_item";
    case TIP_BLOCK_TABLE_ROW:
        return "table_row";
    case TIP_BLOCK_QUOTATION:
        return "quotation";
    case TIP_BLOCK_CAPTION:
        return "caption";
    case TIP_BLOCK_CONTENTS_ENTRY:
        return "contents_entry";
    }
    return "unknown";
}
