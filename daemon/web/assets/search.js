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

/* What belongs to a search with its query, and not to the next query. */
const OF_THE_QUERY = ["q", "offset", "spelling", "all", "trend"];

/* Where a query leads that is typed over the search of an address: its filters and order stay. */
export function typedOver(address, query) {
    const {searchParams} = new URL(address, "http://localhost");
    const kept = [...searchParams].filter(([name]) => !OF_THE_QUERY.includes(name));
    return addressOfFields([["q", query], ...kept]);
}

function oneLine(query) {
    return query.trim().replace(/\s+/g, " ");
}

class Search {
    #form = document.getElementById("search");
    #input = document.getElementById("q");
    #shown = addressOf(window.location.href); /* what stands in the page */
    #at = this.#shown; /* what the history's entry at hand stands for */
    #asked = this.#shown; /* what was asked for last, be it shown or not */
    #wanted = null; /* what is being fetched; null: nothing is */
    #isTyping = false; /* what is typed is not asked for yet */
    #isTyped = false; /* the entry at hand was made by typing, and goes on with it */
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
        this.#isTyping = true;
        if (!event.isComposing) {
            hush();
            this.#pause = window.setTimeout(() => this.#settled(), PAUSE_MS);
        }
    }

    #settled() {
        const address = typedOver(this.#asked, this.#input.value);
        this.#isTyping = false;
        if (this.#wanted !== null && address === firstPage(this.#wanted)) {
            return; /* it comes */
        }
        if (address === firstPage(this.#shown) && this.#isHere()) {
            this.#giveUp();
            clearProblem();
        } else {
            this.#fetch(address, (page) => this.#showTyped(address, page),
                () => this.#tellNone("The server's answer cannot be shown here.", address));
        }
    }

    #submitted(event) {
        const address = typedOver(this.#asked, this.#input.value);
        event.preventDefault();
        if (address === this.#shown && this.#isHere()) {
            this.#giveUp();
            clearProblem();
            this.#isTyped = false;
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
        this.#isTyped = false; /* what was found is of use: it stays */
        this.#go(addressOf(url), () => {
            window.scrollTo(0, 0);
            if (link.closest("#pages")) {
                focusAt(null);
            }
        });
    }

    /* Back and forward. What is under way is of another entry then. */
    #moved() {
        const address = addressOf(window.location.href);
        if (address === this.#shown && this.#isHere()) {
            return; /* to another part of the page */
        }
        this.#at = address;
        this.#isTyped = false;
        if (address === this.#shown) {
            this.#giveUp();
            clearProblem();
            this.#fillIn(address);
            return;
        }
        const place = window.history.state;
        this.#fetch(address, (page) => {
            this.#show(address, page);
            this.#fillIn(address);
            if (place) {
                window.scrollTo(0, place.y);
                focusAt(place.focus);
            }
        }, () => window.location.reload());
    }

    /* ---- the history ---- */

    /* Whether what stands in the page is what the entry at hand stands for. */
    #isHere() {
        return this.#at === this.#shown;
    }

    /* Notes in the entry at hand where the reader was. */
    #notePlace() {
        window.history.replaceState({y: window.scrollY, focus: focusPlace()}, "");
    }

    /* A search gets an entry of its own, but what is typed takes the place of what was typed
     * before. */
    #enter(address, isTyped) {
        if (this.#isTyped) {
            window.history.replaceState(null, "", address);
        } else if (address !== this.#at) {
            this.#notePlace();
            window.history.pushState(null, "", address);
        } else {
            return;
        }
        this.#at = address;
        this.#isTyped = isTyped;
    }

    /* ---- fetching ---- */

    #giveUp() {
        window.clearTimeout(this.#pause);
        window.clearTimeout(this.#retry);
        this.#control.abort();
        this.#isTyping = false;
        this.#wanted = null;
        this.#asked = this.#shown;
    }

    /* Fetches a page and calls show(page) unless something else was wanted meanwhile, or
     * fallBack() when what came is no page of ours. */
    async #fetch(address, show, fallBack) {
        this.#giveUp();
        this.#control = new AbortController();
        this.#wanted = this.#asked = address;
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
            this.#enter(address, false);
            this.#show(address, page);
            this.#fillIn(address);
            arrive?.();
        }, () => window.location.assign(address));
    }

    /* ---- showing ---- */

    #show(address, page) {
        this.#shown = this.#asked = address;
        showPage(page);
        announceSettled(statusText());
    }

    /* A query that is typed is often wrong until it is whole: what was found before stays. */
    #showTyped(address, page) {
        if (page.body.dataset.page === "error") {
            announceSettled(showErrorPage(page));
            return;
        }
        this.#enter(address, true);
        this.#show(address, page);
    }

    /* The field says what the address says, unless somebody is typing something else. */
    #fillIn(address) {
        const query = new URL(address, window.location.href).searchParams.get("q") ?? "";
        if (!this.#isTyping && oneLine(this.#input.value) !== query) {
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
