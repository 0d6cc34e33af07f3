/* A row as one line of JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/row_json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command/desk/cell.h"
#include "command/printable.h"

static json_t *make_texts(const struct cell *cell)
{
    json_t *array = json_array();

    for (size_t i = 0; i < cell->count; i++)
        json_array_append_new(array, json_string(cell->texts[i]));
    return array;
}

static json_t *make_twins(const struct cell *cell)
{
    json_t *array = json_array();

    for (size_t i = 0; i < cell->count; i++) {
        const struct tipsearch_twin *twin = &cell->twins[i];

        json_array_append_new(array, json_pack("{s:s,s:s?,s:b,s:f}", "id", twin->id, "report",
                                               twin->report.id, "same", twin->is_same, "overlap",
                                               twin->overlap));
    }
    return array;
}

static json_t *make_error(const struct tipsearch_error *error)
{
    json_t *object =
        json_pack("{s:s,s:s}", "code", tipsearch_code_name(error->code), "message", error->message);

    if (object && error->at >= 0)
        json_object_set_new(object, "at", json_integer(error->at));
    return object;
}

static json_t *make_value(const struct cell *cell)
{
    switch (cell->is) {
    case CELL_EMPTY:
        break;
    case CELL_NUMBER:
        return json_integer(cell->number);
    case CELL_TEXT:
        return json_string(cell->text);
    case CELL_TEXTS:
        return make_texts(cell);
    case CELL_TWINS:
        return make_twins(cell);
    case CELL_ERROR:
        return make_error(cell->error);
    }
    return json_null();
}

/* The length of a character that readers of lines may cut at, or that is a control character, and
 * that jansson lets pass: U+007F to U+009F, U+2028 and U+2029 (its number in *character); else 0.
 */
static size_t find_cut(const char *text, unsigned *character)
{
    const unsigned char *byte = (const unsigned char *)text;

    if (byte[0] == 0x7f) {
        *character = 0x7f;
        return 1;
    }
    if (byte[0] == 0xc2 && byte[1] >= 0x80 && byte[1] <= 0x9f) {
        *character = byte[1];
        return 2;
    }
    if (byte[0] == 0xe2 && byte[1] == 0x80 && (byte[2] == 0xa8 || byte[2] == 0xa9)) {
        *character = 0x2000u + (byte[2] & 0x3fu);
        return 3;
    }
    return 0;
}

static void put_line(FILE *out, const char *json)
{
    const char *kept = json;

    for (const char *at = json; *at;) {
        unsigned character;
        size_t length = find_cut(at, &character);

        if (length > 0) {
            fwrite(kept, 1, (size_t)(at - kept), out);
            fprintf(out, "\\u%04x", character);
            kept = at + length;
        }
        at += length > 0 ? length : 1;
    }
    fputs(kept, out);
}

bool row_json_put(FILE *out, const json_t *value, bool is_terminal)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(3)); /* as SEARCH has them */

    if (!text)
        return false;
    if (is_terminal)
        printable_print_json(out, text);
    else
        put_line(out, text);
    fputc('\n', out);
    free(text);
    return true;
}

bool row_json_write(FILE *out, const struct row *row, unsigned columns, bool is_terminal)
{
    json_t *object = json_object();
    bool is_made = object != NULL;

    for (unsigned i = 0; i < ROW_COLUMN_COUNT && is_made; i++) {
        struct cell cell = cell_of(row, (enum row_column)i);

        if (columns & 1u << i)
            is_made = json_object_set_new(object, row_column_name((enum row_column)i),
                                          make_value(&cell)) == 0;
    }
    is_made = is_made && row_json_put(out, object, is_terminal);
    json_decref(object);
    return is_made;
}
