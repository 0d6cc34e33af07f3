/* A dossier's file: what is written is read back as it was, by us and by the command. */
import assert from "node:assert/strict";
import test from "node:test";

import {fileName, readDossier, textOfFile, writeDossier} from
    "../../../daemon/web/assets/dossier_file.js";
import {readFilled} from "../../../daemon/web/assets/dossier_filled.js";
import {linesToNote, noteToLines, tidyNote} from "../../../daemon/web/assets/dossier_note.js";
import {isAllOf, markdownToText, textToMarkdown, wholeWords} from
    "../../../daemon/web/assets/quote.js";
import {quotes} from "../../../daemon/web/assets/quote_check.js";

const ID = "98edc6016fedf84f";
const OTHER = "609846d6dc28822a";

function dossierOf(...entries) {
    return {title: "Debts", front: [], closing: "", entries};
}

function noted(note) {
    return dossierOf({id: ID, note: "", quote: ""}, {id: OTHER, note, quote: ""});
}

test("a dossier is a title, notes and ids on lines of their own", () => {
    const dossier = dossierOf(
        {id: ID, note: "First of all.", quote: ""},
        {id: OTHER, note: "", quote: "the part\nthat is quoted"},
    );
    dossier.front = ["author: The desk"];
    dossier.closing = "And so on.";
    assert.equal(writeDossier(dossier), `---
title: Debts
author: The desk
---

First of all.

${ID}

${OTHER}
> the part
> that is quoted

And so on.
`);
    assert.deepEqual(readDossier(writeDossier(dossier)), dossier);
});

const NOTES = [
    "",
    "Plain.",
    "Two paragraphs.\n\n* a\n* b\n\n1. one",
    ID,
    `before\n${ID}\nbehind`,
    `passage ${ID}`,
    `PASSAGE  ${ID.toUpperCase()}`,
    `- ${ID}`,
    `- a\n  1. ${ID}\n> quoted`,
    `In a sentence ${ID} is no id.`,
    `\`${ID}\``,
    `    ${ID}`,
    "&#57;8edc6016fedf84f",
    "&amp;#57;8edc6016fedf84f",
    "&amp;amp;#57;8edc6016fedf84f",
    "> a block quote of mine",
    "  > indented\n> more",
    "---",
    "---\ntitle: Other\n---",
    "----",
    "a\n---\nb",
    "a\n\n-----\n\nb",
    "...",
    "```\ncode",
    `\`\`\`\n${ID}`,
    `\`\`\`\n${ID}\n\`\`\``,
    `~~~~ c\n~~~\n${ID}`,
    "- list\n\n  ```\n  code",
    "```\ncode\n``` \nmore",
    "<!-- open",
    `<!-- ${ID} -->`,
    `<!-- open\n${ID}`,
    "```\n<!-- in code",
    "text <!-- within",
    "<div><script>alert(1)</script>",
    "<script>\nalert(1)",
    "a <b>b</b> <PRE>\nc </pre > <textarea rows=2>",
    "<script>\n```\n<!-- open",
    "</script> <title>",
    "# Heading\n\ntitle: x",
    "\\begin{x} $a$ [a](b) ![c](d) \\",
    "ខ្មែរ and עברית",
];

test("a note stays what it is", () => {
    for (const note of NOTES) {
        assert.equal(linesToNote(noteToLines(note)), note);
        for (const dossier of [noted(note), {...noted(""), closing: note},
            dossierOf({id: ID, note, quote: "q"}), dossierOf()]) {
            const text = writeDossier(dossier);
            assert.deepEqual(readDossier(text), dossier, JSON.stringify(note));
            assert.equal(writeDossier(readDossier(text)), text);
        }
    }
});

/* Pieces that meet in ways that nobody thinks of. */
const PIECES = [
    "\n", "\n\n", " ", "    ", ID, "passage ", "- ", "1. ", "> ", "```", "````", "~~~", "<!--",
    "-->", "<script>", "</script>", "<pre>", "---", "-", "...",
    "&#57;8edc6016fedf84f", "&amp;", "word", "\\", "`", "# ", "\t",
];

/* Pseudo-random numbers that are the same each time (a linear congruential generator, the figures
 * of Numerical Recipes). */
function* numbers(seed) {
    for (let state = seed; ;) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        yield state >>> 8;
    }
}

test("what a note leaves open ends with it", () => {
    assert.deepEqual(noteToLines("<script>\na"), ["<script>", "a", "</script> "]);
    assert.deepEqual(noteToLines("<pre>\n~~~~ c\n<!--"),
        ["<pre>", "~~~~ c", "<!--", "--> ", "~~~~ ", "</pre> "]);
    assert.deepEqual(noteToLines("`<script>` and <scripted>"), ["`<script>` and <scripted>",
        "</script> "]);
    assert.deepEqual(noteToLines("    <script>"), ["    <script>"]);
});

test("any note stays what it is", () => {
    const random = numbers(7);
    for (let round = 0; round < 20000; round++) {
        let text = "";
        for (let left = 1 + random.next().value % 12; left > 0; left--) {
            text += PIECES[random.next().value % PIECES.length];
        }
        const dossier = noted(tidyNote(text));
        assert.deepEqual(readDossier(writeDossier(dossier)), dossier, JSON.stringify(text));
    }
});

test("a title is one of YAML's texts", () => {
    for (const title of ["", "A title", "a: b", "# no", "yes", "12", "\"x\" 'y'", "[a]", "- b",
        "back\\slash", "---", "trailing:", "ខ្មែរ", "“curly”", "a #b"]) {
        const dossier = {...dossierOf(), title};
        assert.equal(readDossier(writeDossier(dossier)).title, title);
    }
    assert.equal(readDossier("---\ntitle: 'it''s'\n---\n").title, "it's");
    assert.equal(readDossier("---\ntitle: >\n  two\n  lines\nlang: fr\n---\n").title, "two lines");
});

