/* Damages a file in every way that takes one byte, for the readers of our mapped files. */
#ifndef TIP_TEST_DAMAGED_FILE_H
#define TIP_TEST_DAMAGED_FILE_H

/* Opens the file and, when that succeeds, reads all there is in it; a status other than success
 * is as good. What must not happen is found by the sanitizers. Returns whether it opened. */
typedef int tip_read_everything(const char *path);

/* Cuts the file at `path` to every shorter length, then changes each byte in turn to several
 * values. A shortened file must not open. */
void tip_test_every_damage(const char *folder, const char *path, tip_read_everything *read_all);

#endif
