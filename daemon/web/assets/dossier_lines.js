/* Where a dossier's Markdown names passages: the rules of tipsearch-dossier(7), line by line as the
 * command reads them, so that what one takes for an id the other does, too.
 *
 * An id counts only on a line of its own, alone or as a list's item, with or without "passage"
 * before it. All else is its user's Markdown: of that only so much is understood as is needed to
 * leave ids alone in code and in comments. */

const ITEMS_MAX = 16; /* lists within lists */
const INDENT_MAX = 64; /* columns before an id */
const CODE_INDENT = 4; /* columns, of CommonMark 0.31, 4.4 */

const BLANK = /^[ \t\v\f\r]*$/;
const ID = /^(?:passage +)?([0-9a-f]{16})[ \t\v\f\r]*$/i;

export function isBlank(line) {
    return BLANK.test(line);
}

/* The id that a text is, alone or behind "passage", in lower case; null: it is none. */
export function idOf(text) {
    const match = ID.exec(text);
    return match ? match[1].toLowerCase() : null;
}

function indentOf(line) {
    let indent = 0;
    while (line[indent] === " ") {
        indent++;
    }
    return indent;
}

/* The length of a list item's mark with the blanks behind it; 0: there is none. */
function markLength(text) {
    const match = /^(?:[-*+]|[0-9]{1,9}[.)])( +)/.exec(text);
    if (!match) {
        return 0;
    }
    const blanks = match[1].length;
    return match[0].length - blanks + (blanks > CODE_INDENT ? 1 : blanks);
}

/* The text behind a block quote's sign; null: the line is of none. `column` is where the text of
 * the list's item begins, from which on the sign may be indented. */
export function quotedText(line, column) {
    const at = indentOf(line);
    if (line[at] !== ">" || at >= column + CODE_INDENT) {
        return null;
    }
    return line.slice(at + (line[at + 1] === " " ? 2 : 1));
}

/* What is open at a line: lists, a fence, a comment. */
class Blocks {
    items = []; /* columns at which the texts of the open lists' items begin */
    fence = ""; /* the signs that opened a block of code, behind its indent */
    fenceIndent = 0;
    isInComment = false;
    isAfterBlank = true;

    itemColumn() {
        return this.items.at(-1) ?? 0;
    }

    /* Closes the items that a line is not of. */
    leaveItems(line) {
        const indent = indentOf(line);
        const isLeft = this.isAfterBlank || markLength(line.slice(indent)) > 0;
        while (isLeft && this.items.length > 0 && indent < this.itemColumn()) {
            this.items.pop();
        }
    }

    /* Opens the items that begin on a line. The column at which its text begins; -1: it is code. */
    enterItems(line) {
        let begin = indentOf(line);
        for (;;) {
            const mark = markLength(line.slice(begin));
            if (begin >= this.itemColumn() + CODE_INDENT) {
                return -1;
            }
            if (mark === 0 || this.items.length === ITEMS_MAX) {
                return begin;
            }
            begin += mark;
            this.items.push(begin);
            begin += indentOf(line.slice(begin));
        }
    }

    /* Whether a line is of a comment that begins a line. */
    takeComment(line) {
        if (!this.isInComment && !line.slice(indentOf(line)).startsWith("<!--")) {
            return false;
        }
        this.isInComment = !line.includes("-->");
        return true;
    }

    /* Whether a line is of a block of code between fences, which it may open or close. */
    takeFence(line) {
        const indent = indentOf(line);
        const signs = /^(`{3,}|~{3,})/.exec(line.slice(indent))?.[0] ?? "";
        const behind = line.slice(indent + signs.length);
        if (this.fence !== "") {
            if (signs.startsWith(this.fence) && /^[ \t]*$/.test(behind)) {
                this.fence = "";
            }
            return true;
        }
        if (signs === "" || indent >= this.itemColumn() + CODE_INDENT ||
            (signs[0] === "`" && behind.includes("`"))) {
            return false; /* the last: code within a line */
        }
        this.fence = signs;
        this.fenceIndent = indent;
        return true;
    }
}

/* Goes through lines and calls visit(index, column) for each that is neither code nor comment: its
 * text begins at the column. What visit returns, if anything, is the index of the last line that it
 * took; the walk goes on behind it. Returns what is still open behind the last line: `fence` with
 * `fenceIndent`, `isInComment`. */
export function walkLines(lines, visit) {
    const blocks = new Blocks();
    for (let index = 0; index < lines.length; index++) {
        const line = lines[index];
        if (isBlank(line)) {
            blocks.isAfterBlank = true;
            continue;
        }
        if (!blocks.isInComment && blocks.fence === "") {
            blocks.leaveItems(line);
        }
        if (!blocks.takeComment(line) && !blocks.takeFence(line)) {
            const column = blocks.enterItems(line);
            if (column >= 0 && column <= INDENT_MAX) {
                index = visit(index, column) ?? index;
            }
        }
        blocks.isAfterBlank = false;
    }
    return blocks;
}

/* How many lines at the beginning are front matter, with both its rules; 0: there is none. */
export function frontMatterLength(lines) {
    if (!/^---[- ]*$/.test(lines[0] ?? "")) {
        return 0;
    }
    const end = lines.findIndex((line, index) => index > 0 && /^(---|\.\.\.)/.test(line));
    return end + 1;
}
