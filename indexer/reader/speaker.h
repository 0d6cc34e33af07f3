/* Who said a quotation: shapes of the lines behind it. */
#ifndef TIP_READER_SPEAKER_H
#define TIP_READER_SPEAKER_H

#include <stdbool.h>
#include <stddef.h>

#include "reader/lines.h"

/* "— Ann Lee, survivor": the length of the dash and the blanks behind it; 0 when there is
 * none, or the line is a sentence. */
size_t tip_speaker_dash(const struct tip_line *line);

/* Whether one line alone looks like a person: an office behind a comma, or "Jr." in the name. A
 * short heading or sentence behind a quotation is neither. */
bool tip_speaker_is_person(const struct tip_line *line);

#endif
