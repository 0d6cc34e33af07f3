/* UUIDs as URNs. */
#include "feed/urn.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/string_builder.h"

/* The namespace, a random UUID (version 4): another one would give everything other names. */
static const unsigned char NAMESPACE[16] = {0x5c, 0x0e, 0x8a, 0x61, 0x2f, 0x4d, 0x4b, 0x1c,
                                            0x9d, 0x37, 0xe2, 0x58, 0x90, 0xab, 0x6f, 0x14};

bool tip_urn_make(char urn[TIP_URN_SIZE], const char *kind, const char *name)
{
    struct tip_string text = {0};
    char hex[TIP_DIGEST_HEX_SIZE];
    bool is_made;

    tip_string_append(&text, NAMESPACE, sizeof NAMESPACE);
    tip_string_printf(&text, "%s %s", kind, name);
    is_made = !text.failed && tip_digest_bytes(hex, text.data, text.length, NULL) == TIP_OK;
    tip_string_free(&text);
    if (!is_made)
        return false;
    /* Version 8 and variant 10 in the place of six bits (section 5.8). */
    hex[12] = '8';
    hex[16] = "89ab"[(hex[16] < 'a' ? hex[16] - '0' : hex[16] - 'a' + 10) & 3];
    snprintf(urn, TIP_URN_SIZE, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
             hex + 16, hex + 20);
    return true;
}
