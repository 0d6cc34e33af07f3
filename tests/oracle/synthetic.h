/* A collection of few different words, so that phrases, NEAR and NOT find some passages and leave
 * some: hyphenated words, repeated ones, two languages, titles and headings of the same words. */
#ifndef TIP_ORACLE_SYNTHETIC_H
#define TIP_ORACLE_SYNTHETIC_H

#include "base/string_builder.h"

/* JSON Lines for tipindex, always the same. */
void oracle_synthetic_write(struct tip_string *out);

#endif
