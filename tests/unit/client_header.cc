// The public header of libtipsearch, used from C++.
#include "tipsearch.h"

#include <cstring>

namespace
{
int calls;

void count(void *, const tipsearch_reply *reply)
{
    calls += reply->code == TIPSEARCH_NO_SERVER;
}

// A handle where nobody answers: its request fails, and says so once.
bool handle_works()
{
    tipsearch_options options = {};
    tipsearch_handle *handle = nullptr;
    tipsearch_error error = {};
    unsigned long long ticket = 0;

    options.reconnect = TIPSEARCH_RECONNECT_UNSENT;
    if (tipsearch_handle_open(&handle, "unix:/tmp/nobody-listens-here", &options, &error) !=
            TIPSEARCH_OK ||
        tipsearch_handle_submit(handle, "PING", count, nullptr, &ticket, &error) != TIPSEARCH_OK)
        return false;
    tipsearch_handle_process(handle);
    tipsearch_handle_close(handle);
    return calls == 1;
}
} // namespace

extern "C" bool client_header_works_in_cpp()
{
    tipsearch_query query = {};
    tipsearch_error error = {};
    tipsearch_client *client = nullptr;
    char *line = nullptr;

    query.limit = TIPSEARCH_NO_HITS; // and no query, which is refused
    return handle_works() && tipsearch_search_line(&line, &query, &error) == TIPSEARCH_INVALID &&
           tipsearch_connect(&client, "no address", nullptr, &error) == TIPSEARCH_INVALID &&
           std::strcmp(tipsearch_code_name(error.code), "invalid") == 0;
}
