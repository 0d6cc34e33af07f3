/* Completion of the command line: what tipsearch says a word can become, and a real bash that asks
 * it when Tab is pressed. */
#include <criterion/criterion.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/harness.h"
#include "integration/index_fixture.h"

enum { WAIT_MS = 30000, SCREEN = 1 << 16 };

static struct index_fixture fixture;
static char folder[PATH_MAX]; /* where sockets of servers would be */

static void set_up(void)
{
    index_fixture_init(&fixture);
    snprintf(folder, sizeof folder, "%s", fixture.folder);
    cr_assert_eq(setenv("XDG_RUNTIME_DIR", folder, 1), 0);
    cr_assert_eq(unsetenv("TIPSEARCH_SERVER"), 0);
    cr_assert_eq(setenv("TIPSEARCH_INDEX", fixture.index, 1), 0);
}

static void tear_down(void)
{
    index_fixture_free(&fixture);
}

TestSuite(completion, .init = set_up, .fini = tear_down);

/* ---- what tipsearch says ---- */

/* The completions of `word`, with a blank between each two, for free(3). */
static char *complete(const char *word)
{
    struct tip_run run;
    TIP_RUN(&run, "tipsearch", "--complete", word);
    cr_assert_eq(run.status, 0, "[%s]: %s", word, run.err);
    cr_assert_str_eq(run.err, "", "[%s]", word);
    char *list = strdup(run.out);
    cr_assert_not_null(list);
    for (char *at = list; (at = strchr(at, '\n')) != NULL;) {
        *at = at[1] == '\0' ? '\0' : ' ';
    }
    tip_run_free(&run);
    return list;
}

static const struct {
    const char *word, *wanted;
} static_words[] = {
    {"--sim", "--similar"},
    {"--sort=", "--sort=relevance --sort=year"},
    {"--facets=country,ki", "--facets=country,kind"},
    {"--complete", ""}, /* none of people's options */
    {"coun", "country:"},
    {"-coun", ""}, /* an option, so far */
    {"kind:s", "kind:story"},
    {"KIND:S", "KIND:story"},
    {"-kind:st", "-kind:story"},
    {"+kind:st", "+kind:story"},
    {"kind:story,q", "kind:story,quote"},
    {"tier:2", "tier:2 tier:2WL"},
    {"country:camb", "country:cambodia"},
    {"country:KH,thai", "country:KH,thailand"},
    {"country:south-k", ""},
    {"region:e", "region:EAP region:EUR"},
    {"pattern:debt", "pattern:debt-bondage"},
    {"year:", ""}, /* the index knows, and no server runs */
    {"debt", ""},
    {"", ""},
    {"nosuchfield:x", ""},
};

Test(completion, what_is_always_known_needs_no_server)
{
    for (size_t i = 0; i < sizeof static_words / sizeof static_words[0]; i++) {
        char *list = complete(static_words[i].word);
        cr_expect_str_eq(list, static_words[i].wanted, "[%s]: [%s]", static_words[i].word, list);
        free(list);
    }
}

Test(completion, names_of_countries_are_values_that_filters_take)
{
    static const struct {
        const char *word, *wanted;
    } words[] = {
        {"country:united-k", "country:united-kingdom"},
        {"country:bahamas", "country:bahamas-the"},
        {"country:the-bah", "country:the-bahamas"},
        {"country:guinea-", "country:guinea-bissau"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char *list = complete(words[i].word);
        cr_expect_str_eq(list, words[i].wanted, "[%s]: [%s]", words[i].word, list);
        free(list);
    }
}

Test(completion, no_server_is_started)
{
    char *list = complete("year:2");
    cr_expect_str_eq(list, "");
    free(list);
    cr_expect_neq(access(fixture.index, F_OK), 0, "an index was made");
}

static void build_index(struct tip_daemon *daemon)
{
    char address[PATH_MAX];
    struct tip_run run;
    char *source = index_fixture_source(&fixture, "report-2023.md");
    index_fixture_write(&fixture, "report-2023.md",
                        "# Cyber Scam Operations\n\nDebt bondage holds workers in Cambodia.\n\n"
                        "# Work at Sea\n\nDebt bondage holds zookeepers. Zookeepers owe money.\n");
    TIP_RUN(&run, "tipindex", "build", "-q", "-i", fixture.index, "--year", "2023", source);
    cr_assert_eq(run.status, 0, "%s", run.err);
    tip_run_free(&run);
    free(source);
    tip_daemon_start(daemon, fixture.index, NULL);
    snprintf(address, sizeof address, "unix:%s", daemon->socket);
    cr_assert_eq(setenv("TIPSEARCH_SERVER", address, 1), 0);
}

Test(completion, what_the_index_knows_is_asked_of_its_server)
{
    static const struct {
        const char *word, *wanted;
    } words[] = {
        {"year:2", "year:2023"},
        {"report:", "report:report-2023"},
        {"section:cy", "section:cyber-scam-operations"},
        {"section:oper", "section:operations"},
        {"zook", "zookeepers"},
        {"debt", "debt bondage"},
        {"Debt", "Debt bondage"},
    };
    struct tip_daemon daemon;
    build_index(&daemon);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char *list = complete(words[i].word);
        cr_expect(strncmp(list, words[i].wanted, strlen(words[i].wanted)) == 0, "[%s]: [%s]",
                  words[i].word, list);
        free(list);
    }
    tip_daemon_stop(&daemon);
}

