/* The trend of the page's query over years, and of others beside it. Those stand in the page's address
 * as `trend=`, so that a comparison can be sent on. */
import {element} from "./element.js";
import {setAttributes} from "./svg.js";
import {FEW, letterOf, percent, SERIES_MOST, seriesSign, TrendChart} from "./trend_chart.js";
import {countQuery} from "./year_counts.js";

const PARAMETER = "trend";
const ADVICE =
    `Share of all passages of a year’s reports that a query finds, each year’s wording counted. Hollow points rest on ` +
    `fewer than ${FEW} passages: such a share moves much by chance.`;

export function comparedInAddress() {
    return new URLSearchParams(location.search)
        .getAll(PARAMETER)
        .filter((query) => query.trim() !== "");
}

function writeAddress(compared) {
    const address = new URL(location.href);

    address.searchParams.delete(PARAMETER);
    for (const query of compared) {
        address.searchParams.append(PARAMETER, query);
    }
    if (address.href !== location.href) {
        history.replaceState(history.state, "", address);
    }
}

export class Trend {
    constructor() {
        this.compared = comparedInAddress().slice(0, SERIES_MOST - 1);
        this.chart = new TrendChart();
        this.found = new Map(); /* what was counted of each query, within the filters */
        this.state = element("p", {class: "trend-state", role: "status"});
        this.queries = element("ul", {class: "trend-queries"});
        this.head = element("tr");
        this.body = element("tbody");
        this.#build();
    }

