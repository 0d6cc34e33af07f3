/* What a character is to who compares texts word by word. */
#ifndef TIP_LETTERS_H
#define TIP_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether it is of a script that parts words by nothing (Thai, Lao, Burmese, Khmer, Chinese,
 * Japanese), where each letter with its marks is compared alone. */
bool tip_letter_is_unspaced(uint32_t character);

bool tip_letter_is_letter(uint32_t character);

/* Whether words are made of it: letters, marks and digits (analysis/segment.h). */
bool tip_letter_is_of_word(uint32_t character);

/* A combining mark: it belongs to the letter before it. */
bool tip_letter_is_mark(uint32_t character);

#endif