/* ---- bash ---- */

struct shell {
    pid_t pid;
    int terminal;
    char screen[SCREEN]; /* what it wrote since the last question */
    size_t length;
};

static void say(struct shell *shell, const char *text)
{
    cr_assert_eq(write(shell->terminal, text, strlen(text)), (ssize_t)strlen(text));
}

/* Waits until the shell has written `text`. */
static void await(struct shell *shell, const char *text)
{
    while (strstr(shell->screen, text) == NULL) {
        struct pollfd wait = {.fd = shell->terminal, .events = POLLIN};
        cr_assert_gt(poll(&wait, 1, WAIT_MS), 0, "no [%s] in [%s]", text, shell->screen);
        ssize_t got =
            read(shell->terminal, shell->screen + shell->length, SCREEN - 1 - shell->length);
        cr_assert_gt(got, 0, "the shell ended: [%s]", shell->screen);
        shell->length += (size_t)got;
        shell->screen[shell->length] = '\0';
    }
}

/* An interactive bash with our completions, in which tipsearch shows its arguments. */
static void shell_open(struct shell *shell)
{
    char path[PATH_MAX * 2], setup[PATH_MAX * 2];
    const struct winsize size = {.ws_row = 24, .ws_col = 200};
    snprintf(path, sizeof path, "%s:%s", getenv("TIP_BIN"), getenv("PATH"));
    *shell = (struct shell){.length = 0};
    shell->pid = forkpty(&shell->terminal, NULL, NULL, &size);
    if (shell->pid < 0) {
        cr_skip_test("skipped: this system gives no pseudo-terminal");
    }
    if (shell->pid == 0) {
        setenv("PATH", path, 1);
        setenv("INPUTRC", "/dev/null", 1);
        setenv("TERM", "dumb", 1);
        execlp("bash", "bash", "--norc", "--noprofile", "-i", (char *)NULL);
        _exit(127);
    }
    snprintf(setup, sizeof setup,
             "source %s/client/completions/tipsearch.bash; tipsearch() { case \"$*\" in "
             "*--complete*) command tipsearch \"$@\" ;; *) printf '<%%s>' \"$@\"; echo '<e''nd>' "
             ";; esac; }; PS1='rea''dy> '\n",
             getenv("TIP_SOURCE"));
    say(shell, setup);
    await(shell, "ready> ");
}

static void shell_close(struct shell *shell)
{
    int state;
    say(shell, "exit\n");
    cr_assert_eq(waitpid(shell->pid, &state, 0), shell->pid);
    close(shell->terminal);
}

/* Types a line, Tab and Enter included, and expects these arguments in its answer. */
static void expect_typed(struct shell *shell, const char *line, const char *arguments)
{
    shell->length = 0;
    shell->screen[0] = '\0';
    say(shell, line);
    await(shell, "<end>");
    await(shell, "ready> ");
    cr_expect_not_null(strstr(shell->screen, arguments), "[%s]: [%s]", line, shell->screen);
}

Test(completion, bash_completes_options_and_filters, .timeout = 100)
{
    struct shell shell;
    shell_open(&shell);
    expect_typed(&shell, "tipsearch country:camb\t\n", "<country:cambodia><end>");
    expect_typed(&shell, "tipsearch scam kind:story,q\t\n", "<scam><kind:story,quote><end>");
    expect_typed(&shell, "tipsearch patt\tdebt\t visa\n", "<pattern:debt-bondage><visa><end>");
    expect_typed(&shell, "tipsearch --sim\t\n", "<--similar><end>");
    expect_typed(&shell, "tipsearch --sort y\t x\n", "<--sort><year><x><end>");
    expect_typed(&shell, "tipsearch --sort=y\t x\n", "<--sort=year><x><end>");
    expect_typed(&shell, "tipsearch nosuchword\t\n", "<nosuchword><end>");
    shell_close(&shell);
}

Test(completion, bash_completes_words_of_the_index, .timeout = 100)
{
    struct tip_daemon daemon;
    struct shell shell;
    build_index(&daemon);
    shell_open(&shell);
    expect_typed(&shell, "tipsearch zook\t\n", "<zookeepers><end>");
    expect_typed(&shell, "tipsearch section:cy\t\n", "<section:cyber-scam-operations><end>");
    expect_typed(&shell, "tipsearch year:\t\n", "<year:2023><end>");
    shell_close(&shell);
    tip_daemon_stop(&daemon);
}

Test(completion, bash_completes_options_of_the_other_programs, .timeout = 100)
{
    struct shell shell;
    shell_open(&shell);
    say(&shell,
        "show() { printf '<%s>' \"$@\"; echo '<e''nd>'; }; tipindex() { case $* in *--help) "
        "command tipindex \"$@\" ;; *) show \"$@\" ;; esac; }; tipsearchd() { case $* in "
        "*--help) command tipsearchd \"$@\" ;; *) show \"$@\" ;; esac; }\n");
    expect_typed(&shell, "tipindex upd\t --passage\t 200\n", "<update><--passage-words><200><end>");
    expect_typed(&shell, "tipsearchd --fore\t\n", "<--foreground><end>");
    shell_close(&shell);
}
