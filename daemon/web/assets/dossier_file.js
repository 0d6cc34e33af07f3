/* A dossier as the Markdown file of tipsearch-dossier(7), written and read. Nothing here touches
 * the page.
 *
 * In a file a passage's note stands above its id, and what the person quotes of it, if they
 * selected a part, below. What stands behind the last passage is the dossier's `closing`; lines of
 * the front matter that are not its title are kept as `front`. */
import {frontMatterLength, idOf, isBlank, quotedText, walkLines} from "./dossier_lines.js";
import {linesToNote, noteToLines} from "./dossier_note.js";

export const FILE_BYTES_MAX = 16 << 20; /* as the command has it */

/* ---- title ---- */

/* What YAML takes as it stands, and for a text. */
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ,.()'’“”–—-]*$/u;
const NO_TEXT = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

function titleToYaml(title) {
    const isPlain = PLAIN.test(title) && !NO_TEXT.test(title) && title === title.trim();
    return isPlain ? title : JSON.stringify(title);
}

function yamlToTitle(value) {
    if (value.startsWith('"') && value.endsWith('"') && value.length > 1) {
        try {
            return String(JSON.parse(value));
        } catch {
            return value.slice(1, -1);
        }
    }
    if (value.startsWith("'") && value.endsWith("'") && value.length > 1) {
        return value.slice(1, -1).replaceAll("''", "'");
    }
    return value.replace(/ #.*$/, "").replace(/^[|>][-+0-9]* */, "").trim();
}

/* The title, and the other lines, of what stands between the rules. A title's further lines are
 * indented. */
function readFront(lines) {
    const at = lines.findIndex((line) => /^title *:/.test(line));
    if (at < 0) {
        return {title: "", front: lines};
    }
    let end = at + 1;
    while (end < lines.length && /^[ \t]+\S/.test(lines[end])) {
        end++;
    }
    const first = lines[at].replace(/^title *:/, "");
    const value = [first, ...lines.slice(at + 1, end)].map((line) => line.trim()).join(" ").trim();
    return {title: yamlToTitle(value), front: [...lines.slice(0, at), ...lines.slice(end)]};
}

/* ---- reading ---- */

/* The text of a file's bytes, without a byte order mark and CR before LF. Throws an Error that says
 * what is wrong with it. */
export function textOfFile(bytes) {
    if (bytes.byteLength > FILE_BYTES_MAX) {
        throw new Error("it is larger than 16 MiB: is it a dossier?");
    }
    let text;
    try {
        text = new TextDecoder("utf-8", {fatal: true}).decode(bytes);
    } catch {
        throw new Error("it is not UTF-8: save it in that encoding in your editor.");
    }
    if (text.includes("\0")) {
        throw new Error("it holds a NUL byte: it is no text.");
    }
    return text.replaceAll("\r\n", "\n");
}

/* The block quote in the line under an id, or behind one blank line. */
function readQuote(lines, index, column) {
    let at = index + 1;
    if (at < lines.length && isBlank(lines[at])) {
        at++;
    }
    const quote = [];
    for (; at < lines.length && quotedText(lines[at], column) !== null; at++) {
        quote.push(quotedText(lines[at], column));
    }
    return quote.length > 0 ? {quote: quote.join("\n"), last: at - 1} : {quote: "", last: index};
}

/* A dossier of a file's text: {title, front: [lines], entries: [{id, note, quote}], closing}. */
export function readDossier(text) {
    const all = text.split("\n");
    const frontLength = frontMatterLength(all);
    const lines = all.slice(frontLength);
    const entries = [];
    let begin = 0; /* of the next passage's note */
    walkLines(lines, (index, column) => {
        const id = idOf(lines[index].slice(column));
        if (id === null) {
            return index;
        }
        const {quote, last} = readQuote(lines, index, column);
        entries.push({id, note: linesToNote(lines.slice(begin, index)), quote});
        begin = last + 1;
        return last;
    });
    return {
        ...readFront(all.slice(1, Math.max(frontLength - 1, 1))),
        entries,
        closing: linesToNote(lines.slice(begin)),
    };
}

/* ---- writing ---- */

/* A block of lines behind others: a blank line between them, two where a block quote would else be
 * taken for what is quoted of the passage above it. */
function putBlock(file, block) {
    if (block.length === 0) {
        return;
    }
    if (quotedText(block[0], 0) !== null) {
        file.push("");
    }
    file.push("", ...block);
}

function quoteToLines(quote) {
    return quote === "" ? [] : quote.split("\n").map((line) => (line === "" ? ">" : `> ${line}`));
}

/* The file's text of a dossier as readDossier() returns it; `quote`, `front` and `closing` may be
 * missing. Notes are tidy. */
export function writeDossier(dossier) {
    const file = ["---", `title: ${titleToYaml(dossier.title)}`, ...(dossier.front ?? []), "---"];
    for (const entry of dossier.entries) {
        putBlock(file, noteToLines(entry.note));
        putBlock(file, [entry.id, ...quoteToLines(entry.quote ?? "")]);
    }
    putBlock(file, noteToLines(dossier.closing ?? ""));
    return `${file.join("\n")}\n`;
}

/* A name for the file: the title's letters and figures, which every system takes. */
export function fileName(title) {
    const stem = title.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
        .replace(/^-+|-+$/g, "");
    return `${[...stem].slice(0, 60).join("") || "dossier"}.md`;
}
