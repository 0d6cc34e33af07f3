/* What requests are made of. */
#include "search/request.h"

#include <stdlib.h>

void tip_request_free(struct tip_request *request)
{
    free(request->query);
    free(request->filter);
    for (size_t i = 0; i < request->filter_count; i++) {
        free(request->filters[i].value);
    }
    free(request->filters);
    free(request->id);
    free(request->like);
    free(request->quoted);
    free(request->token);
    free(request->after);
    *request = (struct tip_request){0};
}

const char *tip_command_name(enum tip_command command)
{
    switch (command) {
#define XX(code, name)                                                                             \
    case TIP_COMMAND_##code:                                                                       \
        return name;
        TIP_COMMAND_MAP(XX)
#undef XX
    case TIP_COMMAND_COUNT:
        break;
    }
    return "unknown";
}

const char *tip_facet_name(enum tip_facet facet)
{
    switch (facet) {
#define XX(code, name)                                                                             \
    case TIP_FACET_##code:                                                                         \
        return name;
        TIP_FACET_MAP(XX)
#undef XX
    case TIP_FACET_COUNT:
        break;
    }
    return "unknown";
}
