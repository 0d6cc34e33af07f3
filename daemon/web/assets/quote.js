/* The part of a passage that somebody selected, as what is quoted of it in the dossier. */
import {flowing} from "./passages.js";

/* Whole words: the places at which the words begin and end that `begin` and `end` are in. Where the
 * browser cannot tell words, the places themselves. */
export function wholeWords(text, begin, end) {
    if (!Intl.Segmenter) {
        return [begin, end];
    }
    const words = new Intl.Segmenter(undefined, {granularity: "word"}).segment(text);
    const first = words.containing(begin);
    const last = words.containing(end - 1);
    return [
        first?.isWordLike ? first.index : begin,
        last?.isWordLike ? last.index + last.segment.length : end,
    ];
}

/* How many characters of an element's text stand before a place in it. */
function offsetOf(element, node, offset) {
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(node, offset);
    return before.toString().length;
}

/* The selected part of an element's text; "" when nothing of it is selected. */
export function selectedText(element) {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.getRangeAt(0).intersectsNode(element)) {
        return "";
    }
    const range = selection.getRangeAt(0);
    const text = element.textContent;
    const begin = element.contains(range.startContainer)
        ? offsetOf(element, range.startContainer, range.startOffset) : 0;
    const end = element.contains(range.endContainer)
        ? offsetOf(element, range.endContainer, range.endOffset) : text.length;
    return begin < end ? text.slice(...wholeWords(text, begin, end)).trim() : "";
}

/* What Markdown would obey: anywhere, and at a line's beginning, where it is a block's. */
const OBEYED = /[\\`*_[\]<>|~^$&@]/g;
const BLOCK = /^(?:[#+=:-]|[0-9]{1,9}[.)](?=\s|$))/;

/* A text as Markdown that says the same. */
export function textToMarkdown(text) {
    return flowing(text).split("\n").map((line) => line.trim().replace(OBEYED, "\\$&")
        .replace(BLOCK, (sign) => `${sign.slice(0, -1)}\\${sign.slice(-1)}`)).join("\n");
}

/* The text that such Markdown says. */
export function markdownToText(markdown) {
    return markdown.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

/* Whether a quotation, as Markdown, is all of a text: line ends and blanks aside. */
export function isAllOf(quote, text) {
    const squeeze = (words) => words.replace(/\s+/g, "");
    return squeeze(markdownToText(quote.replace(/\\$/gm, ""))) === squeeze(text);
}
