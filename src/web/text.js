// The page's words, in its language: the server put them into it.

export const LANGUAGE = document.documentElement.lang;

let strings = null; // read when the first is wanted: not all pages have them

function find(key) {
  strings ??= JSON.parse(document.getElementById('strings').textContent);
  return strings[key];
}

// The string of that key, with each {name} replaced by the value of that name.
export function text(key, values = {}) {
  return find(key).replace(/\{([a-z-]+)\}/g, (_, name) => values[name]);
}

// As text(), but a value may be an element: what to append.
export function parts(key, values) {
  return find(key).split(/\{([a-z-]+)\}/).map((part, place) => (place % 2 === 0 ? part : values[part]));
}
