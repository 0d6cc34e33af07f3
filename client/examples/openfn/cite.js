// cite.js: a case note in, five citations back. A job for OpenFn's adaptor http.
// SPDX-License-Identifier: MIT
//
// state.data.note becomes state.data.citations, the best first; what else state.data holds stays.
// The note goes to configuration.baseUrl alone, in the body of a request: into no address, no log and
// no later step.

// A note is about a person: it travels encrypted, or does not leave this machine. OpenFn gives jobs no URL
// to take an address apart with, and the adaptor joins addresses as paths. So the whole address is looked
// at, and has nothing that could be read as another host: no user, no "..", no escapes.
const within = String.raw`localhost|127(\.\d{1,3}){3}|\[::1\]`;
const host = String.raw`[^\s/?#@:%\\[\]]+|\[[\d.:a-f]+\]`;
const rest = String.raw`(:\d{1,5})?(/(?!\.\.?(/|$))[\w.~-]+)*/*`;
const isSafe = new RegExp(`^(https://(${host})|http://(${within}))${rest}$`, 'i');

// What is wrong with the address of the server; undefined: nothing.
function fault(address) {
  if (typeof address !== 'string' || address === '') return 'is missing: give the address of tipsearch';
  if (isSafe.test(address)) return undefined;
  if (address.includes('@')) return 'has an @: no user stands in it; a token is given as access_token';
  if (/^http:/i.test(address) && isSafe.test(address.replace(/^http/i, 'https')))
    return 'would send the note unencrypted: https://…, or http:// with localhost, 127.… or [::1]';
  return 'is no address of a server: https://HOST, with :PORT and /PATH where there are such';
}

// Text that was cut in the middle of a character is no JSON: half of one becomes U+FFFD.
const whole = text => text.replace(/\p{Surrogate}/gu, '\ufffd');

// What the workflow is told when there are no citations.
function refusal({ statusCode, headers }, reply) {
  const { code = 'unexpected', message = 'this is no answer of tipsearch' } = reply?.error ?? {};
  const wait = headers['retry-after'];
  const advice = wait ? `; try again in ${wait} s` : '';
  return Object.assign(new Error(`tipsearch: ${statusCode} ${code}: ${message}${advice}`), { code });
}

fn(state => {
  const wrong = fault(state.configuration?.baseUrl);
  if (wrong) throw new Error(`configuration.baseUrl ${wrong}`);
  if (typeof state.data?.note !== 'string' || state.data.note.trim() === '')
    throw new Error('state.data.note holds no text');
  return state;
});

post('similar', state => ({ like: whole(state.data.note), limit: 5 }), {
  errors: false, // the next steps tell what was wrong
  maxRedirections: 0, // to no other server
  timeout: 30000,
});

// Forgets the note, before anything else can fail.
fn(state => {
  const { note, ...known } = state.references[state.references.length - 1];
  return { ...state, data: known, reply: state.data, references: [] };
});

fn(({ reply, response, ...state }) => {
  if (response.statusCode !== 200 || !Array.isArray(reply?.hits)) throw refusal(response, reply);
  const server = state.configuration.baseUrl.replace(/\/+$/, '');
  const citations = reply.hits.map(({ id, citation, score, snippet }) => ({
    id,
    citation,
    url: `${server}/read/${id}`,
    score,
    excerpt: snippet.map(piece => piece.text).join(''),
  }));
  return { ...state, data: { ...state.data, citations } };
});
