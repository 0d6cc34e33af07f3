/* Whether the words of a block quote stand in a passage, by the rules of tipsearch-dossier(7): what
 * client/command/desk/wording.c compares, and as it does. Nothing here touches the page.
 *
 * Words, figures and a few signs count, and case; white space, kinds of quotation marks and dashes,
 * and marks between sentences do not. */

const DASHES = String.raw`\-\u2010\u2011\u2013\u2212\ufe63\uff0d`;
/* What stands between words. */
const MARKS = String.raw`\0-#'-*,-\/:;?@\[-\x60\{-\x7f\xa0\xa1\xab\xb7\xbb\xbf\u060c\u060d\u061b` +
    String.raw`\u061e\u061f\u06d4\u0964\u0965\u104a\u104b\u17d4-\u17da\u2000-\u2027\u202f-\u205f` +
    String.raw`\u2212\u3000-\u3003\u3008-\u3011\u3014-\u301f\uff01\uff08\uff09\uff0c-\uff0e\ufe63` +
    String.raw`\uff1a\uff1b\uff1f`;
/* What is a word by itself: signs, and the scripts without spaces between words. */
const WHOLE = String.raw`$%&+=<>\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3040-\u30ff` +
    String.raw`\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const LETTER = String.raw`[0-9A-Za-z\u0080-\u{10ffff}]`;

const INVISIBLE = /[\u00ad\u200b-\u200d\u2060]/g;
const APOSTROPHES = /['\u2018\u2019\u02bc]/g;
const IN_WORD = `[^${MARKS}${WHOLE}]`;
/* A minus is of the figure behind it, but not within "12-31". */
const MINUS = `(?<=^|[${MARKS}])(?<![${DASHES}\u2014)\\],.])[${DASHES}](?=[0-9])`;
const WORD = new RegExp(`(?:${MINUS})?${IN_WORD}(?:${IN_WORD}|(?<=[0-9])[.,](?=[0-9])|` +
    `['\u2018\u2019](?=${LETTER}))*|(?![${MARKS}])[${WHOLE}]`, "gu");

/* Of who quotes: words left out, a remark in brackets; else signs of Markdown. */
const GAP = String.raw`(?:\u2026|\.\.\.|\. \. \.)\.?|(?<!${LETTER})\[[^\]]{0,199}\](?!${LETTER})`;
const QUOTING = new RegExp(`(${GAP})|[\\\\*\`[\\]]`, "gu");
const LINE_BREAK = new RegExp(`(?<=${LETTER})-[ \\t\\r]*\\n[ \\t\\r\\n]*(?=${LETTER})`, "gu");

function wordsOf(text) {
    const words = text.replace(INVISIBLE, "").match(WORD) ?? [];
    return words.map((word) => word.replace(APOSTROPHES, "'")
        .replace(new RegExp(`^[${DASHES}]`), "-"));
}

function spaced(words) {
    return ` ${words.join(" ")} `;
}

/* Whether runs of words stand in a text, one behind the other. */
function holds(whole, runs) {
    let at = 0;
    return runs.length > 0 && runs.every((run) => {
        const found = whole.indexOf(run, at);
        at = found + run.length - 1; /* the blank behind it may be before the next run */
        return found >= 0;
    });
}

/* The runs of words of a quotation, as Markdown. */
function runsOf(quote) {
    const plain = quote.replace(QUOTING, (_, gap) => (gap ? "\u0001" : ""));
    return plain.split("\u0001").map(wordsOf).filter((words) => words.length > 0).map(spaced);
}

/* Whether a quotation, as Markdown, stands in a text. A hyphen at a line's end may be of the word
 * or of the line. */
export function quotes(text, quote) {
    const whole = spaced(wordsOf(text));
    return [quote, quote.replace(LINE_BREAK, "")].some((form) => holds(whole, runsOf(form)));
}
