/* Charts beside the tables of a page of results: the world map, the timeline, and the trend. They are
 * kept while results are replaced, so that nothing flickers, and drawn when their part is open. */
import {element} from "./element.js";
import {NO_ANSWER} from "./load.js";

const STYLE = new URL("./charts.css", import.meta.url);
const AGAIN = "Close this part and open it to try again.";
const OPEN = "tipsearch.charts"; /* session storage: which parts are open */

const parts = [
    {
        name: "map",
        title: "By country, on a map",
        table: "by-country",
        load: async () => (await import("./map.js")).WorldMap.load(),
        draw: drawMap
    },
    {
        name: "years",
        title: "By year, on a timeline",
        table: "by-year",
        load: async () => new (await import("./timeline.js")).Timeline(),
        draw: drawTimeline
    },
    {
        name: "trend",
        title: "Trend over years",
        table: null,
        load: async () => new (await import("./trend.js")).Trend(),
        draw: drawTrend
    }
];
const NARROWEST = 160; /* pixels: less is that of a part on its way to be opened or closed */
const sizes = new ResizeObserver((entries) => {
    for (const {target, contentRect} of entries) {
        resize(
            parts.find((part) => part.place === target),
            contentRect.width
        );
    }
});

/* Draws the charts of these results, the element #results. */
export function show(results) {
    const overview = results.querySelector("#overview");

    if (!overview) {
        return;
    }
    addStyle();
    for (const part of parts) {
        showPart(part, overview);
    }
}

function addStyle() {
    if (document.querySelector(`link[href="${STYLE.pathname}"]`)) {
        return;
    }
    document.head.append(element("link", {rel: "stylesheet", href: STYLE.pathname}));
}

/* ---- a part: <details> with a place for its chart ---- */

function showPart(part, overview) {
    const table = part.table && overview.querySelector(`#${part.table}`);

    if (part.table && !table) {
        return;
    }
    part.place ??= makePlace(part);
    part.rows = table ? readRows(table) : [];
    part.details = table ? table.closest("details") : trendDetails(overview);
    showSummary(part);
    if (table) {
        wrapTable(table);
    }
    part.isOpen = part.details.open = isOpen(part);
    part.details.addEventListener("toggle", () => toggled(part));
    if (part.isOpen) {
        draw(part);
    }
}

function showSummary(part) {
    const summary = part.details.querySelector("summary");

    summary.textContent = part.title;
    summary.after(part.place);
}

/* A long table scrolls beside its chart. */
function wrapTable(table) {
    const box = element("div", {class: "table-scroll"});

    if (table.closest(".table-scroll")) {
        return;
    }
    table.replaceWith(box);
    box.append(table);
}

function makePlace(part) {
    const place = element("div", {class: `chart-place chart-place-${part.name}`});

    sizes.observe(place);
    return place;
}

/* The trend has no table of the server's. */
function trendDetails(overview) {
    const there = overview.querySelector(".trend-details");
    const details = there ?? element("details", {class: "trend-details"}, element("summary"));

    overview.append(details);
    return details;
}

/* Opening by a script is told as well; what a reader did is remembered. */
function toggled(part) {
    if (part.details.open === part.isOpen) {
        return;
    }
    part.isOpen = part.details.open;
    part.isChosen = true;
    remember(part.name, part.isOpen);
    if (part.isOpen) {
        draw(part);
    }
}

function resize(part, width) {
    if (width >= NARROWEST) {
        part.chart?.resize(Math.floor(width));
    }
}

/* A module that does not come is a TypeError, in the browser's own words. */
async function load(part) {
    try {
        return await part.load();
    } catch (error) {
        throw error instanceof TypeError ? new Error(NO_ANSWER) : error;
    }
}

async function draw(part) {
    try {
        part.loading ??= load(part);
        part.chart = await part.loading;
        if (!part.place.contains(part.chart.element)) {
            part.place.replaceChildren(part.chart.element);
        }
        resize(part, part.place.clientWidth);
        await part.draw(part);
    } catch (error) {
        part.loading = null; /* tried again with the next results */
        part.place.replaceChildren(
            element("p", {class: "note"}, `The chart could not be drawn: ${error.message}. ${AGAIN}`)
        );
    }
}

/* ---- what is drawn ---- */

function readRows(table) {
    return [...table.querySelectorAll("tr[data-value]")].map((row) => {
        const link = row.querySelector("a");
        return {
            value: row.dataset.value,
            count: Number(row.dataset.count),
            label: link.textContent.trim(),
            link
        };
    });
}

/* The query and the filters of the page, as its form has them. */
function asked() {
    const form = new FormData(document.getElementById("search"));
    const pairs = [...form].map(([name, value]) => [name, String(value)]);

    return {query: form.get("q") ?? "", filters: pairs.filter(([name]) => name !== "q")};
}

function live(name) {
    return new Set(
        asked()
            .filters.filter((pair) => pair[0] === name)
            .map((pair) => pair[1])
    );
}

function drawMap(part) {
    part.chart.update(part.rows, live("country"));
}

async function drawTimeline(part) {
    part.chart.update(part.rows, live("year"), part.span ?? null);
    part.span ??= await yearSpan();
    part.chart.update(part.rows, live("year"), part.span);
}

/* The first and last year of the index; null when that cannot be told now. */
async function yearSpan() {
    const {countCollection} = await import("./year_counts.js");

    try {
        const years = [...(await countCollection()).counts.keys()];
        return years.length > 0 ? [Math.min(...years), Math.max(...years)] : null;
    } catch {
        return null;
    }
}

function drawTrend(part) {
    const {query, filters} = asked();

    return part.chart.update(query, filters);
}

/* ---- which parts are open ---- */

function remembered() {
    try {
        return JSON.parse(sessionStorage.getItem(OPEN)) ?? {};
    } catch {
        return {}; /* storage is off, or has something else */
    }
}

function isOpen(part) {
    const isShared = part.name === "trend" && new URLSearchParams(location.search).has("trend");

    return part.isChosen ? part.isOpen : isShared || (remembered()[part.name] ?? part.details.open);
}

function remember(name, isOpenNow) {
    try {
        sessionStorage.setItem(OPEN, JSON.stringify({...remembered(), [name]: isOpenNow}));
    } catch {
        /* storage is off: the next page opens as it comes */
    }
}
