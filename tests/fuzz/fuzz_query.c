/* Whatever is typed: it is read or refused at a place within it, and what was understood reads
 * again as the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "search/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tip_analyser *analyser;
static struct tip_tokens tokens;
static struct tip_knowledge *knowledge;

static void open_once(void)
{
    struct tip_error error;
    if (analyser == NULL &&
        (tip_analyser_create(&analyser, &error) != TIP_OK ||
         tip_knowledge_read(&knowledge, TIP_CORPUS, NULL, NULL, &error) != TIP_OK))
        abort();
}

/* The query as understood, for free(3); NULL when it is refused. */
static char *understand(const char *text, size_t length, const struct tip_knowledge *known)
{
    struct tip_query query;
    struct tip_string out = {0};
    struct tip_error error;
    size_t at;
    tip_status status =
        tip_query_parse(&query, analyser, &tokens, known, text, length, &at, &error);
    if (status == TIP_OK)
        status = tip_query_read_as(&out, &query, analyser, &tokens, &error);
    else if (status != TIP_INVALID || at > tip_utf8_count(text, length) || error.message[0] == '\0')
        abort();
    tip_query_free(&query);
    char *understood = status == TIP_OK ? tip_string_release(&out) : NULL;
    tip_string_free(&out);
    return understood;
}

/* Where countries are known, a name that punctuation parts ("North/South Korea") is one the second
 * time only. */
static void read_twice(const char *text, size_t length, const struct tip_knowledge *known)
{
    char *once = understand(text, length, known);
    if (once != NULL) {
        char *twice = understand(once, strlen(once), known);
        if (twice == NULL || (known == NULL && strcmp(once, twice) != 0))
            abort();
        free(twice);
    }
    free(once);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    open_once();
    if (tip_utf8_invalid_at(text, size) != size || memchr(text, '\0', size) != NULL)
        return 0;
    read_twice(text, size, NULL);
    read_twice(text, size, knowledge);
    return 0;
}