test("a file of an editor is read as the command reads it", () => {
    const dossier = readDossier(`---
author: The desk
title: What the client was told
---

# The debt

As is said of others:
${ID}

- This part:
- passage ${OTHER.toUpperCase()}
  > the trafficker's
  >
  >means

\`\`\`
${ID}
\`\`\`
<!--
${ID}
-->
> ${ID}

In ${ID} itself.
`);
    assert.deepEqual(dossier, {
        title: "What the client was told",
        front: ["author: The desk"],
        entries: [
            {id: ID, note: "# The debt\n\nAs is said of others:", quote: ""},
            {id: OTHER, note: "- This part:", quote: "the trafficker's\n\nmeans"},
        ],
        closing: `\`\`\`\n${ID}\n\`\`\`\n<!--\n${ID}\n-->\n> ${ID}\n\nIn ${ID} itself.`,
    });
    const text = writeDossier(dossier);
    assert.equal(writeDossier(readDossier(text)), text);
});

test("a file is UTF-8, with or without a mark, with LF or CR and LF, of 16 MiB at most", () => {
    const encoder = new TextEncoder();
    assert.equal(textOfFile(encoder.encode("\ufeffa\r\nb\r")), "a\nb\r");
    assert.throws(() => textOfFile(new Uint8Array([0x61, 0xff])), /UTF-8/);
    assert.throws(() => textOfFile(encoder.encode("a\0b")), /NUL/);
    assert.throws(() => textOfFile(new Uint8Array((16 << 20) + 1)), /16 MiB/);
});

test("a file that names nothing is all closing", () => {
    assert.deepEqual(readDossier("only words\n"),
        {title: "", front: [], entries: [], closing: "only words"});
    assert.deepEqual(readDossier(""), {title: "", front: [], entries: [], closing: ""});
    assert.equal(readDossier("---\nnever ends").closing, "----\nnever ends".slice(1));
});

test("a file's name is of the title", () => {
    assert.equal(fileName("What the client was told!"), "what-the-client-was-told.md");
    assert.equal(fileName("../..\0/"), "dossier.md");
    assert.equal(fileName("ខ្មែរ"), "ខ្មែរ.md");
});

test("a file that the command filled in names the same passages", () => {
    const hash = "0".repeat(64);
    const dossier = readFilled(`---
title: Filled
---

Before.

> A first line,\\
> and \\[a\\] second one.

— A cook

The desk, A report, 2023, “Debt”, p. 3, passage ${ID}

Source as indexed: SHA-256 ${hash}

- An item:
- > a part

  The desk, A report\\_1, 2023, passage ${OTHER}

  Source as indexed: SHA-256 ${hash}

It cites no quotation, passage ${ID}

# Sources

- A report. The desk, 2023. Report r, file r.md, SHA-256 ${hash}

Quotations filled in on 2026-01-01 00:00 UTC by tipsearch 0.1.0, from generation 1 of the index.
`);
    assert.equal(dossier.title, "Filled");
    assert.deepEqual(dossier.entries, [
        {id: ID, note: "Before.", quote: "A first line,\\\nand \\[a\\] second one.",
            citation: `The desk, A report, 2023, “Debt”, p. 3, passage ${ID}`},
        {id: OTHER, note: "- An item:", quote: "a part",
            citation: `The desk, A report_1, 2023, passage ${OTHER}`},
    ]);
    assert.equal(dossier.closing, `It cites no quotation, passage ${ID}`);
    assert.ok(isAllOf(dossier.entries[0].quote, "A first line,\nand [a] second one."));
    assert.ok(!isAllOf("a part", "a part of it"));
});

test("a quotation stands in its passage, or does not", () => {
    const text = "The owner’s agents took 1,000 passports — “for safety” — in 12-31 days;\n" +
        "prices fell by −31 %, [then] the debt grew to €50. ខ្មែរ។ A re-entry.";
    const standing = ["The owner's agents", "The owner‘s agents took 1,000", "**agents** took",
        "agents ... passports", "agents […] passports", "agents [of the firm] passports… safety",
        "agents. . . . passports", "passports – \"for safety\" - in", "fell by -31 %",
        "fell by \u221231", "The owner\u2019s\nagents  took", "took 1,000 pass-\nports", "re-entry",
        "A re-\nentry", "12-31 days", "12–31", "12 31 days", "ខ្មែ", "to €50",
        "\\[then\\] the debt", "pass\u00adports", "[T]he owner's", "`agents`"];
    const lacking = ["not in passage at all", "the owner's agents", "agents took 1000", "fell by 31",
        "safety … agents", "age", "1,000 % passports", "...", "", "grew to 50", "agents passports",
        "[all of it]", "safety. In"];
    assert.deepEqual(standing.filter((quote) => !quotes(text, quote)), []);
    assert.deepEqual(lacking.filter((quote) => quotes(text, quote)), []);
});

test("what is selected is quoted in whole words, and Markdown obeys none of it", () => {
    const text = "The debt, grew: a lot";
    assert.deepEqual(wholeWords(text, 6, 12), [4, 14]);
    assert.deepEqual(wholeWords(text, 4, 10), [4, 10]);
    for (const said of ["1. one *two* _three_", "# <b>x</b> & `y` [z](w) ~1~ $5 @me |", "- a",
        "12) b", "\\ back", "a\n\nb", "ខ្មែរ"]) {
        assert.equal(markdownToText(textToMarkdown(said)), said);
    }
    assert.equal(textToMarkdown("- *a*\nb"), "\\- \\*a\\* b");
});
