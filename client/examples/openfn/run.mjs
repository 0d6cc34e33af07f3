// run.mjs [ADAPTOR] <STATE: runs cite.js with OpenFn's adaptor http, outside of OpenFn.
// SPDX-License-Identifier: MIT
//
// The state, in JSON, comes from standard input, and what the job makes of it goes to standard output, as
// in OpenFn without the configuration. What the job throws goes to standard error, and the status is 1.
// ADAPTOR is a package that npm has installed in the working directory, or a path.
//
// OpenFn's compiler makes an array of the operations that stand in a job, one after the other; here
// they note themselves.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const job = new URL('cite.js', import.meta.url);

function find(adaptor) {
  try {
    return createRequire(`${process.cwd()}/`).resolve(adaptor);
  } catch {
    throw new Error(`${adaptor} is not in ${process.cwd()}: npm install ${adaptor}, there`);
  }
}

async function run(adaptor) {
  const { execute, fn, post } = await import(pathToFileURL(find(adaptor)));
  const operations = [];
  const noted = make => (...given) => operations.push(make(...given));
  let text = '';

  new Function('fn', 'post', await readFile(job, 'utf8'))(noted(fn), noted(post));
  for await (const piece of process.stdin) text += piece;
  return execute(...operations)(JSON.parse(text));
}

console.log = console.error; // where the adaptor tells what it does
try {
  const { configuration, ...state } = await run(process.argv[2] ?? '@openfn/language-http');
  process.stdout.write(`${JSON.stringify(state, null, 2)}\n`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
