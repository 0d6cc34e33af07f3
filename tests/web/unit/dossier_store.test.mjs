/* The dossier in the browser's storage: nothing that is there is lost. */
import assert from "node:assert/strict";
import test from "node:test";

import {add, has, indexOf, merge, move, putBack, remove} from
    "../../../daemon/web/assets/dossier_entries.js";
import {DossierStore, KEY, emptyDossier, parseStored} from
    "../../../daemon/web/assets/dossier_store.js";

const ID = "98edc6016fedf84f";
const OTHER = "609846d6dc28822a";

/* Storage with room for so many characters. */
class Storage {
    constructor(room = 10000, items = {}) {
        this.room = room;
        this.items = new Map(Object.entries(items));
    }

    getItem(key) {
        return this.items.get(key) ?? null;
    }

    setItem(key, value) {
        if (value.length > this.room) {
            throw new DOMException("full", "QuotaExceededError");
        }
        this.items.set(key, value);
    }
}

function entryOf(id, note = "", quote = "") {
    return {id, note, quote, citation: `of ${id}`, text: "Words.", added: "2026-01-01T00:00:00Z"};
}

function dossierOf(...entries) {
    return {...emptyDossier(), entries};
}

test("what is stored is what was", () => {
    const storage = new Storage();
    const store = new DossierStore(storage);
    assert.ok(store.change((dossier) => add(dossier, {id: ID, citation: "c", text: "t"})));
    assert.ok(has(new DossierStore(storage).read().dossier, ID));
    assert.equal(store.read().fault, "");
});

test("a dossier without notes' further members is read, as other pages may have stored it", () => {
    const raw = JSON.stringify({version: 1, title: "T",
        entries: [{id: ID, note: "n", citation: "c", text: "t", added: "a"}]});
    const {dossier, fault} = parseStored(raw);
    assert.equal(fault, "");
    assert.deepEqual(dossier.entries[0],
        {id: ID, note: "n", quote: "", citation: "c", text: "t", added: "a"});
});

const FAULTS = [
    {raw: "{", fault: "damaged", count: 0},
    {raw: "null", fault: "damaged", count: 0},
    {raw: "[]", fault: "damaged", count: 0},
    {raw: "\"text\"", fault: "damaged", count: 0},
    {raw: "{\"version\":1}", fault: "damaged", count: 0},
    {raw: `{"version":1,"entries":[{"id":"${ID}"},{"id":7},null]}`, fault: "damaged", count: 1},
    {raw: `{"version":2,"entries":[{"id":"${ID}"}]}`, fault: "newer", count: 1},
    {raw: "{\"version\":2,\"chapters\":[]}", fault: "newer", count: 0},
];

test("what cannot be read is kept before anything is written", () => {
    for (const {raw, fault, count} of FAULTS) {
        const storage = new Storage(10000, {[KEY]: raw});
        const store = new DossierStore(storage);
        assert.equal(store.read().fault, fault, raw);
        assert.equal(store.read().dossier.entries.length, count, raw);
        assert.equal(storage.getItem(KEY), raw);
        assert.ok(store.change((dossier) => add(dossier, {id: OTHER, citation: "", text: ""})));
        assert.equal(store.read().dossier.entries.length, count + 1, raw);
        assert.ok([...storage.items].some(([key, value]) => key !== KEY && value === raw), raw);
    }
});

test("where the copy has no room, nothing is written", () => {
    const raw = `${" ".repeat(200)}{`;
    const storage = new Storage(100, {[KEY]: raw});
    assert.equal(new DossierStore(storage).change((dossier) => dossier), false);
    assert.equal(storage.getItem(KEY), raw);
});

test("a full storage leaves what is there", () => {
    const storage = new Storage(300);
    const store = new DossierStore(storage);
    assert.ok(store.change((dossier) => add(dossier, {id: ID, citation: "", text: ""})));
    const before = storage.getItem(KEY);
    assert.equal(store.change((dossier) =>
        add(dossier, {id: OTHER, citation: "", text: "x".repeat(300)})), false);
    assert.equal(storage.getItem(KEY), before);
});

test("storage that throws, or that there is none of, is no dossier", () => {
    const broken = {getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); }};
    assert.equal(new DossierStore(broken).change((dossier) => dossier), false);
    assert.equal(new DossierStore(null).isAvailable, false);
    assert.equal(new DossierStore(null).change((dossier) => dossier), false);
});

test("listeners are told of each change", () => {
    const store = new DossierStore(new Storage());
    let told = 0;
    store.onChange(() => told++);
    store.change((dossier) => dossier);
    assert.equal(told, 1);
});

test("entries are moved, removed and put back", () => {
    const dossier = dossierOf(entryOf(ID, "1"), entryOf(OTHER, "2"), entryOf(ID, "3"));
    assert.equal(indexOf(dossier, ID, 1), 2);
    assert.equal(indexOf(dossier, ID, 2), -1);
    move(dossier, ID, 1, -1);
    assert.deepEqual(dossier.entries.map(({note}) => note), ["1", "3", "2"]);
    move(dossier, ID, 0, -1);
    move(dossier, OTHER, 0, 1);
    assert.deepEqual(dossier.entries.map(({note}) => note), ["1", "3", "2"]);
    const removed = remove(dossier, ID, 0);
    assert.deepEqual(dossier.entries.map(({note}) => note), ["3", "2"]);
    putBack(dossier, removed);
    assert.deepEqual(dossier.entries.map(({note}) => note), ["1", "3", "2"]);
    assert.equal(remove(dossier, "0000000000000000"), null);
});

test("two dossiers become one without losing a note", () => {
    const mine = {...dossierOf(entryOf(ID, "mine"), entryOf(OTHER)), title: "Mine"};
    const theirs = {...dossierOf(entryOf(OTHER, "of theirs"), entryOf(ID, "theirs"),
        entryOf("0000000000000001", "new")), title: "Theirs", closing: "The end."};
    const merged = merge(mine, theirs);
    assert.equal(merged.title, "Mine");
    assert.equal(merged.closing, "The end.");
    assert.deepEqual(merged.entries.map(({id, note}) => [id, note]), [
        [ID, "mine\n\ntheirs"], [OTHER, "of theirs"], ["0000000000000001", "new"]]);
    assert.equal(mine.entries[0].note, "mine");
    assert.deepEqual(merge(merged, theirs), merged, "a second time adds nothing");
});

test("passages of which different parts are quoted stay two", () => {
    const mine = dossierOf(entryOf(ID, "", "one part"));
    const merged = merge(mine, dossierOf(entryOf(ID, "", "another part"), entryOf(ID)));
    assert.deepEqual(merged.entries.map(({quote}) => quote), ["one part", "another part"]);
});
