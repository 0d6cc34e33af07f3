/* Elements, by a document that knows no more than to make them. */
import assert from "node:assert/strict";
import test from "node:test";

import {citationParts} from "../../../daemon/web/assets/element.js";

globalThis.document = {
    createElement: (name) => ({
        name,
        append(...children) {
            this.textContent = children.join("");
        },
    }),
};

test("dates and ids of a citation stand apart, and its text stays as it is", () => {
    for (const [citation, apart] of [
        ["ناشر, تقرير, 2020-03-01, “عنوان”, passage 98edc6016fedf84f",
            ["2020-03-01", "passage 98edc6016fedf84f"]],
        ["Notes, 2021-05, p. 7", ["2021-05"]],
        ["Notes, 2021", []],
        ["passage 98edc6016fedf84f", ["passage 98edc6016fedf84f"]],
    ]) {
        const parts = citationParts(citation);
        assert.equal(parts.map((part) => part.textContent ?? part).join(""), citation);
        assert.deepEqual(parts.filter((part) => part.name === "bdi")
            .map((part) => part.textContent), apart);
    }
});
