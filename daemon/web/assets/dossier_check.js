/* Whether the server still has the passages of a dossier. */
import {loadJson} from "./load.js";

const AT_ONCE = 3; /* a browser has six connections; the person may want some */

const known = new Map(); /* what was found out, by id */

/* What is known of an id: undefined, or {state: "here" | "moved" | "gone", passage}, where
 * `passage` is what the server shows for it. */
export function stateOf(id) {
    return known.get(id);
}

/* Asks for one. Whether the server answered. */
async function check(id) {
    const {status, content} = await loadJson(`/passages/${id}`);
    if (status === 200 && content?.passage) {
        const state = content.status === "moved" ? "moved" : "here";
        known.set(id, {state, passage: content.passage});
    } else if (status === 404 || status === 410) {
        known.set(id, {state: "gone", passage: null});
    } else {
        return false;
    }
    return true;
}

/* Asks for the ids of which nothing is known. Resolves to whether all were answered: it ends with
 * the first that was not. */
export async function checkPassages(ids) {
    const left = [...new Set(ids)].filter((id) => !known.has(id));
    let isSound = true;
    const work = async () => {
        while (isSound && left.length > 0) {
            isSound = (await check(left.shift())) && isSound;
        }
    };
    await Promise.all(Array.from({length: AT_ONCE}, work));
    return isSound;
}
