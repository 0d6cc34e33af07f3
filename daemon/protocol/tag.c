/* Tags: what a client calls a request, so that it knows the reply. */
#include <string.h>

#include "protocol/form.h"
#include "protocol/limits.h"

static bool is_tag_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (byte != '\0' && strchr("._:-", byte) != NULL);
}

bool tip_tag_copy(char *out, const char *text, size_t length)
{
    if (length == 0 || length > TIP_LIMIT_TAG)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_tag_byte(text[i]))
            return false;
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}
