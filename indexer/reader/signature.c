/* Kinds of files that are no source, by their bytes (file formats' own specifications). */
#include "reader/signature.h"

#include <stdbool.h>
#include <string.h>

/* What stands further in counts only where a zero byte stands before it: the letters alone may be
 * those of a text. */
#define SIGNATURE(at, bytes, what)                                                                 \
    {                                                                                              \
        at, bytes, sizeof(bytes) - 1, what                                                         \
    }

static const struct {
    size_t at;
    const char *bytes;
    size_t length;
    const char *what;
} signatures[] = {
    SIGNATURE(0, "%PDF-", "a PDF file"),
    SIGNATURE(0, "{\\rtf", "a Rich Text document (.rtf)"),
    SIGNATURE(0, "%!PS", "a PostScript file"),
    SIGNATURE(0, "\xd0\xcf\x11\xe0", "an old office document (.doc, .xls, .ppt)"),
    SIGNATURE(0, "\x1f\x8b", "a gzip file within a gzip file"),
    SIGNATURE(0, "BZh91AY&SY", "a bzip2 file"),
    SIGNATURE(0,
              "\xfd"
              "7zXZ",
              "an xz file"),
    SIGNATURE(0, "\x28\xb5\x2f\xfd", "a zstd file"),
    SIGNATURE(0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    SIGNATURE(0, "Rar!\x1a\x07", "a RAR archive"),
    SIGNATURE(257, "ustar", "a tar archive"),
    SIGNATURE(0,
              "\x7f"
              "ELF",
              "a program"),
    SIGNATURE(0, "MZ\x90", "a program"),
    SIGNATURE(0, "\xca\xfe\xba\xbe", "a program"),
    SIGNATURE(0, "\x89PNG", "an image (PNG)"),
    SIGNATURE(0, "\xff\xd8\xff", "an image (JPEG)"),
    SIGNATURE(0, "GIF8", "an image (GIF)"),
    SIGNATURE(0, "II*\0", "an image (TIFF)"),
    SIGNATURE(0, "MM\0*", "an image (TIFF)"),
    SIGNATURE(0, "8BPS", "an image (Photoshop)"),
    SIGNATURE(8, "WEBP", "an image (WebP)"),
    SIGNATURE(0, "AT&TFORM", "a DjVu file"),
    SIGNATURE(0, "ID3\x03", "a sound file"),
    SIGNATURE(0, "ID3\x04", "a sound file"),
    SIGNATURE(0, "OggS\0", "a sound or video file"),
    SIGNATURE(8, "WAVE", "a sound file"),
    SIGNATURE(4, "ftyp", "a video or an image"),
    SIGNATURE(0, "\x1a\x45\xdf\xa3", "a video"),
    SIGNATURE(0, "SQLite format 3", "a database"),
    SIGNATURE(0, "wOFF", "a font"),
    SIGNATURE(0, "wOF2", "a font"),
    SIGNATURE(0, "\xff\xfe\0\0", "UTF-32 text"),
    SIGNATURE(0, "\0\0\xfe\xff", "UTF-32 text"),
};

/* Where in a ZIP archive its files' names are looked for: in front and, as the directory of an
 * archive stands last, behind. */
enum { ZIP_LOOK = 1 << 16 };

static bool holds(const char *bytes, size_t length, const char *text)
{
    size_t look = length < ZIP_LOOK ? length : ZIP_LOOK;
    return memmem(bytes, look, text, strlen(text)) != NULL ||
           memmem(bytes + length - look, look, text, strlen(text)) != NULL;
}

/* Office documents and books are ZIP archives; the names inside tell which. */
static const char *archive_name(const char *bytes, size_t length)
{
    static const struct {
        const char *holds, *what;
    } kinds[] = {
        {"word/document", "a Word document (.docx)"},
        {"xl/workbook", "an Excel workbook (.xlsx)"},
        {"ppt/presentation", "a PowerPoint presentation (.pptx)"},
        {"application/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods, .odp)"},
        {"application/epub+zip", "an EPUB book"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (holds(bytes, length, kinds[i].holds))
            return kinds[i].what;
    return "a ZIP archive";
}

const char *tip_signature_name(const char *bytes, size_t length)
{
    if (length >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
        return archive_name(bytes, length);
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        size_t at = signatures[i].at;
        if (length >= at + signatures[i].length &&
            memcmp(bytes + at, signatures[i].bytes, signatures[i].length) == 0 &&
            (at == 0 || memchr(bytes, '\0', at) != NULL))
            return signatures[i].what;
    }
    return NULL;
}
