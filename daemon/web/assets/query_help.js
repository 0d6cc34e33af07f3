/* A little of the query language beside the search field: examples that fill it. */
import {button, element} from "./element.js";

const EXAMPLES = [
    ["debt bondage fishing", "passages with any of the words; more and rarer ones come first"],
    ["\"debt bondage\"", "the words side by side"],
    ["+cyber -Cambodia", "must have, must not have"],
    ["debt AND (fishing OR farm)", "both; either"],
    ["passport NEAR/8 employer", "at most eight words apart"],
    ["traffick*", "words that begin so"],
    ["kind:story Kenya", "only stories; also list, table, quote, narrative"],
    ["country:KH,LA scam", "passages that name one of the countries"],
    ["year:2021..2023 fees", "only these years' reports"],
    ["pattern:debt-bondage", "a known pattern of trafficking"],
];

function fill(query) {
    const input = document.getElementById("q");
    input.value = query;
    input.focus();
    input.dispatchEvent(new InputEvent("input", {bubbles: true}));
}

function exampleRow([query, meaning]) {
    return element("li", {},
        button(query, () => fill(query), {class: "example"}), " ", meaning);
}

/* Adds it below the search field. */
export function addQueryHelp() {
    document.querySelector("header.top").append(element("details", {class: "query-help"},
        element("summary", {}, "How to ask"),
        element("ul", {}, ...EXAMPLES.map(exampleRow)),
        element("p", {}, element("a", {href: "/help"}, "All of the query language"))));
}
