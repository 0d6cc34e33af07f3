/* Lines for people, whose terminal obeys control characters: a file's name or a title may hold any.
 */
#ifndef TIP_TERMINAL_H
#define TIP_TERMINAL_H

#include <stdio.h>

/* Prints one line, whose end the format leaves out. Control characters (C0, DEL, C1) in it are
 * shown as \x1b, bytes that are not UTF-8 as U+FFFD. */
void tip_terminal_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
