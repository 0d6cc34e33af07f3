/* What typing leads to: addresses, keys, suggestions. */
import assert from "node:assert/strict";
import test from "node:test";

import {quotation} from "../../../daemon/web/assets/cite.js";
import {keyOf, takesText} from "../../../daemon/web/assets/keys.js";
import {addressOfFields, firstPage, typedOver} from "../../../daemon/web/assets/search.js";
import {nextOption, partsOf} from "../../../daemon/web/assets/suggest.js";

test("the same query has one address", () => {
    assert.equal(addressOfFields([["q", "  debt \t bondage "]]), "/?q=debt+bondage");
    assert.equal(addressOfFields(new URLSearchParams("q=debt%20bondage&country=KH&country=TH")),
        "/?q=debt+bondage&country=KH&country=TH");
    assert.equal(addressOfFields([["q", ""], ["sort", ""]]), "/");
    assert.equal(firstPage("/?q=a&offset=20&year=2023"), "/?q=a&year=2023");
    assert.equal(addressOfFields([["q", "a&b=ខ្មែរ"]]),
        "/?q=a%26b%3D%E1%9E%81%E1%9F%92%E1%9E%98%E1%9F%82%E1%9E%9A");
});

test("a query is typed over the filters of the search before it", () => {
    const cases = [
        ["/", "debt", "/?q=debt"],
        ["/?q=a&year=2023&year=2022&offset=20", " a  farm", "/?q=a+farm&year=2023&year=2022"],
        ["/?country=KH&q=a&spelling=off&sort=year&trend=b", "c", "/?q=c&country=KH&sort=year"],
        ["/?q=a&year=2023", " ", "/?year=2023"],
        ["/?q=a&year=2023&all=report", "b", "/?q=b&year=2023"],
    ];
    for (const [address, query, leads] of cases) {
        assert.equal(typedOver(address, query), leads, address);
    }
});

const BODY = {tagName: "BODY"};

test("single keys are keys where they are no text", () => {
    assert.equal(keyOf({key: "j", target: BODY}).key, "j");
    assert.equal(keyOf({key: "?", shiftKey: true, target: BODY}).key, "?");
    assert.equal(keyOf({key: "x", target: BODY}), undefined);
    for (const modifier of ["ctrlKey", "altKey", "metaKey", "isComposing", "defaultPrevented"]) {
        assert.equal(keyOf({key: "c", target: BODY, [modifier]: true}), undefined, modifier);
    }
    for (const target of [{tagName: "TEXTAREA"}, {tagName: "SELECT"},
        {tagName: "INPUT", type: "search"}, {tagName: "DIV", isContentEditable: true}]) {
        assert.equal(keyOf({key: "c", target}), undefined, target.tagName);
    }
    assert.equal(takesText({tagName: "INPUT", type: "checkbox"}), false);
    assert.equal(takesText(null), false);
});

test("the arrow keys go round through the field", () => {
    assert.deepEqual([-1, 0, 1].map((at) => nextOption(at, 1, 2)), [0, 1, -1]);
    assert.deepEqual([-1, 0, 1].map((at) => nextOption(at, -1, 2)), [1, -1, 0]);
});

test("a quotation has its citation, and single marks within", () => {
    assert.equal(quotation(" It is “so”. ", "A report, p. 3"), "“It is ‘so’.”\nA report, p. 3");
});

test("the end of what is typed is completed", () => {
    const cases = [
        ["", []],
        ["debt", ["debt"]],
        ["debt bon ", ["debt bon ", "bon "]],
        ["country:KH debt bon", ["debt bon", "bon"]],
        ["country:K", []],
        ["+debt bon", ["bon"]],
        ["(fishing OR far", ["fishing OR far", "far"]],
        ["\"debt bon", ["\"debt bon"]],
        ["a \"b c\" de", ["de"]],
        ["traffick*", []],
        ["កម្ម", ["កម្ម"]],
    ];
    for (const [typed, parts] of cases) {
        assert.deepEqual(partsOf(typed).map((begin) => typed.slice(begin)), parts, typed);
    }
});
