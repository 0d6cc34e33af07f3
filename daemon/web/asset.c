/* The files that pages bring along. */
#include "web/asset.h"

#include <string.h>

const struct tip_web_asset *tip_web_asset_find(const char *name, size_t length)
{
    for (size_t i = 0; i < tip_web_asset_count; i++)
        if (strlen(tip_web_assets[i].name) == length &&
            memcmp(tip_web_assets[i].name, name, length) == 0)
            return &tip_web_assets[i];
    return NULL;
}
