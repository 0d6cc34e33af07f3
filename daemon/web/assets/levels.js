/* Counts in at most five levels for the eye: of about the same width on a logarithmic scale, as a few
 * countries are named far more often than the others, with round numbers as borders. */

const LEVELS = 5;

/* 1, 2, 3, 5, 10, 20, 30, 50 …: the nearest. */
function roundOf(count) {
    const power = 10 ** Math.floor(Math.log10(count) + 1e-9);

    return (
        power *
        [1, 2, 3, 5, 10].reduce((a, b) =>
            Math.abs(b * power - count) < Math.abs(a * power - count) ? b : a
        )
    );
}

/* The least count of each level. */
export function borders(max) {
    const all =
        max <= LEVELS
            ? Array.from({length: max}, (_, i) => i + 1)
            : Array.from({length: LEVELS}, (_, i) => roundOf(max ** (i / LEVELS)));

    return [...new Set(all)];
}

/* 1 to 5; the highest level that is used is always 5, so that most is always darkest. */
export function levelOf(count, from) {
    const place = from.findLastIndex((least) => count >= least);

    return LEVELS - (from.length - 1 - place);
}

/* "3–4" of the level that begins at from[i]. */
export function levelText(from, i, max) {
    const last = i + 1 < from.length ? from[i + 1] - 1 : max;

    return last > from[i]
        ? `${from[i].toLocaleString("en")}–${last.toLocaleString("en")}`
        : from[i].toLocaleString("en");
}
