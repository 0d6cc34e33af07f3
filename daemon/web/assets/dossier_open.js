/* A dossier's file taken into the dossier of this browser. */
import {button, element} from "./element.js";
import {merge} from "./dossier_entries.js";
import {FILE_BYTES_MAX, readDossier, textOfFile} from "./dossier_file.js";
import {readFilled} from "./dossier_filled.js";
import {emptyDossier} from "./dossier_store.js";

/* Reads a File. Throws an Error that says what is wrong with it. */
export async function readFile(file) {
    if (file.size > FILE_BYTES_MAX) {
        throw new Error("it is larger than 16 MiB: is it a dossier?");
    }
    const text = textOfFile(await file.arrayBuffer());
    const read = readDossier(text);
    return read.entries.length > 0 ? read : readFilled(text);
}

/* What was read as a dossier of the store: passages that it has already keep what is known of
 * them. */
export function toStored(read, stored) {
    const known = new Map(stored.entries.map((entry) => [entry.id, entry]));
    const added = new Date().toISOString();
    const entries = read.entries.map((entry) => ({
        ...entry,
        citation: entry.citation ?? known.get(entry.id)?.citation ?? "",
        text: known.get(entry.id)?.text ?? "",
        added,
    }));
    return {...emptyDossier(), ...read, entries};
}

/* Whether there is nothing in a dossier that could be lost. */
export function isEmpty(dossier) {
    return dossier.entries.length === 0 && dossier.closing === "" && dossier.title === "" &&
        dossier.front.length === 0;
}

/* Asks what shall become of the dossier that is there: resolves to "merge", "replace" or "". */
function askHow(name, count) {
    return new Promise((resolve) => {
        const heading = element("h2", {id: "open-heading"}, `Open ${name}`);
        const dialog = element("dialog", {"aria-labelledby": "open-heading"}, heading,
            element("p", {}, `The file names ${count} passage${count === 1 ? "" : "s"}. ` +
                "There is a dossier in this browser already."),
            element("div", {class: "actions"},
                button("Add to it", () => dialog.close("merge"), {autofocus: true}),
                button("Replace it", () => dialog.close("replace")),
                button("Cancel", () => dialog.close(""))));
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(dialog.returnValue);
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}

/* Takes a file in. Resolves to a sentence that says what became of it; `isKept` is false when the
 * browser did not take it, `before` what the dossier was. */
export async function openFile(store, file) {
    let read;
    try {
        read = await readFile(file);
    } catch (error) {
        return {message: `${file.name} was not opened: ${error.message}`, isKept: false};
    }
    const before = store.read().dossier;
    const count = read.entries.length;
    const how = isEmpty(before) ? "replace" : await askHow(file.name, count);
    if (how === "") {
        return {message: "Nothing was opened: the dossier is as it was.", isKept: false};
    }
    const isKept = store.change((dossier) => {
        const theirs = toStored(read, dossier);
        return how === "merge" ? merge(dossier, theirs) : theirs;
    });
    const what = `${count} passage${count === 1 ? "" : "s"} of ${file.name}`;
    if (!isKept) {
        return {message: `This browser's storage is too small for ${what}: the dossier is as it ` +
            "was.", isKept};
    }
    return {message: count === 0
        ? `${file.name} names no passage: an id must stand on a line of its own. Its text was kept.`
        : `${how === "merge" ? "Added" : "Opened"} ${what}.`, isKept, before};
}
