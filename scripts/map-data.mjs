// Makes the data of the web page's map, in daemon/web/assets: atlas.json, the shapes of countries, and
// places.js, where each country of corpus/countries.tsv is.
//
//   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//   node scripts/map-data.mjs package
//
// The shapes are those of countries-110m.json (Natural Earth, 1:110,000,000), without names and with no
// more detail than the page can show: borders keep the points that lie 0.4 degrees or more off the line
// between those that are kept, which is less than a pixel of a map 700 pixels wide. A country that
// it draws is named by its number of ISO 3166-1, which Debian's iso-codes has; every other one gets the
// middle of its largest island or piece of land in countries-10m.json. What that file draws as a part of
// another country is looked for near the position that the CIA World Factbook gives.
//
// SPDX-License-Identifier: GPL-3.0-or-later

import {readFileSync, writeFileSync} from "node:fs";
import "../daemon/web/assets/d3_array.js";
import "../daemon/web/assets/vendor/d3-geo/d3-geo.min.js";
import feature from "../daemon/web/assets/vendor/topojson-client/feature.js";

const ASSETS = new URL("../daemon/web/assets/", import.meta.url);

const {geoArea, geoCentroid, geoDistance} = globalThis.d3;

const DETAIL = 0.4; /* degrees */
const GRID = {scale: [0.2, 0.1], translate: [-180, -90]}; /* degrees: points lie on it */

/* Longitude and latitude of parts that the fine atlas gives to another country, as the CIA World
 * Factbook has them (France, Norway, Tokelau, Bouvet Island, Christmas Island, Cocos Islands); of
 * Bonaire its airport. */
const PARTS = {
    BQ: [-68.3, 12.1],
    BV: [3.4, -54.4],
    CC: [96.8, -12.5],
    CX: [105.7, -10.5],
    GF: [-53, 4],
    GP: [-61.6, 16.3],
    MQ: [-61, 14.7],
    RE: [55.6, -21.1],
    SJ: [20, 78],
    TK: [-172, -9],
    YT: [45.2, -12.8]
};
const NEAR = 3 * (Math.PI / 180); /* farther than this it is another place */

function readAtlas(folder, scale) {
    return JSON.parse(readFileSync(`${folder}/countries-${scale}.json`, "utf8"));
}

function shapesOf(atlas) {
    return feature(atlas, atlas.objects.countries).features;
}

/* ---- shapes ---- */

/* An arc of a TopoJSON file in degrees; there, each point is told from the one before. */
function inDegrees(arc, {scale, translate}) {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
        [x, y] = [x + dx, y + dy];
        return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
}

/* The reverse, on GRID; points that fall on the one before are left out. */
function onGrid(points, {scale, translate}) {
    const cells = points.map(([x, y]) => [
        Math.round((x - translate[0]) / scale[0]),
        Math.round((y - translate[1]) / scale[1])
    ]);
    const steps = cells.map(([x, y], i) => (i > 0 ? [x - cells[i - 1][0], y - cells[i - 1][1]] : [x, y]));
    return steps.filter(([dx, dy], i) => i === 0 || dx !== 0 || dy !== 0);
}

/* How far a point is from the line through two others, or from both where they are the same. */
function offLine([x, y], [fromX, fromY], [toX, toY]) {
    const length = Math.hypot(toX - fromX, toY - fromY);
    const area = (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX);
    return length > 0 ? Math.abs(area) / length : Math.hypot(x - fromX, y - fromY);
}

/* Douglas and Peucker's way of leaving points out. */
function thinned(points) {
    const [first, last] = [points[0], points.at(-1)];
    const off = points.map((point) => offLine(point, first, last));
    const most = off.indexOf(Math.max(...off));
    return off[most] < DETAIL
        ? [first, last]
        : [...thinned(points.slice(0, most + 1)).slice(0, -1), ...thinned(points.slice(most))];
}

/* A ring keeps the four points that it needs. */
function thinnedArc(points) {
    const few = thinned(points);
    const isRing = String(points[0]) === String(points.at(-1));
    return isRing && few.length < 4 ? points : few;
}

function thinnedAtlas(atlas) {
    const arcs = atlas.arcs.map((arc) => onGrid(thinnedArc(inDegrees(arc, atlas.transform)), GRID));
    const geometries = atlas.objects.countries.geometries.map(
        ({type, arcs: lines, id, properties}) => ({type, arcs: lines, id: id ?? properties.name})
    );
    const objects = {countries: {type: "GeometryCollection", geometries}};
    return {type: "Topology", transform: GRID, objects, arcs};
}

/* ---- places ---- */

function readCodes() {
    const lines = readFileSync(new URL("../corpus/countries.tsv", import.meta.url), "utf8").split(
        "\n"
    );
    return lines.filter((line) => /^[A-Z]{2}\t/.test(line)).map((line) => line.slice(0, 2));
}

function readNumbers() {
    const known = JSON.parse(readFileSync("/usr/share/iso-codes/json/iso_3166-1.json", "utf8"))[
        "3166-1"
    ];
    return new Map(known.map((country) => [country.alpha_2, country.numeric]));
}

function pieces(shape) {
    const {type, coordinates} = shape.geometry;
    const all = type === "Polygon" ? [coordinates] : coordinates;
    return all.map((rings) => ({type: "Polygon", coordinates: rings}));
}

function largest(shapes) {
    return shapes
        .flatMap(pieces)
        .reduce((best, piece) => (geoArea(piece) > geoArea(best) ? piece : best));
}

function nearest(shapes, point) {
    const middles = shapes.flatMap(pieces).map(geoCentroid);
    const best = middles.reduce((a, b) => (geoDistance(b, point) < geoDistance(a, point) ? b : a));
    return geoDistance(best, point) < NEAR ? best : point;
}

function place(code, number, coarse, fine) {
    if (code === "XK") {
        return "Kosovo"; /* has no number */
    }
    if (coarse.some((shape) => shape.id === number)) {
        return number;
    }
    const own = fine.filter((shape) => shape.id === number);
    const point = own.length > 0 ? geoCentroid(largest(own)) : nearest(fine, PARTS[code]);
    return point.map((degrees) => Number(degrees.toFixed(2)));
}

function written(value) {
    return typeof value === "string" ? `"${value}"` : `[${value.join(", ")}]`;
}

const COMMENT = `/* Where on the map each country of corpus/countries.tsv is: the number (or, where there is none, the
 * name) of its shape in atlas.json, or the longitude and latitude of a dot. Made by
 * scripts/map-data.mjs, which says from what. */`;

function placesFile(coarse, fine) {
    const numbers = readNumbers();
    const rows = readCodes().map(
        (code) => `${code}: ${written(place(code, numbers.get(code), coarse, fine))}`
    );
    const lines = rows.map((row, i) => (i % 5 === 0 ? `\n    ${row}` : ` ${row}`));
    return `${COMMENT}\nexport const PLACES = {${lines.join(",")}\n};\n`;
}

const folder = process.argv[2];
const [coarse, fine] = [readAtlas(folder, "110m"), readAtlas(folder, "10m")];
writeFileSync(new URL("atlas.json", ASSETS), JSON.stringify(thinnedAtlas(coarse)));
writeFileSync(new URL("places.js", ASSETS), placesFile(shapesOf(coarse), shapesOf(fine)));
