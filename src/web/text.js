// The page's words, in its language: the server put them into it.

export const LANGUAGE = document.documentElement.lang;

const strings = JSON.parse(document.getElementById('strings').textContent);

// The string of that key, with each {name} replaced by the value of that name.
export function text(key, values = {}) {
  return strings[key].replace(/\{([a-z-]+)\}/g, (_, name) => values[name]);
}
