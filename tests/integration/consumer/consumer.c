/* The smallest program that asks a server: consumer ADDRESS QUERY prints citations. Without
 * arguments it only says which library it has. */
#include <stdio.h>
#include <tipsearch.h>

static int print_citations(struct tipsearch_client *client, const char *text)
{
    struct tipsearch_query query = {.query = text, .limit = 3};
    struct tipsearch_result *result;
    struct tipsearch_error error;

    if (tipsearch_search(client, &query, &result, &error) != TIPSEARCH_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    for (size_t i = 0; i < result->hit_count; i++)
        puts(result->hits[i].passage.citation);
    tipsearch_result_free(result);
    return 0;
}

int main(int count, char **arguments)
{
    struct tipsearch_client *client;
    struct tipsearch_error error;
    int status;

    if (count != 3)
        return printf("libtipsearch %s\n", tipsearch_version()) < 0;
    if (tipsearch_connect(&client, arguments[1], NULL, &error) != TIPSEARCH_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    status = print_citations(client, arguments[2]);
    tipsearch_disconnect(client);
    return status;
}
