/* A dossier that the command has filled in already, or a list of passages that it printed as
 * Markdown: in the place of each id stand a block quote, who said it, and the citation, which ends
 * with the id. */
import {frontMatterLength, isBlank} from "./dossier_lines.js";
import {linesToNote} from "./dossier_note.js";
import {readDossier} from "./dossier_file.js";
import {markdownToText} from "./quote.js";

const CITATION = /^ *(\S.*, passage ([0-9a-f]{16}))$/;
const QUOTED = /^ *(?:(?:[-*+]|[0-9]{1,9}[.)]) +)?> ?(.*)$/;
const SOURCE = /^ *Source as indexed: SHA-256 [0-9a-f]{64}$/;
const SOURCES = "# Sources";
const FILLED_IN = /^Quotations filled in on /;

/* The index of the last line before `at` that is not blank; -1: there is none. */
function before(lines, at) {
    let index = at - 1;
    while (index >= 0 && isBlank(lines[index])) {
        index--;
    }
    return index;
}

/* The same behind it; the number of lines: there is none. */
function behind(lines, at) {
    let index = at + 1;
    while (index < lines.length && isBlank(lines[index])) {
        index++;
    }
    return index;
}

/* The block quote above the citation at an index: {begin, quote}; null: there is none. */
function quoteAbove(lines, at) {
    let last = before(lines, at);
    if (last >= 0 && lines[last].trimStart().startsWith("— ")) {
        last = before(lines, last);
    }
    let begin = last + 1;
    while (begin > 0 && QUOTED.test(lines[begin - 1])) {
        begin--;
    }
    const quote = lines.slice(begin, last + 1).map((line) => QUOTED.exec(line)[1]);
    return quote.length === 0 ? null : {begin, quote: quote.join("\n")};
}

/* The lines without the list of sources at their end. */
function withoutSources(lines) {
    const at = lines.lastIndexOf(SOURCES);
    const isList = at >= 0 && lines.slice(at).some((line) => FILLED_IN.test(line));
    return isList ? lines.slice(0, at) : lines;
}

/* A file's text as readDossier() would have it of the file that it was made of; entries have their
 * `citation`, too, and what is quoted of each in `quote`, be it all or a part. */
export function readFilled(text) {
    const all = text.split("\n");
    const lines = withoutSources(all.slice(frontMatterLength(all)));
    const entries = [];
    let begin = 0;
    lines.forEach((line, index) => {
        const cited = CITATION.exec(line);
        const above = cited && quoteAbove(lines, index);
        if (!above || above.begin < begin) {
            return;
        }
        entries.push({id: cited[2], note: linesToNote(lines.slice(begin, above.begin)),
            quote: above.quote, citation: markdownToText(cited[1])});
        const next = behind(lines, index);
        begin = SOURCE.test(lines[next] ?? "") ? next + 1 : index + 1;
    });
    return {...readDossier(text), entries, closing: linesToNote(lines.slice(begin))};
}
