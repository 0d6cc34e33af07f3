/* Worker threads, several producers who may see different things, a new generation and new
 * knowledge now and then: for ThreadSanitizer.
 *
 * A plain program, as Criterion does not work under ThreadSanitizer. It exits 0 when every request
 * was answered; what the sanitizer says fails it besides. The first argument is tipindex. */
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/file.h"
#include "protocol/protocol.h"
#include "server/knowledge_load.h"
#include "server/pool.h"
#include "server/served.h"

enum {
    WORKERS = 4,
    PRODUCERS = 4,
    TURNS = 150,
    REQUESTS = 5,
    ASKERS = 7,
    SWAPS = 20,
    LIMIT_MS = 60000
};

extern char **environ;

static const char sample[] =
    "# Report\n\n"
    "## Cyber Scam Operations\n\nTraffickers hold workers in compounds in Cambodia.\n\n"
    "## Forced Labor at Sea\n\nFees that workers borrow become debt bondage.\n";

static const char *const lines[REQUESTS] = {
    "SEARCH workers FACETS kind,country,pattern TEXT",
    "SEARCH \"\\\"debt bondage\\\" OR cambodia\"",
    "SIMILAR 0000000000000000",
    "PATTERNS",
    "SUGGEST wor",
};

static const char patterns[] = "[debts]\ntitle = Debts\ngroup = a\nsource = b\n"
                               "query = \"debt bondage\"\nquery = borrow\n";
static const char synonyms[] = "members\nworkers; laborers\n";

/* An index of two generations, and what serves it. */
struct stage {
    char folder[256];
    char *index;
    struct tip_log log;
    struct tip_served *served;
    struct tip_pool *pool;
    struct tip_asker *askers[ASKERS]; /* the first: NULL, who sees everything */
};

static void require(bool is_so, const char *what)
{
    if (is_so)
        return;
    fprintf(stderr, "pool_threads: %s\n", what);
    exit(1);
}

static void require_ok(tip_status status, const struct tip_error *error)
{
    require(status == TIP_OK, error->message);
}

/* ---- the stage ---- */

static void build(const char *tipindex, const char *index, const char *source)
{
    const char *arguments[] = {tipindex, "build", "-i", index, source, NULL};
    int status;
    pid_t pid;

    require(posix_spawn(&pid, tipindex, NULL, NULL, (char *const *)(uintptr_t)arguments, environ) ==
                0,
            "cannot start tipindex");
    require(waitpid(pid, &status, 0) == pid && status == 0, "tipindex failed");
}

static struct tip_generation *open_generation(const struct stage *stage, uint32_t number)
{
    struct tip_generation *generation = NULL;
    struct tip_error error = {0};

    require_ok(tip_generation_open(&generation, stage->index, number, &error), &error);
    return generation;
}

static void put(const struct stage *stage, const char *name, const char *text)
{
    char *path = tip_path_join(stage->folder, name);
    struct tip_error error = {0};

    require(path != NULL, "out of memory");
    require_ok(tip_file_write(path, text, strlen(text), &error), &error);
    free(path);
}

static struct tip_knowledge *read_knowledge(const struct stage *stage)
{
    struct tip_knowledge *knowledge = NULL;
    struct tip_error error = {0};

    require_ok(tip_knowledge_load(&knowledge, stage->folder, NULL, NULL, &error), &error);
    return knowledge;
}

/* Scopes that differ, more than a searcher keeps things for; every other one sees the report. */
static void make_askers(struct stage *stage)
{
    for (unsigned i = 1; i < ASKERS; i++) {
        char other[16];
        const char *const ids[] = {other, "sample"};
        struct tip_asker_facts facts = {.name = other, .rate = 1};
        struct tip_error error = {0};

        snprintf(other, sizeof other, "other-%u", i);
        require_ok(tip_scope_create(&facts.scope, ids, 1 + i % 2, &error), &error);
        stage->askers[i] = tip_asker_create(&facts);
        require(stage->askers[i] != NULL, "out of memory");
    }
}

static void prepare(struct stage *stage, const char *tipindex)
{
    const char *temporary = getenv("TMPDIR");
    char *source;

    *stage = (struct stage){0};
    snprintf(stage->folder, sizeof stage->folder, "%s/tip-threads-XXXXXX",
             temporary != NULL ? temporary : "/tmp");
    require(mkdtemp(stage->folder) != NULL, "cannot make a folder");
    source = tip_path_join(stage->folder, "sample.md");
    stage->index = tip_path_join(stage->folder, "index");
    require(source != NULL && stage->index != NULL, "out of memory");
    put(stage, "sample.md", sample);
    put(stage, "patterns.ini", patterns);
    put(stage, "synonyms.tsv", synonyms);
    for (int generation = 1; generation <= 2; generation++)
        build(tipindex, stage->index, source);
    free(source);
    stage->served = tip_served_create(open_generation(stage, 1), read_knowledge(stage));
    require(stage->served != NULL, "out of memory");
    make_askers(stage);
}

