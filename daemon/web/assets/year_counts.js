/* How many passages of each year's reports a query finds, and how many there are: the numbers of
 * `tipsearch --counts year`, from the server's JSON. */

import {failure, loadJson} from "./load.js";

const NO_FILTERS = ["year", "sort", "collapse", "spelling"]; /* the year is what is compared */

/* The promise of all passages by year; its `generation` of the index tells when it is stale. */
let collection = null;

async function countYears(parameters, signal) {
    const address = `/search?${new URLSearchParams([...parameters, ["limit", "0"], ["facets", "year"]])}`;
    const {status, content: found} = await loadJson(address, signal);

    if (status !== 200) {
        throw new Error(found?.error?.message ?? failure(status));
    }
    return {
        generation: found.index.generation,
        readAs: found.query.read_as,
        partial: found.partial,
        counts: new Map(
            (found.facets.year ?? [])
                .filter((year) => /^\d+$/.test(year.value))
                .map((year) => [Number(year.value), year.count])
        )
    };
}

/* All passages that the asker may see, by year. */
export function countCollection() {
    collection ??= countYears([["q", "*"]]).catch((error) => {
        collection = null; /* asked again next time */
        throw error;
    });
    return collection;
}

/* What the page is narrowed by, as the server's JSON is told: there, several values of a field are
 * alternatives, here each narrows, so all but the first go into the filter. */
function filterParameters(filters) {
    const parameters = new Map();
    const further = [];

    for (const [name, value] of filters) {
        if (name === "filter") {
            further.push(`(${value})`);
        } else if (parameters.has(name)) {
            further.push(`${name}:${/^[\w.,-]+$/.test(value) ? value : `"${value}"`}`);
        } else if (!NO_FILTERS.includes(name)) {
            parameters.set(name, value);
        }
    }
    return further.length > 0
        ? [...parameters, ["filter", further.join(" AND ")]]
        : [...parameters];
}

/* What a query finds, by year, within the page's filters; beside it in `of` all passages of the same
 * generation of the index. */
export async function countQuery(query, filters, signal) {
    const found = await countYears([["q", query], ...filterParameters(filters)], signal);
    let all = await countCollection();

    if (all.generation !== found.generation) {
        collection = null;
        all = await countCollection();
    }
    return {...found, of: all.counts};
}
