/* The names of kinds and of what is known about pages. */
#include "base/kind.h"

#include <stddef.h>
#include <strings.h>

static const char *const kind_names[TIP_KIND_COUNT] = {
#define XX(code, name) [TIP_KIND_##code] = name,
    TIP_KIND_MAP(XX)
#undef XX
};

const char *tip_kind_name(unsigned kind)
{
    return kind < TIP_KIND_COUNT ? kind_names[kind] : NULL;
}

bool tip_kind_parse(enum tip_kind *kind, const char *name)
{
    for (unsigned i = 0; i < TIP_KIND_COUNT; i++) {
        if (strcasecmp(name, kind_names[i]) == 0) {
            *kind = (enum tip_kind)i;
            return true;
        }
    }
    return false;
}

const char *tip_page_is_name(enum tip_page_is page_is)
{
    switch (page_is) {
    case TIP_PAGE_UNKNOWN:
        return NULL;
    case TIP_PAGE_EXACT:
        return "exact";
    case TIP_PAGE_SECTION_START:
        return "section_start";
    }
    return NULL;
}
