#include "relevance/service.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "bench/program.h"
#include "tipsearch.h"

enum { LIST_LIMIT = 1024 * 1024, START_LIMIT_MS = 20 * 1000, START_LOOK_MS = 5 };

bool program_options_add(struct program_options *options, const char *option)
{
    if (options->count == options->capacity) {
        size_t capacity = options->capacity == 0 ? 16 : options->capacity * 2;
        const char **grown = reallocarray(options->items, capacity, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        options->items = grown;
        options->capacity = capacity;
    }
    options->items[options->count++] = option;
    return true;
}

/* The arguments of a program: those given (up to NULL), further options, NULL. For the caller to
 * free `items`; false without memory. */
static bool gather(struct program_options *all, const char *const *given,
                   const struct program_options *further)
{
    bool is_whole = true;
    for (; *given != NULL; given++) {
        is_whole = is_whole && program_options_add(all, *given);
    }
    for (size_t i = 0; further != NULL && i < further->count; i++) {
        is_whole = is_whole && program_options_add(all, further->items[i]);
    }
    return is_whole && program_options_add(all, NULL);
}

/* Runs a program to its end. */
static tip_status run(const char *const *given, const struct program_options *further,
                      const char *output, struct tip_error *error)
{
    struct program_options all = {0};
    pid_t pid;
    tip_status status = gather(&all, given, further) ? TIP_OK : tip_error_memory(error, given[0]);
    if (status == TIP_OK) {
        status =
            bench_program_start_into(&pid, all.items, &(struct bench_streams){output, NULL}, error);
    }
    if (status == TIP_OK) {
        status = bench_program_wait(pid, given[0], error);
    }
    free(all.items);
    return status;
}

static tip_status make_folder(struct service *service, struct tip_error *error)
{
    const char *temporary = getenv("TMPDIR");
    *service = (struct service){0};
    char *folder = tip_path_join(temporary != NULL ? temporary : "/tmp", "tip-evaluate-XXXXXX");
    if (folder == NULL || mkdtemp(folder) == NULL) {
        tip_status status = tip_error_errno(error, "cannot make a temporary folder");
        free(folder);
        return status;
    }
    service->folder = folder;
    service->index = tip_path_join(folder, "index");
    service->dump = tip_path_join(folder, "dump.jsonl");
    service->log = tip_path_join(folder, "log");
    if (asprintf(&service->address, "unix:%s/socket", folder) < 0) {
        service->address = NULL;
    }
    return service->index != NULL && service->dump != NULL && service->log != NULL &&
                   service->address != NULL
               ? TIP_OK
               : tip_error_memory(error, "making a temporary folder");
}

tip_status service_index(struct service *service, const char *source,
                         const struct program_options *options, struct tip_error *error)
{
    tip_status status = make_folder(service, error);
    if (status != TIP_OK) {
        return status;
    }
    const char *const arguments[] = {PROGRAMS "/tipindex", "build", "-q", "-i",
                                     service->index,       source,  NULL};
    return run(arguments, options, "/dev/null", error);
}

tip_status service_dump(const struct service *service, struct tip_error *error)
{
    const char *const arguments[] = {PROGRAMS "/tipindex", "dump", "-i", service->index, NULL};
    return run(arguments, NULL, service->dump, error);
}

/* Until somebody answers at the address; the end of the daemon ends the wait. */
static tip_status await(const struct service *service, struct tip_error *error)
{
    for (int waited = 0; waited < START_LIMIT_MS; waited += START_LOOK_MS) {
        struct tipsearch_client *client;
        if (tipsearch_connect(&client, service->address, NULL, NULL) == TIPSEARCH_OK) {
            tipsearch_disconnect(client);
            return TIP_OK;
        }
        tip_status status = bench_program_lives(service->daemon, "tipsearchd", error);
        if (status != TIP_OK) {
            return status;
        }
        nanosleep(&(struct timespec){.tv_nsec = START_LOOK_MS * 1000L * 1000L}, NULL);
    }
    return tip_error_set(error, TIP_TIMEOUT, "tipsearchd does not answer at %s", service->address);
}

tip_status service_start(struct service *service, const struct program_options *options,
                         struct tip_error *error)
{
    const char *const arguments[] = {PROGRAMS "/tipsearchd", "-f", "-i", service->index, "-l",
                                     service->address,       NULL};
    struct program_options all = {0};
    tip_status status =
        gather(&all, arguments, options) ? TIP_OK : tip_error_memory(error, "starting tipsearchd");
    if (status == TIP_OK) {
        struct bench_streams streams = {"/dev/null", service->log};
        status = bench_program_start_into(&service->daemon, all.items, &streams, error);
    }
    free(all.items);
    return status == TIP_OK ? await(service, error) : status;
}

void service_tell(const struct service *service)
{
    char *text;
    size_t size;
    if (service->log != NULL &&
        tip_file_read(&text, &size, service->log, LIST_LIMIT, NULL) == TIP_OK) {
        fputs(text, stderr);
        free(text);
    }
}

tip_status service_list_parts(char **list, const struct service *service, struct tip_error *error)
{
    const char *const arguments[] = {PROGRAMS "/tipsearchd", "--without", "help", NULL};
    size_t size;
    tip_status status = run(arguments, NULL, service->dump, error);
    return status == TIP_OK ? tip_file_read(list, &size, service->dump, LIST_LIMIT, error) : status;
}

void service_stop(struct service *service)
{
    bench_program_stop(service->daemon);
    service->daemon = 0;
}

void service_remove(struct service *service)
{
    struct tip_error error;
    service_stop(service);
    if (service->folder != NULL && tip_folder_remove(service->folder, &error) != TIP_OK) {
        fprintf(stderr, "%s\n", error.message);
    }
    free(service->folder);
    free(service->index);
    free(service->address);
    free(service->dump);
    free(service->log);
    *service = (struct service){0};
}
