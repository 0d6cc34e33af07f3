/* A report's default id. */
#include <ctype.h>
#include <string.h>

#include "base/string_builder.h"
#include "passage/passage.h"
#include "reader/gzip.h"

enum { SLUG_BYTES = 64 };

char *tip_report_slug(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    size_t length = tip_gzip_name_length(name);
    const char *dot = memrchr(name, '.', length);
    if (dot != NULL && dot != name)
        length = (size_t)(dot - name);
    struct tip_string slug = {0};
    bool dash_waits = false;
    for (size_t i = 0; i < length && slug.length < SLUG_BYTES; i++) {
        unsigned char byte = (unsigned char)name[i];
        if (!isalnum(byte)) {
            dash_waits = slug.length > 0;
            continue;
        }
        if (dash_waits)
            tip_string_append_char(&slug, '-');
        dash_waits = false;
        tip_string_append_char(&slug, (char)tolower(byte));
    }
    if (slug.length == 0)
        tip_string_append_text(&slug, "report");
    return tip_string_release(&slug);
}
