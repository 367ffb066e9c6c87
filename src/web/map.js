// The map's page: its state is in its address, and everything shown follows from it.
import { isState, pushFragment, readState, replaceFragment, watchHistory, writeState } from './address.js';
import { getJson, noteVersion, whenDataChange } from './api.js';
import { MOST, goToComparison, listenToComparison, showComparison } from './compare.js';
import { forgetCountries, showCountries } from './countries.js';
import { byId, element } from './element.js';
import { forgetGrids } from './grid.js';
import { makeGround } from './ground.js';
import { nameUnderPointer } from './hover.js';
import { keepStateAcrossLanguages } from './language.js';
import { offerToLeave } from './leave.js';
import { listenToLegend, showLegend } from './legend.js';
import { makeOutline } from './outline.js';
import { fitToPaper } from './paper.js';
import { clearPanel, focusPanel, openPanel, revealPanel } from './panel.js';
import { classAt, forgetPeriods, periodsOf } from './periods.js';
import { places } from './places.js';
import { offerToPlay, stopPlaying } from './play.js';
import { offerSearch } from './search.js';
import { offerToCopy, showSharing } from './share.js';
import { text } from './text.js';
import { dressPage, paletteFor, watchDevice } from './theme.js';
import { listReforms, listenToDate, markReforms, showDate } from './timeline.js';
import { ZOOMS, boundsOf, jurisdictionAt, makeMap, showBox, showView } from './world.js';

const SLIDE_PAUSE = 150; // milliseconds without a move of the slider, after which the panel and the address follow it

const narrow = window.matchMedia('(max-width: 48rem)');

let layers = [];
let palettes = [];
let map = null;
let ground = null;
let showOutline = null;
let state = {};
let arranging = false; // whether the page itself moves the map
let reforms = []; // dates of all countries' reforms
let ownReforms = []; // and of the open one's
let sliding = false; // whether the last change was one of many by the slider
let slideTimer = 0;
let frame = 0; // the next one, which shows the map

function tell(id, message) {
  byId(id).textContent = message;
  byId(id).hidden = message === '';
}

const showTrouble = (message) => tell('trouble', message);

function layerNow() {
  return layers.find((layer) => layer.id === state.layer) || layers[0];
}

const paletteNow = () => paletteFor(palettes, state.palette);

const hiddenNow = () => state.hide || [];

const pictureNow = () => ({ layer: layerNow().id, date: state.date, hidden: hiddenNow(), palette: paletteNow() });

// What the panel and the comparison want to know of the page.
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
  wordsFor(layerId, classId) {
    const layer = layers.find((one) => one.id === layerId);
    return layer?.classes.find((one) => one.id === classId)?.label ?? classId;
  },
  nameOf(code) {
    const listed = document.querySelector(`#countries a[data-code="${CSS.escape(code)}"]`);
    return listed ? listed.textContent : code;
  },
  addressOf: (fields) => writeState({ ...state, ...fields }),
  compare: (code) => compareWith(code),
};

// Measures have no dates.
function undated(layer) {
  return layer.kind === 'measure' && state.date !== null ? text('map.measures.undated') : '';
}

function share() {
  showSharing({ picture: pictureNow(), classes: layerNow().classes, bounds: boundsOf(map), fragment: writeState(state) });
}

function showMap() {
  cancelAnimationFrame(frame);
  const layer = layerNow();
  dressPage(paletteNow());
  byId('palette').value = state.palette || '';
  ground.show(pictureNow());
  byId('layer').value = layer.id;
  byId('layer-definition').textContent = [layer.definition, undated(layer)].filter(Boolean).join(' ');
  showLegend(layer, hiddenNow(), context.colourOf);
  share();
}

function showOwnReforms(periods) {
  ownReforms = periods.map((period) => period.from).filter((from) => from !== null);
  markReforms(reforms, ownReforms);
}

function showList() {
  const picture = pictureNow();
  const standard = picture.layer === layers[0].id && picture.date === null && picture.palette === palettes[0]
    && picture.hidden.length === 0;
  showCountries(layerNow(), picture, standard)
    .catch(() => showTrouble(text('map.trouble.list')));
}

async function compareNow() {
  const codes = state.compare || [];
  const found = await showComparison(codes, state.date, context);
  if (found.length < codes.length && codes === state.compare) {
    state.compare = found.length === 0 ? null : found;
    replaceFragment(writeState(state));
    byId('compare').hidden = found.length === 0;
    tell('notice', noticeOf(['compare']));
  }
}

// Gives the record of the country, if one is open.
async function showPlace(remark = '') {
  clearTimeout(slideTimer);
  showList();
  compareNow();
  showOutline(state.country);
  if (state.country === null) {
    clearPanel();
    showOwnReforms([]);
    return null;
  }
  const record = await openPanel(state.country, state.date, context, remark);
  if (record !== null) {
    showOwnReforms(record.history);
  }
  return record;
}

function showColours() {
  showMap();
  showPlace();
}

// A step of the browser's history; the many that a slider passes are one, which settle() ends.
function change(fields, slides = false) {
  state = { ...state, ...fields };
  tell('notice', '');
  if (!slides || !sliding) {
    pushFragment(writeState(state));
  }
  sliding = slides;
}

function settle() {
  replaceFragment(writeState(state));
  share();
  showPlace();
}

