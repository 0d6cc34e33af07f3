/* Every example of the protocol's page is sent, and its reply compared.
 *
 * In the page's blocks of kind `protocol` a line beginning with `> ` is a request, the line after
 * it beginning with `< ` its reply, where … stands for anything. Those of kind `protocol later` ask
 * an index whose report was edited and which has last year's, too, those of kind `protocol tokens`
 * a server that knows a token. */
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

/* The token is dB8PqDpcYzLNNFdnt4qlxC4VvcE. */
static void start_with_tokens(struct server_fixture *fixture)
{
    static const char line[] =
        "case-tool\t86d047148f1f784de8c82cda4beaa99135e97403f9d2b9acb0bc8cf91bfcd9fe\t20\t*\n";
    char *path;

    server_fixture_build(fixture);
    path = tip_test_path(fixture->folder, "tokens");
    tip_test_write(path, line, sizeof line - 1);
    tip_daemon_start(&fixture->daemon, fixture->index,
                     (const char *const[]){"--tokens", path, NULL});
    free(path);
}

/* Which daemon answers a block that begins so; -1 for one without examples. */
static int daemon_of(const char *fence)
{
    static const char *const kinds[] = {"```protocol", "```protocol later", "```protocol tokens"};

    for (int i = 0; i < 3; i++)
        if (strcmp(fence, kinds[i]) == 0)
            return i;
    return -1;
}

Test(page, every_example_is_answered_as_it_says, .timeout = 60)
{
    struct server_fixture fixtures[3];
    char *page = read_page(), *place = NULL;
    struct example_talk talk = {0};
    int fds[3], which = -1;

    server_fixture_start(&fixtures[0], NULL);
    start_later(&fixtures[1]);
    start_with_tokens(&fixtures[2]);
    for (int i = 0; i < 3; i++)
        fds[i] = tip_daemon_connect(&fixtures[i].daemon);
    for (char *line = strtok_r(page, "\n", &place); line != NULL;
         line = strtok_r(NULL, "\n", &place)) {
        if (strncmp(line, "```", 3) == 0)
            which = daemon_of(line);
        if (which >= 0)
            example_line(&talk, fds[which], line);
    }
    example_end(&talk, 12);
    free(page);
    for (int i = 0; i < 3; i++) {
        close(fds[i]);
        server_fixture_stop(&fixtures[i]);
    }
}