    #build() {
        this.within = element("p", {class: "note"});
        this.form = this.#makeForm();
        this.table = this.#makeTable();
        this.element = element(
            "div",
            {class: "trend-panel"},
            this.state,
            this.chart.element,
            this.queries,
            this.within,
            this.form,
            element("p", {class: "note"}, ADVICE),
            this.table
        );
    }

    #makeForm() {
        this.input = element("input", {
            type: "search",
            name: "compare",
            dir: "auto",
            autocomplete: "off",
            maxlength: 4096
        });
        const form = element(
            "form",
            {class: "trend-add"},
            element("label", {}, "Compare with ", this.input),
            element("button", {type: "submit"}, "Add")
        );

        form.addEventListener("submit", (event) => this.#add(event));
        return form;
    }

    /* It may be wider than the page, so it scrolls. */
    #makeTable() {
        const table = element(
            "table",
            {class: "trend-table"},
            element("caption", {}, "Found, of all passages"),
            element("thead", {}, this.head),
            this.body
        );

        return element(
            "div",
            {class: "table-scroll", tabindex: 0, role: "group", "aria-label": "Trend as a table"},
            table
        );
    }

    /* Shows the trend of what the page asks: its `query` and `filters`, pairs of name and value. */
    async update(query, filters) {
        this.query = query;
        if (this.compared.length > 0) {
            writeAddress(this.compared);
        } /* new results came with an address of their own */
        this.#setFilters(filters);
        await this.#refresh();
    }

    resize(width) {
        this.chart.resize(width);
    }

    #setFilters(filters) {
        const key = JSON.stringify(filters.filter(([name]) => name !== "year"));

        if (key !== this.filterKey) {
            this.found.clear();
        }
        this.filterKey = key;
        this.filters = filters;
        this.within.textContent = withinText(filters);
        this.within.hidden = this.within.textContent === "";
    }

    #add(event) {
        const query = this.input.value.trim();

        event.preventDefault();
        if (query === "" || query === this.query || this.compared.includes(query)) {
            return;
        }
        this.compared.push(query);
        this.input.value = "";
        this.#changed();
    }

    #remove(query) {
        this.compared = this.compared.filter((other) => other !== query);
        this.input.focus();
        this.#changed();
    }

    #changed() {
        writeAddress(this.compared);
        this.#refresh();
    }

    #all() {
        return [...new Set([this.query, ...this.compared])].filter((query) => query !== "");
    }

    async #refresh() {
        this.work?.abort();
        const work = new AbortController();
        this.work = work;

        setAttributes(this.form, {hidden: this.#all().length >= SERIES_MOST});
        try {
            await this.#countAll(work.signal);
            if (!work.signal.aborted) {
                this.#show();
            }
        } catch (error) {
            if (!work.signal.aborted) {
                this.#tell(`The trend could not be counted: ${error.message}`);
            }
        }
    }

    /* All of the same generation of the index: what was counted in an earlier one is counted again. */
    async #countAll(signal) {
        const queries = this.#all();

        await Promise.all(queries.map((query) => this.#count(query, signal)));
        const newest = Math.max(...queries.map((query) => this.found.get(query)?.generation ?? 0));
        const stale = queries.filter((query) => this.found.get(query)?.generation !== newest);

        if (stale.length > 0 && !signal.aborted) {
            stale.forEach((query) => this.found.delete(query));
            await this.#countAll(signal);
        }
    }

    async #count(query, signal) {
        if (this.found.has(query)) {
            return;
        }
        const counted = await countQuery(query, this.filters, signal).catch((error) => {
            throw signal.aborted ? error : new Error(`${query}: ${error.message}`);
        });
        if (!signal.aborted) {
            this.found.set(query, counted);
        }
    }

    #tell(text) {
        if (this.state.textContent !== text) {
            this.state.textContent = text;
        }
        this.state.hidden = text === "";
    }

    #show() {
        const queries = this.#all();
        const series = queries.map((query) => ({
            name: query,
            ...this.found.get(query),
            points: this.#points(query)
        }));
        const years = series[0]?.points.map((point) => point.year) ?? [];

        this.#tell(stateText(series, years));
        setAttributes(this.chart.element, {hidden: years.length < 2});
        setAttributes(this.table, {hidden: years.length === 0});
        this.chart.update(series);
        this.queries.replaceChildren(...series.map((one, i) => this.#queryItem(one, i)));
        this.#showTable(series, years);
        for (const query of this.found.keys()) {
            if (!queries.includes(query)) {
                this.found.delete(query);
            }
        }
    }

    #points(query) {
        const {counts, of} = this.found.get(query);

        return [...of.keys()]
            .sort((a, b) => a - b)
            .map((year) => ({
                year,
                count: counts.get(year) ?? 0,
                of: of.get(year),
                href: this.#address(query, year)
            }));
    }

    /* The page of what a point stands for. */
    #address(query, year) {
        const kept = this.filters.filter(([name]) => name !== "year");

        return `/?${new URLSearchParams([["q", query], ...kept, ["year", String(year)]])}`;
    }

    #queryItem({name, readAs}, i) {
        const item = element(
            "li",
            {},
            seriesSign(i),
            element("span", {class: "letter"}, letterOf(i)),
            element("bdi", {}, name)
        );

        if (readAs && readAs !== name) {
            item.append(
                element("span", {class: "read-as"}, " read as ", element("bdi", {}, readAs))
            );
        }
        if (name !== this.query) {
            item.append(this.#removeButton(name));
        }
        return item;
    }

    #removeButton(query) {
        const button = element(
            "button",
            {type: "button", "aria-label": `Remove ${query} from the trend`},
            "Remove"
        );

        button.addEventListener("click", () => this.#remove(query));
        return button;
    }

    #showTable(series, years) {
        this.head.replaceChildren(
            element("th", {scope: "col"}, "Year"),
            ...series.map(({name}, i) =>
                element("th", {scope: "col"}, `${letterOf(i)} `, element("bdi", {}, name))
            )
        );
        this.body.replaceChildren(
            ...years.map((year, row) =>
                element(
                    "tr",
                    {"data-year": year},
                    element("th", {scope: "row"}, String(year)),
                    ...series.map(({points}) => tableCell(points[row]))
                )
            )
        );
    }
}

function tableCell({count, of}) {
    return element(
        "td",
        {"data-count": count, "data-of": of},
        `${count.toLocaleString("en")} of ${of.toLocaleString("en")}`,
        element("span", {class: "share"}, ` (${percent(count / of)})`)
    );
}

/* A query that is compared is narrowed as the page is, but for the year. */
function withinText(filters) {
    const narrowed = filters.filter(
        ([name]) => name !== "year" && name !== "sort" && name !== "collapse"
    );

    return narrowed.length > 0
        ? `Each within ${narrowed.map(([name, value]) => `${name}: ${value}`).join(", ")}.`
        : "";
}

function stateText(series, years) {
    if (series.length === 0) {
        return "Add a query to see its trend.";
    }
    if (series.some((one) => one.partial)) {
        return "Time ended before all was counted: these numbers are lower bounds.";
    }
    if (years.length === 0) {
        return "No report of the index tells its year: there is no trend to show.";
    }
    if (years.length === 1) {
        return `All reports of the index are of ${years[0]}: there is no trend to show.`;
    }
    return "";
}
