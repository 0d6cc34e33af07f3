/* Tables as text: a line a row, tabs between cells.
 *
 * The first line that is no comment names the columns, in any order. A line that begins with `#`
 * and an empty line are skipped. Cells are given without blanks around them. Lines end with LF or
 * CR LF; a byte order mark may open the file. */
#ifndef TIP_KNOWLEDGE_TSV_H
#define TIP_KNOWLEDGE_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "knowledge/faults.h"

enum { TIP_TSV_COLUMNS = 16 };

struct tip_tsv_column {
    const char *name;
    bool is_needed; /* must be there, and no cell of it empty */
};

/* A cell or a part of one: NUL-terminated, within the table's bytes. */
struct tip_tsv_cell {
    char *text;
    unsigned column; /* where it begins: code points of its line, from 1 */
};

struct tip_tsv_row {
    unsigned line;
    struct tip_tsv_cell cells[TIP_TSV_COLUMNS]; /* in the order of the columns asked for */
};

/* A table being read. */
struct tip_tsv {
    struct tip_faults *faults;
    const struct tip_tsv_column *columns;
    size_t column_count;
    char *next; /* the line to come */
    char *end;
    unsigned line;
    size_t order[TIP_TSV_COLUMNS]; /* which column a cell of the file is */
    size_t cell_count;             /* of the header */
};

/* Begins with the header of `size` bytes, which are NUL-terminated and are changed (cells become
 * strings). False when it is at fault: no row can be read then. No bytes are a table without rows.
 */
bool tip_tsv_open(struct tip_tsv *tsv, char *bytes, size_t size,
                  const struct tip_tsv_column *columns, size_t column_count,
                  struct tip_faults *faults);

/* The next row; rows at fault are told of and skipped. False at the end. */
bool tip_tsv_next(struct tip_tsv *tsv, struct tip_tsv_row *row);

/* Takes the next part of a cell whose parts stand between semicolons: `rest` begins as the cell and
 * shrinks. Empty parts are skipped. False when there is none. */
bool tip_tsv_part(struct tip_tsv_cell *rest, struct tip_tsv_cell *part);

#endif
