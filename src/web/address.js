// The page's address and its steps in the browser's history.
//
// What the page shows is the fragment of its address, so that a link shows what its sender saw. The fragment and not
// the query: browsers keep it to themselves, so that no server and no cache in between learns which country is read.
//
// A state is {layer, palette, date, country, view: {zoom, lat, lon}}; null is what the page chooses itself: the
// palette of the reader's device, today, no country, the world.
import { isDay } from './day.js';

const LONGEST = 400; // characters; a state has at most some 120
const ZOOMS = { first: 1, last: 10 };

let depth = 0; // how many entries of the page lie before this one, so that leaving can take them all out of Back
let moved = () => {};

function readView(text) {
  const [zoom, lat, lon] = text.split('/').map(Number);
  const fits = /^\d{1,2}(\/-?\d{1,3}(\.\d{1,6})?){2}$/.test(text) && zoom >= ZOOMS.first && zoom <= ZOOMS.last
    && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return fits ? { zoom, lat, lon } : undefined;
}

// Each gives the value of a field, or undefined for what it cannot be.
function readers(layerIds, paletteIds) {
  return {
    layer: (text) => (layerIds.includes(text) ? text : undefined),
    palette: (text) => (paletteIds.includes(text) ? text : undefined),
    date: (text) => (isDay(text) ? text : undefined),
    country: (text) => (/^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$/.test(text) ? text.toUpperCase() : undefined),
    view: readView,
  };
}

export function isState(fragment) {
  return fragment.length > LONGEST || fragment.includes('=');
}

// {state, refused}: each field that is missing or cannot be read is null, and its name is in `refused` for the latter.
export function readState(fragment, layerIds, paletteIds) {
  const fields = new URLSearchParams(fragment.length > LONGEST ? '' : fragment.replace(/^#/, ''));
  const state = {};
  const refused = fragment.length > LONGEST ? ['all of it'] : [];
  for (const [name, read] of Object.entries(readers(layerIds, paletteIds))) {
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
  const fields = Object.entries({ ...state, view }).filter(([, value]) => value !== null);
  return fields.length === 0 ? '' : `#${fields.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

function addressOf(fragment) {
  return location.pathname + fragment;
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
