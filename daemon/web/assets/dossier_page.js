/* The page of the dossier: its passages in order, with notes; saved as a file, opened from one,
 * printed. */
import {announce} from "./announce.js";
import {addCiteButtons} from "./cite.js";
import {checkPassages, stateOf} from "./dossier_check.js";
import {indexOf, move, putBack, remove} from "./dossier_entries.js";
import {makeEntry, showEntry, titleOf} from "./dossier_entry.js";
import {fileName, writeDossier} from "./dossier_file.js";
import {tidyNote} from "./dossier_note.js";
import {isEmpty, openFile} from "./dossier_open.js";
import {store} from "./dossier_store.js";
import {saveText} from "./download.js";
import {button, element} from "./element.js";
import {isAllOf} from "./quote.js";

const SAVE_MS = 400; /* behind the last key */

const FULL = "This browser did not store the last change: its storage is full, or blocked. Save " +
    "the dossier as a file now, so that nothing is lost.";

/* A title is a line. */
function tidyTitle(text) {
    return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

class DossierPage {
    #store = store();
    #entries = new Map(); /* elements of entries, by id and nth */
    #unsaved = new Map(); /* what is typed and not stored yet: functions of a dossier, by field */
    #timer = 0;
    #gap = null; /* what stands in the place of the last one removed: {index, shown} */
    #notice = element("div", {id: "dossier-notice", class: "dossier-notice"});
    #copies = element("ul", {id: "dossier-copies", class: "copies",
        "aria-label": "Copies put aside"});
    #title = element("input", {id: "dossier-title", class: "dossier-title", type: "text",
        dir: "auto", placeholder: "Dossier", maxlength: "300"});
    #list = element("ol", {id: "entries", class: "entries"});
    #empty = element("p", {id: "dossier-empty"}, "There is nothing in the dossier yet. ",
        element("a", {href: "/"}, "Search"), " and choose “Add to dossier” at a passage, or open " +
        "a file that you saved before.");
    #closing = element("textarea", {id: "dossier-closing", dir: "auto", rows: "3"});
    #closingPart = element("div", {class: "closing"},
        element("label", {for: "dossier-closing", class: "note-label"},
            "Text behind the last passage"),
        this.#closing, element("p", {class: "note-print", dir: "auto", "aria-hidden": "true"}));

    start(place) {
        place.append(this.#notice, this.#makeHead(), this.#empty, this.#list, this.#closingPart,
            this.#copies);
        this.#title.addEventListener("input", () => this.#keep("title", (dossier) => {
            dossier.title = tidyTitle(this.#title.value);
        }));
        this.#closing.addEventListener("input", () => this.#keep("closing", (dossier) => {
            dossier.closing = tidyNote(this.#closing.value);
        }));
        window.addEventListener("pagehide", () => this.#save());
        window.addEventListener("beforeprint", () => this.#save());
        this.#store.onChange(() => this.#show());
        this.#show();
        this.#tellFault();
        this.#check();
    }

    #makeHead() {
        const file = element("input", {id: "dossier-file", type: "file",
            accept: ".md,.markdown,.txt,text/markdown,text/plain"});
        file.addEventListener("change", () => this.#open(file));
        return element("div", {class: "dossier-head"},
            element("p", {}, element("label", {for: "dossier-title"}, "Title"), " ", this.#title),
            element("div", {class: "dossier-tools"},
                button("Save as a file", () => this.#saveAs(), {id: "dossier-save"}),
                button("Print", () => window.print(), {id: "dossier-print"}),
                element("span", {class: "file"},
                    element("label", {for: "dossier-file"}, "Open a file"), " ", file)));
    }

    /* ---- what is stored, and what is typed ---- */

    /* The dossier as the page shows it. */
    #current() {
        const {dossier} = this.#store.read();
        this.#unsaved.forEach((change) => change(dossier));
        return dossier;
    }

    /* Notes what was typed in a field; it is stored when typing pauses. */
    #keep(field, change, isDone = false) {
        window.clearTimeout(this.#timer);
        this.#unsaved.set(field, change);
        if (isDone) {
            this.#save();
        } else {
            this.#timer = window.setTimeout(() => this.#save(), SAVE_MS);
        }
    }

    #save() {
        window.clearTimeout(this.#timer);
        if (this.#unsaved.size === 0) {
            return;
        }
        const typed = new Map(this.#unsaved);
        const isKept = this.#store.change((dossier) => {
            typed.forEach((change) => change(dossier));
        });
        if (isKept) {
            this.#unsaved.clear();
            this.#show();
        } else {
            this.#tell(FULL);
        }
    }

    /* Changes the dossier and says so to who does not see it. Whether the browser took it. */
    #change(change, message) {
        this.#save();
        this.#gap = null;
        const isKept = this.#store.change(change);
        if (isKept) {
            announce(message);
        } else {
            this.#tell(FULL);
        }
        return isKept;
    }

    /* ---- showing ---- */

    #tell(message, ...more) {
        this.#notice.replaceChildren(element("p", {class: "notice"}, message, " ", ...more));
        this.#notice.scrollIntoView({block: "nearest"});
        announce(message);
    }

    #show() {
        const dossier = this.#current();
        const {length} = dossier.entries;
        const old = this.#entries;
        const counts = new Map(); /* of entries so far, by id */
        this.#entries = new Map();
        for (const [index, entry] of dossier.entries.entries()) {
            const nth = counts.get(entry.id) ?? 0;
            const key = `${entry.id} ${nth}`;
            counts.set(entry.id, nth + 1);
            const shown = old.get(key) ?? this.#make(entry, nth);
            showEntry(shown, entry, index === 0, index === length - 1);
            this.#entries.set(key, shown);
        }
        const elements = [...this.#entries.values()];
        if (this.#gap !== null) {
            elements.splice(this.#gap.index, 0, this.#gap.shown);
        }
        this.#place(elements);
        this.#showField(this.#title, dossier.title);
        this.#showField(this.#closing, dossier.closing);
        this.#closingPart.querySelector(".note-print").textContent = dossier.closing;
        this.#closingPart.hidden = length === 0 && dossier.closing === "";
        this.#empty.hidden = length > 0;
        this.#showCopies();
    }

    /* What could not be read once, for who wants to have it mended. */
    #showCopies() {
        const copies = this.#store.copies();
        this.#copies.hidden = copies.length === 0;
        this.#copies.replaceChildren(...copies.map(({key, time, text}) => element("li", {},
            `What could not be read on ${time.slice(0, 10)} is kept in this browser. `,
            button("Save it as a file", () => saveText(text, "dossier-put-aside.json",
                "application/json")), " ",
            button("Delete it", () => {
                this.#store.dropCopy(key);
                announce("Deleted.");
                this.#title.focus();
            }))));
    }

    #make(entry, nth) {
        const shown = makeEntry(entry, {
            move: (by) => this.#move(entry.id, nth, by),
            remove: () => this.#remove(entry.id, nth),
            quoteAll: () => this.#quoteAll(entry.id, nth),
            note: (text, isDone) => this.#keep(`${entry.id} ${nth}`, (dossier) => {
                const at = indexOf(dossier, entry.id, nth);
                if (at >= 0) {
                    dossier.entries[at].note = tidyNote(text);
                }
            }, isDone),
        });
        showEntry(shown, entry, false, false);
        addCiteButtons(element("div", {}, shown));
        return shown;
    }

    /* Puts elements in order. What has the focus keeps it, as far as it is still there. */
    #place(elements) {
        const isInOrder = elements.length === this.#list.children.length &&
            elements.every((shown, index) => shown === this.#list.children[index]);
        const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
        if (!isInOrder) {
            this.#list.replaceChildren(...elements);
            focused?.focus({preventScroll: true});
        }
    }

    #showField(field, text) {
        if (field !== document.activeElement) {
            field.value = text;
        }
    }

    /* ---- what people do ---- */

    #move(id, nth, by) {
        const entry = this.#current().entries[indexOf(this.#current(), id, nth)];
        this.#change((dossier) => move(dossier, id, nth, by),
            `Moved ${by < 0 ? "up" : "down"}: ${titleOf(entry)}.`);
        const shown = this.#entries.get(`${id} ${nth}`);
        const pressed = shown?.querySelector(by < 0 ? ".up" : ".down");
        (pressed?.disabled ? shown.querySelector(by < 0 ? ".down" : ".up") : pressed)?.focus();
        shown?.scrollIntoView({block: "nearest"});
    }

    #remove(id, nth) {
        let removed = null;
        const isKept = this.#change((dossier) => {
            removed = remove(dossier, id, nth);
        }, "Removed from the dossier.");
        if (!isKept || removed === null) {
            return;
        }
        const undo = button("Undo", () => {
            this.#change((dossier) => putBack(dossier, removed), "It is back.");
            this.#entries.get(`${id} ${nth}`)?.querySelector(".remove").focus();
        });
        this.#gap = {index: removed.index, shown: element("li", {class: "removed"},
            element("p", {class: "notice"}, `Removed: ${titleOf(removed.entry)}. `, undo))};
        this.#show();
        undo.focus();
    }

    #quoteAll(id, nth) {
        this.#change((dossier) => {
            const at = indexOf(dossier, id, nth);
            if (at >= 0) {
                dossier.entries[at].quote = "";
            }
        }, "All of the passage is quoted.");
        this.#entries.get(`${id} ${nth}`)?.querySelector(".note").focus();
    }

    /* ---- files ---- */

    #saveAs() {
        const dossier = this.#current();
        saveText(writeDossier(dossier), fileName(dossier.title), "text/markdown");
        announce(`Saved as ${fileName(dossier.title)}.`);
    }

    async #open(file) {
        if (file.files.length === 0) {
            return;
        }
        this.#save();
        const {message, isKept, before} = await openFile(this.#store, file.files[0]);
        const undo = button("Undo", () => {
            this.#change(() => before, "The dossier is as it was.");
            this.#notice.replaceChildren();
        });
        file.value = "";
        this.#tell(message, ...(isKept && !isEmpty(before) ? [undo] : []));
        this.#check();
    }

    /* What is stored could not be read, or not wholly. */
    #tellFault() {
        const {fault} = this.#store.read();
        if (fault === "") {
            return;
        }
        const raw = this.#store.rawText();
        this.#tell(fault === "newer"
            ? "A newer version of this page has stored the dossier; this one may not show all of " +
                "it. Before it changes anything, it puts a copy aside in this browser."
            : "What this browser had stored is damaged: here is what could be read. Before " +
                "anything changes, a copy of it is put aside in this browser.",
        button("Save what is stored as a file",
            () => saveText(raw, "dossier-as-stored.json", "application/json")));
    }

    /* ---- the server's side ---- */

    /* Marks what the server no longer has, and fills in what it knows and the dossier does not. */
    async #check() {
        const ids = this.#store.read().dossier.entries.map(({id}) => id);
        const isSound = await checkPassages(ids);
        this.#show();
        const lacking = this.#store.read().dossier.entries.some((entry) => lacksText(entry));
        if (lacking && this.#store.read().fault === "") {
            this.#store.change((dossier) => dossier.entries.filter(lacksText).forEach(fillIn));
        }
        if (!isSound) {
            this.#tell("The server did not answer for all passages: whether it still has them is " +
                "not known.");
        }
    }
}

function lacksText(entry) {
    return entry.text === "" && stateOf(entry.id)?.state === "here";
}

function fillIn(entry) {
    const {passage} = stateOf(entry.id);
    entry.text = passage.text;
    entry.citation ||= passage.citation;
    if (isAllOf(entry.quote, passage.text)) {
        entry.quote = "";
    }
}

/* Begins; the dossier's page alone names this script, behind page.js. */
function startDossierPage(place) {
    if (store().isAvailable) {
        new DossierPage().start(place);
    } else {
        place.append(element("p", {class: "notice"}, "This browser keeps nothing for this page " +
            "(storage is blocked, or this is a private window that has none). At the command " +
            "line, “tipsearch dossier FILE” fills in a Markdown file with passages' ids."));
    }
}

startDossierPage(document.getElementById("dossier"));
