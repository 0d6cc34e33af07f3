/* What is done to a dossier: its passages added, removed, moved, noted, and two dossiers made one.
 * Dossiers are those of dossier_store.js; nothing here touches the page.
 *
 * A passage may stand in a dossier more than once, with other notes: an entry is known by its id
 * and how many of the same id stand above it (`nth`, from 0). */

/* Where an entry stands; -1: it is not there. */
export function indexOf(dossier, id, nth = 0) {
    let left = nth;
    return dossier.entries.findIndex((entry) => entry.id === id && left-- === 0);
}

export function has(dossier, id) {
    return indexOf(dossier, id) >= 0;
}

/* Adds a passage at the end, {id, citation, text} and what it may have besides. */
export function add(dossier, passage) {
    dossier.entries.push({
        note: "",
        quote: "",
        added: new Date().toISOString(),
        ...passage,
    });
}

/* Quotes a part of a passage, as Markdown; each part has an entry of its own. Whether it was not
 * there yet. */
export function addQuote(dossier, passage, quote) {
    const same = dossier.entries.filter(({id}) => id === passage.id);
    if (same.some((entry) => entry.quote === quote)) {
        return false;
    }
    const free = same.find((entry) => entry.quote === "");
    if (free) {
        free.quote = quote;
    } else {
        add(dossier, {...passage, quote});
    }
    return true;
}

/* Takes an entry out and returns it with its place, for putBack(); null: it is not there. */
export function remove(dossier, id, nth = 0) {
    const index = indexOf(dossier, id, nth);
    return index < 0 ? null : {index, entry: dossier.entries.splice(index, 1)[0]};
}

export function putBack(dossier, removed) {
    dossier.entries.splice(Math.min(removed.index, dossier.entries.length), 0, removed.entry);
}

/* Moves an entry by one place, up (-1) or down (1); where there is none it stays. */
export function move(dossier, id, nth, by) {
    const from = indexOf(dossier, id, nth);
    const to = from + by;
    if (from < 0 || to < 0 || to >= dossier.entries.length) {
        return;
    }
    dossier.entries.splice(to, 0, dossier.entries.splice(from, 1)[0]);
}

/* Two texts as one; what is in the other already stands once. */
function join(mine, theirs) {
    if (theirs === "" || mine.includes(theirs)) {
        return mine;
    }
    return mine === "" ? theirs : `${mine}\n\n${theirs}`;
}

/* Whether two entries of one passage may be one: not when they quote different parts of it. */
function canJoin(mine, theirs) {
    return mine.id === theirs.id &&
        (mine.quote === theirs.quote || mine.quote === "" || theirs.quote === "");
}

/* The dossier with another one behind it: what both have stands once, with both notes. Neither is
 * changed. */
export function merge(mine, theirs) {
    const merged = structuredClone(mine);
    const free = [...merged.entries]; /* each takes one of theirs at most */
    for (const entry of theirs.entries) {
        const at = free.findIndex((other) => canJoin(other, entry));
        if (at < 0) {
            merged.entries.push(structuredClone(entry));
            continue;
        }
        const [joined] = free.splice(at, 1);
        joined.note = join(joined.note, entry.note);
        joined.quote ||= entry.quote;
        joined.citation ||= entry.citation;
        joined.text ||= entry.text;
    }
    merged.title ||= theirs.title;
    merged.front = merged.front.length > 0 ? merged.front : [...theirs.front];
    merged.closing = join(merged.closing, theirs.closing);
    return merged;
}
