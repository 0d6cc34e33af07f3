/* What a file is by its bytes, when it is of a kind that is not read. */
#ifndef TIP_READER_SIGNATURE_H
#define TIP_READER_SIGNATURE_H

#include <stddef.h>

/* "a Word document (.docx)", "an image (PNG)", … as it stands in "this is …"; static. NULL for what
 * is not known by its bytes. */
const char *tip_signature_name(const char *bytes, size_t length);

#endif
