/* Where a benchmark builds its index. On the disk that $TMPDIR names, as syncing is part of a
 * build.
 */
#include "bench/place.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

tip_status bench_place_make(struct bench_place *place, struct tip_error *error)
{
    const char *temporary = getenv("TMPDIR");
    *place = (struct bench_place){0};
    char *folder = tip_path_join(temporary != NULL ? temporary : "/tmp", "tip-bench-XXXXXX");
    if (folder == NULL) {
        return tip_error_memory(error, "making a folder");
    }
    if (mkdtemp(folder) == NULL) {
        tip_status status = tip_error_errno(error, "%s: cannot make the folder", folder);
        free(folder);
        return status;
    }
    place->folder = folder;
    place->index = tip_path_join(folder, "index");
    place->socket = tip_path_join(folder, "socket");
    if (place->index == NULL || place->socket == NULL) {
        return tip_error_memory(error, "making a folder");
    }
    return TIP_OK;
}

void bench_place_remove(struct bench_place *place)
{
    struct tip_error error;
    if (place->folder != NULL && tip_folder_remove(place->folder, &error) != TIP_OK) {
        fprintf(stderr, "%s\n", error.message);
    }
    free(place->folder);
    free(place->index);
    free(place->socket);
    *place = (struct bench_place){0};
}
