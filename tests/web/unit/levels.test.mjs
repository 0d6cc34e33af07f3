/* Counts in levels: round borders, all of the range, the most in the highest. */
import assert from "node:assert/strict";
import test from "node:test";

import {borders, levelOf, levelText} from "../../../daemon/web/assets/levels.js";

test("borders are round numbers from one to the most", () => {
    const cases = [
        [1, [1]],
        [2, [1, 2]],
        [5, [1, 2, 3, 4, 5]],
        [6, [1, 2, 3, 5]],
        [16, [1, 2, 3, 5, 10]],
        [57, [1, 2, 5, 10, 30]],
        [1000, [1, 3, 20, 50, 300]],
        [123456, [1, 10, 100, 1000, 10000]]
    ];
    for (const [max, expected] of cases) {
        assert.deepEqual(borders(max), expected, `up to ${max}`);
    }
});

test("every count has a level, more never a lower one, the most the highest", () => {
    for (let max = 1; max < 3000; max = Math.ceil(max * 1.1)) {
        const from = borders(max);
        let before = 1;
        for (let count = 1; count <= max; count++) {
            const level = levelOf(count, from);
            assert.ok(level >= before && level <= 5, `${count} of ${max}: ${level}`);
            before = level;
        }
        assert.equal(before, 5, `the most of ${max}`);
        assert.ok(from.every((least, i) => i === 0 || least > from[i - 1]), `ascending up to ${max}`);
    }
});

test("a level says its counts", () => {
    const from = borders(1234);
    const texts = from.map((_, i) => levelText(from, i, 1234));
    assert.equal(texts[0], "1–4");
    assert.equal(texts.at(-1), "300–1,234");
    assert.deepEqual([1, 2].map((_, i) => levelText([1, 2], i, 2)), ["1", "2"]);
});
