/* A dossier's file, as it is read.
 *
 * SPDX-License-Identifier: MIT */
#include "command/desk/dossier_file.h"

#include <stdlib.h>

#include "command/desk/text_file.h"
#include "command/failure.h"

enum tipsearch_code dossier_read(struct dossier *dossier, const char *path,
                                 struct tipsearch_error *error)
{
    struct text_file file;
    enum tipsearch_code code = text_file_read(&file, path, "a dossier", error);

    *dossier = (struct dossier){.name = file.name, .text = file.text, .length = file.length};
    if (code == TIPSEARCH_OK && !dossier_find_entries(dossier))
        code = failure_set(error, TIPSEARCH_NO_MEMORY, "there is not enough memory");
    return code;
}

void dossier_free(struct dossier *dossier)
{
    for (size_t i = 0; i < dossier->count; i++)
        free(dossier->entries[i].quote);
    free(dossier->entries);
    free(dossier->text);
    *dossier = (struct dossier){0};
}
