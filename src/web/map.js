// The map's page: its state is in its address, and everything shown follows from it.
import { LANGUAGE, getJson } from './api.js';
import { byId, element, swatch } from './element.js';
import { pushFragment, replaceFragment, watchHistory } from './history.js';
import { clearPanel, focusPanel, openPanel } from './panel.js';
import { isState, readState, writeState } from './state.js';
import { jurisdictionAt, makeMap, makeTiles, showView } from './world.js';

const narrow = window.matchMedia('(max-width: 48rem)');

let layers = [];
let palettes = [];
let map = null;
let showTiles = null;
let state = {};
let arranging = false; // whether the page itself moves the map

function tell(id, message) {
  byId(id).textContent = message;
  byId(id).hidden = message === '';
}

const showTrouble = (message) => tell('trouble', message);

function layerNow() {
  return layers.find((layer) => layer.id === state.layer) || layers[0];
}

function paletteNow() {
  return palettes.find((palette) => palette.id === state.palette) || palettes[0];
}

// How the layers name and colour what the panel shows.
const key = {
  labelOf(layerId) {
    const layer = layers.find((one) => one.id === layerId);
    return layer ? layer.label : layerId;
  },
  colourOf(layerId, classId) {
    const layer = layers.find((one) => one.id === layerId);
    const found = layer && layer.classes.find((one) => one.id === classId);
    return found ? found.colours[paletteNow().id] : 'transparent';
  },
};

function tileAddress() {
  const fields = new URLSearchParams();
  if (state.date !== null) {
    fields.set('date', state.date);
  }
  if (paletteNow() !== palettes[0]) {
    fields.set('palette', paletteNow().id);
  }
  const query = fields.toString();
  return layerNow().tiles.replace('.png', '{r}.png') + (query === '' ? '' : `?${query}`);
}

function showLegend() {
  const layer = layerNow();
  byId('layer').value = layer.id;
  byId('layer-definition').textContent = layer.definition;
  byId('legend').replaceChildren(...layer.classes.map((one) => element('li', { title: one.definition },
    swatch(key.colourOf(layer.id, one.id)), element('span', { textContent: one.label }))));
}

function showMap() {
  byId('map').style.backgroundColor = paletteNow().sea;
  showTiles(tileAddress());
  showLegend();
}

async function showPlace(remark = '') {
  if (state.country === null) {
    clearPanel();
  } else {
    await openPanel(state.country, state.date, key, remark);
  }
}

function change(fields) {
  state = { ...state, ...fields };
  pushFragment(writeState(state));
}

async function openCountry(code, remark, focus) {
  showTrouble('');
  if (code !== state.country) {
    change({ country: code });
  }
  await showPlace(remark);
  if (focus) {
    focusPanel();
  }
}

async function openAt(position, focus) {
  try {
    const found = await jurisdictionAt(map, position);
    await openCountry(found.code, found.remark, focus || narrow.matches);
  } catch (error) {
    showTrouble(error.status === 404 ? 'No country there.' : 'The place could not be looked up. Please try again.');
  }
}

function isPlainClick(event) {
  return !event.ctrlKey && !event.metaKey && !event.shiftKey;
}

// Links to countries open here; links within the page must not take the state's place in the address.
function followLink(event) {
  const link = event.target.closest('a[data-code], a[href^="#"]');
  if (!link || !isPlainClick(event)) {
    return;
  }
  event.preventDefault();
  if (link.dataset.code) {
    openCountry(link.dataset.code, '', true);
  } else {
    byId(link.hash.slice(1)).focus({ preventScroll: true });
    byId(link.hash.slice(1)).scrollIntoView({ block: 'start' });
  }
}

function noticeOf(refused) {
  return refused.length === 0 ? ''
    : `Part of this link could not be read (${refused.join(', ')}); the map shows what it usually does instead.`;
}

// What the address says; a fragment that is no state is a place in the page.
function readAddress() {
  const fragment = isState(location.hash) ? location.hash : '';
  const read = readState(fragment, layers.map((layer) => layer.id), palettes.map((palette) => palette.id));
  state = read.state;
  tell('notice', noticeOf(read.refused));
  if (read.refused.length > 0) {
    replaceFragment(writeState(state));
  }
}

function showAll() {
  readAddress();
  arranging = true;
  showView(map, state.view);
  arranging = false;
  showMap();
  return showPlace();
}

function keepView(view) {
  if (!arranging) {
    state.view = view;
    replaceFragment(writeState(state));
  }
}

function reveal() {
  document.querySelector('main').classList.add('live');
  byId('map').hidden = false;
  byId('side').hidden = false;
}

function listen() {
  byId('layer').append(...layers.map((layer) => element('option', { value: layer.id, textContent: layer.label })));
  byId('layer').addEventListener('change', () => {
    change({ layer: byId('layer').value });
    showMap();
  });
  document.addEventListener('click', followLink);
  watchHistory(showAll);
}

async function start() {
  reveal();
  ({ layers, palettes } = await getJson(`/api/v1/layers?lang=${LANGUAGE}`));
  map = makeMap(openAt, keepView);
  showTiles = makeTiles(map, showTrouble);
  listen();
  await showAll();
}

start().catch(() => showTrouble('The map could not be loaded. The list of countries below works all the same.'));
