// The same as consumer.c in C++ and without waiting: consumer ADDRESS QUERY... prints the citations
// of each query.
#include <cstdlib>
#include <iostream>
#include <memory>
#include <poll.h>
#include <string>
#include <tipsearch.h>

namespace
{
struct Free {
    void operator()(char *line) const
    {
        std::free(line);
    }
    void operator()(tipsearch_result *result) const
    {
        tipsearch_result_free(result);
    }
    void operator()(tipsearch_handle *handle) const
    {
        tipsearch_handle_close(handle);
    }
};

int failures;

extern "C" void show(void *, const tipsearch_reply *reply)
{
    tipsearch_result *result = nullptr;
    tipsearch_error error = {};

    if (reply->code != TIPSEARCH_OK) {
        std::cerr << reply->error->message << '\n';
        failures++;
    } else if (tipsearch_result_parse(&result, reply->line, reply->length, &error) !=
               TIPSEARCH_OK) {
        std::cerr << error.message << '\n';
        failures++;
    }
    std::unique_ptr<tipsearch_result, Free> owned(result);
    for (size_t i = 0; result && i < result->hit_count; i++)
        std::cout << result->hits[i].passage.citation << '\n';
}

void ask(tipsearch_handle *handle, const char *text)
{
    tipsearch_query query = {};
    tipsearch_error error = {};
    char *line = nullptr;

    query.query = text;
    query.limit = 3;
    if (tipsearch_search_line(&line, &query, &error) == TIPSEARCH_OK &&
        tipsearch_handle_submit(handle, line, show, nullptr, nullptr, &error) != TIPSEARCH_OK)
        failures++;
    std::unique_ptr<char, Free> owned(line);
}
} // namespace

int main(int count, char **arguments)
{
    tipsearch_handle *opened = nullptr;
    tipsearch_error error = {};

    if (count < 3) {
        std::cout << "libtipsearch " << tipsearch_version() << '\n';
        return 0;
    }
    if (tipsearch_handle_open(&opened, arguments[1], nullptr, &error) != TIPSEARCH_OK) {
        std::cerr << error.message << '\n';
        return 2;
    }
    std::unique_ptr<tipsearch_handle, Free> handle(opened);
    for (int i = 2; i < count; i++)
        ask(opened, arguments[i]);
    while (tipsearch_handle_count(opened) > 0) {
        pollfd wait = {tipsearch_handle_fd(opened), tipsearch_handle_events(opened), 0};

        poll(&wait, 1, tipsearch_handle_timeout_ms(opened));
        tipsearch_handle_process(opened);
    }
    return failures ? 2 : 0;
}
