// The map: Leaflet with the server's tiles, and what is under a point of it.
import { LANGUAGE, getJson } from './api.js';
import { byId } from './element.js';

const WORLD = [[-85, -180], [85, 180]];
const ZOOMS = { minZoom: 1, maxZoom: 10 };
const MAP_OPTIONS = { ...ZOOMS, worldCopyJump: true, attributionControl: false };
const START = { zoom: 2, lat: 20, lon: 10 };

// The mark at the centre of the map is for those who move it with keys.
function markKeyboard(container) {
  container.addEventListener('keydown', () => container.classList.add('by-keyboard'));
  container.addEventListener('keyup', () => container.classList.add('by-keyboard'));
  container.addEventListener('pointerdown', () => container.classList.remove('by-keyboard'));
}

// As short as the zoom can show.
function viewOf(map) {
  const { lat, lng } = map.getCenter().wrap();
  const digits = Math.ceil(map.getZoom() / 3);
  return { zoom: map.getZoom(), lat: Number(lat.toFixed(digits)), lon: Number(lng.toFixed(digits)) };
}

// Calls `chosen` with the place that the reader points at and whether with the keyboard, `moved` with the view that
// the reader has moved to.
export function makeMap(chosen, moved) {
  const container = byId('map');
  const map = L.map('map', MAP_OPTIONS).setMaxBounds([[-89, -Infinity], [89, Infinity]]);
  map.on('click', (event) => chosen(event.latlng, false));
  map.on('moveend', () => moved(viewOf(map)));
  container.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === container) {
      chosen(map.getCenter(), true);
    }
  });
  container.setAttribute('role', 'application');
  container.setAttribute('aria-label', 'Map of the world; arrow keys move it, plus and minus zoom, Enter opens the country at its centre');
  markKeyboard(container);
  return map;
}

export function showView(map, view) {
  if (view === null && map.getSize().x < 600) {
    map.fitBounds(WORLD, { animate: false });
  } else {
    const { zoom, lat, lon } = view || START;
    map.setView([lat, lon], zoom, { animate: false });
  }
}

// Tiles that change their address without a blank map between: the next ones lie over the old until they are there,
// and while they load only the last of the addresses asked for is kept.
export function makeTiles(map, trouble) {
  let shown = null;
  let loading = null;
  let wanted = null;

  function load(address) {
    const layer = L.tileLayer(address, { ...ZOOMS, zIndex: 1 });
    let failed = false;
    layer.on('loading', () => { failed = false; });
    layer.on('tileerror', () => { failed = true; });
    layer.on('load', () => trouble(failed ? 'Part of the map could not be loaded.' : ''));
    layer.once('load', finish);
    loading = Object.assign(layer, { address });
    layer.addTo(map);
  }

  function finish() {
    if (shown !== null) {
      shown.remove();
    }
    shown = loading;
    loading = null;
    if (wanted !== shown.address) {
      load(wanted);
    }
  }

  L.tileLayer(`/tiles/labels-${LANGUAGE}/{z}/{x}/{y}{r}.png`, { ...ZOOMS, zIndex: 2 }).addTo(map);
  return (address) => {
    wanted = address;
    if (loading === null && (shown === null || shown.address !== address)) {
      load(address);
    }
  };
}

// UTFGrid 1.3: a character is 32 and the number of a key, but the quote and the backslash are left out.
function keyAt(grid, row, column) {
  const code = grid.grid[row].codePointAt(column);
  return grid.keys[code - 32 - (code >= 93) - (code >= 35)];
}

// What the map shows there, which may be the disc of a country too small to see.
async function shownAt(map, position) {
  const zoom = map.getZoom();
  const size = 256 * 2 ** zoom;
  const point = map.project(position, zoom).floor();
  const x = ((point.x % size) + size) % size;
  if (point.y < 0 || point.y >= size) {
    return '';
  }
  const grid = await getJson(`/tiles/${zoom}/${Math.floor(x / 256)}/${Math.floor(point.y / 256)}.grid.json`);
  return keyAt(grid, Math.floor(point.y % 256 / 4), Math.floor(x % 256 / 4));
}

// {code, remark} of the jurisdiction there, or of the nearest.
export async function jurisdictionAt(map, position) {
  const code = await shownAt(map, position);
  if (code !== '') {
    return { code, remark: '' };
  }
  const { lat, lng } = position.wrap();
  const found = await getJson(`/api/v1/locate?lat=${lat.toFixed(5)}&lon=${lng.toFixed(5)}&lang=${LANGUAGE}`);
  return { code: found.code, remark: found.inside ? '' : `The nearest land, ${found.distance_km} km away.` };
}
