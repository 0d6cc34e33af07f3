/* Writes the files to a folder, which is gone when they are read. */
#include "unit/knowledge_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/harness.h"

struct tip_knowledge *knowledge_fixture_read(const struct knowledge_file *files, size_t count)
{
    char *folder = tip_test_folder();
    struct tip_knowledge *knowledge;
    struct tip_error error;
    for (size_t i = 0; i < count; i++) {
        char *path = tip_test_path(folder, files[i].name);
        tip_test_write(path, files[i].text, strlen(files[i].text));
        free(path);
    }
    cr_assert_eq(tip_knowledge_read(&knowledge, folder, NULL, NULL, &error), TIP_OK, "%s",
                 error.message);
    tip_test_folder_remove(folder);
    return knowledge;
}
