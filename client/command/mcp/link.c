/* The connection to the search server.
 *
 * SPDX-License-Identifier: MIT */
#include "command/mcp/link.h"

#include <stdlib.h>
#include <string.h>

#include "command/failure.h"

void link_begin(struct link *link, const struct options *options)
{
    *link = (struct link){.options = options, .finder = {.file = -1}};
}

bool link_is_own(const struct link *link)
{
    return !link->options->server;
}

static void drop(struct link *link)
{
    tipsearch_handle_close(link->handle);
    link->handle = NULL;
    link->is_broken = false;
    free(link->address);
    link->address = NULL;
}

static enum tipsearch_code open_handle(struct link *link, struct tipsearch_error *error)
{
    struct tipsearch_options connection = options_connection(link->options);

    if (!link_is_own(link))
        connection.reconnect = TIPSEARCH_RECONNECT_ALL;
    return tipsearch_handle_open(&link->handle, link->address, &connection, error);
}

enum link_state link_state(struct link *link, struct tipsearch_error *error)
{
    if (link->is_broken)
        drop(link);
    if (link->handle)
        return LINK_READY;
    if (link->finder.child > 0)
        return LINK_LOOKING;
    if (!link->address && link_is_own(link))
        return finder_begin(&link->finder, link->options, error) == TIPSEARCH_OK ? LINK_LOOKING
                                                                                 : LINK_FAILED;
    if (!link->address) {
        link->address = strdup(link->options->server);
        if (!link->address) {
            failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
            return LINK_FAILED;
        }
    }
    if (open_handle(link, error) == TIPSEARCH_OK)
        return LINK_READY;
    drop(link);
    return LINK_FAILED;
}

void link_poll(const struct link *link, struct pollfd *wait, int *timeout_ms)
{
    *wait = (struct pollfd){.fd = link->finder.file, .events = POLLIN};
    *timeout_ms = -1;
    if (!link->handle)
        return;
    wait->fd = tipsearch_handle_fd(link->handle);
    wait->events = tipsearch_handle_events(link->handle);
    *timeout_ms = tipsearch_handle_timeout_ms(link->handle);
}

enum link_state link_process(struct link *link, const struct pollfd *wait,
                             struct tipsearch_error *error)
{
    if (link->handle)
        tipsearch_handle_process(link->handle);
    if (link->is_broken)
        drop(link);
    if (link->finder.file < 0 || wait->fd != link->finder.file || !wait->revents)
        return link->handle ? LINK_READY : LINK_LOOKING;
    return finder_take(&link->finder, &link->address, error) == TIPSEARCH_OK ? LINK_LOOKING
                                                                             : LINK_FAILED;
}

void link_end(struct link *link)
{
    drop(link);
    finder_end(&link->finder);
}
