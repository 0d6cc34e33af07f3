/* Passages on standard output, and which ids are taken. */
#include "command/printout.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/string_builder.h"
#include "command/passage_line.h"

/* An id that is taken. */
struct taken {
    char *id;
    char *file; /* for which it was taken last */
};

struct tip_printout {
    void *by_id;            /* struct taken, a tree of tsearch(3) */
    struct tip_string line; /* reused from passage to passage */
    bool is_unread;
};

tip_status tip_printout_create(struct tip_printout **out, struct tip_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out ? TIP_OK : tip_error_memory(error, "printing passages");
}

static void taken_free(void *data)
{
    struct taken *taken = data;
    if (taken) {
        free(taken->id);
        free(taken->file);
        free(taken);
    }
}

void tip_printout_free(struct tip_printout *printout)
{
    if (printout) {
        tdestroy(printout->by_id, taken_free);
        tip_string_free(&printout->line);
        free(printout);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct taken *taken = a;
    const struct taken *other = b;
    return strcmp(taken->id, other->id);
}

static struct taken *find(const struct tip_printout *printout, const char *id)
{
    const struct taken key = {.id = (char *)id}; /* only compared */
    void *node = tfind(&key, (void *const *)&printout->by_id, by_id);
    return node ? *(struct taken **)node : NULL;
}

const char *tip_printout_file(const struct tip_printout *printout, const char *id)
{
    const struct taken *taken = find(printout, id);
    return taken ? taken->file : NULL;
}

bool tip_printout_is_unread(const struct tip_printout *printout)
{
    return printout && printout->is_unread;
}

tip_status tip_printout_take(struct tip_printout *printout, const char *id, const char *file,
                             struct tip_error *error)
{
    struct taken *known = find(printout, id);
    if (known && strcmp(known->file, file) == 0) {
        return TIP_OK;
    }
    struct taken *taken = calloc(1, sizeof *taken);
    if (taken) {
        *taken = (struct taken){strdup(id), strdup(file)};
    }
    if (!taken || !taken->id || !taken->file) {
        taken_free(taken);
        return tip_error_memory(error, "noting an id");
    }
    if (known) {
        tdelete(known, &printout->by_id, by_id);
        taken_free(known);
    }
    if (!tsearch(taken, &printout->by_id, by_id)) {
        taken_free(taken);
        return tip_error_memory(error, "noting an id");
    }
    return TIP_OK;
}

static tip_status print_passage(struct tip_printout *printout, const struct tip_report *report,
                                const struct tip_passage *passage, struct tip_error *error)
{
    const struct tip_passage_line line = {.id = passage->id,
                                          .text_key = passage->text_key,
                                          .report = report,
                                          .headings = (const char *const *)passage->section,
                                          .depth = passage->section_depth,
                                          .kind = passage->kind,
                                          .page_is = passage->page_is,
                                          .page = passage->page,
                                          .page_number = passage->page_number,
                                          .ordinal = passage->ordinal,
                                          .countries = passage->countries,
                                          .text = passage->text,
                                          .length = strlen(passage->text),
                                          .by = passage->by,
                                          .words = passage->words};
    tip_status status = tip_passage_line_write(&printout->line, &line, error);
    return status == TIP_OK ? tip_passage_line_print(&printout->line, &printout->is_unread, error)
                            : status;
}

tip_status tip_printout_report(struct tip_printout *printout, const struct tip_report *report,
                               const struct tip_passages *passages, struct tip_error *error)
{
    tip_status status = tip_printout_take(printout, report->id, report->file, error);
    for (size_t i = 0; status == TIP_OK && i < passages->count && !printout->is_unread; i++) {
        status = print_passage(printout, report, &passages->items[i], error);
    }
    return status;
}
