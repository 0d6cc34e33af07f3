/* Languages by code or name. */
#ifndef TIP_LANGUAGE_H
#define TIP_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/report.h"
#include "search/filter.h"

/* The code of a language that ICU knows ("en", or three letters where there are no two), from a
 * code of two or three letters, with or without a country ("en-US", "fra"), or its English name,
 * whatever the case. False when none is meant. */
bool tip_language_code(char out[TIP_LANGUAGE_SIZE], const char *text, size_t length);

enum { TIP_LANGUAGE_NAME_SIZE = 64 };

/* Its English name; the code itself when there is none. */
void tip_language_name(char out[TIP_LANGUAGE_NAME_SIZE], const char *code);

/* A report's language; English where nobody said. */
const char *tip_report_language(const struct tip_report *report);

#endif
