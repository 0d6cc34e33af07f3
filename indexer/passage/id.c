/* The ids of passages. What they are made of is frozen: case files cite them for years. The table
 * below is part of that and is not to be replaced by a library's, which changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/string_builder.h"
#include "base/utf8.h"
#include "passage/passage.h"

/* Characters that count as an ASCII one. */
static const struct {
    uint32_t first, last;
    char ascii;
} folded[] = {
    {0x2018, 0x201B, '\''}, {0x2032, 0x2032, '\''}, /* ‘ ’ ‚ ‛ ′ */
    {0x201C, 0x201F, '"'},  {0x2033, 0x2033, '"'},  /* “ ” „ ‟ ″ */
    {0x00AB, 0x00AB, '"'},  {0x00BB, 0x00BB, '"'},  /* « » */
    {0x2010, 0x2015, '-'},  {0x2212, 0x2212, '-'},  /* hyphens, dashes, minus */
    {0x0009, 0x000D, ' '},  {0x0085, 0x0085, ' '},  {0x00A0, 0x00A0, ' '},
    {0x1680, 0x1680, ' '},  {0x2000, 0x200A, ' '},  {0x2028, 0x2029, ' '},
    {0x202F, 0x202F, ' '},  {0x205F, 0x205F, ' '},  {0x3000, 0x3000, ' '},
};

static uint32_t fold(uint32_t character)
{
    for (size_t i = 0; i < sizeof folded / sizeof folded[0]; i++)
        if (character >= folded[i].first && character <= folded[i].last)
            return (uint32_t)folded[i].ascii;
    return character;
}

/* Curly quotes and dashes as ASCII, each run of white space one blank, none at the ends. */
static void normalise(struct tip_string *out, const char *text)
{
    const char *cursor = text, *end = text + strlen(text);
    bool blank_waits = false;
    while (cursor < end) {
        uint32_t character = fold(tip_utf8_next(&cursor, end));
        if (character == ' ') {
            blank_waits = out->length > 0;
            continue;
        }
        char encoded[4];
        size_t length = tip_utf8_encode(character, encoded);
        if (blank_waits)
            tip_string_append_char(out, ' ');
        blank_waits = false;
        tip_string_append(out, encoded, length);
    }
}

/* The first 16 hex digits of a SHA-256 as a number. */
static tip_status hash(uint64_t *out, const struct tip_string *bytes, struct tip_error *error)
{
    char hex[TIP_DIGEST_HEX_SIZE];
    if (bytes->failed)
        return tip_error_memory(error, "making a passage's id");
    tip_status status =
        tip_digest_bytes(hex, bytes->data == NULL ? "" : bytes->data, bytes->length, error);
    if (status != TIP_OK)
        return status;
    hex[16] = '\0';
    *out = strtoull(hex, NULL, 16);
    return TIP_OK;
}

tip_status tip_passage_id(uint64_t *id, const char *report_id, const char *text,
                          unsigned occurrence, struct tip_error *error)
{
    struct tip_string bytes = {0}, normal = {0};
    normalise(&normal, text);
    tip_string_append_text(&bytes, report_id);
    tip_string_append_char(&bytes, '\0');
    tip_string_append(&bytes, normal.data == NULL ? "" : normal.data, normal.length);
    tip_string_append_char(&bytes, '\0');
    tip_string_printf(&bytes, "%u", occurrence);
    bytes.failed |= normal.failed;
    tip_status status = hash(id, &bytes, error);
    tip_string_free(&bytes);
    tip_string_free(&normal);
    return status;
}

tip_status tip_passage_text_key(uint64_t *key, const char *text, struct tip_error *error)
{
    struct tip_string normal = {0};
    normalise(&normal, text);
    tip_status status = hash(key, &normal, error);
    tip_string_free(&normal);
    return status;
}
