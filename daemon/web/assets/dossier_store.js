/* The dossier as the browser keeps it: localStorage, shared by all tabs.
 *
 *     tipsearch.dossier  {"version":1,"title","front","closing","entries":[
 *                         {"id","note","quote","citation","text","added"}]}
 *
 * Each change reads what is stored, changes it and writes it back, so that tabs do not undo each
 * other's. What cannot be read, or only in part, is never written over: it is kept under a key of
 * its own first, and the page says so. */

export const KEY = "tipsearch.dossier";
const KEPT = "tipsearch.dossier.kept.";
const VERSION = 1;

const ID = /^[0-9a-f]{16}$/;

export function emptyDossier() {
    return {version: VERSION, title: "", front: [], closing: "", entries: []};
}

function textOf(value) {
    return typeof value === "string" ? value : "";
}

function toEntry(stored) {
    return {
        id: stored.id,
        note: textOf(stored.note),
        quote: textOf(stored.quote),
        citation: textOf(stored.citation),
        text: textOf(stored.text),
        added: textOf(stored.added),
    };
}

function isFrontLine(line) {
    return typeof line === "string" && !/^(?:---|\.\.\.)|[\n\r]/.test(line);
}

/* What was stored, as far as it can be read: {dossier, fault}, of which `fault` is "" when it was
 * read wholly, "newer" when a newer version wrote it, else "damaged". */
export function parseStored(raw) {
    if (raw === null) {
        return {dossier: emptyDossier(), fault: ""};
    }
    let stored;
    try {
        stored = JSON.parse(raw);
    } catch {
        stored = null;
    }
    if (stored === null || typeof stored !== "object" || !Array.isArray(stored.entries)) {
        return {dossier: emptyDossier(), fault: stored?.version > VERSION ? "newer" : "damaged"};
    }
    const sound = stored.entries.filter((entry) => ID.test(entry?.id));
    const front = Array.isArray(stored.front) ? stored.front.filter(isFrontLine) : [];
    const isWhole = stored.version === VERSION && sound.length === stored.entries.length;
    const dossier = {
        version: VERSION,
        title: textOf(stored.title),
        front,
        closing: textOf(stored.closing),
        entries: sound.map(toEntry),
    };
    return {dossier, fault: isWhole ? "" : stored.version > VERSION ? "newer" : "damaged"};
}

/* The browser's storage; null where there is none, or none may be used. */
export function browserStorage() {
    try {
        const storage = window.localStorage;
        storage.getItem(KEY);
        return storage;
    } catch {
        return null;
    }
}

export class DossierStore {
    #storage;
    #listeners = [];

    constructor(storage) {
        this.#storage = storage;
    }

    get isAvailable() {
        return this.#storage !== null;
    }

    #raw() {
        try {
            return this.#storage?.getItem(KEY) ?? null;
        } catch {
            return null;
        }
    }

    /* What is stored now: {dossier, fault} as parseStored() has it. */
    read() {
        return parseStored(this.#raw());
    }

    /* What is stored, as it stands there; "" when there is nothing. */
    rawText() {
        return this.#raw() ?? "";
    }

    /* What was put aside, the oldest first: {key, time, text}. */
    copies() {
        return Object.keys(this.#storage).filter((key) => key.startsWith(KEPT)).sort()
            .map((key) => ({key, time: key.slice(KEPT.length), text: this.#storage.getItem(key)}));
    }

    dropCopy(key) {
        this.#storage.removeItem(key);
        this.tell();
    }

    /* Replaces what is stored by what change(dossier) makes of it; it may change it in place, and
     * then returns nothing. False when the browser did not take it: then all is as it was. */
    change(change) {
        const raw = this.#raw();
        const {dossier, fault} = parseStored(raw);
        const changed = change(dossier) ?? dossier;
        try {
            if (fault !== "") {
                this.#storage.setItem(KEPT + new Date().toISOString(), raw);
            }
            this.#storage.setItem(KEY, JSON.stringify(changed));
        } catch {
            return false;
        }
        this.tell();
        return true;
    }

    /* Calls listener() after each change, of this tab or of another one. */
    onChange(listener) {
        this.#listeners.push(listener);
    }

    tell() {
        for (const listener of this.#listeners) {
            listener();
        }
    }

    /* Listens to the other tabs. */
    followTabs() {
        window.addEventListener("storage", (event) => {
            if (event.key === KEY || event.key === null) {
                this.tell();
            }
        });
        window.addEventListener("pageshow", (event) => {
            if (event.persisted) {
                this.tell();
            }
        });
    }
}

/* The one of this page. */
let pageStore = null;

export function store() {
    if (pageStore === null) {
        pageStore = new DossierStore(browserStorage());
        if (pageStore.isAvailable) {
            pageStore.followTabs();
        }
    }
    return pageStore;
}
