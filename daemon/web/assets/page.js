/* What every page runs. Each part stands for itself: where one fails, the page and the other parts
 * go on. */
import {prepareAnnouncements} from "./announce.js";
import {addCiteButtons} from "./cite.js";
import {addDossierButtons, followDossier} from "./dossier.js";
import {startKeys} from "./keys.js";
import {printAddresses} from "./print.js";
import {addQueryHelp} from "./query_help.js";
import {tellResults} from "./results.js";
import {startSearch} from "./search.js";
import {startSuggestions} from "./suggest.js";

function addButtons(within) {
    addCiteButtons(within);
    addDossierButtons(within);
}

function isSearchPage() {
    return window.location.pathname === "/";
}

/* The map and its like are fetched where there is something to draw. */
async function drawCharts(results) {
    if (results.querySelector("#overview")) {
        const {show} = await import("./charts.js");
        show(results);
    }
}

/* What stands in the page when it comes. */
function startContent() {
    if (document.getElementById("results")) {
        tellResults();
    } else {
        addButtons(document.getElementById("main"));
    }
}

const PARTS = [
    prepareAnnouncements,
    followDossier,
    startSuggestions,
    startKeys,
    printAddresses,
    () => document.addEventListener("tip:results", (event) => addButtons(event.detail)),
    () => document.addEventListener("tip:results", (event) => drawCharts(event.detail)),
    () => isSearchPage() && startSearch(),
    () => isSearchPage() && addQueryHelp(),
    startContent,
];

for (const start of PARTS) {
    try {
        start();
    } catch (error) {
        window.reportError(error);
    }
}
