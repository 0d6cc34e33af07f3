/* A person's note as it stands in a dossier's file: the Markdown that they wrote, but so that none
 * of it becomes an id, or hides the ids behind it.
 *
 * What is changed can be taken back exactly, and means the same to a reader of Markdown:
 * - a line that would be an id has its first digit as a character reference (&#57; is 9); one that
 *   looks so already has its & escaped once more;
 * - a rule of hyphens behind a blank line has one more, as three open a block of metadata for
 *   pandoc;
 * - a fence, a comment, or an element of HTML in which markup is text, that is left open is closed,
 *   by a line with a blank at its end. */
import {idOf, isBlank, walkLines} from "./dossier_lines.js";

/* An id whose first digit is a reference: to 0-9, A-F, a-f. */
const DIGIT = "4[89]|5[0-7]|6[5-9]|70|9[7-9]|10[0-2]";
const HIDDEN = new RegExp(
    `^((?:passage +)?)&((?:amp;)*)#(${DIGIT});([0-9a-f]{15}[ \\t\\v\\f\\r]*)$`, "i");
const RULE = /^---+[ \t]*$/;
const CLOSED_FENCE = /^ *(?:`{3,}|~{3,}) $/;
const CLOSED_COMMENT = /^--> $/;

/* Elements in which a browser takes what follows for text, or for what is not shown. */
const ELEMENTS = "script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|template|" +
    "select|pre";
const TAG = new RegExp(`<(/?)(${ELEMENTS})(?![^\\s/>])`, "gi");
const CLOSED_ELEMENT = new RegExp(`^</(?:${ELEMENTS})> $`);

/* A text with LF at its lines' ends, and without what no file of text has. */
export function cleanText(text) {
    return text.replace(/\r\n?/g, "\n").replace(/\0/g, "").replace(/\p{Cs}/gu, "\ufffd");
}

/* A note without blank lines around it and without blanks at its end. */
export function tidyNote(text) {
    const lines = cleanText(text).split("\n");
    while (lines.length > 0 && isBlank(lines[0])) {
        lines.shift();
    }
    return lines.join("\n").trimEnd();
}

function hideId(text) {
    if (HIDDEN.test(text)) {
        return text.replace("&", "&amp;");
    }
    if (idOf(text) === null) {
        return text;
    }
    const at = /^passage +/i.exec(text)?.[0].length ?? 0;
    return `${text.slice(0, at)}&#${text.charCodeAt(at)};${text.slice(at + 1)}`;
}

function showId(text) {
    const match = HIDDEN.exec(text);
    if (!match) {
        return text;
    }
    const [, before, escapes, code, behind] = match;
    const digit = escapes ? `&${escapes.slice("amp;".length)}#${code};`
        : String.fromCharCode(code);
    return before + digit + behind;
}

/* The lines with change(text, isRule) made of what may be an id, from its column on, or a rule. */
function changeLines(lines, change) {
    const changed = [...lines];
    const open = walkLines(lines, (index, column) => {
        const line = lines[index];
        const isRule = RULE.test(line) && (index === 0 || isBlank(lines[index - 1]));
        changed[index] = line.slice(0, column) + change(line.slice(column), isRule);
    });
    return {changed, open};
}

/* The element that lines leave open; "": none. */
function openElement(lines) {
    let open = "";
    walkLines(lines, (index) => {
        for (const [, slash, tag] of lines[index].matchAll(TAG)) {
            const name = tag.toLowerCase();
            if (slash === "" && open === "") {
                open = name;
            } else if (slash !== "" && open === name) {
                open = "";
            }
        }
    });
    return open;
}

/* The lines of a tidy note as they stand in a file; none for an empty one. */
export function noteToLines(note) {
    if (note === "") {
        return [];
    }
    const lines = note.split("\n");
    const {changed, open} = changeLines(lines, (text, isRule) =>
        isRule ? `-${text}` : hideId(text));
    const name = openElement(lines);
    if (open.isInComment) {
        changed.push("--> ");
    }
    if (open.fence !== "") {
        changed.push(`${" ".repeat(open.fenceIndent)}${open.fence} `);
    }
    if (name !== "") {
        changed.push(`</${name}> `);
    }
    return changed;
}

/* The note that lines of a file are. */
export function linesToNote(lines) {
    const kept = [...lines];
    while (kept.length > 0 && isBlank(kept.at(-1))) {
        kept.pop();
    }
    for (const closed of [CLOSED_ELEMENT, CLOSED_FENCE, CLOSED_COMMENT]) {
        if (closed.test(kept.at(-1) ?? "")) {
            kept.pop();
        }
    }
    const {changed} = changeLines(kept, (text, isRule) =>
        isRule && text.startsWith("----") ? text.slice(1) : showId(text));
    return tidyNote(changed.join("\n"));
}