static void clear(struct stage *stage)
{
    struct tip_error error = {0};

    tip_pool_free(stage->pool);
    tip_served_free(stage->served);
    for (int i = 0; i < ASKERS; i++)
        tip_asker_release(stage->askers[i]);
    require_ok(tip_folder_remove(stage->folder, &error), &error);
    free(stage->index);
}

/* ---- the threads ---- */

static void add_item(struct tip_turn *turn, const char *line)
{
    struct tip_item *item = tip_item_create();

    require(item != NULL, "out of memory");
    require(tip_line_decode(&item->request, &item->error, line, strlen(line)), line);
    tip_item_list_add(&turn->items, item);
}

static void *produce(void *argument)
{
    struct stage *stage = argument;

    for (int i = 0; i < TURNS; i++) {
        struct tip_turn *turn = tip_turn_create();

        require(turn != NULL, "out of memory");
        turn->asker = tip_asker_hold(stage->askers[i % ASKERS]);
        for (int j = 0; j < REQUESTS; j++)
            add_item(turn, lines[j]);
        tip_pool_submit(stage->pool, turn);
        (void)tip_pool_is_full(stage->pool);
    }
    return NULL;
}

/* Puts the two generations in service in turn, with a damage reported in between, and now and then
 * new knowledge. */
static void *swap(void *argument)
{
    struct stage *stage = argument;
    uint32_t number, passages;

    for (unsigned i = 0; i < SWAPS; i++) {
        struct tip_generation *generation = open_generation(stage, 2 - i % 2);

        tip_served_set_damage(stage->served, "a test");
        require(tip_served_swap(stage->served, generation), "out of memory");
        if (i % 3 == 0)
            require(tip_served_know(stage->served, read_knowledge(stage)), "out of memory");
        tip_pool_refresh(stage->pool);
        tip_served_describe(stage->served, &number, &passages);
        require(number == 2 - i % 2 && passages > 0, "another generation is in service");
    }
    return NULL;
}

static unsigned count_lines(const struct tip_string *text)
{
    unsigned count = 0;

    for (size_t i = 0; i < text->length; i++)
        count += text->data[i] == '\n';
    return count;
}

/* Takes finished turns until all requests are answered; one cut short goes back. */
static void consume(struct stage *stage)
{
    unsigned wanted = PRODUCERS * TURNS * REQUESTS;
    struct pollfd finished = {.fd = tip_pool_fd(stage->pool), .events = POLLIN};
    bool was_at_work = false;

    while (wanted > 0) {
        struct tip_turn *turn, *next;

        require(poll(&finished, 1, LIMIT_MS) > 0, "the workers do not answer");
        was_at_work = was_at_work || !tip_pool_is_alive(stage->pool, -1);
        for (turn = tip_pool_take_finished(stage->pool); turn != NULL; turn = next) {
            next = turn->next;
            require(!turn->replies.failed && count_lines(&turn->replies) == turn->answered,
                    "a reply is missing");
            require(strstr(turn->replies.data, "\"unavailable\"") == NULL, turn->replies.data);
            wanted -= turn->answered;
            tip_string_clear(&turn->replies);
            turn->answered = 0;
            if (turn->items.count > 0)
                tip_pool_submit(stage->pool, turn);
            else
                tip_turn_free(turn);
        }
    }
    require(was_at_work, "no worker was ever seen at work");
}

/* The watchdog's question, with no time allowed: an idle worker is not too long at its work. */
static void await_idle(struct tip_pool *pool)
{
    for (int waited = 0; !tip_pool_is_alive(pool, -1); waited++) {
        require(waited < LIMIT_MS, "a worker stays at work");
        poll(NULL, 0, 1);
    }
}

int main(int argc, char **argv)
{
    pthread_t producers[PRODUCERS], swapper;
    struct tip_error error = {0};
    struct tip_worker_options options;
    struct stage stage;

    require(argc == 2, "usage: pool_threads TIPINDEX");
    prepare(&stage, argv[1]);
    options = (struct tip_worker_options){.served = stage.served,
                                          .log = &stage.log,
                                          .query_timeout_ms = LIMIT_MS,
                                          .queue_timeout_ms = LIMIT_MS};
    require_ok(tip_pool_create(&stage.pool, &options, WORKERS, &error), &error);
    require_ok(tip_pool_start(stage.pool, &error), &error);
    for (int i = 0; i < PRODUCERS; i++)
        require(pthread_create(&producers[i], NULL, produce, &stage) == 0, "cannot start a thread");
    require(pthread_create(&swapper, NULL, swap, &stage) == 0, "cannot start a thread");
    consume(&stage);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_join(producers[i], NULL);
    pthread_join(swapper, NULL);
    await_idle(stage.pool);
    clear(&stage);
    return 0;
}
