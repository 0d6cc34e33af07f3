/* Who said a quotation: shapes of the lines behind it. */
#include "reader/speaker.h"

#include <ctype.h>
#include <string.h>

#include "reader/document.h"

enum { SPEAKER_WORDS = 8, OFFICE_WORDS = 20 };

size_t tip_speaker_dash(const struct tip_line *line)
{
    if (line->length == 0 || strchr(".!?", line->text[line->length - 1]) != NULL)
        return 0; /* a sentence: a dialogue goes on */
    static const char *const dashes[] = {"\xE2\x80\x94", "\xE2\x80\x95", "\xE2\x80\x93", "--"};
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        size_t size = strlen(dashes[i]);
        if (line->length <= size || memcmp(line->text, dashes[i], size) != 0)
            continue;
        while (size < line->length && line->text[size] == ' ')
            size++;
        return size;
    }
    return 0;
}

/* Whether at least half of a line's words begin with a capital, as in a name and an office. */
static bool is_named(const struct tip_line *line)
{
    size_t words = 0, capitals = 0;
    for (size_t i = 0; i < line->length; i++) {
        if (line->text[i] == ' ' || (i > 0 && line->text[i - 1] != ' '))
            continue;
        words++;
        capitals += isupper((unsigned char)line->text[i]) != 0;
    }
    return capitals * 2 >= words;
}

bool tip_speaker_is_person(const struct tip_line *line)
{
    size_t words = tip_text_words(line->text, line->length);
    if (words > OFFICE_WORDS || (words > SPEAKER_WORDS && !is_named(line)) ||
        !isupper((unsigned char)line->text[0]))
        return false;
    bool is_closed = line->text[line->length - 1] == '.';
    bool is_junior = line->length > 4 && (memcmp(line->text + line->length - 4, " Jr.", 4) == 0 ||
                                          memcmp(line->text + line->length - 4, " Sr.", 4) == 0);
    bool has_office = memmem(line->text, line->length, ", ", 2) != NULL;
    return is_junior || (!is_closed && has_office);
}
