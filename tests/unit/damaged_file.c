/* Copies of a file with one thing wrong, one after the other under the same name. */
#include "damaged_file.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "harness/harness.h"

static void cut_everywhere(const char *copy, const char *bytes, size_t length,
                           tip_read_everything *read_all)
{
    for (size_t shorter = 0; shorter < length; shorter++) {
        tip_test_write(copy, bytes, shorter);
        cr_assert_not(read_all(copy), "%zu of %zu bytes were taken for the file", shorter, length);
    }
}

static void change_every_byte(const char *copy, char *bytes, size_t length,
                              tip_read_everything *read_all)
{
    static const char changes[] = {'\x01', '\x80', '\xff'};
    for (size_t at = 0; at < length; at++) {
        for (size_t i = 0; i < sizeof changes; i++) {
            bytes[at] = (char)(bytes[at] ^ changes[i]);
            tip_test_write(copy, bytes, length);
            read_all(copy);
            bytes[at] = (char)(bytes[at] ^ changes[i]);
        }
    }
}

void tip_test_every_damage(const char *folder, const char *path, tip_read_everything *read_all)
{
    size_t length;
    char *bytes = tip_test_read(path, &length);
    char *copy = tip_test_path(folder, "damaged");
    cut_everywhere(copy, bytes, length, read_all);
    change_every_byte(copy, bytes, length, read_all);
    free(copy);
    free(bytes);
}
