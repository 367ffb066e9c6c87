// The page's address and its steps in the browser's history.
//
// What the page shows is the fragment of its address, so that a link shows what its sender saw. The fragment and not
// the query: browsers keep it to themselves, so that no server and no cache in between learns which country is read.
//
// A state is {layer, hide, palette, date, country, compare, view: {zoom, lat, lon}}; null is what the page chooses
// itself: the overview, nothing hidden, the palette of the reader's device, today, no country, the world. `hide` has
// classes of the layer, `compare` codes of countries.
import { isDay } from './day.js';

const LONGEST = 600; // characters; a state has at most some 400
const COMPARED = 4; // countries at most
const CODE = /^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$/;
const ZOOMS = { first: 1, last: 10 };

let depth = 0; // how many entries of the page lie before this one, so that leaving can take them all out of Back
let moved = () => {};

function readView(text) {
  const [zoom, lat, lon] = text.split('/').map(Number);
  const fits = /^\d{1,2}(\/-?\d{1,3}(\.\d{1,6})?){2}$/.test(text) && zoom >= ZOOMS.first && zoom <= ZOOMS.last
    && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return fits ? { zoom, lat, lon } : undefined;
}

// A list without repetition, of which every word fits and at most so many are.
function readList(text, fits, most) {
  const words = text.split(',');
  return words.length <= most && new Set(words).size === words.length && words.every(fits) ? words : undefined;
}

function readCodes(text) {
  return readList(text.toUpperCase(), (word) => CODE.test(word), COMPARED);
}

function readHidden(text, layers, layerId) {
  const { classes } = layers.find((layer) => layer.id === layerId) || layers[0];
  return readList(text, (word) => classes.some((one) => one.id === word), classes.length);
}

// Each gives the value of a field, or undefined for what it cannot be; those before it are in `state` already.
function readers(layers, paletteIds, state) {
  return {
    layer: (text) => (layers.some((layer) => layer.id === text) ? text : undefined),
    hide: (text) => readHidden(text, layers, state.layer),
    palette: (text) => (paletteIds.includes(text) ? text : undefined),
    date: (text) => (isDay(text) ? text : undefined),
    country: (text) => (CODE.test(text) ? text.toUpperCase() : undefined),
    compare: readCodes,
    view: readView,
  };
}

export function isState(fragment) {
  return fragment.length > LONGEST || fragment.includes('=');
}

// {state, refused}: each field that is missing or cannot be read is null, and its name is in `refused` for the latter;
// '' stands for all of it.
export function readState(fragment, layers, paletteIds) {
  const fields = new URLSearchParams(fragment.length > LONGEST ? '' : fragment.replace(/^#/, ''));
  const state = {};
  const refused = fragment.length > LONGEST ? [''] : [];
  for (const [name, read] of Object.entries(readers(layers, paletteIds, state))) {
    const text = fields.get(name);
    const value = text === null ? null : read(text);
    state[name] = value === undefined ? null : value;
    if (value === undefined) {
      refused.push(name);
    }
  }
  return { state, refused };
}

// The fragment with its '#', or '' when everything is as the page chooses.
export function writeState(state) {
  const view = state.view && `${state.view.zoom}/${state.view.lat}/${state.view.lon}`;
  const fields = Object.entries({ ...state, view }).filter(([, value]) => value !== null && value.length > 0);
  return fields.length === 0 ? '' : `#${fields.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

function addressOf(fragment) {
  return location.pathname + location.search + fragment;
}

export function entriesBefore() {
  return depth;
}

export function push(address) {
  depth += 1;
  history.pushState({ depth }, '', address);
}

export function replace(address) {
  history.replaceState({ depth }, '', address);
}

export const pushFragment = (fragment) => push(addressOf(fragment));
export const replaceFragment = (fragment) => replace(addressOf(fragment));

// Calls `then` whenever the reader goes to another entry, instead of what was called before.
export function afterMoving(then) {
  moved = then;
}

// As afterMoving(), from the beginning. An entry made by typing a fragment has no depth yet.
export function watchHistory(then) {
  moved = then;
  if (history.state && Number.isInteger(history.state.depth)) {
    depth = history.state.depth;
  } else {
    replace(location.href);
  }
  window.addEventListener('popstate', (event) => {
    if (event.state) {
      depth = event.state.depth;
    } else {
      depth += 1;
      replace(location.href);
    }
    moved();
  });
}
