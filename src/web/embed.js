// The map alone, in a frame of another page: its state is in its address, as the map page's is (address.js).
import { readState, writeState } from './address.js';
import { getJson } from './api.js';
import { inWords } from './day.js';
import { byId, element, swatch } from './element.js';
import { makeGround } from './ground.js';
import { places } from './places.js';
import { getRecord } from './records.js';
import { parts, text } from './text.js';
import { dressPage, paletteFor, watchDevice } from './theme.js';
import { ZOOMS, jurisdictionAt, makeMap, showView } from './world.js';

let layers = [];
let palettes = [];
let map = null;
let ground = null;
let state = {};

function tell(message) {
  byId('trouble').textContent = message;
  byId('trouble').hidden = message === '';
}

const layerNow = () => layers.find((layer) => layer.id === state.layer) || layers[0];

const wholeAddress = (fields) => `${places.whole()}${writeState({ ...state, ...fields })}`;

function showKey(palette) {
  const shown = layerNow().classes.filter((one) => !(state.hide || []).includes(one.id));
  byId('key').replaceChildren(...shown.map((one) => element('li', { className: 'status' },
    swatch(one.colours[palette.id]), element('span', { textContent: one.label }))));
}

function showState() {
  ({ state } = readState(location.hash, layers, palettes.map((palette) => palette.id)));
  showView(map, state.view);
  showMap();
}

function showMap() {
  const palette = paletteFor(palettes, state.palette);
  dressPage(palette);
  ground.show({ layer: layerNow().id, date: state.date, hidden: state.hide || [], palette });
  showKey(palette);
  byId('shown').textContent = state.date === null ? layerNow().label
    : text('map.pair', { name: layerNow().label, value: inWords(state.date) });
  byId('whole').href = wholeAddress({});
}

// What the law is there, with a link to all that is recorded.
async function tellOf(position) {
  try {
    const { code } = await jurisdictionAt(map, position);
    const record = await getRecord(code, state.date);
    const link = element('a', { href: wholeAddress({ country: code }), textContent: record.name, target: '_blank', rel: 'noopener' });
    byId('found').replaceChildren(...parts('map.pair', { name: link, value: record.framework_label }));
    tell('');
  } catch (error) {
    tell(text(error.status === 404 ? 'map.country.none' : 'map.trouble.place'));
  }
}

async function start() {
  byId('map').hidden = false;
  ({ layers, palettes } = await getJson(places.layers()));
  map = makeMap(tellOf, (view) => {
    state.view = view;
    byId('whole').href = wholeAddress({});
  });
  ground = makeGround(map, ZOOMS, tell, () => {});
  showState();
  watchDevice(showMap);
  window.addEventListener('hashchange', showState);
}

start().catch(() => tell(text('map.trouble.start')));
