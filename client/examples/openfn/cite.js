// cite.js: a case note in, five citations back. A job for OpenFn's adaptor http.
// SPDX-License-Identifier: MIT
//
// state.data.note becomes state.data.citations, the best first; what else state.data holds stays.
// The note goes to configuration.baseUrl alone, in the body of a request: into no address, no log and
// no later step.

// A note is about a person: it travels encrypted, or does not leave this machine.
const isSafe = server =>
  /^https:\/\/|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])([:/]|$)/.test(server);

// What the workflow is told when there are no citations.
function refusal({ statusCode, headers }, reply) {
  const { code = 'unexpected', message = 'this is no answer of tipsearch' } = reply?.error ?? {};
  const wait = headers['retry-after'];
  const advice = wait ? `; try again in ${wait} s` : '';
  return Object.assign(new Error(`tipsearch: ${statusCode} ${code}: ${message}${advice}`), { code });
}

fn(state => {
  const server = state.configuration?.baseUrl ?? '';
  if (!isSafe(server))
    throw new Error('configuration.baseUrl is the address of tipsearch: https://…, or http://localhost:…');
  if (typeof state.data?.note !== 'string' || state.data.note.trim() === '')
    throw new Error('state.data.note holds no text');
  return state;
});

post('similar', state => ({ like: state.data.note, limit: 5 }), {
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
