/* The language of a text, as far as its script tells it. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "search/language.h"
#include "search/letters.h"
#include "web/html.h"
#include "web/parts.h"

/* Blocks of Unicode whose letters one language uses before all others (Blocks-15.0.0.txt). Arabic
 * letters may be another language's, but a reader of screens that takes them for Arabic says more
 * than one that takes them for English. */
static const struct {
    uint32_t first, last;
    const char *language;
} scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"}, {0x0600, 0x06FF, "ar"},
    {0x0980, 0x09FF, "bn"}, {0x0B80, 0x0BFF, "ta"}, {0x0D80, 0x0DFF, "si"}, {0x0E00, 0x0E7F, "th"},
    {0x0E80, 0x0EFF, "lo"}, {0x1000, 0x109F, "my"}, {0x10A0, 0x10FF, "ka"}, {0x1200, 0x137F, "am"},
    {0x1780, 0x17FF, "km"}, {0x3040, 0x30FF, "ja"}, {0xAC00, 0xD7AF, "ko"},
};

enum {
    SCRIPT_COUNT = sizeof scripts / sizeof scripts[0],
    LOOKED_AT = 400 /* characters: enough for a sentence, whatever the length of the text */
};

static size_t script_of(uint32_t character)
{
    size_t i = 0;

    while (i < SCRIPT_COUNT && (character < scripts[i].first || character > scripts[i].last))
        i++;
    return i;
}

const char *tip_web_script_language(const char *text)
{
    size_t counts[SCRIPT_COUNT + 1] = {0}, all = 0, most = 0;
    const char *end = text + strlen(text);

    for (size_t i = 0; i < LOOKED_AT && text < end; i++) {
        uint32_t character = tip_utf8_next(&text, end);
        bool is_letter =
            character > 0x7F || ((character | 0x20) >= 'a' && (character | 0x20) <= 'z');

        all += is_letter;
        counts[script_of(character)] += is_letter;
    }
    for (size_t i = 1; i < SCRIPT_COUNT; i++)
        if (counts[i] > counts[most])
            most = i;
    return counts[most] * 2 > all ? scripts[most].language : NULL;
}

/* Blocks of scripts that are written from right to left (DerivedBidiClass-15.0.0.txt). */
static bool is_right_to_left(uint32_t character)
{
    return (character >= 0x0590 && character <= 0x08FF) ||
           (character >= 0xFB1D && character <= 0xFDFF) ||
           (character >= 0xFE70 && character <= 0xFEFC) ||
           (character >= 0x10800 && character <= 0x10FFF) ||
           (character >= 0x1E800 && character <= 0x1EFFF);
}

bool tip_web_is_right_to_left(const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        uint32_t character = tip_utf8_next(&text, end);

        if (tip_letter_is_letter(character))
            return is_right_to_left(character);
    }
    return false;
}

void tip_web_language(struct tip_string *out, const struct tip_view *view, const char *text)
{
    const char *told = view->report.language, *script = tip_web_script_language(text);
    char code[TIP_LANGUAGE_SIZE] = "en";

    if (told != NULL && !tip_language_code(code, told, strlen(told)))
        memcpy(code, "en", sizeof "en");
    tip_html_markup(out, " dir=\"auto\"");
    if (strcmp(code, "en") != 0)
        tip_html_attribute(out, "lang", code);
    else if (script != NULL)
        tip_html_attribute(out, "lang", script);
}
