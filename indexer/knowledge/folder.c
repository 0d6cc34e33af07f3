/* Where the knowledge files are when nobody says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "knowledge/knowledge.h"

enum { PATH_ROOM = 4096 }; /* PATH_MAX of Linux */

char *tip_knowledge_default_folder(void)
{
    const char *chosen = getenv("TIPSEARCH_KNOWLEDGE");
    if (chosen != NULL && chosen[0] != '\0')
        return strdup(chosen);
    char program[PATH_ROOM];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    /* Without /proc, as in a system that is being installed: as the program was started. */
    if (length <= 0)
        snprintf(program, sizeof program, "%s", (const char *)getauxval(AT_EXECFN));
    char *name = strrchr(program, '/');
    if (name != NULL)
        *name = '\0';
    char *folder;
    return asprintf(&folder, "%s/../share/tipsearch", name != NULL ? program : ".") < 0 ? NULL
                                                                                        : folder;
}
