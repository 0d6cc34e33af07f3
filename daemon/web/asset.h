/* The files that pages bring along, compiled in from assets/ by asset_table.cmake. */
#ifndef TIP_WEB_ASSET_H
#define TIP_WEB_ASSET_H

#include <stddef.h>

struct tip_web_asset {
    const char *name; /* its path within assets/ */
    const char *type; /* as HTTP names it */
    const char *etag; /* W/"…", of its bytes */
    const unsigned char *data;
    size_t size;
};

extern const struct tip_web_asset tip_web_assets[];
extern const size_t tip_web_asset_count;

/* The file of this name; NULL when there is none. */
const struct tip_web_asset *tip_web_asset_find(const char *name, size_t length);

#endif
