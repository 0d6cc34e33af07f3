/* The files, and then the queries in them. */
#include "server/knowledge_load.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "search/pattern_check.h"

static tip_status load(struct tip_knowledge **out, const char *folder, tip_knowledge_tell *tell,
                       void *context, struct tip_error *error)
{
    struct tip_knowledge *knowledge;
    char *patterns = tip_path_join(folder, "patterns.ini");
    tip_status status;

    if (patterns == NULL)
        return tip_error_memory(error, "reading knowledge");
    status = tip_knowledge_read(&knowledge, folder, tell, context, error);
    if (status == TIP_OK) {
        status = tip_patterns_check(knowledge, patterns, tell, context, error);
        if (status == TIP_OK)
            *out = knowledge;
        else
            tip_knowledge_free(knowledge);
    }
    free(patterns);
    return status;
}

/* A folder that somebody named must be there: without its files filters would find nothing. */
tip_status tip_knowledge_load(struct tip_knowledge **out, const char *folder,
                              tip_knowledge_tell *tell, void *context, struct tip_error *error)
{
    char *chosen = folder == NULL ? tip_knowledge_default_folder() : strdup(folder);
    tip_status status;

    if (chosen == NULL)
        return tip_error_memory(error, "finding the knowledge");
    if (folder != NULL && access(chosen, R_OK | X_OK) != 0)
        status = tip_error_errno(error, "cannot read the knowledge in %s", chosen);
    else
        status = load(out, chosen, tell, context, error);
    free(chosen);
    return status;
}