function changeDate(date, slides) {
  if (date === state.date) {
    return;
  }
  change({ date }, slides);
  showDate(date);
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => ground.show(pictureNow()));
  clearTimeout(slideTimer);
  if (slides) {
    slideTimer = setTimeout(settle, SLIDE_PAUSE);
  } else {
    showMap();
    showPlace();
  }
}

// Opens a country, or another date of it, or both; gives the record.
async function openPlace(fields, remark, focus) {
  stopPlaying();
  showTrouble('');
  if (Object.entries(fields).some(([name, value]) => state[name] !== value)) {
    change(fields);
    showDate(state.date);
    showMap();
  }
  const record = await showPlace(remark);
  if (focus) {
    focusPanel();
  } else {
    revealPanel();
  }
  return record;
}

async function openFound(code) {
  const record = await openPlace({ country: code }, '', true);
  if (record?.bbox) {
    showBox(map, record.bbox);
  }
}

async function openAt(position, focus) {
  try {
    const found = await jurisdictionAt(map, position);
    await openPlace({ country: found.code }, found.remark, focus || narrow.matches);
  } catch (error) {
    showTrouble(text(error.status === 404 ? 'map.country.none' : 'map.trouble.place'));
  }
}

// With another one, or the first.
async function compareWith(code) {
  const codes = (state.compare || []).filter((one) => one !== code);
  change({ compare: [...codes, code].slice(-MOST) });
  await compareNow();
  goToComparison();
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
  const fields = refused.map((field) => field || text('map.notice.all')).join(', ');
  return refused.length === 0 ? '' : text('map.notice.link', { fields });
}

// What the address says; a fragment that is no state is a place in the page.
function readAddress() {
  const fragment = isState(location.hash) ? location.hash : '';
  const read = readState(fragment, layers, palettes.map((palette) => palette.id));
  state = read.state;
  tell('notice', noticeOf(read.refused));
  if (read.refused.length > 0) {
    replaceFragment(writeState(state));
  }
}

function showAll() {
  stopPlaying();
  readAddress();
  arranging = true;
  showView(map, state.view);
  arranging = false;
  sliding = false;
  showDate(state.date);
  showMap();
  byId('side').hidden = false;
  return showPlace().then(revealPanel);
}

function keepView(view) {
  if (!arranging) {
    state.view = view;
    replaceFragment(writeState(state));
    share();
  }
}

// The data are of another version than those shown.
async function renew() {
  forgetGrids();
  forgetPeriods();
  forgetCountries();
  tell('notice', text('map.notice.data'));
  await Promise.allSettled([ground.renew(), showPlace(), loadReforms()]);
}

function reveal() {
  document.querySelector('main').classList.add('live');
  byId('map').hidden = false;
  byId('finder').hidden = false;
}

function offer(id, choices) {
  byId(id).append(...choices.map((choice) => element('option', { value: choice.id, textContent: choice.label })));
}

// The name under the pointer, and what the map shows of it.
async function wordsFor(code, name) {
  const picture = pictureNow();
  const law = await periodsOf(picture.layer).catch(() => null);
  const found = law === null ? undefined : classAt(law, code, picture.date);
  const known = found && layerNow().classes.find((one) => one.id === found.id);
  return known ? text('map.pair', { name, value: known.label }) : name;
}

function listenToControls() {
  byId('layer').addEventListener('change', () => {
    change({ layer: byId('layer').value, hide: null });
    showMap();
    showList();
  });
  byId('palette').addEventListener('change', () => {
    change({ palette: byId('palette').value || null });
    showColours();
  });
  listenToLegend((hidden) => {
    change({ hide: hidden.length === 0 ? null : hidden });
    showMap();
    showList();
  });
  for (const id of ['legend', 'time']) {
    byId(id).addEventListener('pointerdown', ground.prepare);
    byId(id).addEventListener('focusin', ground.prepare);
  }
}

function listen() {
  offer('layer', layers);
  offer('palette', palettes);
  listenToControls();
  watchDevice(showColours);
  listenToDate((date, slides) => {
    stopPlaying();
    changeDate(date, slides);
  });
  offerToPlay({ dateNow: () => state.date, reforms: () => reforms, go: (date) => changeDate(date, true) });
  offerSearch('search', openFound);
  offerSearch('compare-search', compareWith);
  listenToComparison(() => state.compare, (codes) => {
    change({ compare: codes.length === 0 ? null : codes });
    compareNow();
  });
  nameUnderPointer(map, wordsFor);
  offerToCopy();
  keepStateAcrossLanguages();
  document.addEventListener('click', followLink);
  watchHistory(showAll);
  fitToPaper();
  whenDataChange(renew);
}

async function loadReforms() {
  reforms = await listReforms(context, state.date);
  markReforms(reforms, ownReforms);
}

// Where somebody edits the data: see watch.js.
async function followEdits() {
  if ('watch' in document.documentElement.dataset) {
    const { watch } = await import('./watch.js');
    watch(byId('refusal'), element, text, noteVersion);
  }
}

async function start() {
  offerToLeave();
  followEdits();
  reveal();
  ({ layers, palettes } = await getJson(places.layers()));
  map = makeMap(openAt, keepView);
  const drawn = new Promise((ready) => { ground = makeGround(map, ZOOMS, showTrouble, ready); });
  showOutline = makeOutline(map);
  listen();
  await showAll();
  await drawn; // the first view is more urgent
  await loadReforms();
}

start().catch(() => showTrouble(text(map === null ? 'map.trouble.start' : 'map.trouble.reforms')));
