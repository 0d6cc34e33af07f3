/* d3-geo is published for pages whose scripts share a global, `d3`: it adds itself there, and takes
 * from there these three functions of d3-array. To be imported before it. */
import {Adder} from "./vendor/d3-array/fsum.js";
import merge from "./vendor/d3-array/merge.js";
import range from "./vendor/d3-array/range.js";

globalThis.d3 = {Adder, merge, range};
