/* What the server suggests for what is typed, as a list below the search field.
 *
 * It is the combobox of the ARIA Authoring Practices with a list that is moved through by the
 * arrow keys while the focus stays in the field. No <datalist>: browsers filter that by what is
 * typed, so a slip would never find its correction, and show neither kinds nor counts. */
import {element} from "./element.js";
import {isAbort, loadJson} from "./load.js";

const PAUSE_MS = 120; /* shorter than that for results: a suggestion saves keys */
const LEAST = 2; /* characters; one begins too many words */
const LONGEST = 100; /* characters; no phrase of the reports that is suggested is longer */
const MOST = 6; /* more are not read while typing, and hide too much of the results */

/* Words at the end, with no sign of the query language before or within. */
const WORD = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’-]*";
const PLAIN = new RegExp(`(?<![^\\s(])(?:${WORD}\\s+)*${WORD}$`, "u");

/* Where the parts of what is typed begin that may be completed, the longest first: the words at its
 * end, then the last one alone; within quotes, all behind the quote. */
export function partsOf(typed) {
    const text = typed.trimEnd();
    if (text.split("\"").length % 2 === 0) {
        return [text.lastIndexOf("\"")];
    }
    const words = PLAIN.exec(text);
    const last = text.search(/\S+$/);
    return words === null ? [] : [...new Set([words.index, Math.max(last, words.index)])];
}

/* Where the arrow keys lead from `at` (-1: the field itself) in a list of `count`. */
export function nextOption(at, by, count) {
    const places = count + 1; /* the options and the field */
    return (at + 1 + by + places) % places - 1;
}

class Suggestions {
    #input = document.getElementById("q");
    #form = document.getElementById("search");
    #list = element("ul", {id: "suggestions", role: "listbox", "aria-label": "Suggestions",
        hidden: true});
    #found = []; /* {text, kind, query}, of which `kind` is for people */
    #at = -1; /* which of them is chosen; -1: none */
    #pause = 0;
    #control = new AbortController();

    start() {
        const attributes = {role: "combobox", "aria-autocomplete": "list",
            "aria-controls": "suggestions", "aria-expanded": "false"};
        for (const [name, value] of Object.entries(attributes)) {
            this.#input.setAttribute(name, value);
        }
        this.#input.after(this.#list);
        this.#input.addEventListener("input", (event) => this.#typed(event));
        this.#input.addEventListener("compositionend", (event) => this.#typed(event));
        this.#input.addEventListener("keydown", (event) => this.#pressed(event));
        this.#input.addEventListener("blur", () => this.#close());
        this.#form.addEventListener("submit", () => this.#close());
        document.addEventListener("tip:problem", () => this.#close()); /* the list would hide it */
        this.#list.addEventListener("mousedown", (event) => event.preventDefault());
        this.#list.addEventListener("click", (event) => this.#clicked(event));
    }

    /* ---- what people do ---- */

    #typed(event) {
        window.clearTimeout(this.#pause);
        if (!event.isComposing) {
            this.#pause = window.setTimeout(() => this.#ask(), PAUSE_MS);
        }
    }

    #pressed(event) {
        if (event.isComposing || event.ctrlKey || event.metaKey) {
            return;
        }
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            this.#step(event.key === "ArrowDown" ? 1 : -1);
        } else if (event.key === "Escape" && !this.#list.hidden) {
            event.preventDefault(); /* else the browser empties the field */
            this.#close();
        } else if (event.key === "Enter" && this.#at >= 0) {
            event.preventDefault();
            this.#take(this.#found[this.#at]);
        }
    }

    #clicked(event) {
        const option = event.target.closest("[role=option]");
        if (option) {
            this.#take(this.#found[[...this.#list.children].indexOf(option)]);
        }
    }

    #step(by) {
        if (this.#list.hidden) {
            this.#ask();
            return;
        }
        this.#at = nextOption(this.#at, by, this.#found.length);
        this.#show();
    }

    /* Searches for what was chosen. */
    #take(suggestion) {
        this.#close();
        this.#input.value = suggestion.query;
        this.#form.requestSubmit();
    }

    /* ---- asking ---- */

    async #ask() {
        const typed = this.#input.value;
        this.#control.abort();
        this.#control = new AbortController();
        try {
            this.#open(await this.#find(typed, this.#control.signal));
        } catch (error) {
            if (!isAbort(error)) {
                throw error;
            }
        }
    }

    /* What the server suggests for the longest part for which it suggests anything: with `query`
     * the whole of what the field would hold. */
    async #find(typed, signal) {
        const isFiltered = this.#form.querySelector("input[type=hidden]") !== null;
        for (const begin of partsOf(typed)) {
            const part = typed.slice(begin).replace("\"", "").trim();
            if (part.length < LEAST || part.length > LONGEST) {
                continue;
            }
            const address = `/suggest?${new URLSearchParams({q: part, limit: String(MOST)})}`;
            const {content} = await loadJson(address, signal);
            const found = (content?.suggestions ?? [])
                .map(({text, kind, count, query}) => ({
                    text,
                    /* beside filters and other words it would count too many */
                    kind: begin === 0 && !isFiltered ? `${kind}, ${count}` : kind,
                    query: typed.slice(0, begin) + query,
                }))
                .filter(({query}) => query !== typed.trim());
            if (found.length > 0) {
                return found;
            }
        }
        return [];
    }

    /* ---- showing ---- */

    #open(found) {
        const isWanted = document.activeElement === this.#input &&
            document.getElementById("problem") === null;
        this.#found = isWanted ? found : [];
        this.#at = -1;
        this.#list.replaceChildren(...this.#found.map(({text, kind}, index) =>
            element("li", {id: `suggestion-${index}`, role: "option", "aria-selected": "false"},
                element("bdi", {}, text), " ",
                element("span", {class: "kind"}, kind))));
        this.#show();
    }

    #show() {
        const isOpen = this.#found.length > 0;
        this.#list.hidden = !isOpen;
        this.#input.setAttribute("aria-expanded", String(isOpen));
        for (const [index, option] of [...this.#list.children].entries()) {
            option.setAttribute("aria-selected", String(index === this.#at));
        }
        if (this.#at >= 0) {
            this.#input.setAttribute("aria-activedescendant", `suggestion-${this.#at}`);
            this.#list.children[this.#at].scrollIntoView({block: "nearest"});
        } else {
            this.#input.removeAttribute("aria-activedescendant");
        }
    }

    #close() {
        window.clearTimeout(this.#pause);
        this.#control.abort();
        this.#found = [];
        this.#at = -1;
        this.#show();
    }
}

/* Begins, on any page with the search field. */
export function startSuggestions() {
    if (document.getElementById("q")) {
        new Suggestions().start();
    }
}
