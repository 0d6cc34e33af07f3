// What of OpenFn's adaptor http a job uses, in its place: the same arguments, the same states.
export const fn = change => state => change(state);

export const execute = (...operations) => async state => {
  let now = { references: [], data: null, ...state };
  for (const operation of operations) now = await operation(now);
  return now;
};

const body = async response =>
  (response.headers.get('content-type') ?? '').includes('application/json')
    ? response.json()
    : response.text();

export const post = (path, data, { errors, maxRedirections, timeout }) => async state => {
  const { baseUrl, access_token: token } = state.configuration;
  const response = await fetch(new URL(path, `${baseUrl}/`), {
    method: 'POST',
    body: JSON.stringify(data(state)),
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    redirect: maxRedirections === 0 ? 'manual' : 'follow',
    signal: AbortSignal.timeout(timeout),
  });
  if (errors !== false && response.status >= 400)
    throw new Error(`POST to ${response.url} returned ${response.status}`);
  return {
    ...state,
    data: await body(response),
    references: [...state.references, state.data],
    response: { statusCode: response.status, headers: Object.fromEntries(response.headers) },
  };
};
