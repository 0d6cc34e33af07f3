// run.mjs JOB [ADAPTOR]: runs a job of OpenFn as its runtime does, with a state in JSON from standard
// input and to standard output. What a job throws goes to standard error, and the status is 1.
//
// OpenFn's compiler makes an array of the operations that stand in a job, one after the other; here
// they note themselves. ADAPTOR is a module, adaptor.mjs beside this file if it is not given.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [job, adaptor] = process.argv.slice(2);
const { execute, fn, post } = await import(
  adaptor ? pathToFileURL(adaptor) : new URL('adaptor.mjs', import.meta.url)
);
const operations = [];
const noted = make => (...given) => operations.push(make(...given));

new Function('fn', 'post', await readFile(job, 'utf8'))(noted(fn), noted(post));

let text = '';
for await (const piece of process.stdin) text += piece;
try {
  console.log(JSON.stringify(await execute(...operations)(JSON.parse(text))));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
