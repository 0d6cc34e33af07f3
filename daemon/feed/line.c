/* Foreign text as one line. */
#include "feed/line.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "protocol/limits.h"

void tip_feed_line(struct tip_string *out, const char *text)
{
    size_t length = strlen(text);
    size_t shown = length <= TIP_LIMIT_SHOWN
                       ? length
                       : tip_utf8_cut(text, length, TIP_LIMIT_SHOWN - strlen("…"));

    for (const char *at = text, *end = text + shown; at < end;) {
        const char *start = at;
        uint32_t character = tip_utf8_next(&at, end);

        if (character == '\r' || character == '\n' || character == '\t')
            tip_string_append_char(out, ' ');
        else if (!tip_utf8_turns_direction(character))
            tip_string_append(out, start, (size_t)(at - start));
    }
    if (shown < length)
        tip_string_append_text(out, "…");
}
