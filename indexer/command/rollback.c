/* tipindex rollback: the generation before the live one answers again.
 *
 * It is published like a build, under a new number (index/restore.c says why), and what was live is
 * kept as the older one: a second rollback takes back the first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/failure.h"
#include "command/figure.h"
#include "index/erasure.h"
#include "index/generation_name.h"

static int exec_rollback(const struct tip_options *options);

const struct tip_command_entry tip_command_rollback = {
    .name = "rollback",
    .options = "iqh",
    .usage = "[-i DIR]",
    .summary = "let the generation before the live one answer again",
    .help =
        "Publishes what the generation before the live one holds, under a new number: a running\n"
        "tipsearchd moves over by itself. What was live is kept, so a second rollback takes\n"
        "back the first. Sources are not looked at: the next tipindex update brings back what\n"
        "it finds in them. Exits 0, or 2 when nothing was changed because of an error.",
    .exec = exec_rollback,
};

/* What a rollback works with. */
struct rollback {
    struct tip_index_lock lock;
    struct tip_draft draft;
    uint32_t live;
    uint32_t number; /* the older generation's */
    uint32_t passages;
    char *made_at;
};

static tip_status find_older(struct rollback *rollback, const char *index_path,
                             struct tip_error *error)
{
    uint32_t *numbers = NULL;
    size_t count = 0;
    tip_status status = tip_generation_current(&rollback->live, index_path, error);
    if (status == TIP_OK) {
        status = tip_generation_list(&numbers, &count, index_path, error);
    }
    for (size_t i = 0; i < count && rollback->number == 0; i++) {
        rollback->number = numbers[i] < rollback->live ? numbers[i] : 0;
    }
    free(numbers);
    if (status == TIP_OK && rollback->number == 0) {
        return tip_error_set(error, TIP_NOT_FOUND,
                             "%s: there is no generation before %u to go back to: one is kept from "
                             "the second build or update on",
                             index_path, (unsigned)rollback->live);
    }
    return status;
}

/* The older generation is let go again before the draft is published, which then removes it: its
 * files live on in the new one. */
static tip_status restore(struct rollback *rollback, const char *index_path,
                          struct tip_error *error)
{
    struct tip_generation *older = NULL, *live = NULL;
    tip_status status = tip_generation_open(&older, index_path, rollback->number, error);
    if (status == TIP_OK) {
        rollback->passages = older->manifest.passages;
        const char *made_at = older->manifest.made_at;
        rollback->made_at = strdup(made_at ? made_at : "nobody knows when");
        status = rollback->made_at ? tip_draft_create(&rollback->draft, index_path, error)
                                   : tip_error_memory(error, "going back");
    }
    if (status == TIP_OK &&
        tip_generation_open(&live, index_path, rollback->live, NULL) != TIP_OK) {
        live = NULL; /* damaged: a reason to go back, and its ids are lost */
    }
    if (status == TIP_OK) {
        status = tip_draft_restore(&rollback->draft, older, live, error);
    }
    tip_generation_close(live);
    tip_generation_close(older);
    return status;
}

/* What was purged must not come back. */
static tip_status finish_erasing(const char *index_path, struct tip_error *error)
{
    struct tip_erasure erasure;
    tip_status status = tip_erasure_finish(&erasure, index_path, error);
    if (status == TIP_OK && erasure.reports) {
        status = tip_erasure_tell(&erasure, error);
    }
    tip_erasure_free(&erasure);
    return status;
}

static tip_status go_back(struct rollback *rollback, const char *index_path,
                          struct tip_error *error)
{
    /* Before the lock, which makes the folder of an index that is not there. */
    tip_status status = tip_generation_current(&rollback->live, index_path, error);
    if (status == TIP_OK) {
        status = tip_index_lock_take(&rollback->lock, index_path, error);
    }
    if (status == TIP_OK) {
        status = finish_erasing(index_path, error);
    }
    if (status == TIP_OK) {
        status = find_older(rollback, index_path, error);
    }
    if (status == TIP_OK) {
        status = restore(rollback, index_path, error);
    }
    return status == TIP_OK ? tip_draft_publish(&rollback->draft, error) : status;
}

static void print_what_answers(const struct rollback *rollback)
{
    char passages[TIP_FIGURE_SIZE];
    printf("generation %u answers now: it is generation %u again (%s passage%s, made %s); "
           "generation %u is kept, tipindex rollback goes back to it\n",
           (unsigned)rollback->draft.number, (unsigned)rollback->number,
           tip_figure(passages, rollback->passages), tip_figure_plural(rollback->passages),
           rollback->made_at, (unsigned)rollback->live);
}

static int exec_rollback(const struct tip_options *options)
{
    struct tip_error error;
    struct rollback rollback = {.lock = {.fd = -1}};
    if (options->argument_count > 0) {
        tip_error_set(&error, TIP_INVALID, "rollback takes no sources: the index is named by -i");
        return tip_failure_print(&error);
    }
    tip_status status = go_back(&rollback, options->index_path, &error);
    if (status == TIP_OK && !options->is_quiet) {
        print_what_answers(&rollback);
    }
    tip_draft_free(&rollback.draft);
    free(rollback.made_at);
    tip_index_lock_release(&rollback.lock);
    return status == TIP_OK ? TIP_EXIT_OK : tip_failure_print(&error);
}
