// The public header of libtipsearch, used from C++.
#include "tipsearch.h"

#include <cstring>

extern "C" bool client_header_works_in_cpp()
{
    tipsearch_query query = {};
    tipsearch_error error = {};
    tipsearch_client *client = nullptr;
    char *line = nullptr;

    query.limit = TIPSEARCH_NO_HITS; // and no query, which is refused
    return tipsearch_search_line(&line, &query, &error) == TIPSEARCH_INVALID &&
           tipsearch_connect(&client, "no address", nullptr, &error) == TIPSEARCH_INVALID &&
           std::strcmp(tipsearch_code_name(error.code), "invalid") == 0;
}
