/* Results as typed. A short pause in typing fetches the page of results that the form would lead
 * to, and shows it in the place of the one that stands there; so do its links to the same page with
 * other filters or from another passage on. Where that fails, the links and the form still lead
 * there by themselves. */
import {announce, announceSettled, hush} from "./announce.js";
import {element} from "./element.js";
import {isAbort, loadPage} from "./load.js";
import {clearProblem, focusAt, focusPlace, isPage, showErrorPage, showPage, showProblem,
    startResults, statusText} from "./results.js";

const PAUSE_MS = 250; /* longer than between keys of a word (200 ms at 60 words a minute) */
const RETRY_S = 2; /* where a busy server does not say when to come back */
const RETRY_MOST_S = 60;

/* ---- addresses ---- */

/* Where fields lead: empty ones are left out, blanks around and between words are one, so that the
 * same query has one address. */
export function addressOfFields(fields) {
    const kept = [...fields]
        .map(([name, value]) => [name, name === "q" ? oneLine(value) : value])
        .filter(([, value]) => value !== "");
    const search = new URLSearchParams(kept).toString();
    return search === "" ? "/" : `/?${search}`;
}

/* The same of an address of a search, without its fragment. */
export function addressOf(url) {
    return addressOfFields(new URL(url, window.location.href).searchParams);
}

/* The same search from its first passage on. */
export function firstPage(address) {
    const {searchParams} = new URL(address, "http://localhost");
    searchParams.delete("offset");
    return addressOfFields(searchParams);
}

function oneLine(query) {
    return query.trim().replace(/\s+/g, " ");
}

class Search {
    #form = document.getElementById("search");
    #input = document.getElementById("q");
    #shown = addressOf(window.location.href); /* what stands in the page */
    #committed = this.#shown; /* what the history's entry was before somebody typed */
    #wanted = null; /* what is being fetched; null: nothing is */
    #control = new AbortController();
    #pause = 0;
    #retry = 0;

    start() {
        startResults();
        this.#input.addEventListener("input", (event) => this.#typed(event));
        this.#input.addEventListener("compositionend", (event) => this.#typed(event));
        this.#form.addEventListener("submit", (event) => this.#submitted(event));
        document.getElementById("main").addEventListener("click", (event) => this.#clicked(event));
        window.addEventListener("popstate", () => this.#moved());
    }

    /* ---- what people do ---- */

    #typed(event) {
        window.clearTimeout(this.#pause);
        if (!event.isComposing) {
            hush();
            this.#pause = window.setTimeout(() => this.#settled(), PAUSE_MS);
        }
    }

    #settled() {
        const address = addressOfFields(new FormData(this.#form));
        if (address === firstPage(this.#shown)) {
            this.#giveUp();
            clearProblem();
        } else if (address !== this.#wanted) {
            this.#fetch(address, (page) => this.#showTyped(address, page),
                () => this.#tellNone("The server's answer cannot be shown here.", address));
        }
    }

    #submitted(event) {
        const address = addressOfFields(new FormData(this.#form));
        event.preventDefault();
        if (address === this.#shown) {
            this.#giveUp();
            clearProblem();
            this.#commit(address);
            announce(statusText());
        } else {
            this.#go(address);
        }
    }

    #clicked(event) {
        const link = event.target.closest("a[href]");
        const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey &&
            !event.altKey && !event.defaultPrevented;
        if (!link || !isPlain || link.hasAttribute("download") || link.hasAttribute("target")) {
            return;
        }
        const url = new URL(link.getAttribute("href"), window.location.href);
        if (url.origin !== window.location.origin || url.pathname !== "/" || url.hash !== "") {
            return;
        }
        event.preventDefault();
        this.#go(addressOf(url), () => {
            window.scrollTo(0, 0);
            if (link.closest("#pages")) {
                focusAt(null);
            }
        });
    }

    /* Back and forward. */
    #moved() {
        const address = addressOf(window.location.href);
        if (address === this.#shown) {
            return; /* to another part of the page */
        }
        const place = window.history.state;
        this.#fetch(address, (page) => {
            this.#committed = address;
            this.#show(address, page);
            this.#fillIn(address);
            if (place) {
                window.scrollTo(0, place.y);
                focusAt(place.focus);
            }
        }, () => window.location.reload());
    }

    /* ---- the history ---- */

    /* Notes in the entry at hand where the reader was. */
    #notePlace(address) {
        window.history.replaceState({y: window.scrollY, focus: focusPlace()}, "", address);
    }

    /* Typing changes the entry at hand; what is meant to stay gets one of its own, and the one at
     * hand is again what it was. */
    #commit(address) {
        if (address !== this.#committed) {
            this.#notePlace(this.#committed);
            window.history.pushState(null, "", address);
            this.#committed = address;
        }
    }

    /* ---- fetching ---- */

    #giveUp() {
        window.clearTimeout(this.#pause);
        window.clearTimeout(this.#retry);
        this.#control.abort();
        this.#wanted = null;
    }

    /* Fetches a page and calls show(page) unless something else was wanted meanwhile, or
     * fallBack() when what came is no page of ours. */
    async #fetch(address, show, fallBack) {
        this.#giveUp();
        this.#control = new AbortController();
        this.#wanted = address;
        document.getElementById("main").setAttribute("aria-busy", "true");
        try {
            const answer = await loadPage(address, this.#control.signal);
            this.#wanted = null;
            if (answer.status === 0) {
                this.#tellNone("The server does not answer.", address);
            } else if (!isPage(answer.content)) {
                fallBack();
            } else if (answer.status === 429 || answer.status === 503) {
                this.#tellBusy(answer, () => this.#fetch(address, show, fallBack));
            } else {
                show(answer.content);
            }
        } catch (error) {
            if (!isAbort(error)) {
                throw error;
            }
        }
    }

    /* Fetches what a link or the Enter key leads to; `arrive` is called when it is there. */
    #go(address, arrive) {
        this.#fetch(address, (page) => {
            this.#commit(this.#shown);
            this.#commit(address);
            this.#show(address, page);
            this.#fillIn(address);
            arrive?.();
        }, () => window.location.assign(address));
    }

    /* ---- showing ---- */

    #show(address, page) {
        this.#shown = address;
        showPage(page);
        announceSettled(statusText());
    }

    /* A query that is typed is often wrong until it is whole: what was found before stays. */
    #showTyped(address, page) {
        if (page.body.dataset.page === "error") {
            announceSettled(showErrorPage(page));
            return;
        }
        window.history.replaceState(window.history.state, "", address);
        this.#show(address, page);
    }

    /* The field says what the address says, unless somebody is typing something else. */
    #fillIn(address) {
        const query = new URL(address, window.location.href).searchParams.get("q") ?? "";
        if (oneLine(this.#input.value) !== query) {
            this.#input.value = query;
        }
    }

    #tellNone(why, address) {
        announceSettled(showProblem(why,
            element("p", {}, "What stands here is from before. Go on typing, or ",
                element("a", {href: address}, "try again"), ".")));
    }

    #tellBusy(answer, again) {
        const seconds = Math.min(answer.retryAfter ?? RETRY_S, RETRY_MOST_S);
        announceSettled(showErrorPage(answer.content));
        document.getElementById("problem").append(
            element("p", {}, `It is asked again in ${seconds} s.`));
        this.#retry = window.setTimeout(again, seconds * 1000);
    }
}

/* Begins, on a page that shows results. */
export function startSearch() {
    new Search().start();
}
