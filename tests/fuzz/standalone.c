/* Calls a fuzz target for every file in a folder, without a fuzzer: its seeds as an ordinary test.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t length = 0, got = 0;
    if (file == NULL)
        return -1;
    do {
        uint8_t *more = realloc(bytes, length + BUFSIZ);
        if (more == NULL)
            break;
        bytes = more;
        got = fread(bytes + length, 1, BUFSIZ, file);
        length += got;
    } while (got > 0);
    int failed = ferror(file);
    fclose(file);
    /* A copy of just its size, so that a read beyond its end is seen. */
    uint8_t *exact = bytes == NULL ? NULL : realloc(bytes, length > 0 ? length : 1);
    if (exact != NULL && failed == 0)
        LLVMFuzzerTestOneInput(exact, length);
    free(exact);
    return failed == 0 && exact != NULL ? 0 : -1;
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    struct dirent **entries = NULL;
    int count = argc == 2 ? scandir(argv[1], &entries, is_seed, alphasort) : -1;
    int status = EXIT_SUCCESS;
    if (count <= 0) {
        fprintf(stderr, "usage: %s FOLDER (with files in it)\n", argv[0]);
        return EXIT_FAILURE;
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
        printf("%s\n", path);
        fflush(stdout);
        if (run_file(path) != 0) {
            fprintf(stderr, "%s: cannot be read\n", path);
            status = EXIT_FAILURE;
        }
        free(entries[i]);
    }
    free(entries);
    return status;
}
