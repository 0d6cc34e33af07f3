/* Names compared as people do: the case does not matter, nor do accents in the order of a list.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TIPSEARCH_DESK_NAME_ORDER_H
#define TIPSEARCH_DESK_NAME_ORDER_H

#include <wchar.h>

/* The next character of UTF-8 text, small; what is no UTF-8 comes byte by byte, each as a number
 * above all characters. 0 at the end, where *text stays. */
wint_t name_next(const char **text);

/* Compares two names of UTF-8 text as strcmp(3) does, but whatever the case and the accents of
 * Latin letters: Cote, Côte, Czech. 0: they differ in nothing else. */
int name_compare(const char *left, const char *right);

#endif
