// Finding a jurisdiction by what a reader types: a name in any language, another name, a code; with marks left out and
// letters mistaken. The names come to the browser once, so that no server learns what is being typed.
//
// Loaded when it is first needed; it imports nothing, so that nothing is loaded twice.

const WITHOUT_MARKS = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };
const RANKS = { whole: 0, beginning: 1, word: 2, inside: 3, mistaken: 4 };
const SHORTEST_INSIDE = 3; // letters; fewer are inside too many names

// Lower-case words with single blanks between.
export function plain(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
    .replace(/[øłđıßæœ]/g, (letter) => WITHOUT_MARKS[letter])
    .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

// How many mistakes a word of that length may have.
function tolerance(length) {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

// The fewest letters left out, added, mistaken or swapped between what was typed and a beginning of the name.
function mistakes(typed, name) {
  let before = [];
  let above = Array.from({ length: name.length + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= name.length; column += 1) {
      const same = typed[row - 1] === name[column - 1];
      const swapped = row > 1 && column > 1 && typed[row - 1] === name[column - 2] && typed[row - 2] === name[column - 1];
      line[column] = Math.min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (same ? 0 : 1),
        swapped ? before[column - 2] + 1 : Infinity);
    }
    [before, above] = [above, line];
  }
  return Math.min(...above);
}

function rank(typed, name, allowed) {
  if (name === typed) {
    return RANKS.whole;
  }
  if (name.startsWith(typed)) {
    return RANKS.beginning;
  }
  if (` ${name}`.includes(` ${typed}`)) {
    return RANKS.word;
  }
  if (typed.length >= SHORTEST_INSIDE && name.includes(typed)) {
    return RANKS.inside;
  }
  const found = allowed === 0 ? Infinity : mistakes(typed, name.slice(0, typed.length + allowed));
  return found <= allowed ? RANKS.mistaken + found : Infinity;
}

function entryOf(one, language, nameOf) {
  const names = new Map();
  for (const name of [one.names[language], ...Object.values(one.names), ...one.also, one.code, one.alpha3]) {
    if (name !== null && !names.has(plain(name))) {
      names.set(plain(name), name);
    }
  }
  return { code: one.code, name: one.names[language], whole: one.parent ? nameOf.get(one.parent) : '', names: [...names] };
}

// Of what /api/v1/names says.
export function indexOf(jurisdictions, language) {
  const nameOf = new Map(jurisdictions.map((one) => [one.code, one.names[language]]));
  return jurisdictions.map((one) => entryOf(one, language, nameOf));
}

// At most `limit` of {code, name, whole, called}: `whole` is the country of a subdivision, `called` the name that was
// found, where it is another than the one shown. The best first; countries before subdivisions.
export function find(index, text, limit) {
  const typed = plain(text);
  const allowed = tolerance(typed.length);
  const found = [];
  for (const entry of typed === '' ? [] : index) {
    const ranks = entry.names.map(([name]) => rank(typed, name, allowed));
    const best = Math.min(...ranks);
    if (best < Infinity) {
      const called = entry.names[ranks.indexOf(best)][1];
      found.push({ ...entry, best, called: called === entry.name ? '' : called });
    }
  }
  const order = (a, b) => a.best - b.best || (a.whole !== '') - (b.whole !== '') || a.name.localeCompare(b.name);
  return found.sort(order).slice(0, limit);
}
