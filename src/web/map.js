// The map's page: its state is in its address, and everything shown follows from it.
import { isState, pushFragment, readState, replaceFragment, watchHistory, writeState } from './address.js';
import { LANGUAGE, getJson } from './api.js';
import { showCountries } from './countries.js';
import { byId, element, swatch } from './element.js';
import { offerToLeave } from './leave.js';
import { clearPanel, focusPanel, openPanel } from './panel.js';
import { dressPage, paletteFor, watchDevice } from './theme.js';
import { listReforms, listenToDate, markReforms, showDate } from './timeline.js';
import { jurisdictionAt, makeMap, makeTiles, showView } from './world.js';

const SLIDE_PAUSE = 150; // milliseconds without a move of the slider, after which the panel follows it

const narrow = window.matchMedia('(max-width: 48rem)');

let layers = [];
let palettes = [];
let map = null;
let showTiles = null;
let state = {};
let arranging = false; // whether the page itself moves the map
let reforms = []; // dates of all countries' reforms
let ownReforms = []; // and of the open one's
let sliding = false; // whether the last change was one of many by the slider
let panelTimer = 0;

function tell(id, message) {
  byId(id).textContent = message;
  byId(id).hidden = message === '';
}

const showTrouble = (message) => tell('trouble', message);

function layerNow() {
  return layers.find((layer) => layer.id === state.layer) || layers[0];
}

const paletteNow = () => paletteFor(palettes, state.palette);

// What the panel wants to know of the page.
const context = {
  labelOf(layerId) {
    const layer = layers.find((one) => one.id === layerId);
    return layer ? layer.label : layerId;
  },
  colourOf(layerId, classId) {
    const layer = layers.find((one) => one.id === layerId);
    const found = layer && layer.classes.find((one) => one.id === classId);
    return found ? found.colours[paletteNow().id] : 'transparent';
  },
  nameOf(code) {
    const listed = document.querySelector(`#countries a[data-code="${CSS.escape(code)}"]`);
    return listed ? listed.textContent : code;
  },
  addressOf: (fields) => writeState({ ...state, ...fields }),
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

// Measures have no dates.
function undated(layer) {
  return layer.kind === 'measure' && state.date !== null
    ? ' Measures are recorded as they are today, whatever the date.' : '';
}

function showLegend() {
  const layer = layerNow();
  byId('layer').value = layer.id;
  byId('layer-definition').textContent = layer.definition + undated(layer);
  byId('legend').replaceChildren(...layer.classes.map((one) => element('li', { title: one.definition },
    swatch(context.colourOf(layer.id, one.id)), element('span', { textContent: one.label }))));
}

function showMap() {
  dressPage(paletteNow());
  byId('palette').value = state.palette || '';
  showTiles(tileAddress());
  showLegend();
}

function showOwnReforms(periods) {
  ownReforms = periods.map((period) => period.from).filter((from) => from !== null);
  markReforms(reforms, ownReforms);
}

function showList() {
  const palette = paletteNow();
  showCountries(context, state.date, palette.id, state.date === null && palette === palettes[0])
    .catch(() => showTrouble('The list of countries could not be brought to the date.'));
}

async function showPlace(remark = '') {
  clearTimeout(panelTimer);
  showList();
  if (state.country === null) {
    clearPanel();
    showOwnReforms([]);
    return;
  }
  const record = await openPanel(state.country, state.date, context, remark);
  if (record !== null) {
    showOwnReforms(record.history);
  }
}

function showColours() {
  showMap();
  showPlace();
}

// A step of the browser's history; the many that a slider passes are one.
function change(fields, slides = false) {
  state = { ...state, ...fields };
  (slides && sliding ? replaceFragment : pushFragment)(writeState(state));
  sliding = slides;
}

function changeDate(date, slides) {
  if (date === state.date) {
    return;
  }
  change({ date }, slides);
  showDate(date);
  showMap();
  clearTimeout(panelTimer);
  panelTimer = setTimeout(showPlace, slides ? SLIDE_PAUSE : 0);
}

// Opens a country, or another date of it, or both.
async function openPlace(fields, remark, focus) {
  showTrouble('');
  if (Object.entries(fields).some(([name, value]) => state[name] !== value)) {
    change(fields);
    showDate(state.date);
    showMap();
  }
  await showPlace(remark);
  if (focus) {
    focusPanel();
  }
}

async function openAt(position, focus) {
  try {
    const found = await jurisdictionAt(map, position);
    await openPlace({ country: found.code }, found.remark, focus || narrow.matches);
  } catch (error) {
    showTrouble(error.status === 404 ? 'No country there.' : 'The place could not be looked up. Please try again.');
  }
}

function isPlainClick(event) {
  return !event.ctrlKey && !event.metaKey && !event.shiftKey;
}

// Links to countries and dates open here; links within the page must not take the state's place in the address.
function followLink(event) {
  const link = event.target.closest('a[data-code], a[data-date], a[href^="#"]');
  if (!link || !isPlainClick(event)) {
    return;
  }
  event.preventDefault();
  const { code, date } = link.dataset;
  if (code || date) {
    openPlace({ country: code || state.country, date: date || state.date }, '', true);
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
  sliding = false;
  showDate(state.date);
  showMap();
  byId('side').hidden = false;
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
}

function offer(id, choices) {
  byId(id).append(...choices.map((choice) => element('option', { value: choice.id, textContent: choice.label })));
}

function listen() {
  offer('layer', layers);
  offer('palette', palettes);
  byId('layer').addEventListener('change', () => {
    change({ layer: byId('layer').value });
    showMap();
  });
  byId('palette').addEventListener('change', () => {
    change({ palette: byId('palette').value || null });
    showColours();
  });
  watchDevice(showColours);
  listenToDate(changeDate);
  document.addEventListener('click', followLink);
  watchHistory(showAll);
}

async function start() {
  offerToLeave();
  reveal();
  ({ layers, palettes } = await getJson(`/api/v1/layers?lang=${LANGUAGE}`));
  map = makeMap(openAt, keepView);
  showTiles = makeTiles(map, showTrouble);
  listen();
  await showAll();
  reforms = await listReforms(context);
  markReforms(reforms, ownReforms);
}

start().catch(() => showTrouble(map !== null ? 'The reforms could not be loaded.'
  : 'The map could not be loaded. The list of countries below works all the same.'));
