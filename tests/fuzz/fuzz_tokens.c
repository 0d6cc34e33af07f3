/* Whatever the file of tokens holds: it is read, or refused by a message that names the line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "protocol/limits.h"
#include "server/token_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct tip_asker_list *list)
{
    if (list->count > TIP_LIMIT_TOKENS)
        abort();
    for (size_t i = 0; i < list->count; i++)
        if (tip_asker_name(list->askers[i])[0] == '\0' || tip_asker_rate(list->askers[i]) == 0)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tip_asker_list list = {0};
    struct tip_error error = {0};
    tip_status status = tip_asker_list_parse(&list, "tokens", (const char *)data, size, 1, &error);
    size_t length = strlen(error.message);

    if (status == TIP_OK)
        check(&list);
    else if (status != TIP_INVALID || strncmp(error.message, "tokens:", strlen("tokens:")) != 0 ||
             tip_utf8_invalid_at(error.message, length) != length || list.count != 0)
        abort();
    tip_asker_list_free(&list);
    return 0;
}
