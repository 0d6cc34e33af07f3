/* Every example of the protocol's page is sent, and its reply compared.
 *
 * In the page's blocks of kind `protocol` a line beginning with `> ` is a request, the line after
 * it beginning with `< ` its reply, where … stands for anything. Those of kind `protocol later` ask
 * an index whose report was edited and which has last year's, too. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "example_match.h"
#include "server_fixture.h"

static char *read_page(void)
{
    const char *source = getenv("TIP_SOURCE");
    char *path, *page;

    cr_assert_not_null(source, "TIP_SOURCE is not set");
    path = tip_test_path(source, "daemon/protocol/README.md");
    page = tip_test_read(path, NULL);
    free(path);
    return page;
}

Test(page, patterns_can_fail)
{
    cr_assert(example_matches("{\"a\":…}", "{\"a\":1}"));
    cr_assert(example_matches("x…y…z", "x1y2z"));
    cr_assert_not(example_matches("{\"a\":…}", "{\"b\":1}"));
    cr_assert_not(example_matches("x…y", "x1yz"));
    cr_assert_not(example_matches("xy", "xyz"));
}

/* The report as it was before one word of it changed, then last year's, then the report as it is.
 */
static void start_later(struct server_fixture *later)
{
    static const char last_year[] =
        "## Scams\n\n"
        "Traffickers hold workers in compounds in Cambodia and force them into cyber scam "
        "operations. Those who refuse are beaten, and debt bondage keeps them there.\n";
    struct tip_run run;
    char *earlier = strdup(server_sample);
    char *path;

    *later = (struct server_fixture){.folder = tip_test_folder()};
    later->source = tip_test_path(later->folder, "sample.md");
    later->index = tip_test_path(later->folder, "index");
    memcpy(strstr(earlier, "borrow"), "accept", strlen("borrow"));
    tip_test_write(later->source, earlier, strlen(earlier));
    server_fixture_rebuild(later);
    path = tip_test_path(later->folder, "last.md");
    tip_test_write(path, last_year, strlen(last_year));
    TIP_RUN(&run, "tipindex", "update", "-i", later->index, "--id", "tip-2022", "--title",
            "Trafficking in Persons Report", "--year", "2022", path);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    tip_test_write(later->source, server_sample, strlen(server_sample));
    TIP_RUN(&run, "tipindex", "update", "-i", later->index, later->source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    tip_daemon_start(&later->daemon, later->index, NULL);
    free(earlier);
    free(path);
}

Test(page, every_example_is_answered_as_it_says, .timeout = 60)
{
    struct server_fixture fixture, later;
    char *page = read_page(), *place = NULL;
    struct example_talk talk = {0};
    bool is_example = false;
    int fds[2], fd = -1;

    server_fixture_start(&fixture, NULL);
    start_later(&later);
    fds[0] = tip_daemon_connect(&fixture.daemon);
    fds[1] = tip_daemon_connect(&later.daemon);
    for (char *line = strtok_r(page, "\n", &place); line != NULL;
         line = strtok_r(NULL, "\n", &place)) {
        if (strncmp(line, "```", 3) == 0) {
            is_example = strncmp(line, "```protocol", strlen("```protocol")) == 0;
            fd = fds[strcmp(line, "```protocol later") == 0];
        }
        if (is_example)
            example_line(&talk, fd, line);
    }
    example_end(&talk, 12);
    close(fds[0]);
    close(fds[1]);
    free(page);
    server_fixture_stop(&fixture);
    server_fixture_stop(&later);
}
