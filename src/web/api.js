// What the server knows, as JSON. A failure is an Error whose `status` is HTTP's, if there was an answer.
let version = null; // of the data that the last answer came from
let cache = 'default';
let changed = () => {};

// Calls `then` when an answer comes from other data than those before.
export function whenDataChange(then) {
  changed = then;
}

// From then on browsers ask whether what they keep is still so: it may be of either version.
export function noteVersion(found) {
  const before = version;
  version = found;
  if (before !== null && before !== found) {
    cache = 'no-cache';
    changed();
  }
}

export async function getJson(address) {
  const response = await fetch(address, { headers: { Accept: 'application/json' }, cache });
  const body = await response.json().catch(() => ({})); // a host of files says in HTML what it has not
  if (!response.ok) {
    throw Object.assign(new Error(body.detail), { status: response.status });
  }
  if (body.dataset) {
    noteVersion(body.dataset.version);
  }
  return body;
}
